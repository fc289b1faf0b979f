"""The columns of a class list, as the page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.intake.class_list import FIELDS

CHOICES = tuple((name, words) for name, (words, _) in FIELDS.items())


@dataclass(frozen=True)
class Shown:
    """One column: the name of its answer, its heading, what is chosen, the first rows, and what is wrong."""

    id: str
    heading: str
    chosen: str
    first: str
    problem: str


@dataclass(frozen=True)
class ColumnsPage:
    batch: UUID
    file: str
    columns: tuple[Shown, ...]
    choices: tuple[tuple[str, str], ...]


def columns_page(
    batch: Any, columns: Sequence[Any], chosen: Sequence[str] | None, problems: Mapping[str, str]
) -> ColumnsPage:
    """Each column with the guess, or with what was chosen before."""
    answers = list(chosen) if chosen is not None else [one.field for one in columns]
    answers += [""] * (len(columns) - len(answers))
    return ColumnsPage(
        batch=batch.id,
        file=batch.files[0]["file"],
        columns=tuple(
            Shown(id, one.heading, answers[n], _first(one.first), problems.get(id, ""))
            for n, one in enumerate(columns)
            for id in [f"column-{n}"]
        ),
        choices=CHOICES,
    )


def _first(values: Sequence[str]) -> str:
    """Weller; Sole; Adeyemi"""
    return "; ".join(filter(None, values)) or "Nothing in the first rows"
