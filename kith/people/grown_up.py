"""Who is a child and who is not, as far as it is known: for what only a child can be."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from kith.foundation.dates import today
from kith.people.models import Enrolment, Person, PersonBirth, Relationship
from kith.people.roll import until_the_end_of
from kith.reference.codes import code_set
from kith.tenancy.prepared import Asked, Given, Prepared

__all__ = ["CARERS", "GROWN_UP_AT", "SURELY_AT", "asked", "grown_up", "told"]

GROWN_UP_AT = 18
# Whom a school calls a child may be a pupil of nineteen whom we do not know to be one; nobody is until this age.
SURELY_AT = 25
# Who, born when, whether somebody's mother, uncle or the like, whether a pupil now.
Told = tuple[UUID, date | None, bool, bool]
# What only grown-ups are to a child, where nobody wrote down when they were born; and those of them who care for it.
GROWN_UPS = frozenset(one.code for one in code_set("relationship_type") if one.more["grown_up"])
CARERS = frozenset(one.code for one in code_set("relationship_type") if one.more["grown_up"] == "carer")

# One question for all of it: a form that is sent asks it with each sending.
_ABOUT = Prepared(
    lambda: Person.objects.filter(id__among=Given("ids")).values_list(
        "id",
        Subquery(PersonBirth.objects.filter(person_id=OuterRef("id")).values("born_on")[:1]),
        Exists(Relationship.objects.filter(other_id=OuterRef("id"), type__among=sorted(GROWN_UPS))),
        Exists(Enrolment.objects.filter(until_the_end_of(Given("today")), person_id=OuterRef("id"))),
    )
)


def grown_up(person_ids: Iterable[UUID], on: date, at: int = GROWN_UP_AT) -> set[UUID]:
    """Those of these persons who were no children on that day. A pupil of eighteen is one still; of whom nothing is
    known, nothing is said."""
    return told(asked(person_ids).rows(), on, at)


def asked(person_ids: Iterable[UUID]) -> Asked:
    """What has to be known for it, of those of these persons the doer's holders know, to ask together with others."""
    return _ABOUT.of(ids=list(person_ids), today=today())


def told(rows: Sequence[Told], on: date, at: int = GROWN_UP_AT) -> set[UUID]:
    """The same, of what was asked for already."""
    adults = {id for id, born, tied, _ in rows if (born <= _years_before(on, at) if born else tied)}
    return adults - {id for id, _, _, is_pupil in rows if is_pupil}


def _years_before(on: date, years: int) -> date:
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year - years, day=day)
