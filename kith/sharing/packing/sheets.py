"""The records of a child as lines on sheets: what the PDF and the text of a pack are made of. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from kith.foundation.dates import in_words, moment_in_words
from kith.foundation.paper import Line, Style

__all__ = [
    "as_day", "as_moment", "asked_in_words", "chronology_lines", "ended_in_words", "home_lines", "in_text",
    "record_lines",
]  # fmt: skip

# Long ago, so that every day says its year.
_NEVER = date(1900, 1, 1)


def in_text(lines: Iterable[Line]) -> str:
    """Lines of sheets as text."""
    return "\n".join(("\n" if one.style is not Style.TEXT else "") + one.words for one in lines)


def chronology_lines(chronology: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    """What happened, day by day, on a page of its own."""
    yield Line("Chronology", Style.TITLE, new_page=True)
    for one in chronology:
        yield Line(as_day(one["day"]), Style.LABEL)
        yield Line(one["line"])
        if one.get("told"):
            yield Line(one["told"], Style.SMALL)
        if one.get("childs_words"):
            yield Line(f"The child: “{one['childs_words']}”", Style.SMALL)


def record_lines(one: Mapping[str, Any]) -> Iterator[Line]:
    """One record, on a page of its own."""
    yield Line(f"{one['title']} {one['reference']}", Style.TITLE, new_page=True)
    written = f", written {as_moment(one['written'])}" if one.get("written") else ""
    yield Line(f"Happened {as_moment(one['happened'])}{written}")
    for label, name in (("Kind", "category"), ("Part", "role"), ("Where it stood", "stage"), ("Outcome", "outcome")):
        if one.get(name):
            yield Line(f"{label}: {one[name]}")
    if one.get("others"):
        yield Line("Others in it: " + "; ".join(one["others"]))
    for answers, title in ((one["shared"], "What happened"), (one["own"], "About this child")):
        yield from _answers(answers, title)
    yield from worked_lines(one)
    for more, title in ((one.get("additions", ()), "Added later"), (one.get("views", ()), "Their own view")):
        for said in more:
            yield Line(f"{title}, {said['at'][:10]}", Style.LABEL)
            yield Line(said["words"])


def home_lines(child: Mapping[str, Any]) -> Iterator[Line]:
    """Where the child lives, and the adults around them."""
    home = ", ".join(one for one in (child.get("address", ""), child.get("postcode", "")) if one)
    if home:
        yield Line(f"Lives at {home}.")
    if child.get("carers"):
        yield Line("Adults around the child: " + "; ".join(child["carers"]) + ".")


def worked_lines(one: Mapping[str, Any]) -> Iterator[Line]:
    """What was decided and why, and who did what."""
    if one.get("decided"):
        yield Line("What was decided", Style.HEADING)
    for step in one.get("decided", ()):
        yield Line(f"{step['stage']}, {as_moment(step['at'])}", Style.LABEL)
        yield Line(step.get("why", "").strip() or "-")
    if one.get("asked"):
        yield Line("Who did what", Style.HEADING)
    for asked in one.get("asked", ()):
        yield Line(asked_in_words(asked), Style.LABEL)
        yield Line(asked["words"])
        yield Line(ended_in_words(asked))


def asked_in_words(asked: Mapping[str, Any]) -> str:
    """Phone call, asked of the class teacher on 3 March 2026, by 5 March 2026."""
    who = f" of {asked['who']}" if asked.get("who") else ""
    return f"{asked['kind']}, asked{who} on {as_moment(asked['at'])}, by {as_day(asked['due'])}"


def ended_in_words(asked: Mapping[str, Any]) -> str:
    """Done on that day, and how."""
    if not asked.get("ended"):
        return "Not done yet."
    began = "Done" if asked.get("done") else "Taken back"
    return f"{began} {as_moment(asked['ended'])}: {asked.get('how', '').strip()}"


def _answers(answers: list[dict[str, Any]], title: str) -> Iterator[Line]:
    if answers:
        yield Line(title, Style.HEADING)
    for one in answers:
        yield Line(one["question"], Style.LABEL)
        words = f"“{one['words']}”" if one.get("childs_words") else one["words"]
        yield Line("\n".join([words, *one.get("rows", ())]).strip() or "-")


def as_day(text: str) -> str:
    return in_words(date.fromisoformat(text[:10]), as_of=_NEVER)


def as_moment(text: str) -> str:
    return moment_in_words(datetime.fromisoformat(text), as_of=_NEVER)
