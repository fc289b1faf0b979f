"""Support that somebody at the school writes down themselves: a file may propose against it, and replaces it never."""

from typing import Any

from kith import audit
from kith.people.models import Person, Support
from kith.tenancy import history

__all__ = ["add_support"]


def add_support(*, person: Person, organisation: Any, kind: str, **more: Any) -> Support:
    """What a pupil of this school is given, or is entitled to."""
    holder = organisation.files_of_id
    line = audit.record("person.support", subjects=[person.id], holder=holder, detail={"kind": kind})
    values = {"person_id": person.id, "holder_id": holder, "kind": kind, **more}
    support: Support = history.write(Support, values=values, line=line)
    return support
