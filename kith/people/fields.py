"""What is said about a person, declared once: each of these is a fact as it stands and a version of it."""

from typing import ClassVar

from django.db import models

from kith.tenancy.follows import Follows


class AboutPerson(models.Model):
    """The tie of a fact to its person, and where it came from."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True


class BirthFields(AboutPerson):
    """Date of birth and how exactly it is known, or the date a child is expected; sex as returns ask for it."""

    class Precision(models.TextChoices):
        DAY = "day", "Exact"
        MONTH = "month", "Month known"
        YEAR = "year", "Year known"
        ESTIMATED = "estimated", "Estimated"

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.ONE_OF_A_KIND}

    born_on = models.DateField(null=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    expected_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)

    class Meta:
        abstract = True


class NameFields(AboutPerson):
    """A name as the person writes it, and what kind of name it is."""

    class Kind(models.TextChoices):
        LEGAL = "legal", "Legal name"
        PREFERRED = "preferred", "Known as"
        FORMER = "former", "Former name"
        ALIAS = "alias", "Also known as"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LEGAL)
    forename = models.CharField(max_length=100, blank=True)
    middle = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class IdentifierFields(AboutPerson):
    """A number somebody gave this person. *Trusted*: its check holds and its source is one we believe."""

    class Kind(models.TextChoices):
        UPN = "upn", "UPN"
        TEMPORARY_UPN = "temporary_upn", "Temporary UPN"
        FORMER_UPN = "former_upn", "Former UPN"
        NHS = "nhs", "NHS number"
        LA_ID = "la_id", "Council's own number"
        ULN = "uln", "ULN"

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.ONE_OF_A_KIND}

    kind = models.CharField(max_length=15, choices=Kind)
    value = models.CharField(max_length=40)
    trusted = models.BooleanField(default=False)

    class Meta:
        abstract = True


class AddressFields(AboutPerson):
    """Where somebody lives. A protected address is sealed: its plain columns are empty."""

    type = models.CharField(max_length=20, default="home")
    lines = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    protected = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    verified_on = models.DateField(null=True)

    class Meta:
        abstract = True


class ContactFields(AboutPerson):
    """A way to reach somebody, whether it is safe to use, and when."""

    method = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    safe_to_use = models.BooleanField(default=True)
    safe_times = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class RelationshipFields(AboutPerson):
    """What `other` is to `person`: other is the mother of person. The inverse is a row of its own."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES, "other": Follows.MOVES}

    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    type = models.CharField(max_length=40)
    has_pr = models.BooleanField(default=False)
    pr_basis = models.CharField(max_length=40, blank=True)
    contact_allowed = models.CharField(max_length=20, default="yes")
    lives_with = models.BooleanField(default=False)
    # As which of the adults of a child the school rings them, where its system says so.
    priority = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


class EnrolmentFields(AboutPerson):
    """At which school, in which year and class. Held by the school whose pupil it is."""

    holder = models.ForeignKey("tenancy.Holder", models.PROTECT, db_index=False, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year_group = models.CharField(max_length=4, blank=True)
    class_name = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True
