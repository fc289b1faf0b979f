"""Pairs of records that the rule of matching finds alike, looked for at night: proposed to people, never joined by it.

Within one holder, so that nobody is told of a record they could not open. What somebody said is two persons is not
proposed again, and twins never are: what speaks for two persons keeps a pair out.
"""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.jobs import Work, nightly
from kith.people import joining
from kith.people.bulk import known_to
from kith.people.candidates import as_stored, candidates_for
from kith.people.merge_rules import Stage, seen
from kith.people.merging import of_two
from kith.people.models import Merge, Person
from kith.tenancy.models import Holder

__all__ = ["find_each_night", "follow_merges", "look_among", "waiting"]

STEP = 1000
# So many new pairs of one holder a night: somebody has to look at each.
MOST = 200


def waiting(among: QuerySet[Person], most: int) -> list[Merge]:
    """Pairs that wait for somebody to look at them, both of whom are among these persons."""
    ids = among.values("id")
    return list(Merge.objects.filter(stage=Stage.ALIKE, merged__in=ids, survivor__in=ids).order_by("-id")[:most])


@nightly("people.find_alike", system="matcher", at="40 2 * * *")
def find_each_night(work: Work) -> None:
    """Every holder's own records, some at a time."""
    with work.opened():
        holders = {holder: _known(holder) for holder in Holder.objects.order_by("id").values_list("id", flat=True)}
    for holder, persons in holders.items():
        found = 0
        for some in _in_steps(persons):
            work.go_on()
            if found < MOST:
                with work.opened():
                    found += look_among(some, holder=holder, most=MOST - found)


@nightly("people.follow_merges", system="matcher", at="20 2 * * *")
def follow_merges(work: Work) -> None:
    """What was written at the moment of a merge follows it; what was agreed and whose job was lost is done."""
    with work.opened():
        merges = Merge.objects.filter(stage__in=_DO).order_by("at").values_list("id", "stage")
        waiting = [(id, _DO[Stage(stage)]) for id, stage in merges]
    for merge, do in waiting:
        work.go_on()
        with work.opened():
            do(merge)


_DO: dict[Stage, Callable[[UUID], object]] = {
    Stage.DONE: joining.follow_up,
    Stage.AGREED: joining.join,
    Stage.UNDO_AGREED: joining.part,
}


def look_among(persons: Sequence[UUID], *, holder: UUID, most: int = MOST) -> int:
    """Write down which of these are like somebody the holder knows. Gives how many pairs are new."""
    stored = as_stored(persons)
    asked = dict(enumerate(stored.items()))
    near = candidates_for({n: child for n, (_, child) in asked.items()}, holder_id=holder)
    made = 0
    for n, candidates in sorted(near.items()):
        person, child = asked[n]
        for other in candidates:
            told = seen(child, other.child)
            if made < most and person < other.person_id and told.is_alike and _is_new(person, other.person_id):
                # The record that was there first stays, until somebody says otherwise.
                merge = of_two(Merge(stage=Stage.ALIKE, file_of=holder), person, other.person_id, told)
                merge.at = timezone.now()
                merge.save()
                made += 1
    return made


def _known(holder: UUID) -> list[UUID]:
    there = known_to(holder).filter(person__in=Person.objects.values("id"))
    return list(there.order_by("person_id").values_list("person_id", flat=True))


def _is_new(one: UUID, other: UUID) -> bool:
    """Whether nobody, and no night before, has said anything of these two."""
    either = Q(merged_id=one, survivor_id=other) | Q(merged_id=other, survivor_id=one)
    return not Merge.objects.filter(either).exists()


def _in_steps(persons: Sequence[UUID]) -> Iterator[list[UUID]]:
    for n in range(0, len(persons), STEP):
        yield list(persons[n : n + STEP])
