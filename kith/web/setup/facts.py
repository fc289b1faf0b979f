"""What is there of a place that is being set up, read for several places at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kith.accounts import queries as accounts
from kith.cases.models import Adjustment
from kith.conduct.sight import chairs_of
from kith.organisations import controller_settings
from kith.organisations.models import LookedAt, Organisation, Post, Training
from kith.organisations.queries import live_posts
from kith.people.models import Known
from kith.people.roll import on_roll
from kith.reference.roles import Role
from kith.tasks.running import terms_until
from kith.tenancy.numbers import number_of_each

__all__ = ["Facts", "facts_of", "schools_of"]

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN})


@dataclass(frozen=True)
class Facts:
    """A place, how many children its files have, who works there, and what was chosen for it."""

    place: Organisation
    children: int = 0
    on_roll: int = 0
    chair: str = ""
    # Who keeps the posts of this place, and who keeps all of the controller.
    here: tuple[str, ...] = ()
    of_all: tuple[str, ...] = ()
    roles: Mapping[str, int] = field(default_factory=dict)
    # Each counted once, however many posts.
    people: int = 0
    signed_in: int = 0
    trained: int = 0
    terms_until: date | None = None
    looked_at: frozenset[str] = frozenset()
    settings: Mapping[str, Any] = field(default_factory=dict)
    adjusted: bool = False
    agreement: int | None = None

    @property
    def staff(self) -> int:
        """Who works there and is no administrator."""
        return sum(many for role, many in self.roles.items() if role not in ADMINISTRATORS)


def schools_of(places: Collection[Organisation]) -> list[Organisation]:
    """Those that keep pupils' files."""
    return [one for one in places if one.kind == Organisation.Kind.SCHOOL and one.files_of_id]


def facts_of(places: Collection[Organisation]) -> list[Facts]:
    """Each place with what is there; a bounded number of questions, however many places."""
    holders = [one.files_of_id for one in places]
    children = number_of_each(Known.objects.filter(until=None, holder__in=holders), "holder_id")
    pupils, chairs = number_of_each(on_roll(holder__in=holders), "holder_id"), chairs_of(holders)
    posts: dict[UUID, list[Post]] = defaultdict(list)
    for post in live_posts().filter(organisation__in=places):
        posts[post.organisation_id].append(post)
    looked: dict[UUID, set[str]] = defaultdict(set)
    for place, step in LookedAt.objects.filter(organisation__in=places).values_list("organisation_id", "step"):
        looked[place].add(step)
    trained = set(Training.objects.filter(taken_back_at=None).values_list("user_id", flat=True))
    for_all, terms = _for_all(), terms_until(places)
    adjusted = set(Adjustment.objects.filter(area="concern").values_list("holder_id", flat=True))
    return [
        Facts(
            one,
            children=children.get(one.files_of_id, 0),
            on_roll=pupils.get(one.files_of_id, 0),
            chair=chairs.get(one.files_of_id, ""),
            here=tuple(post.user.display_name for post in posts[one.id] if post.role in ADMINISTRATORS),
            roles=Counter(post.role for post in posts[one.id]),
            people=len({post.user_id for post in posts[one.id]}),
            signed_in=len({post.user_id for post in posts[one.id] if post.user.last_signed_in_at}),
            trained=len({post.user_id for post in posts[one.id]} & trained),
            terms_until=terms.get(one.id),
            adjusted=bool(adjusted & {None, one.files_of_id}),
            looked_at=frozenset(looked[one.id]),
            **for_all,
        )
        for one in places
    ]


def _for_all() -> dict[str, Any]:
    """What holds for every place of the controller."""
    version = accounts.current_agreement()
    return {
        "of_all": tuple(live_posts().filter(role=Role.SYSTEM_ADMIN).values_list("user__display_name", flat=True)),
        "settings": controller_settings.here().settings,
        "agreement": version.number if version else None,
    }
