"""Households with children, drawn from a seed: the same seed gives the same people, on every machine.

Varied as life is: twins, half-brothers, two surnames in one house, names with accents and apostrophes, children
without a UPN, children who changed their name, addresses that must not be told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from kith.demo import names
from kith.foundation.nhs_number import check_digit
from kith.foundation.upn import check_letter

# A pseudo code: a UPN may start with it, so that its check holds here, and no council gives numbers by it to children.
COUNCIL_CODE = "001"


@dataclass(frozen=True)
class Adult:
    given: str
    family: str
    sex: str
    born: date
    # A code of relationship_type: mother, father, step_parent, grandparent.
    relationship: str
    has_responsibility: bool
    phone: str


@dataclass(frozen=True)
class Child:
    given: str
    middle: str
    family: str
    sex: str
    born: date
    # The year they started or will start school: the September after the fourth birthday.
    started: int
    preferred: str = ""
    former_family: str = ""
    nhs_number: str = ""
    has_upn: bool = True
    school: int = 0


@dataclass(frozen=True)
class Household:
    street: str
    town: str
    postcode: str
    protected: bool
    adults: tuple[Adult, ...]
    children: tuple[Child, ...] = field(default=())


def households(children: int, seed: int, *, today: date, schools: int) -> Iterator[Household]:
    """Households until there are `children` children between birth and 18, each given one of `schools` schools."""
    draw = _Draw(Random(seed), today, schools)
    made = 0
    while made < children:
        household = draw.household(children - made)
        made += len(household.children)
        yield household


def upn(school_number: str, year: int, serial: int) -> str:
    """The unique pupil number a school of the invented council gives: upn("9001", 2026, 1) is L001900126001."""
    rest = f"{COUNCIL_CODE}{school_number}{year % 100:02}{serial:03}"
    return check_letter(rest) + rest


def school_start(born: date) -> int:
    """The year of the September in which reception begins: born 31 August 2017 in 2021, the day after in 2022."""
    return born.year + 4 + ((born.month, born.day) >= (9, 1))


class _Draw:
    """All chance comes from one source in one order."""

    def __init__(self, random: Random, today: date, schools: int) -> None:
        self.random = random
        self.today = today
        self.schools = schools
        self.nhs = self._nhs_numbers()

    def household(self, most: int) -> Household:
        chance = self.random.random
        family = self.family_name()
        adults = self.adults(family)
        children = self.children(family, adults, most)
        number = self.random.randint(1, 140)
        street = f"{number} {self.random.choice(names.STREETS)} {self.random.choice(names.KINDS_OF_STREET)}"
        district, sector = self.random.randint(1, 24), self.random.randint(1, 9)
        postcode = f"WX{district} {sector}{self.random.choice('ABDEFGHJLNPQRSTUWXYZ')}{self.random.choice('ABDEFGH')}"
        return Household(street, self.random.choice(names.TOWNS), postcode, chance() < 0.01, adults, children)

    def family_name(self) -> str:
        one = self._common(names.FAMILIES)
        return f"{one}-{self._common(names.FAMILIES)}" if self.random.random() < 0.03 and "-" not in one else one

    def adults(self, family: str) -> tuple[Adult, ...]:
        random = self.random
        mother_family = family if random.random() < 0.7 else self.family_name()
        found = [self._adult(mother_family, "F", "mother", True)]
        if random.random() < 0.7:
            step = random.random() < 0.12
            name = self.family_name() if step else family
            found.append(self._adult(name, "M", "step_parent" if step else "father", not step))
        if random.random() < 0.04:
            found.append(self._adult(family, "F", "grandparent", False, older=26))
        return tuple(found)

    def children(self, family: str, adults: tuple[Adult, ...], most: int) -> tuple[Child, ...]:
        random = self.random
        wanted = min(most, random.choices((1, 2, 3, 4), (45, 38, 13, 4))[0])
        found: list[Child] = []
        while len(found) < wanted:
            born = self.today - timedelta(days=random.randint(30, 18 * 365))
            found.append(self._child(family, born, found))
            if random.random() < 0.015 and len(found) < wanted:  # a twin
                found.append(self._child(family, born, found))
        return tuple(found)

    def _child(self, family: str, born: date, siblings: list[Child]) -> Child:
        random = self.random
        sex = random.choice("FM")
        taken = {child.given for child in siblings}
        pool = names.GIRLS if sex == "F" else names.BOYS
        given = next(name for name in iter(lambda: self._common(pool), "") if name not in taken)
        return Child(
            given=given,
            middle=random.choice(pool) if random.random() < 0.6 else "",
            family=self.family_name() if siblings and random.random() < 0.08 else family,
            sex=sex,
            born=born,
            started=school_start(born),
            preferred=given[:3] if len(given) > 5 and random.random() < 0.08 else "",
            former_family=self.family_name() if random.random() < 0.03 else "",
            nhs_number=next(self.nhs) if random.random() < 0.9 else "",
            has_upn=random.random() < 0.97,
            school=siblings[-1].school if siblings and random.random() < 0.8 else random.randrange(self.schools),
        )

    def _adult(self, family: str, sex: str, relationship: str, responsible: bool, older: int = 0) -> Adult:
        random = self.random
        pool = names.ADULTS_EXTRA + (names.GIRLS if sex == "F" else names.BOYS)
        years = random.randint(22, 48) + older
        born = self.today - timedelta(days=years * 365 + random.randint(0, 364))
        phone = f"07700 900{random.randint(0, 999):03}"
        return Adult(random.choice(pool), family, sex, born, relationship, responsible, phone)

    def _common(self, pool: list[str]) -> str:
        """The first names of a list come oftener than the last, as in life."""
        return pool[int(len(pool) * self.random.random() ** 1.8)]

    def _nhs_numbers(self) -> Iterator[str]:
        """Numbers of the range that is never issued, in a drawn order of their own."""
        start = self.random.randrange(1_000_000)
        for step in range(1_000_000):
            nine = f"999{(start + step * 7919) % 1_000_000:06}"
            if digit := check_digit(nine):
                yield nine + digit
