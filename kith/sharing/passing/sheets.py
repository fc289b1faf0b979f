"""A safeguarding file and its receipt as lines on sheets: what the PDF and the text of a pack are made of. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from kith.foundation.paper import Line, Made, Style, as_pdf
from kith.sharing.packing.sheets import as_day, as_moment, chronology_lines, home_lines, in_text, record_lines

__all__ = ["BY_HAND", "NOT_IN_IT", "as_text", "closed_in_words", "file_lines", "file_pdf", "receipt_pdf"]

NOT_IN_IT = (
    "What other pupils said of themselves, protected addresses, and concerns about members of staff, which are kept"
    " apart. What a record of this child tells may still be about one."
)
BY_HAND = "The documents were too large to go with it: they are brought another way."


def file_pdf(file: Mapping[str, Any], sha256: str) -> Made:
    """The whole file with its contents in front, and how many pages it has."""
    return as_pdf("Safeguarding file", file_lines(file, sha256), foot=f"Safeguarding file, SHA-256 {sha256[:16]}")


def as_text(file: Mapping[str, Any], sha256: str) -> str:
    """The same lines as text, which has every letter."""
    return in_text(file_lines(file, sha256))


def file_lines(file: Mapping[str, Any], sha256: str) -> Iterator[Line]:
    """What the file says, in order: whose it is, its contents, the chronology, each record."""
    child, school = file["child"], file["school"]
    yield Line("Safeguarding file", Style.TITLE)
    yield Line(f"{child['forename']} {child['surname']}", Style.HEADING)
    born, upn = child.get("born_on", ""), child.get("upn", "")
    yield Line(". ".join(one for one in (born and f"Born {as_day(born)}", upn and f"UPN {upn}") if one) or " ")
    yield from home_lines(child)
    yield Line(f"From {school['name']}, where the child was until {as_day(file['left_on'])}.")
    yield Line(f"SHA-256 of the contents: {sha256}", Style.SMALL)
    yield Line("Contents", Style.HEADING)
    yield Line(f"Chronology: {_counted(len(file['chronology']), 'line')}")
    for one in file["records"]:
        happened = f"{one['title']}, {as_moment(one['happened'])}"
        yield Line(f"{one['reference']}: {happened}. {one.get('category', '')}".strip())
    for one in file.get("earlier", ()):
        yield Line(f"File of {one['file']['school']['name']}: {_counted(len(one['file']['records']), 'record')}")
    for one in file["documents"]:
        yield Line(f"Document {one['n']}: {one['name']}, {one['size']} bytes, SHA-256 {one['sha256'][:16]}")
    if file.get("by_hand"):
        yield Line(BY_HAND)
    yield Line("What is not in it", Style.LABEL)
    yield Line(NOT_IN_IT)
    if file.get("closed"):
        yield Line(closed_in_words(file["closed"]))
    yield Line("How long to keep it", Style.LABEL)
    yield Line(file["keep"])
    yield from chronology_lines(file["chronology"])
    for one in file["records"]:
        yield from record_lines(one)
    for one in file.get("earlier", ()):
        yield Line(f"File of {one['file']['school']['name']}, which came on {as_day(one['came_on'])}", new_page=True)
        yield from file_lines(one["file"], one["sha256"])


def closed_in_words(count: int) -> str:
    """That the file is not whole, and no word of what is missing."""
    began = "1 record is" if count == 1 else f"{count} records are"
    return f"{began} closed to whoever sent this. Whoever keeps it there sends it after, or has said that it stays."


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
        *([Line(closed_in_words(said["closed"]))] if said.get("closed") else []),
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
