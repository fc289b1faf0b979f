"""Reading the ledger as the database sends it: canonical bytes, by binary COPY, without a parse.

`COPY ... (FORMAT BINARY)` sends each row in a message of its own: the number of its columns, then
each column behind its length. The columns of a leaf in their order therefore *are* its canonical
form, and a verifier hashes what it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from struct import Struct
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

LEAF = (
    "l.version, l.controller_id, l.id, l.holder_id, l.time, l.action, l.post_id, l.system, l.on_behalf_of,"
    " l.subjects, l.commitment"
)
DETAIL = "d.salt, d.doer_name, d.doer_post, d.doer_organisation, d.reason, d.terms, d.address, d.facts"
# Every row starts with two bytes, the number of its columns; every column with four, its length.
FIRST = 2
ID_IN_LEAF = slice(30, 46)
_HEADER = b"PGCOPY\n\xff\r\n\x00"
_HEADER_LENGTH = 19
_NUMBER = Struct(">q").unpack_from


def rows(connection: psycopg.Connection, query: sql.Composable) -> Iterator[memoryview]:
    """The rows of a query in binary form, each with its count of columns in front.

    Talks to libpq itself: a reader with a coroutine step for each row takes five times as long. Raises what psycopg
    would: who waits for a lost database must know it from a wrong question.
    """
    result = connection.pgconn.exec_(sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(query).as_bytes(connection))
    if result.status != ExecStatus.COPY_OUT:
        raise error_from_result(result)
    read = connection.pgconn.get_copy_data
    try:
        _, first = read(0)
        if bytes(first[: len(_HEADER)]) != _HEADER:
            raise psycopg.DatabaseError("the database did not answer in binary form")
        size, data = len(first) - _HEADER_LENGTH, first[_HEADER_LENGTH:]
        if size == 0:
            size, data = read(0)
        while size > FIRST:
            yield data
            size, data = read(0)
    finally:
        _finish(connection)


def _finish(connection: psycopg.Connection) -> None:
    """Take what follows the last row, so that the connection can be used again."""
    while connection.pgconn.get_copy_data(0)[0] > 0:
        pass
    while (result := connection.pgconn.get_result()) is not None:
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)


def leaf_hashes(connection: psycopg.Connection, controller: UUID, start: int, stop: int) -> list[bytes | None]:
    """The hashes of the leaves numbered from `start` up to `stop`; None where one is missing.

    The number is sent shifted by a byte: the zero left at its end is the byte that RFC 6962 puts
    before a leaf, so nothing has to be glued together a million times.
    """
    query = sql.SQL(
        "SELECT n.n << 8, " + LEAF + " FROM audit_number n"
        " JOIN audit_leaf l ON l.controller_id = n.controller_id AND l.id = n.id"
        " WHERE n.controller_id = {0} AND l.controller_id = {0} AND n.n >= {1} AND n.n < {2}"
    ).format(controller, start, stop)
    hashes: list[bytes | None] = [None] * (stop - start)
    for row in rows(connection, query):
        (shifted,) = _NUMBER(row, FIRST + 4)
        hashes[(shifted >> 8) - start] = sha256(row[13:]).digest()
    return hashes


def unnumbered_leaves(connection: psycopg.Connection, controller: UUID, since: UUID, limit: int) -> list[bytes]:
    """Leaves that have no number yet, oldest first. `since` bounds the search to ids not before it."""
    query = sql.SQL(
        "SELECT " + LEAF + " FROM audit_leaf l WHERE l.controller_id = {0} AND l.id >= {1} AND NOT EXISTS"
        " (SELECT FROM audit_number n WHERE n.controller_id = l.controller_id AND n.id = l.id AND n.id >= {1})"
        " ORDER BY l.id LIMIT {2}"
    ).format(controller, since, limit)
    return [bytes(row[FIRST:]) for row in rows(connection, query)]


def altered_details(connection: psycopg.Connection, controller: UUID) -> tuple[int, list[UUID]]:
    """How many lines still have their detail, and the ids of those whose words were altered."""
    query = sql.SQL(
        "SELECT l.id, l.commitment, " + DETAIL + " FROM audit_leaf l"
        " JOIN audit_detail d ON d.controller_id = l.controller_id AND d.id = l.id"
        " WHERE l.controller_id = {0} AND d.controller_id = {0}"
    ).format(controller)
    count, altered = 0, []
    for row in rows(connection, query):
        count += 1
        # id 6:22, commitment 26:58, then the length of the salt, the salt and the words.
        if sha256(row[62:]).digest() != row[26:58]:
            altered.append(UUID(bytes=bytes(row[6:22])))
    return count, altered


def lines(connection: psycopg.Connection, controller: UUID) -> Iterator[tuple[bytes, bytes, str]]:
    """Leaf, salted detail (empty when gone) and the decision it went under, in the ledger's order."""
    query = sql.SQL(
        "SELECT coalesce(g.under, ''), " + LEAF + ", " + DETAIL + " FROM audit_number n"
        " JOIN audit_leaf l ON l.controller_id = n.controller_id AND l.id = n.id"
        " LEFT JOIN audit_detail d ON d.controller_id = l.controller_id AND d.id = l.id"
        " LEFT JOIN audit_disposal g ON g.controller_id = l.controller_id AND g.id = l.id"
        " WHERE n.controller_id = {} ORDER BY n.n"
    ).format(controller)
    for row in rows(connection, query):
        data = bytes(row)
        under, at = _column(data, FIRST)
        end = at
        for _ in range(LEAF.count("l.")):
            _, end = _column(data, end)
        salt, words = _column(data, end)
        yield data[at:end], b"" if salt is None else salt + data[words:], (under or b"").decode()


def _column(data: bytes, at: int) -> tuple[bytes | None, int]:
    """The column that starts here, and where the next one does."""
    length = int.from_bytes(data[at : at + 4], "big", signed=True)
    start = at + 4
    return (None, start) if length < 0 else (data[start : start + length], start + length)
