"""The world of children who change school."""

import pytest

from tests.sharing.passing.world import open_world


@pytest.fixture
def world(db):
    return open_world()
