"""Promise: every step declared most sensitive asks again who it is where the last proof is old; no other does."""

import re
from html import unescape

import pytest
from django.urls import reverse

from kith.accounts.models import Event
from kith.areas import all_areas
from kith.reference.roles import Role
from kith.tenancy.models import Controller
from kith.web import step_up
from kith.web.signin import session
from tests.promises.page_table import DOOR, PAGES, Page
from tests.promises.page_world import World, make_world
from tests.signin import can_sign_in, client_for, code_of

pytestmark = pytest.mark.django_db
# Between them they are shown every page that is marked.
ROLES = [Role.DSL, Role.MASH_OFFICER, Role.SYSTEM_ADMIN]
MINUTE = 60
# Pages named as their area, some of whose categories are most sensitive.
BY_CATEGORY = {area.name for area in all_areas() if area.stricter} & {page.name for page in PAGES}


def client_of(world: World, role: Role, *, ago: float):
    """Somebody with an app who showed so many seconds ago that it is them."""
    post = world.here.school.posts[role]
    can_sign_in(post.user)
    client = client_for(post.id)
    kept = client.session
    kept[session.PROOF] = session.now() - ago
    kept.save()
    return client


def asks(client, way: str, page: Page, world: World, role: Role) -> bool:
    """Whether the question came in place of the page."""
    ids, _ = world.ids(page.about, role)
    address = reverse(page.name, kwargs=ids)
    answer = client.get(address) if way == "GET" else client.post(address, world.sends(page))
    led = answer.headers.get("Location", "").startswith("/sign-in/prove/")
    return led or (answer.status_code == 401 and "Show that it is you" in answer.content.decode())


def marked() -> set[tuple[str, str]]:
    """By the address, and by what a record is about: a category that an area keeps in a column of its own."""
    return of_the_address() | {(name, "GET") for name in BY_CATEGORY}


def of_the_address() -> set[tuple[str, str]]:
    return {(name, way) for name, step in step_up.MOST_SENSITIVE.items() for way in step.methods if way != "HEAD"}


def asked(world: World, *, ago: float, only: frozenset[str] = frozenset()) -> set[tuple[str, str]]:
    """Every page and way that puts the question to one of these roles."""
    clients = {role: client_of(world, role, ago=ago) for role in ROLES}
    pages = [page for page in PAGES if page.name != "sign_out" and (not only or page.name in only)]
    return {
        (page.name, way)
        for page in pages
        for role, client in clients.items()
        if page.who is DOOR or page.who.ever(role)
        for way in (("GET", "POST") if page.name in step_up.MOST_SENSITIVE else ("GET",))
        if asks(client, way, page, world, role)
    }


def test_exactly_the_steps_that_are_declared_ask_again():
    assert asked(make_world(ROLES), ago=11 * MINUTE) == marked()


def test_none_asks_of_who_has_just_shown_it():
    """The negative control: the same pages, asked by the same people."""
    assert asked(make_world(ROLES), ago=0, only=frozenset(step_up.MOST_SENSITIVE) | BY_CATEGORY) == set()


def test_a_step_that_lost_its_mark_is_seen(monkeypatch):
    """The negative control of the walk."""
    monkeypatch.delitem(step_up.MOST_SENSITIVE, "reveal_address")
    found = asked(make_world(ROLES), ago=11 * MINUTE, only=frozenset({"reveal_address", "glass"}))
    assert found == {("glass", "GET"), ("glass", "POST")}


def test_how_old_is_for_the_controller_to_say():
    world = make_world([Role.DSL])
    client, page = client_of(world, Role.DSL, ago=3 * MINUTE), next(one for one in PAGES if one.name == "closed")
    assert not asks(client, "GET", page, world, Role.DSL)
    Controller.objects.filter(id=world.here.school.controller.id).update(settings={"proof_minutes": 2})
    assert asks(client, "GET", page, world, Role.DSL)


def hidden(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', text)}


def test_what_was_typed_is_kept_and_it_goes_on_where_one_was():
    world = make_world([Role.MASH_OFFICER])
    client = client_of(world, Role.MASH_OFFICER, ago=11 * MINUTE)
    address = reverse("glass", kwargs={"id": world.here.child})
    typed = {"code": "missing", "reason": "She rang from the bus station & was not met"}
    question = client.post(address, typed).content.decode()
    assert "What you wrote is kept." in question and "open a record in an emergency" in question
    carried = hidden(question)
    wrong = client.post("/sign-in/prove/", {**carried, "code": "000000"})
    assert wrong.status_code == 401 and hidden(wrong.content.decode())["kept"] == carried["kept"]
    right = client.post("/sign-in/prove/", {**carried, "code": code_of()}).content.decode()
    assert f'action="{address}"' in right and "Send it now</button>" in right and "data-at-once" not in right
    assert {name: hidden(right)[name] for name in typed} == typed
    assert client.post(address, typed).url == reverse("person", kwargs={"id": world.here.child})
    assert Event.objects.filter(kind=Event.Kind.PROVED).count() == 1


def test_what_does_no_harm_twice_goes_on_by_itself_and_its_button_says_what_it_does():
    world = make_world([Role.DSL])
    client = client_of(world, Role.DSL, ago=11 * MINUTE)
    address = reverse("reveal_address", kwargs={"id": world.here.child, "address": world.here.address})
    carried = hidden(client.post(address).content.decode())
    right = client.post("/sign-in/prove/", {**carried, "code": code_of()}).content.decode()
    assert f'action="{address}" data-at-once' in right and "Show the address</button>" in right


def test_a_page_that_was_asked_for_is_shown_afterwards():
    world = make_world([Role.DSL])
    client = client_of(world, Role.DSL, ago=11 * MINUTE)
    address = reverse("closed", kwargs={"id": world.here.child})
    question = client.get(address)
    assert client.post(question.url, {"code": code_of(), "next": address}).url == address
    assert client.get(address).status_code == 200


def test_a_password_proves_nothing_of_who_has_a_second_factor():
    from tests.signin import PASSWORD

    world = make_world([Role.DSL])
    client = client_of(world, Role.DSL, ago=11 * MINUTE)
    assert client.post("/sign-in/prove/", {"password": PASSWORD}).status_code == 401
    assert client.get(reverse("closed", kwargs={"id": world.here.child})).status_code == 302


def test_whoever_may_not_open_the_page_is_not_asked_for_it():
    world = make_world([Role.SCHOOL_STAFF])
    client = client_of(world, Role.SCHOOL_STAFF, ago=11 * MINUTE)
    assert client.get(reverse("closed", kwargs={"id": world.here.child})).status_code == 404
