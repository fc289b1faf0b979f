"""What a person decides about an adult a file names: it is this one, it is somebody new, or neither."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.foundation.ids import uuid7
from kith.intake import adults, telephones, ties
from kith.intake.adults import Named
from kith.intake.committing import SOURCE, at_rest
from kith.intake.models import Batch, Row, Settled
from kith.intake.stages import NotNow
from kith.people import bulk
from kith.people.models import Person, PersonContact, PersonName
from kith.people.relations import add_relationship
from kith.reference.codes import code_set
from kith.tenancy import current, history

__all__ = ["CHOICES", "accept", "accept_new", "take_back", "turn_down"]

# What an adult may be said to be to a child here.
CHOICES = tuple(
    (one.code, one.label)
    for one in code_set("relationship_type")
    if one.more["grown_up"] or one.code in ("other_relative", "other_significant", "sibling")
)


def accept(*, batch: Batch, key: str, type: str, person_id: UUID | None, reader: Reader) -> Settled:
    """Tie the child to this adult, or to a new one where `person_id` is none. Raises NotNow, a sentence."""
    named = _waiting(batch, key, reader)
    if type not in dict(CHOICES):
        raise NotNow(f"Choose who {named.called} is to the child.")
    if person_id is not None and person_id not in named.candidates:
        raise NotNow("Choose one of the adults shown, or a new one.")
    return _tie(named, type, person_id)


def accept_new(*, batch: Batch, keys: Sequence[str], reader: Reader) -> int:
    """Write down all of these about whom there is nothing to choose. Raises NotNow where one has to be looked at."""
    _at_rest(batch)
    certain = {one.key: one for one in adults.sure(adults.open_of(batch, reader))}
    if not keys or set(keys) - set(certain):
        raise NotNow("Something was decided meanwhile. Look at them again.")
    for key in dict.fromkeys(keys):
        _tie(certain[key], certain[key].type, None)
    return len(keys)


def turn_down(*, batch: Batch, key: str, reader: Reader) -> Settled:
    """The file names somebody who is not to be tied to the child."""
    named = _waiting(batch, key, reader)
    audit.record("person.import.turn_down", **_about(named))
    return _settle(named, accepted=False)


def take_back(*, batch: Batch, key: str, reader: Reader) -> None:
    """Undo the decision: the adult waits once more. Raises NotNow if the tie was changed since."""
    _at_rest(batch)
    named = next((one for one in adults.settled_of(batch, reader) if one.key == key), None)
    if named is None or named.settled is None:
        raise NotNow("This was taken back already.")
    line = audit.record("person.import.take_back", **_about(named))
    ours = [one for one in ties.of_rows([named.row]) if one.settled.id == named.settled.id]
    if ties.changed(ours) or (named.settled.accepted and not ours):
        raise NotNow("Somebody has changed it since. Put it right on the child’s page.")
    for one in ours:
        numbers, _ = telephones.of_lines([named.row], one.tie.other_id)
        history.withdraw_many(PersonContact, [n for n in numbers if n.n == 1], line=[line for n in numbers if n.n == 1])
    ties.take_back(ours, {named.row.person_id: line}, holder_ids={named.row.person_id: named.row.holder_id})
    named.settled.taken_back_at = timezone.now()
    named.settled.save(update_fields=["taken_back_at"])


def _at_rest(batch: Batch) -> None:
    """While nothing is put in or taken back, and nobody else decides about the adults of this import."""
    at_rest(batch)
    Batch.objects.select_for_update(of=("self",)).get(id=batch.id)


def _waiting(batch: Batch, key: str, reader: Reader) -> Named:
    _at_rest(batch)
    named = next((one for one in adults.open_of(batch, reader) if one.key == key), None)
    if named is None:
        raise NotNow("This is decided already.")
    Row.objects.select_for_update(of=("self",)).get(id=named.row.id)
    return named


def _tie(named: Named, type: str, person_id: UUID | None) -> Settled:
    source = SOURCE[named.row.batch.kind]
    made = None if person_id else _write_down(named, source)
    tie = add_relationship(
        person=Person.objects.get(id=named.row.person_id),
        other=Person.objects.get(id=person_id or made),
        type=type,
        has_pr=named.contact.responsible,
        lives_with=named.contact.lives_with,
        priority=named.contact.priority or None,
        source=source,
    )
    telephones.write(named, tie.other_id, source)
    return _settle(named, accepted=True, fact=tie.id, n=tie.n, made_id=made)


def _write_down(named: Named, source: str) -> UUID:
    """A new adult, of whom the file says no more than the name."""
    adult, said = uuid7(), named.contact
    holder = named.row.holder_id
    line = audit.record("person.import.adult", subjects=[adult, named.row.person_id], holder=holder)
    name = {"kind": "legal", "forename": said.forename, "middle": "", "surname": said.surname, "source": source}
    arrival = bulk.Arrival(adult, {PersonName: [name]}, line)
    bulk.add_many([arrival], holder_id=holder, because="import", status=Person.Status.PROVISIONAL)
    return adult


def _settle(named: Named, *, accepted: bool, **written: Any) -> Settled:
    doer = current().doer
    return Settled.objects.create(
        row=named.row,
        holder_id=named.row.holder_id,
        what=named.what,
        accepted=accepted,
        by=doer.post_id or doer.on_behalf_of,
        at=timezone.now(),
        **written,
    )


def _about(named: Named) -> dict[str, Any]:
    detail = {"row": str(named.row.id), "fact": "Adult"}
    return {"subjects": [named.row.person_id], "holder": named.row.holder_id, "detail": detail}
