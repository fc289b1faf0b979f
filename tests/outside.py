"""An issuer on this machine, for tests: `oidc-provider-mock` in a thread, and ways to make it lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from oidc_provider_mock import User, run_server_in_thread

from kith.accounts import outside
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

CLIENT, SECRET = "kith", "a secret between the two"


@dataclass
class Provider:
    address: str


@contextmanager
def provider(*people: User) -> Iterator[Provider]:
    """One that knows these people; whoever is at its page chooses who they are."""
    with run_server_in_thread(user_claims=people) as server:
        yield Provider(f"http://localhost:{server.server_port}")


def believe(controller: Controller, at: str, **more: Any) -> None:
    """This controller's people may prove there who they are."""
    with tenancy(controller.id, system="operator"):
        outside.set_issuer(**{"issuer": at, "client_id": CLIENT, "secret": SECRET, **more})
