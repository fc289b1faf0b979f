"""The secret address of a post's calendar: made, made anew, turned off. It is kept as its fingerprint alone."""

import hashlib
import secrets
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.organisations.queries import live_post
from kith.sharing.models import CalendarKey
from kith.tenancy import current

__all__ = ["is_on", "post_of", "renew", "turn_off"]


def renew(post: UUID) -> str:
    """A new one: the only time it is there. The one before opens nothing from now on."""
    turn_off(post)
    key = secrets.token_urlsafe(32)
    CalendarKey.objects.create(post_id=post, fingerprint=_fingerprint(key), made_at=timezone.now())
    audit.record("calendar.open", detail={"post": str(post)})
    return key


def turn_off(post: UUID) -> None:
    """Nothing is read at it any longer."""
    if CalendarKey.objects.filter(post_id=post, ended_at=None).update(ended_at=timezone.now()):
        audit.record("calendar.close", detail={"post": str(post)})


def is_on(post: UUID) -> bool:
    return CalendarKey.objects.filter(post_id=post, ended_at=None).exists()


def post_of(key: str) -> UUID | None:
    """Whose calendar it is; None where it opens nothing, or whoever had the post has left it."""
    row = CalendarKey.objects.filter(fingerprint=_fingerprint(key), ended_at=None).first()
    post = live_post(row.post_id) if row else None
    return post.id if post and post.user.is_active else None


def _fingerprint(key: str) -> str:
    return hashlib.sha256(f"{current().controller_id} {key}".encode()).hexdigest()
