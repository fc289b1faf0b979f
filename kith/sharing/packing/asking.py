"""Words that go and are no record: a referral in one's own words, a line of a chronology. The names in them are asked
about as those in records are, and what was decided is kept the same way: (id of the words, name) -> one of three."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.sharing.packing.naming import Found, Names, find, without

__all__ = ["KEEP", "OUT", "TAKE_OUT", "Decided", "Words", "undecided", "words_of"]

# What is decided of a word that may name somebody else.
KEEP, TAKE_OUT, OUT = "keep", "take_out", "out"
Decided = Mapping[tuple[UUID, str], str]


@dataclass(frozen=True)
class Words:
    """Some words, how a sentence calls them, and the names in them that are asked about."""

    id: UUID
    called: str
    asks: tuple[Found, ...]
    names: Names

    def plain(self, text: str, decided: Decided) -> str:
        """The text without the names that are to be taken out."""
        out = [one for one in self.asks if decided.get((self.id, one.key)) == TAKE_OUT]
        return without(text, out, self.names)

    def stays(self, decided: Decided) -> bool:
        """Whether a name keeps all of it back."""
        return any(decided.get((self.id, one.key)) == OUT for one in self.asks)


def words_of(id: UUID, called: str, texts: Iterable[str], names: Names) -> Words:
    return Words(id, called, tuple(find(texts, names)), names)


def undecided(id: UUID, called: str, asks: Iterable[Found], decided: Decided) -> Iterator[tuple[str, str]]:
    """The words that may name somebody else and of which nobody has said what becomes of them: field -> a sentence."""
    for one in asks:
        if decided.get((id, one.key)) not in (KEEP, TAKE_OUT, OUT):
            yield f"name.{id}.{one.key}", f"Decide what becomes of “{one.word}” in {called}."
