"""What this room announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class GlassBroken:
    """Somebody opened a record in an emergency; a manager has to say within a working day whether rightly."""

    grant_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class Shut:
    """A person or record opens no longer to somebody, whoever that is: restricted, kept from them, or off its list."""

    subject_id: UUID
