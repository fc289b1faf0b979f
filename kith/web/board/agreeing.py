"""Who may agree that a concern ends, where one alone does not close it."""

from kith.access.hearing import may_hear_of
from kith.access.joined import type_of
from kith.access.rules import ties_that_allow
from kith.access.words import Verb
from kith.areas import area
from kith.cases import guarding
from kith.cases.models import Part, Record
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.reference.roles import Role

__all__ = ["TO_AGREE", "waits_for"]

TO_AGREE = "to_agree"
WAITS = "It waits for somebody else to agree, who wrote none of it: {}."
NOBODY = (
    "Nobody here may agree to it: it takes somebody else who leads and wrote none of it. Whoever keeps the posts can"
    " name a deputy. Until then it can be taken up again."
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
    parts = list(Part.objects.filter(record=record, person__isnull=False))
    kinds = {type_of(record.area, part.category) for part in parts}
    # A head reads what is called child protection and does not work on it.
    able = [role for role in roles if all(ties_that_allow(Role(role), kind, Verb.WRITE) is None for kind in kinds)]
    wrote = Post.objects.filter(id__in=guarding.authors(record)).values("user_id")
    there = live_posts().filter(organisation__files_of=record.holder_id, role__in=able).exclude(user_id__in=wrote)
    about = [record.id, *(part.person_id for part in parts)]
    return [one for one in there.select_related("user").order_by("user__display_name") if may_hear_of(one, about)]
