"""The last look at what is packed, and the only page on which the secret of a pack stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kith.sharing.models import Pack
from kith.sharing.packing.making import Made
from kith.web.frame import show
from kith.web.packing.words import day

__all__ = ["secret_page", "unseen"]

CHANGED = "What was written has changed since you looked. This is what would go now: look again, then send it."


def unseen(request: HttpRequest, made: Made) -> str | None:
    """None where whoever sends it has looked at all of it as it would go now; else what the look begins with."""
    if request.method != "POST":
        return ""
    return None if request.POST.get("seen") == made.sha256 else CHANGED


def secret_page(request: HttpRequest, pack: Pack, secret: str, **said: Any) -> HttpResponse:
    """`said`: what it is, to whom it goes, who there is told the secret, and where its own page is."""
    address = reverse("pack", kwargs={"controller": pack.controller_id, "id": pack.id})
    link = request.build_absolute_uri(address)
    return show(request, "packing/secret.html", secret=secret, link=link, until=day(pack.until), **said)
