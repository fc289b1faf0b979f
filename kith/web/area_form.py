"""The form of an area: what was posted, kept as a draft, and made into what the cases room takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.cases import rules
from kith.cases.actions import OwnAnswers
from kith.foundation.dates import london, now, parse_day, parse_time, today
from kith.foundation.refused_value import NotAValue
from kith.people.models import Person
from kith.vocabulary import Area, Field
from kith.web.answers import answers_of, id_of, moment_of, place_of, row_count

__all__ = ["AreaForm"]

MOST_PEOPLE = 20
MOST_ROWS = 99
# Years: where nobody's date of birth is known.
LONGEST_AGO = 100


@dataclass
class AreaForm:
    """What stands in the form now: strings by the names of its fields."""

    given: dict[str, str]
    declared: Area
    # A first guess of the part each next person has in it, where most agree; shown, and easily changed.
    usual_roles: tuple[str, ...] = ("",)

    def begin(self) -> None:
        """Fill in the time as it is."""
        here = london(now())
        self.given |= {"day": f"{here.day}/{here.month}/{here.year}", "clock": f"{here:%H:%M}"}

    @property
    def shared_fields(self) -> tuple[Field, ...]:
        return tuple(self.declared.asked(own=False))

    @property
    def own_fields(self) -> tuple[Field, ...]:
        return tuple(self.declared.asked(own=True))

    @property
    def people(self) -> list[UUID]:
        """Whom it is about, in order."""
        count = min(row_count(self.given, "own"), MOST_PEOPLE)
        found = (id_of(self.given.get(f"own.{n}.person", "")) for n in range(count))
        return [one for one in found if one is not None]

    def add(self, person_id: str, *, among: QuerySet[Person]) -> None:
        """One more person, of those who may be written about, with the role the next one usually has."""
        id = id_of(person_id)
        if id is None or id in self.people or len(self.people) >= MOST_PEOPLE:
            return
        if among.filter(id=id).exists():
            self.put(id)

    def put(self, id: UUID) -> None:
        """The next person, with the role that one usually has."""
        n = len(self.people)
        self.given |= {f"own.{n}.person": str(id), f"own.{n}.role": self.usual_roles[min(n, len(self.usual_roles) - 1)]}

    def remove(self, n: int) -> None:
        """Take one away; those after it move up."""
        kept: dict[str, str] = {}
        for name, value in self.given.items():
            head, _, tail = name.partition(".")
            number, _, rest = tail.partition(".")
            at = place_of(number) if head == "own" else None
            if at is None or at < n:
                kept[name] = value
            elif at > n:
                kept[f"own.{at - 1}.{rest}"] = value
        self.given = kept

    def add_row(self, id: str, first: str) -> str:
        """One more row of a question. Returns the name of its first answer."""
        at = min(max(row_count(self.given, id), 1), MOST_ROWS)
        self.given.setdefault(name := f"{id}.{at}.{first}", "")
        return name

    @property
    def shared(self) -> dict[str, Any]:
        return answers_of(self.shared_fields, self.given)

    @property
    def own_spine(self) -> tuple[Field, ...]:
        """What the form asks of each person that has a column of its own: their part in it, and what sort it is."""
        asked = self.declared.asked(own=True, spine=True)
        return tuple(one for one in asked if one.spine and one.name in ("role", "category"))

    @property
    def own(self) -> list[OwnAnswers]:
        return [self._about(n, id) for n, id in enumerate(self.people)]

    def _about(self, n: int, id: UUID) -> OwnAnswers:
        spine = {one.name: self.given.get(f"own.{n}.{one.name}", "") for one in self.own_spine}
        answers = answers_of(self.own_fields, self.given, f"own.{n}.")
        return OwnAnswers(id, spine.get("role", ""), answers, spine.get("category", ""))

    @property
    def occurred_at(self) -> datetime | None:
        return moment_of(self.given.get("day", ""), self.given.get("clock", ""))

    def problems(self, born: Mapping[UUID, date | None]) -> dict[str, str]:
        """Everything that needs another look before it can be sent, by the name of its field.

        `born`: those who may be written about, and when they were born.
        """
        found: dict[str, str] = {}
        try:
            rules.check_ready(self.declared, self.shared, self.own, self.occurred_at or now(), now())
        except rules.NotReady as not_yet:
            found = dict(not_yet.problems)
        if wrong := self._when(born):
            found["occurred_at"] = wrong
        if not set(self.people) <= set(born):
            found["person"] = "Choose who this is about once more: somebody chosen is not on your list."
        at_page = {"occurred_at": "day", "person": "look_for"}
        return {at_page.get(name, name): words for name, words in found.items()}

    def _when(self, born: Mapping[UUID, date | None]) -> str:
        """What is wrong with the day and the time: which of them, and why."""
        try:
            day, _ = parse_day(self.given.get("day", "")), parse_time(self.given.get("clock", ""))
        except NotAValue as no:
            return str(no)
        known = [one for one in born.values() if one]
        if known and day < min(known):
            return f"{day.day}/{day.month}/{day.year} is before the child was born: look at the year."
        return f"{day.year} is too long ago: look at the year." if day.year < today().year - LONGEST_AGO else ""
