"""When somebody is told again, by London's clock."""

from datetime import UTC, datetime

import pytest

from kith.sharing.notice_rules import AT_MOST, due_after_sending


@pytest.mark.parametrize(
    ("sent", "again"),
    [
        # In British summer time it is Friday in London from 23:00 on Thursday.
        (datetime(2026, 6, 18, 22, 30, tzinfo=UTC), datetime(2026, 6, 19, 22, 30, tzinfo=UTC)),
        (datetime(2026, 6, 18, 23, 30, tzinfo=UTC), datetime(2026, 6, 21, 23, 30, tzinfo=UTC)),
        # The clocks go back on Sunday 25 October 2026, and forward on Sunday 28 March 2027, between Friday and Tuesday
        # as that is Easter: noon stays noon.
        (datetime(2026, 10, 23, 11, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)),
        (datetime(2027, 3, 25, 12, tzinfo=UTC), datetime(2027, 3, 30, 11, tzinfo=UTC)),
    ],
)
def test_at_the_same_time_of_the_next_working_day_in_london(sent, again):
    assert due_after_sending(1, sent) == again


def test_the_last_time_nobody_is_told_again():
    assert due_after_sending(AT_MOST, datetime(2026, 6, 18, 12, tzinfo=UTC)) is None
