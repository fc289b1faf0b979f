"""The form of somebody nobody here knows yet: what it asks, and what was typed made into what the people room takes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kith.foundation.dates import today
from kith.people import checks
from kith.people.arrivals import Told
from kith.web.answers import Question
from kith.web.person import forms
from kith.web.person.kinds import ADDRESS, BORN, CONTACT, NAME, PLACE, SOURCE, Ask, FactKind

__all__ = ["Newcomer", "Section"]

LONGEST_NUMBER = 40
NUMBERS = (Ask("upn", "UPN"), Ask("nhs", "NHS number"), Ask("la_id", "Council’s own number"))


@dataclass(frozen=True)
class Part:
    """A part of the form: the kind of fact it writes, which of its questions, and what shows that it was used."""

    prefix: str
    title: str
    kind: FactKind
    names: tuple[str, ...]
    shows: tuple[str, ...] = ()
    folds: bool = False

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(self.kind.ask(name) for name in self.names)


WHO = Part("name.", "Name", NAME, ("forename", "middle", "surname"))
BIRTH = Part("born.", "Birth", BORN, ("born_on", "precision", "expected_on", "sex"))
OTHER = Part("other.", "Another name", NAME, ("kind", "forename", "surname"), ("forename", "surname"), folds=True)
HOME = Part("address.", "Address", ADDRESS, ("type", "lines", "postcode", "protected"), ("lines", "postcode"))
REACH = Part(
    "contact.", "A way to reach them", CONTACT, ("method", "value", "safe_to_use", "safe_times"), ("value",), folds=True
)
ON_ROLL = ("from_on", "year_group", "class_name")
ROLL = Part("place.", "On your roll", PLACE, ON_ROLL, ON_ROLL)


@dataclass(frozen=True)
class Section:
    """A part as the page shows it; one that folds is open where something stands in it or is wrong."""

    title: str
    questions: tuple[Question, ...]
    folds: bool = False
    open: bool = False


@dataclass(frozen=True)
class Newcomer:
    """What stands in the form now, by the names of its fields; `school` is the organisation whose roll it may be."""

    given: Mapping[str, str]
    school: Any = None

    @property
    def parts(self) -> tuple[Part, ...]:
        return (WHO, BIRTH, HOME, *((ROLL,) if self.school else ()), REACH, OTHER)

    def sections(self, problems: Mapping[str, str]) -> Iterator[Section]:
        """The form in order, the numbers after the birth."""
        given = {**self._usual(), **self.given}
        for part in self.parts:
            asked = forms.questions(part.asks, given, problems, part.prefix)
            used = self._used(part) or any(id.startswith(part.prefix) for id in problems)
            yield Section(part.title, asked, part.folds, used)
            if part is BIRTH:
                yield self._numbers(problems)
        yield Section("Where this is from", forms.questions((SOURCE,), given, problems))

    def told(self) -> tuple[Told, dict[str, str]]:
        """What was typed as it would be kept, and what needs another look."""
        read = {part.prefix: self._read(part) for part in self.parts}
        numbers, wrong = self._read_numbers()
        problems = {id: said for typed in read.values() if typed for id, said in typed.problems.items()} | wrong
        name, roll = _values(read["name."]), _values(read.get("place."))
        told = Told(
            **name,
            birth=_values(read["born."]),
            numbers=numbers,
            other_names=[values] if (values := _values(read["other."])) else (),
            address=_values(read["address."]) or None,
            contact=_values(read["contact."]) or None,
            enrolment={**roll, "organisation": self.school} if roll else None,
            source=self.given.get("source", "").strip()[:60],
        )
        return told, problems

    def _usual(self) -> dict[str, str]:
        return {id: value for part in self.parts for id, value in forms.usual(part.asks, part.prefix).items()}

    def _used(self, part: Part) -> bool:
        return any(self.given.get(part.prefix + name, "").strip() for name in part.shows)

    def _read(self, part: Part) -> forms.Typed | None:
        """A part that nobody used says nothing; the name and the birth are always read."""
        if part.shows and not self._used(part):
            return None
        return forms.read(part.kind, {**self._usual(), **self.given}, prefix=part.prefix, asks=part.asks)

    def _numbers(self, problems: Mapping[str, str]) -> Section:
        used = any(self.given.get(f"number.{ask.name}", "").strip() for ask in NUMBERS)
        return Section("Numbers", forms.questions(NUMBERS, self.given, problems, "number."), folds=True, open=used)

    def _read_numbers(self) -> tuple[dict[str, str], dict[str, str]]:
        typed = {ask.name: " ".join(self.given.get(f"number.{ask.name}", "").split()) for ask in NUMBERS}
        numbers = {kind: value for kind, value in typed.items() if value}
        return numbers, dict(_wrong(numbers.items()))


def _wrong(numbers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for kind, value in numbers:
        if said := checks.numbered({"kind": kind, "value": value}, today()):
            yield f"number.{kind}", said["value"]
        elif len(value) > LONGEST_NUMBER:
            yield f"number.{kind}", f"Shorten this to {LONGEST_NUMBER} characters."


def _values(typed: forms.Typed | None) -> dict[str, Any]:
    return dict(typed.values) if typed else {}
