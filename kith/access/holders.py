"""Which holders a doer works for: computed once when a unit opens, then enforced by the database."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, Func, Q, QuerySet, UUIDField, When
from django.utils import timezone

from kith.access.models import Agreement, Bar, Grant, Subject
from kith.access.table import OVER_ALL_FILES, SYSTEM_POSTS, Over
from kith.access.words import Verb
from kith.organisations.models import Post
from kith.organisations.queries import acting_now, acting_with
from kith.tenancy import Doer, Rights
from kith.tenancy.models import Holder
from kith.tenancy.prepared import Given, Prepared

_UNNEST = "unnest(ARRAY[%(expressions)s])"
Dated = TypeVar("Dated", Grant, Bar, Agreement)


def holders_of(doer: Doer) -> tuple[UUID, ...]:
    """A post: its own holder, its controller's index, and holders granted to it; all where it answers for all files.
    A system post: as the table says."""
    if doer.system is not None:
        return _of_system(doer.system)
    [further] = acting_with(doer.post_id, _FURTHER.of(now=timezone.now(), post=doer.post_id))
    post = acting_now(doer.post_id)
    if post is None:
        return ()
    if post.role in OVER_ALL_FILES and post.organisation.files_of_id is None:
        return _every_holder()
    own = [post.organisation.files_of_id] if post.organisation.files_of_id else []
    return tuple(dict.fromkeys([*own, *(id for (id,) in further)]))


def _of_system(name: str) -> tuple[UUID, ...]:
    if name not in SYSTEM_POSTS:
        raise LookupError(f"{name!r} is no system post.")
    if SYSTEM_POSTS[name].over is Over.NOBODY:
        return ()
    return _every_holder()


def _every_holder() -> tuple[UUID, ...]:
    return tuple(Holder.objects.values_list("id", flat=True))


def rights_of(doer: Doer) -> Rights | None:
    """What a system post was declared to do, as the guard of the database asks it. A post is asked about each thing."""
    if doer.system is None:
        return None
    verbs = SYSTEM_POSTS[doer.system].verbs
    return Rights(read=Verb.READ in verbs, change=bool(verbs & {Verb.SUBMIT, Verb.WRITE}))


def grantees(post: Post) -> list[UUID]:
    """Everything this post may have been granted something as: itself, its team, its organisation, its user."""
    named = (post.id, post.team_now, post.organisation_id, post.user_id)
    return [id for id in named if id is not None]


def _grantees_of(post: Any, now: Any) -> QuerySet[Any]:
    """The same for a query that reads the post itself; of a team it works in at this moment, and no other."""
    begun, lasts = Q(team_since=None) | Q(team_since__lte=now), Q(team_until=None) | Q(team_until__gt=now)
    team = Case(When(begun & lasts, then="team_id"), output_field=UUIDField())
    each = Func("id", team, "organisation_id", "user_id", template=_UNNEST, output_field=UUIDField())
    return Post.objects.filter(id=post).values_list(each)


def live(model: type[Dated], now: Any = None) -> QuerySet[Dated]:
    """Those that hold at this moment."""
    now = now or timezone.now()
    return model.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


# The index of its controller if there is one, and what was granted.
_FURTHER = Prepared(
    lambda: (
        Holder.objects.filter(
            Q(is_index=True)
            | Q(
                id__in=live(Grant, Given("now"))
                .filter(grantee_id__in=_grantees_of(Given("post"), Given("now")), subject_kind=Subject.HOLDER)
                .values("subject_id")
            )
        )
        .order_by("-is_index", "id")
        .values_list("id")
    )
)
