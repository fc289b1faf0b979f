"""What somebody had typed when their session was found locked, carried through the password and given back."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest

from kith.web.signin import session

TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Kept:
    """The fields of a form as they were sent, and the page they were sent to. Files cannot be given back."""

    to: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def as_text(self) -> str:
        return json.dumps(self.fields)


def from_sent(request: HttpRequest) -> Kept:
    """The form as it came in."""
    pairs = ((name, value) for name, values in request.POST.lists() for value in values if name != TOKEN)
    return Kept(request.get_full_path(), tuple((name, str(value)) for name, value in pairs))


def from_carried(request: HttpRequest) -> Kept | None:
    """The form as our own page carried it; None if there is none or it is not what we wrote."""
    try:
        pairs = json.loads(request.POST.get("kept", ""))
        fields = tuple((str(name), str(value)) for name, value in pairs)
    except (ValueError, TypeError):
        return None
    return Kept(session.safe_next(request, request.POST.get("kept_to")), fields)
