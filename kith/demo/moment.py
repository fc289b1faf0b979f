"""Writing as of an earlier moment: the demo has a past, told by the same actions that write the present."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within it Django's clock stands still at `moment`. For invented lives only."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield
