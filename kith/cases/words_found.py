"""A search in the text of records: whoever may read parts of one finds it by the words in them, and nobody else.

The function gives ids only, of the holders of the open unit, of every part that has any of the words. Which parts the
reader may read is asked as everywhere; then all that was asked for must stand in those together: what the writer says
and what a child says are one record. Where little of what was found may be read, the search goes on further back, to
a limit that is told.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.cases.models import Part, Record, Wording
from kith.cases.wording import texts_of
from kith.tenancy.settle import HOLDERS, TENANT

__all__ = ["MARK", "UNMARK", "Found", "Hit", "NothingToFind", "found", "search_sql"]

# So many places are asked for at once, and so many looked through at most for one who may read few of them.
AT_ONCE, FURTHEST = 1000, 10_000
# What stands around a word that was found, so that a page can mark it after everything else is escaped.
MARK, UNMARK = "\x02", "\x03"
_SNIPPET = f'StartSel={MARK}, StopSel={UNMARK}, MaxFragments=2, MaxWords=30, MinWords=15, FragmentDelimiter=" … "'
_LAST = (UUID(int=2**128 - 1), UUID(int=2**128 - 1))


# A word or words in quotation marks behind a minus; and each word by itself.
_WITHOUT, _WORDS = re.compile(r'(?<!\S)-(?:"[^"]*"?|\S+)'), re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class NothingToFind(ValueError):
    """No word was typed that can be looked for: only such as stand in every text, or such as must not stand there."""


@dataclass(frozen=True)
class Hit:
    """A record in which the words stand: whose own parts the reader may read, and where, with marks around them."""

    record: Record
    persons: tuple[UUID, ...]
    snippet: str


@dataclass(frozen=True)
class Found:
    """The newest records; `cut`: there may be older ones that were not looked through."""

    hits: tuple[Hit, ...]
    cut: bool = False


def search_sql() -> list[str]:
    """Tenant and holders stand inside, since the owner of the function is not held to them by the table."""
    return [
        f"""
        CREATE FUNCTION search.parts(asked text, before_record uuid, before_part uuid, most int)
        RETURNS TABLE (record uuid, part uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $$
          SELECT w.record_id, w.part_id FROM public.{Wording._meta.db_table} w
           WHERE w.controller_id = {TENANT} AND w.holder_id = ANY ({HOLDERS})
             AND w.words @@ websearch_to_tsquery('english', asked)
             AND (w.record_id, w.part_id) < (before_record, before_part)
           ORDER BY w.record_id DESC, w.part_id DESC
           LIMIT most
        $$
        """
    ]


def found(words: str, reader: Reader, *, most: int) -> Found:
    """The newest records the reader may read in which these words stand; typed as people search: "in this order",
    -without, one OR other. Raises NothingToFind."""
    any_of = any_word_of(words)
    hits: dict[UUID, list[Part]] = {}
    before, looked_through, cut = _LAST, 0, False
    while len(hits) < most:
        places = _parts(any_of, before)
        hits |= _fitting(_readable({record for record, _ in places}, reader), words)
        looked_through += len(places)
        if len(places) < AT_ONCE:
            break
        before = places[-1]
        if cut := looked_through >= FURTHEST:
            break
    best = [hits[record] for record in sorted(hits, reverse=True)[:most]]
    return Found(tuple(map(_hit, best, _snippets(best, words))), cut)


def any_word_of(words: str) -> str:
    """What a search must begin with: any of the words that are to stand there. Raises NothingToFind."""
    wanted = [word for word in _WORDS.findall(_WITHOUT.sub(" ", words)) if word.upper() != "OR"]
    any_of = " OR ".join(wanted)
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery('english', %s))", [any_of])
        if not cursor.fetchone()[0]:
            raise NothingToFind
    return any_of


def _parts(any_of: str, before: tuple[UUID, UUID]) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record, part FROM search.parts(%s, %s, %s, %s)", [any_of, *before, AT_ONCE])
        return cursor.fetchall()


def _readable(records: set[UUID], reader: Reader) -> dict[UUID, list[Part]]:
    """The shared part, then the own parts the reader may read, where there is one. Whoever was brought in by mistake
    is not named, and what was entered of them is not found."""
    own: dict[UUID, list[Part]] = defaultdict(list)
    open_ = parts_visible_to(Part.objects.filter(record_id__in=records), reader)
    for part in open_.order_by("id"):
        own[part.record_id] += [] if part.struck else [part]
    shared = Part.objects.filter(record_id__in=list(own), person=None).select_related("record")
    return {part.record_id: [part, *own[part.record_id]] for part in shared}


def _fitting(readable: dict[UUID, list[Part]], words: str) -> dict[UUID, list[Part]]:
    """Those in whose parts together all stands that was asked for, and nothing that should not."""
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER, {"parts": [part.id for parts in readable.values() for part in parts], "words": words})
        return {record: readable[record] for (record,) in cursor.fetchall()}


def _hit(parts: Sequence[Part], snippet: str) -> Hit:
    return Hit(parts[0].record, tuple(part.person_id for part in parts[1:]), snippet)


def _snippets(hits: Sequence[Sequence[Part]], words: str) -> list[str]:
    for parts in hits:
        for part in parts[1:]:
            part.record = parts[0].record
    texts = iter(texts_of([part for parts in hits for part in parts]))
    said = ["\n".join(next(texts) for _ in parts).replace(MARK, "").replace(UNMARK, "") for parts in hits]
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, {"said": said, "words": words, "how": _SNIPPET})
        return [headline for (headline,) in cursor.fetchall()]


_TOGETHER = f"""
SELECT record_id FROM {Wording._meta.db_table} WHERE part_id = ANY(%(parts)s) GROUP BY record_id
HAVING string_agg(words::text, ' ')::tsvector @@ websearch_to_tsquery('english', %(words)s)
"""
_HEADLINES = """
SELECT ts_headline('english', said, websearch_to_tsquery('english', %(words)s), %(how)s)
  FROM unnest(%(said)s::text[]) WITH ORDINALITY AS given (said, n) ORDER BY n
"""
