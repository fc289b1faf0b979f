"""Organisations, teams and posts."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from kith.accounts.models import User
from kith.reference.roles import Role
from kith.tenancy.models import Holder, TenantModel


class Organisation(TenantModel):
    """A place or body: a school, a service, an agency, a setting. One that keeps files has a holder."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        SERVICE = "service", "Council service"
        TRUST = "trust", "Trust office"
        AGENCY = "agency", "Agency"
        SETTING = "setting", "Setting"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    laestab = models.CharField(max_length=7, blank=True)
    urn = models.CharField(max_length=6, blank=True)
    # The last day of a school that closed, as the register of establishments says it.
    closed_on = models.DateField(null=True)
    # Whose files its staff keep. Several organisations of a council service may share one holder.
    files_of = models.ForeignKey(Holder, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "laestab"], condition=~models.Q(laestab=""), name="organisation_laestab"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Team(TenantModel):
    """People who share work inside an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)
    # The end of its last day. Once one is set, nothing more is given to it.
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Post(TenantModel):
    """A user's dated role at an organisation. One user may hold several and switches between them."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="posts")
    role = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    # When it works in its team; without a day, as long as it holds. Compared with the clock, so a lapse needs no job.
    team_since = models.DateTimeField(null=True)
    team_until = models.DateTimeField(null=True)
    # Names of classes whose children are looked for first, as whoever holds the post says.
    classes = models.JSONField(default=list)

    @property
    def team_now(self) -> UUID | None:
        """The team it works in at this moment."""
        now = timezone.now()
        begun = self.team_since is None or self.team_since <= now
        lasts = self.team_until is None or self.team_until > now
        return self.team_id if begun and lasts else None

    @property
    def title(self) -> str:
        """The role in words."""
        return Role(self.role).words

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "organisation", "role"], name="post_at_organisation"),
        ]


class Training(TenantModel):
    """That somebody was trained: in what, on which day, until when it counts. Taken back, it stays and counts not."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    done_on = models.DateField()
    # The last day it counts; none where it counts for ever.
    until_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "user", "kind"], name="training_of_user"),
        ]


class LookedAt(TenantModel):
    """That an administrator has looked at a part of setting a place up and leaves it as it is."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    step = models.CharField(max_length=20)
    by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "organisation", "step"], name="looked_at_once"),
        ]
