"""Who may name a chair of governors is told by e-mail that one is needed, each week until one is. Never what for.

Which reaction follows which event stands in kith/wiring.py.
"""

from django.db.models import Q

from kith.conduct.events import ChairNeeded, ChairNeededNoLonger
from kith.foundation.days import Period, Unit
from kith.organisations.queries import live_posts
from kith.reference.roles import Role
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import done, tell, tell_once_more

A_WEEK = Period(1, Unit.WEEKS)

__all__ = ["on_chair_needed", "on_chair_needed_no_longer"]


def on_chair_needed(event: ChairNeeded) -> None:
    """The administrators of the school, and those of all of it; nobody whom it may be about."""
    there = Q(role=Role.LOCAL_ADMIN, organisation__files_of=event.holder_id)
    for post in live_posts().filter(there | Q(role=Role.SYSTEM_ADMIN)).exclude(user_id__in=event.but):
        tell(post=post.id, word=Word.CHAIR, about=event.holder_id, anew=True)
    tell_once_more(about=event.holder_id, word=Word.CHAIR, after=A_WEEK)


def on_chair_needed_no_longer(event: ChairNeededNoLonger) -> None:
    done(about=event.holder_id, word=Word.CHAIR)
