"""What goes out of sight of who has it, or ends, once a person or a record is restricted."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from kith.areas import all_areas
from kith.cases.models import Part, Record
from kith.foundation.dates import in_words
from kith.organisations.models import Post
from kith.organisations.queries import named, team_named
from kith.tasks import ending
from kith.web import asks
from kith.web.addresses import address_of
from kith.web.presenters import named as of_posts

__all__ = ["Piece", "asks_lost", "work_lost"]


@dataclass(frozen=True)
class Piece:
    """One piece of work, as the one who restricts may see it, and whose it is."""

    words: str
    who: str
    url: str


def work_lost(reader: Any, person_id: UUID, listed: Collection[UUID]) -> tuple[Piece, ...]:
    """What this reader may open and none of those `listed` (posts or accounts) has, nor the reader."""
    mine = Part.objects.filter(person=person_id, struck=False).values("record_id")
    found: list[Record] = []
    for one in all_areas():
        if asks.may_open(reader, f"{one.name}.read"):
            found += asks.records(reader, one.name).filter(id__in=mine, closed_at=None).order_by("written_at", "id")
    posts = {p.id: p for p in Post.objects.filter(id__in=[r.owner_post for r in found]).select_related("user")}
    teams = team_named([r.team for r in found if not r.owner_post])
    stays = {reader.post.id, reader.post.user_id, *listed}
    return tuple(_piece(r, posts, teams) for r in found if not _has(posts.get(r.owner_post), stays))


def asks_lost(reader: Any, subject: UUID) -> tuple[Piece, ...]:
    """What was asked about this record, or about those of this person that the reader may open, of anybody but the
    reader, with whom alone its list begins."""
    about = Part.objects.filter(Q(person=subject) | Q(record=subject)).values("record_id")
    seen = asks.records(reader).filter(id__in=about).values_list("id", flat=True)
    found = list(ending.open_about(list(seen)).exclude(for_post=reader.post.id))
    posts = named([id for one in found for id in (one.for_post, one.given_by) if id])
    return tuple(
        Piece(
            f"Asked of {of_posts(posts, one.for_post)} by {of_posts(posts, one.given_by)}",
            f"Due {in_words(one.due_on)}",
            reverse("action", kwargs={"id": one.id}),
        )
        for one in found
    )


def _has(owner: Post | None, stays: Collection[UUID]) -> bool:
    return owner is not None and bool({owner.id, owner.user_id} & set(stays))


def _piece(record: Record, posts: Any, teams: Any) -> Piece:
    title = next(one.title for one in all_areas() if one.name == record.area)
    owner = posts.get(record.owner_post)
    who = f"{owner.user.display_name} has it" if owner else teams.get(record.team, "Nobody has it yet")
    return Piece(f"{record.reference}, {title.lower()}", who, address_of(record.area, record.id))
