"""Asking another server for a little JSON: encrypted, soon, short, and from the address that was named.

No redirect is followed and no proxy used. With encryption only the open network is asked, never a private address;
without it only this machine, and only where Kith itself is served without. Whatever goes wrong there is told in one
sentence: another would tell whoever sets an address what answers inside the network Kith stands in.
"""

from __future__ import annotations

import json
import threading
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings

from kith.accounts.public import HereOnly, PublicOnly

__all__ = ["NotReached", "fetch", "is_allowed"]

SECONDS = 8
MOST = 200_000
HERE = ("localhost", "127.0.0.1", "::1")


NOTHING = "It could not be reached, or what answers there is no issuer."


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
        raise NotReached(NOTHING)
    if isinstance(kept[0], NotReached):
        raise kept[0]
    return kept[0]


def _answer(url: str, form: dict[str, str] | None) -> dict[str, Any] | NotReached:
    data = urlencode(form).encode() if form is not None else None
    request = Request(url, data=data, headers={"Accept": "application/json"})
    try:
        opener = build_opener(_NoRedirect, ProxyHandler({}), PublicOnly, HereOnly)
        with opener.open(request, timeout=SECONDS) as answer:
            body = answer.read(MOST + 1)
        found = json.loads(body) if len(body) <= MOST else None
    except (OSError, HTTPException, ValueError, RecursionError):
        return NotReached(NOTHING)
    return found if isinstance(found, dict) else NotReached(NOTHING)
