"""What is packed of a child in words, and its days with their year, whichever year that is."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kith.foundation.dates import in_words, london, moment_in_words
from kith.sharing.packing.sheets import asked_in_words, ended_in_words

__all__ = ["NOT_NOTED", "as_date", "as_moment", "counted", "day", "inside", "iso", "pages_of"]

NOT_NOTED = "If you did not note the secret, take it back and send it again."
_NEVER = date(1900, 1, 1)


def inside(file: Mapping[str, Any]) -> dict[str, Any]:
    """The lines and records of one child, as a page shows them."""
    return {
        "lines": [{"told": "", "childs_words": "", **one, "day": iso(one["day"])} for one in file["chronology"]],
        "records": [_shown(one) for one in file["records"]],
    }


def _shown(one: Mapping[str, Any]) -> dict[str, Any]:
    facts = [("Kind", "category"), ("Part in it", "role"), ("Where it stood", "stage"), ("Outcome", "outcome")]
    return {
        **one,
        "happened": _instant(one["happened"]),
        "facts": [(title, one[name]) for title, name in facts if one.get(name)],
        "decided": [{**step, "at": _instant(step["at"])} for step in one.get("decided", ())],
        "asked": [
            {"what": asked_in_words(it), "words": it["words"], "ended": ended_in_words(it)}
            for it in one.get("asked", ())
        ],
        "said": [{**said, "at": iso(said["at"])} for said in (*one.get("additions", ()), *one.get("views", ()))],
    }


def day(moment: datetime) -> str:
    return in_words(london(moment).date())


def as_date(on: date) -> str:
    return in_words(on, as_of=_NEVER)


def iso(text: str) -> str:
    return as_date(date.fromisoformat(text[:10]))


def _instant(text: str) -> str:
    return as_moment(datetime.fromisoformat(text))


def as_moment(moment: datetime) -> str:
    return moment_in_words(moment, as_of=_NEVER)


def counted(n: int, word: str) -> str:
    return f"1 {word}" if n == 1 else f"{n} {word}s"


def pages_of(n: int) -> str:
    return counted(n, "page")
