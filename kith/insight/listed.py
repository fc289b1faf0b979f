"""A list of children as somebody types or pastes it: a UPN or a whole name to a line, of children on the roll."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.foundation.names import normalise
from kith.insight import cohorts
from kith.insight.sight import Sight
from kith.people.models import PersonIdentifier
from kith.people.queries import cards

__all__ = ["Listed", "read_list"]

MOST = 500
EMPTY = "Name at least one child: a UPN, or first and last name, one child to a line."
TOO_MANY = f"At most {MOST} children at once."


@dataclass(frozen=True)
class Listed:
    """Who was meant; or the sentence that says which lines are not clear."""

    ids: list[UUID]
    sentence: str = ""


def read_list(sight: Sight, text: str) -> Listed:
    """Only children this sight reaches are found, so that a line says nothing of anybody else."""
    lines = [line for line in dict.fromkeys(" ".join(one.split()) for one in text.splitlines()) if line]
    if not 0 < len(lines) <= MOST:
        return Listed([], TOO_MANY if lines else EMPTY)
    known = _known(cohorts.on_roll(sight))
    meant = [(line, known.get(_plain(line), set())) for line in lines]
    nobody, several = ([line for line, ids in meant if len(ids) == 0], [line for line, ids in meant if len(ids) > 1])
    said = [
        *([f"Nobody on the roll is called so: {'; '.join(nobody)}."] if nobody else []),
        *([f"More than one child is called so, give the UPN: {'; '.join(several)}."] if several else []),
    ]
    return Listed([] if said else [id for _, ids in meant for id in ids], " ".join(said))


def _known(ids: Iterable[UUID]) -> Mapping[str, set[UUID]]:
    """What a line may say -> whom it means: numbers, the name as lists have it, the other names of the child."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for id, card in cards(ids).items():
        for name in (card.name, *card.other_names):
            found[_plain(name)].add(id)
    numbers = PersonIdentifier.objects.filter(person__in=ids, kind=PersonIdentifier.Kind.UPN)
    for id, value in numbers.values_list("person_id", "value"):
        found[_plain(value)].add(id)
    return found


def _plain(text: str) -> str:
    """Mia Abara, and Abara, Mia."""
    last, comma, first = text.partition(",")
    return normalise(f"{first} {last}" if comma else text)
