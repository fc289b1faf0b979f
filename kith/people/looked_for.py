"""By what a child is looked for among those we know: equalities only, since nothing else passes row security fast.

A number in common, trusted or not; the same birthday, also with day and month swapped, with a word of the name or the
postcode in common; the same first words of forename and surname, in either order; the forename at the postcode. The
rule in `matching` then judges each pair.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from kith.foundation.names import normalise
from kith.people.matching import Child

__all__ = ["NUMBER_FAMILY", "Question", "by_looks", "by_number", "name_pair", "questions", "street", "widely"]

NUMBER_FAMILY = {"upn": "upn", "former_upn": "upn", "temporary_upn": "upn", "nhs": "nhs"}

# The kind, and one value or two.
Question = tuple[str, str, str]


def name_pair(forename: str, surname: str) -> tuple[str, str]:
    """A name as matching compares it."""
    return normalise(forename), normalise(surname)


def street(lines: Iterable[str]) -> frozenset[str]:
    """The line of an address that names the street, as matching compares it: the last with a number, or the first.

    street(["Flat 2", "8 Mill Lane", "Winsley"]) gives "8 mill lane".
    """
    given = [line for line in lines if line.strip()]
    numbered = [line for line in given if any(letter.isdigit() for letter in line)]
    return frozenset({normalise((numbered[-1:] or given)[0])} - {""}) if given else frozenset()


def questions(child: Child) -> Iterator[Question]:
    """All the equalities by which somebody like this child is looked for."""
    yield from by_number(child)
    yield from by_looks(child)


def widely(child: Child) -> Iterator[Question]:
    """Those of one child somebody is writing about: also everybody born on the day, whatever they are called, since
    both names may be misspelt. Of a whole file that would be too many."""
    yield from questions(child)
    if child.born:
        yield from (("day", day.isoformat(), "") for day in {child.born, _swapped(child.born)})


def by_number(child: Child) -> Iterator[Question]:
    """Those of its numbers."""
    for numbers in child.numbers.values():
        for number in numbers:
            yield "number", number, ""
    for numbers in child.others.values():
        for number in numbers:
            yield "other", number, ""


def by_looks(child: Child) -> Iterator[Question]:
    """Those of its name, birthday and home."""
    if child.born:
        words = {word for name in child.names | child.by_middle for part in name for word in part.split()}
        for day in {child.born, _swapped(child.born)}:
            yield from (("born", day.isoformat(), word) for word in words)
            yield from (("home", day.isoformat(), postcode) for postcode in child.postcodes)
    for forename, surname in child.names:
        if forename and surname:
            yield "name", *sorted((surname.split()[0], forename.split()[0]))
        # The whole family only of somebody whose birthday nobody says.
        at_home = forename if child.born and forename else f"{forename} {surname}"
        yield from (("at", postcode, word) for postcode in child.postcodes for word in at_home.split())


def _swapped(day: date) -> date:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day
