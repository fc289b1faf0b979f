"""How each post wants to be told, as it said itself."""

from uuid import UUID

from kith import audit
from kith.sharing.alert_rules import Wish
from kith.sharing.models import NoticeWish

__all__ = ["keep", "wish_of"]


def wish_of(post: UUID) -> Wish:
    """What they said; nothing said: at once, at any hour."""
    row = NoticeWish.objects.filter(post_id=post).first()
    return Wish(row.digest_at, row.quiet_from, row.quiet_until) if row else Wish()


def keep(post: UUID, wish: Wish) -> None:
    """From the next thing that waits for them on. What they were told of already stays as it is."""
    NoticeWish.objects.update_or_create(post_id=post, defaults=vars(wish))
    audit.record("notice.wish", detail={"post": str(post)})
