"""One chain of one person: its links in order, and what is asked before any of them is written."""

from datetime import date
from typing import Any
from uuid import UUID

from kith.areas import area as area_named
from kith.cases import events, rules
from kith.cases.models import Part, Record, Standing
from kith.cases.writing import line
from kith.foundation.dates import in_words, today
from kith.reference.codes import code_set
from kith.tenancy import announce, history
from kith.vocabulary import Chain


def chain_named(record: Record, kind: str) -> Chain | None:
    """The chain of this name, if the area of the record decides one."""
    return next((c for c in area_named(record.area, record.version).chains if c.name == kind), None)


def links_of(person_id: UUID, kind: str) -> Any:
    return Standing.objects.filter(person_id=person_id, kind=kind).order_by("seq")


def as_read(standing: Standing, based_on: int) -> Standing:
    """The link as it stands, locked: of its neighbours too nothing is written for who read an older one."""
    stands = Standing.objects.select_for_update().filter(id=standing.id, n=based_on).first()
    if stands is None:
        raise history.Conflict(standing.id, based_on)
    return stands


def open_link(person_id: UUID, kind: str) -> Standing:
    last = links_of(person_id, kind).last()
    if last is None or last.until_on is not None:
        raise rules.NotReady({"kind": "Nothing is open here. Begin it first."})
    return last


def add(
    record: Record, person_id: UUID, kind: str, code: str, on: date, *, seq: int, opens: bool, **more: Any
) -> Standing:
    spine = {"record_id": record.id, "holder_id": record.holder_id, "person_id": person_id, "kind": kind}
    made = history.write(Standing, values={**spine, "code": code, "from_on": on, "seq": seq, "opens": opens, **more})
    return announced(record, made, "begin")


def announced(record: Record, standing: Standing, verb: str) -> Standing:
    line_about(standing, verb)
    announce(events.StandingDecided(record.id, standing.person_id))
    return standing


def line_about(standing: Standing, verb: str, reason: str = "") -> UUID:
    detail = {"kind": standing.kind, "code": standing.code, "standing": str(standing.id)}
    return line(standing.record, f"standing_{verb}", people=[standing.person_id], reason=reason, detail=detail)


def check_open(record: Record) -> None:
    """What a closed record decided may be put right; nothing new begins in it."""
    if is_closed(record):
        raise rules.NotAllowed("This record is closed. Write a new one for what begins now.")


def is_closed(record: Record) -> bool:
    """Whether work on the record has ended, or it was entered by mistake."""
    return area_named(record.area, record.version).stage(record.stage).closes


def check_end(chain: Chain, link: Standing, on: date, because: str) -> None:
    """Whether a link can have ended on this day for a reason after which nothing has to follow. Raises NotReady."""
    if because not in code_set(chain.ended_because) or because in chain.goes_on:
        raise rules.NotReady({"ended_because": "Choose why it ended."})
    check_day("until_on", on)
    if on < link.from_on:
        raise rules.NotReady({"until_on": f"It began on {in_words(link.from_on)}. Choose that day or later."})


def check_another(chain: Chain, last: Standing, code: str, on: date, again: bool) -> None:
    """Raise NotReady for the very same once more: on one day it stands there already, on another it is asked about."""
    if code != last.code:
        return
    what, since = code_set(chain.code_set).label(code), in_words(last.from_on)
    if on == last.from_on:
        raise rules.NotReady({"code": f"“{what}” stands there already from {since}. Nothing was written twice."})
    if not again:
        words = f"It is “{what}” since {since} already. Tick this if another one of the same sort began."
        raise rules.NotReady({"again": words})


def check_day(name: str, on: date | None) -> None:
    """A standing says what is, or was: what is planned stands in the record."""
    if on is not None and on > today():
        raise rules.NotReady({name: "This day is still to come. Write it down when it has happened."})


def declared(record: Record, person_id: UUID, kind: str, code: str | None = None, on: date | None = None) -> Chain:
    """The chain as its area declares it. Raises NotReady for a code it has not, a day to come, or somebody the record
    is not about."""
    chain = chain_named(record, kind)
    if chain is None:
        raise rules.NotAllowed("This record decides no such status.")
    if not Part.objects.filter(record=record, person_id=person_id, struck=False).exists():
        raise rules.NotReady({"person": "Choose somebody this record is about."})
    if code is not None and code not in code_set(chain.code_set):
        raise rules.NotReady({"code": "Choose one."})
    check_day("from_on", on)
    return chain
