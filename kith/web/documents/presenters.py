"""Documents in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kith.documents.actions import KINDS
from kith.documents.queries import Kept, KeptVersion
from kith.documents.rules import KINDS as FILES
from kith.foundation.dates import in_words, moment_in_words
from kith.organisations.queries import named
from kith.reference.codes import code_set

__all__ = ["DocumentSaid", "VersionSaid", "choices", "said", "said_of"]


@dataclass(frozen=True)
class VersionSaid:
    n: int
    name: str
    what: str
    added: str
    fingerprint: str
    # How a browser shows it here: "picture", "alone" (in a window of its own), or not at all.
    shown: str
    destroyed: bool
    # What has to be said of this kind of file, where there is something.
    note: str


@dataclass(frozen=True)
class DocumentSaid:
    """One document as lists and its own page say it."""

    id: UUID
    name: str
    kind: str
    kind_code: str
    dated: str
    day: str
    in_mail: bool
    void: str
    voided: str
    # Ordered, and not done yet.
    being_destroyed: bool
    now: VersionSaid
    before: tuple[VersionSaid, ...]


def said(kept: Iterable[Kept]) -> tuple[DocumentSaid, ...]:
    """In their order, with whoever did something named."""
    all_ = list(kept)
    doers = {id for one in all_ for id in (one.by, one.void_by, *(v.by for v in one.versions)) if id}
    posts = named(list(doers))
    return tuple(_said(one, posts) for one in all_)


def said_of(kept: Kept) -> DocumentSaid:
    return said([kept])[0]


def choices() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in code_set(KINDS)]


def _day(dated: date | None) -> str:
    """As people type it."""
    return f"{dated.day}/{dated.month}/{dated.year}" if dated else ""


def _said(one: Kept, posts: Mapping[UUID, str]) -> DocumentSaid:
    now, *before = (_version(version, posts) for version in one.versions)
    voided = f"Voided by {_who(one.void_by, posts)}, {moment_in_words(one.void_at)}" if one.void_at else ""
    return DocumentSaid(
        id=one.id,
        name=one.name,
        kind=code_set(KINDS).label(one.kind) if one.kind else "Not said yet",
        kind_code=one.kind,
        dated=in_words(one.dated) if one.dated else "",
        day=_day(one.dated),
        in_mail=one.in_mail,
        void=one.void,
        voided=voided,
        being_destroyed=bool(one.ordered_at and not one.done_at),
        now=now,
        before=tuple(before),
    )


def _version(one: KeptVersion, posts: Mapping[UUID, str]) -> VersionSaid:
    kind = FILES[one.media_type]
    shown = "" if one.destroyed or not kind.shown else "picture" if kind.picture else "alone"
    return VersionSaid(
        n=one.n,
        name=one.name,
        what=f"{kind.words}, {_size(one.size)}",
        added=f"{_who(one.by, posts)}, {moment_in_words(one.at)}",
        fingerprint=one.sha256,
        shown=shown,
        destroyed=one.destroyed,
        note=kind.note,
    )


def _who(id: UUID | None, posts: Mapping[UUID, str]) -> str:
    return posts.get(id, "Somebody who is not here any more") if id else "Kith"


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
