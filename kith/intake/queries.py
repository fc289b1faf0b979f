"""What pages and verbs ask about imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kith.access.reader import Reader
from kith.intake.models import Batch, Row, Run
from kith.intake.register import KIND as REGISTER
from kith.intake.side_by_side import beside, review
from kith.intake.sight import hidden, offered
from kith.intake.stages import Outcome, Stage
from kith.intake.trouble import Trouble, trouble

__all__ = [
    "Left",
    "Standing",
    "Summary",
    "Waiting",
    "batches",
    "beside",
    "kept_of",
    "left_of",
    "next_to_review",
    "review",
    "run_of",
    "standing",
    "summary",
    "to_review",
    "waiting",
]


@dataclass(frozen=True)
class Summary:
    """The rows of a batch by what became of them. They add up to all rows."""

    rows: int
    new: int
    matched: int
    review: int
    rejected: int
    applied: int
    decided: int
    # Of those we know: whom the file has at another school than we do.
    moved: int


def batches() -> QuerySet[Batch]:
    """Imports the reader's holders may see, the latest first."""
    return Batch.objects.select_related("school").order_by("-started_at")


def summary(batch: Batch) -> Summary:
    counted = batch.rows.aggregate(
        rows=Count("id"),
        applied=Count("applied_at"),
        decided=Count("decided_at"),
        moved=Count("moved_from", filter=Q(outcome=Outcome.MATCHED)),
        **{one.value: Count("id", filter=Q(outcome=one)) for one in Outcome},
    )
    return Summary(**counted)


@dataclass(frozen=True)
class Standing:
    """Everything a page says about one batch."""

    batch: Batch
    summary: Summary
    trouble: list[Trouble]
    run: Run | None
    # The files are kept still, so what their columns mean can be changed.
    has_files: bool
    # Rows in the records that said something else than what people hold to, decided or not, or gave an address to
    # somebody whose own is protected.
    proposals: int
    # Of an import that was taken back: rows that stay in the records.
    kept: int


def standing(batch: Batch, reader: Reader) -> Standing:
    """How it stands, as this reader may be told."""
    differ = batch.rows.exclude(proposals=[]).exclude(applied_at=None)
    differ = differ.filter(back_line=None)
    return Standing(
        batch,
        summary(batch),
        trouble(batch, reader),
        run_of(batch),
        batch.pieces.exists(),
        differ.count(),
        kept_of(batch).count(),
    )


def kept_of(batch: Batch) -> QuerySet[Row]:
    """Of an import that was taken back, the rows that stay in the records. A register of schools has no such rows."""
    if batch.stage != Stage.UNDONE or batch.kind == REGISTER:
        return Row.objects.none()
    return batch.rows.filter(back_line=None).exclude(applied_at=None).order_by("n")


@dataclass(frozen=True)
class Left:
    """Rows of an import of which it does not hold what is said of it: not in the records though it is, or in them
    though it was taken back; and those that wait for somebody."""

    rows: int
    review: int = 0


def left_of(batches: Sequence[Batch]) -> dict[UUID, Left]:
    """Of each import that is in the records, or was taken back: what of it is not."""
    goes_in = Q(applied_at=None, outcome__in=[Outcome.NEW, Outcome.MATCHED])
    waits = Q(applied_at=None, outcome=Outcome.REVIEW)
    found = _counted(batches, Stage.COMMITTED, goes_in, waits)
    return found | _counted(batches, Stage.UNDONE, Q(back_line=None) & ~Q(applied_at=None), Q(pk__in=[]))


def _counted(batches: Sequence[Batch], stage: Stage, rows: Q, review: Q) -> dict[UUID, Left]:
    ids = [one.id for one in batches if one.stage == stage and one.kind != REGISTER]
    among = Row.objects.filter(rows | review, batch_id__in=ids).values_list("batch_id")
    counted = among.annotate(rows=Count("id", filter=rows), review=Count("id", filter=review)) if ids else ()
    return {id: Left(rows, review) for id, rows, review in counted}


def run_of(batch: Batch) -> Run | None:
    """The job that works on the batch, waits to, or ended without having done what was asked."""
    return Run.objects.filter(batch=batch).first()


def to_review(batch: Batch, reader: Reader | None = None) -> QuerySet[Row]:
    """Rows that wait for a person, in the order of the file. For a reader: those they may answer for."""
    waiting = batch.rows.filter(outcome=Outcome.REVIEW, applied_at=None).order_by("n")
    if reader is None:
        return waiting
    closed = hidden(offered(waiting), reader)
    like_them = batch.rows.filter(person_id__in=closed).values_list("n", flat=True)
    return waiting.exclude(candidates__overlap=list(closed)).exclude(like_row__in=list(like_them))


@dataclass(frozen=True)
class Waiting:
    """Close matches that wait: those a reader has not answered, those set aside, and those others have to answer."""

    new: int
    aside: int
    others: int


def waiting(batch: Batch, reader: Reader) -> Waiting:
    """What waits for this reader, and how many rows wait for somebody else."""
    answers = list(to_review(batch, reader).values_list("answer", flat=True))
    aside = answers.count(Row.Answer.LATER)
    return Waiting(len(answers) - aside, aside, to_review(batch).count() - len(answers))


def next_to_review(batch: Batch, reader: Reader, after: int | None = None) -> Row | None:
    """The first row nobody has answered; with `after`, the first after that one which was set aside."""
    mine = to_review(batch, reader)
    if after is None:
        return mine.exclude(answer=Row.Answer.LATER).first()
    return mine.filter(answer=Row.Answer.LATER, n__gt=after).first()
