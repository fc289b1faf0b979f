"""Measures: what Kith does, against a peer or a floor in the same run. `bin/bench [--json] [NAME...]`.

Each module of this folder is one bench and has `rows() -> list[Row]`. It asserts that its results
are right before it looks at a clock: a fast wrong answer is no result.
"""
