"""A reader as far as the text of a query depends on one. Who they are and what ties them is given when it runs.

A query written for a shape is built once for each role (`tenancy.prepared`) and asked with `reader=` and `now=`.
"""

from dataclasses import dataclass, replace
from operator import attrgetter

from kith.access.reader import Reader
from kith.access.rules import ReaderFacts
from kith.access.words import Relation
from kith.tenancy.prepared import Given


@dataclass(frozen=True)
class Shape:
    """Answers what `queries` asks of a reader, with `Given` in place of what differs between two of one role."""

    facts: ReaderFacts
    standing: frozenset[Relation]

    @classmethod
    def of(cls, reader: Reader) -> "Shape":
        return cls(replace(reader.facts, holders=frozenset()), reader.standing)

    post_id = Given("reader", attrgetter("post_id"))
    barred = Given("reader", attrgetter("barred"))
    known = Given("reader", attrgetter("known"))
    now = Given("now")

    def given_at(self, kind: str) -> Given:
        return Given("reader", lambda reader: reader.given_at(kind))

    def tied(self, because: frozenset[Relation]) -> Given:
        return Given("reader", lambda reader: reader.tied(because))
