"""A search in the text of records: whoever may read a part finds it by its words, and nobody else.

The function gives ids only, of the holders of the open unit. Which of them the reader may read is asked as everywhere;
where little of what was found may be read, the search goes on further back, to a limit that is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.cases.models import Part, Record, Wording
from kith.cases.wording import texts_of
from kith.tenancy.settle import HOLDERS, TENANT

__all__ = ["MARK", "UNMARK", "Found", "Hit", "found", "search_sql"]

# So many places are asked for at once, and so many looked through at most for one who may read few of them.
AT_ONCE, FURTHEST = 1000, 10_000
# What stands around a word that was found, so that a page can mark it after everything else is escaped.
MARK, UNMARK = "\x02", "\x03"
_SNIPPET = f'StartSel={MARK}, StopSel={UNMARK}, MaxFragments=2, MaxWords=30, MinWords=15, FragmentDelimiter=" … "'
_LAST = (UUID(int=2**128 - 1), UUID(int=2**128 - 1))


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
    -without."""
    readable: dict[UUID, _Readable] = {}
    before, looked_through, cut = _LAST, 0, False
    while len(readable) < most:
        places = _parts(words, before)
        for one in _readable([part for _, part in places], reader):
            readable.setdefault(one.part.record_id, one)
        looked_through += len(places)
        if len(places) < AT_ONCE:
            break
        before = places[-1]
        if cut := looked_through >= FURTHEST:
            break
    best = list(readable.values())[:most]
    snippets = _snippets([one.part for one in best], words)
    return Found(tuple(Hit(o.part.record, o.persons, said) for o, said in zip(best, snippets, strict=True)), cut)


@dataclass(frozen=True)
class _Readable:
    """A part the reader may read, and the persons of its record whose own parts they may read."""

    part: Part
    persons: tuple[UUID, ...]


def _parts(words: str, before: tuple[UUID, UUID]) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record, part FROM search.parts(%s, %s, %s, %s)", [words, *before, AT_ONCE])
        return cursor.fetchall()


def _readable(ids: Sequence[UUID], reader: Reader) -> Iterator[_Readable]:
    """An own part by itself; the shared one where any own part of its record may be read. Whoever was brought in by
    mistake is not named, and what was entered of them is not found."""
    parts = {part.id: part for part in Part.objects.filter(id__in=ids).select_related("record")}
    own: dict[UUID, list[Part]] = defaultdict(list)
    records = {part.record_id for part in parts.values()}
    for part in parts_visible_to(Part.objects.filter(record_id__in=records), reader).order_by("id"):
        own[part.record_id].append(part)
    for part in filter(None, map(parts.get, ids)):
        beside = own[part.record_id]
        if beside and (part.person_id is None or (part in beside and not part.struck)):
            yield _Readable(part, tuple(one.person_id for one in beside if not one.struck))


def _snippets(parts: Sequence[Part], words: str) -> list[str]:
    said = [text.replace(MARK, "").replace(UNMARK, "") for text in texts_of(parts)]
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, {"said": said, "words": words, "how": _SNIPPET})
        return [headline for (headline,) in cursor.fetchall()]


_HEADLINES = """
SELECT ts_headline('english', said, websearch_to_tsquery('english', %(words)s), %(how)s)
  FROM unnest(%(said)s::text[]) WITH ORDINALITY AS given (said, n) ORDER BY n
"""
