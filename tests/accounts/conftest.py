"""Invented people with accounts, and the controllers they work for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from kith.accounts import actions
from kith.accounts.models import User
from kith.foundation.ids import uuid7
from kith.tenancy.models import Controller

PASSWORD = "four cups and a blue kettle"


@pytest.fixture
def make_controller(db: None) -> Callable[..., Controller]:
    def make(slug: str = "alder", **settings: Any) -> Controller:
        return Controller.objects.create(slug=slug, kind="school", name=slug.title(), settings=settings)

    return make


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(name: str = "Ines Okafor", **values: Any) -> User:
        email = f"{name.split()[0].lower()}@alder.example"
        user = actions.create_user(email=email, display_name=name, password=PASSWORD)
        User.objects.filter(pk=user.pk).update(**values)
        user.refresh_from_db()
        return user

    return make


def give_post(user: User, controller: Controller, *, reads: bool = True, until: Any = None) -> UUID:
    """A post the user may choose, as the action that grants one would write it."""
    post = uuid7()
    actions.grant_reach(user_id=user.pk, controller_id=controller.pk, post_id=post, reads=reads, until=until)
    return post
