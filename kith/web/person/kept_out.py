"""What somebody is told on the next page who has closed a person to themselves: that it is so, and who can end it.

The session carries the ids of those posts until then, and nothing about the person.
"""

from collections.abc import Sequence

from django.http import HttpRequest

from kith.organisations.models import Post

__all__ = ["tell", "told"]

_KEY = "kept_out"


def tell(request: HttpRequest, can_end: Sequence[Post]) -> None:
    request.session[_KEY] = [str(post.id) for post in can_end]


def told(request: HttpRequest) -> str:
    """The sentence, once; empty where there is nothing to tell."""
    ids = request.session.pop(_KEY, None)
    if ids is None:
        return ""
    posts = Post.objects.filter(id__in=ids).select_related("user").order_by("user__display_name", "id")
    who = " or ".join(post.user.display_name for post in posts)
    return f"You are kept from this person now, as you said, and do not see them any more. {who} can end it."
