"""Who persons are to one another. A tie is two rows, one on the page of each, written and ended together."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from kith import audit
from kith.people.models import Person, Relationship, RelationshipVersion
from kith.reference.codes import code_set
from kith.tenancy import history

__all__ = ["add_relationship", "end_relationship", "inverse_of", "put_back_both", "withdraw_both", "write_both"]

# What is as true seen from the other side. Parental responsibility is not: a child has none for its mother.
MUTUAL = ("lives_with", "contact_allowed", "from_on", "until_on", "source")


def add_relationship(*, person: Person, other: Person, type: str, **more: Any) -> Relationship:
    """`other` is the `type` of `person`. The inverse is written beside it: the mother's page names her child."""
    line = audit.record("person.relationship", subjects=[person.id, other.id], detail={"type": type})
    there = {"person_id": person.id, "other_id": other.id, "type": type, **more}
    back = {"person_id": other.id, "other_id": person.id, **_seen_from_there({"type": type, **more})}
    made: list[Relationship] = history.write_many(Relationship, [there, back], line=line)
    return made[0]


def end_relationship(*, relationship: Relationship, on: date, based_on: int) -> Relationship:
    """It was true until this day, on both pages. Raises history.Conflict if it was changed meanwhile."""
    line = audit.record("person.relationship_end", subjects=[relationship.person_id, relationship.other_id])
    return write_both(relationship, based_on=based_on, values={"until_on": on}, line=line)


def write_both(one: Relationship, *, based_on: int, values: dict[str, Any], line: UUID) -> Relationship:
    """A further version here, and of the row that says the same on the page of the other. Raises history.Conflict."""
    back = _other_side(one, Relationship.objects.all())
    written: Relationship = history.write(Relationship, id=one.id, based_on=based_on, values=values, line=line)
    mutual = _seen_from_there(values, kept=back.type if back and values.get("type") == one.type else "")
    if back is not None and mutual:
        history.write(Relationship, id=back.id, based_on=back.n, values=mutual, line=line)
    return written


def withdraw_both(one: Relationship, *, based_on: int, line: UUID) -> None:
    """Never true, on neither page. Raises history.Conflict."""
    back = _other_side(one, Relationship.objects.all())
    history.withdraw(Relationship, id=one.id, based_on=based_on, line=line)
    if back is not None:
        history.withdraw(Relationship, id=back.id, based_on=back.n, line=line)


def put_back_both(gone: RelationshipVersion, *, based_on: int, line: UUID) -> Relationship:
    """It stands again on both pages: the other side is what was taken back by the same line. Raises Conflict."""
    together = RelationshipVersion.objects.filter(line=gone.line, void=True).exclude(id=gone.id)
    back = _other_side(gone, together) if gone.line else None
    stands: Relationship = history.put_back(Relationship, id=gone.of_id, based_on=based_on, line=line)
    if back is not None:
        history.put_back(Relationship, id=back.of_id, based_on=back.n, line=line)
    return stands


def inverse_of(type: str) -> str:
    """What the person is to the other: the inverse of mother is child."""
    return code_set("relationship_type").codes[type].more.get("inverse") or type


def _seen_from_there(values: dict[str, Any], kept: str = "") -> dict[str, Any]:
    """What the other page says of it. `kept`: how it is called there, where that need not change: the inverse of
    child is parent, and nobody shall lose the word mother by it."""
    mutual = {name: values[name] for name in MUTUAL if name in values}
    if "type" in values and not kept:
        mutual["type"] = inverse_of(values["type"])
    return mutual


def _other_side(one: Any, among: Any) -> Any:
    """The row that says the same from the other side. Mother answers child, although the inverse of child is parent."""
    there: Iterable[Any] = among.filter(person_id=one.other_id, other_id=one.person_id).order_by("id")
    fits = [r for r in there if r.type == inverse_of(one.type) or inverse_of(r.type) == one.type]
    same_days = [r for r in fits if (r.from_on, r.until_on) == (one.from_on, one.until_on)]
    return next(iter(same_days or fits), None)
