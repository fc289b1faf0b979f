"""The reference page of the acceptance list: each line, what shows it, and so its state."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.acceptance.shown import shown

__all__ = ["PAGE", "Line", "lines", "not_ours", "page"]

PAGE = Path("docs/reference/acceptance.md")
HERE = Path(__file__).parent
HEAD = """# What Kith is held to

<!-- Written from `tests/acceptance/lines.csv` and the marks of the tests by `python -m tests.acceptance`. -->

Two published assessments of such systems, of a council and of a trust of schools, say what one is or does; each
sentence is a line here. A line **works** where a test drives the product to show it, and is **evidenced** where the
organisation has to do something and a test drives the register, form or page where it does. **Not software’s to claim**
has a reason. Whatever no test shows is **not yet shown**, whether or not it is built. A line shown by several tests
names the first three."""
WORKS, EVIDENCED, NOT_OURS, NOT_YET = "works", "evidenced", "not software’s to claim", "not yet shown"
# What an organisation does with the system beside it: rights, governance and its own duties.
ORGANISATIONAL = ("R", "O")
MOST_NAMED = 3


@dataclass(frozen=True)
class Line:
    line: str
    kind: str
    section: str
    says: str
    proof: str


def lines() -> list[Line]:
    with open(HERE / "lines.csv", encoding="utf-8") as file:
        return [Line(**row) for row in csv.DictReader(file)]


def not_ours() -> dict[str, str]:
    """Lines that no software can claim, with the reason."""
    with open(HERE / "not_ours.csv", encoding="utf-8") as file:
        return {row["line"]: row["because"] for row in csv.DictReader(file)}


def page() -> str:
    """The page as Markdown."""
    tests, reasons = shown(), not_ours()
    every = [(line, *_state(line, tests.get(line.line, []), reasons)) for line in lines()]
    sections = groupby(every, key=lambda one: one[0].section)
    return "\n\n".join([HEAD, _counted(every), *(_section(title, list(held)) for title, held in sections)]) + "\n"


def _state(line: Line, tests: list[str], reasons: dict[str, str]) -> tuple[str, str]:
    if tests:
        return EVIDENCED if line.kind in ORGANISATIONAL else WORKS, ", ".join(
            f"`{test}`" for test in tests[:MOST_NAMED]
        )
    return (NOT_OURS, reasons[line.line]) if line.line in reasons else (NOT_YET, "")


def _counted(every: Iterable[tuple[Line, str, str]]) -> str:
    of_each = Counter((line.line[0], state) for line, state, _ in every)
    words = {"L": "Council", "C": "School"}
    rows = ((words[k], *(str(of_each[k, state]) for state in (WORKS, EVIDENCED, NOT_OURS, NOT_YET))) for k in words)
    return "\n".join(_table(("List", WORKS, EVIDENCED, NOT_OURS, NOT_YET), rows))


def _section(title: str, held: list[tuple[Line, str, str]]) -> str:
    rows = ((one.line, one.says, one.proof, shows, state) for one, state, shows in held)
    return "\n".join([f"## {title}", "", *_table(("Line", "It is said", "Shown when", "Shown by", "State"), rows)])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    head = tuple(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
