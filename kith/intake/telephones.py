"""Telephone numbers a school's system gives of the adults beside a child.

They go in once somebody has said who the adult is, and follow the feed from then on as every fact does: what a file
wrote a later file may bring up to date, and what a person wrote, ended, took back or called unsafe is left as it is.
Each version is written by the ledger line of its row, by which it comes out again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from kith.foundation.telephone import digits_of
from kith.intake import adults
from kith.intake.adults import Named
from kith.intake.authors import by_people, taken_back
from kith.intake.models import Batch, Row
from kith.people.candidates import as_stored
from kith.people.models import PersonContact, PersonContactVersion, Relationship
from kith.people.queries import kept_secret
from kith.tenancy import history

__all__ = ["follow", "of_lines", "write"]


def follow(batch: Batch, source: str) -> None:
    """Bring the numbers of adults who are tied to the children of this batch up to date."""
    there, _ = adults.rows_of(batch)
    rows = [row for row in there if any(one.get("phones") for one in row.staged["contacts"])]
    known = _tied(rows)
    for named in adults.named_in(rows):
        for tie in known.get((named.row.person_id, adults.pair_of(named)), ()):
            write(named, tie.other_id, source)


def write(named: Named, adult: UUID, source: str) -> None:
    """The numbers this row says of an adult: in place of what a file said before, or beside what there is."""
    said = {number: text for text in named.contact.phones if (number := digits_of(text))}
    held = list(PersonContact.objects.filter(person_id=adult).exclude(method__in=["email", "letter"]))
    if not said or any(not one.safe_to_use for one in held) or kept_secret([adult]):
        return
    people = by_people(PersonContact, held)
    # What a person put right or took back is not said anew by whoever has not heard of it.
    put_right = PersonContactVersion.objects.filter(of_id__in=people)
    there = {digits_of(one.value) for one in (*held, *put_right, *taken_back(PersonContact, [adult]))}
    new = [number for number in said if number not in there]
    ours = [one for one in held if one.source == source and one.id not in people and one.until_on is None]
    old = [one for one in ours if digits_of(one.value) not in said]
    for number in new:
        values = {"method": _method(number), "value": said[number]}
        if fact := next((one for one in old if one.method == values["method"]), None):
            old.remove(fact)
            history.write(PersonContact, id=fact.id, based_on=fact.n, values=values, line=named.row.line)
        else:
            whole = {**values, "person_id": adult, "source": source}
            history.write(PersonContact, values=whole, line=named.row.line)


def of_lines(rows: Iterable[Row], adult: UUID | None = None) -> tuple[list[Any], Mapping[UUID, Row]]:
    """The numbers that went in by the lines of these rows and that nobody has changed since; adult -> the row."""
    by_line = {row.line: row for row in rows if row.line}
    narrowed = {"person_id": adult} if adult else {}
    said = {v.of_id: v for v in PersonContactVersion.objects.filter(line__in=list(by_line), **narrowed).order_by("n")}
    stands = [one for one in PersonContact.objects.filter(id__in=list(said)) if one.n == said[one.id].n]
    return stands, {one.person_id: by_line[said[one.id].line] for one in stands}


def _tied(rows: Sequence[Row]) -> dict[tuple[UUID, Any], list[Any]]:
    """Child and name -> the ties to an adult of that name, whom somebody has said it is."""
    ties = list(Relationship.objects.filter(person_id__in=[row.person_id for row in rows], until_on=None))
    known = as_stored({tie.other_id for tie in ties})
    found: dict[tuple[UUID, Any], list[Any]] = defaultdict(list)
    for tie in ties:
        for name in known[tie.other_id].names:
            found[tie.person_id, name].append(tie)
    # Two of one name beside a child: nobody says whose number it is.
    return {key: those for key, those in found.items() if len({tie.other_id for tie in those}) == 1}


def _method(number: str) -> str:
    return "mobile" if number.startswith("07") else "landline"
