"""A safeguarding file and its receipt as lines on sheets: what the PDF and the text of a pack are made of. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from kith.foundation.dates import in_words, moment_in_words
from kith.foundation.paper import Line, Made, Style, as_pdf

__all__ = [
    "BY_HAND",
    "NOT_IN_IT",
    "as_text",
    "asked_in_words",
    "chronology_lines",
    "ended_in_words",
    "file_lines",
    "file_pdf",
    "in_text",
    "receipt_pdf",
    "record_lines",
]

NOT_IN_IT = (
    "What other pupils said of themselves, protected addresses, and concerns about members of staff, which are kept"
    " apart. What a record of this child tells may still be about one."
)
BY_HAND = "The documents were too large to go with it: they are brought another way."
# Long ago, so that every day says its year.
_NEVER = date(1900, 1, 1)


def file_pdf(file: Mapping[str, Any], sha256: str) -> Made:
    """The whole file with its contents in front, and how many pages it has."""
    return as_pdf("Safeguarding file", file_lines(file, sha256), foot=f"Safeguarding file, SHA-256 {sha256[:16]}")


def as_text(file: Mapping[str, Any], sha256: str) -> str:
    """The same lines as text, which has every letter."""
    return in_text(file_lines(file, sha256))


def in_text(lines: Iterable[Line]) -> str:
    """Lines of sheets as text."""
    return "\n".join(("\n" if one.style is not Style.TEXT else "") + one.words for one in lines)


def file_lines(file: Mapping[str, Any], sha256: str) -> Iterator[Line]:
    """What the file says, in order: whose it is, its contents, the chronology, each record."""
    child, school = file["child"], file["school"]
    yield Line("Safeguarding file", Style.TITLE)
    yield Line(f"{child['forename']} {child['surname']}", Style.HEADING)
    born, upn = child.get("born_on", ""), child.get("upn", "")
    yield Line(". ".join(one for one in (born and f"Born {_day(born)}", upn and f"UPN {upn}") if one) or " ")
    yield from home_lines(child)
    yield Line(f"From {school['name']}, where the child was until {_day(file['left_on'])}.")
    yield Line(f"SHA-256 of the contents: {sha256}", Style.SMALL)
    yield Line("Contents", Style.HEADING)
    yield Line(f"Chronology: {_counted(len(file['chronology']), 'line')}")
    for one in file["records"]:
        yield Line(f"{one['reference']}: {one['title']}, {_moment(one['happened'])}. {one.get('category', '')}".strip())
    for one in file.get("earlier", ()):
        yield Line(f"File of {one['file']['school']['name']}: {_counted(len(one['file']['records']), 'record')}")
    for one in file["documents"]:
        yield Line(f"Document {one['n']}: {one['name']}, {one['size']} bytes, SHA-256 {one['sha256'][:16]}")
    if file.get("by_hand"):
        yield Line(BY_HAND)
    yield Line("What is not in it", Style.LABEL)
    yield Line(NOT_IN_IT)
    yield Line("How long to keep it", Style.LABEL)
    yield Line(file["keep"])
    yield from chronology_lines(file["chronology"])
    for one in file["records"]:
        yield from record_lines(one)
    for one in file.get("earlier", ()):
        yield Line(f"File of {one['file']['school']['name']}, which came on {_day(one['came_on'])}", new_page=True)
        yield from file_lines(one["file"], one["sha256"])


def chronology_lines(chronology: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    """What happened, day by day, on a page of its own."""
    yield Line("Chronology", Style.TITLE, new_page=True)
    for one in chronology:
        yield Line(_day(one["day"]), Style.LABEL)
        yield Line(one["line"])
        if one.get("told"):
            yield Line(one["told"], Style.SMALL)
        if one.get("childs_words"):
            yield Line(f"The child: “{one['childs_words']}”", Style.SMALL)


def record_lines(one: Mapping[str, Any]) -> Iterator[Line]:
    """One record, on a page of its own."""
    yield Line(f"{one['title']} {one['reference']}", Style.TITLE, new_page=True)
    about = [f"Happened {_moment(one['happened'])}", f"written {_moment(one['written'])}" if one.get("written") else ""]
    yield Line(", ".join(word for word in about if word))
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
        yield Line(f"{step['stage']}, {_moment(step['at'])}", Style.LABEL)
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
    return f"{asked['kind']}, asked{who} on {_moment(asked['at'])}, by {_day(asked['due'])}"


def ended_in_words(asked: Mapping[str, Any]) -> str:
    """Done on that day, and how."""
    if not asked.get("ended"):
        return "Not done yet."
    began = "Done" if asked.get("done") else "Taken back"
    return f"{began} {_moment(asked['ended'])}: {asked.get('how', '').strip()}"


def _answers(answers: list[dict[str, Any]], title: str) -> Iterator[Line]:
    if answers:
        yield Line(title, Style.HEADING)
    for one in answers:
        yield Line(one["question"], Style.LABEL)
        words = f"“{one['words']}”" if one.get("childs_words") else one["words"]
        yield Line("\n".join([words, *one.get("rows", ())]).strip() or "-")


def receipt_pdf(said: Mapping[str, Any]) -> bytes:
    """The receipt: signed, where `said` has a name; else a page to sign by hand."""
    signed = bool(said.get("name"))
    lines = [
        Line("Receipt for a safeguarding file", Style.TITLE),
        Line(f"Sent by {said['school']}, {said['sent']}."),
        Line(f"For {said['to']}."),
        Line(f"{_counted(said['pages'], 'page')}, {_counted(said['documents'], 'document')}."),
        Line("SHA-256 of the contents", Style.LABEL),
        Line(said["sha256"]),
        Line("What did not come", Style.LABEL),
        Line("; ".join(said.get("misses", ())) or ("Everything came." if signed else "_" * 60)),
        *(
            Line(f"{label}: {said.get(name, '') or '_' * 40}", Style.HEADING)
            for label, name in (("Name", "name"), ("Role", "role"), ("Date", "on"))
        ),
        Line("Whoever signs keeps the file from now on. The school that sent it keeps this receipt.", Style.SMALL),
    ]
    return as_pdf("Receipt for a safeguarding file", lines).content


def _counted(n: int, word: str) -> str:
    return f"1 {word}" if n == 1 else f"{n} {word}s"


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text[:10]), as_of=_NEVER)


def _moment(text: str) -> str:
    return moment_in_words(datetime.fromisoformat(text), as_of=_NEVER)
