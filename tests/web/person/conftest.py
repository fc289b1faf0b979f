"""A school of a trust, and its lead at work."""

import pytest

from kith.reference.roles import Role
from tests.people.conftest import trust  # noqa: F401  (fixture)
from tests.signin import client_for


@pytest.fixture
def school(trust):  # noqa: F811
    return trust.ours


@pytest.fixture
def lead(school):
    return client_for(school.posts[Role.DSL].id)
