"""The file that goes to the next school, made from what was chosen of what there is, and what keeps it from going."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from kith.foundation.dates import in_words
from kith.foundation.visible import is_blank
from kith.organisations.models import Organisation, Post
from kith.sharing.models import Leaver
from kith.sharing.packing.contents import fingerprint_of
from kith.sharing.packing.making import (
    MOST_BYTES,
    Choice,
    Made,
    attached_of,
    calls_itself,
    content_of,
    documents_of,
    earlier_going,
    going,
    undecided,
)  # fmt: skip
from kith.sharing.packing.offering import DocumentOffer, Offer
from kith.sharing.passing import sheets
from kith.sharing.passing.rules import to_review_on

__all__ = ["body_of", "leaver_of", "make", "problems_of"]

PRINCIPAL = "Where the council works with this child, its own record is the principal copy."


def leaver_of(offer: Offer) -> Leaver:
    """Who leaves, which is why it goes."""
    return cast(Leaver, offer.whose)


def problems_of(offer: Offer, choice: Choice) -> dict[str, str]:
    """What keeps it from being sent: field -> a sentence."""
    return dict(_problems(offer, choice))


def _problems(offer: Offer, choice: Choice) -> Iterator[tuple[str, str]]:
    leaver = leaver_of(offer)
    if not leaver.to_name:
        yield "to", "Say which school the child goes to, or that nobody knows."
    if is_blank(leaver.to_lead):
        yield "to_lead", "Write who leads safeguarding there. Ring the school and ask."
    if not (going(offer, choice) or documents_of(offer, choice) or earlier_going(offer, choice)):
        yield "records", "Choose at least one record or document."
    yield from undecided(offer, choice)


def make(offer: Offer, choice: Choice, school: Organisation, *, closed: int = 0) -> Made:
    """The file, as it would go now. `closed`: so many records are closed to whoever sends it, and are not in it."""
    documents = documents_of(offer, choice)
    too_large = sum(one.kept.now.size for one in documents) > MOST_BYTES
    file = _file(offer, choice, school, documents) | ({"by_hand": True} if too_large else {})
    file |= {"closed": closed} if closed else {}
    sha256 = fingerprint_of(file)
    _, pages = sheets.file_pdf(file, sha256)
    return Made(file, sha256, pages, documents, too_large)


def body_of(made: Made, leaver: Leaver, sender: Post) -> dict[str, Any]:
    """What is sealed: the file with the bytes of its documents, from whom and to which school."""
    return {
        "file": made.file,
        "sha256": made.sha256,
        "pages": made.pages,
        "from": {"name": sender.user.display_name, "role": sender.title, "reached": sender.user.email},
        "to": {"name": leaver.to_name, "urn": leaver.to_urn, "laestab": leaver.to_laestab},
        "attached": attached_of(made),
    }


def _file(offer: Offer, choice: Choice, school: Organisation, documents: tuple[DocumentOffer, ...]) -> dict[str, Any]:
    told = content_of(offer, choice, documents)
    earlier = [one.as_sent() for one in earlier_going(offer, choice)]
    return {
        **told,
        "school": calls_itself(school),
        "left_on": leaver_of(offer).left_on.isoformat(),
        "keep": _keep(told["child"].get("born_on", "")),
        **({"earlier": earlier} if earlier else {}),
    }


def _keep(born: str) -> str:
    day = to_review_on(date.fromisoformat(born)) if born else None
    until = f"until {in_words(day, as_of=date(1900, 1, 1))}, the 25th birthday" if day else "until the 25th birthday"
    return f"The last school of the child keeps this file {until}, and then looks at it again. {PRINCIPAL}"
