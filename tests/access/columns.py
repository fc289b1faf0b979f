"""Which column of the access model one part belongs to: what `access.queries` answers for a list, asked singly."""

from kith.access.kinds import AREAS
from kith.access.words import RecordType


def type_of(area_name: str, category: str) -> RecordType:
    """The column of one person's part of a record."""
    usual, protected = AREAS[area_name]
    return protected.get(category, usual)
