"""Whether the functions of schema `search` are those that were reviewed, to the letter: they read past the fence of
holders, so one that was altered, or that somebody else may call, opens what the tables keep closed.
"""

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from kith.tenancy.settle import searches

__all__ = ["problems"]

# What each takes, does and gives, whose eyes it reads with, whose it is, and who may call it.
_FUNCTIONS = """
SELECT p.proname::text,
       concat_ws(' / ', pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.prosrc, p.prosecdef,
                 p.provolatile, p.proconfig),
       owner.rolname::text,
       ARRAY(SELECT coalesce(r.rolname::text, 'everybody')
             FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
             LEFT JOIN pg_roles r ON r.oid = a.grantee
             WHERE a.grantee <> p.proowner ORDER BY 1)
FROM pg_proc p JOIN pg_roles owner ON owner.oid = p.proowner
WHERE p.pronamespace = to_regnamespace(%s)
"""
_OF_THIS_SESSION = "SELECT nspname::text FROM pg_namespace WHERE oid = pg_my_temp_schema()"
OWNER, CALLERS = "kith_search", ["kith_app"]
MEND = "bin/kith migrate."


def problems(cursor: CursorWrapper) -> list[str]:
    """What differs, in sentences."""
    cursor.execute(_FUNCTIONS, ["search"])
    there = {name: (said, owner, callers) for name, said, owner, callers in cursor.fetchall()}
    wanted = {name: (said, OWNER, CALLERS) for name, said in _declared(cursor).items()}
    changed = sorted(name for name, said in wanted.items() if there.get(name) != said)
    return [
        *(f"The search function {name} is not as it was reviewed: {MEND}" for name in changed),
        *(f"There is a search function {name} that no room declares: {MEND}" for name in sorted(there.keys() - wanted)),
    ]


def _declared(cursor: CursorWrapper) -> dict[str, str]:
    """As the database itself writes them: made for this session and taken back at once."""
    with transaction.atomic():
        for function in searches():
            cursor.execute(function.replace("FUNCTION search.", "FUNCTION pg_temp.", 1))
        cursor.execute(_OF_THIS_SESSION)
        schema = cursor.fetchone()
        cursor.execute(_FUNCTIONS, [schema[0] if schema else ""])
        made = {name: said for name, said, _, _ in cursor.fetchall()}
        transaction.set_rollback(True)
    return made
