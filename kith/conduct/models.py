"""A concern about an adult who works with children, and what was done about it.

They are no records of a child: no row here names a person of the register, so no chronology, search, transfer or merge
can come upon one (docs/decisions/0029).
"""

from typing import Any, ClassVar

from django.db import models

from kith.foundation.ids import random_id
from kith.tenancy.models import HeldModel


class StaffConcern(HeldModel):
    """What somebody who works there wrote about a colleague, or about themselves."""

    reference = models.CharField(max_length=20)
    # Whom it is about: an account, whichever of their posts they sit at; or a name, of somebody who has none.
    about_user = models.UUIDField(null=True)
    about_name = models.CharField(max_length=200)
    # It is about somebody who is head, or was while this was open.
    about_head = models.BooleanField(default=False)
    words = models.TextField()
    done_so_far = models.TextField(blank=True)
    occurred_on = models.DateField()
    written_by = models.UUIDField()
    written_by_user = models.UUIDField()
    written_at = models.DateTimeField()
    stage = models.CharField(max_length=20, default="sent")
    seen_at = models.DateTimeField(null=True)
    token = models.UUIDField(default=random_id)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "written_by", "token"], name="staff_concern_token"),
        ]

    @property
    def is_own(self) -> bool:
        """Somebody wrote about themselves."""
        return self.about_user == self.written_by_user


class StaffStep(HeldModel):
    """What whoever answers for it did, and why."""

    append_only = True

    concern = models.ForeignKey(StaffConcern, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=40)
    words = models.TextField()
    to_stage = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.UUIDField()
