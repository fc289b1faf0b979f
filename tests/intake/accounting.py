"""What became of each row of a file that was spoilt: unchanged, reported by its place, or shown as a change.

As a program (`python -m tests.intake.accounting 300`) it reads so many mutants in a process of its own and says what
was not accounted for, and how much memory the process ever had. With `silent` as a second word a reader is held to it
that passes over one row without a word: the control.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

TODAY = date(2026, 11, 25)
LABELS = {
    **dict.fromkeys(("surname", "forename", "middle"), "Name"),
    **dict.fromkeys(("preferred_surname", "preferred_forename", "former_surname"), "Name"),
    **dict.fromkeys(("born", "sex"), "Born"),
    **dict.fromkeys(("numbers", "unverified"), "Number"),
    **dict.fromkeys(("year", "group", "started_on", "left_on"), "School"),
    "addresses": "Address",
}  # fmt: skip
# Whose pupils they are is held against the school they were sent for; the code of an enrolment is no fact.
NOT_HERE = ("school", "enrolment", "listed", "contacts")


@dataclass
class Outcome:
    rows: list[Any]
    problems: list[Any]
    remarks: tuple[str, ...]


def outcome(sources: Sequence[Any]) -> Outcome:
    from kith.intake.reading import read

    content = read(sources, today=TODAY).content
    rows = list(content.readings())
    return Outcome(rows, [*content.problems, *(p for row in rows for p in row.problems)], tuple(content.remarks))


def passing_over_one(sources: Sequence[Any]) -> Outcome:
    """The control: a reader that loses a row and says nothing."""
    found = outcome(sources)
    return Outcome(found.rows[:3] + found.rows[4:], found.problems, found.remarks)


def unaccounted(mutant: Any, before: Outcome, read: Callable[[Sequence[Any]], Outcome]) -> list[str]:
    """The rows of the original of which nothing is told. Raises whatever the reader raises but its own refusal."""
    from kith.intake.sources import BadFile

    try:
        after = read(mutant.sources)
    except BadFile as refused:
        named = any(source.name in str(refused) for source in mutant.sources) or "table" in str(refused)
        return [] if named else [f"refused without a file: {refused}"]
    return list(_Account(mutant, before, after).lost())


class _Account:
    def __init__(self, mutant: Any, before: Outcome, after: Outcome) -> None:
        self.mutant, self.before, self.after = mutant, before, after
        exact = [row.pupil for row in after.rows if row.pupil]
        self.changed = [row for row in before.rows if row.pupil not in exact]
        kept = [row.pupil for row in before.rows]
        self.free = [row for row in after.rows if row.pupil and row.pupil not in kept]
        said = {(p.origin, p.column, p.words) for p in before.problems}
        self.new = [p for p in after.problems if (p.origin, p.column, p.words) not in said]
        self.whole = " ".join(set(after.remarks) - set(before.remarks))

    def lost(self) -> Iterator[str]:
        gone = []
        for row in self.changed:
            now = self._now(row.pupil)
            if now is None:
                gone.append(row)
            else:
                self.free.remove(now)
                yield from self._fields(row, now)
        yield from (f"row {row.origin.place} is gone" for row in gone if not (self._cut(row) or self._told(row, gone)))

    def _now(self, pupil: Any) -> Any:
        """The row that is this pupil still, by what most is alike."""
        alike = [(sum(same(pupil, row.pupil, name) for name in SPOKEN_OF), row) for row in self.free]
        best = max(alike, key=lambda one: one[0], default=(0, None))
        return best[1] if best[0] >= 4 else None

    def _fields(self, row: Any, now: Any) -> Iterator[str]:
        differ = [name for name in LABELS if getattr(row.pupil, name) != getattr(now.pupil, name)]
        labels = shown(row.pupil, now.pupil)
        if self._told_beside(row, now) or "no column" in self.whole or "were not used" in self.whole:
            return
        for name in differ:
            moved = name == "addresses" and row.pupil.addresses and self._elsewhere(row.pupil.addresses)
            if not (moved or LABELS[name] in labels or self._is_less(row.pupil, now.pupil, name)):
                yield f"{name} of {row.origin.place}: {getattr(row.pupil, name)!r} became {getattr(now.pupil, name)!r}"

    def _told_beside(self, row: Any, now: Any) -> bool:
        """Something is said of this row, of a further table's row about it, or of what was torn off it."""
        if self.mutant.how == "nested" and self.new:
            return True
        torn = (now.origin.row, now.origin.row + 1)
        return any(p.origin.file != row.origin.file or p in now.problems or p.origin.row in torn for p in self.new)

    def _elsewhere(self, addresses: Any) -> bool:
        """A further pupil lives there, if the file is believed: that one is shown as changed."""
        return any({*addresses} <= {*row.pupil.addresses} for row in self.after.rows if row.pupil)

    def _is_less(self, pupil: Any, now: Any, name: str) -> bool:
        """The file says less than before, not the reader: its words are no longer there."""
        if name in ("numbers", "addresses") or not getattr(now, name):
            words = _words(getattr(pupil, name)) - _words(getattr(now, name))
            words |= {"male", "female"} if name == "sex" else set()
            was, is_ = self._text(True), self._text(False)
            return any(is_.count(word) < was.count(word) for word in words)
        return False

    def _text(self, original: bool) -> str:
        from tests.intake import mutants

        sources = mutants.original(self.mutant.kind) if original else self.mutant.sources
        return "\n".join(source.open().read().decode("utf-8", "replace") for source in sources)

    def _cut(self, row: Any) -> bool:
        """It stood behind the place where the file was cut off."""
        if not self.mutant.cut or row.origin.file != self.mutant.file:
            return False
        (data,) = (source.open().read() for source in self.mutant.sources if source.name == self.mutant.file)
        at = self.mutant.cut
        return row.origin.row > at or (row.origin.row == at and data.endswith(b"\n"))

    def _told(self, row: Any, gone: Sequence[Any]) -> bool:
        """Something is said at its place, or at that of the run of lost rows it is in."""
        rows = [one for one in self.before.rows if one.origin.file == row.origin.file]
        first = last = rows.index(row)
        while first > 0 and rows[first - 1] in gone:
            first -= 1
        while last + 1 < len(rows) and rows[last + 1] in gone:
            last += 1
        above = rows[first - 1].origin.row if first else 0
        below = rows[last + 1].origin.row if last + 1 < len(rows) else 10**9
        moved = any(p.about == "pupils inside a pupil" for p in self.new)
        return moved or any(above <= p.origin.row <= below + 2 for p in self.new if p.origin.file == row.origin.file)


def _words(value: Any) -> set[str]:
    return set(re.findall(r"[A-Za-z0-9]+", json.dumps(_plain(value), default=str)))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[*one.lines, one.postcode] for one in value]
    return dict(value) if hasattr(value, "items") else value


SPOKEN_OF = ("surname", "forename", "born", "numbers", "addresses", "started_on", "year", "sex")


def same(one: Any, other: Any, name: str) -> bool:
    return bool(getattr(one, name)) and getattr(one, name) == getattr(other, name)


def shown(pupil: Any, now: Any) -> set[str]:
    """What a person would be shown as different, if they had written down what the first file says."""
    from kith.foundation.names import normalise
    from kith.intake.differing import difference
    from kith.intake.facts import facts_of
    from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonIdentifier, PersonName

    school: Any = SimpleNamespace(id=1, name="Oak")
    more: dict[str, Any] = {"n": 1, "until_on": None, "from_on": None, "protected": False, "verified_on": None}
    stored = {
        model: [SimpleNamespace(**more | values | {"source": "a person", "id": n}) for n, values in enumerate(rows)]
        for model, rows in facts_of(pupil, school=school, holder_id=school.id, source="").items()
    }
    found = difference(facts_of(now, school=school, holder_id=school.id, source=""), stored, older=False, school="Oak")
    names = {PersonName: "Name", PersonBirth: "Born", PersonIdentifier: "Number", PersonAddress: "Address"}
    labels = {one[0] for one in found.proposed} | {{**names, Enrolment: "School"}[model] for model in found.added}
    # One name in other letters is no other name, nor is one home in other signs another home.
    spoken = ("surname", "forename", "middle")
    if all(normalise(getattr(pupil, name)) == normalise(getattr(now, name)) for name in spoken):
        labels.add("Name")
    if letters(pupil.addresses) == letters(now.addresses):
        labels.add("Address")
    return labels


def letters(addresses: Any) -> list[str]:
    return ["".join(filter(str.isalnum, "".join((*a.lines, a.postcode)).casefold())) for a in addresses]


def run(count: int, read: Callable[[Sequence[Any]], Outcome]) -> dict[str, Any]:
    """Read so many mutants. A crash is told like a row that was lost."""
    from tests.intake import mutants

    before = {kind: outcome(mutants.original(kind)) for kind in mutants.KINDS}
    told = []
    for seed in range(count):
        one = mutants.mutant(seed)
        try:
            lost = unaccounted(one, before[one.kind], read)
        except Exception as error:
            lost = [f"{type(error).__name__}: {error}"]
        told += [f"{seed} {one.kind} {one.file} {one.how}: {words}" for words in lost]
    peak = re.search(r"VmHWM:\s+([0-9]+)", Path("/proc/self/status").read_text())
    return {"told": told, "megabytes": int(peak[1]) // 1024 if peak else 0}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    reader = passing_over_one if "silent" in sys.argv else outcome
    print(json.dumps(run(int(sys.argv[1]), reader)))
