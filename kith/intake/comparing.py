"""Compare the rows of a batch with the records, and with one another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from kith.intake import ages, moving
from kith.intake.facts import child_of
from kith.intake.models import Batch, Row
from kith.intake.progress import Progress, Tell
from kith.intake.pupils import Pupil
from kith.intake.reactions import withhold_protected
from kith.intake.sight import offered
from kith.intake.stages import Accept, Outcome, Stage
from kith.intake.together import Alike, Together
from kith.people.linking import link
from kith.people.matching import EXACT, STATED, Child, Decision, Verdict
from kith.tenancy.bulk import update_many

__all__ = ["Settle", "accepted", "ask_again", "match", "rematch"]

Settle = Callable[[Sequence[Row]], list[Row]]
COMPARED = ("batch", "n", "file", "file_row", "staged", "outcome")
_STRICT = {verdict.value: n for n, verdict in enumerate(Verdict)}
MATCHED_FIELDS = ("outcome", "rule", "reasons", "candidates", "like_row", "person")


def match(batch: Batch, *, tell: Tell, settle: Settle | None = None) -> None:
    """Decide for every good row: a child we know, a new one, or one for a person to look at. `settle` knows of some
    rows by other means whom they are about, and gives those it decided."""
    rows = list(batch.rows.exclude(outcome=Outcome.REJECTED).only(*COMPARED).order_by("n"))
    _match(batch, rows, tell, settle)
    withhold_protected(batch)
    moving.note(batch)
    batch.stage = Stage.MATCHED
    batch.save(update_fields=["stage"])


def rematch(
    batch: Batch,
    rows: Sequence[Row],
    *,
    tell: Tell,
    settle: Settle | None = None,
    accept: Sequence[Verdict] | None = None,
) -> None:
    """Look again at some rows: the records may have moved since."""
    _match(batch, rows, tell, settle, accept)
    withhold_protected(batch)


def ask_again(batch: Batch, rows: Sequence[Row], *, tell: Tell) -> None:
    """Rows of which a person said that they are nobody they were shown: whoever has come to be known since may be them,
    and that nobody was asked. Such a row waits for a person once more."""
    children = {row.n: child_of(Pupil.from_json(row.staged)) for row in rows}
    by_number, asked = {row.n: row for row in rows}, []
    for decided in link(children, holder_id=batch.holder_id, accept=EXACT):
        tell(Progress(Stage.MATCHED, len(decided), len(rows)))
        for n, decision in decided.items():
            row = by_number[n]
            found = [decision.person_id] if decision.person_id else decision.candidates
            declined = offered([row])
            if others := [person for person in found if person not in declined]:
                row.outcome, row.rule, row.answer = Outcome.REVIEW.value, "known since", Row.Answer.NONE
                row.candidates, row.reasons = [*others, *declined], list(decision.reasons)
                asked.append(row)
    update_many(Row, asked, [*MATCHED_FIELDS, "answer"])
    withhold_protected(batch)


def accepted(batch: Batch) -> Sequence[Verdict]:
    """The lines of the rule that join without a person."""
    return STATED if batch.accept == Accept.RULE else EXACT


def _match(
    batch: Batch,
    rows: Sequence[Row],
    tell: Tell,
    settle: Settle | None = None,
    accept: Sequence[Verdict] | None = None,
) -> None:
    accept = accepted(batch) if accept is None else accept
    children = {row.n: child_of(Pupil.from_json(row.staged)) for row in rows}
    by_number = {row.n: row for row in rows}
    # A row is new until something else is found of it, so one that stays new need not be written again.
    was_new = {row.n for row in rows if row.outcome == Outcome.NEW}
    changed: list[Row] = []
    done = 0
    for decided in link(children, holder_id=batch.holder_id, accept=accept):
        found = [_take(by_number[n], decision) for n, decision in decided.items()]
        changed += [row for row in found if row.outcome != Outcome.NEW or row.n not in was_new]
        done += len(decided)
        tell(Progress(Stage.MATCHED, done, len(rows)))
    changed += settle(rows) if settle else []
    changed += _twice(rows, children, accept)
    changed += ages.ask_about(batch, rows, children)
    update_many(Row, list({row.n: row for row in changed}.values()), MATCHED_FIELDS)


def _take(row: Row, decision: Decision) -> Row:
    row.outcome, row.rule = decision.outcome.value, decision.rule
    row.person_id, row.candidates = decision.person_id, list(decision.candidates)
    row.reasons, row.like_row = list(decision.reasons), None
    return row


def _twice(rows: Iterable[Row], children: Mapping[int, Child], accept: Sequence[Verdict]) -> list[Row]:
    """Rows that would make one child twice, or give two rows to one child. Those that found somebody come first, by the
    strictest rule before others: of twins the row that is exactly the one we know is theirs."""
    together: Together[Row] = Together(accept)
    by_person: dict[UUID, Row] = {}
    found = []
    for row in sorted(rows, key=lambda row: (row.outcome == Outcome.NEW, _STRICT.get(row.rule, 0), row.n)):
        child = children[row.n]
        alike = _same_person(row, by_person) or (together.like(child) if row.outcome == Outcome.NEW else None)
        if alike is not None:
            _follow(row, alike)
            found.append(row)
        if alike is not None and row.outcome == Outcome.MATCHED:
            together.join(alike.first, child)
        else:
            together.add(row, child)
    return found


def _same_person(row: Row, by_person: dict[UUID, Row]) -> Alike[Row] | None:
    """An earlier row that found the same child of our records."""
    if row.outcome != Outcome.MATCHED or row.person_id is None:
        return None
    first = by_person.setdefault(row.person_id, row)
    why = ("Both fit the same child in your records.",)
    return None if first is row else Alike(first, Verdict.SAME_NUMBER, why, sure=True)


def _list_of(row: Row) -> tuple[str, str]:
    """The list a row stands in: a table of the download, or one of the lists of one file."""
    return row.file, row.staged.get("listed", "")


def _follow(row: Row, alike: Alike[Row]) -> None:
    """A child in two tables left one roll and joined another. One that is twice in a list is for a person."""
    first = alike.first
    row.like_row = first.n
    if alike.sure and _list_of(first) != _list_of(row):
        row.outcome, row.rule = Outcome.MATCHED.value, alike.verdict.value
        row.reasons = [f"The same child as {first.place}.", *alike.reasons]
        return
    row.outcome, row.rule = Outcome.REVIEW.value, "twice in the files"
    row.candidates = [row.person_id or first.person_id] if row.person_id or first.person_id else []
    row.person_id = None
    row.reasons = [f"{first.place} may be the same child.", *alike.reasons]
