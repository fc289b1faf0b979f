"""A safeguarding file in words, and what became of one that went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kith.foundation.dates import in_words, london, moment_in_words
from kith.sharing.models import Answer, Leaver, Pack, Went
from kith.sharing.passing.answers import IN_KITH, ON_PAPER, ON_THE_PAGE
from kith.sharing.passing.rules import How, Stands
from kith.sharing.passing.sheets import BY_HAND, NOT_IN_IT
from kith.web.presenters import Status
from kith.web.presenters import born as born_in_words

__all__ = [
    "NOT_NOTED",
    "SOMEBODY",
    "STATUS",
    "Step",
    "as_date",
    "as_moment",
    "day",
    "file_page",
    "inside",
    "pages_of",
    "sent_page",
    "signed_of",
    "step",
]

_NEVER = date(1900, 1, 1)
STATUS = {
    Stands.TO_PREPARE: Status("due", "due", "To prepare"),
    Stands.HELD: Status("pause", "pause", "Held: next school not known"),
    Stands.SENT: Status("none", "pause", "Sent, nobody has signed yet"),
    Stands.SIGNED: Status("ok", "ok", "Signed for"),
    Stands.IN_PART: Status("late", "late", "Signed for in part"),
    Stands.REFUSED: Status("late", "late", "Sent back"),
    Stands.TAKEN_BACK: Status("due", "due", "Taken back"),
}
WAYS = {IN_KITH: "in Kith", ON_THE_PAGE: "on the page of the pack", ON_PAPER: "on paper"}
NOT_NOTED = "If you did not note the secret, take it back and send it again."
SOMEBODY = "A child whose record is closed here"


@dataclass(frozen=True)
class Step:
    """One sending and what was said of it."""

    at: str
    words: str
    why: str = ""
    misses: tuple[str, ...] = ()


def file_page(file: Mapping[str, Any], sha256: str, pages: int) -> dict[str, Any]:
    """A file as it goes and as it came: the same words in the same order."""
    who = file["child"]
    born = f"Born {_iso(who['born_on'])}" if who.get("born_on") else ""
    return {
        "name": f"{who['forename']} {who['surname']}",
        "who": ". ".join(one for one in (born, who.get("upn") and f"UPN {who['upn']}") if one),
        "school": file["school"]["name"],
        "left": _iso(file["left_on"]),
        "pages": pages_of(pages),
        "sha256": sha256,
        "keep": file["keep"],
        "documents": file["documents"],
        "by_hand": BY_HAND if file.get("by_hand") else "",
        "not_in_it": NOT_IN_IT,
        **inside(file),
    }


def inside(file: Mapping[str, Any]) -> dict[str, Any]:
    """The lines and records of one child, as a page shows them."""
    return {
        "lines": [{**one, "day": _iso(one["day"])} for one in file["chronology"]],
        "records": [_shown(one) for one in file["records"]],
    }


def _shown(one: Mapping[str, Any]) -> dict[str, Any]:
    facts = [("Kind", "category"), ("Part in it", "role"), ("Where it stood", "stage"), ("Outcome", "outcome")]
    return {
        **one,
        "happened": as_moment(datetime.fromisoformat(one["happened"])),
        "facts": [(title, one[name]) for title, name in facts if one.get(name)],
        "said": [{**said, "at": _iso(said["at"])} for said in (*one.get("additions", ()), *one.get("views", ()))],
    }


def sent_page(leaver: Leaver, went: Went, answer: Answer | None, card: Any, pack: Pack | None) -> dict[str, Any]:
    """What became of a file, of whomever it is."""
    stand = {None: Stands.SENT, How.REFUSED.value: Stands.REFUSED, How.TAKEN_BACK.value: Stands.TAKEN_BACK}
    signed = Stands.IN_PART if answer and answer.misses else Stands.SIGNED
    how = stand.get(answer.how if answer else None, signed)
    return {
        "id": leaver.id,
        "name": card.name if card else SOMEBODY,
        "person": card.id if card else None,
        "closed": card is None,
        "born": born_in_words(card) if card else "",
        "left": as_date(leaver.left_on),
        "to": went.to_name,
        "lead": leaver.to_lead,
        "status": STATUS[how],
        "step": step(went, answer),
        "signed": signed_of(answer) if answer and answer.how == How.SIGNED.value else None,
        "way": WAYS.get(answer.way, "") if answer else "",
        "sha256": went.sha256,
        "same": bool(answer and answer.sha256 == went.sha256),
        "pages": pages_of(went.pages),
        "listing": went.listing,
        "waits": answer is None,
        "pack": pack is not None,
        "opens": f"It opens until {day(pack.until)}. {NOT_NOTED}" if pack and pack.closed_at is None else "",
    }


def step(went: Went, answer: Answer | None) -> Step:
    sent = f"Sent to {went.to_name}, {pages_of(went.pages)}"
    if answer is None:
        return Step(as_moment(went.at), f"{sent}. Nobody has signed for it yet.")
    said = {
        How.SIGNED.value: f"Signed for by {answer.name}, {answer.role}, on {as_date(answer.on)}",
        How.REFUSED.value: f"Sent back on {as_date(answer.on)}",
        How.TAKEN_BACK.value: f"Taken back by {answer.name} on {as_date(answer.on)}",
    }[answer.how]
    return Step(as_moment(went.at), f"{sent}. {said}.", answer.words, tuple(answer.misses))


def signed_of(answer: Answer) -> dict[str, Any]:
    return {"name": answer.name, "role": answer.role, "on": as_date(answer.on), "misses": list(answer.misses)}


def day(moment: datetime) -> str:
    return in_words(london(moment).date())


def as_date(on: date) -> str:
    return in_words(on, as_of=_NEVER)


def _iso(text: str) -> str:
    return as_date(date.fromisoformat(text[:10]))


def as_moment(moment: datetime) -> str:
    return moment_in_words(moment, as_of=_NEVER)


def pages_of(n: int) -> str:
    return "1 page" if n == 1 else f"{n} pages"
