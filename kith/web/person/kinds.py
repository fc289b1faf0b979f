"""The kinds of fact people write about a person: what each asks, what keeps it from being written, how it is said.

Declared once; the forms to add and to correct, the page that shows earlier versions, and the page as at a day follow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kith.foundation.dates import in_words
from kith.people import checks
from kith.people.fields import BirthFields, IdentifierFields, NameFields
from kith.people.models import (
    Destination,
    Enrolment,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Relationship,
    Support,
)
from kith.people.rules import read_postcode
from kith.reference.codes import code_set
from kith.vocabulary import Condition, Is, Kind
from kith.web.presenters import spaced, year_group

__all__ = ["KINDS", "Ask", "FactKind", "kind_of"]

Choices = tuple[tuple[str, str], ...]
# For whom an address is kept secret; whose it is stands on the form.
FOR_WHOM = (("household", "Everybody recorded at this address"), ("one", "Only this person"))
A_DATE = "For example 3/5/2017"


@dataclass(frozen=True)
class Ask:
    """One thing a form asks: the column it fills, how it is asked, and what stands there to begin with."""

    name: str
    words: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    choices: Choices = ()
    usual: str = ""
    required: bool = False
    kept: Callable[[str], str] = str
    # Asked only when another was answered so; without a script it is always asked.
    asked_when: Condition | None = None


@dataclass(frozen=True)
class FactKind:
    """One kind of fact. `slug` stands in addresses, `title` at the top, `said` is one fact in a line of words."""

    slug: str
    title: str
    model: type[Any]
    asks: tuple[Ask, ...]
    check: Callable[[Mapping[str, Any], date], dict[str, str]]
    said: Callable[[Any], str]
    # What a list of them is called, and the way to write one more.
    several: str
    add: str = ""
    # Asked once, when it is written first.
    also: tuple[Ask, ...] = ()
    # Whether a person has one at most: they are born once.
    once: bool = False

    @property
    def questions(self) -> tuple[Ask, ...]:
        """What is asked when it is written first."""
        return (*self.asks, *self.also)

    @property
    def lasts(self) -> bool:
        """Whether it can end: a name does, a date of birth does not."""
        return any(ask.name == "until_on" for ask in self.asks)

    def ask(self, name: str) -> Ask:
        return next(ask for ask in self.questions if ask.name == name)


def _codes(name: str) -> Choices:
    return code_set(name).choices()


FROM = Ask("from_on", "True from", Kind.DATE, f"Leave empty if nobody knows. {A_DATE}")
UNTIL = Ask("until_on", "True until", Kind.DATE, "Leave empty while it is true")
SOURCE = Ask("source", "Who told you, or where it is from", hint="A birth certificate, the mother, a letter")
_NURSERY = {"N1": "Nursery, first year", "N2": "Nursery, second year"}
YEARS = ("N1", "N2", "R", *(str(n) for n in range(1, 15)))


def _year(code: str) -> str:
    """As a choice: the two years of a nursery apart."""
    return _NURSERY.get(code, year_group(code))


def _name(row: Any) -> str:
    whole = " ".join(part for part in (row.forename, row.middle, row.surname) if part)
    return f"{NameFields.Kind(row.kind).label}: {whole}"


def _birth(row: Any) -> str:
    if row.born_on:
        known = "" if row.precision == "day" else f" ({BirthFields.Precision(row.precision).label.lower()})"
        day = f"Born {in_words(row.born_on)}{known}"
    else:
        day = f"Expected {in_words(row.expected_on)}" if row.expected_on else "Date of birth not known"
    return f"{day}. {code_set('sex').label(row.sex)}" if row.sex else day


def _number(row: Any) -> str:
    return f"{IdentifierFields.Kind(row.kind).label}: {spaced(row.kind, row.value)}"


def _address(row: Any) -> str:
    where = ", ".join(part for part in (*row.lines.splitlines(), row.postcode) if part)
    return f"{code_set('address_type').label(row.type)}: {'Protected address' if row.protected else where}"


def _contact(row: Any) -> str:
    safe = "" if row.safe_to_use else " (not safe to use)"
    times = f" ({row.safe_times})" if row.safe_times and row.safe_to_use else ""
    return f"{code_set('contact_method').label(row.method)}: {row.value}{safe}{times}"


def _tie(row: Any) -> str:
    basis = f" ({code_set('pr_basis').label(row.pr_basis).lower()})" if row.pr_basis else ""
    more = (
        f"has parental responsibility{basis}" if row.has_pr else "",
        "lives with them" if row.lives_with else "",
        f"rung as number {row.priority}" if row.priority else "",
        "" if row.contact_allowed == "yes" else f"contact: {code_set('contact_allowed').label(row.contact_allowed)}",
    )
    return ", ".join(part for part in (code_set("relationship_type").label(row.type), *more) if part)


def _place(row: Any) -> str:
    parts = (row.organisation.name, year_group(row.year_group), row.class_name)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _support(row: Any) -> str:
    return code_set("sen_provision").label(row.value) if row.kind == "sen" and row.value else row.get_kind_display()


def _next_place(row: Any) -> str:
    return ", ".join(part for part in (row.get_kind_display(), row.name) if part)


NAME = FactKind(
    slug="name",
    title="Name",
    several="Names",
    add="Another name",
    model=PersonName,
    asks=(
        Ask("kind", "What sort of name is it?", Kind.CODE, choices=tuple(NameFields.Kind.choices), required=True),
        Ask("forename", "First name", required=True),
        Ask("middle", "Middle names"),
        Ask("surname", "Last name", required=True),
        FROM,
        UNTIL,
        SOURCE,
    ),
    check=checks.named,
    said=_name,
)
BORN = FactKind(
    slug="birth",
    title="Date of birth",
    several="Date of birth",
    add="Date of birth",
    model=PersonBirth,
    asks=(
        Ask("born_on", "Date of birth", Kind.DATE, A_DATE),
        Ask(
            "precision",
            "How exactly is it known?",
            Kind.CODE,
            choices=tuple(BirthFields.Precision.choices),
            usual="day",
            required=True,
        ),
        Ask("expected_on", "If not born yet: the date expected", Kind.DATE),
        Ask("sex", "Sex", Kind.CODE, choices=_codes("sex")),
        SOURCE,
    ),
    check=checks.born,
    said=_birth,
    once=True,
)
NUMBER = FactKind(
    slug="number",
    title="Number",
    several="Numbers",
    add="A number",
    model=PersonIdentifier,
    asks=(
        Ask(
            "kind", "What sort of number is it?", Kind.CODE, choices=tuple(IdentifierFields.Kind.choices), required=True
        ),
        Ask("value", "Number", required=True),
        SOURCE,
    ),
    check=checks.numbered,
    said=_number,
)
ADDRESS = FactKind(
    slug="address",
    title="Address",
    several="Addresses",
    add="An address",
    model=PersonAddress,
    asks=(
        Ask(
            "type",
            "What sort of address is it?",
            Kind.CODE,
            choices=_codes("address_type"),
            usual="home",
            required=True,
        ),
        Ask("lines", "Address", Kind.LONG_TEXT),
        Ask("postcode", "Postcode", hint="For example BA14 8JN", kept=read_postcode),
        Ask("verified_on", "Last confirmed", Kind.DATE, "When somebody last saw or heard that it is right"),
        FROM,
        UNTIL,
        SOURCE,
    ),
    check=checks.lives,
    said=_address,
    also=(
        Ask(
            "protected",
            "Must this address be kept secret?",
            Kind.YES_NO,
            "It is then in no list and no print. To see it takes a click that is written down.",
            usual="no",
        ),
        Ask(
            "scope",
            "For whom?",
            Kind.CODE,
            "If only one is hidden, the pages of others who are recorded there still say where. Everybody is also who "
            "may live in the same house; with a postcode and no number or name of a house it is nobody else.",
            choices=FOR_WHOM,
            usual="household",
            asked_when=Is("protected", True),
        ),
    ),
)
CONTACT = FactKind(
    slug="contact",
    title="Way to reach them",
    several="Ways to reach them",
    add="A way to reach them",
    model=PersonContact,
    asks=(
        Ask("method", "How?", Kind.CODE, choices=_codes("contact_method"), usual="mobile", required=True),
        Ask("value", "Telephone number or address", required=True),
        Ask(
            "safe_to_use",
            "Is it safe to use?",
            Kind.YES_NO,
            "Could somebody dangerous answer, read or hear it?",
            usual="yes",
        ),
        Ask("safe_times", "When is it safe?", asked_when=Is("safe_to_use", True)),
        FROM,
        UNTIL,
    ),
    check=checks.contact,
    said=_contact,
)
TIE = FactKind(
    slug="relationship",
    title="Relationship",
    several="Family and other people",
    model=Relationship,
    # Nothing stands there to begin with: who reads it later relies on somebody having been asked.
    asks=(
        Ask("type", "Who are they to this person?", Kind.CODE, choices=_codes("relationship_type"), required=True),
        Ask("has_pr", "Do they have parental responsibility?", Kind.YES_NO),
        Ask(
            "pr_basis", "Where does it come from?", Kind.CODE, choices=_codes("pr_basis"), asked_when=Is("has_pr", True)
        ),
        Ask("lives_with", "Do they live together?", Kind.YES_NO),
        Ask(
            "contact_allowed",
            "May they be in contact?",
            Kind.CODE,
            choices=_codes("contact_allowed"),
            required=True,
        ),
        FROM,
        UNTIL,
    ),
    check=checks.related,
    said=_tie,
)
PLACE = FactKind(
    slug="school",
    title="School",
    several="Schools",
    add="A place on your roll",
    model=Enrolment,
    asks=(
        Ask("from_on", "First day on the roll", Kind.DATE, f"{A_DATE}. Only for pupils", required=True),
        Ask("year_group", "Year", Kind.CODE, choices=tuple((code, _year(code)) for code in YEARS)),
        Ask("class_name", "Class"),
        Ask("until_on", "Last day on the roll", Kind.DATE, "Leave empty while they are on it"),
    ),
    check=checks.on_roll,
    said=_place,
)

SUPPORT = FactKind(
    slug="support",
    title="Support at school",
    several="Support at school",
    add="Support at school",
    model=Support,
    asks=(
        Ask("kind", "What is it?", Kind.CODE, choices=tuple(Support.Kind.choices), required=True),
        Ask("value", "Which?", Kind.CODE, choices=_codes("sen_provision")[:2], asked_when=Is("kind", "sen")),
        FROM,
        UNTIL,
        SOURCE,
    ),
    check=checks.supported,
    said=_support,
)
NEXT_PLACE = FactKind(
    slug="next",
    title="Where they went",
    several="Where they went",
    model=Destination,
    asks=(
        Ask("kind", "Where are they?", Kind.CODE, choices=tuple(Destination.Kind.choices), required=True),
        Ask("name", "Name of the school, college or place"),
        SOURCE,
    ),
    check=checks.went,
    said=_next_place,
)

KINDS: dict[str, FactKind] = {
    kind.slug: kind for kind in (NAME, BORN, NUMBER, ADDRESS, CONTACT, TIE, PLACE, SUPPORT, NEXT_PLACE)
}
_BY_MODEL = {kind.model: kind for kind in KINDS.values()}


def kind_of(model: type[Any]) -> FactKind:
    """The kind a table of facts holds."""
    return _BY_MODEL[model]
