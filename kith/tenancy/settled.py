"""Whether a running database is as `settle` leaves it: fences up, policies and rights exactly those of the models.

Each difference is a sentence for whoever looks after the installation. Nothing is changed.
"""

from collections import defaultdict

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kith.tenancy import searched
from kith.tenancy.rights import HELD, for_reports, one_by_one, rights
from kith.tenancy.settle import fences, policies

_FENCES = """
SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity,
       ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
"""
# Kind, command, roles and both conditions of each policy, as the database itself writes them.
_POLICIES = """
SELECT c.relname::text, p.polname::text,
       concat_ws(' / ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, p.polcmd::text,
         (SELECT string_agg(coalesce(r.rolname::text, 'everybody'), ',' ORDER BY r.rolname)
          FROM unnest(p.polroles) held LEFT JOIN pg_roles r ON r.oid = held),
         coalesce(pg_get_expr(p.polqual, p.polrelid), '-'), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '-'))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = %s
"""
_PUBLIC, _OF_THIS_SESSION = "SELECT 'public'::regnamespace::oid", "SELECT pg_my_temp_schema()"
# PUBLIC has the oid 0: what everybody may do, the roles under row security may do too.
_RIGHTS = """
SELECT c.relname::text, coalesce(r.rolname::text, 'everybody'), a.privilege_type, given.on_column
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT c.relacl AS acl, '' AS on_column
  UNION ALL SELECT attacl, attname::text FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL
) given
CROSS JOIN LATERAL aclexplode(given.acl) a
LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND (a.grantee = 0 OR r.rolname = ANY (%s))
"""
MEND = "bin/kith migrate."
Right = tuple[str, str, str]


def problems() -> list[str]:
    """What differs from the models, in sentences; none when all is well."""
    with connection.cursor() as cursor:
        return [*_fences(cursor), *_texts(cursor), *_rights(cursor), *searched.problems(cursor)]


def _fences(cursor: CursorWrapper) -> list[str]:
    cursor.execute(_FENCES)
    there = {table: (forced, set(names)) for table, forced, names in cursor.fetchall()}
    found = []
    for table, wanted in policies().items():
        forced, names = there.get(table, (True, wanted))  # a table that is missing is said of its migration
        if not forced:
            found.append(f"{table} is open without row security: {MEND}")
        found += [f"{table} has lost its policy {name!r}: {MEND}" for name in sorted(wanted - names)]
        found += [
            f"{table} has a policy {name!r} that no model declares. Take it away." for name in sorted(names - wanted)
        ]
    return found


def _texts(cursor: CursorWrapper) -> list[str]:
    """Policies that have their name still and say something else."""
    there = _policies(cursor, _PUBLIC)
    wanted = _as_settle_would(cursor, {table for table, _ in there})
    return [
        f"{table} has a policy {name!r} that says something else than the model: {MEND}"
        for (table, name), text in sorted(wanted.items())
        if there.get((table, name), text) != text
    ]


def _as_settle_would(cursor: CursorWrapper, tables: set[str]) -> dict[tuple[str, str], str]:
    """The policies `settle` would make, put on empty tables of this session and taken back at once.

    On the tables themselves they would lock everybody out for as long as it takes. A table of the session is found
    before the one it is named after, so the statements are those of `settle`, and the database writes both alike.
    """
    with transaction.atomic():
        for table in sorted(tables):
            cursor.execute(f'CREATE TEMPORARY TABLE "{table}" (LIKE public."{table}")')
        for statement in fences():
            if _about(statement) in tables:
                cursor.execute(statement)
        made = _policies(cursor, _OF_THIS_SESSION)
        transaction.set_rollback(True)
    return made


def _about(statement: str) -> str:
    """The table a statement of `settle` is about: the first name in quotation marks."""
    return statement.split('"')[1]


def _policies(cursor: CursorWrapper, schema: str) -> dict[tuple[str, str], str]:
    cursor.execute(schema)
    cursor.execute(_POLICIES, cursor.fetchone())
    return {(table, name): text for table, name, text in cursor.fetchall()}


def _rights(cursor: CursorWrapper) -> list[str]:
    there: dict[str, set[Right]] = defaultdict(set)
    cursor.execute(_RIGHTS, [list(HELD)])
    for table, *right in cursor.fetchall():
        there[table].add(tuple(right))
    wanted: dict[str, set[Right]] = defaultdict(set)
    for given_by in (rights(), for_reports(cursor)):
        for table, given in given_by.items():
            wanted[table] |= one_by_one(given)
    found = []
    for table in sorted(there | wanted):
        found += [
            f"{_told(right, table)}, which no model allows: {MEND}" for right in sorted(there[table] - wanted[table])
        ]
        found += [f"{_told(right, table, 'may not')}: {MEND}" for right in sorted(wanted[table] - there[table])]
    return found


def _told(right: Right, table: str, may: str = "may") -> str:
    """For example: kith_app may UPDATE (words) in audit_detail."""
    role, what, column = right
    return f"{role} {may} {what}{f' ({column})' if column else ''} in {table}"
