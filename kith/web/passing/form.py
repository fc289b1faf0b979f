"""What a lead ticks of a file, and decides of each name in it: from the form and back."""

from collections.abc import Mapping

from kith.sharing.packing.making import Choice
from kith.sharing.packing.offering import Offer

__all__ = ["choice_of", "name_field"]


def name_field(record: object, word: str) -> str:
    """The field in which a name is decided; the word itself is no part of it."""
    return f"name.{record}.{word}"


def choice_of(offer: Offer, given: Mapping[str, str]) -> Choice:
    """What was ticked of what is offered, and of nothing else."""
    records = frozenset(one.id for one in offer.pieces if given.get(f"record.{one.id}"))
    documents = frozenset(
        one.kept.id for one in offer.documents if not one.closed and given.get(f"document.{one.kept.id}")
    )
    decided = {
        (one.id, word.key): given.get(name_field(one.id, word.key), "") for one in offer.pieces for word in one.asks
    }
    facts = frozenset(one.name for one in offer.facts if given.get(f"fact.{one.name}"))
    stays = frozenset(one.id for one in offer.earlier if not given.get(f"earlier.{one.id}"))
    return Choice(records, documents, {at: what for at, what in decided.items() if what}, facts, stays)
