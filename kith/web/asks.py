"""The questions pages put to the access room, in the words of pages. Nothing is decided here."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kith.access import rules
from kith.access.actions import no_glass, stands_before_glass
from kith.access.kinds import ACTIONS, AT_LARGE
from kith.access.queries import records_visible_to, visible_to
from kith.access.reader import Reader, require
from kith.access.searching import may_search
from kith.access.table import DUTIES
from kith.access.words import Need, Relation, Verb
from kith.areas import all_areas, area
from kith.cases import filing, guarding, lending
from kith.cases import queries as cases
from kith.cases.models import Filing, Part, Record
from kith.documents.queries import Kept
from kith.people import merged
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy.prepared import Given, Prepared
from kith.vocabulary import Move

__all__ = [
    "AN_AREA",
    "AT_WORK",
    "A_RECORD",
    "A_REPORT",
    "GLASS",
    "SEARCH",
    "Merged",
    "any_record",
    "behind_glass",
    "check_open",
    "check_work",
    "document",
    "is_desk",
    "is_off_duty",
    "may_answer_for_adults",
    "may_break_glass",
    "may_open",
    "may_work",
    "moves_open_to",
    "own_parts",
    "person",
    "persons",
    "record",
    "records",
    "records_to_work",
    "workable",
]

# The policy of pages every post has: its own day, its own look.
AT_WORK = "at_work"
# Whoever may read a record of some area that has no pages of its own.
AN_AREA = "an_area.read"
# Whoever may read a record of any area, concerns among them.
A_RECORD = "a_record.read"
# Whoever may read a record and from whose role searching was not taken.
SEARCH = "words.search"
# Whoever may read what is counted, or its totals alone.
A_REPORT = "a_report.read"
# Whoever may open a record in an emergency at all.
GLASS = "person.break_glass"
# Posts that work in the product for minutes, not days: larger type, one column.
CALM = frozenset(
    {Role.SCHOOL_STAFF, Role.SLT, Role.SCHOOL_NURSE, Role.FOSTER_CARER, Role.PARENT_CARER, Role.PARTNER_USER}
)


def check_open(reader: Reader, policy: str) -> None:
    """Whether a post like this could open such a page at all. Raises Refused."""
    if policy != AT_WORK:
        require(_ever(reader, policy))


def may_open(reader: Reader, policy: str) -> bool:
    """The same question, for a link that is shown or not."""
    return policy == AT_WORK or _ever(reader, policy).allowed


def check_code(reader: Reader) -> None:
    """Whether they have shown a second factor: asked where words about somebody stand, whoever they are for."""
    reason = "This needs a second factor."
    require(rules.Decision(reader.facts.second_factor, reason, needs=Need.SECOND_FACTOR))


def check_second_tier(reader: Reader) -> None:
    """Whoever has records to open behind a second factor shows it first; who has none reads by a password alone what
    a colleague asked of them."""
    told = _ever(reader, A_RECORD)
    require(rules.Decision(told.needs is not Need.SECOND_FACTOR, told.reason, needs=told.needs))


def _ever(reader: Reader, policy: str) -> rules.Decision:
    """The decision with every tie that could help: each page then asks about the one it shows.

    What is about all children at once is not helped by a tie to one of them.
    """
    if policy in (AN_AREA, A_RECORD):
        names = [one.name for one in all_areas() if policy == A_RECORD or one.name != "concern"]
        asked = [_ever(reader, f"{name}.read") for name in names]
        return max(asked, key=lambda one: (one.allowed, one.needs is not None))
    if policy == SEARCH:
        told = _ever(reader, A_RECORD)
        return may_search(reader) if told.allowed else told
    if policy == A_REPORT:
        asked = [_ever(reader, action) for action in ("report.read", "report.totals")]
        asked.append(reader.answers_for("report.trust"))
        return max(asked, key=lambda one: (one.allowed, one.needs is not None))
    if policy == GLASS:
        return _ever(reader, "person.find") if may_break_glass(reader) else no_glass(reader)
    if policy in DUTIES:
        told = reader.answers_for(policy)
        if not told.allowed or policy not in ACTIONS:
            return told
    record_type, verb = ACTIONS[policy]
    helping = None if policy in AT_LARGE else rules.ties_that_allow(reader.facts.role, record_type, verb)
    return reader.decide(verb, reader.subject(record_type, ties=helping or ()))


def person(reader: Reader, id: UUID, *, full: bool = False) -> tuple[Person, bool]:
    """A person, and whether this reader sees all of them. Raises Refused, or "not found" to whom they are unknown."""
    found = _PERSON.first(id=id)
    if found is None:
        _follow(id, lambda now: person(reader, now, full=full))
        raise Http404
    if reader.may("person.view", id).allowed:
        return found, True
    reader.check("person.view" if full else "person.list", id)
    return found, False


class Merged(Exception):
    """The record asked for was merged into another one, which this reader may open: the page leads there."""

    def __init__(self, into: UUID) -> None:
        self.into = into


def _follow(id: UUID, check: Callable[[UUID], object]) -> None:
    """Raises Merged where the one who stays is open to this reader, and whatever refuses where they are not."""
    now = merged.survivor_of(id)
    if now is not None:
        check(now)
        raise Merged(now)


_PERSON = Prepared(lambda: Person.objects.filter(id=Given("id")))


def persons(reader: Reader, action: str = "person.list") -> QuerySet[Person]:
    """Everybody this reader may find in a list."""
    return visible_to(Person.objects.all(), reader, action)


def records(reader: Reader, area: str = "concern") -> QuerySet[Record]:
    """The records of an area this reader may open."""
    return records_visible_to(Record.objects.filter(area=area), reader, all_of=area)


def records_to_work(reader: Reader, area: str) -> QuerySet[Record]:
    """The records of an area this reader may work on."""
    return records_visible_to(Record.objects.filter(area=area), reader, Verb.WRITE, all_of=area)


def may_break_glass(reader: Reader) -> bool:
    """Whether this role may open a record in an emergency at all."""
    return rules.may_break_glass(reader.facts.role)


def behind_glass(reader: Reader, id: UUID) -> Person:
    """Somebody whose record may be opened in an emergency: their being here is known, and no more."""
    found = Person.objects.filter(id=id).first()
    if found is None:
        _follow(id, lambda now: behind_glass(reader, now))
        raise Http404
    require(stands_before_glass(reader, id), id)
    return found


def record(reader: Reader, id: UUID, area: str = "concern") -> Record:
    """One record, if this reader may open it. Raises Refused, or "not found" where nothing is known of it."""
    found: Record | None = _RECORD.first(id=id)
    if found is None:
        raise Http404
    opens = found.area == area and bool(cases.own_parts([id], reader))
    require(rules.Decision(opens, "This reader may read no part of this record.", outsider=not opens))
    return found


def any_record(reader: Reader, id: UUID) -> Record:
    """One record of whatever area, if this reader may open it. Refused as above."""
    found: Record | None = _RECORD.first(id=id)
    if found is None:
        raise Http404
    return record(reader, id, found.area)


_RECORD = Prepared(lambda: Record.objects.filter(id=Given("id")))


def document(reader: Reader, id: UUID, verb: Verb = Verb.READ) -> tuple[Kept, list[Filing]]:
    """A document, if this reader may read all it hangs on (or work on it), and on what that is. Raises Refused, or
    "not found" where nothing is known of it. What is only shown to them for a time they read in its newest version."""
    hangs_on = filing.filings_of(id)
    if not hangs_on:
        raise Http404
    if verb is Verb.READ and (shown := lending.lent(id, reader)):
        return filing.look(id, reader) or shown[0], hangs_on
    if verb is Verb.READ and lending.waits_for_a_code(reader, id):
        check_code(reader)
    for one in hangs_on:
        if one.record_id is None:
            reader.check("person.view", one.person_id)
    kept = filing.look(id, reader, verb)
    opens = kept is not None
    require(rules.Decision(opens, "Something this document hangs on is closed to this reader.", outsider=not opens))
    return kept, hangs_on  # type: ignore[return-value]


def own_parts(reader: Reader, record_ids: Iterable[UUID]) -> list[Part]:
    """The own parts of these concerns that this reader may read, in the order they were written."""
    return cases.own_parts(record_ids, reader)


def may_work(reader: Reader, record: Record) -> bool:
    """Whether this post may work on any part of a concern: some may read a part that only others may work on."""
    return bool(workable(reader, record))


def workable(reader: Reader, record: Record) -> frozenset[UUID]:
    """The parts of a concern this post may decide about: of some it may read, others decide."""
    return frozenset(part.id for part in cases.own_parts([record.id], reader, Verb.WRITE))


def check_work(reader: Reader, record: Record) -> None:
    """Raises Refused unless this post may work on a part of it."""
    require(rules.Decision(may_work(reader, record), "This reader may work on no part of this concern."))


def moves_open_to(reader: Reader, record: Record) -> tuple[Move, ...]:
    """The steps that lead on from where a concern stands and that this post may take."""
    if not may_work(reader, record):
        return ()
    moves = [move for move in area(record.area).moves_from(record.stage) if reader.facts.role in move.moved_by]
    return guarding.have_place(moves)


def may_answer_for_adults(reader: Reader) -> bool:
    """Whether concerns about adults may ever be this post's: the head's, and those of whoever chairs the governors."""
    chairs = any(Relation.CHAIR_OF_GOVERNORS in ties for ties in reader.ties.values())
    return reader.facts.role is Role.HEADTEACHER or chairs


def is_off_duty(reader: Reader) -> bool:
    """Whether this post answers only while the offices are closed, and they are open."""
    return reader.facts.role is Role.EDT_WORKER and Relation.EDT not in reader.standing


def is_desk(reader: Any) -> bool:
    """Whether pages start dense: for those who work here all day."""
    return reader.facts.role not in CALM
