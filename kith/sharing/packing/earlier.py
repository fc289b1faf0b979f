"""What earlier schools wrote of a child: the files that were taken in here. They go on whole with the next one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.foundation.dates import london
from kith.sharing.models import Took
from kith.sharing.packing.contents import within

__all__ = ["Earlier", "earlier_of", "taken_in"]


@dataclass(frozen=True)
class Earlier:
    """A file that came, by the id of its coming: as that school wrote it, and nobody changes it."""

    id: UUID
    came_on: date
    file: Mapping[str, Any]
    sha256: str
    pages: int

    @property
    def school(self) -> str:
        return str(self.file["school"]["name"])

    def brought(self) -> Iterator[str]:
        """The fingerprint of every document that came with it."""
        for one in within(self.file):
            yield from (document["sha256"] for document in one["documents"])

    def as_sent(self) -> dict[str, Any]:
        """As it stands in the file that goes."""
        came_on = self.came_on.isoformat()
        return {"file": self.file, "sha256": self.sha256, "pages": self.pages, "came_on": came_on}


def taken_in(**whose: Any) -> QuerySet[Took]:
    """The files that are part of a child's record here, the first to come first; not what was taken out again."""
    return Took.objects.filter(taken_out=None, **whose).order_by("at", "id")


def earlier_of(person_id: UUID, organisation_id: UUID) -> tuple[Earlier, ...]:
    """Those of one child at one school. What came twice is one."""
    taken = taken_in(person_id=person_id, came__organisation_id=organisation_id).select_related("came")
    found = {one.came.sha256: one for one in taken}
    return tuple(
        Earlier(one.came_id, london(one.at).date(), json.loads(one.came.told)["file"], mark, one.came.pages)
        for mark, one in found.items()
    )
