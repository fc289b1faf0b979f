"""The sender's side: that a file goes, that it is taken back, that it was signed for on paper, and how each stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.foundation.dates import london, today
from kith.foundation.visible import is_blank
from kith.sharing.gate import Kind, Way, release
from kith.sharing.models import Answer, Envelope, Leaver, Sent, Went
from kith.sharing.packing.making import Made
from kith.sharing.passing import BASIS, KIND, PURPOSE, VERSION, content, making, pack
from kith.sharing.passing.answers import ANSWERED, HERE, ON_PAPER, said
from kith.sharing.passing.kept_back import ask_keepers, asked_of, end_asking, is_kept_back
from kith.sharing.passing.leaving import TASKS, off_the_lists, open_again
from kith.sharing.passing.rules import How, Kept, Stands, stands
from kith.sharing.passing.unfinished import came_since, is_asked_again, rest_of
from kith.sharing.posting import one_at_a_time, standings
from kith.sharing.rules import State
from kith.sharing.saying import recall
from kith.sharing.sending import send
from kith.tenancy import waiting

__all__ = [
    "NotSent",
    "Outcome",
    "ask_again",
    "how_it_stands",
    "last_of",
    "may_go",
    "pass_on",
    "sign_here",
    "stand_of",
    "take_back",
]


class NotSent(Exception):
    """As the file stands, this cannot be done with it. The message is a sentence for a page."""


@dataclass(frozen=True)
class Outcome:
    """What went; and for a school that is not on Kith the secret that opens it, which stands nowhere else."""

    went: Went
    secret: str = ""


def last_of(leavers: Collection[Leaver]) -> dict[UUID, tuple[Went, Answer | None]]:
    """Leaver -> what went last and what was said of it. Two queries for a whole list."""
    last = {one.leaver_id: one for one in Went.objects.filter(leaver__in=leavers).order_by("at", "id")}
    said = {one.went_id: one for one in Answer.objects.filter(went__in=[one.id for one in last.values()])}
    return {leaver: (went, said.get(went.id)) for leaver, went in last.items()}


def how_it_stands(leaver: Leaver) -> Stands:
    """How this file stands."""
    return stand_of(leaver, last_of([leaver]).get(leaver.id))


def stand_of(leaver: Leaver, last: tuple[Went, Answer | None] | None) -> Stands:
    kept = None
    if last is not None:
        said = last[1]
        kept = Kept(How(said.how), bool(said.misses)) if said else Kept(None)
    return stands(held=leaver.held, last=kept)


# In which it can go: never twice while one is on its way.
_MAY_GO = frozenset({Stands.TO_PREPARE, Stands.REFUSED, Stands.TAKEN_BACK, Stands.IN_PART})


def may_go(leaver: Leaver, reader: Reader) -> bool:
    """Whether it can go as it stands. What was signed for in full goes again where something was written since,
    or where somebody who keeps a record closed may send it too: not by what this reader is kept from by name."""
    stand = how_it_stands(leaver)
    written = rest_of(leaver).exclude(id__in=reader.barred)
    more = written.exists() or came_since(leaver).exists() or is_kept_back(leaver, but=reader.barred)
    return stand in _MAY_GO or (stand is Stands.SIGNED and (more or is_asked_again(leaver)))


def ask_again(*, leaver: Leaver, words: str) -> None:
    """Whoever signed for a pack has lost it, or lacks something of it, and asks for it once more. It is for those to
    whom the record is open, so of a closed copy for whom a custodian named. Raises NotSent."""
    _one_at_a_time(leaver)
    if is_blank(words):
        raise NotSent("Say who asks for it again, and why.")
    last = last_of([leaver]).get(leaver.id)
    if how_it_stands(leaver) not in (Stands.SIGNED, Stands.IN_PART) or last is None or last[0].sent_id:
        raise NotSent("Only a pack that was signed for can be asked for again.")
    leaver.again_why, leaver.again_at = words.strip(), timezone.now()
    leaver.save(update_fields=["again_why", "again_at"])
    about = {"leaver": str(leaver.id), "went": str(last[0].id)}
    audit.record(
        "file.ask_again", subjects=[leaver.person_id], holder=leaver.holder_id, reason=leaver.again_why, detail=about
    )
    open_again(leaver)


def pass_on(*, leaver: Leaver, made: Made, reader: Reader, once: UUID) -> Outcome:
    """Send it, once for the form. Raises NotSent and NotReleased; then nothing has left."""
    _one_at_a_time(leaver)
    if before := Went.objects.filter(once=once).first():
        return Outcome(_same(before, leaver))
    if not may_go(leaver, reader):
        raise NotSent("This file is on its way already, or was signed for.")
    same = Answer.objects.filter(went__leaver=leaver, how=How.SIGNED, misses=[], sha256=made.sha256)
    if same.exists() and not is_asked_again(leaver):
        raise NotSent("They have signed for all of this already.")
    body = making.body_of(made, leaver, reader.post)
    sent = _sealed(leaver, body, reader, once) if leaver.to_controller else None
    if sent is None:
        _let_out(leaver, body, reader)
    went = Went.objects.create(
        leaver=leaver,
        holder_id=leaver.holder_id,
        sent=sent,
        sha256=made.sha256,
        pages=made.pages,
        listing=_listing(made),
        to_name=leaver.to_name,
        at=timezone.now(),
        by=reader.post_id,
        once=once,
    )
    off_the_lists(leaver, "Sent", (*TASKS, ANSWERED))
    _ask_keepers(leaver, went, reader)
    return Outcome(went, "" if sent else pack.make(went, body))


def _ask_keepers(leaver: Leaver, went: Went, reader: Reader) -> None:
    """Whoever sends has decided about what is open to them; of what is closed to them, those who keep it."""
    ask_keepers(leaver)
    decided = asked_of(leaver, reader)
    gone = {one["reference"] for one in went.listing["records"]}
    for one in decided:
        end_asking(leaver, [one.id], "Sent" if one.reference in gone else "Left out by whoever sent it")


def _same(before: Went, leaver: Leaver) -> Went:
    """What this form has sent already. Raises NotSent for the number of another file's form."""
    if before.leaver_id != leaver.id:
        raise NotSent("Another file was sent from this form. Open the page again.")
    return before


def _sealed(leaver: Leaver, body: Mapping[str, Any], reader: Reader, once: UUID) -> Sent:
    return send(
        kind=KIND,
        version=VERSION,
        to=leaver.to_controller,  # type: ignore[arg-type]
        body=body,
        kept=content.kept_of(body),
        subjects=[leaver.person_id],
        purpose=PURPOSE,
        basis=BASIS,
        holder=leaver.holder_id,
        reader=reader,
        about=leaver.id,
        once=once,
    )


def _let_out(leaver: Leaver, body: Mapping[str, Any], reader: Reader) -> None:
    release(
        what="safeguarding file (locked pack)",
        way=Way.FILE,
        kind=Kind.NEXT_SCHOOL,
        purpose=PURPOSE,
        basis=BASIS,
        subjects=[leaver.person_id],
        holder=leaver.holder_id,
        reader=reader,
        body=content.kept_of(body),
    )


def _listing(made: Made) -> dict[str, Any]:
    """What was in it, without a word of it: what the sender still reads once its copy is locked."""
    file = made.file
    return {
        "records": [{"reference": one["reference"], "title": one["title"]} for one in file["records"]],
        "documents": [{"n": one["n"], "kind": one["kind"], "sha256": one["sha256"]} for one in file["documents"]],
        "earlier": [{"school": one["file"]["school"]["name"]} for one in file.get("earlier", ())],
        "lines": len(file["chronology"]),
        "closed": file.get("closed", 0),
        "too_large": made.too_large,
    }


def take_back(*, went: Went, words: str, name: str) -> None:
    """Before anybody has taken it in, that ends it. Raises NotSent and NotReleased."""
    _one_at_a_time(went.leaver)
    if is_blank(words):
        raise NotSent("Say why you take it back.")
    if Answer.objects.filter(went=went).exists():
        raise NotSent("It was answered already.")
    if went.sent is not None:
        _recall(went.sent, words)
    elif not pack.shut_unopened(went):
        raise NotSent("They have opened it. Ring them and ask them to destroy it.")
    said(went, how=How.TAKEN_BACK, name=name, words=words, way=HERE)
    open_again(went.leaver)


def _recall(sent: Sent, words: str) -> None:
    one_at_a_time(sent.envelope_id)
    stands = standings([Envelope.objects.get(id=sent.envelope_id)])[sent.envelope_id]
    if stands.state not in (State.SENT, State.RECEIVED):
        raise NotSent("They have taken it in. Ring them and ask for it back.")
    recall(envelope=sent.envelope_id, words=words)


def sign_here(*, went: Went, name: str, role: str, on: date, misses: Collection[str]) -> Answer:
    """They signed on paper, and somebody here has it before them: the pack opens no more. Raises NotSent."""
    _one_at_a_time(went.leaver)
    if is_blank(name) or is_blank(role):
        raise NotSent("Write the name and the role of whoever signed.")
    if not london(went.at).date() <= on <= today():
        raise NotSent("It was signed on the day it was sent or later, and not after today.")
    if went.sent_id:
        raise NotSent("A school on Kith signs in Kith: its receipt comes by itself.")
    if Answer.objects.filter(went=went).exists() or not pack.shut_unopened(went):
        raise NotSent("It was answered already.")
    return said(
        went, how=How.SIGNED, name=name, role=role, on=on, sha256=went.sha256, misses=tuple(misses), way=ON_PAPER
    )


def _one_at_a_time(leaver: Leaver) -> None:
    """Two who press at once are answered one after the other."""
    waiting.alone(f"file {leaver.id}")
