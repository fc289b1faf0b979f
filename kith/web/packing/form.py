"""What a lead ticks of a file, and decides of each name in it: from the form and back."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from kith.sharing.packing.making import Choice
from kith.sharing.packing.naming import Found
from kith.sharing.packing.offering import Offer

__all__ = ["choice_of", "decided_of", "name_field"]


def name_field(record: object, word: str) -> str:
    """The field in which a name is decided; the word itself is no part of it."""
    return f"name.{record}.{word}"


def decided_of(id: UUID, asks: Iterable[Found], given: Mapping[str, str]) -> dict[tuple[UUID, str], str]:
    """What was decided of the names in a record, or in other words that go under an id."""
    decided = {(id, one.key): given.get(name_field(id, one.key), "") for one in asks}
    return {at: what for at, what in decided.items() if what}


def choice_of(offer: Offer, given: Mapping[str, str]) -> Choice:
    """What was ticked of what is offered, and of nothing else."""
    records = frozenset(one.id for one in offer.pieces if given.get(f"record.{one.id}"))
    documents = frozenset(
        one.kept.id for one in offer.documents if not one.closed and given.get(f"document.{one.kept.id}")
    )
    decided = {at: what for one in offer.pieces for at, what in decided_of(one.id, one.asks, given).items()}
    facts = frozenset(one.name for one in offer.facts if given.get(f"fact.{one.name}"))
    stays = frozenset(one.id for one in offer.earlier if not given.get(f"earlier.{one.id}"))
    return Choice(records, documents, decided, facts, stays)
