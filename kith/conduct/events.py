"""What this room announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ChairNeeded:
    """Something waits that only whoever chairs the governors may read, and nobody is named. Not what it is.

    `but`: accounts that hear nothing of it, as it may be about them.
    """

    holder_id: UUID
    but: tuple[UUID, ...]


@dataclass(frozen=True)
class LetRead:
    """A post was let read a concern about a colleague, or until another day."""

    concern_id: UUID
    post_id: UUID


@dataclass(frozen=True)
class LetReadNoLonger:
    """It opens to them no longer."""

    concern_id: UUID
    post_id: UUID


@dataclass(frozen=True)
class ChairNeededNoLonger:
    """Nothing waits where these files are kept that nobody may read."""

    holder_id: UUID
