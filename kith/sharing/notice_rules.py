"""Notices by e-mail: what they say, which is almost nothing, and how long somebody is chased. No Django.

A mail box is no safe place: it is read on telephones in trains, forwarded, searched. So a notice says that something
waits, never what or about whom, and leads to the front door and no further.
"""

import enum
from datetime import datetime, timedelta

from kith.foundation.dates import london
from kith.foundation.days import Period, Unit, due

__all__ = ["AT_MOST", "Word", "due_after_failure", "due_after_sending", "quick_after", "subject_of", "words_of"]


class Word(enum.StrEnum):
    """What a notice may be about. None of it is about a child."""

    ARRIVED = "arrived"
    ANSWERED = "answered"
    TASK = "task"
    FEED = "feed"
    CONCERN = "concern"
    CHAIR = "chair"
    LET_READ = "let_read"


# So often somebody is told about the same thing; then it stands in the list of what nobody read.
AT_MOST = 4
_CHASE = Period(1, Unit.WORKING_DAYS)
# Where a child is in danger these come first, at any hour, and then as often as of anything else.
_QUICK = tuple(timedelta(minutes=one) for one in (15, 30, 60))
_FIRST_TRY_AGAIN = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=6)


def subject_of(sent: int, *, urgent: bool = False) -> str:
    if urgent:
        return f"Something is {'urgent' if sent == 0 else 'still urgent'} in Kith: open it now"
    return "Something is waiting for you in Kith" if sent == 0 else "Something is still waiting for you in Kith"


def words_of(origin: str, *, urgent: bool = False) -> str:
    """The whole mail. The same for everybody and everything but what cannot wait, so that it gives nothing away."""
    return (
        f"{'Something is urgent in Kith: open it now.' if urgent else 'Something is waiting for you in Kith.'}\n\n"
        f"Sign in {'now ' if urgent else ''}to read it: {origin}/\n\n"
        "This mail says no more, to keep what it is about safe. Please do not answer it.\n"
    )


def quick_after(sent: int, at: datetime) -> datetime | None:
    """When to tell them again of a child in danger, at whatever hour that is; None once this was done often enough."""
    return at + _QUICK[sent - 1] if sent <= len(_QUICK) else None


def due_after_sending(sent: int, at: datetime, *, urgent: bool = False) -> datetime | None:
    """When to tell them again if they have not read it by then; None when that was the last time.

    At the same time of the next working day by London's clock: sent on a Friday at noon, again on Monday at noon.
    """
    here, most = london(at), AT_MOST + (len(_QUICK) if urgent else 0)
    return datetime.combine(due(here.date(), _CHASE), here.timetz()) if sent < most else None


def due_after_failure(failed: int, at: datetime) -> datetime:
    """When to try again where the mail server took nothing: soon, then ever less often, and never not at all."""
    return at + min(_FIRST_TRY_AGAIN * 2 ** min(failed - 1, 10), _LONGEST_WAIT)
