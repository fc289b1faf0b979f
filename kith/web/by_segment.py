"""Addresses grouped by their segments, so that few are tried before the right one is found.

Worked: `people/<uuid:id>/said/` and `people/<uuid:id>/then/` are tried only for what begins with `people/` and an id,
instead of each of five hundred for every request. No name and no address is another by it.
"""

import re
from collections.abc import Iterable, Sequence

from django.urls import URLPattern, URLResolver, include, path

__all__ = ["by_segment"]

# What a literal segment never looks like.
_ID = re.compile(r"<uuid:\w+>/")
# So few are tried in turn as fast.
FEW = 3
_Entry = tuple[str, URLPattern]


def by_segment(patterns: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """The same addresses. Those of one segment keep their order."""
    return _grouped([(str(one.pattern), one) for one in patterns])


def _grouped(entries: Sequence[_Entry]) -> list[URLPattern | URLResolver]:
    groups: dict[str, list[_Entry]] = {}
    for route, one in entries:
        first, rest = _first(route)
        groups.setdefault(first, []).append((rest, one))
    if len(entries) <= FEW or not _are_apart(groups):
        return [_path(*entry) for entry in entries]
    return [
        path(first, include(_grouped(rest)))
        if first.endswith("/") and len(rest) > 1
        else _path(first + rest[0][0], rest[0][1])
        for first, rest in groups.items()
    ]


def _first(route: str) -> tuple[str, str]:
    first, slash, rest = route.partition("/")
    return first + slash, rest


def _are_apart(groups: Iterable[str]) -> bool:
    """Whether no address could be of two of these: they are literal, or ids under one name."""
    ids = [one for one in groups if "<" in one]
    return all(_ID.fullmatch(one) for one in ids) and len(ids) <= 1


def _path(route: str, one: URLPattern) -> URLPattern:
    return path(route, one.callback, one.default_args, name=one.name)
