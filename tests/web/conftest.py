"""The demo, and its people at work: in a test client, or in a browser through the door already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from kith.accounts import actions, queries
from kith.accounts.models import Reach, User
from tests.signin import client_for

TEACHER, LEAD, OTHER_LEAD = "Tola Okafor", "Jan Marsh", "Nadia Farrow"


def at_work(name: str, which: int = 0) -> Client:
    """Somebody of the demo at one of their posts, with the agreement accepted."""
    user = User.objects.get(display_name=name)
    if version := queries.agreement_due(user):
        actions.accept_agreement(user=user, version=version, address="127.0.0.1")
    reached = Reach.objects.filter(user=user).order_by("id")[which]
    return client_for(reached.post_id)


@pytest.fixture
def monday() -> Iterator[Any]:
    """A Monday morning in March, and its clock, to be moved on."""
    with time_machine.travel("2026-03-02 09:00:00+00:00", tick=True) as clock:
        yield clock


@pytest.fixture
def demo_live(demo_db: Any) -> Iterator[LiveServer]:
    """A web server over the demo."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def opened(demo_live: LiveServer, new_page: Callable[..., Any]) -> Callable[..., Any]:
    """`opened("Jan Marsh", width=320)` is a browser page at their work, with `goto` taking a path."""

    def open_as(name: str, *, night: bool = False, **context: Any) -> Any:
        cookies = at_work(name).cookies
        page = new_page(base_url=demo_live.url, **context)
        kept = [{"name": "sessionid", "value": cookies["sessionid"].value, "url": demo_live.url}]
        if night:
            kept.append({"name": "look", "value": "night", "url": demo_live.url})
        page.context.add_cookies(kept)
        return page

    return open_as
