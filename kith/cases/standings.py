"""Deciding what somebody’s status is: begun, changed, ended. Stored once, pointing at the record it is of.

Worked: accommodated under section 20 from 3 March, an interim care order on 10 March. The first link ends on 10 March
because the next began; the second starts on 10 March. As at 9 March the child was accommodated, from 10 March in care.
"""

from datetime import date, datetime
from uuid import UUID

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.access.words import Verb
from kith.cases import rules
from kith.cases.chain_links import (
    add,
    announced,
    as_read,
    check_another,
    check_end,
    check_open,
    declared,
    links_of,
    open_link,
)
from kith.cases.models import Part, Record, Standing, StandingVersion
from kith.cases.once import once
from kith.foundation.dates import in_words
from kith.tenancy import history

# Room for links that were forgotten and are put in between.
GAP = 1024


@once(Standing)
def begin(*, record: Record, person_id: UUID, kind: str, code: str, on: date) -> Standing:
    """The first link of a time in care, or of whatever the chain is about. Raises NotReady while one is open."""
    chain = declared(record, person_id, kind, code, on)
    check_open(record)
    last = links_of(person_id, kind).last()
    if last is not None and last.until_on is None:
        raise rules.NotReady({"from_on": f"{chain.title} is open since {in_words(last.from_on)}. Change it instead."})
    if last is not None and on < last.until_on:
        raise rules.NotReady({"from_on": f"The last one ended on {in_words(last.until_on)}. Choose that day or later."})
    if last is not None and on == last.from_on:
        check_another(chain, last, code, on, again=True)
    return add(record, person_id, kind, code, on, seq=last.seq + GAP if last else GAP, opens=True)


@once(Standing)
def change(
    *, record: Record, person_id: UUID, kind: str, code: str, on: date, based_on: int, again: bool = False
) -> Standing:
    """The open link ends and the next one begins on the same day. `based_on` is the version of the open one.

    `again`: whoever writes it has said that another one of the same sort begins.
    """
    chain = declared(record, person_id, kind, code, on)
    check_open(record)
    last = open_link(person_id, kind)
    if on < last.from_on:
        raise rules.NotReady({"from_on": f"It stands as it is since {in_words(last.from_on)}. Put that right first."})
    check_another(chain, last, code, on, again)
    ended = {"until_on": on, "ended_because": chain.goes_on[0]}
    history.write(Standing, id=last.id, based_on=based_on, values=ended)
    return add(record, person_id, kind, code, on, seq=last.seq + GAP, opens=False)


@once(Standing)
def end(*, record: Record, person_id: UUID, kind: str, on: date, because: str, based_on: int) -> Standing:
    """The chain ends here, with a reason after which nothing has to follow."""
    chain = declared(record, person_id, kind)
    last = open_link(person_id, kind)
    check_end(chain, last, on, because)
    ended = {"until_on": on, "ended_because": because}
    return announced(record, history.write(Standing, id=last.id, based_on=based_on, values=ended), "end")


@once(Standing)
def put_between(*, record: Record, after: Standing, code: str, on: date, again: bool = False) -> Standing:
    """A link that was forgotten: from a day inside one that stands, until that one was said to end."""
    chain = declared(record, after.person_id, after.kind, code)
    after = as_read(after, after.n)
    if not (after.from_on <= on and (after.until_on is None or on <= after.until_on)):
        raise rules.NotReady({"from_on": "Choose a day within the one it follows."})
    check_another(chain, after, code, on, again)
    seq = _place_after(after)
    rest = {"until_on": after.until_on, "ended_because": after.ended_because}
    shorter = {"until_on": on, "ended_because": chain.goes_on[0]}
    history.write(Standing, id=after.id, based_on=after.n, values=shorter)
    return add(record, after.person_id, after.kind, code, on, seq=seq, opens=False, **rest)


def _place_after(link: Standing) -> int:
    """A place between this link and the next. Where none is left all that follow move on, the last one first."""
    following = list(links_of(link.person_id, link.kind).filter(seq__gt=link.seq))
    if following and following[0].seq == link.seq + 1:
        following = [_moved_on(one) for one in reversed(following)][::-1]
    return (link.seq + following[0].seq) // 2 if following else link.seq + GAP


def _moved_on(link: Standing) -> Standing:
    moved: Standing = history.write(Standing, id=link.id, based_on=link.n, values={"seq": link.seq + GAP})
    return moved


def chain_of(person_id: UUID, kind: str, reader: Reader) -> list[Standing]:
    """Every link in order, as far as the reader may read the person's part of the record it is of."""
    parts = parts_visible_to(Part.objects.filter(person_id=person_id), reader, Verb.READ).values("record_id")
    return list(links_of(person_id, kind).filter(record_id__in=parts).select_related("record"))


def taken_back(person_id: UUID, kind: str, reader: Reader) -> list[StandingVersion]:
    """Links that proved never to have been, as they were last said; as far as the reader may read their record."""
    parts = parts_visible_to(Part.objects.filter(person_id=person_id), reader, Verb.READ).values("record_id")
    gone = StandingVersion.objects.filter(person_id=person_id, kind=kind, void=True, record_id__in=parts)
    return list(gone.order_by("recorded_at", "id"))


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
        for one in links_of(person_id, kind)
        if one.from_on <= day and (one.until_on is None or day < one.until_on or day == one.from_on == one.until_on)
    ]
