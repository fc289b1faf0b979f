"""The classes somebody teaches, as they say themselves: their children stand first where a child is looked for."""

from collections.abc import Iterable

from kith.organisations.models import Post

__all__ = ["MOST", "choose"]

MOST = 30


def choose(post: Post, names: Iterable[str]) -> None:
    """These and no others, from now on."""
    post.classes = sorted(set(names))[:MOST]
    post.save(update_fields=["classes"])
