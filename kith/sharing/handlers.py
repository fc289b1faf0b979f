"""Who deals with what arrives. Rooms above register, by the kind of envelope, in kith/wiring.py.

    ENVELOPES = {"referral": Handler(versions=frozenset({1}), arrived=propose_contact, heard=tell_the_school)}

Both run in the job's unit of work, as a system post of the controller they are called for: what they write is there if
and only if the event and the ledger line are. An error of theirs takes everything back, and the sweep brings the
envelope again the next night.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.sharing.rules import Code, Happened
from kith.sharing.sealing import Unopened

__all__ = ["Arrived", "Handler", "Heard", "Unsuitable", "handler_of", "install", "known"]


@dataclass(frozen=True)
class Arrived:
    """An envelope for this controller, opened: genuine, unchanged, in a version its handler knows."""

    envelope: UUID
    sender: UUID
    kind: str
    version: int
    body: Mapping[str, Any]
    sent_at: datetime
    # It was on its way for more than a day. Time limits run from when it came, and the page says both dates.
    late: bool


@dataclass(frozen=True)
class Heard:
    """What the other side said of an envelope of this kind: an answer to ours, or the recall of theirs."""

    envelope: UUID
    event: UUID
    kind: str
    happened: Happened
    code: Code
    body: Mapping[str, Any]
    at: datetime


class Unsuitable(Exception):
    """A handler cannot take in what is inside. `words` are sealed for the sender, `code` stands open."""

    def __init__(self, code: Code, words: str = "") -> None:
        super().__init__(code.words)
        self.code, self.words = code, words


def _nothing(what: Heard) -> None:
    """For kinds whose answers nobody waits for: how the envelope stands says enough."""


@dataclass(frozen=True)
class Handler:
    """What is done with one kind of envelope."""

    versions: frozenset[int]
    arrived: Callable[[Arrived], None]
    heard: Callable[[Heard], None] = _nothing


_handlers: Mapping[str, Handler] = {}


def install(handlers: Mapping[str, Handler]) -> None:
    """Start-up hands in the table of kith/wiring.py."""
    global _handlers
    _handlers = handlers


def known(kind: str) -> bool:
    return kind in _handlers


def handler_of(kind: str, version: int) -> Handler:
    """Who takes this in. Raises Unopened where nobody knows the kind or the version."""
    if kind not in _handlers:
        raise Unopened(Code.UNKNOWN_KIND)
    if version not in _handlers[kind].versions:
        raise Unopened(Code.UNKNOWN_VERSION)
    return _handlers[kind]
