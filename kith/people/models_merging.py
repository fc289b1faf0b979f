"""That two persons are one: who said so, who agreed, what was moved; or that they are two.

The one who is merged keeps their row and every earlier version that names them. What names them now is moved to the
one who stays, and each row that was moved has a step here, by which it goes back.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from kith.people.merge_rules import STANDING, WAITING, Stage
from kith.tenancy.follows import Follows
from kith.tenancy.models import TenantModel

ONE_AT_A_TIME = sorted({one.value for one in (*WAITING, *STANDING)})
OF_THE_MERGED = ("people.Known", "person", "merged_id")


class Merge(TenantModel):
    """Two records that somebody holds for those of one person: proposed, agreed by a second, done, perhaps undone.

    Read by whoever knows the merged one, so that an old address still leads somewhere.
    """

    seen_through = OF_THE_MERGED
    follows: ClassVar[dict[str, Follows]] = {"merged": Follows.STAYS, "survivor": Follows.STAYS}

    merged = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    survivor = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Stage])
    # What the rule of matching says of the two, in its own words.
    verdict = models.CharField(max_length=60, blank=True)
    reasons = models.JSONField(default=list)
    # Whose file it was proposed in: its ledger lines are held there.
    file_of = models.UUIDField()
    why = models.TextField()
    # None: Kith found them alike.
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    # The second person's answer, and why where it was no.
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    line = models.UUIDField(null=True)
    # Taking it apart again: why, who asked, who agreed, and which rows written since go with the other.
    undo_why = models.TextField(blank=True)
    undo_by = models.UUIDField(null=True)
    undo_decided_by = models.UUIDField(null=True)
    undo_chosen = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~Q(merged=F("survivor")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(by=F("decided_by")), name="merge_by_two"),
            models.CheckConstraint(condition=~Q(undo_by=F("undo_decided_by")), name="unmerge_by_two"),
            models.UniqueConstraint(
                fields=["controller", "merged"],
                condition=Q(stage__in=ONE_AT_A_TIME),
                name="merged_into_one",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "survivor"], name="merge_survivor"),
            models.Index(fields=["controller", "stage", "-at"], name="merge_stage"),
        ]

    @property
    def both(self) -> list[UUID]:
        return [self.survivor_id, self.merged_id]


class MergeStep(TenantModel):
    """What a merge did to one row, and what goes back: ids and moments, never the words of the row."""

    append_only = True
    seen_through = OF_THE_MERGED
    follows: ClassVar[dict[str, Follows]] = {"merged": Follows.STAYS}

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="steps")
    merged = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    table = models.CharField(max_length=80)
    row = models.UUIDField()
    column = models.CharField(max_length=40)
    did = models.CharField(max_length=12)
    # What stood there, where it is more than the id of the merged one.
    before = models.JSONField(null=True)
