"""The receiving side: a file comes, a lead says whose it is and signs for it, and the receipt goes back."""

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from kith import audit
from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.cases import filing, front_door
from kith.documents.arriving import Arrived as ArrivedFile
from kith.documents.arriving import Turned, arrive
from kith.foundation.dates import london, today
from kith.foundation.days import Period, Unit, due
from kith.foundation.visible import is_blank
from kith.organisations.queries import live_posts
from kith.people import actions as people
from kith.people.models import Person
from kith.people.rules import read_number
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.sharing.handlers import Arrived, Heard, Unsuitable
from kith.sharing.models import Came, Sent, Took, Went
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import done, tell
from kith.sharing.passing import content
from kith.sharing.passing.answers import IN_KITH, said
from kith.sharing.passing.rules import How, to_review_on
from kith.sharing.passing.schools import named_here
from kith.sharing.posting import open_row, standings
from kith.sharing.rules import Code, Happened, Standing, State
from kith.sharing.saying import accept, decide, refuse
from kith.sharing.sealing import body_text
from kith.tasks import actions as tasks
from kith.tasks.models import Task

__all__ = ["CAME", "LEADS", "NotTaken", "Signature", "arrived", "heard", "might_be", "send_back", "stand_of", "take_in"]

LEADS = (Role.DSL, Role.DEPUTY_DSL)
CAME = "file_came"
LOOK_AT_IT = Period(1, Unit.WORKING_DAYS)


class NotTaken(Exception):
    """It cannot be taken in or sent back like this: field -> a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True)
class Signature:
    """Who signs, as what; and what did not come, as they see it."""

    name: str
    role: str
    misses: tuple[str, ...] = ()


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
    tasks.open_task(
        kind=CAME,
        words="A safeguarding file has come from another school",
        holder=holder,
        due_on=due(today(), LOOK_AT_IT),
        for_role=Role.DSL.value,
        about=came.id,
    )
    for post in live_posts().filter(role__in=[one.value for one in LEADS], organisation__files_of_id=holder):
        tell(post=post.id, word=Word.ARRIVED, about=came.id)


def _is_here(holder: UUID, mark: str) -> bool:
    """Whether the same contents came before and wait, or were taken in whole."""
    before = list(Came.objects.filter(holder_id=holder, sha256=mark).select_related("envelope"))
    stand = standings([one.envelope for one in before])
    missing = {one.came_id for one in Took.objects.filter(came__in=before) if one.misses}
    gone = (State.REFUSED, State.RECALLED)
    return any(stand[one.envelope_id].state not in gone and one.id not in missing for one in before)


def heard(what: Heard) -> None:
    """An answer to ours, or the recall of theirs."""
    if what.happened is Happened.RECALLED:
        if came := Came.objects.filter(envelope_id=what.envelope).first():
            _off_the_list(came, "Taken back by its sender")
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


def might_be(came: Came, reader: Reader) -> list[front_door.Proposal]:
    """Our pupils the child might be and this reader may find, the likeliest first."""
    child = json.loads(came.told)["file"]["child"]
    kind, value, trusted = read_number("upn", child["upn"]) if child.get("upn") else ("", "", False)
    numbers = {kind.removeprefix("temporary_"): frozenset({value})} if trusted else {}
    return front_door.might_be({0: front_door.as_told(child, numbers)}, reader, holder_id=came.holder_id)


def take_in(*, came: Came, person_id: UUID | None, signature: Signature, reader: Reader) -> Took:
    """Say whose it is (without `person_id` somebody new), sign for it, and let the sender have the receipt.

    Raises NotTaken, and sharing's NotNow where it was taken back or answered in the meantime. Sent twice, it is once.
    """
    if before := Took.objects.filter(came=came).first():
        return before
    _check(signature)
    file = json.loads(came.told)["file"]
    accept(envelope=came.envelope_id, holder=came.holder_id)
    person = _ours(person_id, reader) if person_id else _new(file["child"], came)
    misses = tuple(dict.fromkeys((*signature.misses, *_documents(came, file, person.id))))
    born = file["child"].get("born_on", "")
    took = Took.objects.create(
        came=came,
        holder_id=came.holder_id,
        person=person,
        is_new=person_id is None,
        name=signature.name.strip(),
        role=signature.role.strip(),
        on=london(timezone.now()).date(),
        misses=list(misses),
        review_on=to_review_on(date.fromisoformat(born)) if born else None,
        at=timezone.now(),
        by=reader.post_id,
    )
    detail = {"came": str(came.id), "sha256": came.sha256, "new": took.is_new}
    audit.record("file.accept", subjects=[person.id], holder=came.holder_id, detail=detail)
    decide(envelope=came.envelope_id, body={"receipt": _signed(took)}, subjects=[person.id], holder=came.holder_id)
    _off_the_list(came, "Taken in")
    return took


def _signed(took: Took) -> dict[str, Any]:
    told = {"name": took.name, "role": took.role, "on": took.on.isoformat(), "misses": list(took.misses)}
    return {**told, "sha256": took.came.sha256}


def _check(signature: Signature) -> None:
    empty = {"name": "Write your name.", "role": "Write your role."}
    problems = {field: words for field, words in empty.items() if is_blank(getattr(signature, field))}
    if problems:
        raise NotTaken(problems)


def _ours(person_id: UUID, reader: Reader) -> Person:
    found = visible_to(Person.objects.filter(id=person_id), reader, "person.list").first()
    if found is None:
        raise NotTaken({"who": "Choose somebody you can find here."})
    return found


def _new(child: Mapping[str, str], came: Came) -> Person:
    sex = child.get("sex", "")
    return people.create_person(
        holder=came.holder_id,
        forename=child["forename"][:100],
        surname=child["surname"][:100],
        born_on=date.fromisoformat(child["born_on"]) if child.get("born_on") else None,
        sex=sex if sex in code_set("sex") else "",
        numbers={"upn": child["upn"]} if child.get("upn") else {},
        source=f"Safeguarding file from {came.sender_name}"[:60],
        because="named in a safeguarding file",
        confirmed_new=True,
    )


def _documents(came: Came, file: Mapping[str, Any], person: UUID) -> Sequence[str]:
    """Keep what came with it. Returns those that did not come whole, each in words."""
    if not file["documents"]:
        return ()
    attached, misses = open_row(came.envelope)["attached"], []
    kinds = code_set("document_type")
    for one in file["documents"]:
        bytes_ = b64decode(attached.get(one["sha256"], ""))
        ready, turned = ([], [Turned(one["name"], "")]) if sha256(bytes_).hexdigest() != one["sha256"] else arrive(
            [ArrivedFile.of_bytes(one["name"], bytes_)]
        )  # fmt: skip
        if turned:
            misses.append(f"Document {one['n']}")
        if ready:
            filing.file(
                people=[person],
                holder=came.holder_id,
                ready=ready,
                token=uuid5(came.id, str(one["n"])),
                kind=one["kind"] if one.get("kind") in kinds else "",
                dated=date.fromisoformat(one["dated"]) if one.get("dated") else None,
            )
    return misses


def send_back(*, came: Came, code: Code, words: str) -> None:
    """It is not taken in, and its sender reads why. Raises NotTaken and NotNow."""
    if is_blank(words):
        raise NotTaken({"back": "Write what the sender will read."})
    refuse(envelope=came.envelope_id, code=code, words=words, holder=came.holder_id)
    _off_the_list(came, "Sent back")


def _off_the_list(came: Came, why: str) -> None:
    for task in Task.objects.filter(kind=CAME, about=came.id, done_at=None):
        tasks.finish(task=task, outcome=why)
    done(about=came.id)
