"""One document shown to colleagues for a time: to named posts or to a team, with a reason. It ends by itself.

Whoever it is shown to sees that document and nothing it hangs on, and of its versions the newest alone: a copy with
words blacked out may stand before the letter they stood in. It stays shut where it concerns somebody who is
closed to everybody, however far, or to this reader; and it ends with the post of whoever it was shown to.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kith import audit
from kith.access import rules
from kith.access.holders import live
from kith.access.models import Bar, Grantee
from kith.access.reader import Reader
from kith.access.words import Verb
from kith.cases.filing import concerned_by, documents_open_to
from kith.cases.models_filing import Filing, Lending
from kith.documents import queries
from kith.documents.models import Document, Voiding
from kith.documents.queries import Kept
from kith.foundation.dates import LONDON, today
from kith.foundation.visible import is_blank
from kith.organisations.models import Post, Team
from kith.organisations.queries import live_posts, teams_at
from kith.reference.roles import OF_NO_CHILD
from kith.tenancy import current

__all__ = [
    "LONGEST",
    "NotLent",
    "end",
    "how_many",
    "lend",
    "lent",
    "lent_to",
    "of_document",
    "posts_for",
    "teams_for",
    "waits_for_a_code",
]

# No longer than a term and its holidays: whoever needs it further says so again.
LONGEST = timedelta(days=120)


class NotLent(ValueError):
    """What keeps it from being shown: the field, and a sentence."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def posts_for(reader: Reader) -> list[Post]:
    """To whom a document may be shown: everybody else who works with children where these files are kept."""
    there = live_posts().filter(organisation__files_of=reader.holder_id).exclude(id=reader.post_id)
    there = there.exclude(role__in=OF_NO_CHILD)
    return list(there.select_related("user").order_by("user__display_name", "id"))


def teams_for(reader: Reader) -> list[Team]:
    return teams_at(reader.holder_id) if reader.holder_id else []


def lend(
    *, document_id: UUID, posts: Sequence[UUID], team: UUID | None, until: date | None, reason: str, reader: Reader
) -> list[Lending]:
    """Show it to these, until that day is over. Only by whoever may work on it. Raises NotLent, LookupError."""
    document = documents_open_to(reader, Verb.WRITE).filter(id=document_id).first()
    if document is None:
        raise LookupError(document_id)
    known = {one.id for one in posts_for(reader)}
    teams = {one.id for one in teams_for(reader)}
    to = [(Grantee.POST, one) for one in posts if one in known] + [(Grantee.TEAM, team)] * (team in teams)
    ends = _end_of(until)
    _check(document, to, ends, reason)
    about = {"holder_id": document.holder_id, "reason": reason.strip()[:300], "until": ends}
    at, by = timezone.now(), current().doer.post_id
    made = [
        Lending.objects.create(document=document, to_kind=kind, to_id=id, since=at, by=by, **about) for kind, id in to
    ]
    detail = {"document": str(document.id), "to": [f"{kind} {id}" for kind, id in to], "until": ends.isoformat()}
    _line(document, "share", reason.strip(), detail)
    return made


def end(*, lending_id: UUID, reader: Reader) -> None:
    """It is shown no longer, from this minute. Raises LookupError where this reader may not work on the document."""
    open_to = documents_open_to(reader, Verb.WRITE).values("id")
    found = Lending.objects.filter(id=lending_id, document_id__in=open_to, ended_at=None).first()
    if found is None:
        raise LookupError(lending_id)
    found.ended_at, found.ended_by = timezone.now(), current().doer.post_id
    found.save(update_fields=["ended_at", "ended_by"])
    _line(found.document, "unshare", "", {"document": str(found.document_id), "to": f"{found.to_kind} {found.to_id}"})


def lent(document_id: UUID, reader: Reader) -> tuple[Kept, Lending] | None:
    """The document and why it is shown, if it is shown to this reader now."""
    found = _to(reader).filter(document_id=document_id).select_related("document").order_by("-until").first()
    return (_newest([found.document])[0], found) if found else None


def how_many(reader: Reader) -> int:
    """So many are shown to this reader now."""
    return _to(reader).order_by().values("document_id").distinct().count()


def waits_for_a_code(reader: Reader, document_id: UUID | None = None) -> int:
    """So many (or this one) would be shown to this reader if they signed in with a second factor."""
    if reader.facts.second_factor:
        return 0
    waiting = _to(replace(reader, facts=replace(reader.facts, second_factor=True))).order_by()
    waiting = waiting.filter(document_id=document_id) if document_id else waiting
    return waiting.values("document_id").distinct().count()


def lent_to(reader: Reader) -> list[tuple[Kept, Lending]]:
    """All that is shown to this reader now, what ends first before."""
    found = {one.document_id: one for one in _to(reader).select_related("document").order_by("-until", "id")}
    kept = {one.id: one for one in _newest([one.document for one in found.values()])}
    return [(kept[one.document_id], one) for one in sorted(found.values(), key=lambda one: (one.until, one.id))]


def of_document(document_id: UUID) -> list[Lending]:
    """To whom it is shown now."""
    return list(_now().filter(document_id=document_id).order_by("until", "id"))


def _newest(documents: Sequence[Document]) -> list[Kept]:
    """Each as it is shown: what was there before its newest version is not."""
    kept = queries.as_they_stand(documents) if documents else []
    return [replace(one, versions=one.versions[:1]) for one in kept]


def _now() -> QuerySet[Lending]:
    now = timezone.now()
    return Lending.objects.filter(ended_at=None, since__lte=now, until__gt=now)


def _to(reader: Reader) -> QuerySet[Lending]:
    if reader.facts.role in OF_NO_CHILD or rules.refused_everything(reader.facts, Verb.READ):
        return Lending.objects.none()
    mine = Q(to_kind=Grantee.POST, to_id=reader.post_id) | Q(to_kind=Grantee.TEAM, to_id=reader.post.team_now)
    hangs_on = Filing.objects.filter(document_id=OuterRef("document_id"))
    shut = hangs_on.filter(Q(person_id__in=reader.barred) | Q(record_id__in=reader.barred) | _closed())
    voided = Voiding.objects.filter(document_id=OuterRef("document_id"))
    return _now().filter(mine, Exists(hangs_on), ~Exists(shut), ~Exists(voided))


def _closed() -> Q:
    """What a filing hangs on is closed to everybody."""
    closed = live(Bar).filter(grantee_kind=Grantee.EVERYBODY)
    return Q(Exists(closed.filter(subject_id=OuterRef("person_id")))) | Q(
        Exists(closed.filter(subject_id=OuterRef("record_id")))
    )


def _check(document: Document, to: Sequence[object], ends: datetime, reason: str) -> None:
    if not to:
        raise NotLent("to", "Choose who shall see it: colleagues, or a team.")
    if is_blank(reason):
        raise NotLent("because", "Say why they need it, in a sentence.")
    if not timezone.now() < ends <= timezone.now() + LONGEST:
        raise NotLent("until", f"Name its last day: today or later, and within {LONGEST.days} days.")
    if document.voidings.exists():
        raise NotLent("to", "It was voided and opens to nobody.")
    if Filing.objects.filter(_closed(), document=document).exists():
        raise NotLent("to", "It concerns somebody who is closed to all but those on a list: it is not shown further.")


def _end_of(day: date | None) -> datetime:
    """Midnight after its last day; of none, a moment that has gone."""
    return datetime.combine((day or today() - timedelta(days=2)) + timedelta(days=1), time(), LONDON)


def _line(document: Document, verb: str, reason: str, detail: dict[str, object]) -> None:
    people = concerned_by(queries.as_they_stand([document]))
    audit.record(f"document.{verb}", subjects=people, holder=document.holder_id, reason=reason, detail=detail)
