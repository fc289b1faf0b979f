"""A controller's own people: who holds which post, and what an administrator may do about it.

A system administrator keeps the posts of the whole controller, a local administrator those of their own place. Nobody
does anything about their own account, and an account that is used at another controller too is not closed from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils import timezone

from kith import audit
from kith.accounts import actions as accounts
from kith.accounts import outside
from kith.accounts import queries as reached
from kith.accounts.dormancy import those_asleep
from kith.accounts.models import User
from kith.foundation.dates import LONDON
from kith.foundation.visible import is_blank
from kith.organisations import actions
from kith.organisations.models import Organisation, Post
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.tenancy import current
from kith.tenancy.models import Controller

__all__ = [
    "Colleague",
    "NotYours",
    "account",
    "close",
    "colleague",
    "end",
    "end_of",
    "end_sessions",
    "give",
    "holds",
    "invite",
    "is_alone",
    "lasting",
    "missing",
    "people",
    "places",
    "publish",
    "roles",
    "wake",
    "works_elsewhere",
    "wrong_about",
]

ONESELF = "Nobody does this about their own account. Ask another administrator."
ELSEWHERE = (
    "This account is used at another organisation too, so it cannot be closed from here. End its posts here: they open "
    "nothing any more from that moment."
)


class NotYours(Exception):
    """Why an administrator may not do this, or what is missing, in a sentence; and the question it is about, if one."""

    def __init__(self, words: str, about: str = "email", **more: str) -> None:
        self.about = about
        # Question -> sentence, where several are not answered as they must be.
        self.problems = {about: words, **more}
        super().__init__(words)

    @classmethod
    def all_of(cls, wrong: Mapping[str, str]) -> "NotYours":
        """Several at once: question -> sentence."""
        (about, words), *more = wrong.items()
        return cls(words, about, **dict(more))


@dataclass(frozen=True)
class Colleague:
    """An account and its posts here, the latest first."""

    user: User
    posts: tuple[Post, ...]
    # Not used for so long that it opens nothing until it is woken.
    asleep: bool = False

    def live(self, now: datetime) -> tuple[Post, ...]:
        """Those that hold now or will."""
        return tuple(post for post in self.posts if post.until is None or post.until > now)


def places(by: Post) -> QuerySet[Organisation]:
    """Where this administrator keeps the posts."""
    own = Q() if by.role == Role.SYSTEM_ADMIN else Q(id=by.organisation_id)
    return Organisation.objects.filter(own).order_by("name")


def roles() -> list[Role]:
    """The roles a controller of this kind gives."""
    council = Controller.objects.get(id=current().controller_id).kind == Controller.Kind.COUNCIL
    side = "council" if council else "school"
    codes = code_set("role")
    return sorted((role for role in Role if codes[role].more["side"] in (side, "partner", "platform")), key=_words)


def _words(role: Role) -> str:
    return role.words


def people(by: Post) -> list[Colleague]:
    """Everybody with a post at these places, now or before, by name."""
    posts = Post.objects.filter(organisation__in=places(by)).select_related("user", "organisation")
    found: dict[UUID, list[Post]] = {}
    for post in posts.order_by("-since"):
        found.setdefault(post.user_id, []).append(post)
    asleep = those_asleep([posts[0].user for posts in found.values()])
    all_of = [Colleague(posts[0].user, tuple(posts), user in asleep) for user, posts in found.items()]
    return sorted(all_of, key=lambda one: one.user.display_name.casefold())


def colleague(by: Post, user_id: UUID) -> Colleague | None:
    """One of them; None for an account without a post at these places."""
    return next((one for one in people(by) if one.user.id == user_id), None)


def give(
    *,
    by: Post,
    email: str,
    name: str,
    organisation_id: UUID | None,
    role: str,
    from_on: date | None,
    last_on: date | None,
) -> tuple[Post, bool]:
    """A post from the first day to the end of the last, in London; without days from now, and until it is ended.

    An account is made where the address has none: then the second is True. Raises NotYours.
    """
    if wrong := missing(by=by, email=email, name=name, organisation_id=organisation_id, role=role):
        raise NotYours.all_of(wrong)
    if from_on and last_on and last_on < from_on:
        raise NotYours("The last day is before the first.", "last_on")
    place, user = places(by).get(id=organisation_id), account(email)
    new = user is None
    if user is None:
        user = accounts.create_user(email=email.strip().lower(), display_name=name.strip())
    since = midnight(from_on) if from_on else timezone.now()
    until = midnight(last_on + timedelta(days=1)) if last_on else None
    if _holds(user, place, role):
        raise NotYours(f"{user.display_name} holds this post already.")
    return actions.grant_post(user=user, organisation=place, role=Role(role), since=since, until=until), new


def missing(*, by: Post, email: str, name: str, organisation_id: UUID | None, role: str) -> dict[str, str]:
    """What keeps a post from being given, all at once: question -> sentence."""
    wrong = wrong_about(by=by, email=email, name=name, user=account(email))
    if not places(by).filter(id=organisation_id).exists():
        wrong["place"] = "Choose a place from the list."
    if role not in roles():
        wrong["role"] = "Choose what they do from the list."
    return wrong


def wrong_about(*, by: Post, email: str, name: str, user: User | None) -> dict[str, str]:
    """What is wrong with whom a post is for; `user` has this address, if anybody does: question -> sentence."""
    if not _is_address(email):
        return {"email": "Write the whole address they sign in with, such as jan@oakmere.sch.uk."}
    if user is not None and user.id == by.user_id:
        return {"email": ONESELF}
    if user is None and is_blank(name):
        return {"name": "This address has no account yet. Say their name too."}
    return {}


def account(email: str) -> User | None:
    """The account with this address, if there is one."""
    return User.objects.filter(email=email.strip().lower()).first()


def _is_address(email: str) -> bool:
    try:
        validate_email(email.strip())
    except ValidationError:
        return False
    return True


def _holds(user: User, place: Organisation, role: str) -> bool:
    return Post.objects.filter(lasting(), user=user, organisation=place, role=role).exists()


def holds(email: str, place_id: UUID | None, role: str) -> bool:
    """Whether whoever signs in with this address has this post there."""
    user = account(email)
    return user is not None and Post.objects.filter(lasting(), user=user, organisation=place_id, role=role).exists()


def lasting() -> Q:
    """Posts that hold now or will."""
    return Q(until=None) | Q(until__gt=timezone.now())


def end(*, by: Post, post_id: UUID | None, last_on: date | None) -> None:
    """A post ends with its last day; without one now, and opens nothing with the next request. Raises NotYours.

    Asked by `access.leaving`, which knows what only this post may open again.
    """
    post = Post.objects.filter(id=post_id, organisation__in=places(by)).first()
    if post is None:
        raise NotYours("Choose one of the posts shown.")
    if post.user_id == by.user_id:
        raise NotYours(ONESELF)
    if post.until is not None and post.until <= timezone.now():
        raise NotYours("This post has ended already.")
    until = end_of(last_on)
    if until < post.since:
        raise NotYours("The last day is before this post begins.")
    actions.end_post(post_id=post.id, until=until)


def works_elsewhere(user: User) -> bool:
    """Whether another controller has given this account a post that holds now."""
    return any(one.controller_id != current().controller_id for one in reached.reaches(user))


def end_sessions(*, by: Post, user: User) -> None:
    """Whoever is signed in with it is asked for everything again. Raises NotYours."""
    _check(by, user)
    accounts.end_sessions(user=user)


def close(*, by: Post, user: User) -> None:
    """Nobody signs in with it any more. What was written with it stays. Raises NotYours."""
    _check(by, user)
    accounts.disable(user=user)


def wake(*, by: Post, user: User) -> None:
    """A closed or sleeping account opens again, with a new password. Raises NotYours."""
    _check(by, user)
    accounts.reactivate(user=user)


def invite(*, by: Post, user: User) -> tuple[str, UUID, str]:
    """For a new account: whose issuer, which account and a proof, which tie an identity to it once. Raises NotYours.

    Nobody who has signed in is invited: whoever took up the invitation would come in as them.
    """
    _check(by, user)
    issuer = outside.here()
    if issuer is None:
        raise NotYours("Your organisation’s accounts are not set up here yet.")
    if user.last_signed_in_at is not None:
        raise NotYours("They have signed in before, so they link their own account, under “How you sign in”.")
    audit.record("account.invite", detail={"account": str(user.pk)})
    return (issuer.tenant.slug, *outside.invitation(user))


def _check(by: Post, user: User) -> None:
    if user.id == by.user_id:
        raise NotYours(ONESELF)
    if (
        by.role != Role.SYSTEM_ADMIN
        and Post.objects.filter(user=user).exclude(organisation=by.organisation_id).exists()
    ):
        raise NotYours("They work at another place of yours too. Ask the administrator of all of it.")
    if works_elsewhere(user):
        raise NotYours(ELSEWHERE)


def is_alone() -> bool:
    """Whether no other controller is kept here: the end-user agreement is one for all of them."""
    return not Controller.objects.exclude(id=current().controller_id).exists()


def publish(*, by: Post, text: str) -> int:
    """Put a wording of the end-user agreement into force; its number. Raises NotYours."""
    if not is_alone() or by.role != Role.SYSTEM_ADMIN:
        raise NotYours("This wording is for more people than yours. Whoever runs Kith here publishes it.")
    if not text.strip():
        raise NotYours("Write the wording first.")
    return actions.publish_agreement(text=text.strip())


def end_of(last_on: date | None) -> datetime:
    """The end of a last day in London; without one, now."""
    return midnight(last_on + timedelta(days=1)) if last_on else timezone.now()


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
