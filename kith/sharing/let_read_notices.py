"""Who was let read a concern about a colleague is told so by e-mail, until they have or it is over. Never what it is.

Which reaction follows which event stands in kith/wiring.py.
"""

from kith.conduct.events import LetRead, LetReadNoLonger
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import read, tell

__all__ = ["on_let_read", "on_let_read_no_longer"]


def on_let_read(event: LetRead) -> None:
    tell(post=event.post_id, word=Word.LET_READ, about=event.concern_id, anew=True)


def on_let_read_no_longer(event: LetReadNoLonger) -> None:
    read(post=event.post_id, about=[event.concern_id])
