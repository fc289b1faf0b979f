"""Pull the plug anywhere, run two at once: the records hold all of a file or none of it, and never twice."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connections

from kith.intake.command import run_import
from kith.people.models import Person
from tests.intake.conftest import build_world
from tests.intake.samples import cut

ROOT = Path(__file__).resolve().parents[2]
START = """
import os, signal, django
django.setup()
from kith.intake import command, committing
from kith.tenancy import tenancy
from tests.intake.samples import cut
committing.STEP = 40
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""
# Where the plug is pulled, and how many persons may be there afterwards: none, or all.
PLACES = {
    "between two parts of the commit": ("""
parts, real = [], committing.bulk.add_many
def add_many(*args, **kwargs):
    parts.append(1)
    return real(*args, **kwargs) if len(parts) < 2 else die()
committing.bulk.add_many = add_many
""", 0),
    "after the last row, before the commit": ("committing.audit.record = die\n", 0),
    "after the commit, before the answer": ("command._told = die\n", 116),
}  # fmt: skip
# The negative control: what each part commits for itself stays when the next one dies.
IN_PIECES = """
real = committing._write
def write(batch, rows, schools, **more):
    real(batch, rows, schools, **more)
    django.db.connection.connection.commit()
    die()
committing._write = write
"""


def import_and_die(fresh, sabotage):
    code = f"{START}{sabotage}\ncommand.run_import(cut(), 'wexshire')\n"
    environment = os.environ | fresh.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == -signal.SIGKILL, ran.stderr


def persons(world):
    with world.council_open():
        return Person.objects.count()


@pytest.mark.parametrize("place", PLACES)
def test_a_killed_import_leaves_all_or_nothing_and_running_it_again_ends_the_same(fresh, place):
    world = build_world()
    sabotage, left = PLACES[place]
    import_and_die(fresh, sabotage)
    assert persons(world) == left
    run_import(cut(), "wexshire")
    assert persons(world) == 116
    again = run_import(cut(), "wexshire")
    assert (again["new"], persons(world)) == (0, 116)


def test_an_import_that_committed_in_pieces_would_leave_a_part(fresh):
    world = build_world()
    import_and_die(fresh, IN_PIECES)
    assert 0 < persons(world) < 116


def test_two_imports_of_one_file_at_once_make_each_child_once(fresh):
    world = build_world()
    failed = []

    def one():
        try:
            run_import(cut(), "wexshire")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert persons(world) == 116
