"""Asking another server for a little JSON: encrypted, soon, short, and from the address that was named.

No redirect is followed. Without encryption only this machine is asked, and only where Kith itself is served without.
"""

from __future__ import annotations

import json
import threading
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

__all__ = ["NotReached", "fetch", "is_allowed"]

SECONDS = 8
MOST = 200_000
HERE = ("localhost", "127.0.0.1", "::1")


class NotReached(Exception):
    """Why nothing came of it, in a sentence."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def is_allowed(url: str) -> bool:
    """Whether this address may be asked, and people sent to it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in HERE and not settings.SERVED_BY_HTTPS)


def fetch(url: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """What is there, or what it answers to this form. Raises NotReached."""
    if not is_allowed(url):
        raise NotReached("Its address does not begin with https, so it is not asked.")
    kept: list[dict[str, Any] | NotReached] = []
    # In a thread of its own: a server that sends a byte now and then is waited for no longer than any other.
    asking = threading.Thread(target=lambda: kept.append(_answer(url, form)), daemon=True)
    asking.start()
    asking.join(SECONDS)
    if not kept:
        raise NotReached(f"It did not answer within {SECONDS} seconds.")
    if isinstance(kept[0], NotReached):
        raise kept[0]
    return kept[0]


def _answer(url: str, form: dict[str, str] | None) -> dict[str, Any] | NotReached:
    data = urlencode(form).encode() if form is not None else None
    request = Request(url, data=data, headers={"Accept": "application/json"})
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            body = answer.read(MOST + 1)
    except HTTPError as no:
        return NotReached(f"It answered with an error ({no.code}).")
    except (OSError, ValueError):
        return NotReached("It could not be reached.")
    if len(body) > MOST:
        return NotReached("Its answer is longer than any it should give.")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return NotReached("Its answer could not be read.")
    return found if isinstance(found, dict) else NotReached("Its answer could not be read.")
