"""Every address means its own page and is found by its own name, however addresses are grouped."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, path, resolve, reverse
from django.urls.resolvers import RegexPattern

from kith.web.by_segment import by_segment
from kith.web.signin.urls import urlpatterns as door
from kith.web.urls import urlpatterns as pages

EXAMPLES = {"uuid": UUID(int=7), "int": 1, "str": "x", "slug": "x"}
FLAT: list[URLPattern] = [*door, *pages]


def arguments(one: URLPattern) -> dict[str, Any]:
    kinds = {name: type(kind).__name__ for name, kind in one.pattern.converters.items()}
    said = {"UUIDConverter": "uuid", "IntConverter": "int", "StringConverter": "str", "SlugConverter": "slug"}
    return {name: EXAMPLES[said[kind]] for name, kind in kinds.items()}


def meant(address: str, resolver: URLResolver | None = None) -> tuple[Any, ...]:
    found = resolver.resolve(address) if resolver else resolve(address)
    return found.view_name, found.func, found.kwargs, found.route


@pytest.mark.parametrize("one", FLAT, ids=lambda one: str(one.pattern) or "/")
def test_an_address_means_its_page_and_is_found_by_its_name(one: URLPattern) -> None:
    given = arguments(one)
    address = reverse(one.name, kwargs={**given, **one.default_args})
    assert meant(address) == (one.name, one.callback, {**given, **one.default_args}, str(one.pattern))


def test_grouped_or_flat_an_address_means_the_same() -> None:
    flat = URLResolver(RegexPattern(r"^/"), FLAT)
    addresses = [reverse(one.name, kwargs={**arguments(one), **one.default_args}) for one in FLAT]
    for address in (*addresses, *(each + "more/" for each in addresses), *(each[:-1] for each in addresses)):
        try:
            expected = meant(address, flat)
        except Resolver404:
            with pytest.raises(Resolver404):
                resolve(address)
        else:
            assert meant(address) == expected


def test_few_are_tried_before_one_is_found() -> None:
    assert len(get_resolver().url_patterns) < len(FLAT) / 4


def test_what_could_be_two_addresses_keeps_its_order() -> None:
    """The control: grouped by segments alone, the third would be found before the second."""
    views = {name: (lambda request: None) for name in ("a", "b", "c", "d")}
    routes = {"a": "x/<str:one>/a/", "b": "x/plain/<slug:two>/", "c": "x/<str:one>/<slug:two>/", "d": "x/plain/d/"}
    flat = [path(route, views[name], name=name) for name, route in routes.items()]
    resolver = URLResolver(RegexPattern(r"^/"), by_segment(flat))
    assert resolver.resolve("/x/plain/d/").view_name == "b"
