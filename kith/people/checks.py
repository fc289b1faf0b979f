"""What keeps a fact from being written: a sentence for each field that needs another look. Facts in, words out.

Each takes the values as they would be kept and gives field -> sentence. The sentence says what to do.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kith.foundation.nhs_number import NhsNumber
from kith.foundation.postcode import Postcode
from kith.foundation.refused_value import NotAValue
from kith.foundation.upn import Upn
from kith.reference import la_codes

__all__ = ["born", "contact", "lives", "named", "numbered", "on_roll", "related", "supported", "went"]

Values = Mapping[str, Any]
Problems = dict[str, str]
# Nobody alive was born before; a year typed with a slip of the finger was.
FIRST_YEAR = 1900
# Longer than any child is carried.
EXPECTED_WITHIN = timedelta(days=310)
# A place at a school is known the year before; a year typed with a slip of the finger lies further ahead.
KNOWN_WITHIN = timedelta(days=2 * 366)


def named(values: Values, today: date) -> Problems:
    """Half a name will do: an unborn child has a surname only."""
    found = _span(values, today)
    if not (values.get("forename") or values.get("surname")):
        found["forename"] = "Write the first name, the last name or both."
    return found


def born(values: Values, today: date) -> Problems:
    """A child is born or expected, never both; neither is known of some."""
    on, expected = values.get("born_on"), values.get("expected_on")
    if on and on > today:
        return {"born_on": "This day is still to come. If the child is not born yet, give the date they are expected."}
    if on and on.year < FIRST_YEAR:
        return {"born_on": "Look at the year once more: write all four figures of it."}
    if on and expected:
        return {"expected_on": "Leave this empty: the child is born."}
    if expected and not today - EXPECTED_WITHIN <= expected <= today + EXPECTED_WITHIN:
        return {"expected_on": "Look at this date once more: it is more than ten months away."}
    return {}


def numbered(values: Values, today: date) -> Problems:
    """A UPN or an NHS number must pass its check: somebody who types it can look again."""
    kind, text = values.get("kind", ""), values.get("value", "")
    if not text:
        return {"value": "Write the number."}
    try:
        if kind == "nhs":
            NhsNumber.parse(text)
        if kind in ("upn", "temporary_upn", "former_upn"):
            Upn.parse(text, la_codes=la_codes.issuing())
    except NotAValue as wrong:
        return {"value": str(wrong)}
    return {}


def lives(values: Values, today: date) -> Problems:
    """A street or a postcode. What a protected address says is not here to be looked at."""
    found = _span(values, today)
    if not (values.get("lines") or values.get("postcode")):
        found["lines"] = "Write the address, or at least the postcode."
    if values.get("postcode"):
        try:
            Postcode.parse(values["postcode"])
        except NotAValue as wrong:
            found["postcode"] = str(wrong)
    return found


def contact(values: Values, today: date) -> Problems:
    method, value = values.get("method", ""), values.get("value", "")
    if not value:
        return {"value": "Write the number or address they can be reached at."}
    if method == "email" and ("@" not in value[1:-1] or " " in value):
        return {"value": "An email address has an @ in it, and no spaces."}
    if method in ("mobile", "landline") and sum(c.isdigit() for c in value) < 6:
        return {"value": "A telephone number has at least six figures."}
    return {}


def related(values: Values, today: date) -> Problems:
    """A basis is the basis of something: parental responsibility."""
    found = _span(values, today)
    if values.get("pr_basis") and not values.get("has_pr"):
        found["has_pr"] = "Say yes here, or leave out where the parental responsibility comes from."
    return found


def on_roll(values: Values, today: date) -> Problems:
    found = _span(values, today)
    if not values.get("from_on"):
        found["from_on"] = "Give the first day on the roll, as in 3/9/2026."
    return found


def supported(values: Values, today: date) -> Problems:
    """Of special needs it is said which; of the others there is nothing more to say."""
    found = _span(values, today)
    if values.get("kind") == "sen" and not values.get("value"):
        found["value"] = "Choose which: SEN support, or a plan."
    if values.get("kind") != "sen" and values.get("value"):
        found["value"] = "Leave this empty: it belongs to special educational needs."
    return found


def went(values: Values, today: date) -> Problems:
    """A school and a college have a name."""
    if values.get("kind") in ("school", "further") and not values.get("name"):
        return {"name": "Give the name of the school, college or place of work."}
    return {}


def _span(values: Values, today: date) -> Problems:
    """What ended did not end before it began, and nobody knows so long before what begins then."""
    since, until = values.get("from_on"), values.get("until_on")
    for name in ("from_on", "until_on"):
        if values.get(name) and values[name] > today + KNOWN_WITHIN:
            return {name: "This is more than two years away. Look at the year once more."}
    if since and until and until < since:
        return {"until_on": "This is before it began. Look at both dates once more."}
    return {}
