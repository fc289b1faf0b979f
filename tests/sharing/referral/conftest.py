"""The world of referrals."""

import pytest

from tests.sharing.referral.world import open_world


@pytest.fixture
def world(db):
    return open_world()
