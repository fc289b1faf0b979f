"""Who may agree that a concern ends, where one alone does not close it."""

from kith.access.hearing import may_hear_of
from kith.areas import area
from kith.cases import guarding
from kith.cases.models import Part, Record
from kith.organisations.models import Post
from kith.organisations.queries import live_posts

__all__ = ["TO_AGREE", "waits_for"]

TO_AGREE = "to_agree"
WAITS = "It waits for somebody else to agree, who wrote none of it: {}."
NOBODY = (
    "Nobody here may agree to it: it takes somebody else who leads and wrote none of it. Whoever keeps the posts can"
    " name a deputy or a head. Until then it can be taken up again."
)


def waits_for(record: Record) -> str:
    """Whose word a concern waits for, by name, or what to do where nobody may give it; nothing where it does not."""
    if record.stage != TO_AGREE:
        return ""
    names = [post.user.display_name for post in _others(record)]
    return WAITS.format(", ".join(names)) if names else NOBODY


def _others(record: Record) -> list[Post]:
    roles = {
        role for move in area(record.area).moves_from(record.stage) if move.second_person for role in move.moved_by
    }
    wrote = Post.objects.filter(id__in=guarding.authors(record)).values("user_id")
    there = live_posts().filter(organisation__files_of=record.holder_id, role__in=roles).exclude(user_id__in=wrote)
    people = Part.objects.filter(record=record, person__isnull=False).values_list("person_id", flat=True)
    about = [record.id, *people]
    return [one for one in there.select_related("user").order_by("user__display_name") if may_hear_of(one, about)]
