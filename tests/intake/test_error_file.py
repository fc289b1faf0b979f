"""The error file tells each trouble with its place, and no spreadsheet runs what is in it."""

import csv
import io

from kith.foundation.spreadsheet import is_risky
from kith.intake import error_file
from kith.intake.cells import Origin, Problem


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_it_names_file_row_column_and_what_to_do():
    problem = Problem(Origin("pupilonroll.csv", 14), "dob", "“xyz” is not a date. Write it as 3 May 2014.", "")
    heading, row = rows_of(error_file.error_file([(problem, False)]))
    assert tuple(heading) == error_file.HEADINGS
    assert row == ["pupilonroll.csv", "14", "dob", "no", "“xyz” is not a date. Write it as 3 May 2014."]


def test_no_cell_of_it_is_a_formula():
    hostile = Problem(Origin("=cmd.csv", 2), "@SUM(A1)", "“=1+1” is not a date.", "")
    data = error_file.error_file([(hostile, True)])
    assert not any(is_risky(cell.removeprefix("'")) and cell[0] != "'" for row in rows_of(data)[1:] for cell in row)


def test_a_file_written_without_the_guard_would_be_dangerous():
    text = io.StringIO()
    csv.writer(text).writerow(["=cmd.csv", "@SUM(A1)"])
    assert all(map(is_risky, next(csv.reader(io.StringIO(text.getvalue())))))
