"""How somebody is told of what waits, and the address at which their calendar is read."""

from typing import Any, ClassVar

from django.db import models

from kith.organisations.models import Post
from kith.tenancy.models import TenantModel


class NoticeWish(TenantModel):
    """One mail a day at this hour, or none but at once; and the hours in which nothing is told but what cannot wait."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    digest_at = models.TimeField(null=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "post"], name="wish_of_post"),
        ]


class CalendarKey(TenantModel):
    """A secret address at which the calendar of a post is read. It is kept as its fingerprint alone."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    # Which sessions it was made in: it ends when all sessions of the account are ended, as for a lost phone.
    epoch = models.PositiveIntegerField(default=0)
    # When it was renewed or turned off: then it opens nothing.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "post"], condition=models.Q(ended_at=None), name="calendar_of_post"
            ),
            models.UniqueConstraint(fields=["controller", "fingerprint"], name="calendar_fingerprint"),
        ]
