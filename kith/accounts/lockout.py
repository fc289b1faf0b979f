"""What the lock-out library counts by: a hash of what was typed, since people type passwords into the wrong field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from kith.accounts.people import normal_email


def typed_hash(typed: str) -> str:
    """The same for the same words, and nobody can read the words from it."""
    return salted_hmac("kith.accounts.typed", normal_email(typed), algorithm="sha256").hexdigest()


def what_was_typed(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The account of a try, as the lock-out library stores and compares it."""
    return typed_hash(str((credentials or {}).get("username") or ""))
