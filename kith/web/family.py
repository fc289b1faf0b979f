"""Brothers and sisters of those a record is about: one note for several, each with a part of their own."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from kith.people.models import Person, Relationship

# As the code set of relationships has them.
SIBLINGS = ("sibling", "half_sibling", "step_sibling", "adoptive_sibling")


def siblings_of(people: Iterable[UUID], among: QuerySet[Person]) -> list[UUID]:
    """Of those who may be written about, the brothers and sisters of these people, without these themselves."""
    chosen = list(people)
    if not chosen:
        return []
    ties = Relationship.objects.filter(person_id__in=chosen, type__in=SIBLINGS, until_on=None).exclude(
        other_id__in=chosen
    )
    return list(among.filter(id__in=ties.values("other_id")).order_by("id").values_list("id", flat=True))
