"""What the columns of a class list mean: the guess with the first rows beside it, and what a person makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kith.foundation.dates import today
from kith.intake import actions, arriving, orders
from kith.intake.class_list import FIELDS, ClassList, missing
from kith.intake.models import Batch
from kith.intake.placing import Placement
from kith.intake.stages import NotNow

__all__ = ["Column", "Unclear", "columns_of", "settle"]

FIRST_ROWS = 4


class Unclear(ValueError):
    """What was chosen does not make a list of pupils: sentences by the number of the column, from 0."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


@dataclass(frozen=True)
class Column:
    """One column of the file: its heading, which of our fields it is taken for, and what stands in the first rows."""

    heading: str
    field: str
    first: tuple[str, ...]


def columns_of(batch: Batch) -> tuple[Column, ...]:
    """The columns of the list as they are settled or guessed. Raises NotNow when the file is no longer kept."""
    content = _list_of(batch)
    rows = [record.values for record in islice(content.table.records, FIRST_ROWS)]
    taken_for = {heading: name for name, heading in content.mapping.items()}
    return tuple(
        Column(heading, taken_for.get(heading, ""), tuple(row.get(heading, "") for row in rows))
        for heading in content.table.headings
    )


def settle(*, batch: Batch, fields: Sequence[str]) -> None:
    """Keep what each column means, for this school and every list with the same headings, and compare the list.

    `fields` names one of ours for each column in turn, or nothing for a column that is not used. Raises Unclear.
    """
    headings = _list_of(batch).table.headings
    chosen = [field if field in FIELDS else "" for field in [*fields, *[""] * len(headings)][: len(headings)]]
    if problems := _problems(chosen):
        raise Unclear(problems)
    mapping = {field: heading for field, heading in zip(chosen, headings, strict=True) if field}
    actions.settle_mapping(placement=Placement(batch.holder_id, batch.school), headings=headings, mapping=mapping)
    orders.compare(batch=batch)


def _problems(chosen: Sequence[str]) -> dict[int, str]:
    twice = {
        n: f"“{FIELDS[field][0]}” is chosen for two columns. Choose it for one of them."
        for n, field in enumerate(chosen)
        if field and field in chosen[:n]
    }
    wanted = missing(dict.fromkeys(filter(None, chosen), ""))
    return twice | ({0: f"Choose the column for {' and '.join(wanted)}."} if wanted else {})


def _list_of(batch: Batch) -> ClassList:
    placement = Placement(batch.holder_id, batch.school)
    sources = arriving.kept(batch)
    content = sources and actions.receive(sources=sources, placement=placement, today=today()).content
    if not isinstance(content, ClassList):
        raise NotNow("This import has no columns to settle any more. Upload the file again to change what they mean.")
    return content
