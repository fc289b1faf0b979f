"""What a page says when it can't be shown. Outsiders get "not found": nothing tells them that something is there."""

from typing import Any

from django.db.transaction import get_rollback
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kith.tenancy import current_or_none
from kith.web import frame


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The same words for what is not there and what is not theirs; at work inside the frame, with its menu."""
    if current_or_none() is None or getattr(request, "reader", None) is None or get_rollback():
        return render(request, "errors/not_found.html", status=404)
    return frame.show(request, "errors/not_found_inside.html", status=404)


def refused(request: HttpRequest, decision: Any) -> HttpResponse:
    """A refused decision: "not found", unless a second factor or a reason would have turned it into a yes."""
    if decision.needs == "second factor":
        after = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
        return redirect(f"{reverse('set_up_factor')}?{urlencode({'next': after})}")
    if decision.needs == "reason" and decision.subjects:
        return redirect("say_why", id=decision.subjects[0])
    return not_found(request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from us, or was open for too long. Nothing was done."""
    return render(request, "errors/forged.html", status=403)


def not_this_way(request: HttpRequest) -> HttpResponse:
    """An address that only takes a form, typed or opened again: nothing was done."""
    return render(request, "errors/not_this_way.html", status=405)


def ours(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Something failed on our side and nothing of it was kept."""
    return render(request, "errors/ours.html", status=500)


def plain() -> HttpResponse:
    """The last resort, where even the ledger could not be written."""
    words = "Kith can't show this page now, and nothing was changed. Try again in a minute."
    return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
