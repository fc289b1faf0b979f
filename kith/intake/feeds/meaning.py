"""Whom each number of a school's system means in the records: what it meant before says who a child is, whatever has
been put right in name, birthday or address since, here or there.

A number is no proof that nobody typed another child over this one: where what is said now is nobody's like whom it
meant, a person looks. And two numbers of one system are two children, until somebody says otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.intake.facts import child_of
from kith.intake.models import Feed, FeedPupil, Row
from kith.intake.pupils import Pupil
from kith.intake.stages import Outcome
from kith.people.candidates import as_stored
from kith.people.likeness import Likeness
from kith.people.matching import EXACT, STATED, Child, Comparison, Verdict, compare
from kith.people.models import Known
from kith.tenancy.bulk import update_many

__all__ = ["Meant", "is_in", "meant_by", "remember"]

SAME_KEY = "same number in the school’s system"
STAYS = "The school’s system has this child under the same number as before."
IS_ANOTHER = "The number meant this child before, and what it says now fits somebody else."
TWO_KEYS = "In the school’s system this child has another number as well."


def meant_by(pupils: Iterable[FeedPupil], holder_id: UUID) -> dict[str, UUID]:
    """Number of theirs -> person. Whom the holder knows no more is meant by none."""
    found = {one.key: person for one in pupils if (person := _person(one)) is not None}
    ours = Known.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), holder=holder_id)
    known = set(ours.filter(person__in=set(found.values())).values_list("person_id", flat=True))
    return {key: person for key, person in found.items() if person in known}


def is_in(one: FeedPupil) -> bool:
    """Whether what was said last went into the records and stands there."""
    return one.row is not None and one.row.applied_at is not None and one.row.back_line is None


def remember(feed: Feed) -> dict[str, UUID]:
    """Write down whom each number has come to mean; the same is given."""
    pupils = list(FeedPupil.objects.filter(feed=feed).select_related("row"))
    other = [one for one in pupils if _person(one) != one.person_id]
    for one in other:
        one.person_id = _person(one)
    update_many(FeedPupil, other, ["person"])
    return meant_by(pupils, feed.holder_id)


def _person(one: FeedPupil) -> UUID | None:
    """What went into the records last says it; of what still waits or was taken back, what it meant before."""
    said = one.row.person_id if one.row is not None and is_in(one) else None
    return said or one.person_id


@dataclass(frozen=True)
class Meant:
    """What the rows of a batch are told by the numbers they came under, `keys` in their order.

    `still` are the numbers of this delivery. The rows of those in `sure` say of whoever is meant what went in before.
    """

    keys: Sequence[str]
    persons: Mapping[str, UUID]
    still: frozenset[str]
    sure: frozenset[str] = frozenset()

    def settle(self, rows: Sequence[Row]) -> list[Row]:
        """Say of each row whom it is about where its number says it. Gives those of which it is another now."""
        stored = as_stored(self.persons[key] for key in self.keys if key in self.persons)
        by_person = {person: key for key, person in self.persons.items()}
        return [row for row in rows if self._settle(row, self.keys[row.n - 1], stored, by_person)]

    def _settle(self, row: Row, key: str, stored: Mapping[UUID, Child], by_person: Mapping[UUID, str]) -> bool:
        meant = self.persons.get(key)
        if meant is not None:
            return _hold_to(row, meant, stored[meant], sure=key in self.sure)
        other = by_person.get(row.person_id) if row.person_id else None
        if other is None or (other not in self.still and row.rule in EXACT):
            return False
        return _for_a_person(row, [row.person_id], TWO_KEYS)


def _hold_to(row: Row, meant: UUID, theirs: Child, *, sure: bool) -> bool:
    if row.outcome == Outcome.MATCHED and row.person_id == meant:
        return False
    found = compare(child_of(Pupil.from_json(row.staged)), theirs)
    if row.outcome == Outcome.MATCHED or not (sure or _is_like(found)):
        return _for_a_person(row, [meant, row.person_id], IS_ANOTHER, *found.reasons)
    row.outcome, row.rule, row.person_id = Outcome.MATCHED.value, SAME_KEY, meant
    row.reasons, row.candidates, row.like_row = [STAYS, *found.reasons], [], None
    return True


def _is_like(found: Comparison) -> bool:
    """Close enough that the number settles it: no other number speaks against it, and the forename is no other one."""
    close = found.verdict is Verdict.CLOSE and found.found.number is not Likeness.DIFFERENT
    return found.verdict in STATED or (close and found.found.name.speaks and not found.found.of_two)


def _for_a_person(row: Row, persons: Iterable[UUID | None], *reasons: str) -> bool:
    row.outcome, row.rule, row.person_id = Outcome.REVIEW.value, "close", None
    row.candidates = list(dict.fromkeys(one for one in persons if one is not None))
    row.reasons, row.like_row = list(reasons), None
    return True
