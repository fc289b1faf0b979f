"""A referral as lines on sheets: what its PDF and its text are made of. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kith.foundation.dates import in_words
from kith.foundation.paper import Line, Made, Style, as_pdf
from kith.sharing.packing.sheets import chronology_lines, in_text, record_lines

__all__ = ["as_text", "referral_lines", "referral_pdf"]


def referral_pdf(file: Mapping[str, Any], sha256: str) -> Made:
    """The whole referral, and how many pages it has."""
    return as_pdf("Referral", referral_lines(file, sha256), foot=f"Referral, SHA-256 {sha256[:16]}")


def as_text(file: Mapping[str, Any], sha256: str) -> str:
    """The same lines as text, which has every letter."""
    return in_text(referral_lines(file, sha256))


def referral_lines(file: Mapping[str, Any], sha256: str) -> Iterator[Line]:
    """What is asked of whom and why it may be told; then each child."""
    said = file["referral"]
    yield Line("Referral", Style.TITLE)
    yield Line(f"To {said['to']}, {said['agency']}", Style.HEADING)
    if said["person"]:
        yield Line(f"For {said['person']}")
    sender = said["from"]
    yield Line(f"From {said['school']['name']}, {_day(said['on'])}: {sender['name']}, {sender['role']}.")
    yield Line(f"Reached at {sender['reached']}.")
    for title, words in (
        ("What we ask", said["asks"]),
        ("On what basis it is told", said["basis"]),
        ("Consent to the help", ". ".join(one for one in (said["consent"], said["consent_why"]) if one)),
        ("Please answer by", _day(said["answer_by"])),
    ):
        yield Line(title, Style.LABEL)
        yield Line(words)
    yield Line("Whom it is about", Style.LABEL)
    for one in file["children"]:
        yield Line(_named(one["child"]))
    yield Line(f"SHA-256 of the contents: {sha256}", Style.SMALL)
    for one in file["children"]:
        yield from _child(one)


def _child(one: Mapping[str, Any]) -> Iterator[Line]:
    if not one["records"] and not one["documents"]:
        return
    yield Line(_named(one["child"]), Style.TITLE, new_page=True)
    for record in one["records"]:
        yield Line(f"{record['reference']}: {record['title']}. {record.get('category', '')}".strip())
    for document in one["documents"]:
        yield Line(f"Document {document['n']}: {document['name']}, SHA-256 {document['sha256'][:16]}")
    if one["chronology"]:
        yield from chronology_lines(one["chronology"])
    for record in one["records"]:
        yield from record_lines(record)


def _named(child: Mapping[str, Any]) -> str:
    born = f", born {_day(child['born_on'])}" if child.get("born_on") else ""
    return f"{child['forename']} {child['surname']}{born}"


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text[:10]), as_of=date(1900, 1, 1))
