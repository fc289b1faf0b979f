"""How what names a person follows when two persons prove to be one, said by each table in one word.

A model says of every column that names a person, by a key or by a bare id, how it follows:

    follows = {"person": Follows.MOVES}

`people.merging` walks these and no list of its own; a table that points at persons and says nothing fails a test and
stops a merge. The versions behind a fact say nothing: each goes on naming whom it was said of.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kith.tenancy.models import FactVersion, TenantModel
from kith.tenancy.settle import tenant_models

__all__ = ["WORK", "Column", "Follows", "columns", "of_table"]


class Follows(enum.StrEnum):
    """What becomes of a column that names the one who is merged into another."""

    MOVES = "it comes to name the one who stays"
    ONE_OF_A_KIND = "it moves, unless the one who stays has one of their own: then both stay, for somebody to settle"
    STAYS = "it goes on naming whom it was written about, and is read through the merge"
    LEDGER = "a line of the ledger stays as it is"
    REBUILT = "made from other rows, and made again"
    KNOWS = "whoever knew either knows the one who stays"
    CLOSES = "it comes to close the one who stays"
    OPENS = "it comes to open the one who stays, where that shows nobody more than before; else it ends"


# What somebody did about a person, as against what belongs to the person or was made from other rows.
WORK = frozenset({Follows.MOVES, Follows.ONE_OF_A_KIND, Follows.STAYS, Follows.CLOSES, Follows.OPENS})


@dataclass(frozen=True)
class Column:
    """A column that names a person, and how it follows."""

    model: Any
    field: Any
    how: Follows


def of_table(model: type[TenantModel]) -> Mapping[str, Follows]:
    """What a table says of its columns."""
    return {} if issubclass(model, FactVersion) else getattr(model, "follows", {})


def columns() -> Iterator[Column]:
    """Every column of every table that names a person."""
    for model in tenant_models():
        for name, how in of_table(model).items():
            yield Column(model, model._meta.get_field(name), how)
