"""What every kind of file gives once it is read: its rows, and an account of what became of all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kith.intake.cells import Problem
from kith.intake.pupils import Reading

__all__ = ["Content", "FileCount", "day_of_term"]

# The Thursdays of the census fall in these months; a day in them says which file is the newer one.
_TERMS = {"autumn": (10, 1), "spring": (1, 15), "summer": (5, 15)}


@dataclass
class FileCount:
    """What became of the rows of one file: taken and refused together are all of them."""

    file: str
    table: str
    taken: int = 0
    refused: int = 0
    not_used: int = 0

    @property
    def rows(self) -> int:
        return self.taken + self.refused + self.not_used

    def as_json(self) -> dict[str, str | int]:
        numbers = {"rows": self.rows, "taken": self.taken, "refused": self.refused, "not_used": self.not_used}
        return {"file": self.file, "table": self.table, **numbers}


@dataclass(kw_only=True)
class Content:
    """One delivery. `counts`, `problems` and `remarks` are complete once all readings were taken."""

    counts: list[FileCount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def remarks(self) -> tuple[str, ...]:
        return ()

    @property
    def as_of(self) -> date | None:
        """The day the files say they speak of; none where they don't say it."""
        return None

    @property
    def schools(self) -> set[str]:
        """The schools the files are for, as far as it is known before their rows are read."""
        return set()

    def readings(self) -> Iterator[Reading]:
        raise NotImplementedError


def day_of_term(term: str, year: str) -> date | None:
    """The day of a census, near enough to order files by: autumn 2026 is 1 October 2026."""
    known = term in _TERMS and len(year) == 4 and year.isascii() and year.isdigit() and int(year) > 1990
    return date(int(year), *_TERMS[term]) if known else None
