"""A file comes to the school it names, and what is said of one that went is heard by the school that sent it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.foundation.dates import today
from kith.foundation.days import Period, Unit, due
from kith.reference.roles import Role
from kith.sharing.handlers import Arrived, Heard, Unsuitable
from kith.sharing.models import Came, Sent, Went
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import done, tell
from kith.sharing.packing.earlier import taken_in
from kith.sharing.passing import content
from kith.sharing.passing.answers import IN_KITH, said
from kith.sharing.passing.rules import How
from kith.sharing.passing.schools import named_here
from kith.sharing.passing.shut import shut_to
from kith.sharing.posting import standings
from kith.sharing.rules import Code, Happened, Standing, State
from kith.sharing.sealing import body_text
from kith.tasks import actions as tasks
from kith.tasks.leading import leading
from kith.tasks.models import Task

__all__ = ["CAME", "arrived", "child_of", "heard", "off_the_list", "put_on_the_list", "stand_of"]

CAME = "file_came"
LOOK_AT_IT = Period(1, Unit.WORKING_DAYS)


def arrived(what: Arrived) -> None:
    """Keep it for the lead of the school it names. Raises Unsuitable, and the sender reads why."""
    body = content.read(what.body)
    school = named_here(**{name: body["to"][name] for name in ("urn", "laestab", "name")})
    if school is None:
        raise Unsuitable(Code.NOT_OURS, "There is no school of this name and number here. Look at the address again.")
    holder: UUID = school.files_of_id
    if _is_here(holder, body["sha256"]):
        raise Unsuitable(Code.ALREADY_HERE, "The same file came before: its fingerprint is the same.")
    came = Came.objects.create(
        envelope_id=what.envelope,
        organisation=school,
        holder_id=holder,
        sender=what.sender,
        sender_name=body["file"]["school"]["name"],
        told=body_text(content.kept_of(body)),
        sha256=body["sha256"],
        pages=body["pages"],
        at=timezone.now(),
        late=what.late,
    )
    put_on_the_list(came, "A safeguarding file has come from another school")


def put_on_the_list(came: Came, words: str, *, anew: bool = False) -> None:
    """Somebody has to say whose it is: all who lead are told, but who is kept from the child by name."""
    tasks.open_task(
        kind=CAME,
        words=words,
        holder=came.holder_id,
        due_on=due(today(), LOOK_AT_IT),
        for_role=Role.DSL.value,
        about=came.id,
    )
    child = child_of(came)
    for post in leading(came.holder_id):
        if not shut_to(post).holds(child):
            tell(post=post.id, word=Word.ARRIVED, about=came.id, anew=anew)


def child_of(came: Came) -> Mapping[str, Any]:
    """Who the child is, as the file says."""
    told: Mapping[str, Any] = json.loads(came.told)["file"]["child"]
    return told


def _is_here(holder: UUID, mark: str) -> bool:
    """Whether the same contents came before and wait, or were taken in whole."""
    before = list(Came.objects.filter(holder_id=holder, sha256=mark).select_related("envelope"))
    stand = standings([one.envelope for one in before])
    missing = {one.came_id for one in taken_in(came__in=before) if one.misses}
    gone = (State.REFUSED, State.RECALLED)
    return any(stand[one.envelope_id].state not in gone and one.id not in missing for one in before)


def heard(what: Heard) -> None:
    """An answer to ours, or the recall of theirs."""
    if what.happened is Happened.RECALLED:
        if came := Came.objects.filter(envelope_id=what.envelope).first():
            off_the_list(came, "Taken back by its sender")
        return
    went = Went.objects.filter(sent__in=Sent.objects.filter(envelope_id=what.envelope)).first()
    if went is None:
        return
    if what.happened is Happened.REFUSED:
        words = " ".join(one for one in (what.code.words, str(what.body.get("words", ""))) if one)
        said(went, how=How.REFUSED, name=str(what.body.get("name", "")) or went.to_name, words=words, way=IN_KITH)
    elif what.happened is Happened.DECIDED:
        _receipt(went, what.body["receipt"])


def _receipt(went: Went, signed: Mapping[str, Any]) -> None:
    other = [] if signed["sha256"] == went.sha256 else ["The fingerprint they signed for is another one."]
    said(
        went,
        how=How.SIGNED,
        name=signed["name"],
        role=signed["role"],
        on=date.fromisoformat(signed["on"]),
        sha256=signed["sha256"],
        misses=[*signed["misses"], *other],
        way=IN_KITH,
    )


def stand_of(came: Came) -> Standing:
    """How the file stands, as both sides read it."""
    return standings([came.envelope])[came.envelope_id]


def off_the_list(came: Came, why: str) -> None:
    for task in Task.objects.filter(kind=CAME, about=came.id, done_at=None):
        tasks.finish(task=task, outcome=why)
    done(about=came.id)
