"""A step that was sent from an old page: somebody has taken one since, and the sentence says which, who and when."""

from uuid import UUID

from kith.areas import area
from kith.cases.models import Posted, Record, StageMove
from kith.cases.rules import NotAllowed
from kith.foundation.dates import moment_in_words
from kith.organisations.queries import named as posts_named
from kith.tenancy import current
from kith.web.presenters import named

__all__ = ["check_not_meanwhile", "was_sent"]


def was_sent(token: UUID | None) -> bool:
    """Whether this reader's form of this number was carried out: a second press is no second step."""
    mine = Posted.objects.filter(token=token, by=current().doer.post_id, result__isnull=False)
    return token is not None and mine.exists()


def check_not_meanwhile(record: Record, to: str) -> None:
    """Raise NotAllowed where this step led on from where the record stood before, and leads on no longer."""
    declared = area(record.area)
    known = any(one.end == to for one in declared.moves)
    if not known or declared.move(record.stage, to) is not None:
        return
    last = StageMove.objects.filter(record=record).order_by("at", "id").last()
    if last is None or not last.from_stage:
        return
    who = named(posts_named([last.by] if last.by else []), last.by)
    stage = declared.stage(record.stage)
    verb = "decided" if stage.closes else "moved on"
    raise NotAllowed(
        f"This was {verb} meanwhile: “{stage.title}”, by {who}, {moment_in_words(last.at)}."
        " What you sent changed nothing. It is shown as it stands now."
    )
