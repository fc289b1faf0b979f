"""Which scanned papers somebody may be shown: what is about a child they are kept from is as good as not there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.access.hearing import kept_from
from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.intake.models_papers import Paper
from kith.people.models import Person

__all__ = ["Sight", "open_to", "people_of", "sight_of"]


@dataclass(frozen=True)
class Sight:
    """`open_to`: of whom this reader may say that a paper is theirs. `kept`: of whom they may not even hear."""

    open_to: frozenset[UUID]
    kept: frozenset[UUID]

    def keeps(self, paper: Paper) -> bool:
        """Whether it may be about somebody this reader is kept from."""
        return bool(people_of(paper) & self.kept)

    def shows(self, paper: Paper) -> bool:
        people = people_of(paper)
        return not self.keeps(paper) and (not people or bool(people & self.open_to))


def people_of(paper: Paper) -> frozenset[UUID]:
    return frozenset(id for id in (paper.person_id, *paper.candidates) if id)


def sight_of(papers: Sequence[Paper], reader: Reader) -> Sight:
    people = {id for one in papers for id in people_of(one)}
    return Sight(open_to(people, reader), kept_from(reader.post, people))


def open_to(people: Iterable[UUID], reader: Reader) -> frozenset[UUID]:
    found = visible_to(Person.objects.filter(id__in=list(people)), reader, "person.edit")
    return frozenset(found.values_list("id", flat=True))
