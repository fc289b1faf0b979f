"""A safeguarding file in words, and what became of one that went."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kith.foundation.dates import now
from kith.sharing.agency.going import recipient_of
from kith.sharing.models import AgencyReferral, Answer, Leaver, Pack, Went
from kith.sharing.passing.answers import IN_KITH, ON_PAPER, ON_THE_PAGE
from kith.sharing.passing.claiming import Opened
from kith.sharing.passing.kept_back import Closed
from kith.sharing.passing.rules import How, Stands
from kith.sharing.passing.sheets import BY_HAND, NOT_IN_IT, closed_in_words
from kith.web.packing.words import NOT_NOTED, as_date, as_moment, counted, day, inside, iso, pages_of
from kith.web.presenters import Status
from kith.web.presenters import born as born_in_words

__all__ = [
    "SOMEBODY",
    "STATUS",
    "Step",
    "StillOpen",
    "child_of",
    "closed_to_you",
    "earlier_time",
    "file_page",
    "holds",
    "owed",
    "sent_page",
    "signed_of",
    "step",
    "still_open",
]

# References somebody may read, and of how many records.
Named = tuple[list[str], int]
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
PROTECTED = "Protected since. It is not shown here."
RAN_OUT = "Ring the school, take it back below and send it again: a new link and a new secret are made."
SOMEBODY = "A child whose record is closed here"


@dataclass(frozen=True)
class Step:
    """One sending, what was said of it, and who opened it, whatever became of it then."""

    at: str
    words: str
    why: str = ""
    misses: tuple[str, ...] = ()
    opened: str = ""


@dataclass(frozen=True)
class StillOpen:
    """Why a copy is not closed yet, and what the next school does not have; `may_send` where it can be sent now."""

    why: str
    rest: str
    may_send: bool


def still_open(
    stand: Stands, going_on: Named, rest: Named, came: int = 0, awaited: Sequence[str] = ()
) -> StillOpen | None:
    """Of a file that went: the records that are open, those written in since, how many earlier files came since, and
    which agencies owe an answer, until when it is waited for."""
    signed = stand is Stands.SIGNED
    begun = "Signed for. Your copy stays" if signed else "Your copy will stay"
    work = f"until the work on {_records(going_on)} has ended and all that was asked for is done"
    until = "; and ".join([*([work] if going_on[1] else []), *(f"until {one}" for one in awaited)])
    lacks = f"Something was written in {_records(rest)} after the file went: the next school does not have it."
    lacks = lacks if rest[1] else ""
    if came:
        lacks = f"{lacks} A file of an earlier school came after yours went: the next school does not have it.".strip()
    then = "" if signed else " Send the rest once they have signed, or take the file back now and send all of it."
    if not (until or lacks):
        return None
    return StillOpen(f"{begun} open {until}." if until else "", lacks + then if lacks else "", signed and bool(lacks))


def earlier_time(went: Went, new: Named) -> str:
    """Of a child who came back and leaves again: where their file went before, and what is new in it."""
    since = f"Written in since then: {_records(new)}." if new[1] else "Nothing was written since then."
    return f"A file of an earlier time here went to {went.to_name} on {day(went.at)}. {since} All of it can go again."


def owed(referral: AgencyReferral | None, until: date) -> str:
    """Which agency owes an answer; None where its concern is closed to whoever reads this."""
    who = recipient_of(referral) if referral else "an agency"
    return f"{who} has answered, or {as_date(until)} at the latest"


def _records(named: Named) -> str:
    """OK-1041, OK-1060 and one that is closed to you."""
    references, count = named
    hidden = count - len(references)
    more = [f"{hidden} closed to you"] if hidden else []
    *first, last = [*references, *more] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def file_page(file: Mapping[str, Any], sha256: str, pages: int, *, protected: bool = False) -> dict[str, Any]:
    """A file as it goes and as it came: the same words in the same order. `protected`: an address of the child is kept
    secret since, and no page says it."""
    who = file["child"]
    home = ", ".join(one for one in (who.get("address", ""), who.get("postcode", "")) if one)
    born = f"Born {iso(who['born_on'])}" if who.get("born_on") else ""
    return {
        "name": f"{who['forename']} {who['surname']}",
        "who": ". ".join(one for one in (born, who.get("upn") and f"UPN {who['upn']}") if one),
        "home": PROTECTED if protected and home else home,
        "carers": who.get("carers", ()),
        "school": file["school"]["name"],
        "left": iso(file["left_on"]),
        "pages": pages_of(pages),
        "sha256": sha256,
        "keep": file["keep"],
        "documents": file["documents"],
        "by_hand": BY_HAND if file.get("by_hand") else "",
        "not_in_it": NOT_IN_IT,
        "closed": closed_in_words(file["closed"]) if file.get("closed") else "",
        "earlier": [_earlier(one, protected) for one in file.get("earlier", ())],
        **inside(file),
    }


def holds(file: Mapping[str, Any]) -> str:
    """How much is in a file, without a word of it."""
    sorts = (("line", " of chronology", "chronology"), ("record", "", "records"), ("document", "", "documents"))
    parts = [f"{counted(len(file[name]), word)}{more}" for word, more, name in sorts if file[name]]
    if file.get("earlier"):
        parts.append(counted(len(file["earlier"]), "file") + " of schools before")
    *first, last = parts or ["nothing that was written"]
    return f"{', '.join(first)} and {last}" if first else last


def child_of(child: Mapping[str, Any]) -> str:
    """Whom a file is of, as far as it takes to say whose it is: name and birth."""
    born = f", born {iso(child['born_on'])}" if child.get("born_on") else ""
    return f"{child['forename']} {child['surname']}{born}"


def _opened_by(opened: Opened | None) -> str:
    """Who said at the next school that the child is theirs, and so read it; empty where nobody has."""
    if opened is None:
        return ""
    return f"Opened on {as_moment(opened.at)} by {opened.name}, {opened.role}, who said that the child is theirs."


def _earlier(one: Mapping[str, Any], protected: bool) -> dict[str, Any]:
    """A file of an earlier school inside this one."""
    return {"came": iso(one["came_on"]), **file_page(one["file"], one["sha256"], one["pages"], protected=protected)}


def sent_page(
    leaver: Leaver, went: Went, answer: Answer | None, card: Any, pack: Pack | None, hidden: Collection[str] = ()
) -> dict[str, Any]:
    """What became of a file, of whomever it is. `hidden`: references in it that this reader is not told."""
    stand = {None: Stands.SENT, How.REFUSED.value: Stands.REFUSED, How.TAKEN_BACK.value: Stands.TAKEN_BACK}
    signed = Stands.IN_PART if answer and answer.misses else Stands.SIGNED
    how = stand.get(answer.how if answer else None, signed)
    records = [one for one in went.listing["records"] if one["reference"] not in hidden]
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
        "listing": {**went.listing, "records": records},
        "lacks": closed_in_words(went.listing["closed"]) if went.listing.get("closed") else "",
        "waits": answer is None,
        "pack": pack is not None,
        "opens": _opens(pack) if pack and answer is None else "",
    }


def _opens(pack: Pack) -> str:
    """Until when a pack opens for which nobody has signed, or what to do of one that ran out."""
    if pack.until <= now():
        return f"Nobody opened it by {day(pack.until)}, and it opens no more. {RAN_OUT}"
    return f"It opens until {day(pack.until)}. {NOT_NOTED}"


def closed_to_you(closed: Closed) -> str:
    """How many records are closed to whoever prepares a file, and who keeps them; empty where none is."""
    if not closed.count:
        return ""
    many = "1 record of this child is" if closed.count == 1 else f"{closed.count} records of this child are"
    by = f" Kept by {'; '.join(closed.keepers)}." if closed.keepers else ""
    return f"{many} closed to you and not in what you send.{by} They are asked to send it too, or to say that it stays."


def step(went: Went, answer: Answer | None, opened: Opened | None = None) -> Step:
    sent = f"Sent to {went.to_name}, {pages_of(went.pages)}"
    if answer is None:
        return Step(as_moment(went.at), f"{sent}. Nobody has signed for it yet.", opened=_opened_by(opened))
    said = {
        How.SIGNED.value: f"Signed for by {answer.name}, {answer.role}, on {as_date(answer.on)}",
        How.REFUSED.value: f"Sent back on {as_date(answer.on)}",
        How.TAKEN_BACK.value: f"Taken back by {answer.name} on {as_date(answer.on)}",
    }[answer.how]
    return Step(as_moment(went.at), f"{sent}. {said}.", answer.words, tuple(answer.misses), _opened_by(opened))


def signed_of(answer: Answer) -> dict[str, Any]:
    return {"name": answer.name, "role": answer.role, "on": as_date(answer.on), "misses": list(answer.misses)}
