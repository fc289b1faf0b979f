"""Passkeys: a key on somebody's own device, opened there by their finger, face or PIN. Nothing of it can be typed.

Stored as allauth stores them, so that whatever reads its table knows them; the arithmetic is fido2's. Each is bound to
the name of the host it was made at. It has to say itself whose it is, and to have asked its owner: so it opens the door
alone, and is a second factor beside a password.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth
from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kith.accounts import actions, door, dormancy, queries
from kith.accounts.models import Event, User
from kith.accounts.place import Place

__all__ = [
    "LastOne",
    "NotThis",
    "Passkey",
    "Place",
    "add",
    "begin",
    "begin_adding",
    "check",
    "held",
    "remove",
    "rename",
]

MOST = 20_000
LONGEST_NAME = 60
NOT_TAKEN = "This passkey was not taken. Try again; if it was asked for long ago, open the page anew."
# What junk in place of an answer makes the libraries raise.
JUNK = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, struct.error)


class NotThis(Exception):
    """Why a passkey is not taken, in a sentence."""


class LastOne(Exception):
    """It is the last second factor of somebody who has to have one."""


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    added: datetime
    used: datetime | None


def held(user: User) -> list[Passkey]:
    """The passkeys of an account, in the order they were added."""
    return [Passkey(one.id, one.data["name"], one.created_at, one.last_used_at) for one in _of(user).order_by("id")]


def begin_adding(*, user: User, place: Place) -> tuple[dict[str, Any], Any]:
    """What the browser is asked for, and what the session keeps until it answers."""
    options, state = _server(place).register_begin(
        user=PublicKeyCredentialUserEntity(id=user.pk.bytes, name=user.email, display_name=user.display_name),
        credentials=auth.get_credentials(user),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def add(*, user: User, place: Place, state: Any, given: str, name: str, address: str | None = None) -> list[str]:
    """Keep a new passkey. Gives recovery codes to somebody who had none yet. Raises NotThis."""
    try:
        response = _parsed(given)
        made = _server(place).register_complete(state, response)
        kept = {part: response["response"][part] for part in ("clientDataJSON", "attestationObject")}
    except JUNK as junk:
        raise NotThis(NOT_TAKEN) from junk
    credential = {"id": response["id"], "rawId": response["rawId"], "type": "public-key", "response": kept}
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if auth.get_authenticator_by_credential_id(user, made.credential_data.credential_id):
            raise NotThis("This passkey is here already.")
        one = auth.WebAuthn.add(user, named(name, user), credential).instance
        one.data["count"] = made.counter
        one.save(update_fields=["data"])
        paper = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()
        codes: list[str] = [] if paper else RecoveryCodes.activate(user).get_unused_codes()
        door.note(Event.Kind.PASSKEY_ADDED, user=user, address=address)
    return codes


def named(name: str, user: User) -> str:
    """As it was called, or by its number."""
    return " ".join(name.split())[:LONGEST_NAME] or f"Passkey {_of(user).count() + 1}"


def begin(*, place: Place, user: User | None = None) -> tuple[dict[str, Any], Any]:
    """Ask for a passkey: one of this user's, or any that knows itself whose it is."""
    options, state = _server(place).authenticate_begin(
        credentials=auth.get_credentials(user) if user else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def check(*, place: Place, state: Any, given: str, user: User | None = None, address: str | None = None) -> User | None:
    """Whose door this answer opens: of this user only, if one is named. Nobody's is written down as refused."""
    owner = user
    try:
        response = _parsed(given)
        owner = user or _named_in(response)
        with transaction.atomic():
            list(_of(owner).select_for_update())
            _check(place, state, owner, response)
    except (*JUNK, NotThis):
        door.note(Event.Kind.PASSKEY_REFUSED, user=owner, address=address)
        return None
    return owner


def _check(place: Place, state: Any, owner: User, response: Mapping[str, Any]) -> None:
    """Raises unless the answer was made now, here, by a key of this owner who may come in."""
    if not owner.is_active or dormancy.is_dormant(owner):
        raise NotThis("The account is not in use.")
    known = _server(place).authenticate_complete(state, auth.get_credentials(owner), response)
    one = auth.get_authenticator_by_credential_id(owner, known.credential_id)
    count = AuthenticationResponse.from_dict(response).response.authenticator_data.counter
    if one is None or (one.data.get("count", 0) and count <= one.data["count"]):
        raise NotThis("A copy of this key has been used.")
    one.data["count"] = count
    one.save(update_fields=["data"])
    one.record_usage()


def rename(*, user: User, id: int, name: str) -> None:
    """Call it otherwise; another account's is not found."""
    one = _of(user).filter(id=id).first()
    if one and name.strip():
        one.data["name"] = named(name, user)
        one.save(update_fields=["data"])


def remove(*, user: User, id: int, address: str | None = None) -> None:
    """It opens nothing any more, and sessions it may have opened end. Raises LastOne."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        one = _of(user).filter(id=id).first()
        if one is None:
            return
        if queries.needs_second_factor(user) and factors.count() == 1:
            raise LastOne("This is your only way to show that it is you. Add another passkey or an app first.")
        one.delete()
        door.note(Event.Kind.PASSKEY_REMOVED, user=user, address=address)
        actions.end_sessions(user=user)


def _named_in(response: Mapping[str, Any]) -> User:
    """Whose the passkey says it is; its signature has yet to show that."""
    user = User.objects.filter(pk=UUID(bytes=websafe_decode(response["response"]["userHandle"]))).first()
    if user is None:
        raise NotThis(NOT_TAKEN)
    return user


def _of(user: User) -> Any:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)


def _server(place: Place) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=place.host, name="Kith")
    return Fido2Server(party, verify_origin=lambda origin: origin in place.origins)


def _parsed(given: str) -> dict[str, Any]:
    if len(given) > MOST:
        raise ValueError("longer than any answer")
    found = json.loads(given)
    if not isinstance(found, dict):
        raise ValueError("no answer")
    return found
