"""All a record says of somebody, where a line of their story has its first words: what happened and what they said in
full, the marks, what was added, decided and asked, and what came of it, each with its day.

Read with the lines that are shown, in so many queries however many they are; of another person's part nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from kith.areas import area as area_named
from kith.cases.linking import VOICES
from kith.cases.models import Addition, OwnView, Part, Record, StageMove
from kith.chronology.models import Entry
from kith.foundation.dates import LONDON
from kith.organisations.queries import named
from kith.reference.codes import code_set
from kith.tasks.giving import KINDS, of_records
from kith.tasks.models import Action
from kith.vocabulary import Area
from kith.vocabulary.worded import row_words

__all__ = ["Bit", "Whole", "whole_of"]

BODY = "body_site"
SOMEBODY = "somebody who works here no longer"


@dataclass(frozen=True)
class Bit:
    """One thing more that the record says: what sort of thing, when and by whom where that is known, in which words.
    `own`: it is this person's alone, and not of everybody the record is about."""

    title: str
    words: str
    at: datetime | None = None
    by: str = ""
    own: bool = False


@dataclass(frozen=True)
class Whole:
    """What one record says of one person. The texts are empty where the line has all of them already."""

    told: str = ""
    childs_words: str = ""
    bits: tuple[Bit, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        bits = [asdict(one) | {"at": one.at.isoformat() if one.at else ""} for one in self.bits]
        return {"told": self.told, "childs_words": self.childs_words, "bits": bits}

    @classmethod
    def kept(cls, row: Mapping[str, Any]) -> "Whole":
        """What a row keeps."""
        bits = (Bit(**one | {"at": datetime.fromisoformat(one["at"]) if one["at"] else None}) for one in row["bits"])
        return cls(row["told"], row["childs_words"], tuple(bits))


def whole_of(entries: Iterable[Entry]) -> dict[UUID, Whole]:
    """Entry -> all that is said there. Ask only for lines the reader may read, with their records; of one that was
    struck through, or is of a status, there is no more than the line."""
    lines = [one for one in entries if one.standing is None and not one.void]
    if not lines:
        return {}
    found = _Found({one.record_id for one in lines}, {one.person_id for one in lines})
    return {one.id: found.of(one) for one in lines}


class _Found:
    """What stands in these records, read at once."""

    def __init__(self, records: Collection[UUID], people: Collection[UUID]) -> None:
        parts = Part.objects.filter(record_id__in=records)
        shared = parts.filter(person=None)
        self.parts = {(one.record_id, one.person_id): one for one in shared | parts.filter(person_id__in=people)}
        self.added = _by_record(Addition.objects.filter(record_id__in=records))
        self.moves = _by_record(StageMove.objects.filter(record_id__in=records).exclude(rationale=""))
        self.views = _by_record(OwnView.objects.filter(record_id__in=records, person_id__in=people))
        self.asked = _by_record(of_records(records))
        self.posts = named(list(self._doers()))

    def _doers(self) -> Iterator[UUID]:
        for some in (self.added, self.moves):
            yield from (one.by for each in some.values() for one in each if one.by)
        for one in (one for each in self.asked.values() for one in each):
            yield from (id for id in (one.given_by, one.for_post, one.done_by) if id)

    def of(self, line: Entry) -> Whole:
        record = line.record
        shared, own = self.parts.get((record.id, None)), self.parts.get((record.id, line.person_id))
        return Whole(
            told=_unless_there(_told(record, shared), line.told),
            childs_words=_unless_there(_childs_words(record, own), line.childs_words),
            bits=(*_marks(record, own), *sorted(self._dated(line), key=lambda one: one.at or record.written_at)),
        )

    def _dated(self, line: Entry) -> Iterator[Bit]:
        declared = area_named(line.area, line.record.version)
        for one in self.added[line.record_id]:
            yield Bit("Added", one.words, one.at, self._who(one.by))
        for one in self.moves[line.record_id]:
            yield Bit(f"Decided: {declared.stage(one.to_stage).title}", one.rationale, one.at, self._who(one.by))
        for one in self.views[line.record_id]:
            if one.person_id == line.person_id:
                said = f"What they say about it ({code_set(VOICES).label(one.said_by)})"
                yield Bit(said, one.words, datetime.combine(one.said_on, time(), LONDON), own=True)
        for one in self.asked[line.record_id]:
            if one.person_id in (None, line.person_id):
                yield from self._asked(one)

    def _asked(self, one: Action) -> Iterator[Bit]:
        own, what = one.person_id is not None, code_set(KINDS).label(one.kind)
        asked = f"Asked of {self._who(one.for_post)}: {what}"
        yield Bit(asked, one.words, one.given_at, self._who(one.given_by), own)
        if one.done_at:
            yield Bit(f"Done: {what}", one.how, one.done_at, self._who(one.done_by), own)
        if one.taken_back_at:
            yield Bit(f"Taken back: {what}", one.how, one.taken_back_at, "", own)

    def _who(self, post: UUID | None) -> str:
        return self.posts.get(post, SOMEBODY) if post else ""


def _by_record(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for one in rows:
        found[one.record_id].append(one)
    return found


def _declared(record: Record, part: Part) -> Area:
    return area_named(record.area, part.area_version)


def _told(record: Record, shared: Part | None) -> str:
    return str(shared.answers.get(_declared(record, shared).tells, "")) if shared else ""


def _childs_words(record: Record, own: Part | None) -> str:
    if own is None:
        return ""
    asked = [one for one in _declared(record, own).fields if one.own and one.childs_words]
    return "\n".join(str(own.answers[one.name]) for one in asked if own.answers.get(one.name))


def _unless_there(text: str, line: str) -> str:
    """The text, where the line has not all of it."""
    return "" if " ".join(text.split()) == line else text


def _marks(record: Record, own: Part | None) -> Iterator[Bit]:
    """What was seen on their body, one by one."""
    answers = own.answers if own else {}
    for asked in _declared(record, own).fields if own else ():
        if asked.own and any(one.code_set == BODY for one in asked.rows):
            yield from (Bit("Mark", row_words(asked, row), own=True) for row in answers.get(asked.name) or ())
