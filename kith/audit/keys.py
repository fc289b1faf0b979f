"""The key store of this installation, and sealing inside the open unit of work.

    sealed = audit.keys.seal(record=address_id, kind="address", value="4 Harbour Lane")

`KITH_KEYS` names the folder. Keys are made with the controller (`audit.keys.create`), and their public halves put
up where other controllers find them (`published.py`).
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from os import environ
from pathlib import Path
from typing import Any
from uuid import UUID

from kith.audit import sealed
from kith.audit.keystore import FolderKeyStore
from kith.audit.pairs import PublicPair
from kith.audit.wrapping import RemoteWrapping, service_named
from kith.foundation import places
from kith.tenancy import current


def folder() -> Path:
    """Where the keys are: `KITH_KEYS`, else `keys` beside the other things of this installation."""
    return places.folder("KITH_KEYS", "keys")


def heads_folder() -> Path:
    """Where signed heads are kept outside the database: `KITH_HEADS`, else `heads` in `KITH_VAR`."""
    return places.folder("KITH_HEADS", "heads")


def store() -> FolderKeyStore:
    """The key store of this installation."""
    return _store(folder(), key_service())


@lru_cache(maxsize=4)
def _store(at: Path, service: str) -> FolderKeyStore:
    return FolderKeyStore(at, RemoteWrapping(service_named(service)) if service else None)


def key_service() -> str:
    """What wraps the keys of values, as `module:name`: `KITH_KEY_SERVICE`. Without one keys in the folder do."""
    return environ.get("KITH_KEY_SERVICE", "").strip()


def create(controller: UUID) -> None:
    """Make the keys of a new controller, and put up their public halves. What is there stays."""
    store().create(controller)
    _published().publish(controller)


def renew(controller: UUID) -> int:
    """Give the controller a new pair for envelopes; what was sealed to an old one still opens."""
    n = store().make_pair(controller)
    _published().publish(controller)
    return n


def to_write_to(controller: UUID) -> PublicPair | None:
    """The pair another controller's envelopes are sealed to; None where it has put none up."""
    return _published().newest(controller)


def of_number(controller: UUID, n: int) -> PublicPair | None:
    """The public halves of this pair of a controller; None where it never put one up."""
    return _published().numbered(controller, n)


def own_pair() -> int:
    """The number of the pair the open tenant signs with."""
    return store().newest_pair(current().controller_id)


def own(n: int) -> PublicPair:
    """The public halves of a pair of the open tenant; raises NoKey where it has none of this number."""
    return store().public_pair(current().controller_id, n)


def sign(n: int, message: bytes) -> bytes:
    """The open tenant's signature under what it sends."""
    return store().sign_with_pair(current().controller_id, n, message)


def agree(n: int, other: bytes) -> bytes:
    """The secret the open tenant shares with whoever sealed something to its pair of this number."""
    return store().agree(current().controller_id, n, other)


def for_browsers() -> tuple[int, bytes]:
    """The number of the pair in use, and the point of the open tenant to which browsers seal."""
    n = own_pair()
    return n, store().public_for_browsers(current().controller_id, n)


def agree_with_browser(n: int, other: bytes) -> bytes:
    """The secret the open tenant shares with whoever sealed something in a browser. Raises ValueError for no point, and
    NoKey for a pair there is not."""
    return store().agree_with_browser(current().controller_id, n, other)


def seal(*, record: UUID, kind: str, value: str) -> bytes:
    """The value, sealed for this record of the open tenant."""
    return sealed.seal(store(), controller=current().controller_id, record=record, kind=kind, value=value.encode())


def unseal(*, record: UUID, kind: str, data: bytes) -> str:
    """What was sealed for this record of the open tenant. Whoever calls this writes a ledger line."""
    return sealed.unseal(
        store(), controller=current().controller_id, record=record, kind=kind, sealed=bytes(data)
    ).decode()


def erase(*, record: UUID, kind: str) -> None:
    """Make a sealed value of the open tenant unreadable everywhere, in every old backup too."""
    sealed.erase(store(), controller=current().controller_id, record=record, kind=kind)


def make_key(*, record: UUID, kind: str) -> bytes:
    """The key of something of the open tenant that is too large to be sealed as one value."""
    return store().make_value_key(current().controller_id, sealed.name_of(record, kind))


def key_of(*, record: UUID, kind: str) -> bytes:
    """That key again; raises NoKey where it was erased."""
    return store().value_key(current().controller_id, sealed.name_of(record, kind))


def records(*, kind: str) -> Iterator[UUID]:
    """Of which records of the open tenant there are keys of this kind."""
    for name in store().value_names(current().controller_id):
        record, _, of = name.rpartition(".")
        if of == kind:
            yield UUID(record)


def renew_wrapping(controller: UUID) -> int:
    """Wrap every key of this controller's sealed values with a new one. Says how many there were."""
    return store().renew_wrapping(controller)


def _published() -> Any:
    """The table of public halves. The sealer uses this module without Django's tables, so they come when asked for."""
    return import_module("kith.audit.published")
