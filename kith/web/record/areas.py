"""Which areas have these pages, and what of one a reader may do. The concern keeps pages of its own."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.urls import URLPattern, path

from kith.access.reader import Reader
from kith.areas import NotInForce, all_areas
from kith.cases import declarations
from kith.vocabulary import Area
from kith.web import asks

OURS = tuple(one for one in all_areas() if one.name != "concern")


def open_to(reader: Reader) -> tuple[Area, ...]:
    """The areas of which this post may read a record at all."""
    return tuple(one for one in OURS if asks.may_open(reader, f"{one.name}.read"))


def may_begin(reader: Reader, area: str) -> bool:
    """Whether this post may write a new record of an area that is in force."""
    try:
        declarations.for_new(area)
    except NotInForce:
        return False
    return asks.may_open(reader, f"{area}.work")


def in_force(area: str) -> Area:
    """What a new record is answered under. Of law that has not commenced there is no form."""
    try:
        return declarations.for_new(area)
    except NotInForce:
        raise Http404 from None


def for_each(route: str, view: Any, name: str) -> Iterator[URLPattern]:
    """The address of a page in every area. No free text: what is no area is no page."""
    for area in OURS:
        yield path(f"work/{area.name.replace('_', '-')}/{route}", view, {"area": area.name}, name=name)


def for_each_stage(view: Any, name: str) -> Iterator[URLPattern]:
    """The address of a list of what stands at one stage, in every area."""
    for area in OURS:
        for stage in area.stages:
            here = {"area": area.name, "stage": stage.name}
            yield path(f"work/{area.name}/at/{stage.name}/".replace("_", "-"), view, here, name=name)
