"""Writing as of an earlier moment: the demo has a past, told by the same actions that write the present."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from kith.foundation.dates import LONDON


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within it Django's clock and the product's stand still at `moment`. For invented lives only."""
    with patch("django.utils.timezone.now", lambda: moment), patch("kith.foundation.dates.now", lambda: moment):
        yield


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)
