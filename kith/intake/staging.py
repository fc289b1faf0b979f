"""From files to a batch with its rows. Nobody's record is touched."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kith.foundation.dates import in_words
from kith.intake.cells import told
from kith.intake.content import day_of_term
from kith.intake.models import Batch, ColumnMapping, Row
from kith.intake.placing import Placement, dfe_number
from kith.intake.progress import Progress, Tell
from kith.intake.pupils import Reading
from kith.intake.reading import Delivery
from kith.intake.sources import BadFile
from kith.intake.stages import Accept, Outcome, Stage, check_step
from kith.organisations.models import Organisation
from kith.people.bulk import known_to
from kith.tenancy import current
from kith.tenancy.bulk import insert_alike

__all__ = [
    "already_in",
    "already_waiting",
    "check_school",
    "fill",
    "newer_than",
    "open_batch",
    "settled_mappings",
    "spoken_of_since",
]

STEP = 5000
OPEN = (Stage.QUEUED, Stage.STAGED, Stage.VALIDATED, Stage.MATCHED, Stage.REVIEW)


def settled_mappings(placement: Placement) -> dict[str, dict[str, str]]:
    """What columns mean, as somebody of this holder settled it before."""
    rows = ColumnMapping.objects.filter(holder_id=placement.holder_id)
    return dict(rows.values_list("signature", "mapping"))


def already_in(delivery: Delivery, placement: Placement) -> Batch | None:
    """The batch by which these very files went into the records, if they did and none of it was taken out again.

    A child they brought may have gone since: with another import that was taken back.
    """
    same = Batch.objects.filter(holder_id=placement.holder_id, sha256=delivery.sha256, school=placement.school)
    found = same.filter(stage=Stage.COMMITTED).order_by("-started_at").first()
    return found if found and not _lost(found).exists() else None


def _lost(batch: Batch) -> QuerySet[Row]:
    """Rows in the records whose child the holder does not know any more."""
    known = known_to(batch.holder_id).filter(person_id=OuterRef("person_id"))
    return batch.rows.filter(~Exists(known), applied_at__isnull=False, person__isnull=False)


def already_waiting(delivery: Delivery, placement: Placement) -> Batch | None:
    """The batch in which these very files wait to be read, compared or put in: a second click makes no second one."""
    same = Batch.objects.filter(holder_id=placement.holder_id, sha256=delivery.sha256, school=placement.school)
    return same.filter(stage__in=OPEN).order_by("-started_at").first()


def newer_than(batch: Batch) -> Batch | None:
    """A batch already in the records whose files speak of a later day. A transfer file is about its own children only,
    so it makes no other file an old one."""
    if batch.as_of is None:
        return None
    later = Batch.objects.filter(
        holder_id=batch.holder_id, school=batch.school, stage=Stage.COMMITTED, as_of__gt=batch.as_of
    )
    return later.exclude(kind="ctf").exclude(id=batch.id).order_by("-as_of").first()


def spoken_of_since(batch: Batch, persons: Sequence[UUID]) -> set[UUID]:
    """Those of whom a file in the records speaks that is of a later day than this batch."""
    if batch.as_of is None:
        return set()
    later = Q(batch__holder=batch.holder_id, batch__stage=Stage.COMMITTED, batch__as_of__gt=batch.as_of, back_line=None)
    rows = Row.objects.filter(later, person_id__among=list(persons)).exclude(applied_at=None)
    return set(rows.values_list("person_id", flat=True))


def open_batch(delivery: Delivery, placement: Placement, *, accept: Accept) -> Batch:
    """A batch for files that have arrived. Nothing of them has been read yet but the headings."""
    return Batch.objects.create(
        holder_id=placement.holder_id,
        kind=delivery.kind,
        sha256=delivery.sha256,
        files=[{"file": name} for name in delivery.files],
        school=placement.school,
        accept=accept,
        stage=Stage.QUEUED,
        started_at=timezone.now(),
        started_by=current().doer.on_behalf_of or current().doer.post_id,
    )


def fill(batch: Batch, delivery: Delivery, placement: Placement, *, today: date, tell: Tell) -> Batch:
    """Write one row for every row of the tables of pupils."""
    check_step(batch.stage, Stage.STAGED)
    n, waiting, days, schools = 0, [], set[date](), Counter[str]()
    whose = {"batch_id": batch.id, "holder_id": batch.holder_id}
    for n, reading in enumerate(delivery.content.readings(), start=1):
        waiting.append(_row(n, reading))
        if reading.pupil:
            schools[reading.pupil.school] += 1
            days.update(filter(None, (reading.pupil.started_on, reading.pupil.left_on)))
        if len(waiting) == STEP:
            insert_alike(Row, _READ, waiting, whose)
            waiting = []
            tell(Progress(Stage.STAGED, n, 0))
    if waiting:
        insert_alike(Row, _READ, waiting, whose)
    tell(Progress(Stage.STAGED, n, n))
    check_school(placement, schools, alone=delivery.kind == "ctf")
    if placement.school and len(set(schools) - {""}) > 1:
        # A council's download by mistake: a person says whether all of them are pupils of this school.
        batch.accept = Accept.NONE
    batch.total = n
    said = delivery.content.as_of or _as_of(delivery.files, days, today)
    batch.as_of = min(said, today)
    batch.files = [count.as_json() for count in delivery.content.counts]
    batch.problems = [told(problem) for problem in delivery.content.problems]
    batch.remarks = [*delivery.content.remarks, *_to_come(said, today), *_remarks(batch, placement, schools)]
    batch.stage = Stage.VALIDATED
    batch.save()
    return batch


def check_school(placement: Placement, schools: Iterable[str], *, alone: bool) -> None:
    """Raises BadFile for the file of another school: its pupils would be shown to people who do not teach them.

    `alone`: not even some of it may be for another, as with a transfer file, which is for one school and no other.
    """
    asked, numbers = placement.school, {dfe_number(name) for name in schools} - {""}
    others = numbers - {asked.laestab} if asked else numbers
    if asked and asked.laestab and others and (alone or others == numbers):
        raise BadFile(
            f"The file is {'for' if alone else 'of'} school {', '.join(sorted(others)[:10])}, "
            f"and it was sent for {asked.laestab} {asked.name}."
            " Nothing of it was taken. Send it for that school, or send the right file."
        )


def _row(n: int, reading: Reading) -> tuple[Any, ...]:
    """What a row of a file becomes, in the order of `_READ`."""
    problems = [told(problem) for problem in reading.problems]
    place = (n, reading.origin.file[:200], reading.origin.row)
    if reading.pupil:
        return (*place, reading.pupil.as_json(), problems, Outcome.NEW.value, [])
    return (*place, {}, problems, Outcome.REJECTED.value, [reading.problems[-1].sentence])


_READ = ("n", "file", "file_row", "staged", "problems", "outcome", "reasons")


def _as_of(files: Sequence[str], days: Iterable[date], today: date) -> date:
    """The day the files speak of: the term in their name (2024_autumn_...), else the last day that stands in them."""
    found = re.search(r"(20\d\d)\D?(autumn|spring|summer)", " ".join(files).lower())
    if found:
        return day_of_term(found[2], found[1]) or today
    return max((day for day in days if day <= today), default=today)


def _to_come(day: date, today: date) -> list[str]:
    """After a day that has not come every later file would be an old one."""
    if day <= today:
        return []
    return [f"The file says that it is of {in_words(day)}, which is still to come. It was taken as one of today."]


def _remarks(batch: Batch, placement: Placement, schools: Counter[str]) -> list[str]:
    remarks = []
    named = sorted(set(schools) - {""})
    if placement.school and len(named) > 1:
        remarks.append(
            f"The files name {len(named)} schools ({', '.join(named[:10])}). "
            f"Put in, all their pupils stand on the roll of {placement.school.name}: none goes in until somebody says "
            "so. If they are not all yours, cancel this import."
        )
    elif placement.school and named and not _is_called(placement.school, named[0]):
        remarks.append(
            f"The file names {named[0]} as the school. Its pupils were put at {placement.school.name}, as asked. "
            "If that is the wrong school, take the import back."
        )
    if placement.school is None and not named and batch.total:
        remarks.append(
            "The file names no school, so the children go into the index without one. To say where they learn, add a "
            "column School with the name or the DfE number."
        )
    if newer := newer_than(batch):
        remarks.append(
            f"A file of {newer.as_of:%-d %b %Y} is in the records already and this one is of {batch.as_of:%-d %b %Y}. "
            "What differs is proposed and nothing newer is replaced."
        )
    return remarks


def _is_called(school: Organisation, name: str) -> bool:
    return name.casefold() == school.name.casefold() or dfe_number(name) == (school.laestab or None)
