"""The addresses of chains, one set for each that an area declares. No free text: what is no chain is no page."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path

from kith.web.record.areas import OURS
from kith.web.standing import views


def _for_each(route: str, view: Any, name: str) -> Iterator[URLPattern]:
    for area in OURS:
        for chain in area.chains:
            here = f"work/{area.name}/<uuid:id>/{chain.name}/".replace("_", "-")
            yield path(f"{here}<uuid:person>/{route}", view, {"area": area.name, "kind": chain.name}, name=name)


urlpatterns = [
    *_for_each("", views.standing, "standing"),
    *_for_each("decide/", views.decide_standing, "decide_standing"),
    *_for_each("<uuid:link>/", views.link, "standing_link"),
]
