"""Persons, and who knows them.

A person has no holder: they are *known to* holders. The database shows a person, and every fact about them,
only to those who hold for a holder that knows them. The known row is written first, then the person.
"""

from typing import Any, ClassVar

from django.db import models

from kith.people.fields import (
    AddressFields,
    BirthFields,
    ContactFields,
    EnrolmentFields,
    IdentifierFields,
    NameFields,
    RelationshipFields,
)
from kith.people.models_merging import Merge as Merge
from kith.people.models_merging import MergeStep as MergeStep
from kith.people.models_school import AttendanceTally as AttendanceTally
from kith.people.models_school import BehaviourTally as BehaviourTally
from kith.people.models_school import ChaseNote as ChaseNote
from kith.people.models_school import Destination as Destination
from kith.people.models_school import DestinationVersion as DestinationVersion
from kith.people.models_school import Support as Support
from kith.people.models_school import SupportVersion as SupportVersion
from kith.tenancy.follows import Follows
from kith.tenancy.models import Fact, FactVersion, HeldModel, TenantModel

KNOWN = ("people.Known", "person", "person_id")


class NotMerged(models.Manager["Person"]):
    """Persons as they are found."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().exclude(status=Person.Status.MERGED)


class Person(TenantModel):
    """A child or an adult. Controllers never share a row; nor do two schools of one trust."""

    seen_through = ("people.Known", "person", "id")

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional"
        CONFIRMED = "confirmed", "Confirmed"
        DECEASED = "deceased", "Has died"
        ARCHIVED = "archived", "Archived"
        MERGED = "merged", "Merged into another record"

    status = models.CharField(max_length=12, choices=Status, default=Status.PROVISIONAL)
    # How lists are ordered, from the name shown now: "sole\x01mia".
    sort_key = models.CharField(max_length=300, blank=True)
    # The number of the form they were written down on: sent twice, it finds the first person.
    token = models.UUIDField(null=True)

    # One who was merged into another is found by nobody: `merged.survivor_of` says who stays.
    objects = NotMerged()
    everybody = models.Manager["Person"]()

    class Meta:
        base_manager_name = "everybody"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "token"], name="person_token"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "sort_key"], name="person_in_order"),
        ]


class Known(HeldModel):
    """That a holder knows a person, since when and why. Ends when the file has gone to somebody else."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.KNOWS}

    person = models.ForeignKey(Person, models.CASCADE, related_name="known_to")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    because = models.CharField(max_length=40)

    class Meta:
        db_table = "people_known"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "person", "holder"], name="known_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "person"], name="known_of_holder"),
        ]


class PersonBirth(Fact, BirthFields):
    seen_through = KNOWN

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "person"], name="birth_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "born_on"], name="birth_day")]


class PersonBirthVersion(FactVersion, BirthFields):
    seen_through = KNOWN
    versions_of = PersonBirth


class PersonName(Fact, NameFields):
    seen_through = KNOWN


class PersonNameVersion(FactVersion, NameFields):
    seen_through = KNOWN
    versions_of = PersonName


class PersonIdentifier(Fact, IdentifierFields):
    """Unique per person, not per controller: a clash inside what the reader may see is a review, never an error."""

    seen_through = KNOWN

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "person", "kind", "value"], name="identifier_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "value"], name="identifier_value")]


class PersonIdentifierVersion(FactVersion, IdentifierFields):
    seen_through = KNOWN
    versions_of = PersonIdentifier


class PersonAddress(Fact, AddressFields):
    seen_through = KNOWN

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(protected=False) | models.Q(lines="", postcode="", sealed__isnull=False),
                name="protected_address_is_sealed",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "postcode"], name="address_postcode")]


class PersonAddressVersion(FactVersion, AddressFields):
    """What was written in plain words before a family had to hide is sealed in place: `people.addresses`."""

    seen_through = KNOWN
    sealed_later = ("lines", "postcode", "protected", "sealed")
    versions_of = PersonAddress


class PersonContact(Fact, ContactFields):
    seen_through = KNOWN


class PersonContactVersion(FactVersion, ContactFields):
    seen_through = KNOWN
    versions_of = PersonContact


class Relationship(Fact, RelationshipFields):
    seen_through = KNOWN


class RelationshipVersion(FactVersion, RelationshipFields):
    seen_through = KNOWN
    versions_of = Relationship


class Enrolment(Fact, EnrolmentFields):
    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "class_name"], name="enrolment_class"),
        ]


class EnrolmentVersion(FactVersion, EnrolmentFields):
    versions_of = Enrolment


class NameToken(TenantModel):
    """A word of a name, or two of one name (`people.tokens`), as search asks for it: by equality or a range, since LIKE
    passes its index by under row security. Derived from the names; rewritten with them."""

    seen_through = KNOWN
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.REBUILT}

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    token = models.CharField(max_length=125)
    # The order of lists by the name it stands in, so that the index gives the first of many, and who has both of two.
    beside = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "token", "beside", "person"], name="name_token"),
        ]


class NameKey(HeldModel):
    """By which keys a word is found that somebody's name holds: mistyped or misheard (`people.tokens`). A word stands
    once for a holder, however many are called so, and leads to nobody by itself."""

    word = models.CharField(max_length=60)
    key = models.CharField(max_length=61)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "key", "holder", "word"], name="name_key"),
        ]
