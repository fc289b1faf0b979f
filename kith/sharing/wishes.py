"""How each post wants to be told, as it said itself."""

from dataclasses import replace
from uuid import UUID

from kith import audit
from kith.organisations.models import Post
from kith.sharing.alert_rules import Wish
from kith.sharing.models import NoticeWish
from kith.sharing.notice_rules import Word
from kith.sharing.settled import rule_of

__all__ = ["keep", "wish_about", "wish_of"]


def wish_of(post: UUID) -> Wish:
    """What they said; nothing said: at once, at any hour."""
    row = NoticeWish.objects.filter(post_id=post).first()
    return Wish(row.digest_at, row.quiet_from, row.quiet_until) if row else Wish()


def wish_about(post: UUID, word: str) -> Wish:
    """The same; of a concern, whoever has said no quiet hours is left alone while their school is closed."""
    wish = wish_of(post)
    if word != Word.CONCERN or wish.quiet_from is not None:
        return wish
    rule = rule_of(Post.objects.values_list("organisation__files_of", flat=True).get(id=post))
    return replace(wish, quiet_from=rule.closes, quiet_until=rule.opens)


def keep(post: UUID, wish: Wish) -> None:
    """From the next thing that waits for them on. What they were told of already stays as it is."""
    NoticeWish.objects.update_or_create(post_id=post, defaults=vars(wish))
    audit.record("notice.wish", detail={"post": str(post)})
