"""Many children at once against the records of a holder: whose number settles it first, then the rest by their looks.

Most rows of a census are settled by their number, so only one in four is held against namesakes and birthdays.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from kith.people.candidates import candidates_for
from kith.people.looked_for import Question, by_number, questions
from kith.people.matching import EXACT, Child, Decision, Outcome, Verdict, decide

__all__ = ["link"]

Asking = Callable[[Child], Iterable[Question]]
STEP = 4000


def link(
    children: Mapping[int, Child], *, holder_id: UUID, accept: Sequence[Verdict] = EXACT
) -> Iterator[dict[int, Decision]]:
    """Decides for each child, by the key it was given, in parts of some thousands."""
    keys = list(children)
    for start in range(0, len(keys), STEP):
        part = {key: children[key] for key in keys[start : start + STEP]}
        yield _settled(part, holder_id, accept)


def _settled(part: Mapping[int, Child], holder_id: UUID, accept: Sequence[Verdict]) -> dict[int, Decision]:
    numbered = _decided({key: child for key, child in part.items() if child.numbers}, holder_id, accept, by_number)
    settled = {key: found for key, found in numbered.items() if found.outcome is Outcome.MATCHED}
    rest = {key: child for key, child in part.items() if key not in settled}
    return settled | _decided(rest, holder_id, accept, questions)


def _decided(
    children: Mapping[int, Child], holder_id: UUID, accept: Sequence[Verdict], ask: Asking
) -> dict[int, Decision]:
    found = candidates_for(children, holder_id=holder_id, ask=ask) if children else {}
    return {key: decide(child, found.get(key, ()), accept=accept) for key, child in children.items()}
