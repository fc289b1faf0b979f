"""The only way a file leaves as an answer: with the release that let it out."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from kith.sharing import NotReleased, Released

__all__ = ["NotReleased", "attachment", "check", "is_file", "kept_by_reader", "shown_to_reader"]

# What a browser shows as a page of ours or a piece of one.
SHOWN = frozenset({"text/html", "text/plain", "text/css", "text/javascript"})
# What somebody brought is shown alone: nothing of it runs, and nothing is fetched for it.
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
# A browser's own viewer of PDF does not begin inside a sandbox.
PDF_ALONE = ALONE.removeprefix("sandbox; ")


def attachment(released: Released, *, name: str, content: bytes, content_type: str) -> HttpResponse:
    """A file to keep, under a name without personal data."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.released = released  # type: ignore[attr-defined]
    return response


def kept_by_reader(
    released: Released, *, name: str, content: Iterator[bytes], size: int, content_type: str
) -> StreamingHttpResponse:
    """A document on its way to the reader's own machine, under the name it came with, which stands nowhere else."""
    response = _streamed(released, content, size, content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def shown_to_reader(
    released: Released, *, content: Iterator[bytes], size: int, content_type: str
) -> StreamingHttpResponse:
    """A document in the browser, where it can run nothing, ask for nothing and be put into nobody's frame."""
    response = _streamed(released, content, size, content_type)
    response["Content-Disposition"] = "inline"
    return response


def _streamed(released: Released, content: Iterator[bytes], size: int, content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Length"] = str(size)
    response["Content-Security-Policy"] = PDF_ALONE if content_type == "application/pdf" else ALONE
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
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
