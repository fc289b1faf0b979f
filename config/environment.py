"""What the settings take from outside: the environment and the folder of this installation."""

import os
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from kith.foundation import places

BASE = Path(__file__).resolve().parent.parent
ADDRESS_OF = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "sealer": "DATABASE_SEALER_URL"}
# A pool per process: one connection per thread at work, a few spare for a page that asks twice.
POOL = {"min_size": 2, "max_size": 8, "timeout": 10}
# After so many times on a connection the database keeps the plan of a query of `kith.tenancy.prepared`.
ASKED_OFTEN = 4


def var_folder() -> Path:
    """Where this installation keeps what is its own: database, keys, secret, logs."""
    return places.var()


def keys_folder() -> Path:
    return places.folder("KITH_KEYS", "keys")


def database_role() -> str:
    """Which of the roles this process signs in to the database as: app, owner or sealer."""
    role = os.environ.get("KITH_DB_ROLE") or "app"
    if role not in ADDRESS_OF:
        raise ValueError(f"KITH_DB_ROLE is {role!r}; it may be {', '.join(ADDRESS_OF)}.")
    return role


def database(role: str) -> dict[str, Any]:
    """Django's entry for the database, from the libpq address of `role`."""
    address = os.environ.get(ADDRESS_OF[role]) or f"postgresql://kith_{role}@/kith"
    parts = conninfo_to_dict(address)
    entry = {
        "ENGINE": "kith.tenancy.backend",
        "NAME": parts.pop("dbname", "kith"),
        "USER": parts.pop("user", f"kith_{role}"),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": dict(parts),
    }
    if role == "app":
        entry["OPTIONS"] |= {"pool": POOL, "prepare_threshold": ASKED_OFTEN}
    return entry


def secret_key() -> str:
    """The key that signs cookies: from KITH_SECRET_KEY, else made at the first run and kept for the owner alone."""
    if given := os.environ.get("KITH_SECRET_KEY"):
        return given
    place = var_folder() / "secret-key"
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written(place)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return _written(place)


def _written(place: Path) -> str:
    """Another process may be just about to write the file it has made."""
    for _ in range(100):
        if key := place.read_text():
            return key
        time.sleep(0.01)
    raise RuntimeError(f"{place} is empty: remove it, and everybody signs in again.")


def origins() -> list[str]:
    """The addresses people type, such as `https://kith.example`; the first is the one put into letters."""
    given = os.environ.get("KITH_ORIGINS", "")
    return [part.strip().rstrip("/") for part in given.split(",") if part.strip()]


def here() -> str:
    """Where pages are as long as no address was named: `bin/run` says its own."""
    return os.environ.get("KITH_HERE", "http://localhost:8000")


def mail() -> dict[str, Any]:
    """Django's settings for mail, from KITH_MAIL: `smtp://user:password@host:port`, `smtps://` from the first byte on.

    `smtp` goes over to TLS before it says anything, but on this machine. Without KITH_MAIL mails are files in a folder,
    where a demo can be looked at and nothing leaves.
    """
    given = urlsplit(os.environ.get("KITH_MAIL", ""))
    if not given.scheme:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(var_folder() / "mail"),
        }
    if given.scheme not in ("smtp", "smtps") or not given.hostname:
        raise ValueError("KITH_MAIL is no mail server: write smtp://host:port or smtps://host:port.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": given.hostname,
        "EMAIL_PORT": given.port or (465 if given.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(given.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(given.password or ""),
        "EMAIL_USE_SSL": given.scheme == "smtps",
        "EMAIL_USE_TLS": given.scheme == "smtp" and given.hostname not in ("localhost", "127.0.0.1"),
    }


def mail_from() -> str:
    """The address notices come from: KITH_MAIL_FROM."""
    return os.environ.get("KITH_MAIL_FROM") or "kith@localhost"
