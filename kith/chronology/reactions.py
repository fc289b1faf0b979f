"""Lines follow records. Which reaction follows which event stands in kith/wiring.py."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kith.cases import declarations, just_written
from kith.cases.models import Part, Record, Standing
from kith.chronology.models import Chosen, Entry, Mark
from kith.chronology.rules import Facts, childs_words_of, line_of, line_of_standing, told_of
from kith.foundation.dates import LONDON
from kith.tenancy.bulk import insert_many
from kith.vocabulary import Area

_WRITTEN = ["area", "category", "occurred_at", "line", "told", "childs_words", "void"]


def on_record_changed(event: Any) -> None:
    """Write the lines of a record again, one for each person it is about. The event names the record."""
    rewrite(event.record_id)


def on_record_submitted(event: Any) -> None:
    """The first lines of a record. Nothing has gone on with it elsewhere; whatever does is announced in its turn."""
    if (made := just_written.find(event.record_id)) is None:
        rewrite(event.record_id)
        return
    declared, shared = declarations.for_record(made.record), _shared(made.parts)
    own = [_under(made.record, part) for part in made.parts if part.person_id]
    insert_many(Entry, [_entry(part, declared, shared, []) for part in own])


def on_standing_decided(event: Any) -> None:
    """A new link changes the one before it, which may be of another record: the whole of that person's chains."""
    parts = {part.record_id: part for part in Part.objects.filter(person_id=event.person_id).select_related("record")}
    links: dict[UUID, list[Standing]] = defaultdict(list)
    for link in Standing.objects.filter(person_id=event.person_id, record_id__in=list(parts)):
        links[link.record_id].append(link)
    stand = [link.id for some in links.values() for link in some]
    _leave(Entry.objects.filter(person_id=event.person_id, standing__isnull=False).exclude(standing__in=stand))
    _keep(
        _entry_of(link, parts[record_id], declared)
        for record_id, of_record in links.items()
        for declared in [declarations.for_record(parts[record_id].record)]
        for link in of_record
    )


# A room above that knows what went on elsewhere hands in how it is said: record, person -> a sentence, or nothing.
Beside = Callable[[Record, UUID], str]
_BESIDE: list[Beside] = []


def say_beside(words: Beside) -> None:
    """Let lines go on with what a room above knows of a record, once it is announced. Called at start-up."""
    _BESIDE.append(words)


def rewrite(record_id: UUID) -> None:
    """Each line from that person's own part: another child's answers never reach it."""
    record = Record.objects.get(id=record_id)
    declared, parts = declarations.for_record(record), list(Part.objects.filter(record=record))
    of_person = {part.person_id: _under(record, part) for part in parts if part.person_id}
    _leave_behind(record, of_person)
    links = Standing.objects.filter(record=record, person_id__in=list(of_person)) if declared.chains else ()
    decided = [_entry_of(link, of_person[link.person_id], declared) for link in links]
    shared = _shared(parts)
    lines = (_entry(part, declared, shared, _beside(record, person)) for person, part in of_person.items())
    _keep([*lines, *decided])


def _shared(parts: Iterable[Part]) -> dict[str, Any]:
    return next((part.answers for part in parts if part.person_id is None), {})


def _under(record: Record, part: Part) -> Part:
    part.record = record
    return part


def _leave_behind(record: Record, people: Iterable[UUID]) -> None:
    """A part that turned out to be about somebody else takes its line away."""
    _leave(Entry.objects.filter(record=record).exclude(person_id__in=list(people)))


def _leave(others: QuerySet[Entry]) -> None:
    """These lines go; one that somebody marked or chose stays, struck through: what was put together then still says
    what it said."""
    if not (ids := list(others.values_list("id", flat=True))):
        return
    gone = Entry.objects.filter(id__in=ids)
    marked, chosen = (Exists(model.objects.filter(entry=OuterRef("pk"))) for model in (Mark, Chosen))
    gone.filter(marked | chosen).update(void=True, childs_words="")
    # Not `delete`: that also empties tables of which no row may be taken away.
    plain = gone.exclude(marked | chosen)
    plain._raw_delete(plain.db)


def _keep(entries: Iterable[Entry]) -> None:
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["controller", "record", "person", "standing"],
        update_fields=_WRITTEN,
    )


def _entry(part: Part, declared: Area, shared: dict[str, Any], beside: list[str]) -> Entry:
    record, said = part.record, (str(shared.get(name, "")) for name in ("place", "kind", "principal"))
    facts = Facts(record.reference, record.stage, part.role, part.category, part.outcome, *said)
    line = ". ".join([line_of(declared, facts), *beside])
    # Struck out it is about somebody else, and so are the words.
    told, words = told_of(declared, shared), "" if part.struck else childs_words_of(declared, part.answers)
    spine = _spine(part, declared)
    return Entry(occurred_at=record.occurred_at, line=line[:300], told=told, childs_words=words, **spine)


def _entry_of(link: Standing, part: Part, declared: Area) -> Entry:
    """At the start of the day it began."""
    chain = next(c for c in declared.chains if c.name == link.kind)
    line = line_of_standing(chain, part.record.reference, link.code, link.until_on, link.ended_because)
    began = datetime.combine(link.from_on, time(), LONDON)
    return Entry(occurred_at=began, line=line[:300], standing=link.id, **_spine(part, declared))


def _spine(part: Part, declared: Area) -> dict[str, Any]:
    """What decides who reads a line: the part it was made from."""
    record = part.record
    return {
        "person_id": part.person_id,
        "record": record,
        "holder_id": record.holder_id,
        "area": record.area,
        "category": part.category,
        "void": declared.stage(record.stage).void or part.struck,
    }


def _beside(record: Record, person: UUID) -> list[str]:
    return [words for say in _BESIDE if (words := say(record, person))]
