"""A register of invented children and a census of them, with the truth known: what matching is measured with.

Newcomers are often brothers, sisters and twins of registered children at the same address, which is what makes a false
match. Rates are of no real council: only matchers on the same rows are compared. How a census gets a child wrong
stands in `misread`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, count
from random import Random

from bench import misread
from bench.drawn import Drawn
from kith.demo.names import BOYS, FAMILIES, GIRLS
from kith.foundation.upn import check_letter

__all__ = ["Register", "draw"]

FIRST, DAYS = date(2007, 9, 1), 5478
NEWCOMERS, OF_WHOM_SIBLINGS = 0.12, 0.45
TWINS, MIDDLE_NAMES, DOUBLE_NAMES = 0.03, 0.8, 0.06
NO_NUMBER, REGISTERED_TWICE, LEFT = 0.12, 0.01, 0.17
BEGINNINGS = """Ash Bar Birk Black Brad Carl Chad Cros Dar East Fair Gar Hal Har Hol Kil Lang Mar Nor Old Pem Rad Rams
Red Ring Rock Sal Sed Shel Stan Sut Thorn Tun Under Wal Whit Win Wood Wor Yar""".split()
ENDINGS = """bank beck borough bourne bridge brook burn bury by cliffe combe cote croft dale den don field ford gate ham
head hurst land ley low man mere more ney shaw stead stock thorpe ton wall ward well wick wood worth""".split()
SURNAMES = [*FAMILIES, *(one + other for one in BEGINNINGS for other in ENDINGS)]
# Twins who are called nearly alike, of one sex: each a name of its own, and a slip of the other.
NEARLY_ALIKE = [
    tuple(pair.split("/"))
    for pair in """Jade/Jada Ella/Bella Mia/Mila Carla/Carly Amelia/Amelie Jayden/Kayden Leah/Lea Maria/Marie Ellie/Ella
    Erin/Erina Kate/Kates Emil/Emile""".split()
]
ALIKE, SIBLINGS_NUMBER = 0.2, 0.002
FORENAMES = [name for pair in zip(GIRLS, BOYS, strict=False) for name in pair]


@dataclass(frozen=True)
class Register:
    """The rows a council has, and those a census brings."""

    kept: Sequence[Drawn]
    came: Sequence[Drawn]


def draw(children: int, seed: int) -> Register:
    """So many registered children, and a census of nearly as many: some have left, some are new."""
    return _Drawing(Random(seed)).register(children)


class _Drawing:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.siblings: dict[int, list[Drawn]] = {}
        self.numbers = count(1)
        self.surnames = _commoner_first(SURNAMES)
        self.forenames = _commoner_first(FORENAMES)

    def register(self, children: int) -> Register:
        known, new = self._parted(children)
        kept = [replace(c, upn="") if self.random.random() < NO_NUMBER else c for c in known]
        twice = self.random.sample(known, round(children * REGISTERED_TWICE))
        kept += [replace(misread.once(child, self.random), upn="") for child in twice]
        there = [child for child in known if self.random.random() > LEFT]
        came = [misread.as_lists_go(child, self.random, number=self._upn) for child in there + new]
        came = [self._with_a_siblings_number(child) for child in came]
        self.random.shuffle(came)
        return Register(
            [replace(c, row=n) for n, c in enumerate(kept)], [replace(c, row=n) for n, c in enumerate(came)]
        )

    def _parted(self, children: int) -> tuple[list[Drawn], list[Drawn]]:
        """Whom the council knows, and who is new: some beside a brother or sister it knows, some with all of theirs."""
        wanted = round(children * (1 - LEFT) * NEWCOMERS / (1 - NEWCOMERS))
        beside = round(wanted * OF_WHOM_SIBLINGS)
        known: list[Drawn] = []
        new: list[Drawn] = []
        for family in self._families():
            if len(known) >= children and len(new) >= wanted:
                return known, new
            if len(new) < beside and len(family) > 1:
                new.append(family.pop())
                known += family
            elif len(known) < children:
                known += family
            else:
                new += family
        raise AssertionError("families never end")

    def _families(self) -> Iterator[list[Drawn]]:
        for home in count():
            surname = self._surname()
            postcode = f"ZZ{home // 20 // 300 % 90 + 10} {home // 20 // 30 % 10}{_letters(home // 20)}"
            size = self.random.choices((1, 2, 3, 4), (30, 45, 18, 7))[0]
            family: list[Drawn] = []
            for _ in range(size):
                again = bool(family) and self.random.random() < TWINS
                born = family[-1].born if again else FIRST + timedelta(self.random.randrange(DAYS))
                family.append(self._child(surname, born, postcode))
                if again and self.random.random() < ALIKE:
                    family[-2:] = self._nearly_alike(*family[-2:])
            self.siblings |= {one.who: list(family) for one in family if len(family) > 1}
            yield family

    def _nearly_alike(self, *twins: Drawn) -> list[Drawn]:
        names, sex = self.random.choice(NEARLY_ALIKE), twins[0].sex
        return [replace(child, forename=name, sex=sex) for child, name in zip(twins, names, strict=True)]

    def _with_a_siblings_number(self, child: Drawn) -> Drawn:
        """Now and then the number in the row is that of a brother or sister."""
        others = [one for one in self.siblings.get(child.who, ()) if one.who != child.who]
        if not others or self.random.random() > SIBLINGS_NUMBER:
            return child
        return replace(child, upn=self.random.choice(others).upn, errors=child.errors | {"number of a sibling"})

    def _child(self, surname: str, born: date, postcode: str) -> Drawn:
        middle = self._one(self.forenames) if self.random.random() < MIDDLE_NAMES else ""
        number = next(self.numbers)
        forename = self._one(self.forenames)
        sex = "F" if forename in GIRLS else "M"
        return Drawn(0, number, forename, middle, surname, born, self._upn(number), postcode, sex=sex)

    def _surname(self) -> str:
        one = self._one(self.surnames)
        return f"{one}-{self._one(self.surnames)}" if self.random.random() < DOUBLE_NAMES else one

    def _one(self, names: tuple[list[str], list[float]]) -> str:
        return self.random.choices(names[0], cum_weights=names[1])[0]

    def _upn(self, number: int) -> str:
        rest = f"001{number // 100_000 % 10_000:04}{number % 100_000:05}"
        return check_letter(rest) + rest


def _commoner_first(names: list[str]) -> tuple[list[str], list[float]]:
    """Names with how often they are met: the hundredth a tenth as often as the first."""
    return names, list(accumulate(1 / (n + 10) for n in range(len(names))))


def _letters(number: int) -> str:
    return chr(65 + number % 26) + chr(65 + number // 26 % 26)
