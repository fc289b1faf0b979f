"""Put the accepted rows of a batch into the records: all of them in one transaction, or none."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.foundation.ids import uuid7
from kith.intake import given, telephones
from kith.intake.difference import Change
from kith.intake.differing import ANOTHERS, difference
from kith.intake.facts import DUAL, PROTECTED, facts_of
from kith.intake.held import Held, holders_of, trusted_in
from kith.intake.looking_again import look_again
from kith.intake.models import Batch, Row
from kith.intake.placing import Placement, schools_named
from kith.intake.progress import Progress, Tell
from kith.intake.pupils import Pupil
from kith.intake.reactions import withhold_addresses
from kith.intake.stages import NotNow, Outcome, Stage, check_step
from kith.intake.staging import spoken_of_since
from kith.organisations.models import Organisation
from kith.people import bulk
from kith.people.judging import EXACT, STATED
from kith.people.models import PersonIdentifier, PersonName
from kith.tenancy import history, waiting
from kith.tenancy.bulk import update_many
from kith.tenancy.models import Fact

__all__ = ["SOURCE", "alone", "at_rest", "commit", "of_school"]

STEP = 5000
_WRITTEN = (
    "batch",
    "holder",
    "n",
    "file",
    "file_row",
    "staged",
    "outcome",
    "rule",
    "answer",
    "like_row",
    "person",
    "proposals",
)
SOURCE = {
    "census": "school census",
    "class list": "class list",
    "ctf": "transfer file",
    "oneroster": "school system",
    "feed": "school system",
}


def commit(batch: Batch, *, tell: Tell) -> Batch:
    """Write what is accepted and not yet written. Raises NotNow if the batch is past that."""
    batch = alone(batch)
    check_step(batch.stage, Stage.COMMITTED)
    look_again(batch, tell)
    rows = _ready(batch)
    pupils = {row.n: Pupil.from_json(row.staged) for row in rows}
    placement = Placement(batch.holder_id, batch.school)
    schools = {} if batch.school else schools_named(p.school for p in pupils.values())
    for start in range(0, len(rows), STEP):
        part = rows[start : start + STEP]
        _write(batch, part, {r.n: placement.school_of(pupils[r.n].school, schools) for r in part})
        tell(Progress(Stage.COMMITTED, start + len(part), len(rows)))
    telephones.follow(batch, SOURCE[batch.kind])
    batch.stage, batch.committed_at = Stage.COMMITTED, timezone.now()
    batch.save(update_fields=["stage", "committed_at"])
    batch.pieces.all().delete()
    audit.record("import.commit", holder=batch.holder_id, detail={"batch": str(batch.id), "rows": len(rows)})
    return batch


def alone(batch: Batch) -> Batch:
    """The batch as it stands, while nobody else imports for this holder: one at a time, to the end of the unit."""
    waiting.alone(f"intake {batch.holder_id}")
    return Batch.objects.select_for_update(of=("self",)).get(id=batch.id)


def at_rest(batch: Batch) -> Batch:
    """The batch as it stands, while nothing is put in or taken back for this holder. Raises NotNow; waits for nobody.

    Several people may answer for rows at once: the lock is shared among them.
    """
    if not waiting.beside_others_or_not(f"intake {batch.holder_id}"):
        raise NotNow("An import is being put into the records just now. Answer again in a minute.")
    return Batch.objects.get(id=batch.id)


def _ready(batch: Batch) -> list[Row]:
    """Rows that go in now, new children first. One that follows another row goes in with it or after it."""
    ready = batch.rows.filter(applied_at=None, outcome__in=[Outcome.NEW, Outcome.MATCHED])
    rows = list(ready.only(*_WRITTEN).order_by("n"))
    leaders = {row.like_row for row in rows if row.like_row}
    applied = batch.rows.filter(n__in=leaders).exclude(applied_at=None).values_list("n", "person_id")
    own = {row.n: row.person_id or uuid7() for row in rows if row.person_id or row.outcome == Outcome.NEW}
    persons = {**own, **dict(applied)}
    for row in rows:
        row.person_id = own.get(row.n) or persons.get(row.like_row)
    return sorted((row for row in rows if row.person_id), key=lambda row: row.outcome != Outcome.NEW)


def _write(batch: Batch, rows: Sequence[Row], schools: dict[int, Organisation | None]) -> None:
    source, now = SOURCE[batch.kind], timezone.now()
    arrived, new = [], {row.n for row in rows if row.outcome == Outcome.NEW}
    for row in rows:
        row.applied_at = now
    for row, line in zip(rows, audit.record_many("person.import", map(_entry, rows)), strict=True):
        row.line = line
        facts = facts_of(Pupil.from_json(row.staged), school=schools[row.n], holder_id=batch.holder_id, source=source)
        arrived.append(bulk.Arrival(row.person_id, facts, line))
    news = _without_numbers_of_others([(r, a) for r, a in zip(rows, arrived, strict=True) if r.n in new])
    bulk.add_many(given.of_newcomers(news), holder_id=batch.holder_id, because="import")
    newer = spoken_of_since(batch, [row.person_id for row in rows])
    for one_each in _one_each((r, a) for r, a in zip(rows, arrived, strict=True) if r.n not in new):
        _bring_up_to_date(one_each, schools, newer=newer, day=batch.as_of)
    update_many(Row, rows, ["person", "applied_at", "line", "proposals"])


def _without_numbers_of_others(pairs: Sequence[tuple[Row, bulk.Arrival]]) -> list[bulk.Arrival]:
    """New children, whose trusted numbers are only proposed where another child has them: a person said that they are
    two, and not whose number it is."""
    numbers = {number for _, arrival in pairs for number in trusted_in(arrival.facts)}
    holders = holders_of(numbers, holder_id=pairs[0][0].holder_id) if pairs else {}
    found = []
    for row, arrival in pairs:
        told = arrival.facts.get(PersonIdentifier, [])
        others = trusted_in(arrival.facts) & {number for number in holders if holders[number]}
        row.proposals = [*row.proposals, *(["Number", ANOTHERS, number] for number in sorted(others))]
        kept = [one for one in told if one["value"] not in others]
        found.append(replace(arrival, facts={**arrival.facts, PersonIdentifier: kept}))
        for number in trusted_in(arrival.facts):
            holders[number].add(arrival.person_id)
    return found


def _entry(row: Row) -> audit.Entry:
    detail = {"batch": str(row.batch_id), "file": row.file, "row": row.file_row}
    return audit.Entry(subjects=(row.person_id,), holder=row.holder_id, detail=detail)


def _one_each(pairs: Iterable[tuple[Row, bulk.Arrival]]) -> Iterator[list[tuple[Row, bulk.Arrival]]]:
    """Rows in rounds, each child at most once in a round: its second row is compared with what the first wrote."""
    rounds: list[list[tuple[Row, bulk.Arrival]]] = []
    seen = Counter[UUID]()
    for row, arrival in pairs:
        if seen[arrival.person_id] == len(rounds):
            rounds.append([])
        rounds[seen[arrival.person_id]].append((row, arrival))
        seen[arrival.person_id] += 1
    yield from rounds


def _bring_up_to_date(
    pairs: Sequence[tuple[Row, bulk.Arrival]],
    schools: dict[int, Organisation | None],
    *,
    newer: set[UUID],
    day: date | None,
) -> None:
    """Somebody known: add what is new, bring up to date what a file wrote, propose the rest.

    `newer`: those of whom a file of a later day has spoken; `day`: that of this file.
    """
    persons = [arrival.person_id for _, arrival in pairs]
    held = Held.of(persons, holder_id=pairs[0][0].holder_id, arriving=[arrival.facts for _, arrival in pairs])
    added, changed = [], _Changed(held)
    for row, arrival in pairs:
        found = difference(
            dict(arrival.facts),
            older=arrival.person_id in newer,
            close=_was_close(row),
            day=day,
            **held.against(arrival.person_id),
            **of_school(row, schools[row.n]),
        )
        withheld = [one for one in row.proposals if tuple(one) == PROTECTED]
        row.proposals = withheld + [list(one) for one in found.proposed if list(one) not in withheld]
        added.append(bulk.Arrival(arrival.person_id, found.added, arrival.line))
        changed.take(arrival, found.changed)
        if PROTECTED in found.proposed:
            withhold_addresses([row])
    changed.write()
    bulk.add_facts(added)
    bulk.follow_names(changed.renamed)


def _was_close(row: Row) -> bool:
    """Whether it took a person, or a line of the stated rule, to say that this row is this child."""
    return row.answer in (Row.Answer.SAME, Row.Answer.RULE) or row.rule in STATED[len(EXACT) :]


def of_school(row: Row, school: Organisation | None) -> dict[str, Any]:
    """What a row says of its school beside the enrolment itself."""
    return {"school": school.name if school else "", "dual": row.staged.get("enrolment") in DUAL}


class _Changed:
    """The facts rows bring up to date, to be written by one statement for each kind."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._facts: dict[type[Fact], list[Any]] = defaultdict(list)
        self._lines: dict[type[Fact], list[UUID | None]] = defaultdict(list)
        self.renamed: list[UUID] = []

    def take(self, arrival: bulk.Arrival, changes: Iterable[Change]) -> None:
        """What a row changes about one person."""
        for change in changes:
            fact = next(f for f in self._held.facts[arrival.person_id][change.model] if f.id == change.id)
            for name, value in change.values.items():
                setattr(fact, name, value)
            self._facts[change.model].append(fact)
            self._lines[change.model].append(arrival.line)
            if change.model is PersonName:
                self.renamed.append(arrival.person_id)

    def write(self) -> None:
        for model, facts in self._facts.items():
            history.write_changed(model, facts, line=self._lines[model])
