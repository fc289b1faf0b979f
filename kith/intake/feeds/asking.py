"""Asking the system of a school over the network: encrypted, at the address that was set and no other, with a token.

Nothing of what is sent or answered is ever told or logged: what goes wrong is one of a few sentences. Where the other
side asks for patience, or is away for a moment, it is asked again a little later, and then left until the next time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from kith.accounts.fetching import is_allowed
from kith.accounts.public import HereOnly, PublicOnly

__all__ = ["Ask", "Away", "NotGranted", "Refused", "ask", "patiently", "same_place"]

SECONDS = 30
MOST = 30_000_000
# How long to wait before asking again, in seconds. After the last nobody asks until the next time.
WAITS = (1.0, 5.0, 20.0)
LONGEST = 60.0
TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)

Ask = Callable[[str, str], dict[str, Any]]


class Away(Exception):
    """It can't be had now, and may be later. The message is a sentence."""

    def __init__(self, words: str, *, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(words)


class Refused(Exception):
    """It can't be had until somebody changes something. The message is a sentence."""


class NotGranted(Exception):
    """The school has not granted this part, or has none of it."""


class _NoRedirect(HTTPRedirectHandler):
    """The token goes to the address it belongs to and is handed on to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ask(url: str, token: str) -> dict[str, Any]:
    """One page of an answer. Raises Away, Refused or NotGranted."""
    if not is_allowed(url):
        raise Refused("Its address does not begin with https, so it is not asked.")
    request = Request(url, headers={"Accept": "application/json", "Authorization": f"Bearer {token}"})
    opener = build_opener(_NoRedirect, ProxyHandler({}), PublicOnly, HereOnly)
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            body = answer.read(MOST + 1)
    except HTTPError as error:
        raise _meant(error) from None
    except (OSError, HTTPException, ValueError):
        raise Away("The school’s system could not be reached.") from None
    return _said(body)


def patiently(asking: Ask, url: str, token: str, pause: Callable[[float], None]) -> dict[str, Any]:
    """The same, asked again where it is away for a moment. Raises as `ask` does."""
    for wait in WAITS:
        try:
            return asking(url, token)
        except Away as away:
            pause(min(max(wait, away.wait), LONGEST))
    return asking(url, token)


def same_place(url: str, address: str) -> bool:
    """Whether a further page is where the first was: an answer must not lead the token elsewhere."""
    try:
        there, here = urlsplit(url), urlsplit(address)
        ports = there.port == here.port
    except ValueError:
        return False
    return ports and (there.scheme, there.hostname) == (here.scheme, here.hostname)


def _meant(error: HTTPError) -> Exception:
    after = error.headers.get("Retry-After", "") if error.headers else ""
    if error.code in TRY_AGAIN:
        wait = float(after) if after.isascii() and after.isdigit() else 0.0
        return Away("The school’s system asks for patience, or is out of order for now.", wait=wait)
    if error.code == 401:
        return Refused("The school’s system does not take the token. Give a new one under Daily feed in the settings.")
    if error.code in (403, 404):
        return NotGranted()
    return Refused("The school’s system did not understand what it was asked. See that its address is right.")


def _said(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body) if len(body) <= MOST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("data"), list):
        raise Away("What the school’s system answered can’t be read.")
    return found
