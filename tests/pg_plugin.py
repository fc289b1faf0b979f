"""Fixes role and database in the environment before Django's settings are read.

Loaded with `-p tests.pg_plugin` (see pyproject.toml): a `conftest.py` comes too late, since pytest-django has read
the settings by then. Whatever DATABASE_URL the shell had is replaced: tests never touch a database they did not make.
"""

import atexit
import gc
import os
import threading

import pytest

from tests.harness import TestServer

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
SERVER = TestServer.of_this_run()
DATABASE = f"kith_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
MAKING = threading.Thread(target=SERVER.make_templates, name="templates")
os.environ.update(SERVER.environment(DATABASE))
if not IS_WORKER:
    atexit.register(SERVER.remove)  # also when pytest breaks off before it is configured


def pytest_sessionstart(session: pytest.Session) -> None:
    """A run of everything by several workers will ask for both templates."""
    options = session.config.option
    if getattr(options, "numprocesses", None) and not (options.file_or_dir or options.collectonly):
        MAKING.start()


def pytest_collection_finish() -> None:
    """As `config/wsgi.py` does: what was imported stays, and looking through it again is an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if IS_WORKER:
        SERVER.leave()
        return
    if MAKING.ident:
        MAKING.join()
    SERVER.remove()
