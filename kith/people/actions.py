"""What can be done about a person. Each verb leaves its ledger line and goes through history."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.foundation.ids import uuid7
from kith.people import addresses, bulk, relations, rules, words
from kith.people.addresses import add_address, protect_address, protect_household, reveal_address
from kith.people.duplicates import PerhapsKnown, as_asked, check_not_known
from kith.people.events import AddressProtected
from kith.people.models import (
    Enrolment,
    Known,
    Person,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Relationship,
    RelationshipVersion,
)
from kith.people.relations import add_relationship, end_relationship, inverse_of
from kith.tenancy import announce, history
from kith.tenancy.models import Fact

__all__ = [
    "AlreadySaid",
    "PerhapsKnown",
    "add_address",
    "add_birth",
    "add_contact",
    "add_identifier",
    "add_name",
    "add_relationship",
    "confirm",
    "correct",
    "create_person",
    "end",
    "end_enrolment",
    "end_relationship",
    "enrol",
    "forget_known",
    "inverse_of",
    "make_known",
    "protect_address",
    "protect_household",
    "put_back",
    "reveal_address",
    "withdraw",
]


class AlreadySaid(Exception):
    """What was about to be written is recorded already. The message may be shown."""


def create_person(
    *,
    holder: UUID,
    forename: str,
    surname: str,
    middle: str = "",
    born_on: date | None = None,
    sex: str = "",
    precision: str = "day",
    expected_on: date | None = None,
    numbers: Mapping[str, str] | None = None,
    postcode: str = "",
    source: str = "",
    because: str = "entered",
    reader: Reader | None = None,
    confirmed_new: bool = False,
    token: UUID | None = None,
) -> Person:
    """A new person, known to one holder. Raises PerhapsKnown unless the writer has looked and says it is new.

    `postcode` serves that look only; the address is written by `add_address`. `token`: see `arrivals.write_down`.
    """
    read = [rules.read_number(kind, text) for kind, text in (numbers or {}).items()]
    if not confirmed_new:
        asked = as_asked(forename, surname, born_on, numbers=read, postcode=postcode)
        check_not_known(asked, holder=holder, reader=reader)
    person_id = uuid7()
    line = audit.record("person.create", subjects=[person_id], holder=holder, reason=because)
    birth = {"born_on": born_on, "precision": precision, "expected_on": expected_on, "sex": sex, "source": source}
    name = {"kind": "legal", "forename": forename, "middle": middle, "surname": surname, "source": source}
    known_by = [{"kind": kind, "value": value, "trusted": good, "source": source} for kind, value, good in read]
    facts: bulk.Facts = {PersonName: [name], PersonBirth: [birth], PersonIdentifier: known_by}
    arrival = bulk.Arrival(person_id, facts, line, token)
    bulk.add_many([arrival], holder_id=holder, because=because, status=Person.Status.PROVISIONAL)
    return Person.objects.get(id=person_id)


def confirm(*, person: Person) -> bool:
    """Somebody has seen that this person is who the record says. Once; False where there is nothing to confirm."""
    waiting = Person.objects.filter(id=person.id, status=Person.Status.PROVISIONAL)
    if not waiting.update(status=Person.Status.CONFIRMED):
        return False
    audit.record("person.confirm", subjects=[person.id])
    return True


def make_known(*, person: Person, holder: UUID, because: str) -> None:
    """Let a holder know a person, or know them again."""
    Known.objects.update_or_create(
        person=person,
        holder_id=holder,
        defaults={"until": None, "because": because},
        create_defaults={"since": timezone.now(), "because": because},
    )
    words.learn_names(person.id, holder)
    audit.record("person.known", subjects=[person.id], holder=holder, reason=because)


def forget_known(*, person: Person, holder: UUID, because: str) -> None:
    """A holder's file has gone to somebody else: nobody of it sees the person any more. What was known stays."""
    audit.record("person.forget", subjects=[person.id], holder=holder, reason=because)
    bulk.take_back([person.id], holder_id=holder)


def add_name(
    *, person: Person, kind: str, forename: str = "", surname: str = "", middle: str = "", **when: Any
) -> PersonName:
    """A further name, with its kind. What was written before stays."""
    line = audit.record("person.name", subjects=[person.id])
    values = {"kind": kind, "forename": forename, "middle": middle, "surname": surname, "person_id": person.id, **when}
    name: PersonName = history.write(PersonName, values=values, line=line)
    bulk.follow_names([person.id])
    return name


def add_identifier(*, person: Person, kind: str, value: str, source: str) -> PersonIdentifier:
    """A number, kept as text if its check fails. One they have already is not written twice.

    A clash with somebody else the reader can see is for a review to settle (`queries.clashes`), never an error.
    """
    kind, value, trusted = rules.read_number(kind, value)
    there = PersonIdentifier.objects.filter(person=person, kind=kind, value=value).first()
    if there is not None:
        return there  # type: ignore[no-any-return]
    line = audit.record("person.identifier", subjects=[person.id], detail={"kind": kind})
    values = {"person_id": person.id, "kind": kind, "value": value, "source": source, "trusted": trusted}
    added: PersonIdentifier = history.write(PersonIdentifier, values=values, line=line)
    return added


def add_birth(*, person: Person, **values: Any) -> PersonBirth:
    """When they were born or are expected, where nothing is recorded of it yet. Raises AlreadySaid."""
    line = audit.record("person.birth", subjects=[person.id])
    with _not_twice():
        born: PersonBirth = history.write(PersonBirth, values={"person_id": person.id, **values}, line=line)
    return born


def add_contact(*, person: Person, method: str, value: str, **more: Any) -> PersonContact:
    """A way to reach somebody, and whether it is safe to use."""
    line = audit.record("person.contact", subjects=[person.id], detail={"method": method})
    values = {"person_id": person.id, "method": method, "value": value, **more}
    contact: PersonContact = history.write(PersonContact, values=values, line=line)
    return contact


def correct(*, fact: Any, based_on: int, reason: str = "", **values: Any) -> Any:
    """Say a fact about a person better: a further version, what was said before stays.

    Raises history.Conflict, and AlreadySaid for a number they have already.
    """
    line = _line("person.correct", fact, reason)
    if isinstance(fact, Relationship):
        return relations.write_both(fact, based_on=based_on, values=values, line=line)
    with _not_twice():
        better = history.write(type(fact), id=fact.id, based_on=based_on, values=_as_kept(fact, values), line=line)
    _follow(fact)
    return better


def end(*, fact: Any, on: date, based_on: int) -> Any:
    """It was true until this day. Raises history.Conflict."""
    if isinstance(fact, Relationship):
        return end_relationship(relationship=fact, on=on, based_on=based_on)
    if isinstance(fact, Enrolment):
        return end_enrolment(enrolment=fact, on=on, based_on=based_on)
    line = _line("person.end", fact)
    ended = history.write(type(fact), id=fact.id, based_on=based_on, values={"until_on": on}, line=line)
    _follow(fact)
    return ended


def withdraw(*, fact: Any, based_on: int, reason: str) -> None:
    """Take back what was never true. Its versions stay, the last one marked void. Raises history.Conflict."""
    line = _line("person.withdraw", fact, reason)
    if isinstance(fact, Relationship):
        relations.withdraw_both(fact, based_on=based_on, line=line)
        return
    history.withdraw(type(fact), id=fact.id, based_on=based_on, line=line)
    _follow(fact)


def put_back(*, fact: Any, based_on: int) -> Any:
    """Let a withdrawn fact (its last version) stand again. Raises history.Conflict, and AlreadySaid where another
    has taken its place."""
    line = _line("person.put_back", fact)
    if isinstance(fact, RelationshipVersion):
        return relations.put_back_both(fact, based_on=based_on, line=line)
    with _not_twice():
        stands = history.put_back(fact.versions_of, id=fact.of_id, based_on=based_on, line=line)
    _follow(stands)
    return stands


def enrol(
    *,
    person: Person,
    organisation: Any,
    from_on: date,
    until_on: date | None = None,
    year_group: str = "",
    class_name: str = "",
) -> Enrolment:
    """Put somebody on a school's roll. The school's holder comes to know them."""
    holder = organisation.files_of_id
    if not bulk.known_to(holder).filter(person=person).exists():
        make_known(person=person, holder=holder, because="enrolled")
    line = audit.record("person.enrol", subjects=[person.id], holder=holder)
    values = {
        "person_id": person.id,
        "holder_id": holder,
        "organisation_id": organisation.id,
        "from_on": from_on,
        "until_on": until_on,
        "year_group": year_group,
        "class_name": class_name,
    }
    enrolment: Enrolment = history.write(Enrolment, values=values, line=line)
    return enrolment


def end_enrolment(*, enrolment: Enrolment, on: date, based_on: int) -> Enrolment:
    """Take somebody off the roll. Raises history.Conflict if it was changed meanwhile."""
    line = audit.record("person.leave", subjects=[enrolment.person_id], holder=enrolment.holder_id)
    ended: Enrolment = history.write(Enrolment, id=enrolment.id, based_on=based_on, values={"until_on": on}, line=line)
    return ended


def _line(action: str, fact: Any, reason: str = "") -> UUID:
    what = getattr(fact, "versions_of", type(fact))._meta.model_name
    return audit.record(action, subjects=[fact.person_id], reason=reason, detail={"what": what})


@contextmanager
def _not_twice() -> Iterator[None]:
    """A number stands once for a person, and they are born once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise AlreadySaid("This is recorded for them already. Take one of the two back first.") from clash


def _as_kept(fact: Any, values: dict[str, Any]) -> dict[str, Any]:
    """A number with whether its check holds; a protected address sealed, what was left unsaid of it with it."""
    assert "protected" not in values, "addresses are hidden by protect_address, in every version of them"
    if isinstance(fact, PersonIdentifier) and {"kind", "value"} & set(values):
        stands = {"kind": fact.kind, "value": fact.value} | values
        kind, value, trusted = rules.read_number(stands["kind"], stands["value"])
        return {**values, "kind": kind, "value": value, "trusted": trusted}
    if isinstance(fact, PersonAddress) and {"lines", "postcode"} & set(values):
        stands = addresses.in_plain_words(fact)
        lines = values.get("lines", stands[0])
        postcode = rules.read_postcode(values.get("postcode", stands[1]))
        words = addresses.sealed(fact.id, lines, postcode) if fact.protected else {"lines": lines, "postcode": postcode}
        return {**values, **words}
    return values


def _follow(fact: Fact) -> None:
    if isinstance(fact, PersonName):
        bulk.follow_names([fact.person_id])
    if isinstance(fact, PersonAddress) and fact.protected:
        # It may say another place than before.
        announce(AddressProtected(fact.person_id))
