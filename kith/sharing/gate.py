"""The release gate. Whatever leaves Kith passes here first and leaves its line, or does not leave.

What may leave, and to whom, is the table `CHECKS`: a file goes *back to its sender*, a page is printed from the
reader's *own screen*, where a document may be shown or a copy of it taken, an envelope goes to *another controller* or
to *another school of the same trust* and words about it between its *two parties*, a notice by e-mail goes to a
*colleague's* post and says nothing, a transfer file and a safeguarding file to the *next school*, a report of numbers
to its *audience*, a referral to an *agency* that is not on Kith, a chronology to *a court* or to *whoever keeps the
file next*, and days that say nothing to *one's own calendar*. Every other way to anybody is refused.
"""

import enum
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith import audit
from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.audit import keys
from kith.organisations.queries import live_post
from kith.people.models import Person
from kith.sharing import withheld
from kith.sharing.models import Envelope
from kith.sharing.passing import schools
from kith.tenancy import current
from kith.tenancy.models import Controller

__all__ = ["OPEN", "Kind", "NotReleased", "Released", "Way", "release"]


class Way(enum.StrEnum):
    """How it leaves."""

    FILE = "file"
    PRINT = "print"
    # A document in its own form: looked at in the browser, or kept on the reader's machine.
    SHOW = "show"
    DOWNLOAD = "download"
    MESSAGE = "message"
    ENVELOPE = "envelope"


class Kind(enum.StrEnum):
    """To whom it goes."""

    BACK_TO_SENDER = "back to its sender"
    OWN_SCREEN = "own screen"
    CONTROLLER = "another controller"
    SAME_TRUST = "another school of the same trust"
    OTHER_PARTY = "the other party of an envelope"
    COLLEAGUE = "a colleague's post"
    NEXT_SCHOOL = "the next school"
    AUDIENCE = "the audience of a report"
    AGENCY = "another agency"
    OWN_CALENDAR = "one's own calendar"
    COURT = "a court"
    NEXT_KEEPER = "whoever keeps the file next"


class NotReleased(Exception):
    """This may not leave, or not this way, or not to them. The message is a sentence for whoever tried."""


@dataclass(frozen=True)
class Released:
    """That something may leave: what, how, to whom, and the ledger line that says so. Only the gate makes one."""

    what: str
    way: Way
    kind: Kind
    line: UUID
    to: UUID | None = None


@dataclass(frozen=True)
class _Asked:
    """What the gate is asked about one thing on its way out."""

    subjects: frozenset[UUID]
    sender: UUID | None
    to: UUID | None
    reader: Reader | None
    envelope: UUID | None
    body: Mapping[str, Any]
    holder: UUID | None
    recipient: str = ""

    @property
    def by(self) -> UUID | None:
        return current().doer.post_id


def release(
    *,
    what: str,
    way: Way,
    kind: Kind,
    purpose: str,
    basis: str,
    subjects: Collection[UUID] = (),
    holder: UUID | None = None,
    sender: UUID | None = None,
    to: UUID | None = None,
    reader: Reader | None = None,
    envelope: UUID | None = None,
    body: Mapping[str, Any] | None = None,
    recipient: str = "",
) -> Released:
    """Let something leave. Raises NotReleased, and then nothing has left and no line says it did.

    `what` names the thing without personal data ("concern", "error file of an import"). `sender` is the post that sent
    the file in, for a file on its way back; `to` the controller or post it goes to; `reader` whoever sends it, asked
    for each child; `envelope` the one the words are about; `body` what is going to be said; `recipient` who receives it
    in words, where neither a post nor a controller does.
    """
    if (kind, way) not in CHECKS:
        raise NotReleased(f"Nothing leaves as {way} ({kind}) yet.")
    if not purpose.strip() or not basis.strip():
        raise NotReleased("A release says what it is for and on what basis.")
    CHECKS[kind, way](_Asked(frozenset(subjects), sender, to, reader, envelope, body or {}, holder, recipient))
    about = {"to": to, "envelope": envelope}
    detail = {"what": what, "way": way.value, "kind": kind.value, "basis": basis}
    detail |= {name: str(id) for name, id in about.items() if id}
    detail |= {"recipient": recipient} if recipient else {}
    line = audit.record("release." + way.value, subjects=subjects, holder=holder, reason=purpose, detail=detail)
    return Released(what, way, kind, line, to)


def _back_to_sender(asked: _Asked) -> None:
    if asked.sender is None or asked.sender != asked.by:
        raise NotReleased("A file goes back only to the post that sent it in.")


def _own_screen(asked: _Asked) -> None:
    if not asked.subjects:
        raise NotReleased("What is shown, kept or printed says whom it is about.")


def _another_controller(asked: _Asked) -> None:
    if asked.to == current().controller_id or not Controller.objects.filter(id=asked.to).exists():
        raise NotReleased("An envelope goes to another council, trust or school.")
    if keys.to_write_to(asked.to) is None:
        raise NotReleased("Nothing can be sealed for them yet: they have put up no key.")
    if not asked.subjects:
        raise NotReleased("An envelope says whom it is about.")
    _open_to_whoever_sends(asked)
    _says_nothing_withheld(asked)


def _same_trust(asked: _Asked) -> None:
    """Two schools of a trust are as separate as two trusts: what goes names another school than the one that sends."""
    said = asked.body.get("to", {})
    school = schools.named_here(urn=said.get("urn", ""), laestab=said.get("laestab", ""), name=said.get("name", ""))
    if asked.to != current().controller_id or school is None or school.files_of_id == asked.holder:
        raise NotReleased("Within a trust a file goes to another school of it.")
    if not asked.subjects:
        raise NotReleased("An envelope says whom it is about.")
    _open_to_whoever_sends(asked)
    _says_nothing_withheld(asked)


def _says_nothing_withheld(asked: _Asked) -> None:
    if withheld.is_told(asked.subjects, asked.body):
        raise NotReleased("It says a protected address. Take the address out of the words and send it again.")


def _open_to_whoever_sends(asked: _Asked) -> None:
    """What leaves about a child leaves by somebody who may open that child's page; by a system post, of its holders."""
    persons = Person.objects.filter(id__in=asked.subjects)
    if asked.by is not None:
        if asked.reader is None or asked.reader.post_id != asked.by:
            raise NotReleased("Whoever sends it is asked about each child in it.")
        persons = visible_to(persons, asked.reader)
    if persons.count() != len(asked.subjects):
        raise NotReleased("It is about somebody whose record you may not open.")


def _other_party(asked: _Asked) -> None:
    """Who sent us an envelope hears what became of it; to whom we sent one hears that we take it back."""
    both = {asked.to, current().controller_id}
    found = Envelope.objects.filter(id=asked.envelope).first()
    if found is None or {found.sender_id, found.recipient_id} != both:
        raise NotReleased("Words about an envelope go to its other party.")
    _says_nothing_withheld(asked)


def _colleague(asked: _Asked) -> None:
    """A notice goes to somebody who works here now, at the address they sign in with, and is about nobody."""
    post = live_post(asked.to)
    if post is None or not post.user.is_active:
        raise NotReleased("A notice goes to somebody who works here now.")
    if asked.subjects or asked.body:
        raise NotReleased("A notice by e-mail says nothing about anybody.")


def _next_school(asked: _Asked) -> None:
    """Who the children are, and the file of one, goes to the school they go to, by somebody who may open each."""
    if not asked.subjects:
        raise NotReleased("What goes to the next school says whom it is about.")
    _open_to_whoever_sends(asked)
    _says_nothing_withheld(asked)


def _named_outside(asked: _Asked) -> None:
    """Somebody outside who is named, about children each of whom is open to whoever sends."""
    if not asked.recipient.strip():
        raise NotReleased("Say who receives it.")
    if not asked.subjects:
        raise NotReleased("What leaves about somebody says whom it is about.")
    _open_to_whoever_sends(asked)
    _says_nothing_withheld(asked)


def _own_calendar(asked: _Asked) -> None:
    """Days, and that something is due on them: a calendar lies on telephones and is shared with a household."""
    if asked.by is None or asked.by != asked.to:
        raise NotReleased("A calendar goes to the post whose days it says.")
    if asked.subjects or asked.body:
        raise NotReleased("A calendar says nothing about anybody.")


def _audience(asked: _Asked) -> None:
    """A report in a file or on paper names nobody, says who receives it, and is let out by whoever may have it."""
    if asked.subjects:
        raise NotReleased("A report names nobody.")
    if not asked.recipient.strip():
        raise NotReleased("Say who receives the report.")
    reader = asked.reader
    if reader is None or reader.post_id != asked.by:
        raise NotReleased("Whoever lets a report out is asked whether they may have it.")
    ways = [*map(reader.may, ("report.read", "report.totals")), reader.answers_for("report.trust")]
    if not any(one.allowed for one in ways):
        raise NotReleased("You may not have this report.")


CHECKS: dict[tuple[Kind, Way], Callable[[_Asked], None]] = {
    (Kind.BACK_TO_SENDER, Way.FILE): _back_to_sender,
    (Kind.OWN_SCREEN, Way.PRINT): _own_screen,
    (Kind.OWN_SCREEN, Way.SHOW): _own_screen,
    (Kind.OWN_SCREEN, Way.DOWNLOAD): _own_screen,
    (Kind.CONTROLLER, Way.ENVELOPE): _another_controller,
    (Kind.SAME_TRUST, Way.ENVELOPE): _same_trust,
    (Kind.OTHER_PARTY, Way.ENVELOPE): _other_party,
    (Kind.COLLEAGUE, Way.MESSAGE): _colleague,
    (Kind.NEXT_SCHOOL, Way.FILE): _next_school,
    (Kind.AGENCY, Way.FILE): _named_outside,
    (Kind.OWN_CALENDAR, Way.FILE): _own_calendar,
    (Kind.OWN_CALENDAR, Way.PRINT): _own_calendar,
    (Kind.AUDIENCE, Way.FILE): _audience,
    (Kind.AUDIENCE, Way.PRINT): _audience,
    (Kind.COURT, Way.FILE): _named_outside,
    (Kind.NEXT_KEEPER, Way.FILE): _named_outside,
}
OPEN = frozenset(CHECKS)
