"""What somebody was asked to do about a record, or is to be reminded of."""

from typing import Any, ClassVar

from django.db import models

from kith.cases.models import Record
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


class Action(HeldModel):
    """Whoever leads the work asks a colleague to do something by a day. These words are all of it that they see: the
    record itself opens to nobody by being asked."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}
    read_as: ClassVar[tuple[str, ...]] = ("record__area",)

    record = models.ForeignKey(Record, models.CASCADE, related_name="actions")
    # About whom, where they are told; None: about nobody in particular.
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    words = models.TextField()
    for_post = models.UUIDField()
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    # How it was done, in the words of whoever did it; or why it was taken back.
    how = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True)

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.taken_back_at is None


class Reminder(HeldModel):
    """Somebody is to think of something on a day. Its words are shown in the product alone, to them and who set it."""

    read_as: ClassVar[tuple[str, ...]] = ("record__area",)

    record = models.ForeignKey(Record, models.CASCADE, related_name="reminders")
    words = models.TextField()
    on = models.DateField()
    for_post = models.UUIDField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    # Its task stands on their list.
    rung_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "on"], condition=models.Q(rung_at=None), name="reminder_to_ring"),
        ]
