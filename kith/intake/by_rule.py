"""What waits for a person and a stated rule would join: counted by line of the rule, and accepted as one act.

A controller may let a line join children without anybody looking (`Accept.RULE`). Whoever did not choose that for the
whole file can say it afterwards of one line, having seen how many rows it joins and some of them.

Only where one child alone is close, and no other row of the file is or may be that child: otherwise a twin, whose name
is close at the same home, would become the other.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.intake.committing import at_rest
from kith.intake.models import Batch, Row
from kith.intake.queries import to_review
from kith.intake.stages import NotNow, Outcome, Stage, check_step
from kith.people.judging import STATED, Verdict
from kith.tenancy import current
from kith.tenancy.bulk import update_many

__all__ = ["accept", "stated"]


def stated(batch: Batch, reader: Reader) -> dict[Verdict, list[Row]]:
    """The rows this reader may answer for, by the line of the rule that would join them, in the order of the rule."""
    waiting = list(to_review(batch, reader).filter(answer=Row.Answer.NONE, rule__in=STATED))
    meant = _meant(batch, [person for row in waiting for person in row.candidates])
    by_line: dict[str, list[Row]] = defaultdict(list)
    for row in waiting:
        if len(row.candidates) == 1 and meant[row.candidates[0]] == 1:
            by_line[row.rule].append(row)
    return {line: by_line[line] for line in STATED if line in by_line}


def _meant(batch: Batch, persons: Sequence[UUID]) -> Counter[UUID]:
    """How many rows of the file are one of these persons, or may be."""
    sure = batch.rows.filter(person_id__in=persons).values_list("person_id", flat=True)
    perhaps = to_review(batch).filter(candidates__overlap=list(persons)).values_list("candidates", flat=True)
    return Counter([*sure, *(person for found in perhaps for person in found)])


def accept(*, batch: Batch, line: Verdict, count: int, reader: Reader) -> list[Row]:
    """Say of all rows of one line that each is the child beside it. They go in with the next commit.

    `count` is how many were shown. Raises NotNow where there are others by now.
    """
    check_step(at_rest(batch).stage, Stage.COMMITTED)
    Batch.objects.select_for_update(of=("self",)).get(id=batch.id)
    rows = stated(batch, reader).get(line, [])
    rows = list(
        Row.objects.select_for_update(of=("self",)).filter(id__in=[row.id for row in rows], answer="").order_by("n")
    )
    if not rows or len(rows) != count:
        raise NotNow(f"There are now {len(rows):,} rows that this line joins. Look at them again.")
    now, by = timezone.now(), current().doer.post_id or current().doer.on_behalf_of
    for row in rows:
        row.person_id, row.outcome = row.candidates[0], Outcome.MATCHED.value
        row.answer, row.decided_at, row.decided_by = Row.Answer.RULE, now, by
    update_many(Row, rows, ["person", "outcome", "answer", "decided_at", "decided_by"])
    about: list[UUID] = [row.person_id for row in rows]
    detail = {"batch": str(batch.id), "rule": line.value, "rows": len(rows)}
    audit.record("import.accept", subjects=about, holder=batch.holder_id, detail=detail)
    return rows
