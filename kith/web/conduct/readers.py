"""Who reads a concern about an adult besides whoever answers for it: until when, who may, and what was typed of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from kith.conduct import lending
from kith.conduct.models import StaffConcern
from kith.foundation.dates import NotADate, in_words, london, parse_day, today
from kith.organisations.queries import named as posts_named
from kith.reference.roles import Role
from kith.web.answers import id_of
from kith.web.presenters import named

__all__ = ["context_of", "last_day", "let_or_end"]

FIELDS = ("to", "reason", "until", "end")


def last_day(until: datetime) -> date:
    """What ends at midnight was open on the day before."""
    return london(until - timedelta(seconds=1)).date()


def context_of(one: StaffConcern) -> dict[str, Any]:
    """For its page: who reads it, and who may be let."""
    there = list(lending.lent(one))
    posts = posts_named([grant.grantee_id for grant in there])
    usual = today() + lending.USUAL
    return {
        "readers": [(grant.id, named(posts, grant.grantee_id), _until(grant.until)) for grant in there],
        "lend_to": [
            (str(post.id), f"{post.user.display_name}, {Role(post.role).words}") for post in lending.may_be_let(one)
        ],
        "usual_last_day": f"{usual.day}/{usual.month}/{usual.year}",
    }


def let_or_end(one: StaffConcern, typed: Mapping[str, str]) -> None:
    """Lets somebody read it, or ends it, as the form says. Raises NotReady."""
    if typed["end"]:
        return lending.end(one=one, grant=id_of(typed["end"]))
    lending.let_read(one=one, to=id_of(typed["to"]), reason=typed["reason"], last_on=_day(typed["until"]))
    return None


def _day(text: str) -> date:
    """The day that was typed; nothing typed: the usual one; what is no day: one that is gone, which is refused."""
    try:
        return parse_day(text) if text else today() + lending.USUAL
    except NotADate:
        return date.min


def _until(until: datetime | None) -> str:
    return f"until {in_words(last_day(until))}" if until else ""
