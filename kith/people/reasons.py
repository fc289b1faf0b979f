"""Why two children are, or may be, one: in sentences for whoever looks at them."""

from collections.abc import Iterator
from functools import cache

from kith.people.evidence import Evidence
from kith.people.judging import Verdict
from kith.people.likeness import Likeness

__all__ = ["in_words", "reasons_of"]


@cache
def reasons_of(found: Evidence, verdict: Verdict) -> tuple[str, ...]:
    """The verdict's reasons in sentences."""
    return tuple(_unlike(found) if verdict is Verdict.DIFFERENT else _alike(found))


def _unlike(found: Evidence) -> Iterator[str]:
    if found.number is Likeness.DIFFERENT:
        yield "Two different pupil or NHS numbers: two children."
    elif found.born_same and found.at_home:
        yield "Same date of birth and postcode, another forename: a twin."
    else:
        yield "Neither number nor name and date of birth agree."


def _alike(found: Evidence) -> Iterator[str]:
    """Everything that is the same in one sentence; then what is only close or differs, so that both are weighed."""
    each = (("number", found.number is Likeness.SAME), ("other number", found.same_other_number),
            ("name", found.name.same), ("date of birth", found.born_same), ("street", found.street is Likeness.SAME),
            ("postcode", found.at_home))  # fmt: skip
    if same := [what for what, is_same in each if is_same]:
        yield f"Same {', '.join(same[:-1])}{' and ' if same[1:] else ''}{same[-1]}."
    if found.number is Likeness.DIFFERENT:
        yield "Two different pupil or NHS numbers."
    if not found.name.same and found.name.words:
        yield found.name.words
    if found.middle is Likeness.DIFFERENT:
        yield "Another middle name."
    if found.birth is Likeness.UNKNOWN:
        yield "One of them has no date of birth."
    elif not found.born_same:
        yield f"Date of birth: {found.birth.lower()}."
    near = (("Other number", found.other_number), ("Street", found.street), ("Postcode", found.home))
    yield from (f"{what}: {how.lower()}." for what, how in near if how is Likeness.ONE_SLIP)


def in_words(forename: Likeness, surname: Likeness) -> str:
    """What differs between two names that are not the same."""
    if forename is Likeness.SAME and not surname.fits:
        return "Same forename, another surname."
    if forename.fits and surname is Likeness.DIFFERENT:
        return f"Forename: {forename.lower()}; another surname."
    if not (forename.fits and surname.fits):
        return "Another name."
    close = [
        f"{what}: {part.lower()}" for what, part in (("Forename", forename), ("surname", surname)) if part.is_close
    ]
    sentence = "; ".join(close)
    return f"{sentence[:1].upper()}{sentence[1:]}."
