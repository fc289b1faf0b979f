"""The only way a file leaves as an answer: with the release that let it out."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from kith.sharing import NotReleased, Released

__all__ = ["NotReleased", "attachment", "check", "is_file"]

# What a browser shows as a page of ours or a piece of one.
SHOWN = frozenset({"text/html", "text/plain", "text/css"})


def attachment(released: Released, *, name: str, content: bytes, content_type: str) -> HttpResponse:
    """A file to keep, under a name without personal data."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.released = released  # type: ignore[attr-defined]
    return response


def check(request: HttpRequest, response: Any) -> None:
    """Raises NotReleased for a file on its way out that never passed the gate. Asked of every answer of every page."""
    if is_file(response) and not isinstance(getattr(response, "released", None), Released):
        raise NotReleased("A file was about to leave without passing the gate.")


def is_file(response: Any) -> bool:
    """Whatever a browser would keep rather than show as one of our pages."""
    kind = response.get("Content-Type", "text/html").partition(";")[0]
    return "Content-Disposition" in response or getattr(response, "streaming", False) or kind not in SHOWN
