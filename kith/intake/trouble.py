"""What is wrong with the rows of an import: all of it for the file that goes back, and a kind at a time for its page.

An example quotes the file. Of a row that is, or may be, a child closed to whoever looks only its place is said; and so,
to anybody but its sender, of what is about nobody we know: it may never have been compared with who is closed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from kith.access.reader import Reader
from kith.intake.cells import Origin, Problem
from kith.intake.models import Batch, Row
from kith.intake.sight import hidden, whom
from kith.intake.stages import Outcome

__all__ = ["Trouble", "people_in_trouble", "problems", "trouble"]

# Of so many rows of a kind one that is open to the reader is looked for.
FEW = 20
# A problem, and the row it was found in; a file that was not read as rows has none.
Found = tuple[Problem, Row | None]


class Trouble(NamedTuple):
    """A kind of trouble: how many rows have it, the first of them a reader may see, and whom that one is about."""

    about: str
    count: int
    example: str
    whom: tuple[UUID, ...] = ()


def problems(batch: Batch) -> Iterator[tuple[Problem, bool]]:
    """Every trouble, with whether its row was taken all the same: what the error file holds."""
    for problem, row in _found(batch):
        yield problem, row is not None and row.outcome != Outcome.REJECTED


def trouble(batch: Batch, reader: Reader | None = None) -> list[Trouble]:
    """The kinds of trouble, the most frequent first. Without a reader nobody is closed."""
    counts, first = Counter[str](), defaultdict[str, list[Found]](list)
    for problem, row in _found(batch):
        counts[problem.about] += 1
        if len(first[problem.about]) < FEW:
            first[problem.about].append((problem, row))
    rows = {row.id: row for some in first.values() for _, row in some if row}
    about = {id: whom(row) for id, row in rows.items()}
    closed = hidden(set[UUID]().union(*about.values()), reader) if reader else set[UUID]()
    sent_it = reader is None or batch.started_by == reader.post.id
    return [Trouble(kind, n, *_example(first[kind], about, closed, sent_it)) for kind, n in counts.most_common()]


def people_in_trouble(batch: Batch) -> list[UUID]:
    """The children rows with trouble are about, as far as they are known."""
    rows = batch.rows.exclude(problems=[]).order_by("n").values_list("person_id", "candidates")
    people = dict[UUID, None]()
    for person, candidates in rows.iterator(2000):
        people |= dict.fromkeys([*([person] if person else []), *candidates])
    return list(people)


def _found(batch: Batch) -> Iterator[Found]:
    for one in batch.problems:
        yield _problem(one), None
    for row in batch.rows.exclude(problems=[]).order_by("n").defer("staged").iterator(2000):
        for one in row.problems:
            yield _problem(one), row


def _example(
    some: Sequence[Found], about: dict[UUID, set[UUID]], closed: set[UUID], sent_it: bool
) -> tuple[str, tuple[UUID, ...]]:
    for problem, row in some:
        of = about[row.id] if row else set[UUID]()
        if (of or sent_it) and not of & closed:
            return problem.sentence, tuple(sorted(of))
    problem = some[0][0]
    return problem.origin.at(problem.column), ()


def _problem(one: dict[str, Any]) -> Problem:
    return Problem(Origin(one["file"], one["row"]), one["column"], one["words"], one["about"])
