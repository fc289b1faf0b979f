"""What became of a request, and the ledger line that outlives its rollback.

A *refused* line comes from a refused decision only, never from a status: an address that is no page, a form
with errors and a forged form write none. A page that comes back with errors still shows whom it is about: its
answer brings the line of that look (`response.roll_back = outcome.Line("concern.view", subjects=...)`).
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.tenancy import tenancy
from kith.web import errors

log = logging.getLogger("kith.web")


@dataclass(frozen=True)
class Line:
    """What the ledger shall say once everything else of a request is taken back. Without an action: nothing."""

    action: str
    reason: str = ""
    subjects: tuple[Any, ...] = ()
    holder: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    # Keeps the words that were typed, once what was tried with them is taken back.
    keep: Callable[[], object] | None = None


def refused(request: HttpRequest, decision: Any) -> None:
    subjects = tuple(getattr(decision, "subjects", ()))
    request.kith_outcome = Line("request.refused", decision.reason, subjects)


def failed(request: HttpRequest, failure: BaseException) -> None:
    """The kind of failure only: its message may hold what somebody typed."""
    request.kith_outcome = Line("request.failed", type(failure).__name__)


def nothing_there(request: HttpRequest) -> None:
    """An address that is no page: rolled back as every exception is, and no line says it."""
    request.kith_outcome = Line("")


def of(request: HttpRequest) -> Line | None:
    return getattr(request, "kith_outcome", None)


def looked(response: HttpResponse, line: Line, *, kept: bool) -> HttpResponse:
    """Writes the line of a look: with the work of the page, or after that is taken back."""
    if kept:
        _record(line)
    else:
        response.roll_back = line
    return response


def is_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what the view wrote stands. Raises TypeError for an answer that is taken back and brings no line."""
    roll_back = getattr(response, "roll_back", None)
    if roll_back and not isinstance(roll_back, Line):
        raise TypeError("response.roll_back takes an outcome.Line: who was seen on the answer is a line all the same.")
    return response.status_code < 500 and of(request) is None and not roll_back


def written(request: HttpRequest, reached: Any, response: HttpResponse) -> HttpResponse:
    """The answer, once the line that must outlive the rollback is in the ledger. No line, no answer."""
    line = _line_of(request, response)
    if line is None or not line.action:
        return response
    try:
        with tenancy(reached.controller_id, post=reached.post_id):
            _record(line)
            if line.keep:
                line.keep()
    except Exception as failure:
        log.error("A line could not be written, and the page was not shown.", exc_info=failure)
        return errors.plain()
    return response


def _record(line: Line) -> None:
    audit.record(line.action, subjects=line.subjects, holder=line.holder, reason=line.reason, detail=line.detail)


def _line_of(request: HttpRequest, response: HttpResponse) -> Line | None:
    """How a request failed comes before what its answer would have shown."""
    ended = of(request)
    if ended is None and response.status_code >= 500:
        ended = Line("request.failed", f"status {response.status_code}")
    if ended is None:
        return getattr(response, "roll_back", None)
    return replace(ended, detail={"page": page_of(request)})


def page_of(request: HttpRequest) -> str:
    """The name of the page, never its address: an address may hold an id somebody should not learn."""
    return request.resolver_match.view_name if request.resolver_match else ""
