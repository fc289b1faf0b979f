"""The world of envelopes."""

import pytest

from tests.sharing.world import open_world


@pytest.fixture
def world(db, monkeypatch):
    return open_world(monkeypatch)
