"""The unit of work: one transaction, one tenant, one doer, and the reactions before it commits."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kith.tenancy.guard import NoTenant, Rights
from kith.tenancy.prepared import one_journey

# A reaction may announce in its turn; more than this is a ring, and a ring is a mistake.
DEPTH = 5


class NestedTenancy(Exception):
    """A second controller or another doer was asked for inside an open unit."""


class NoReaction(Exception):
    """An event was announced that has no row in the wiring, or reactions run in a ring."""


class SwallowedError(Exception):
    """The database reported an error that somebody swallowed: nothing can be saved any more."""


@dataclass(frozen=True)
class Doer:
    """Who acts: a post, or a system post for somebody. `words` is how they are named that day."""

    post_id: UUID | None = None
    system: str | None = None
    on_behalf_of: UUID | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Unit:
    """What is open now."""

    controller_id: UUID
    doer: Doer
    holders: tuple[UUID, ...] = ()
    events: list[Any] = field(default_factory=list)
    # What a system post may do; None: a post, whom the access room asks about each thing.
    rights: Rights | None = None
    # What was read once for the whole unit, by name: who acts does not change while they act.
    kept: dict[Any, Any] = field(default_factory=dict)


@dataclass
class _Installed:
    holders_of: Callable[[Doer], Iterable[UUID]] = lambda doer: ()
    words_of: Callable[[Doer], Mapping[str, str]] = lambda doer: {}
    rights_of: Callable[[Doer], Rights | None] = lambda doer: None
    keeper_of: Callable[[Iterable[UUID]], UUID | None] = lambda persons: None
    reactions: Mapping[type, tuple[Callable[[Any], None], ...]] = field(default_factory=dict)


_installed = _Installed()


def install(**parts: Any) -> None:
    """Start-up hands in what this room may not import: the parts of `_Installed`, by name."""
    global _installed
    _installed = replace(_installed, **parts)


def keeper_of(persons: Iterable[UUID]) -> UUID | None:
    """The holder that keeps the file of these persons; None where nobody does."""
    return _installed.keeper_of(persons)


def current_or_none() -> Unit | None:
    return getattr(connection, "unit", None)


def current() -> Unit:
    """The open unit. Raises NoTenant where there is none."""
    unit = current_or_none()
    if unit is None:
        raise NoTenant("No tenancy is open here. Open it with tenancy(controller, post=...).")
    return unit


def announce(event: Any) -> None:
    """Say that something happened. What follows from it stands in kith/wiring.py and runs before the commit."""
    current().events.append(event)


@contextmanager
def tenancy(
    controller_id: UUID,
    *,
    post: UUID | None = None,
    system: str | None = None,
    on_behalf_of: UUID | None = None,
) -> Iterator[Unit]:
    """Open one unit of work for a post, or for a declared system post (`system="importer"`).

    Inside an open unit of the same controller and doer it is that unit. Raises NestedTenancy for any
    other, SwallowedError if a database error was hidden, and whatever a deferred constraint says.
    """
    if (post is None) == (system is None):
        raise ValueError("tenancy() takes either post= or system=.")
    doer = Doer(post, system, on_behalf_of)
    if (outer := current_or_none()) is not None:
        if outer.controller_id != controller_id or replace(outer.doer, words={}) != doer:
            raise NestedTenancy("A unit for another controller or another doer is open.")
        yield outer
        return
    with transaction.atomic():
        unit = Unit(controller_id, doer)
        connection.unit = unit
        try:
            _enter(unit)
            unit.rights = _installed.rights_of(unit.doer)
            yield unit
            _settle_accounts(unit)
        finally:
            connection.unit = None


def _enter(unit: Unit) -> None:
    with one_journey():
        _show(controller=str(unit.controller_id), holders="")
        unit.holders = tuple(_installed.holders_of(unit.doer))
    unit.doer = replace(unit.doer, words=dict(_installed.words_of(unit.doer)))
    _show(controller=str(unit.controller_id), holders=_array(unit.holders))


def _settle_accounts(unit: Unit) -> None:
    """What must hold before the commit: reactions done, no hidden error, deferred keys checked."""
    _react(unit)
    if transaction.get_rollback():
        raise SwallowedError("A database error was swallowed inside this unit.")
    # In life the commit ends what may be seen; inside a longer transaction it must not linger.
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; {_SHOW}", ["", ""])


def _react(unit: Unit) -> None:
    for _ in range(DEPTH):
        events, unit.events = unit.events, []
        if not events:
            return
        for event in events:
            for reaction in _reactions_to(event):
                reaction(event)
    if unit.events:
        raise NoReaction(f"Reactions go round in a ring at {type(unit.events[0]).__name__}.")


def _reactions_to(event: Any) -> tuple[Callable[[Any], None], ...]:
    try:
        return _installed.reactions[type(event)]
    except KeyError:
        raise NoReaction(f"{type(event).__name__} has no row in kith/wiring.py.") from None


def _show(*, controller: str, holders: str) -> None:
    """Until the transaction ends, row security shows the rows of these and no others."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [controller, holders])


@contextmanager
def widened(unit: Unit, holders: Iterable[UUID]) -> Iterator[None]:
    """These holders instead of the unit's own, for one statement of `numbers`, whatever becomes of it."""
    _show(controller=str(unit.controller_id), holders=_array(holders))
    try:
        yield
    finally:
        _show(controller=str(unit.controller_id), holders=_array(unit.holders))


def _array(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


_SHOW = "SELECT set_config('app.controller', %s, true), set_config('app.holders', %s, true)"
