"""One request, one transaction, one outcome.

The innermost middleware. Signed in with a chosen post, and the page's policy is about a tenant: it opens
`tenancy`, builds the reader, lets the view run and render inside, and commits before the first byte leaves.
Whatever fails rolls the whole back; the line that says so is written in a second, short transaction. An answer that
takes back what was written but still shows somebody brings its line along: `response.roll_back = outcome.Line(...)`.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.access.reader import Reader
from kith.accounts.queries import Reached, reach
from kith.tenancy import Refused, tenancy
from kith.web import errors, exits, outcome, policy
from kith.web.signin.session import BY, DUE, address_of, second_factor_given

Answer = Callable[[HttpRequest], HttpResponse]


class RollBack(Exception):
    """The answer stands, what was written does not."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class OneTransaction:
    """Opens the tenancy of the chosen post around the view."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_lost_at_work(request):
            return self.answered(request, request.reached)  # type: ignore[attr-defined]
        if not policy.about_a_tenant(request):
            return self.outside(request)
        if not request.user.is_authenticated:
            return redirect("sign_in")
        reached = reach(request.user, request.session.get("post"), request.session.get(BY))
        if reached is None:
            return redirect("choose_post")
        request.reached = reached  # type: ignore[attr-defined]
        return self.answered(request, reached)

    def answered(self, request: HttpRequest, reached: Reached) -> HttpResponse:
        """The answer with the lines that belong to it, and from where it was asked for."""
        with audit.came_from(address_of(request)):
            return outcome.written(request, reached, self.within(request, reached))

    def is_lost_at_work(self, request: HttpRequest) -> bool:
        """Whether somebody at work asked for no page of ours: they are told so inside their frame."""
        if policy.match_of(request) is not None or not request.user.is_authenticated or request.session.get(DUE):
            return False
        request.reached = reach(request.user, request.session.get("post"), request.session.get(BY))  # type: ignore[attr-defined]
        return request.reached is not None  # type: ignore[attr-defined]

    def outside(self, request: HttpRequest) -> HttpResponse:
        """A page of the door. Outside a tenancy there is no gate, so no file can have passed it: none leaves here."""
        response = self.get_response(request)
        try:
            exits.check(request, response)
        except exits.NotReleased as failure:
            outcome.log.error("A file was about to leave from a page outside any tenancy.", exc_info=failure)
            return errors.plain()
        return response

    def within(self, request: HttpRequest, reached: Reached) -> HttpResponse:
        """The view inside one unit. Returns its answer, or the error page if nothing could be kept."""
        try:
            with tenancy(reached.controller_id, post=reached.post_id):
                request.reader = Reader.build(reached.post_id, second_factor=second_factor_given(request))
                response = self.get_response(request)
                if response.status_code == 405 and not response.content:
                    response = errors.not_this_way(request)
                exits.check(request, response)
                if not outcome.is_kept(request, response):
                    raise RollBack(response)
        except RollBack as rolled_back:
            return rolled_back.response
        except Refused as no:
            outcome.refused(request, no.decision)
            return errors.refused(request, no.decision)
        except Exception as failure:
            # Whatever a reaction, a deferred key or the commit itself raises comes here, past the view.
            outcome.failed(request, failure)
            outcome.log.error("A page failed where it should have been kept.", exc_info=failure)
            return errors.ours(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        """Sees what the view raised, also while rendering."""
        if isinstance(exception, Refused):
            outcome.refused(request, exception.decision)
            return errors.refused(request, exception.decision)
        if isinstance(exception, Http404):
            outcome.nothing_there(request)
        else:
            outcome.failed(request, exception)
        return None
