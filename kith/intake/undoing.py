"""Take back what a batch wrote, by further versions. What people have built on since is kept, and named.

A fact the batch wrote is withdrawn, one it brought up to date says again what it said before, and a child it made is
no longer known. What somebody accepted of what it proposed was written by it too. Where somebody has recorded anything
about the child since, closed the child to somebody, or changed such a fact, or where another import brought the child
too, nothing of that row is taken back: the reasons say what stands on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith import audit
from kith.intake import agreed, telephones, ties
from kith.intake.authors import lines_of_imports
from kith.intake.committing import alone
from kith.intake.held import COMPARED
from kith.intake.kept_words import called
from kith.intake.models import Batch, Row
from kith.intake.progress import Progress, Tell, nobody
from kith.intake.resting_on import about_persons, clear, in_parts, named
from kith.intake.stages import Outcome, Stage, check_step
from kith.people import bulk
from kith.people.models import PersonContact, PersonName
from kith.tenancy import history
from kith.tenancy.bulk import update_many
from kith.tenancy.models import Fact

__all__ = ["STAYS", "Kept", "out_of_records", "undo"]

Kept = dict[int, list[str]]
# Begins what a row says of why it was not taken back.
STAYS = "It stays:"


def undo(batch: Batch, *, tell: Tell = nobody) -> tuple[Batch, int, Kept]:
    """Take the batch back, or what of it was kept before. Gives it, how many rows were taken back, and the reasons for
    those that are kept."""
    batch = alone(batch)
    check_step(batch.stage, Stage.UNDONE)
    rows = list(batch.rows.filter(back_line=None).exclude(applied_at=None).order_by("n"))
    back, kept = out_of_records(rows, tell=tell)
    _say_why(rows, kept)
    batch.stage, batch.undone_at = Stage.UNDONE, timezone.now()
    batch.save(update_fields=["stage", "undone_at"])
    audit.record("import.undo", holder=batch.holder_id, detail={"batch": str(batch.id), "kept": len(kept)})
    return batch, len(back), {row.n: kept[row.person_id] for row in rows if row.person_id in kept}


def out_of_records(rows: Sequence[Row], *, tell: Tell = nobody) -> tuple[list[Row], dict[UUID, list[str]]]:
    """Take back what these rows of one batch wrote: all of a child's rows or none. Gives those taken back, and of the
    others the child with the reasons."""
    accepted, tied = agreed.of_rows(rows), ties.of_rows(rows)
    ours = {row.line for row in rows} | {one.line for one in accepted}
    wrote = _wrote(rows, ours)
    kept = _later_work(rows, wrote, tied, ours)
    back = [row for row in rows if row.person_id not in kept]
    written = audit.record_many("person.import.undo", map(_entry, back))
    for row, line in zip(back, written, strict=True):
        row.back_line = line
    update_many(Row, back, ["back_line"])
    agreed.take_back(accepted, back)
    lines = {row.person_id: row.back_line for row in back}
    for n, (model, facts) in enumerate(wrote.items()):
        tell(Progress(Stage.UNDONE, len(rows) * n // len(wrote), len(rows)))
        _take_back(model, [fact for fact in facts if fact.person_id in lines], lines, ours)
    tell(Progress(Stage.UNDONE, len(rows), len(rows)))
    bulk.follow_names(fact.person_id for fact in wrote[PersonName] if fact.person_id in lines)
    numbers, brought = telephones.of_lines(back)
    back_lines = {adult: row.back_line for adult, row in brought.items()}
    _take_back(PersonContact, numbers, back_lines, ours)
    ties.take_back(tied, lines, holder_ids={row.person_id: row.holder_id for row in back})
    if made := [row for row in back if row.outcome == Outcome.NEW]:
        clear([row.person_id for row in made], made[0].holder_id)
        bulk.take_back((row.person_id for row in made), holder_id=made[0].holder_id)
    return back, kept


def _say_why(rows: Sequence[Row], kept: dict[UUID, list[str]]) -> None:
    """Each row says why it stays, and no more why it stayed before."""
    changed = []
    for row in rows:
        before = [one for one in row.reasons if not one.startswith(STAYS)]
        now = [f"{STAYS} {one}" for one in kept.get(row.person_id, ())]
        if row.reasons != [*before, *now]:
            row.reasons = [*before, *now]
            changed.append(row)
    update_many(Row, changed, ["reasons"])


def _entry(row: Row) -> audit.Entry:
    return audit.Entry(subjects=(row.person_id,), holder=row.holder_id, detail={"batch": str(row.batch_id)})


def _wrote(rows: Sequence[Row], ours: set[UUID | None]) -> dict[type[Fact], list[Any]]:
    """The facts of which some version went in by a line of this batch."""
    persons = {row.person_id for row in rows}
    found: dict[type[Fact], list[Any]] = {}
    for model in COMPARED:
        versions = in_parts(history.versions_model(model), "person_id", persons)
        own = {version.of_id for version in versions if version.line in ours}
        found[model] = list(in_parts(model, "id", own))
    return found


def _later_work(
    rows: Sequence[Row], wrote: dict[type[Fact], list[Any]], tied: Sequence[ties.Tied], ours: set[UUID | None]
) -> dict[UUID, list[str]]:
    """Whom somebody has worked on since, with the reasons in words."""
    found: dict[UUID, list[str]] = defaultdict(list)
    own = {fact.id for facts in wrote.values() for fact in facts} | {id for one in tied for id in one.own}
    for one in ties.changed(tied):
        found[one.child].append("Who an adult is to this child was changed since.")
    for model, facts in wrote.items():
        for fact in _changed_since(model, facts, ours):
            found[fact.person_id].append(f"{called(model)} was changed since.")
    made = [row.person_id for row in rows if row.outcome == Outcome.NEW]
    for model, field in about_persons():
        for person in named(model, field, made, own):
            found[person].append(f"{called(model)} was written down since.")
    for person in _brought_again(rows, made):
        found[person].append("Another import brought this child too.")
    return found


def _brought_again(rows: Sequence[Row], made: Sequence[UUID]) -> set[UUID]:
    """Whom another import that stands in the records has found and kept here."""
    standing = Q(batch__stage__in=[Stage.COMMITTED, Stage.UNDONE], back_line=None) & ~Q(applied_at=None)
    theirs = Row.objects.filter(standing).exclude(batch=rows[0].batch_id) if rows else Row.objects.none()
    return {row.person_id for row in in_parts(theirs, "person_id", made)}


def _changed_since(model: type[Fact], facts: Sequence[Any], ours: set[UUID | None]) -> list[Any]:
    """Facts of which this batch has not said the last word. What another import said that was taken back is no word."""
    numbers = {fact.id: fact.n for fact in facts}
    versions = in_parts(history.versions_model(model), "of_id", numbers)
    others = {version.of_id for version in versions if numbers[version.of_id] == version.n and version.line not in ours}
    last = _last_words(model, others, set())
    return [fact for fact in facts if fact.id in others and last[fact.id].line not in ours]


def _last_words(model: type[Fact], facts: Iterable[UUID], without: set[UUID | None]) -> dict[UUID, Any]:
    """The last version of each fact, but for those of imports that were taken back and those by these lines."""
    found = sorted(in_parts(history.versions_model(model), "of_id", facts), key=lambda version: version.n)
    _, taken_back = lines_of_imports({version.line for version in found} - without)
    return {version.of_id: version for version in found if version.line not in without | taken_back}


def _take_back(model: type[Fact], facts: Sequence[Any], lines: dict[UUID, UUID], ours: set[UUID | None]) -> None:
    """Withdraw what the batch wrote first; let what it changed say again what it said before."""
    before = _last_words(model, [fact.id for fact in facts if fact.n > 1], ours)
    first = [fact for fact in facts if fact.id not in before]
    history.withdraw_many(model, first, line=[lines[fact.person_id] for fact in first])
    names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "controller", "n")]
    for fact in facts:
        if version := before.get(fact.id):
            said = {name: getattr(version, name) for name in names}
            history.write(model, id=fact.id, based_on=fact.n, values=said, line=lines[fact.person_id])
