"""Deciding what somebody's status is: begun, changed, ended, put right. Stored once, pointing at the record it is of.

Worked: accommodated under section 20 from 3 March, an interim care order on 10 March. The first link ends on 10 March
because the next began; the second starts on 10 March. As at 9 March the child was accommodated, from 10 March in care.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.access.words import Verb
from kith.areas import area as area_named
from kith.cases import events, rules
from kith.cases.models import Part, Record, Standing, StandingVersion
from kith.cases.once import once
from kith.cases.writing import line
from kith.foundation.dates import today
from kith.reference.codes import code_set
from kith.tenancy import announce, history
from kith.vocabulary import Chain

# Room for links that were forgotten and are put in between.
GAP = 1024


@once(Standing)
def begin(*, record: Record, person_id: UUID, kind: str, code: str, on: date) -> Standing:
    """The first link of a time in care, or of whatever the chain is about. Raises NotReady while one is open."""
    chain = _declared(record, person_id, kind, code, on)
    _check_open(record)
    last = _links(person_id, kind).last()
    if last is not None and last.until_on is None:
        raise rules.NotReady({"from_on": f"{chain.title} is open since {last.from_on:%d %B %Y}. Change it instead."})
    if last is not None and on < last.until_on:
        raise rules.NotReady({"from_on": f"The last one ended on {last.until_on:%d %B %Y}. Choose that day or later."})
    return _add(record, person_id, kind, code, on, seq=last.seq + GAP if last else GAP, opens=True)


@once(Standing)
def change(*, record: Record, person_id: UUID, kind: str, code: str, on: date, based_on: int) -> Standing:
    """The open link ends and the next one begins on the same day. `based_on` is the version of the open one."""
    chain = _declared(record, person_id, kind, code, on)
    _check_open(record)
    last = _open(person_id, kind)
    if on < last.from_on:
        raise rules.NotReady({"from_on": f"It stands as it is since {last.from_on:%d %B %Y}. Put that right first."})
    ended = {"until_on": on, "ended_because": chain.goes_on[0]}
    history.write(Standing, id=last.id, based_on=based_on, values=ended)
    return _add(record, person_id, kind, code, on, seq=last.seq + GAP, opens=False)


@once(Standing)
def end(*, record: Record, person_id: UUID, kind: str, on: date, because: str, based_on: int) -> Standing:
    """The chain ends here, with a reason after which nothing has to follow."""
    chain = _declared(record, person_id, kind)
    last = _open(person_id, kind)
    if because not in code_set(chain.ended_because) or because in chain.goes_on:
        raise rules.NotReady({"ended_because": "Choose why it ended."})
    _check_day("until_on", on)
    if on < last.from_on:
        raise rules.NotReady({"until_on": f"It began on {last.from_on:%d %B %Y}. Choose that day or later."})
    ended = {"until_on": on, "ended_because": because}
    return _said(record, history.write(Standing, id=last.id, based_on=based_on, values=ended), "end")


@once(Standing)
def put_between(*, record: Record, after: Standing, code: str, on: date) -> Standing:
    """A link that was forgotten: from a day inside one that stands, until that one was said to end."""
    chain = _declared(record, after.person_id, after.kind, code)
    after = _as_read(after, after.n)
    if not (after.from_on <= on and (after.until_on is None or on <= after.until_on)):
        raise rules.NotReady({"from_on": "Choose a day within the one it follows."})
    following = _links(after.person_id, after.kind).filter(seq__gt=after.seq).first()
    seq = after.seq + GAP if following is None else (after.seq + following.seq) // 2
    rest = {"until_on": after.until_on, "ended_because": after.ended_because}
    shorter = {"until_on": on, "ended_because": chain.goes_on[0]}
    history.write(Standing, id=after.id, based_on=after.n, values=shorter)
    return _add(record, after.person_id, after.kind, code, on, seq=seq, opens=False, **rest)


@once(Standing)
def correct(*, standing: Standing, based_on: int, reason: str, code: str = "", on: date | None = None) -> Standing:
    """Put right what it was, or the day it began; the link before it then ends on that day. Nothing is overwritten."""
    rules.check_words(reason)
    standing = _as_read(standing, based_on)
    chain = _declared(standing.record, standing.person_id, standing.kind, code or standing.code, on)
    before = _links(standing.person_id, standing.kind).filter(seq__lt=standing.seq).last()
    day = on or standing.from_on
    if standing.until_on is not None and day > standing.until_on:
        raise rules.NotReady({"from_on": f"{chain.title}: it ended on {standing.until_on:%d %B %Y}."})
    if before is not None and day < before.from_on:
        raise rules.NotReady({"from_on": f"The one before it began on {before.from_on:%d %B %Y}."})
    if before is not None and standing.opens and day < before.until_on:
        raise rules.NotReady({"from_on": f"The one before it ended on {before.until_on:%d %B %Y}."})
    if before is not None and not standing.opens and day != before.until_on:
        history.write(Standing, id=before.id, based_on=before.n, values={"until_on": day})
    values = {"code": code or standing.code, "from_on": day}
    # The version names its line: that is where the page that shows what was believed before finds the reason.
    why = _line(standing, "correct", reason)
    put_right: Standing = history.write(Standing, id=standing.id, based_on=based_on, values=values, line=why)
    announce(events.StandingDecided(standing.record_id, standing.person_id))
    return put_right


def chain_of(person_id: UUID, kind: str, reader: Reader) -> list[Standing]:
    """Every link in order, as far as the reader may read the person's part of the record it is of."""
    parts = parts_visible_to(Part.objects.filter(person_id=person_id), reader, Verb.READ).values("record_id")
    return list(_links(person_id, kind).filter(record_id__in=parts).select_related("record"))


def chain_named(record: Record, kind: str) -> Chain | None:
    """The chain of this name, if the area of the record decides one."""
    return next((c for c in area_named(record.area, record.version).chains if c.name == kind), None)


def as_at(person_id: UUID, kind: str, on: date) -> Standing | None:
    """What it was at the end of that day, by what we know now."""
    found: list[Standing] = history.as_at(Standing, on=on, person_id=person_id, kind=kind)
    return max(found, key=lambda one: one.seq, default=None)


def as_known(person_id: UUID, kind: str, on: date, moment: datetime) -> StandingVersion | None:
    """What we knew at that moment it was on that day."""
    found = history.as_known(Standing, on=on, moment=moment, person_id=person_id, kind=kind)
    return max(found, key=lambda one: one.seq, default=None)


def during(person_id: UUID, kind: str, day: date) -> list[Standing]:
    """Everything it was on that day, also what ended on the day it began."""
    return [
        one
        for one in _links(person_id, kind)
        if one.from_on <= day and (one.until_on is None or day < one.until_on or day == one.from_on == one.until_on)
    ]


def _links(person_id: UUID, kind: str) -> Any:
    return Standing.objects.filter(person_id=person_id, kind=kind).order_by("seq")


def _as_read(standing: Standing, based_on: int) -> Standing:
    """The link as it stands, locked: of its neighbours too nothing is written for who read an older one."""
    stands = Standing.objects.select_for_update().filter(id=standing.id, n=based_on).first()
    if stands is None:
        raise history.Conflict(standing.id, based_on)
    return stands


def _open(person_id: UUID, kind: str) -> Standing:
    last = _links(person_id, kind).last()
    if last is None or last.until_on is not None:
        raise rules.NotReady({"kind": "Nothing is open here. Begin it first."})
    return last


def _add(
    record: Record, person_id: UUID, kind: str, code: str, on: date, *, seq: int, opens: bool, **more: Any
) -> Standing:
    spine = {"record_id": record.id, "holder_id": record.holder_id, "person_id": person_id, "kind": kind}
    made = history.write(Standing, values={**spine, "code": code, "from_on": on, "seq": seq, "opens": opens, **more})
    return _said(record, made, "begin")


def _said(record: Record, standing: Standing, verb: str) -> Standing:
    _line(standing, verb)
    announce(events.StandingDecided(record.id, standing.person_id))
    return standing


def _line(standing: Standing, verb: str, reason: str = "") -> UUID:
    detail = {"kind": standing.kind, "code": standing.code, "standing": str(standing.id)}
    return line(standing.record, f"standing_{verb}", people=[standing.person_id], reason=reason, detail=detail)


def _check_open(record: Record) -> None:
    """What a closed record decided may be put right; nothing new begins in it."""
    if is_closed(record):
        raise rules.NotAllowed("This record is closed. Write a new one for what begins now.")


def is_closed(record: Record) -> bool:
    """Whether work on the record has ended, or it was entered by mistake."""
    return area_named(record.area, record.version).stage(record.stage).closes


def _check_day(name: str, on: date | None) -> None:
    """A standing says what is, or was: what is planned stands in the record."""
    if on is not None and on > today():
        raise rules.NotReady({name: "This day is still to come. Write it down when it has happened."})


def _declared(record: Record, person_id: UUID, kind: str, code: str | None = None, on: date | None = None) -> Chain:
    """The chain as its area declares it. Raises NotReady for a code it has not, a day to come, or somebody the record
    is not about."""
    chain = chain_named(record, kind)
    if chain is None:
        raise rules.NotAllowed("This record decides no such status.")
    if not Part.objects.filter(record=record, person_id=person_id, struck=False).exists():
        raise rules.NotReady({"person": "Choose somebody this record is about."})
    if code is not None and code not in code_set(chain.code_set):
        raise rules.NotReady({"code": "Choose one."})
    _check_day("from_on", on)
    return chain
