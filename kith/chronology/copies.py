"""A chronology for a purpose as sheets for somebody outside: numbered, with an index, who made it, a fingerprint. Pure.

For a court it holds each line with all its record says of whom it is about, and the names of brothers and sisters.
For whoever keeps the file next it holds the lines of this child alone, and no words that may tell of somebody else.
"""

import enum
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from kith.foundation.paper import Line, Style, Table

__all__ = ["Copy", "Said", "Version", "blocks", "fingerprint", "holding"]

MARK = "entry-{}"
ALSO = "It holds those of the lines chosen then that whoever took the copy may read. Each line reads as it did then."


class Version(enum.Enum):
    """For whom, as a choice says it."""

    COURT = "For a court"
    TRANSFER = "For whoever keeps the file next"


@dataclass(frozen=True)
class Said:
    """One line in words. `who` where it is about somebody else than the child; `void` if it was entered by mistake."""

    day: str
    words: str
    told: str
    summary: str
    source: str
    who: str = ""
    void: bool = False
    child: bool = True
    # Of whomever the line is about, in their own words.
    childs_words: str = ""
    # Everything else the record says of them, one after the other: what and by whom, and the words.
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Copy:
    """All a copy says. Days and moments are in words."""

    version: Version
    name: str
    born: str
    compiled_for: str
    compiled_by: str
    compiled_at: str
    taken_by: str
    taken_at: str
    purpose: str
    recipient: str
    lines: tuple[Said, ...]


def holding(version: Version, lines: Sequence[Said]) -> tuple[Said, ...]:
    """Which of the lines this version holds, and what of each."""
    if version is Version.COURT:
        return tuple(lines)
    return tuple(Said(one.day, one.words, "", one.summary, one.source, void=one.void) for one in lines if one.child)


def fingerprint(copy: Copy) -> str:
    """SHA-256 of everything the copy says, as canonical JSON: another word is another fingerprint."""
    said = asdict(copy) | {"version": copy.version.name}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def blocks(copy: Copy) -> Iterator[Line | Table]:
    """The sheets: whose it is and who made it, the index, the lines."""
    yield Line("Chronology", Style.TITLE)
    yield Line(copy.name, Style.HEADING)
    if copy.born:
        yield Line(f"Born {copy.born}.")
    yield Table(("About this copy", ""), _about(copy), widths=(0, 1))
    yield Line(ALSO, Style.SMALL)
    yield Line("Index", Style.HEADING)
    marks = [MARK.format(n) for n, _ in enumerate(copy.lines, 1)]
    index = [(str(n), one.day, one.words) for n, one in enumerate(copy.lines, 1)]
    yield Table(("No.", "Day", "Entry"), index, widths=(0, 0, 1, 0), marks=marks, index=True)
    yield Line("Entries", Style.TITLE, new_page=True)
    rows = [(str(n), one.day, _entry(one), one.source) for n, one in enumerate(copy.lines, 1)]
    yield Table(("No.", "Day", "What was written", "Source"), rows, widths=(0, 0, 3, 1.3), marks=marks)


def _about(copy: Copy) -> list[tuple[str, str]]:
    return [
        ("Put together for", copy.compiled_for),
        ("By", f"{copy.compiled_by}, {copy.compiled_at}"),
        ("Copy taken by", f"{copy.taken_by}, {copy.taken_at}"),
        ("Purpose of the copy", copy.purpose),
        ("Who receives it", copy.recipient),
        ("Entries", str(len(copy.lines))),
        ("SHA-256 of the contents", fingerprint(copy)),
    ]


def _entry(one: Said) -> str:
    """Apart from one another: what the record says, and what whoever put it together says of it."""
    return "\n".join(
        filter(
            None,
            (
                f"{'Entered by mistake: ' if one.void else ''}{one.words}",
                f"About {one.who}." if one.who else "",
                one.told,
                f"In the child’s own words: “{one.childs_words}”" if one.childs_words else "",
                *(". ".join(filter(None, more)) for more in one.more),
                f"Summary by whoever put this together: {one.summary}" if one.summary else "",
            ),
        )
    )
