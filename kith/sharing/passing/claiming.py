"""Whose a file is comes before what it says: who came is read by their name and birth alone until a lead says "ours".

Who said so and when stands with the sender too, so that a file that was read by the wrong school is known to have been.
"""

from dataclasses import dataclass
from datetime import datetime

from kith.access.reader import Reader
from kith.sharing.models import Came, Event, Took, Went
from kith.sharing.passing.coming import stand_of
from kith.sharing.posting import open_row
from kith.sharing.rules import Happened, State
from kith.sharing.saying import open_up
from kith.sharing.sealing import Unopened

__all__ = ["Opened", "claim", "is_claimed", "opened_of"]


@dataclass(frozen=True)
class Opened:
    """Who said at the next school that it is theirs, and when: from then on they could read it."""

    name: str
    role: str
    at: datetime


def claim(*, came: Came, reader: Reader) -> None:
    """It is ours: from here its contents are shown. Said twice it is once; raises NotNow where it was taken back."""
    if not is_claimed(came):
        said = {"name": reader.post.user.display_name, "role": reader.post.title}
        open_up(envelope=came.envelope_id, body=said, holder=came.holder_id)


def is_claimed(came: Came) -> bool:
    """Whether somebody here said that it is ours. What was taken in once, is."""
    said = Event.objects.filter(envelope=came.envelope_id, kind__in=(Happened.OPENED, Happened.ACCEPTED))
    return said.exists() or Took.objects.filter(came=came).exists() or stand_of(came).state is State.DECIDED


def opened_of(went: Went) -> Opened | None:
    """Who opened what went, where it went in Kith."""
    said = Event.objects.filter(kind=Happened.OPENED, envelope__in=_of(went)).first()
    if said is None:
        return None
    try:
        body = open_row(said)
    except Unopened:
        return None
    return Opened(str(body.get("name", "")), str(body.get("role", "")), said.at)


def _of(went: Went) -> list[object]:
    return [went.sent.envelope_id] if went.sent else []
