"""A chronology for a purpose in words: as its lines read when they were kept, and what their records say today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kith.access.reader import Reader
from kith.areas import area as area_named
from kith.chronology import queries
from kith.chronology.copies import Said
from kith.chronology.models import Chosen, Selection
from kith.chronology.whole import Whole, whole_of
from kith.foundation.dates import in_words, london
from kith.organisations.queries import named as posts_named
from kith.people.queries import cards
from kith.web.addresses import address_of
from kith.web.presenters import named
from kith.web.story.more import More, more, more_said

__all__ = ["LONG_AGO", "compiled_by", "kept_of", "said_of"]

# So that a copy says the year of every day.
LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True)
class Kept:
    """One line of a curated chronology, as it read then; `now` where the record says something else today."""

    day: str
    words: str
    told: str
    childs_words: str
    note: str
    who: str
    url: str
    now: str
    void: bool
    more: tuple[More, ...] = ()
    # What the record says beside it since.
    since: tuple[More, ...] = ()


def _today(one: Chosen) -> str:
    """What the record says now, where that is something else."""
    entry, same = one.entry, ((one.told, one.entry.told), (one.childs_words, one.entry.childs_words))
    if entry.line == one.words and all(then in ("", now) for then, now in same):
        return ""
    said = f"“{entry.childs_words}”" if entry.childs_words else ""
    return " ".join(part for part in (entry.line, entry.told, said) if part)


def _then(one: Chosen) -> Whole:
    """All the line said when it was kept; nothing of what was said by another, where the line is struck out."""
    kept = Whole.kept(one.whole) if one.whole else Whole()
    told, words = kept.told or one.told, kept.childs_words or one.childs_words
    return Whole(told) if one.entry.void else Whole(told, words, kept.bits)


def _since(one: Chosen, now: Mapping[UUID, Whole]) -> tuple[More, ...]:
    """What the record says beside it today, and did not then."""
    if not one.whole or one.entry.void:
        return ()
    kept = set(Whole.kept(one.whole).bits)
    return tuple(more(bit) for bit in now.get(one.entry_id, Whole()).bits if bit not in kept)


def kept_of(selection: Selection, reader: Reader) -> tuple[tuple[Kept, ...], tuple[UUID, ...]]:
    """The lines of a curated chronology that this reader may read, and everybody they name."""
    chosen = queries.chosen_of(selection, reader)
    people = list(dict.fromkeys([selection.person_id, *(one.entry.person_id for one in chosen)]))
    names = {id: card.name for id, card in cards(people).items()} if len(people) > 1 else {}
    now = whole_of(one.entry for one in chosen)
    return tuple(_kept(one, names, now) for one in chosen), tuple(people)


def _kept(one: Chosen, names: Mapping[UUID, str], now: Mapping[UUID, Whole]) -> Kept:
    then = _then(one)
    return Kept(
        day=in_words(london(one.entry.occurred_at).date()),
        words=one.words,
        told=then.told,
        childs_words=then.childs_words,
        note=one.note,
        who=names.get(one.entry.person_id, ""),
        url=address_of(one.entry.area, one.entry.record_id),
        now=_today(one),
        void=one.entry.void,
        more=tuple(more(bit) for bit in then.bits),
        since=_since(one, now),
    )


def said_of(selection: Selection, reader: Reader) -> tuple[tuple[tuple[UUID, Said], ...], tuple[UUID, ...]]:
    """The same lines by their ids, as a copy says them, and everybody they are about, the child first."""
    chosen = queries.chosen_of(selection, reader)
    people = list(dict.fromkeys([selection.person_id, *(one.entry.person_id for one in chosen)]))
    names, posts = cards(people), posts_named([one.entry.record.written_by for one in chosen])
    lines = tuple(
        (
            one.id,
            Said(
                day=in_words(london(one.entry.occurred_at).date(), as_of=LONG_AGO),
                words=one.words,
                told=then.told,
                summary=one.note,
                source=f"{area_named(one.entry.area).title}, {named(posts, one.entry.record.written_by)}",
                who="" if one.entry.person_id == selection.person_id else names[one.entry.person_id].name,
                void=one.entry.void,
                child=one.entry.person_id == selection.person_id,
                childs_words=then.childs_words,
                more=tuple(more_said(more(bit, as_of=LONG_AGO)) for bit in then.bits),
            ),
        )
        for one in chosen
        for then in [_then(one)]
    )
    return lines, tuple(people)


def compiled_by(selection: Selection) -> str:
    """Who put it together."""
    return named(posts_named([selection.by] if selection.by else []), selection.by)
