"""Every page says who it is for. One that does not stops start-up.

`public`: anybody. `signed_in`: whoever is through the door, without a tenant (choosing a post, changing a password).
`at_work`: every post. Any other word names an action or a duty of the access room (`person.view`, `posts.keep`). Pages
of the last two run inside the tenancy of the chosen post; a post whose role could never do this is refused before the
view is called. `area.read`, `area.work` and `area.submit` mean the area in the address: `contact.read` on a page of
contacts. `an_area.read` means any of them, `a_record.read` concerns too, `words.search` whoever may search in those;
`person.break_glass` whoever may open a record in an emergency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver, resolve

from kith.access.kinds import ACTIONS
from kith.access.table import DUTIES
from kith.web import asks, step_up
from kith.web.library_views import LIBRARY_VIEWS

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC, SIGNED_IN, OFF = "public", "signed_in", "off"
# Of the area whose name is in the address.
OF_AREA = ("area.read", "area.work", "area.submit")


def page(*, policy: str) -> Callable[[View], View]:
    """Declares who a page is for. The outermost decorator of its view."""

    def declare(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if policy not in (PUBLIC, SIGNED_IN):
                asks.check_open(request.reader, _asked_of(policy, kwargs))  # type: ignore[attr-defined]
            if step_up.is_due(request, name_of(request)):
                return step_up.ask(request)
            try:
                return view(request, *args, **kwargs)
            except asks.Merged as merged:
                return redirect("person", id=merged.into)

        asked.kith_policy = policy  # type: ignore[attr-defined]
        return cast(View, asked)

    return declare


def _asked_of(policy: str, kwargs: Mapping[str, Any]) -> str:
    """The action a policy means here. Raises "not found" for an area there is not."""
    if policy not in OF_AREA:
        return policy
    action = policy.replace("area", str(kwargs["area"]), 1)
    if action not in ACTIONS:
        raise Http404
    return action


def of_view(view: Any, name: str) -> str | None:
    """What a view declares, or what the table of libraries' pages says of its name."""
    return getattr(view, "kith_policy", None) or LIBRARY_VIEWS.get(name)


def about_a_tenant(request: HttpRequest) -> bool:
    """Whether the page asked for runs inside a tenancy."""
    return of(request) not in (PUBLIC, SIGNED_IN)


def is_public(request: HttpRequest) -> bool:
    return of(request) == PUBLIC


def of(request: HttpRequest) -> str:
    """The policy of the page asked for. An address that is no page is public: it answers "not found" to all."""
    match = match_of(request)
    if match is None:
        return PUBLIC
    found = of_view(match.func, match.view_name)
    if found is None or found == OFF:
        raise Http404
    return found


def name_of(request: HttpRequest) -> str:
    """The name of the page asked for; empty for an address that is no page."""
    match = match_of(request)
    return match.view_name if match else ""


def match_of(request: HttpRequest) -> ResolverMatch | None:
    """Which page an address means, before the view is called. Looked up once for each request."""
    if not hasattr(request, "kith_match"):
        try:
            request.kith_match = resolve(request.path_info)  # type: ignore[attr-defined]
        except Resolver404:
            request.kith_match = None  # type: ignore[attr-defined]
    match: ResolverMatch | None = request.kith_match  # type: ignore[attr-defined]
    return match


def all_pages(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every page there is: the name of its address and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + (entry.name or str(entry.pattern)), entry.callback
        else:
            yield from all_pages(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def require_everywhere() -> None:
    """Raises if a page says of itself nothing that decides who may open it."""
    several = {asks.AN_AREA, asks.A_RECORD, asks.A_REPORT}
    known = {PUBLIC, SIGNED_IN, OFF, asks.AT_WORK, asks.GLASS, asks.SEARCH, *several, *OF_AREA, *ACTIONS, *DUTIES}
    silent = sorted(name for name, view in all_pages() if of_view(view, name) not in known)
    if silent:
        raise ImproperlyConfigured(f"These pages have no policy that access knows: {', '.join(silent)}.")
    if unknown := set(step_up.MOST_SENSITIVE) - {name for name, _ in all_pages()}:
        raise ImproperlyConfigured(f"Who shows again that it is them for no page: {', '.join(sorted(unknown))}.")
