"""Whether the same file is kept of a child already, or stands in this load a second time: said before it is filed."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from kith.cases.models import Filing
from kith.documents.models import Document
from kith.documents.queries import Kept, as_they_stand
from kith.intake.models_papers import Paper
from kith.intake.paper_sight import people_of

__all__ = ["said_of"]

THERE = "The very same file is kept of this child already."
HERE = "The very same file stands in this load more than once."


def said_of(papers: Sequence[Paper], kept: Mapping[UUID, Kept], open_to: Collection[UUID]) -> dict[UUID, str]:
    """By paper, of those that wait: what is there already, as far as it is about whom this reader may see."""
    waiting = [one for one in papers if one.filed_at is None and one.document_id in kept]
    prints = {one.id: kept[one.document_id].now.sha256 for one in waiting}
    people = {one.id: people_of(one) & set(open_to) for one in waiting}
    there = _there({id for ids in people.values() for id in ids}, kept)
    found: dict[UUID, str] = {}
    for one in waiting:
        same = [two for two in waiting if prints[two.id] == prints[one.id] and people[two.id] & people[one.id]]
        if any((person, prints[one.id]) in there for person in people[one.id]):
            found[one.id] = THERE
        elif len(same) > 1:
            found[one.id] = HERE
    return found


def _there(people: Collection[UUID], kept: Mapping[UUID, Kept]) -> set[tuple[UUID, str]]:
    """Who has which bytes, of those as long as ours: only these are unsealed."""
    sizes = {one.now.size for one in kept.values()}
    filings = Filing.objects.filter(person__in=people, record=None, document__versions__size__in=sizes)
    filed = set(filings.values_list("document_id", "person_id"))
    stand = as_they_stand(list(Document.objects.filter(id__in={document for document, _ in filed})))
    prints = {one.id: one.now.sha256 for one in stand if not one.void}
    return {(person, prints[document]) for document, person in filed if document in prints}
