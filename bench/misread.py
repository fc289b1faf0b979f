"""How a list gets a child wrong: no number, a new one, a slip of the pen, a short form, a new surname, a move."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from bench.drawn import Drawn

__all__ = ["as_lists_go", "once"]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SOUNDS = (("ph", "f"), ("ck", "k"), ("ie", "y"), ("ee", "ea"), ("ll", "l"), ("tt", "t"), ("c", "k"), ("ai", "ay"))
CALLED = {
    "alexander": "alex xander sasha", "amelia": "milly amy", "arabella": "bella", "archie": "arch", "arthur": "art",
    "benjamin": "ben benny", "charlotte": "lottie char", "daniel": "dan danny", "delilah": "lilah", "dominic": "dom",
    "edward": "ed ted ned", "eleanor": "ellie nell", "eliza": "liza", "emilia": "emmy", "evelyn": "evie",
    "florence": "flo", "gabriel": "gabe", "george": "georgie", "grace": "gracie", "harrison": "harry", "henry": "hal",
    "imogen": "immy", "isaac": "zac ike", "isabella": "izzy bella", "isabelle": "izzy belle", "jacob": "jake",
    "james": "jim jamie", "jessica": "jess", "joseph": "joe", "joshua": "josh", "matilda": "tilly", "matthew": "matt",
    "mohammed": "mo", "muhammad": "mo", "nathan": "nate", "oliver": "olly", "olivia": "liv", "penelope": "penny",
    "peter": "pete", "phoebe": "phebes", "rebecca": "becky", "reuben": "ben", "ronnie": "ron", "samuel": "sam",
    "sebastian": "seb", "theodore": "theo teddy", "thomas": "tom", "victoria": "tori", "wilfred": "wilf",
    "william": "will bill liam",
}  # fmt: skip
NEW_NAMES = ("Hallam", "Fenwick", "Sowerby", "Amin", "Castle", "Dobson", "Kumar", "Lindqvist", "Oyelaran", "Barrett")
Misreading = Callable[[Drawn, Random], Drawn]


def as_lists_go(child: Drawn, random: Random, *, number: Callable[[int], str]) -> Drawn:
    """A child as a census says: mostly right; each error by its own chance, so that some have two."""
    for name, chance, misreading in RATES:
        if random.random() < chance:
            child = _marked(misreading(child, random), name)
    if random.random() < NEW_NUMBER:
        # Half of the schools say which number was there before.
        former = child.upn if random.random() < 0.5 else ""
        child = _marked(replace(child, upn=number(50_000_000 + child.who), former_upn=former), "new number")
    return child


def once(child: Drawn, random: Random) -> Drawn:
    """The child with one error in name, birthday or address, as somebody registers them who did not find them."""
    name, _, misreading = random.choice(RATES[2:])
    return _marked(misreading(child, random), name)


def _marked(child: Drawn, error: str) -> Drawn:
    return replace(child, errors=child.errors | {error})


def _no_number(child: Drawn, random: Random) -> Drawn:
    return replace(child, upn="")


def _wrong_number(child: Drawn, random: Random) -> Drawn:
    place = random.randrange(1, len(child.upn)) if child.upn else 0
    return (
        replace(child, upn=child.upn[:place] + random.choice("0123456789") + child.upn[place + 1 :]) if place else child
    )


def _short_form(child: Drawn, random: Random) -> Drawn:
    """As people are called, by a list of its own and not the one the rule has; others as Ezra becomes Ezzy."""
    if known := CALLED.get(child.forename.lower()):
        return replace(child, forename=random.choice(known.split()).title())
    return replace(child, forename=child.forename[:3] + random.choice(("y", "ie", "")))


def _slip_in_forename(child: Drawn, random: Random) -> Drawn:
    return replace(child, forename=_slip(child.forename, random))


def _slip_in_surname(child: Drawn, random: Random) -> Drawn:
    return replace(child, surname=_slip(child.surname, random))


def _slip(name: str, random: Random) -> str:
    """A letter too many, too few, wrong, or two swapped; or as it sounds."""
    place = random.randrange(len(name))
    heard = [(a, b) for a, b in SOUNDS if a in name.lower()]
    kind = random.choice("ioww" + "sh" * 2)
    if kind == "h" and heard:
        return name.lower().replace(*random.choice(heard), 1).title()
    if kind == "i":
        return name[:place] + random.choice(LETTERS) + name[place:]
    if kind == "o":
        return name[:place] + name[place + 1 :] or name
    if kind == "s" and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + random.choice(LETTERS) + name[place + 1 :]


def _new_surname(child: Drawn, random: Random) -> Drawn:
    return replace(child, surname=random.choice(NEW_NAMES))


def _half_surname(child: Drawn, random: Random) -> Drawn:
    half = random.choice(child.surname.split("-"))
    return replace(child, surname=half if half != child.surname else f"{child.surname}-{random.choice(NEW_NAMES)}")


def _middle_used(child: Drawn, random: Random) -> Drawn:
    return replace(child, forename=child.middle, middle=child.forename) if child.middle else child


def _columns_swapped(child: Drawn, random: Random) -> Drawn:
    return replace(child, forename=child.surname, surname=child.forename)


def _wrong_birthday(child: Drawn, random: Random) -> Drawn:
    born, kind = child.born, random.randrange(4)
    if kind == 0 and born.day <= 12:
        return replace(child, born=date(born.year, born.day, born.month))
    if kind == 1:
        return replace(child, born=born + timedelta(random.choice((-1, 1))))
    if kind == 2:
        return replace(child, born=date(born.year + random.choice((-1, 1)), born.month, min(born.day, 28)))
    return replace(child, born=date(born.year, random.randrange(1, 13), min(born.day, 28)))


def _moved(child: Drawn, random: Random) -> Drawn:
    return replace(child, postcode=f"ZX{random.randrange(10, 99)} {random.randrange(10)}{random.choice('ABDEF')}T")


def _no_middle(child: Drawn, random: Random) -> Drawn:
    return replace(child, middle="")


NEW_NUMBER = 0.012
RATES: tuple[tuple[str, float, Misreading], ...] = (
    ("no number", 0.059, _no_number), ("wrong number", 0.004, _wrong_number),
    ("short form", 0.016, _short_form), ("slip in forename", 0.014, _slip_in_forename),
    ("slip in surname", 0.015, _slip_in_surname), ("new surname", 0.046, _new_surname),
    ("half a surname", 0.009, _half_surname), ("middle name used", 0.009, _middle_used),
    ("columns swapped", 0.004, _columns_swapped), ("wrong birthday", 0.017, _wrong_birthday),
    ("moved", 0.12, _moved), ("no middle name", 0.2, _no_middle),
)  # fmt: skip
