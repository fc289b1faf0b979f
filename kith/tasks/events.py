"""What this room announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class TaskOpened:
    """Something stands on the list of a post, or of whoever has a role."""

    task_id: UUID


@dataclass(frozen=True)
class TaskDone:
    """It is off that list again: somebody has done it, or there is nothing left to do."""

    task_id: UUID


@dataclass(frozen=True)
class TaskLate:
    """Its day has passed and it stands there still: whoever it is for is told again."""

    task_id: UUID


@dataclass(frozen=True)
class CalendarTold:
    """On which days a school is open to pupils became known or changed."""

    organisation_id: UUID
