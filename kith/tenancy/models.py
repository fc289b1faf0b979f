"""The base of every table: whose it is, who holds it, and the two kinds of row a fact is made of."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from kith.foundation.ids import uuid7
from kith.tenancy.facts import FactQuerySet, UseHistory


class CurrentController(models.Func):
    """The tenant of the open transaction, as the database knows it. Nobody passes it by hand."""

    template = "nullif(current_setting('app.controller', true), '')::uuid"
    output_field = models.UUIDField()
    allowed_default = True


class Controller(models.Model):
    """A UK GDPR data controller: a council, an academy trust, a maintained school. The tenant."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        TRUST = "trust", "Trust"
        SCHOOL = "school", "School"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    settings = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A row that belongs to one controller. Its key in the database is (controller_id, id)."""

    # Declarations `settle` reads. append_only: the application may add and read, never change.
    append_only: ClassVar[bool] = False
    # The columns of an append-only table that may be emptied when what they say is sealed: the words stay the same,
    # only where they can be read changes.
    sealed_later: ClassVar[tuple[str, ...]] = ()
    # Those that say whom a row of an append-only table is about: a merge points them at the one who stays, and back.
    re_pointed: ClassVar[tuple[str, ...]] = ()
    # (model that links to holders, its field, own column): seen only where such a link exists.
    seen_through: ClassVar[tuple[str, str, str] | None] = None
    # What other roles may do, e.g. {"kith_sealer": "SELECT"}; a row for kith_app replaces what it may by default.
    role_grants: ClassVar[dict[str, str]] = {}
    # Read past the fence of holders by a function of schema `search`, which has tenant and holders inside: row security
    # would pass its index by.
    searched: ClassVar[bool] = False
    # The constraint triggers a migration made for it, each told of in docs/reference/constraints.md.
    held_by: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(
        Controller,
        models.PROTECT,
        db_default=CurrentController(),
        db_index=False,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class TwoSidedModel(models.Model):
    """A row that its two parties can read and nobody can change. Only the sender can have written it.

    Its key is `id`, random, so that the rows of either party may point at it and neither learns from the number of
    the other's rows. Each such table is listed in `classes.TWO_SIDED`.
    """

    # What else must be true of a new row, as SQL over its own columns.
    insert_check: ClassVar[str] = ""
    # Where sender and recipient may be one controller, whose holders write to each other: SQL over its own columns.
    to_itself: ClassVar[str] = "false"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sender = models.ForeignKey(Controller, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Controller, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Holder(TenantModel):
    """The organisation inside a controller whose file something is. Two holders do not share a row."""

    slug = models.SlugField()
    name = models.CharField(max_length=200)
    # A council's index holder is held by all its posts, so that its front door finds every child.
    is_index = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["controller", "slug"], name="holder_slug")]

    def __str__(self) -> str:
        return self.name


class HeldModel(TenantModel):
    """A row that one holder holds; the database shows it to nobody who does not hold for that holder."""

    holder = models.ForeignKey(Holder, models.PROTECT, db_index=False, related_name="+")

    class Meta:
        abstract = True


class Fact(TenantModel):
    """A fact as it stands now: a stable id others point at. Written only by `tenancy.history`."""

    n = models.PositiveIntegerField(default=1, editable=False)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise UseHistory(type(self))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise UseHistory(type(self))


class FactVersion(TenantModel):
    """What a fact said, when that was true in life and when it became known to us. Never changed."""

    append_only = True
    versions_of: ClassVar[type[Fact]]

    of_id = models.UUIDField()
    n = models.PositiveIntegerField()
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    by = models.UUIDField(null=True)
    line = models.UUIDField(null=True)
    void = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "of_id", "n"], name="%(class)s_of_n")
        ]
