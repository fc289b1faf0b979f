"""The plug is pulled at any statement of an import, drawn by chance: nothing in the records is partial or lost, and
running it again ends in the same tables as if nothing had happened.

Three moments by default, 200 with `--full`.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from kith.intake.command import run_import
from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from tests.intake.conftest import build_world
from tests.intake.samples import cut

ROOT = Path(__file__).resolve().parents[2]
MODELS = (PersonName, PersonBirth, PersonIdentifier, PersonAddress, Enrolment)
# How many statements of the database the import of the cut takes, at least.
STATEMENTS = 60
KILLED_AT = """
import os, signal, sys, django
django.setup()
from django.db import connection
from kith.intake import command
from tests.intake.samples import cut

left = [int(sys.argv[1])]

def die(execute, *statement):
    left[0] -= 1
    if left[0] == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*statement)

with connection.execute_wrapper(die):
    command.run_import(cut(), "wexshire")
print(int(sys.argv[1]) - left[0])
"""


def pytest_generate_tests(metafunc):
    if "draw" in metafunc.fixturenames:
        metafunc.parametrize("draw", range(200 if metafunc.config.getoption("--full") else 3))


def _import(fresh, statements, at=0):
    environment = os.environ | fresh.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    words = [sys.executable, "-c", KILLED_AT, str(statements), str(at)]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)


def _told(world):
    """Everything in the records, without ids and moments."""
    left_out = {"id", "controller", "holder", "organisation", "person"}
    with world.council_open():
        return {
            model.__name__: sorted(
                repr([getattr(row, f.attname) for f in model._meta.concrete_fields if f.name not in left_out])
                for row in model.objects.all()
            )
            for model in MODELS
        }


@pytest.fixture(scope="module")
def expected():
    """What an import nobody disturbed leaves; found by the first test that needs it."""
    return {}


def test_an_import_killed_at_a_moment_drawn_by_chance_ends_the_same(fresh, expected, draw):
    world = build_world()
    moment = Random(draw).randrange(1, STATEMENTS)
    ran = _import(fresh, moment)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    left = _told(world)
    run_import(cut(), "wexshire")
    whole = _told(world)
    assert all(whole.values()) and expected.setdefault("told", whole) == whole
    assert left in (whole, {name: [] for name in whole}), "a part of the file was left"


def test_so_many_statements_it_takes_and_undisturbed_it_ends_as_after_a_kill(fresh, expected):
    """The control: the moments lie within the import, and what they are held against is what it leaves by itself."""
    world = build_world()
    ran = _import(fresh, 100_000, at=-1)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout.split()[-1]) >= STATEMENTS
    whole = _told(world)
    assert expected.setdefault("told", whole) == whole
