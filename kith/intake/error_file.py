"""The file that goes back to whoever sent the rows: each trouble with its place and what to do."""

import csv
import io
from collections.abc import Iterable

from kith.foundation.spreadsheet import safe_cell
from kith.intake.cells import Problem

__all__ = ["HEADINGS", "error_file"]

HEADINGS = ("file", "row", "column", "taken", "what is wrong and what to do")


def error_file(problems: Iterable[tuple[Problem, bool]]) -> bytes:
    """A CSV file that spreadsheets open safely. Each problem comes with whether its row was taken all the same."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(HEADINGS)
    for problem, taken in problems:
        words = ("yes" if taken else "no", problem.words)
        place = (problem.origin.file, str(problem.origin.row), problem.column)
        out.writerow(safe_cell(value) for value in (*place, *words))
    return text.getvalue().encode("utf-8-sig")
