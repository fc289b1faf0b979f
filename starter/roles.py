"""The roles of Kith's database, made once by a superuser and never by a migration.

| role | may |
|---|---|
| kith_owner | own the tables and migrate; passes row security, or a migration would silently change nothing |
| kith_app | serve people, under row security |
| kith_sealer | number and sign ledger leaves |
| kith_search | own the reviewed search functions; nobody signs in as it |
| kith_backup | read everything for a backup |
| kith_report | read the reporting views, under row security |

There are no default privileges: a table that `settle` has not seen stays closed to all but its owner.
"""

import psycopg
from psycopg import sql

ROLES = {
    "kith_owner": "LOGIN BYPASSRLS",
    "kith_app": "LOGIN NOBYPASSRLS",
    "kith_sealer": "LOGIN NOBYPASSRLS",
    "kith_search": "NOLOGIN NOBYPASSRLS",
    "kith_backup": "LOGIN BYPASSRLS",
    "kith_report": "LOGIN NOBYPASSRLS",
}
NEVER = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
_MAY_CONNECT = sql.SQL(", ").join(sql.Identifier(name) for name in ROLES if name != "kith_owner")


def make_roles(superuser_uri: str) -> None:
    """Create what is missing and put every role back to what it may; safe to repeat."""
    with psycopg.connect(superuser_uri, autocommit=True) as connection:
        present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for name, rights in ROLES.items():
            verb = "ALTER" if name in present else "CREATE"
            connection.execute(sql.SQL(f"{verb} ROLE {{}} {rights} {NEVER}").format(sql.Identifier(name)))
        connection.execute("GRANT kith_search TO kith_owner WITH INHERIT FALSE, SET TRUE")
        connection.execute("GRANT pg_read_all_data TO kith_backup")


def make_database(superuser_uri: str, name: str) -> None:
    """A database owned by kith_owner, in which nobody else may create anything; safe to repeat."""
    with psycopg.connect(superuser_uri, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            command = sql.SQL("CREATE DATABASE {} OWNER kith_owner TEMPLATE template0")
            connection.execute(command.format(sql.Identifier(name)))
    with psycopg.connect(superuser_uri, dbname=name, autocommit=True) as connection:
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute("ALTER SCHEMA public OWNER TO kith_owner")
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_MAY_CONNECT))
    close_database(superuser_uri, name)


def close_database(superuser_uri: str, name: str) -> None:
    """Let the roles in and nobody else. A clone of a database does not inherit this from its template."""
    database = sql.Identifier(name)
    with psycopg.connect(superuser_uri, autocommit=True) as connection:
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, _MAY_CONNECT))
