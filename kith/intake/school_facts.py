"""What a pupil of a file is given at school, and where one who left learns now, as facts to write."""

from typing import Any
from uuid import UUID

from kith.intake.pupils import Pupil
from kith.people.models import Destination, Support
from kith.tenancy.models import Fact

__all__ = ["NO", "YES", "at_school"]

YES, NO = "yes", "no"


def at_school(pupil: Pupil, *, holder_id: UUID, source: str) -> dict[type[Fact], list[dict[str, Any]]]:
    """Support and the next school as facts; what is over has the value `no`, which is for comparing alone."""
    whose = {"holder_id": holder_id, "source": source}
    support = [
        {"kind": kind, "value": "" if said == YES else said, "from_on": None, "until_on": None, **whose}
        for kind, said in pupil.support.items()
    ]
    found: dict[type[Fact], list[dict[str, Any]]] = {Support: support}
    if pupil.next_school and pupil.left_on:
        place = {"kind": Destination.Kind.SCHOOL, "name": pupil.next_school, "from_on": pupil.left_on}
        found[Destination] = [place | whose]
    return found
