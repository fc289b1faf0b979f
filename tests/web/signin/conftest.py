"""Somebody with a post, and a page about children that only an open session may see."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kith.web.policy import page
from tests.accounts.conftest import give_post, make_controller, make_user
from tests.signin import PASSWORD, can_sign_in, code_of

__all__ = ["make_controller", "make_user"]

served: list[str] = []


@page(policy="signed_in")
def desk(request: HttpRequest) -> HttpResponse:
    """Stands for any page behind the door."""
    served.append(request.POST.get("words", "read"))
    return HttpResponse(f"desk of {request.user.display_name}: {request.POST.get('words', '')}")


urlpatterns = [path("", include("config.urls")), path("desk/", desk, name="desk")]


@pytest.fixture(autouse=True)
def with_a_desk(settings):
    settings.ROOT_URLCONF = "tests.web.signin.conftest"
    # The hasher is slow on purpose; here the doors are tested, not the lock.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    served.clear()


@pytest.fixture
def alder(make_controller):
    return make_controller("alder", idle_minutes=10)


@pytest.fixture
def ines(make_user, alder):
    user = can_sign_in(make_user())
    give_post(user, alder)
    return user


@pytest.fixture
def give_password(client, ines):
    """The first step only."""

    def give(password=PASSWORD, email=None, **extra):
        return client.post("/sign-in/?next=/desk/", {"email": email or ines.email, "password": password}, **extra)

    return give


@pytest.fixture
def enter(client, ines, give_password):
    """Both steps, to the page."""

    def enter():
        give_password()
        response = client.post("/sign-in/code/?next=/desk/", {"code": code_of()}, follow=True)
        assert response.content.startswith(b"desk of Ines"), response.content
        return client

    return enter
