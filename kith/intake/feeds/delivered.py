"""One delivery of a feed, read into the tables of its profile: the same whether it was brought or asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kith.intake.cells import Record
from kith.intake.feeds.profiles import Profile, Table

__all__ = ["Delivered", "Filled"]


@dataclass(frozen=True)
class Filled:
    """A table of the profile with its rows; `inside` are the rows of lists that stand within one, by its place."""

    table: Table
    records: Sequence[Record]
    inside: Sequence[Sequence[Record]] = ()


@dataclass(frozen=True)
class Delivered:
    """What arrived. `doubt` says why whoever is not in it may be there all the same: then nobody is held to be gone."""

    profile: Profile
    filled: tuple[Filled, ...]
    names: tuple[str, ...]
    sha256: str
    day: date
    doubt: str = ""
    remarks: tuple[str, ...] = ()
    # Whether it says itself of which day it is.
    dated: bool = False
    # Why a person has to say first that it is not an old one.
    older: str = ""

    def of(self, kind: str) -> Iterator[Filled]:
        yield from (one for one in self.filled if one.table.of == kind)
