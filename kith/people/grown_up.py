"""Who is a child and who is not, as far as it is known: for what only a child can be."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kith.people.models import Enrolment, PersonBirth, Relationship

__all__ = ["GROWN_UP_AT", "grown_up"]

GROWN_UP_AT = 18
# What only grown-ups are to a child, where nobody wrote down when they were born.
CARERS = frozenset(
    "mother father parent birth_parent step_parent adoptive_parent foster_carer special_guardian guardian grandparent"
    " partner_of_parent aunt_uncle social_worker".split()
)


def grown_up(person_ids: Iterable[UUID], on: date) -> set[UUID]:
    """Those of these persons who were no children on that day. A pupil of eighteen is one still; of whom nothing is
    known, nothing is said."""
    ids = set(person_ids)
    born = dict(PersonBirth.objects.filter(person_id__in=ids).values_list("person_id", "born_on"))
    found = {id for id, day in born.items() if day and day <= _years_before(on)}
    unknown = [id for id in ids if not born.get(id)]
    ties = Relationship.objects.filter(other_id__in=unknown, type__in=CARERS)
    found |= set(ties.values_list("other_id", flat=True)) if unknown else set()
    pupils = Enrolment.objects.filter(person_id__in=found, until_on=None) if found else ()
    return found - {one.person_id for one in pupils}


def _years_before(on: date) -> date:
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year - GROWN_UP_AT, day=day)
