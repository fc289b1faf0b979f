"""Safeguarding files in words: rows, the page on which one is prepared, and how each stands."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.foundation.dates import london, moment_in_words
from kith.sharing.models import Came, Leaver, TakenOut, Took
from kith.sharing.packing import making
from kith.sharing.packing.earlier import Earlier
from kith.sharing.packing.making import Choice
from kith.sharing.packing.offering import Offer
from kith.sharing.passing.making import leaver_of
from kith.sharing.passing.rules import Stands
from kith.sharing.passing.schools import Destination
from kith.sharing.passing.waking import NextSchool, is_the_school
from kith.sharing.rules import Code, Standing, State
from kith.web.packing.boxes import DECISIONS, Box, document_box, record_box
from kith.web.packing.words import as_date, as_moment, counted, pages_of
from kith.web.passing.told import SOMEBODY, STATUS
from kith.web.presenters import Child, Status, child
from kith.web.presenters import born as born_in_words

__all__ = [
    "Stays",
    "came_page",
    "came_row",
    "is_receipt",
    "leaver_row",
    "prepare_page",
    "receipt_here",
    "stays_behind",
    "to_page",
    "waits",
]

HERE = {
    State.RECEIVED: Status("due", "due", "Waits for you"),
    State.REFUSED: Status("none", "pause", "Sent back"),
    State.RECALLED: Status("none", "pause", "Taken back by its sender"),
}
# Why a file goes back, as whoever sends it back says it.
WHY_BACK = (
    (Code.NOT_OURS.value, "The child isn’t our pupil"),
    (Code.ALREADY_HERE.value, "We have this file already"),
    (Code.NOT_ENOUGH.value, "Something in it is wrong or missing"),
    (Code.OTHER.value, "Another reason"),
)
TAKEN = Status("ok", "ok", "Taken in and signed for")
# How a file stands that has to go still.
_DUE = (Stands.TO_PREPARE, Stands.REFUSED, Stands.TAKEN_BACK)
HOME = {"address": "Where the child lives", "carers": "The adults around the child"}
# What of a file does not go: of each sort how many in words, and their titles.
Stays = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Row:
    """A file in a list."""

    id: UUID
    name: str
    words: str
    status: Status


@dataclass(frozen=True)
class PreparePage:
    id: UUID
    child: Child
    left: str
    due: str
    status: Status
    records: tuple[Box, ...]
    documents: tuple[Box, ...]
    earlier: tuple[Box, ...]
    facts: tuple[Box, ...]
    hidden_address: bool
    choices: tuple[tuple[str, str], ...] = DECISIONS


@dataclass(frozen=True)
class ToPage:
    choices: tuple[tuple[str, str], ...]
    values: Mapping[str, str]
    said: str


def is_receipt(leaver: Leaver, stand: Stands, barred: Collection[UUID]) -> bool:
    """Whether the receipt stays to be seen though the copy is closed: not to whom it was closed by name."""
    return stand is Stands.SIGNED and leaver.person_id not in barred


def leaver_row(leaver: Leaver, stand: Stands, card: Any) -> Row:
    to = f" To {leaver.to_name}." if leaver.to_name else ""
    due = f" Due by {as_date(leaver.due_on)}." if stand in _DUE else ""
    words = f"Last day {as_date(leaver.left_on)}.{to}{due}"
    return Row(leaver.id, card.name if card else SOMEBODY, words, STATUS[stand])


def came_row(came: Came, stand: Standing, took: Took | None, seen: Mapping[UUID, Any]) -> Row:
    """Nobody's name before somebody has opened it, and of whom it became only to those to whom they are open."""
    card = seen.get(took.person_id) if took else None
    name = card.name if card else SOMEBODY if took else f"From {came.sender_name}"
    words = f"From {came.sender_name}, came {moment_in_words(came.at)}. {pages_of(came.pages)}."
    return Row(came.id, name, words, _here(stand, took))


def _here(stand: Standing, took: Took | None) -> Status:
    return TAKEN if took else HERE.get(stand.state, HERE[State.RECEIVED])


def prepare_page(offer: Offer, choice: Choice, card: Any, errors: Mapping[str, str]) -> PreparePage:
    leaver = leaver_of(offer)
    return PreparePage(
        id=leaver.id,
        child=child(card),
        left=as_date(leaver.left_on),
        due=as_date(leaver.due_on),
        status=STATUS[Stands.HELD if leaver.held else Stands.TO_PREPARE],
        records=tuple(record_box(one, choice, errors) for one in offer.pieces),
        documents=tuple(document_box(one, choice) for one in offer.documents),
        earlier=tuple(_earlier_box(one, choice) for one in offer.earlier),
        facts=tuple(
            Box(f"fact.{one.name}", HOME[one.name], one.words, one.name in choice.facts) for one in offer.facts
        ),
        hidden_address=offer.hidden_address,
    )


def stays_behind(offer: Offer, choice: Choice) -> Stays:
    """Every record, document and earlier file that was not chosen, as far as this lead may know of it."""
    going = {one.id for one in making.going(offer, choice)}
    documents = {one.kept.id for one in making.documents_of(offer, choice)}
    earlier = {one.id for one in making.earlier_going(offer, choice)}
    sorts = (
        ("record", [f"{one.title} {one.record.reference}" for one in offer.pieces if one.id not in going]),
        ("document", [one.kept.name for one in offer.documents if one.kept.id not in documents]),
        ("earlier file", [f"File of {one.school}" for one in offer.earlier if one.id not in earlier]),
    )
    return tuple((counted(len(titles), word), tuple(titles)) for word, titles in sorts if titles)


def _earlier_box(one: Earlier, choice: Choice) -> Box:
    words = f"Came {as_date(one.came_on)}, {pages_of(one.pages)}. It goes whole, as that school wrote it"
    return Box(f"earlier.{one.id}", f"File of {one.school}", f"{words}.", one.id not in choice.stays)


def to_page(
    leaver: Leaver, there: Sequence[Destination], typed: Mapping[str, str] | None, known: NextSchool | None = None
) -> ToPage:
    """Where it goes, as it was said or typed. `known`: the school they went to, as it stands elsewhere here."""
    chosen = next((str(one.id) for one in there if _is_it(leaver, one)), "")
    if not chosen:
        chosen = "unknown" if leaver.held else "elsewhere" if leaver.to_name else ""
    number = leaver.to_urn or leaver.to_laestab
    values = {
        "to": chosen,
        "to_name": leaver.to_name if chosen == "elsewhere" else "",
        "to_number": number if chosen == "elsewhere" else "",
        "to_lead": leaver.to_lead,
        "held_why": leaver.held_why,
    }
    own = tuple((str(one.id), one.words) for one in there)
    more = (("elsewhere", "A school that isn’t on Kith"), ("unknown", "Nobody knows yet"))
    said = f"It goes to {leaver.to_name}." if leaver.to_name else "Held." if leaver.held else ""
    if known and not leaver.to_name:
        said = f"{said} The child went to {known[0]}, as it stands among those who left.".strip()
        values |= _of_known(known, there)
    return ToPage((*own, *more), {**values, **(typed or {})}, said)


def _of_known(known: NextSchool, there: Sequence[Destination]) -> dict[str, str]:
    here = next((one for one in there if is_the_school(one, known)), None)
    if here:
        return {"to": str(here.id)}
    return {"to": "elsewhere", "to_name": known[0], "to_number": known[1]}


def _is_it(leaver: Leaver, one: Destination) -> bool:
    theirs = (leaver.to_controller, leaver.to_name, leaver.to_urn, leaver.to_laestab)
    return theirs == (one.controller, one.name, one.urn, one.laestab)


def receipt_here(came: Came, took: Took) -> dict[str, Any]:
    """The receipt as we signed it."""
    file = _file(came)
    return {
        "school": came.sender_name,
        "sent": as_date(london(came.envelope.at).date()),
        "to": came.organisation.name,
        "pages": came.pages,
        "documents": len(file["documents"]),
        "closed": file.get("closed", 0),
        "sha256": came.sha256,
        "name": took.name,
        "role": took.role,
        "on": as_date(took.on),
        "misses": list(took.misses),
    }


def _file(came: Came) -> Any:
    return json.loads(came.told)["file"]


def waits(stand: Standing) -> bool:
    """Whether somebody here has to say whose it is."""
    return stand.state in (State.SENT, State.RECEIVED)


def came_page(
    came: Came,
    stand: Standing,
    took: Took | None,
    known: Mapping[UUID, Any],
    whom: Mapping[UUID, str],
    out: TakenOut | None = None,
) -> dict[str, Any]:
    """`out`: it was taken in once and taken out again, and waits for the right child."""
    choices = [
        (str(id), f"{known[id].name}, {born_in_words(known[id])}. {why}".strip()) for id, why in whom.items()
    ]  # fmt: skip
    return {
        "id": came.id,
        "from": came.sender_name,
        "came": moment_in_words(came.at),
        "status": _here(stand, took),
        "words": "" if took else stand.words,
        "waits": took is None and (out is not None or waits(stand)),
        "out": {"why": out.why, "at": as_moment(out.at), "name": out.took.name, "on": as_date(out.took.on)}
        if out
        else None,
        "choices": [*choices, ("new", "Somebody new here")],
        "codes": WHY_BACK,
        "took": receipt_here(came, took) if took else None,
        "person": known.get(took.person_id) if took else None,
        "review": as_date(took.review_on) if took and took.review_on else "",
    }
