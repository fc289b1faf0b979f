"""Only who is exactly as was typed, for tests that ask whether somebody can be found at all."""

from datetime import date
from typing import Any

from kith.people import finding
from kith.people.models import Person


def search(persons: Any, *, words: str = "", born_on: date | None = None, most: int = 50) -> list[Person]:
    hits = finding.find(persons, words=words, born_on=born_on, most=most)
    return [hit.person for hit in hits if not hit.fit.is_close]
