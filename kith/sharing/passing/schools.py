"""Where a file can go: the schools whose controllers take envelopes, this one's own among them."""

from dataclasses import dataclass
from uuid import UUID

from kith import audit
from kith.audit import keys
from kith.organisations.models import Organisation
from kith.sharing.models import SchoolHere
from kith.tenancy import current

__all__ = ["Destination", "named_here", "on_kith", "put_up"]


@dataclass(frozen=True)
class Destination:
    """A school on Kith, by the id its row has."""

    id: UUID
    controller: UUID
    name: str
    urn: str
    laestab: str

    @property
    def words(self) -> str:
        """As it stands in the list to choose from: two schools of one name are told apart by their numbers."""
        number = f"URN {self.urn}" if self.urn else f"DfE number {self.laestab}" if self.laestab else ""
        return f"{self.name}, {number}" if number else self.name


def put_up() -> int:
    """Let other controllers know which schools are here. Returns how many were not up yet."""
    us = current().controller_id
    up = set(SchoolHere.objects.filter(owner_id=us).values_list("name", "urn", "laestab"))
    new = [one for one in _ours() if (one.name, one.urn, one.laestab) not in up]
    for one in new:
        SchoolHere.objects.create(owner_id=us, name=one.name, urn=one.urn, laestab=one.laestab)
        audit.record("school.publish", holder=one.files_of_id, detail={"school": str(one.id)})
    return len(new)


def on_kith(leaving: Organisation) -> list[Destination]:
    """Every school a file of this school can be sealed for, by name."""
    us = current().controller_id
    own = [one for one in _ours() if one.files_of_id != leaving.files_of_id]
    found = [Destination(one.id, us, one.name, one.urn, one.laestab) for one in own]
    for one in SchoolHere.objects.exclude(owner_id=us).order_by("since", "id"):
        if keys.to_write_to(one.owner_id) is not None:
            found.append(Destination(one.id, one.owner_id, one.name, one.urn, one.laestab))
    return sorted(found, key=lambda one: (one.name, one.urn))


def named_here(*, urn: str, laestab: str, name: str) -> Organisation | None:
    """Which of our schools that keep files is meant: by its numbers; by its name only where it has none."""
    for one in _ours():
        if (urn and one.urn == urn) or (laestab and one.laestab == laestab):
            return one
        if not (one.urn or one.laestab) and one.name == name:
            return one
    return None


def _ours() -> list[Organisation]:
    found = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, closed_on=None, files_of__isnull=False)
    return list(found.order_by("name", "id"))
