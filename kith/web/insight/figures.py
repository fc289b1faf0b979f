"""Parts of a report as figures of a page: a picture where one can be drawn, a table, a link to the rows of a number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kith.insight.reports import Part
from kith.insight.suppressing import Shown
from kith.insight.telling import Told
from kith.web.insight.plots import Picture, bars, picture

__all__ = ["ANY", "NO_KEY", "Cell", "Figure", "Line", "figure", "figures", "key_of"]

# In an address: no key at all, and an empty one.
ANY, NO_KEY = "any", "none"


@dataclass(frozen=True)
class Cell:
    words: str
    url: str = ""
    about: str = ""


@dataclass(frozen=True)
class Line:
    words: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Figure:
    """What the template draws. `has_rows`: whether its numbers lead to rows."""

    id: str
    title: str
    sentence: str
    counted: str
    head: tuple[str, ...]
    rows: tuple[Line, ...]
    note: str = ""
    plot: Picture | None = None
    url: str = ""
    has_rows: bool = False


def figures(parts: Iterable[Part], *, opens: bool = False) -> tuple[Figure, ...]:
    """The figures of a page, in order. `opens`: numbers are links for this reader."""
    return tuple(figure(part, f"figure-{n}", opens=opens) for n, part in enumerate(parts, 1))


def figure(
    part: Part, id: str, *, opens: bool = False, narrowed: Mapping[str, str] | None = None, linked: bool = False
) -> Figure:
    """One figure; `linked`: its heading leads to a page of its own."""
    told = part.told
    rows = tuple(Line(first, tuple(Cell(words) for words in rest)) for first, *rest in part.rows)
    if told and opens:
        rows = (*_opening(told, dict(narrowed or {})), rows[-1])
    plot = picture(told) if told else _of_groups(part)
    url = reverse("trend", kwargs={"asked": told.question.name}) if told and linked else ""
    shown = (part.title, part.sentence, part.counted, part.columns, rows, part.note, plot, url)
    return Figure(id, *shown, has_rows=bool(told and opens))


def key_of(word: str) -> str:
    """What a word of an address means as a key."""
    return "" if word in (ANY, NO_KEY) else word


def _opening(told: Told, narrowed: dict[str, str]) -> list[Line]:
    """The rows of the table, each number a link to what is behind it."""
    lines = []
    for down, words in told.down:
        cells = [
            _cell(told, told.cells[down, across], (down, across), f"{words}, {said}", narrowed)
            for across, said in told.across
        ]
        if told.rows is not None and len(told.across) > 1:
            cells.append(_cell(told, told.rows[down], (down, ANY), f"{words}, all", narrowed))
        lines.append(Line(words + (" so far" if down in told.running else ""), tuple(cells)))
    return lines


def _cell(told: Told, shown: Shown, at: tuple[str, str], about: str, narrowed: dict[str, str]) -> Cell:
    if not shown.number:
        return Cell(shown.words)
    down, across = (key or NO_KEY for key in at)
    url = reverse("trend_rows", kwargs={"asked": told.question.name, "down": down, "across": across})
    return Cell(shown.words, url + (f"?{urlencode(narrowed)}" if narrowed else ""), about)


def _of_groups(part: Part) -> Picture | None:
    """Groups beside one another are drawn by their rate."""
    if not part.rows or part.columns[-1:] != ("For each 100 children",):
        return None
    numbers = [row[-1].replace(",", "") for row in part.rows]
    shown = [Shown(int(n) if n.isdigit() else None, words) for n, words in zip(numbers, numbers, strict=True)]
    if all(one.is_hidden for one in shown):
        return None
    return bars([row[0] for row in part.rows], shown, " for each 100 children")
