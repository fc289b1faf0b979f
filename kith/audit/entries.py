"""A ledger line before it is written, and where the words of its detail come from."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.audit import canonical
from kith.audit.canonical import Words
from kith.tenancy import current, keeper_of

_address: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def came_from(address: str) -> Iterator[None]:
    """Lines written inside name this network address; the web's middleware says it."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a line shall say, apart from who and when."""

    subjects: tuple[UUID, ...] = ()
    holder: UUID | None = None
    reason: str = ""
    terms: str = ""
    detail: Mapping[str, Any] | None = None


def words_of(entry: Entry) -> Words:
    """The detail of this line: what is said, and how the doer is called today."""
    doer = current().doer.words
    return Words(
        salt=secrets.token_bytes(canonical.SALT_BYTES),
        doer_name=doer.get("name", ""),
        doer_post=doer.get("post", ""),
        doer_organisation=doer.get("organisation", ""),
        reason=entry.reason,
        terms=entry.terms,
        address=_address.get(),
        facts=canonical.facts_text(entry.detail),
    )


def holder_of(entry: Entry) -> UUID | None:
    """Whose file the line belongs to: the holder it names, else the one its doer works for.

    A person works first of all for their own organisation. A system post that works for several holders works for
    none of them in particular: its line about somebody belongs to the holder that keeps their file, and one about
    nobody is the controller's, which every post of it can read.
    """
    unit = current()
    if entry.holder:
        return entry.holder
    if unit.doer.system and len(unit.holders) > 1:
        return keeper_of(entry.subjects) if entry.subjects else None
    return next(iter(unit.holders), None)
