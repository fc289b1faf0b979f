"""The secret address of a post's calendar: made, made anew, turned off. It is kept as its fingerprint alone."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from kith import audit
from kith.organisations.models import Post
from kith.organisations.queries import live_post
from kith.sharing.models import CalendarKey
from kith.tenancy import current

__all__ = ["is_on", "post_of", "renew", "turn_off", "was_ended"]


def renew(post: Post) -> str:
    """A new one: the only time it is there. The one before opens nothing from now on."""
    turn_off(post.id)
    key = secrets.token_urlsafe(32)
    CalendarKey.objects.create(
        post=post, fingerprint=_fingerprint(key), made_at=timezone.now(), epoch=post.user.session_epoch
    )
    audit.record("calendar.open", detail={"post": str(post.id)})
    return key


def turn_off(post: UUID) -> None:
    """Nothing is read at it any longer."""
    if CalendarKey.objects.filter(post_id=post, ended_at=None).update(ended_at=timezone.now()):
        audit.record("calendar.close", detail={"post": str(post)})


def is_on(post: UUID) -> bool:
    return _kept(post, post__user__session_epoch=F("epoch"))


def was_ended(post: UUID) -> bool:
    """Whether it is no page any more because the sessions of the account were ended, such as for a lost phone."""
    return _kept(post) and not is_on(post)


def post_of(key: str) -> UUID | None:
    """Whose calendar it is; None where it opens nothing, or whoever had the post has left it."""
    row = CalendarKey.objects.filter(fingerprint=_fingerprint(key), ended_at=None).first()
    post = live_post(row.post_id) if row else None
    return post.id if row and post and post.user.is_active and post.user.session_epoch == row.epoch else None


def _kept(post: UUID, **more: Any) -> bool:
    return CalendarKey.objects.filter(post_id=post, ended_at=None, **more).exists()


def _fingerprint(key: str) -> str:
    return hashlib.sha256(f"{current().controller_id} {key}".encode()).hexdigest()
