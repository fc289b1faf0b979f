"""A released version read back: the declaration a record was answered under, from its frozen file.

The inverse of `kith.areas.releases.frozen`. A word the vocabulary learned after the release has its plain value there;
one it has dropped since, as nothing read it, is passed over.
"""

import dataclasses
import enum
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

from kith.vocabulary.area import Area
from kith.vocabulary.conditions import All, Answered, Any_, Before, Condition, In, Is, MoreThan, Not

__all__ = ["thawed"]


def thawed(data: Mapping[str, Any]) -> Area:
    """The area as it was declared when it was released."""
    area: Area = _dataclass(Area, data)
    return area


def _dataclass(kind: type, data: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    return kind(**{f.name: _read(hints[f.name], data[f.name]) for f in dataclasses.fields(kind) if f.name in data})


def _read(hint: Any, value: Any) -> Any:
    """A value of the type a declaration says it has."""
    if value is None:
        return None
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint(value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint, value)
    return _compound(hint, value)


def _compound(hint: Any, value: Any) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is tuple:
        of = inside if len(inside) == 2 and inside[1] is not Ellipsis else [inside[0]] * len(value)
        return tuple(_read(each, one) for each, one in zip(of, value, strict=True))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _read(inside[1], one) for key, one in value.items()}
    if set(get_args(Condition)) <= set(inside):
        return _condition(value)
    if options := [each for each in inside if each is not type(None)]:
        return _read(options[0], value)
    return value


def _condition(data: Mapping[str, Any]) -> Condition:
    """A condition from the words of its printer `as_data`."""
    ((word, said),) = data.items()
    match word:
        case "is":
            return Is(said[0], said[1])
        case "in":
            return In(said[0], tuple(said[1]))
        case "answered":
            return Answered(said)
        case "before":
            return Before(said[0], date.fromisoformat(said[1]))
        case "more_than":
            return MoreThan(said[0], said[1])
        case "all":
            return All(*(_condition(one) for one in said))
        case "any":
            return Any_(*(_condition(one) for one in said))
        case _:
            return Not(_condition(said))
