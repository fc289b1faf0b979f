"""What arrives from outside: file -> rows -> proposals -> review -> commit -> undo.

Nothing in a file is in anybody's record until a stated rule or a person has accepted it, and all of it can be
taken back. Reading is pure and knows no database: `sources`, `tables`, `csv_set`, `class_list`, `pupils`.
"""
