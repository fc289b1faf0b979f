"""Everything a database holds, table by table, so that two histories can be held against one another.

Ids are drawn anew each time and moments pass. So an id stands for what its own row says, and what the rows say to
which that row points; a moment stands for any other.
"""

import re
from hashlib import blake2b
from typing import Any

import psycopg
from psycopg import sql

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"]*")
# How far an id is followed: from a fact to its person, and on to what that person's row points to.
STEPS = 3
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
ROWS = "SELECT to_jsonb(t) ->> 'id', to_jsonb(t)::text FROM {table} t"
Connection = psycopg.Connection[tuple[Any, ...]]


def all_rows(superuser: Connection, *left_out: str) -> dict[str, list[str]]:
    """What each table holds, in one order; without the tables whose names begin so."""
    tables = [name for (name,) in superuser.execute(TABLES) if not name.startswith(left_out)]
    written = {name: _written(superuser, name) for name in tables}
    said: dict[str, str] = {}
    for _ in range(STEPS):
        said = {own: _short(_in_words(text, said)) for rows in written.values() for own, text in rows if own}
    return {name: sorted(_in_words(text, said) for _, text in rows) for name, rows in written.items()}


def _written(superuser: Connection, table: str) -> list[tuple[str, str]]:
    asked = superuser.execute(sql.SQL(ROWS).format(table=sql.Identifier(table)))
    return [(own, MOMENT.sub("then", text)) for own, text in asked]


def _in_words(text: str, said: dict[str, str]) -> str:
    return ID.sub(lambda found: said.get(found[0], "an id"), text)


def _short(words: str) -> str:
    return blake2b(words.encode(), digest_size=12).hexdigest()
