"""A batch of rows from outside, and what became of each row. Nothing here is in anybody's record."""

import hashlib
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.intake.cells import Origin
from kith.intake.models_feeds import Feed as Feed
from kith.intake.models_feeds import FeedPage as FeedPage
from kith.intake.models_feeds import FeedPupil as FeedPupil
from kith.intake.models_feeds import FeedRun as FeedRun
from kith.intake.models_papers import Paper as Paper
from kith.intake.models_papers import PaperLoad as PaperLoad
from kith.intake.stages import Accept, Outcome, Stage, Task
from kith.organisations.models import Organisation
from kith.people.models import Person
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in words]


class Batch(HeldModel):
    """One delivery: its files, by whom, how far it has come."""

    kind = models.CharField(max_length=20)
    files = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    # The day the file speaks of: an older file must not undo what a newer one said.
    as_of = models.DateField(null=True)
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=12, choices=_choices(Stage), default=Stage.QUEUED)
    accept = models.CharField(max_length=6, choices=_choices(Accept), default=Accept.EXACT)
    # Trouble that belongs to no row of a pupil, and remarks on the whole.
    problems = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    started_at = models.DateTimeField()
    started_by = models.UUIDField(null=True)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # Its rows, once they are read.
    total = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "started_at"], name="batch_latest"),
            models.Index(fields=["controller", "sha256"], name="batch_print"),
        ]


class FilePiece(HeldModel):
    """A piece of a file that arrived, kept until what is in it is in the records or is not wanted."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="pieces")
    file = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    n = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "batch", "file", "n"], name="piece_once"),
        ]


class Run(HeldModel):
    """One run of a job over a batch: how far it is, and whether somebody asked it to stop. One at a time."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="runs")
    task = models.CharField(max_length=10, choices=_choices(Task))
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    # When the job last said how far it is; until then it waits for its turn.
    told_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=12, choices=_choices(Stage), default=Stage.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    # The sentence that says why it ended without having done what was asked.
    ended = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "batch"], name="run_one_at_a_time"),
        ]


class Row(HeldModel):
    """One row: what it said, what is wrong with it, whom it is about, and what a person decided."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES, "candidates": Follows.MOVES}

    class Answer(models.TextChoices):
        NONE = "", "Not yet"
        SAME = "same", "Same child"
        DIFFERENT = "different", "Different children"
        LATER = "later", "Not sure"
        # Nobody looked at this row alone: somebody accepted what a stated rule says (`by_rule`).
        RULE = "rule", "As the rule says"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    n = models.PositiveIntegerField()
    file = models.CharField(max_length=200)
    file_row = models.PositiveIntegerField()
    staged = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    outcome = models.CharField(max_length=8, choices=_choices(Outcome))
    # The line of the rule that joined it; of a row that waits, the line that would.
    rule = models.CharField(max_length=60, blank=True)
    reasons = models.JSONField(default=list)
    candidates = ArrayField(models.UUIDField(), default=list)
    # Another row of this batch that gives the same name and date of birth.
    like_row = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # On the roll of this school, as we held it when the row was compared, while the row names another.
    moved_from = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    # The ledger line it went in by. Every version it wrote names the same line, and so can be found and taken back.
    line = models.UUIDField(null=True)
    # The line it was taken back by.
    back_line = models.UUIDField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    # What was not written over a value a person is responsible for: [field, ours, theirs].
    proposals = models.JSONField(default=list)

    @property
    def place(self) -> str:
        """list.csv, row 3"""
        return f"{self.file}, {Origin(self.file, self.file_row).place}"

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "batch", "n"], name="row_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "batch", "outcome", "n"], name="row_outcome"),
        ]


class TakenBack(HeldModel):
    """That a row went into the records and was taken out alone, to be decided once more, or something accepted of it
    with the import: by which two lines."""

    row = models.ForeignKey(Row, models.CASCADE, related_name="taken_back")
    line = models.UUIDField()
    back_line = models.UUIDField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "line"], name="taken_back_line"),
            models.Index(fields=["controller", "back_line"], name="taken_back_by"),
        ]


class Checked(HeldModel):
    """What a person said of a row of the sample: that the rule joined the right child, or not."""

    row = models.ForeignKey(Row, models.CASCADE, related_name="checked")
    right = models.BooleanField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    # Why a wrong one stayed in the records all the same.
    kept = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "row"], name="checked_once"),
        ]


def print_of(fact: str, ours: str, theirs: str) -> str:
    """Which of a row's proposals it is, without its words: `Settled.what`."""
    return hashlib.sha256(f"{fact}\n{ours}\n{theirs}".encode()).hexdigest()


class Settled(HeldModel):
    """What a person decided about something a row proposed. Once; unless it was taken back."""

    follows: ClassVar[dict[str, Follows]] = {"made": Follows.MOVES}

    row = models.ForeignKey(Row, models.CASCADE, related_name="settled")
    # Which of the row's proposals: a fingerprint, since its words may have to be withheld one day.
    what = models.CharField(max_length=64)
    accepted = models.BooleanField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    # The fact that was written, and its version.
    fact = models.UUIDField(null=True)
    n = models.PositiveIntegerField(null=True)
    # The adult who was written down for it, where nobody we know was meant.
    made = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "row", "what"], condition=models.Q(taken_back_at=None), name="settled_once"
            ),
        ]


class ColumnMapping(HeldModel):
    """What the columns of a class list mean, as somebody settled it for files with these headings."""

    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    settled_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "holder", "signature"], name="mapping_once"),
        ]
