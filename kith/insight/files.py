"""A report as a file: CSV whose cells no spreadsheet runs, XLSX of plain text and numbers, PDF with its structure."""

import csv
import io
from collections.abc import Callable, Iterator

import xlsxwriter

from kith.foundation import paper
from kith.foundation.paper import Line, Style, Table
from kith.foundation.spreadsheet import safe_cell
from kith.insight.periods import SAID
from kith.insight.reports import Part, Report, sample_rows

__all__ = ["FORMS", "parts_of"]

CONFIDENTIAL = "Confidential. Keep it as you would keep the record, and destroy it when it has done its work."


def parts_of(report: Report) -> tuple[Part, ...]:
    """What a file holds: the sample by reference alone."""
    return (*report.parts, sample_rows(report.sample)) if report.sample else report.parts


def as_csv(report: Report, why: str) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet reads it as such."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in _lines(report, why):
        writer.writerow([safe_cell(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(report: Report, why: str) -> bytes:
    """One sheet; whatever is no number is written as text, whatever it begins with."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": report.audience.title})
        sheet = book.add_worksheet("Report")
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, 20, 18)
        for row, line in enumerate(_lines(report, why)):
            for column, cell in enumerate(line):
                number = cell.replace(",", "")
                if column and number.isascii() and number.isdigit():
                    sheet.write_number(row, column, int(number))
                else:
                    sheet.write_string(row, column, cell)
    return out.getvalue()


def as_pdf(report: Report, why: str) -> bytes:
    """A4, with headings and tables that a screen reader finds."""
    return paper.as_pdf(report.audience.title, _on_paper(report, why), foot=f"{report.place}. {CONFIDENTIAL}").content


def _on_paper(report: Report, why: str) -> Iterator[Line | Table]:
    yield Line(report.audience.title, Style.TITLE)
    yield Line(f"{report.place}, {report.days}. {why}")
    yield Line(SAID)
    for part in parts_of(report):
        yield Line(part.title, Style.HEADING)
        yield from map(Line, filter(None, (part.sentence, part.counted)))
        if part.rows:
            yield Table(part.columns, part.rows, numbers=True)
        if part.note:
            yield Line(part.note)


def _lines(report: Report, why: str) -> Iterator[list[str]]:
    yield [report.audience.title]
    yield [f"{report.place}, {report.days}"]
    yield [why]
    yield [CONFIDENTIAL]
    yield [SAID]
    for part in parts_of(report):
        yield []
        yield [part.title]
        yield from ([words] for words in (part.sentence, part.counted) if words)
        if part.rows:
            yield list(part.columns)
            yield from map(list, part.rows)
        if part.note:
            yield [part.note]


# Form -> what it is in words, its content type, how it is made.
FORMS: dict[str, tuple[str, str, Callable[[Report, str], bytes]]] = {
    "pdf": ("PDF, to read and print", "application/pdf", as_pdf),
    "xlsx": ("XLSX, for a spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "csv": ("CSV, for any program", "text/csv; charset=utf-8", as_csv),
}
