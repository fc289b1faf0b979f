"""A lead says whose a file is that came, and signs for it; or sends it back. The receipt goes with the answer."""

import json
from base64 import b64decode
from collections.abc import Mapping
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
from kith.foundation.dates import london
from kith.foundation.visible import is_blank
from kith.people import actions as people
from kith.people.models import Person
from kith.people.rules import read_number
from kith.reference.codes import code_set
from kith.sharing.models import Came, Took
from kith.sharing.packing.earlier import taken_in
from kith.sharing.passing.coming import child_of, off_the_list
from kith.sharing.passing.rules import to_review_on
from kith.sharing.posting import one_at_a_time, open_row
from kith.sharing.rules import Code
from kith.sharing.saying import accept, decide, refuse

__all__ = ["NotTaken", "Signature", "might_be", "send_back", "take_in", "take_in_again"]


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


def might_be(came: Came, reader: Reader) -> list[front_door.Proposal]:
    """Our pupils the child might be and this reader may find, the likeliest first."""
    child = child_of(came)
    kind, value, trusted = read_number("upn", child["upn"]) if child.get("upn") else ("", "", False)
    numbers = {kind.removeprefix("temporary_"): frozenset({value})} if trusted else {}
    return front_door.might_be({0: front_door.as_told(child, numbers)}, reader, holder_id=came.holder_id)


def take_in(*, came: Came, person_id: UUID | None, signature: Signature, reader: Reader) -> Took:
    """Say whose it is (without `person_id` somebody new), sign for it, and let the sender have the receipt.

    Raises NotTaken, and sharing's NotNow where it was taken back or answered in the meantime. Sent twice, it is once.
    """
    if before := taken_in(came=came).first():
        return before
    _check(signature)
    accept(envelope=came.envelope_id, holder=came.holder_id)
    person = _whose(came, person_id, reader)
    ids, gone = _documents(came, person.id)
    misses = list(dict.fromkeys((*signature.misses, *gone)))
    signed = {"name": signature.name.strip(), "role": signature.role.strip(), "on": london(timezone.now()).date()}
    took = _keep(came, person, reader, **signed, misses=misses, documents=ids, is_new=person_id is None)
    decide(envelope=came.envelope_id, body={"receipt": _signed(took)}, subjects=[person.id], holder=came.holder_id)
    return took


def take_in_again(*, came: Came, person_id: UUID | None, reader: Reader) -> Took:
    """Say whose it is after it was taken out of a record it did not belong in. It was signed for, and is not again:
    the receipt their sender has stays as it is. Raises NotTaken."""
    one_at_a_time(came.envelope_id)
    if before := taken_in(came=came).first():
        return before
    first = Took.objects.filter(came=came).order_by("-again").first()
    if first is None:
        raise NotTaken({"name": "Nobody has signed for it yet."})
    person = _whose(came, person_id, reader)
    signed = {"name": first.name, "role": first.role, "on": first.on, "misses": first.misses}
    ids = _documents(came, person.id)[0]
    return _keep(came, person, reader, **signed, documents=ids, is_new=person_id is None, again=first.again + 1)


def _keep(came: Came, person: Person, reader: Reader, **more: Any) -> Took:
    born = child_of(came).get("born_on", "")
    took = Took.objects.create(
        came=came,
        holder_id=came.holder_id,
        person=person,
        review_on=to_review_on(date.fromisoformat(born)) if born else None,
        at=timezone.now(),
        by=reader.post_id,
        **more,
    )
    detail = {"came": str(came.id), "sha256": came.sha256, "new": took.is_new, "again": took.again}
    audit.record("file.accept", subjects=[person.id], holder=came.holder_id, detail=detail)
    off_the_list(came, "Taken in")
    return took


def _whose(came: Came, person_id: UUID | None, reader: Reader) -> Person:
    return _ours(person_id, reader) if person_id else _new(child_of(came), came)


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


def _documents(came: Came, person: UUID) -> tuple[list[str], list[str]]:
    """Keep what came with it. Returns the ids of what was filed, and those that did not come whole, each in words. What
    goes by hand nobody here can see come: whoever signs says what they miss of it."""
    file = json.loads(came.told)["file"]
    if not file["documents"] or file.get("by_hand"):
        return [], []
    filed: list[str] = []
    misses: list[str] = []
    attached = open_row(came.envelope)["attached"]
    kinds = code_set("document_type")
    for one in file["documents"]:
        bytes_ = b64decode(attached.get(one["sha256"], ""))
        ready, turned = ([], [Turned(one["name"], "")]) if sha256(bytes_).hexdigest() != one["sha256"] else arrive(
            [ArrivedFile.of_bytes(one["name"], bytes_)]
        )  # fmt: skip
        if turned:
            misses.append(f"Document {one['n']}")
        if ready:
            made = filing.file(
                people=[person],
                holder=came.holder_id,
                ready=ready,
                token=uuid5(came.id, str(one["n"])),
                kind=one["kind"] if one.get("kind") in kinds else "",
                dated=date.fromisoformat(one["dated"]) if one.get("dated") else None,
            )
            filed += [str(document.id) for document in made if str(document.id) not in filed]
    return filed, misses


def send_back(*, came: Came, code: Code, words: str) -> None:
    """It is not taken in, and its sender reads why. Raises NotTaken and NotNow."""
    if is_blank(words):
        raise NotTaken({"back": "Write what the sender will read."})
    refuse(envelope=came.envelope_id, code=code, words=words, holder=came.holder_id)
    off_the_list(came, "Sent back")
