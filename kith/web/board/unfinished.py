"""What is not done when a concern is about to be closed: who closes it is told first, and may do it all the same."""

from uuid import UUID

from kith.areas import area
from kith.cases.models import Part, Record
from kith.cases.rules import NotReady
from kith.organisations.queries import live_posts
from kith.tasks import giving
from kith.web.board.safety import is_said

# The tick of whoever has read it.
SURE = "all_the_same"


def check_finished(record: Record, to: str, parts: list[Part]) -> None:
    """Raise NotReady where this step ends it, and something is left of what stands in these parts."""
    if not area(record.area).stage(to).closes:
        return
    people = {part.person_id for part in parts}
    open_ = [one for one in giving.of_records([record.id]) if one.is_open and one.person_id in {None, *people}]
    left = [*_unsafe(record), *_asked(len(open_)), *_nobodys(record, parts)]
    if left:
        raise NotReady({SURE: f"{' '.join(left)} Close it all the same?"})


def _unsafe(record: Record) -> list[str]:
    said = Part.objects.filter(record=record, person=None).values_list("answers", flat=True).first() or {}
    return [] if is_said(said) else ["Nobody has said that the child is safe now."]


def _asked(many: int) -> list[str]:
    if many == 1:
        return ["One thing that was asked of somebody is not done and ends with it: it stands under “Who does what”."]
    words = "things that were asked of people are not done and end with it: they stand under “Who does what”."
    return [f"{many} {words}"] if many else []


def _nobodys(record: Record, parts: list[Part]) -> list[str]:
    """What is most sensitive is somebody's before it ends."""
    if set(area(record.area).stricter).isdisjoint(part.category for part in parts) or _has_it(record.owner_post):
        return []
    return ["Nobody has it: press “I will take it” first, so that somebody answers for how it ended."]


def _has_it(post: UUID | None) -> bool:
    return post is not None and live_posts().filter(id=post).exists()
