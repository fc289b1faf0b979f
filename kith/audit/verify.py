"""Proving a ledger: every line in its place, every word as it was said, every head honest.

What is found depends on what the verifier brings along. From the database alone it finds whatever
was altered, moved or removed under a head that is still there. Somebody who owns the machine, keys
and all, can also cut the end off together with its heads, or write everything anew and sign it:
that is found by one who kept a head *outside*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

import psycopg

from kith.audit import heads, stream, tree
from kith.audit.heads import Head

# So many leaves are read at once: bounds the memory, and is a power of two so that subtrees fit.
AT_ONCE = 2**20

_NUMBERED = "SELECT count(*) FROM audit_number WHERE controller_id = %(controller)s"
_COUNTS = """
SELECT (SELECT count(*) FROM audit_leaf l WHERE controller_id = %(controller)s AND NOT EXISTS
           (SELECT FROM audit_number n WHERE n.controller_id = l.controller_id AND n.id = l.id)),
       (SELECT count(*) FROM audit_disposal WHERE controller_id = %(controller)s)
"""
_DETAIL_GONE = """
SELECT l.id FROM audit_leaf l
WHERE l.controller_id = %(controller)s
  AND NOT EXISTS (SELECT FROM audit_detail d WHERE d.controller_id = l.controller_id AND d.id = l.id)
  AND NOT EXISTS (SELECT FROM audit_disposal g WHERE g.controller_id = l.controller_id AND g.id = l.id)
LIMIT 100
"""
_DETAIL_ALONE = """
SELECT d.id FROM audit_detail d
WHERE d.controller_id = %(controller)s
  AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.controller_id = d.controller_id AND l.id = d.id)
LIMIT 100
"""
_OTHER_HOLDER = """
SELECT l.id FROM audit_leaf l JOIN audit_detail d ON d.controller_id = l.controller_id AND d.id = l.id
WHERE l.controller_id = %(controller)s AND d.holder_id IS DISTINCT FROM l.holder_id
LIMIT 100
"""
_INDEX = """
SELECT coalesce(told.id, found.leaf_id) FROM
   (SELECT id, holder_id, person FROM audit_leaf, unnest(subjects) person
    WHERE controller_id = %(controller)s) told
   FULL JOIN (SELECT leaf_id, holder_id, person_id FROM audit_subject WHERE controller_id = %(controller)s) found
   ON found.leaf_id = told.id AND found.person_id = told.person
WHERE told.id IS NULL OR found.leaf_id IS NULL OR told.holder_id IS DISTINCT FROM found.holder_id
LIMIT 100
"""
_ASKED = (
    (_DETAIL_GONE, "has lost its detail, and no disposal says why"),
    (_DETAIL_ALONE, "has a detail but no leaf"),
    (_OTHER_HOLDER, "has its detail filed under another holder"),
    (_INDEX, "is not filed under the persons it is about"),
)


@dataclass
class Result:
    """What verification found in one ledger."""

    controller: UUID
    lines: int = 0
    waiting: int = 0
    details: int = 0
    disposed: int = 0
    heads: int = 0
    outside_heads: int = 0
    root: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults


def verify(connection: psycopg.Connection, controller: UUID, *, key: bytes, outside: Iterable[Head] = ()) -> Result:
    """Prove one controller's ledger, in the transaction that is open on `connection`.

    `key` is the controller's public signing key, `outside` the heads that were kept elsewhere. The
    connection must see the lines of all holders.
    """
    result = verify_lines(connection, controller, key=key, outside=outside)
    result.waiting, result.disposed = connection.execute(_COUNTS, {"controller": controller}).fetchone() or (0, 0)
    result.details, altered = stream.altered_details(connection, controller)
    result.faults += [f"Line {id}: its words were altered." for id in altered]
    for query, words in _ASKED:
        for (id,) in connection.execute(query, {"controller": controller}):
            result.faults.append(f"Line {id} {words}.")
    return result


def verify_lines(
    connection: psycopg.Connection, controller: UUID, *, key: bytes, outside: Iterable[Head] = ()
) -> Result:
    """Prove the leaves, their order and the heads; the words and the index are not looked at."""
    own, kept = own_heads(connection, controller), list(outside)
    result = Result(controller, heads=len(own), outside_heads=len(kept))
    (result.lines,) = connection.execute(_NUMBERED, {"controller": controller}).fetchone() or (0,)
    result.faults += _tree_faults(connection, result, key, own, kept)
    return result


def _tree_faults(
    connection: psycopg.Connection, result: Result, key: bytes, own: list[Head], outside: list[Head]
) -> Iterator[str]:
    """What is wrong with the leaves and their order, in words: under every head, in and outside."""
    both = sorted((*own, *outside), key=lambda head: head.size)
    for head in both:
        if head.controller != result.controller or not heads.is_genuine(head, key):
            yield f"The head over {head.size} lines is not signed by this controller."
    if (signed := max((head.size for head in own), default=0)) != result.lines:
        yield f"{result.lines} lines have a number, but the last head is over {signed}."
    if both and both[-1].size > result.lines:
        yield f"The ledger was cut: it has {result.lines} lines, and a head is over {both[-1].size}."
    leaves, grown = _Leaves(connection, result.controller, result.lines), tree.Peaks()
    for head in both:
        if head.size <= result.lines:
            yield from leaves.grow(grown, head.size)
            if grown.root() != head.root:
                yield f"The first {head.size} lines are not those signed at {head.time:%H:%M:%S on %d %B %Y}."
    yield from leaves.grow(grown, result.lines)
    result.root = grown.root().hex()


class _Leaves:
    """The leaf hashes of a ledger in their order, read `AT_ONCE` at a time."""

    def __init__(self, connection: psycopg.Connection, controller: UUID, total: int) -> None:
        self._connection, self._controller, self._total = connection, controller, total
        self._start, self._hashes = 0, list[bytes | None]()

    def grow(self, grown: tree.Peaks, size: int) -> Iterator[str]:
        """Bring the tree to this size; says which lines are missing on the way."""
        while grown.size < size:
            if grown.size >= self._start + len(self._hashes):
                self._start, stop = grown.size, min(self._total, grown.size + AT_ONCE)
                self._hashes = stream.leaf_hashes(self._connection, self._controller, grown.size, stop)
            part = self._hashes[grown.size - self._start : size - self._start]
            if None in part:
                yield from (f"Line number {n} is missing." for n, one in enumerate(part, grown.size) if one is None)
            grown.extend(one or b"" for one in part)


def own_heads(connection: psycopg.Connection, controller: UUID) -> list[Head]:
    """The heads this ledger's own table holds, shortest first."""
    found = connection.execute(
        "SELECT size, root, time, signature FROM audit_head WHERE controller_id = %s ORDER BY size",
        [controller],
    )
    return [
        Head(controller=controller, size=size, root=root, time=time, signature=signature)
        for size, root, time, signature in found
    ]
