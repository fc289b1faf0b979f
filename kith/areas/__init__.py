"""The service areas: one module each holds one declaration, `AREA`, and is found by its place here.

Areas are strangers to one another and know no table: rooms above read them.
"""

from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from kith.vocabulary import Area, Clock

__all__ = ["NotInForce", "all_areas", "area", "clock", "in_force", "versions"]

# Modules of this folder that are not areas.
_NOT_AREAS = {"drawing", "pages", "releases", "school"}


@cache
def all_areas() -> tuple[Area, ...]:
    """Every area, by name. A module without a declaration, or with another's name, stops start-up."""
    names = sorted(m.name for m in iter_modules(__path__) if m.name not in _NOT_AREAS)
    return tuple(_declared(name) for name in names)


class NotInForce(Exception):
    """No version of the area is in force on that day: law not yet commenced can be looked at and not worked."""


def area(name: str, version: int | None = None) -> Area:
    """The area of this name: as declared now, or as it was released under a number.

    An unknown name or number is an error: they come from records and declarations.
    """
    known = versions(name)
    if version is None:
        return known[-1]
    for one in known:
        if one.version == version:
            return one
    raise KeyError(f"{known[-1].title} has no version {version}.")


def clock(name: str, version: int, called: str) -> Clock:
    """A clock as a version of the area has it; one that this version dropped, as the newest that had it.

    A clock goes on running when its record is carried over to a version without it.
    """
    places = (area(name, version), *reversed(versions(name)))
    return next(one for place in places for one in place.clocks if one.name == called)


def in_force(name: str, on: date) -> Area:
    """The version a record written on this day is answered under. Raises NotInForce."""
    begun = [one for one in versions(name) if one.in_force <= on]
    if not begun:
        first = versions(name)[0]
        raise NotInForce(f"{first.title} is in force from {first.in_force.day} {first.in_force:%B %Y}.")
    return max(begun, key=lambda one: (one.in_force, one.version))


@cache
def versions(name: str) -> tuple[Area, ...]:
    """Every version of an area, first to last: those before the declared one as they were released."""
    from kith.areas.releases import earlier

    for one in all_areas():
        if one.name == name:
            return (*earlier(one), one)
    raise KeyError(f"There is no area {name!r}.")


def _declared(name: str) -> Area:
    declared: Area = import_module(f"{__name__}.{name}").AREA
    if declared.name != name:
        raise ValueError(f"The area in {name}.py calls itself {declared.name!r}.")
    return declared
