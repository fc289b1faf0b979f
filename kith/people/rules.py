"""Which of the facts about somebody a page shows, from facts alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kith.foundation.nhs_number import NhsNumber
from kith.foundation.postcode import Postcode
from kith.foundation.refused_value import NotAValue
from kith.foundation.upn import Upn
from kith.reference import la_codes

# Which name stands at the top of the page, best first.
SHOWN_FIRST = ("preferred", "legal", "alias", "former")


def shown_name(names: Iterable[Any]) -> Any | None:
    """The name a person goes by: what they like to be called, else the legal one. Former names never win, nor does
    one that has ended, while there is another."""
    return min(names, key=lambda n: (getattr(n, "until_on", None) is not None, SHOWN_FIRST.index(n.kind)), default=None)


def called(names: Iterable[Any]) -> tuple[str, str]:
    """Forename and surname they go by. A preferred name may be half a name: the legal one lends the rest."""
    names = list(names)
    shown = shown_name(names)
    if shown is None:
        return "", ""
    legal = next((n for n in names if n.kind == "legal"), shown)
    return shown.forename or legal.forename, shown.surname or legal.surname


def full_name(names: Iterable[Any]) -> str:
    """How they are called: the preferred forename with the surname it carries, or the legal surname."""
    return " ".join(part for part in called(names) if part) or "Name not known"


def place_now(places: Sequence[Any], today: date) -> Any | None:
    """Where somebody learns: of the open places, latest first, the one that has begun; else what is to come."""
    return next((one for one in places if one.from_on is None or one.from_on <= today), places[0] if places else None)


def age_on(born: date, day: date) -> int:
    """Whole years lived. Somebody born on 29 February is a year older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_in_words(born: date | None, precision: str, expected: date | None, day: date) -> str:
    """ "9 years old", "7 months old", "about 9 years old", "expected Tue 2 Feb"; empty when nothing is known."""
    if born is None:
        return f"Expected {expected:%a} {expected.day} {expected:%b %Y}" if expected else ""
    about = "" if precision == "day" else "about "
    years = age_on(born, day)
    if years >= 2:
        return f"{about}{years} years old"
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return f"{about}{months} month{'' if months == 1 else 's'} old"


def address_shown(address: Any) -> str:
    """The address as a list or a page may say it without a click: a protected one says only that it is."""
    if address.protected:
        return "Protected address"
    return ", ".join(part for part in (*address.lines.splitlines(), address.postcode) if part)


def read_postcode(text: str) -> str:
    """A postcode as all of them are written, "cm201aa" as CM20 1AA; what is none (from abroad) as it was typed."""
    try:
        return str(Postcode.parse(text))
    except NotAValue:
        return " ".join(text.upper().split())


# Numbers that say themselves whether they can be right.
CHECKED = ("upn", "temporary_upn", "former_upn", "nhs")


def read_number(kind: str, text: str) -> tuple[str, str, bool]:
    """Kind, value as it is kept, and whether its check holds: ("upn", "p207 000016049") -> P207000016049, trusted.

    A number that fails its check is kept as text and never trusted. A UPN that ends in a letter is a temporary one.
    Other numbers have no check of ours: they are kept, and settle nothing.
    """
    value = "".join(text.split()).upper()
    if kind not in CHECKED:
        return kind, value, False
    try:
        if kind == "nhs":
            return kind, NhsNumber.parse(value).digits, True
        upn = Upn.parse(value, la_codes=la_codes.issuing())
    except NotAValue:
        return kind, value, False
    current = "temporary_upn" if upn.is_temporary else "upn"
    return (kind if kind == "former_upn" else current), str(upn), True
