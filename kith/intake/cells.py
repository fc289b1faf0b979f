"""Where a value came from, and what is wrong with it in a sentence."""

from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Cell", "Origin", "Problem", "Record", "told"]


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A row of a file, counted as a spreadsheet counts: the headings are row 1."""

    file: str
    row: int

    def at(self, column: str = "") -> str:
        """pupilonroll.csv row 14, column dob; 8999001_SC.xml line 60, element DOB"""
        word = "element" if self.is_line else "column"
        return f"{self.file} {self.place}" + (f", {word} {column}" if column else "")

    @property
    def is_line(self) -> bool:
        """In a file of elements places are told by line."""
        return self.file.lower().endswith(".xml")

    @property
    def place(self) -> str:
        """row 14, or line 60"""
        return f"{'line' if self.is_line else 'row'} {self.row}"


class Cell(NamedTuple):
    """One value and the place it stands in."""

    text: str
    origin: Origin
    column: str

    def problem(self, words: str, *, about: str = "") -> "Problem":
        return Problem(self.origin, self.column, words, about or f"{self.column} can’t be read")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row: `words` say it and what to do; `about` groups the same trouble over many rows."""

    origin: Origin
    column: str
    words: str
    about: str

    @property
    def sentence(self) -> str:
        """pupilonroll.csv row 14, column dob: “xyz” is not a date: write it as 21/01/2012."""
        return f"{self.origin.at(self.column)}: {self.words}"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: its values by heading, or what makes it unreadable."""

    origin: Origin
    values: dict[str, str]
    problem: Problem | None = None

    def cell(self, column: str) -> Cell:
        """The value under a heading, without blanks around it; a column the file lacks is an empty value."""
        return Cell(self.values.get(column, "").strip(), self.origin, column)


def told(problem: Problem) -> dict[str, Any]:
    """A problem as it is stored."""
    return {
        "file": problem.origin.file,
        "row": problem.origin.row,
        "column": problem.column,
        "words": problem.words,
        "about": problem.about,
    }
