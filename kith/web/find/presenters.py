"""A list of persons in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from kith.foundation.dates import in_words
from kith.people.finding import Hit
from kith.web.find.address import Terms
from kith.web.presenters import Child, child

WITH_DATE = "Try at least three letters of a name, a former name, or the date of birth alone."
WITHOUT_DATE = "Try without the date of birth: at least three letters of a name, or a former name."


@dataclass(frozen=True)
class Found:
    child: Child
    also: str
    why: str
    # Written down by somebody, by hand or from a referral, and confirmed by nobody yet.
    is_unsure: bool = False


@dataclass(frozen=True)
class Results:
    """Those who are as was typed, then those who are only close."""

    headline: str
    terms: str
    same: tuple[Found, ...]
    close: tuple[Found, ...]
    # What to try where nobody was found.
    advice: str = ""


def results(hits: Sequence[Hit], terms: Terms, *, most: int) -> Results:
    """In the order found, with other names they are known by, and why each was found."""
    parts = [terms.words, f"born {in_words(terms.born_on)}" if terms.born_on else ""]
    return Results(
        headline(len(hits), most),
        ", ".join(p for p in parts if p),
        tuple(found_as(hit) for hit in hits if not hit.fit.is_close),
        tuple(found_as(hit) for hit in hits if hit.fit.is_close),
        WITHOUT_DATE if terms.born_on else WITH_DATE,
    )


def found_as(hit: Hit) -> Found:
    """A line of the list."""
    return Found(child(hit.card), _also(hit), " ".join(hit.fit.reasons), hit.person.status == "provisional")


def _also(hit: Hit) -> str:
    """Other names, but for those the reason says already."""
    others = [name for name in hit.card.other_names if not any(name in reason for reason in hit.fit.reasons)]
    return f"also {', '.join(others)}" if others else ""


def headline(count: int, most: int) -> str:
    if count == 0:
        return "Nobody found"
    if count == most:
        return f"The first {most} people. Add a date of birth or another name"
    return "One person" if count == 1 else f"{count} people"


def hint(*, by_address: bool) -> str:
    """What may be typed: an address only where this post reads some."""
    home = ", a postcode" if by_address else ""
    return (
        "Any of their names, as you heard it: slips and short forms are found too. A date of birth may stand after it, "
        f"as in 14/3/2017. Or a UPN, an NHS number{home}."
    )
