"""Children who leave a school: who they are, and what is known of them, in as many journeys however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from kith.access.models import Bar, Grantee, Subject
from kith.people.models import (
    Enrolment,
    EnrolmentVersion,
    PersonAddress,
    PersonBirth,
    PersonIdentifier,
    PersonName,
    Relationship,
)

__all__ = ["Leaving", "known_late", "last_times", "leaving", "left_since"]

# Whoever has one of these was adopted, or may have been: their former name leads to who they were.
OF_ADOPTION = ("adoptive_parent", "birth_parent", "adoptive_sibling")


@dataclass(frozen=True)
class Leaving:
    """What is known of one child who leaves. Names by kind, numbers by kind, addresses the latest first.

    `near_secret`: they or somebody around them have an address that is kept secret. `is_bridged`: a former name or
    number of theirs may lead to somebody who must not be found.
    """

    names: Mapping[str, PersonName]
    birth: PersonBirth | None
    numbers: Mapping[str, str]
    place: Enrolment | None
    addresses: Sequence[PersonAddress]
    near_secret: bool
    is_bridged: bool


def left_since(organisation_id: UUID, since: date) -> dict[UUID, date]:
    """Whose time at a school ended since that day or will end, and the last day of each; the latest first."""
    return {person: one.until_on for person, one in last_times(organisation_id, since).items() if one.until_on}


def last_times(organisation_id: UUID, since: date, person_ids: Collection[UUID] | None = None) -> dict[UUID, Enrolment]:
    """The same with all that is known of the time that ended last; of these persons where some are named."""
    ended = Enrolment.objects.filter(organisation_id=organisation_id, until_on__gte=since)
    if person_ids is not None:
        ended = ended.filter(person_id__in=person_ids)
    found: dict[UUID, Enrolment] = {}
    for one in ended.order_by("-until_on", "-id"):
        found.setdefault(one.person_id, one)
    return found


def known_late(organisation_id: UUID, since: date) -> set[UUID]:
    """Who was a pupil of a school as far as anybody here knew, until it became known since that day that they had left
    before it. Of whoever had left already when they were first written down nothing became known."""
    ended = EnrolmentVersion.objects.filter(organisation_id=organisation_id, until_on__isnull=False)
    late = ended.filter(until_on__lt=since, recorded_at__date__gte=since, n__gt=1)
    before = ended.filter(of_id=OuterRef("of_id"), n__lt=OuterRef("n"))
    return set(late.filter(~Exists(before)).values_list("person_id", flat=True))


def leaving(person_ids: Collection[UUID], organisation_id: UUID) -> list[Leaving]:
    """What is known of each of these children who leave this school, in their order."""
    whose = {"person_id__in": list(person_ids)}
    names = _by_person(PersonName.objects.filter(until_on=None, **whose).order_by("id"))
    births = _by_person(PersonBirth.objects.filter(**whose))
    numbers = _by_person(PersonIdentifier.objects.filter(trusted=True, **whose).order_by("id"))
    # A place without a first day is not the latest.
    latest = F("from_on").desc(nulls_last=True)
    places = _by_person(Enrolment.objects.filter(organisation_id=organisation_id, **whose).order_by(latest, "-id"))
    addresses = _by_person(PersonAddress.objects.filter(until_on=None, **whose).defer("sealed").order_by("-id"))
    secret = _near_secret(person_ids)
    bridged = secret | _adopted(person_ids) | _closed(person_ids)
    return [
        Leaving(
            names={one.kind: one for one in names[id]},
            birth=next(iter(births[id]), None),
            numbers={one.kind: one.value for one in numbers[id]},
            place=next(iter(places[id]), None),
            addresses=addresses[id],
            near_secret=id in secret,
            is_bridged=id in bridged,
        )
        for id in person_ids
    ]


def _near_secret(person_ids: Collection[UUID]) -> set[UUID]:
    """Those who have, or ever had, an address that is kept secret, or somebody around them has."""
    ties = Relationship.objects.filter(person_id__in=list(person_ids)).values_list("person_id", "other_id")
    around = list(ties)
    asked = {*person_ids, *(other for _, other in around)}
    found = set(PersonAddress.objects.filter(protected=True, person_id__in=asked).values_list("person_id", flat=True))
    return (found & set(person_ids)) | {person for person, other in around if other in found}


def _adopted(person_ids: Collection[UUID]) -> set[UUID]:
    """By the people around them, also where that tie has ended."""
    found = Relationship.objects.filter(person_id__in=list(person_ids), type__in=OF_ADOPTION)
    return set(found.values_list("person_id", flat=True))


def _closed(person_ids: Collection[UUID]) -> set[UUID]:
    """Those whose record was ever closed to everybody but some."""
    bars = Bar.objects.filter(grantee_kind=Grantee.EVERYBODY, subject_kind=Subject.PERSON)
    return set(bars.filter(subject_id__in=list(person_ids)).values_list("subject_id", flat=True))


def _by_person(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
