"""Granting, barring and closing; and breaking the glass: immediate, with a reason, in the open, and reviewed."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith import audit
from kith.access.events import GlassBroken, Shut
from kith.access.holders import live
from kith.access.kinds import ACTIONS
from kith.access.models import Agreement, Bar, Grant, Grantee, Party, Subject
from kith.access.reader import Reader, require
from kith.access.rules import Decision, may_break_glass
from kith.access.words import RESTRICTED, BarKind, Need, RecordType, Relation, Verb
from kith.foundation.dates import LONDON
from kith.foundation.visible import visible
from kith.tenancy import announce, current

MINUTES = 60
LEAST_WORDS = 20
REASON_MINUTES = 60
REASON_WORDS = 10


class ReasonTooShort(Exception):
    """Why it had to be opened must be said in a sentence somebody else can judge."""


def break_glass(*, reader: Reader, person_id: UUID, reason: str, code: str = "") -> Grant:
    """Open one person's record in an emergency for 60 minutes. Announced, so that a manager reviews it.

    While it is open a further reason is added to the first, for whoever reviews it, and the hour does not begin again.
    Raises ReasonTooShort under twenty characters (domain access model, 4.8); Refused for a role that may not, and
    for somebody who may not know that this person is here.
    """
    if len(" ".join(map(visible, reason.split())).strip()) < LEAST_WORDS:
        raise ReasonTooShort(f"Say why in at least {LEAST_WORDS} characters. Your manager will read it.")
    require(stands_before_glass(reader, person_id), person_id)
    now = timezone.now()
    if opened := opening_of(reader, person_id):
        return _say_more(opened, reason.strip(), code, now)
    grant = Grant.objects.create(
        grantee_kind=Grantee.POST,
        grantee_id=reader.post.id,
        subject_kind=Subject.PERSON,
        subject_id=person_id,
        relation=Relation.BREAK_GLASS,
        purpose=reason.strip(),
        basis=code,
        since=now,
        until=now + timedelta(minutes=MINUTES),
    )
    audit.record("person.break_glass", subjects=[person_id], reason=reason.strip(), detail={"code": code})
    announce(GlassBroken(grant.id, person_id))
    return grant


def opening_of(reader: Reader, person_id: UUID) -> Grant | None:
    """The emergency opening of this person by this post that holds now."""
    return _openings(reader, person_id).order_by("since").first()


def close_glass(*, reader: Reader, person_id: UUID) -> None:
    """Whoever opened it needs it no more: it closes in this minute. Its review stays."""
    if _openings(reader, person_id).update(until=timezone.now()):
        audit.record("person.close_glass", subjects=[person_id])


def _openings(reader: Reader, person_id: UUID) -> QuerySet[Grant]:
    mine = {"grantee_kind": Grantee.POST, "grantee_id": reader.post.id, "subject_id": person_id}
    return live(Grant).filter(**mine, relation=Relation.BREAK_GLASS)


def _say_more(opened: Grant, reason: str, code: str, now: datetime) -> Grant:
    opened.purpose = f"{opened.purpose}\n\nAdded at {now.astimezone(LONDON):%H:%M}: {reason}"
    opened.save(update_fields=["purpose"])
    audit.record("person.break_glass_more", subjects=[opened.subject_id], reason=reason, detail={"code": code})
    return opened


def say_why(*, reader: Reader, person_id: UUID, reason: str) -> Grant:
    """Say why a confidential person has to be seen: opens for an hour what the role may see, and every look says it.

    Raises ReasonTooShort; Refused where a reason is not what is missing (domain access model, 4.1 level 1).
    """
    if len(" ".join(map(visible, reason.split())).strip()) < REASON_WORDS:
        raise ReasonTooShort(f"Say why in at least {REASON_WORDS} characters. It is written down with each look.")
    asks_for_a_reason(reader, person_id)
    now = timezone.now()
    given = Grant.objects.create(
        grantee_kind=Grantee.POST,
        grantee_id=reader.post.id,
        subject_kind=Subject.PERSON,
        subject_id=person_id,
        relation=Relation.REASON,
        purpose=reason.strip(),
        since=now,
        until=now + timedelta(minutes=REASON_MINUTES),
    )
    audit.record("person.say_why", subjects=[person_id], reason=reason.strip())
    return given


def asks_for_a_reason(reader: Reader, person_id: UUID) -> None:
    """Raises Refused unless a reason is all that is missing, or was given already."""
    told = reader.may("person.list", person_id)
    if told.needs is not Need.REASON:
        require(told, person_id)


def stands_before_glass(reader: Reader, person_id: UUID) -> Decision:
    """Glass stands only before what somebody knows is there: the person, or a restricted record's notice."""
    if not may_break_glass(reader.facts.role):
        return no_glass(reader)
    subject = reader.subject(ACTIONS["person.find"][0], person_id)
    told = reader.decide(Verb.STUB, subject)
    return told if told.allowed else reader.decide(Verb.FLAG, subject)


def no_glass(reader: Reader) -> Decision:
    """What a role is told that opens no record in an emergency, whoever it is about."""
    return Decision(False, f"A {reader.facts.role.words} may not open a record in an emergency.", outsider=True)


def grant(
    *,
    to: UUID,
    to_kind: Grantee,
    about: UUID,
    about_kind: Subject,
    relation: Relation,
    persons: Collection[UUID] = (),
    **more: Any,
) -> Grant:
    """Tie somebody to a person, a record or the files of a holder: `until`, `purpose`, `basis`, `parts` as known.

    `persons`: of a record, those whose ledgers say so.
    """
    given = Grant.objects.create(
        grantee_kind=to_kind,
        grantee_id=to,
        subject_kind=about_kind,
        subject_id=about,
        relation=relation,
        **{"since": timezone.now(), **more},
    )
    _tie_line("access.grant", given, given.purpose, persons)
    return given


def end_grant(
    *, grant_id: UUID, until: datetime | None = None, reason: str = "", persons: Collection[UUID] = ()
) -> None:
    """A tie ends, and what it opened closes in the same minute."""
    ending = live(Grant).get(id=grant_id)
    ending.until = until or timezone.now()
    ending.save(update_fields=["until"])
    _tie_line("access.grant_end", ending, reason, persons)
    if ending.relation == Relation.RESTRICTED_LIST:
        announce(Shut(ending.subject_id))


def _tie_line(action: str, tie: Grant, reason: str, persons: Collection[UUID]) -> None:
    """Whom it ties to whom, and why: what is asked when somebody has seen what they should not."""
    subjects = _persons(Subject(tie.subject_kind), tie.subject_id, persons)
    detail = {"relation": str(tie.relation), "to": str(tie.grantee_id), "to_kind": str(tie.grantee_kind)}
    audit.record(action, subjects=subjects, reason=reason, detail=detail)


def bar(*, user_id: UUID, person_id: UUID, kind: BarKind, reason: str) -> Bar:
    """Keep an account from a person, whatever else opens it: their own family, an exclusion, an order."""
    barred = Bar.objects.create(
        grantee_kind=Grantee.USER,
        grantee_id=user_id,
        subject_kind=Subject.PERSON,
        subject_id=person_id,
        since=timezone.now(),
        kind=kind,
    )
    audit.record("access.bar", subjects=[person_id], reason=reason, detail={"kind": kind.value})
    announce(Shut(person_id))
    return barred


def close_to(
    *, subject_id: UUID, subject_kind: Subject, level: int, reason: str, persons: Collection[UUID] = ()
) -> Bar:
    """Raise a person or record to a level: 1 confidential, 2 restricted, 3 sealed. `persons` as of a grant."""
    closed = Bar.objects.create(
        grantee_kind=Grantee.EVERYBODY,
        grantee_id=current().controller_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        since=timezone.now(),
        level=level,
    )
    subjects = _persons(subject_kind, subject_id, persons)
    audit.record("access.level", subjects=subjects, reason=reason, detail={"level": level})
    if level >= RESTRICTED:
        announce(Shut(subject_id))
    return closed


def agree(
    *,
    party: UUID,
    party_kind: Party,
    purpose: str,
    basis: str,
    record_types: Iterable[RecordType],
    signed_by: str,
    from_on: date,
    until_on: date,
    review_on: date,
) -> Agreement:
    """Put a signed sharing agreement into force, from the start of its first day to the end of its last, in London."""
    agreed = Agreement.objects.create(
        party_kind=party_kind,
        party_id=party,
        purpose=purpose,
        basis=basis,
        record_types=sorted(set(record_types)),
        signed_by=signed_by,
        since=_midnight(from_on),
        until=_midnight(until_on + timedelta(days=1)),
        review_on=review_on,
    )
    detail = {"agreement": str(agreed.id), "party": str(party), "types": agreed.record_types}
    audit.record("agreement.start", reason=purpose, detail=detail)
    return agreed


def end_agreement(*, agreement_id: UUID, reason: str) -> Agreement:
    """It ends now, and what it opened closes in the same minute. Ended before, it stays as it was."""
    ending = Agreement.objects.select_for_update().get(id=agreement_id)
    now = timezone.now()
    if ending.until > now:
        ending.since, ending.until = min(ending.since, now - timedelta(microseconds=1)), now
        ending.save(update_fields=["since", "until"])
        audit.record("agreement.end", reason=reason, detail={"agreement": str(agreement_id)})
    return ending


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _persons(kind: Subject, id: UUID, persons: Collection[UUID] = ()) -> list[UUID]:
    return [id] if kind == Subject.PERSON else list(persons)
