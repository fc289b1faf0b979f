"""Who spoke last about a fact: a file, which a later file may bring up to date, or a person, whose word stands.

What a fact gives as its source does not tell: somebody who corrects a name need not say where they have it from. The
version does, since every version an import writes names the ledger line of its row. Where an import was taken back,
neither what it wrote nor its going counts: the last word is the one before. So it is with two records that were made
one, and with their parting: whoever agreed to it has not said anew what went from the one to the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.intake.models import Row, TakenBack
from kith.people.merged import lines_of_merging
from kith.tenancy import history
from kith.tenancy.models import Fact

__all__ = ["by_people", "lines_of_imports", "said_on", "taken_back"]

STEP = 2000


def by_people(model: type[Fact], facts: Iterable[Any]) -> set[UUID]:
    """Which of these facts say what a person made them say. Those never changed are told by their source alone."""
    changed = [fact.id for fact in facts if fact.n > 1]
    found: set[UUID] = set()
    for part in _in_parts(changed):
        versions = list(history.versions_model(model).objects.filter(of_id__in=part).order_by("of_id", "n"))
        lines = {version.line for version in versions}
        by_files, taken_back = lines_of_imports(lines)
        nobodys = taken_back | lines_of_merging(lines)
        last = {version.of_id: version for version in versions if version.line not in nobodys}
        found |= {id for id, version in last.items() if version.n > 1 and version.line not in by_files}
    return found


def said_on(model: type[Fact], facts: Iterable[Any]) -> dict[UUID, date]:
    """Of facts a file in the records has spoken about: the day of the file that did so last."""
    found: dict[UUID, date] = {}
    for part in _in_parts([fact.id for fact in facts]):
        versions = history.versions_model(model).objects.filter(of_id__among=part).exclude(line=None)
        said = list(versions.order_by("n").values_list("of_id", "line"))
        lines = Row.objects.filter(line__among={line for _, line in said}, back_line=None)
        days = dict(lines.exclude(batch__as_of=None).values_list("line", "batch__as_of"))
        found |= {id: days[line] for id, line in said if line in days}
    return found


def taken_back(model: type[Fact], persons: Iterable[UUID]) -> Iterator[Any]:
    """What people took back of these persons and does not stand again: each fact as it was last said of them."""
    for part in _in_parts(list(persons)):
        versions = history.versions_model(model).objects.filter(person_id__among=part)
        if not (ever := set(versions.filter(void=True).values_list("of_id", flat=True))):
            continue
        said = list(versions.filter(of_id__among=list(ever)).order_by("n"))
        carried = lines_of_merging({one.line for one in said})
        last = {(one.of_id, one.person_id): one for one in said if one.line not in carried}
        gone = [version for version in last.values() if version.void]
        by_files, with_imports = lines_of_imports({version.line for version in gone})
        yield from (version for version in gone if version.line not in by_files | with_imports)


def lines_of_imports(lines: set[UUID | None]) -> tuple[set[UUID | None], set[UUID | None]]:
    """Of these ledger lines: those of rows of files, and those of rows that were taken back with their going."""
    either = Q(line__in=lines) | Q(back_line__in=lines)
    pairs = [pair for kept in (Row, TakenBack) for pair in kept.objects.filter(either).values_list("line", "back_line")]
    return {line for line, _ in pairs}, {line for pair in pairs if pair[1] for line in pair}


def _in_parts(ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    wanted = iter(ids)
    while part := list(islice(wanted, STEP)):
        yield part
