"""What is wrong with this installation: Django's own checks, the database's state, the key store's, the data's."""

import argparse
import sys
from uuid import UUID

PASSES_POLICIES = "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND (rolsuper OR rolbypassrls) ORDER BY 1"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", action="store_true", help="also compare every fact with its history")
    parser.epilog = "Exit status 1 if anything is wrong."


def run(options: argparse.Namespace) -> int:
    waiting = _migrations()
    problems = [*_django(), *waiting, *_database(), *_keys()]
    if options.data:
        problems += _data() if not waiting else ["The data were not compared: tables may be missing."]
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("Nothing is wrong.")
    return 1 if problems else 0


def _django() -> list[str]:
    from django.core import checks

    return [str(found.msg) for found in checks.run_checks(databases=["default"]) if found.level >= checks.WARNING]


def _migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration} has not run: bin/kith migrate." for migration, _ in waiting]


def _database() -> list[str]:
    from django.db import connection

    from kith.tenancy import keyed, settled
    from kith.tenancy.rights import HELD

    with connection.cursor() as cursor:
        cursor.execute(PASSES_POLICIES, [list(HELD)])
        above = [f"Row security does not hold {name}." for (name,) in cursor.fetchall()]
    return settled.problems() + keyed.problems() + above


def _keys() -> list[str]:
    from kith.audit import keys
    from kith.tenancy.models import Controller

    folder = keys.folder()
    held = set(keys.store().controllers()) if folder.exists() else set()
    missing = [f"{one.name} has no keys in {folder}." for one in Controller.objects.all() if one.id not in held]
    if folder.exists() and folder.stat().st_mode & 0o077:
        missing.append(f"{folder} is open to other accounts: chmod 700 {folder}")
    return missing


def _data() -> list[str]:
    """Says what was compared, controller by controller; ids and no more of what differs."""
    from django.db import connection

    from kith.tenancy.models import Controller
    from kith.tenancy.walk import walk

    found = []
    with connection.cursor() as cursor:
        for one in Controller.objects.order_by("slug"):
            print(one.slug)
            for walked in walk(cursor, one.id):
                print(f"  {walked.table}: {walked.pairs} compared, {len(walked.differ)} differ")
                found += [f"{one.slug}: {walked.table} {id} is not what its history says last." for id in walked.differ]
            print(f"  documents: {_left_over(one.id)} in the store without a row (bin/kith documents sweep {one.slug})")
    return found


def _left_over(controller: UUID) -> int:
    from kith.documents import sweeping
    from kith.tenancy import tenancy

    with tenancy(controller, system=sweeping.SWEEPER):
        return len(sweeping.left_over())
