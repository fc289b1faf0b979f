"""What the people room announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class AddressProtected:
    """Where this person lives is hidden from now on: whoever keeps a copy in plain words lets it go."""

    person_id: UUID
