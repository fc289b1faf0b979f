"""What happened at the door, written down twice: here by account, and in the ledger of each controller it reaches."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.accounts import queries
from kith.accounts.lockout import typed_hash
from kith.accounts.models import Event, User
from kith.tenancy.unit import current_or_none


def note(kind: Event.Kind, *, user: User | None = None, typed: str = "", address: str | None = None) -> Event:
    """Write down that this happened. Raises if a ledger could not be written: no line, no answer.

    By itself (a wrong password, a sign-out) the event and each ledger's line are kept one by one, so that what could
    be written of it stays. Inside a transaction of the caller it is kept with the change it tells of, or not at all.
    """
    event = Event.objects.create(
        kind=kind,
        user_id=user.pk if user else None,
        typed=typed_hash(typed) if typed and not user else "",
        address=address or None,
    )
    if user and (unit := current_or_none()) is not None:
        _in_the_open_unit(kind, user, unit.controller_id, address)
    elif user:
        places = [(one.controller_id, one.post_id) for one in queries.reaches(user)]
        with audit.came_from(address or ""):
            audit.for_each_controller(places, kind.value, detail={"account": str(user.pk)})
    return event


def _in_the_open_unit(kind: Event.Kind, user: User, controller: UUID, address: str | None) -> None:
    """Done from inside a controller, such as by its administrator: the line is its own, by whoever does it.

    Raises ValueError for an account that works elsewhere too: those ledgers cannot be told from here.
    """
    if any(one.controller_id != controller for one in queries.reaches(user)):
        raise ValueError("An account of several controllers is not changed from inside one of them.")
    audit.record(kind.value, detail={"account": str(user.pk)})


def note_failed(typed: str, *, locked: bool, address: str | None = None) -> Event:
    """A password that did not open the door: by account where there is one, else by a hash of what was typed."""
    kind = Event.Kind.LOCKED_OUT if locked else Event.Kind.REFUSED
    user = User.objects.filter(email=typed.strip().lower()).first()
    return note(kind, user=user, typed=typed, address=address)


def lately(kind: Event.Kind, user_id: UUID, minutes: int) -> int:
    """How often this happened to an account in the last minutes."""
    since = timezone.now() - timedelta(minutes=minutes)
    return Event.objects.filter(kind=kind, user_id=user_id, at__gt=since).count()
