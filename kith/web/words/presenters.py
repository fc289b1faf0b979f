"""Records that were found by their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape

from kith.areas import area
from kith.cases.words_found import MARK, UNMARK, Found, Hit
from kith.foundation.dates import moment_in_words
from kith.web.addresses import address_of

__all__ = ["Results", "results"]


@dataclass(frozen=True)
class Row:
    """One record: where it opens, what and whose it is, and the words around what was found."""

    url: str
    title: str
    names: str
    written: str
    snippet: Markup


@dataclass(frozen=True)
class Results:
    headline: str
    terms: str
    rows: tuple[Row, ...]
    # What was not looked through, in words.
    left: str = ""


OLDER = "The words are so common here that older records were not looked through. Add a word that stands in fewer."


def results(found: Found, known: Mapping[UUID, Any], terms: str, *, most: int) -> Results:
    rows = tuple(_row(hit, known) for hit in found.hits)
    return Results(_headline(len(rows), most), terms, rows, OLDER if found.cut else "")


def _row(hit: Hit, known: Mapping[UUID, Any]) -> Row:
    record = hit.record
    return Row(
        url=address_of(record.area, record.id),
        title=f"{area(record.area).title} {record.reference}",
        names=", ".join(known[person].name for person in hit.persons),
        written=moment_in_words(record.written_at),
        snippet=marked(hit.snippet),
    )


def marked(snippet: str) -> Markup:
    """Escaped first: what people wrote is text, and only our own marks become elements."""
    return Markup(str(escape(snippet)).replace(MARK, "<mark>").replace(UNMARK, "</mark>"))


def _headline(count: int, most: int) -> str:
    if count == 0:
        return "No record has these words"
    if count == most:
        return f"The newest {most} records with these words. Add a word to see fewer"
    return "One record has these words" if count == 1 else f"{count} records have these words"
