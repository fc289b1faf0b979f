"""Records of the child that are closed to whoever prepares the file: how many, who keeps them, and what those say.

That there is one is said to whoever passes files on, as the file would else seem to be whole; what it is, to nobody.
Whoever keeps one is asked once to send it too, or to say that it stays: from the day the file is begun, or from the day
it goes without it; and once more where it went and the file came back. If it passes to another keeper before anything
is said, that one is asked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith import audit
from kith.access.leaving import keepers_of
from kith.access.queries import records_visible_to
from kith.access.reader import Reader
from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.foundation.visible import is_blank
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.sharing.models import Answer, Leaver
from kith.sharing.passing.rules import BACK
from kith.tasks import actions as tasks
from kith.tasks.models import Task

__all__ = [
    "KEPT", "KEPT_BACK", "KEPT_SILENT", "Closed", "ask_anew", "ask_keepers", "asked_of", "closed_to", "end_asking",
    "hidden_among", "is_kept_back", "records_of", "says_it_stays",
]  # fmt: skip

KEPT_BACK = "file_kept_back"
# Whoever was asked has said nothing for weeks.
KEPT_SILENT = "file_kept_silent"
KEPT = (KEPT_BACK, KEPT_SILENT)
WORDS = "A safeguarding file goes, and a record you keep closed is not in it: send it too, or say that it stays"


@dataclass(frozen=True)
class Closed:
    """How many records are closed to somebody, and who may open them to others."""

    count: int = 0
    keepers: tuple[str, ...] = ()


def records_of(leaver: Leaver) -> QuerySet[Record]:
    """The records of this child at this school."""
    parts = Part.objects.filter(person_id=leaver.person_id, struck=False)
    return Record.objects.filter(holder_id=leaver.holder_id, id__in=parts.values("record_id"))


def closed_to(leaver: Leaver, reader: Reader) -> Closed:
    """Of what this reader is kept from by name nothing is said, not even that there is one."""
    kept = _restricted(records_of(leaver).exclude(id__in=reader.barred))
    seen = _seen_by(reader, kept)
    hidden = {id: posts for id, posts in kept.items() if id not in seen}
    posts = {post.id: post for some in hidden.values() for post in some}
    named = (f"{one.user.display_name}, {Role(one.role).words}" for one in posts.values())
    return Closed(len(hidden), tuple(sorted(named)))


def _seen_by(reader: Reader, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these records this reader may open."""
    return set(records_visible_to(Record.objects.filter(id__in=list(ids)), reader).values_list("id", flat=True))


def hidden_among(leaver: Leaver, references: Iterable[str], reader: Reader) -> set[str]:
    """Of these references, those of records that are restricted by themselves and closed to this reader."""
    ids = dict(records_of(leaver).filter(reference__in=list(references)).values_list("id", "reference"))
    kept = _restricted(Record.objects.filter(id__in=list(ids)))
    return {ids[id] for id in kept.keys() - _seen_by(reader, kept)}


def ask_keepers(leaver: Leaver) -> None:
    """Put it on the list of each who keeps a record closed of which nobody was asked yet."""
    _ask(leaver, _restricted(records_of(leaver)), _asked(leaver))


def ask_anew(leaver: Leaver) -> None:
    """Of what nobody has said yet whoever keeps it now is asked, and nobody who keeps it no longer. Where nobody does,
    the asking stands, so that those who prepare the file are told of it. What was said holds."""
    open_ = Task.objects.filter(kind=KEPT_BACK, about=leaver.id, done_at=None)
    asked = set(open_.values_list("record", "for_post"))
    kept = _restricted(records_of(leaver).filter(id__in=[record for record, _ in asked]))
    _ask(leaver, kept, asked)
    for id in [id for id, posts in kept.items() if posts]:
        for task in open_.filter(record=id).exclude(for_post__in=[one.id for one in kept[id]]).order_by("id"):
            tasks.finish(task=task, outcome="Somebody else keeps it now")


def _ask(leaver: Leaver, kept: Mapping[UUID, list[Post]], asked: Collection[tuple[UUID | None, UUID | None]]) -> None:
    for id, posts in kept.items():
        for post in posts:
            if (id, post.id) not in asked:
                tasks.open_task(
                    kind=KEPT_BACK, words=WORDS, holder=leaver.holder_id, due_on=max(leaver.due_on, today()),
                    record=Record.objects.get(id=id), for_post=post.id, about=leaver.id,
                )  # fmt: skip


def _asked(leaver: Leaver) -> set[tuple[UUID | None, UUID | None]]:
    """Record and post of each asking that holds. What went with a file that came back has not gone."""
    back: dict[str, datetime] = {}
    for one in Answer.objects.filter(went__leaver=leaver, how__in=BACK).select_related("went").order_by("at"):
        back |= {record["reference"]: one.at for record in one.went.listing["records"]}
    found = Task.objects.filter(kind=KEPT_BACK, about=leaver.id)
    return {
        (record, post)
        for record, post, reference, done_at in found.values_list("record", "for_post", "record__reference", "done_at")
        if done_at is None or reference not in back or done_at > back[reference]
    }


def asked_of(leaver: Leaver, reader: Reader) -> list[Record]:
    """The records of which this reader is asked, and has not said whether they go."""
    open_ = Task.objects.filter(kind=KEPT_BACK, about=leaver.id, done_at=None)
    mine = Record.objects.filter(id__in=open_.values("record"))
    return list(records_visible_to(mine, reader).order_by("written_at", "id"))


def is_kept_back(leaver: Leaver, but: Collection[UUID] = ()) -> bool:
    """Whether somebody who keeps a record closed, other than these, has not said yet whether it goes."""
    return Task.objects.filter(kind=KEPT_BACK, about=leaver.id, done_at=None).exclude(record__in=list(but)).exists()


def says_it_stays(*, leaver: Leaver, why: str, reader: Reader) -> str:
    """What this reader keeps closed does not go. Returns what keeps that from being said, in a sentence."""
    records = asked_of(leaver, reader)
    if is_blank(why):
        return "Say why it stays."
    for one in records:
        about = {"leaver": str(leaver.id), "reference": one.reference}
        audit.record("file.keep_back", subjects=[leaver.person_id], holder=leaver.holder_id, detail=about)
    end_asking(leaver, [one.id for one in records], why.strip())
    return ""


def end_asking(leaver: Leaver, records: Iterable[UUID], why: str) -> None:
    """Whoever else keeps the same record is asked no longer either."""
    open_ = Task.objects.filter(about=leaver.id, done_at=None)
    for task in open_.filter(kind=KEPT_BACK, record__in=list(records)).order_by("id"):
        tasks.finish(task=task, outcome=why)
    if not is_kept_back(leaver):
        for task in open_.filter(kind=KEPT_SILENT).order_by("id"):
            tasks.finish(task=task, outcome=why)


def _restricted(records: QuerySet[Record]) -> Mapping[UUID, list[Post]]:
    """Record -> the posts that may open it to others, of those that are closed to all but a list."""
    found = keepers_of(list(records.values_list("id", flat=True)))
    return {id: [one.post for one in keepers] for id, keepers in found.items()}
