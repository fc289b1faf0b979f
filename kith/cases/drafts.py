"""Drafts: never lose a person's words. Saved while they type, found again after a time-out or a crash.

A form's number is its writer's own: whoever else opens the same address writes a form of their own. A writer may have
the same form open twice; what one page holds and the other has never shown is not written over but set apart.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import models
from django.utils import timezone

from kith.cases.models import Draft, Record
from kith.tenancy import current
from kith.tenancy.prepared import Given, Prepared, one_journey, send
from kith.tenancy.waiting import WAIT

# Of all answers of one form together: the longest that was ever written by hand fits in many times.
MOST = 250_000


class TooLong(Exception):
    """More than a form can hold. The message says so and may be shown."""


class AlreadySent(Exception):
    """The form was sent: what is typed into it now belongs to another one (see `after`)."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"This form was sent as {record.reference}.")
        self.record = record


@dataclass(frozen=True)
class OpenPage:
    """The page a form stands on: its own number, how many times it has saved, and which words it was opened with.

    `seen` is the `last` of the draft the page was made from. Without numbers every save takes the place of the last.
    """

    id: str = ""
    edit: int = 0
    seen: str = ""

    @classmethod
    def on(cls, draft: Draft | None) -> "OpenPage":
        """A page just opened, with these words on it."""
        return cls(uuid4().hex, 0, draft.last if draft else "")


def save(
    *,
    token: UUID,
    area: str,
    answers: dict[str, Any],
    holder: UUID,
    page: OpenPage = OpenPage(),
    about: UUID | None = None,
    place: str = "",
) -> None:
    """Keep what has been typed so far under the form's number. Raises AlreadySent or TooLong; then nothing is kept.

    `about` and `place`: of a form beside something that is there already, see `beside`. Of one page the later words
    count, whichever arrive first.
    """
    if sent := sent_as(token):
        raise AlreadySent(sent)
    if (length := len(json.dumps(answers, ensure_ascii=False))) > MOST:
        raise TooLong(f"Shorten this: it is {length:,} characters long, and {MOST:,} can be kept.")
    said = {"answers": answers, "saved_at": timezone.now(), "page": page.id, "edit": page.edit}
    set_apart(token=token, page=page, unless=answers)
    mine = _mine(token)
    if mine.exclude(page=page.id, edit__gt=page.edit).update(**said) or mine.exists():
        return
    spine = {"author": current().doer.post_id, "area": area, "holder_id": holder, "about": about, "place": place}
    Draft.objects.create(token=token, **spine, **said)


def set_apart(*, token: UUID, page: OpenPage, unless: dict[str, Any] | None = None) -> None:
    """Before this page takes the form's number: give what another page holds there, and this one never showed, a
    number of its own. `unless`: words that are the same need no second place. Whoever saves this form at the same
    time waits until the end of this unit."""
    author = current().doer.post_id
    with one_journey():
        # One at a time for each form of each writer: two saves may meet before there is a row to lock.
        send(WAIT, [f"{author} {token}"])
        others = _OTHERS.of(token=token, author=author, page=page.id)
        found = others.read(others.send().fetchall()) if author else []
    for draft in found:
        if draft.last == page.seen or draft.answers == unless:
            continue
        other = _apart(token, draft.page)
        # Older words of either page: the later ones stand here, or are about to be written.
        _mine(other).delete()
        _mine(_apart(token, page.id)).delete()
        _mine(token).filter(id=draft.id).update(token=other)


def _apart(token: UUID, page: str) -> UUID:
    return uuid5(token, f"typed on {page}")


def beside(about: UUID, place: str) -> UUID:
    """The number of the form at a place beside something, such as the words to add to a record."""
    return uuid5(about, place)


def kept_beside(about: UUID) -> tuple[dict[str, Draft], list[Draft]]:
    """What the reader had begun to write there, by place; and what other pages had, set apart."""
    found = list(Draft.objects.filter(author=current().doer.post_id, about=about).order_by("saved_at"))
    stands = {one.place: one for one in found if one.token == beside(about, one.place)}
    return stands, [one for one in found if one.token != beside(about, one.place)]


def sent_as(token: UUID) -> Record | None:
    """What the reader has sent of this form."""
    return Record.objects.filter(token=token, written_by=current().doer.post_id).first()


def after(token: UUID) -> UUID:
    """Where words go that are typed into a form that was sent meanwhile: a number that follows from the form's own,
    so that pressing twice makes one draft. The form's own number while it is not sent."""
    while sent_as(token):
        token = uuid5(token, "typed after it was sent")
    return token


def mine(area: str | None = None) -> models.QuerySet[Draft]:
    """The reader's own forms that were not sent, newest first."""
    sent = Record.objects.filter(token=models.OuterRef("token"), written_by=models.OuterRef("author"))
    drafts = Draft.objects.filter(~models.Exists(sent), author=current().doer.post_id, about=None)
    return (drafts.filter(area=area) if area else drafts).order_by("-saved_at")


def find(token: UUID) -> Draft | None:
    """The reader's own draft of this form."""
    return mine().filter(token=token).first()


def later_than(token: UUID, page: OpenPage) -> Draft | None:
    """What the reader typed on this very page after it was sent, where a browser sends the older words once more."""
    return _mine(token).filter(page=page.id, edit__gt=page.edit).first() if page.id else None


def discard(*, token: UUID) -> None:
    """The author throws their own draft away, or it has been sent."""
    if author := current().doer.post_id:
        send(_DISCARD, [token, author])


_OTHERS = Prepared(
    lambda: Draft.objects.filter(token=Given("token"), author=Given("author")).exclude(page=Given("page"))
)
_DISCARD = "DELETE FROM cases_draft WHERE token = %s AND author = %s"


def _mine(token: UUID) -> models.QuerySet[Draft]:
    return Draft.objects.filter(token=token, author=current().doer.post_id)
