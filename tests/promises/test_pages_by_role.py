"""Promise: every page for every role over HTTP, with what must open it and with what must not.

The pages stand in `page_table`, one line each; a page without a line fails the first test here. The answers are those
written by hand. A page that may not be opened is "not found", as one that is not there; that somebody asked for it is
a line in the ledger.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kith.audit.models import Detail, Leaf
from kith.foundation.ids import uuid7
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web import policy
from kith.web.record.areas import OURS
from tests.access.expected import expected
from tests.areas.filled import readers, workers
from tests.promises.page_table import BY_GRANT, DOOR, PAGES, Page
from tests.promises.page_world import Ids, World, make_world
from tests.signin import client_for

# At night, so that the emergency duty team is on.
NIGHT = "2026-11-25T22:00:00+00:00"
NAMED = [role for role in Role if role in {r for r, _, _ in expected().plain}]
UNNAMED = [role for role in Role if role not in NAMED]
TIED = [role for role in NAMED if any(r == role and tie in BY_GRANT for r, _, tie in expected().plain)]
# Worked by both processes of a run.
SHARES = [NAMED[n::4] for n in range(4)]
BOTH = ("GET", "POST")
NOT_THIS_WAY, TO_THE_DOOR = 405, 0
SHOWN = {200, 204, 302, NOT_THIS_WAY, 409, 410, 422}
AT_WORK = [page for page in PAGES if page.who is not DOOR]
HELD_PAGES = [page for page in AT_WORK if page.about in ("child", "address", "concern", "protection", "contact record")]
POLICIES = {name: policy.of_view(view, name) or "" for name, view in policy.all_pages()}
Door = tuple[str, str]
# The pages that were asked about nobody.
NOBODY: set[tuple[str, str]] = set()
# The pages that have refused somebody their door is shut to.
SHUT: set[tuple[str, str]] = set()
# Role, page, how it was asked, the status (0: sent to the door) or how many lines are missing.
Wrong = tuple[str, str, str, int]


def not_in_the_walk(pages: tuple[Page, ...]) -> set[str]:
    return {name for name, _ in policy.all_pages()} - {page.name for page in pages}


def test_no_page_is_left_out_of_the_walk():
    assert not not_in_the_walk(PAGES), (
        "These pages have no line in tests/promises/page_table.py: say there who must be shown them"
        " (docs/how-to/add-a-page.md)."
    )
    assert {page.name for page in PAGES} <= {name for name, _ in policy.all_pages()}


def test_a_page_without_a_line_is_seen():
    """The negative control."""
    assert not_in_the_walk(PAGES[1:]) == {PAGES[0].name}


@pytest.fixture
def night(db: None) -> Iterator[None]:
    with time_machine.travel(NIGHT, tick=True):
        yield


# How each page is asked: both ways, until a role that is shown it has shown that one of them is refused to all, or that
# a page without a form answers both alike.
WAYS: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Asked:
    status: int
    text: str

    @property
    def opened(self) -> bool:
        return self.status in SHOWN


def ask(client: Client, way: str, page: Page, ids: Ids, *, keep: bool = False) -> Asked:
    """An answer; what it changed is taken back, unless it shall be kept. A way back to the door is no answer."""
    cookies, address = client.cookies.copy(), reverse(page.name, kwargs=ids)
    with transaction.atomic():
        answer = client.get(address) if way == "GET" else client.post(address, page.posts)
        if not keep:
            transaction.set_rollback(True)
    client.cookies = cookies
    if answer.headers.get("Location", "").startswith("/sign-in/"):
        return Asked(TO_THE_DOOR, "")
    return Asked(answer.status_code, _bare(answer))


def wrong(world: World, role: Role, ties: tuple[str, ...] = (), pages: list[Page] = AT_WORK) -> list[Wrong]:
    """What this role was shown or refused other than it must be, and refusals of which no line tells."""
    client = client_for(world.here.school.posts[role].id)
    client.raise_request_exception = False  # a page that fails is told among the others
    found: list[Wrong] = []
    before, refused, doors = refusals_told(world, role), Counter[str](), set[Door]()
    for page in pages:
        if page.who.here(role, ("-", "edt", *ties)):
            found += not_shown(client, world, role, page)
        elif not is_shut_like_another(role, page, doors):
            found += not_closed(client, world, role, page, refused)
        if page.who.ever(role):
            found += told_of_strangers(client, world, role, page)
    missing = refused - (refusals_told(world, role) - before)
    return found + [(role.value, name, "no line", n) for name, n in missing.items()]


def door_of(page: Page) -> Door:
    """What decides before a view is called: the policy of the page, and where that is of an area, which."""
    declared = POLICIES[page.name]
    return declared, page.about if declared in policy.OF_AREA else ""


def is_shut_like_another(role: Role, page: Page, doors: set[Door]) -> bool:
    """Whether this role was refused at the same door by another page, and this page has refused somebody there.

    A door that opens to the role for one page refuses nothing for the others: each of those is asked.
    """
    door, this = door_of(page), (page.name, page.about)
    if role in opens_to()[door]:
        return False
    is_known = door in doors and this in SHUT
    doors.add(door)
    SHUT.add(this)
    return is_known


@cache
def opens_to() -> dict[Door, set[Role]]:
    """By door the roles that are ever shown a page behind it."""
    found: dict[Door, set[Role]] = {}
    for page in AT_WORK:
        found.setdefault(door_of(page), set()).update(role for role in Role if page.who.ever(role))
    return found


def not_shown(client: Client, world: World, role: Role, page: Page) -> list[Wrong]:
    ids, _ = world.ids(page.about, role)
    said = {way: ask(client, way, page, ids) for way in WAYS.get(page.name, BOTH)}
    if page.name not in WAYS and all(answer.opened for answer in said.values()):
        taken = tuple(way for way in BOTH if said[way].status != NOT_THIS_WAY)
        WAYS[page.name] = ("GET",) if said["GET"] == said["POST"] else taken
    return [(role.value, page.name, way, answer.status) for way, answer in said.items() if not answer.opened]


def not_closed(client: Client, world: World, role: Role, page: Page, refused: Counter[str]) -> list[Wrong]:
    """A page this role can never be shown is refused before its view is called, however it is asked."""
    ids, _ = world.ids(page.about, role)
    ways = WAYS.get(page.name, BOTH) if page.who.ever(role) else ("GET",)
    said = {way: ask(client, way, page, ids, keep=True) for way in ways}
    refused[page.name] += sum(answer.status == 404 for answer in said.values())
    return [(role.value, page.name, way, answer.status) for way, answer in said.items() if not is_closed(answer)]


def told_of_strangers(client: Client, world: World, role: Role, page: Page) -> list[Wrong]:
    """The same page about somebody of another school is not found; nor about nobody, which is alike for all. It is
    asked both ways once, and by every other role as it is opened."""
    _, strangers = world.ids(page.about, role)
    ways, is_known = WAYS.get(page.name, BOTH), (page.name, page.about) in NOBODY
    if is_known:
        strangers, ways = strangers[:1], ways[:1]
    NOBODY.add((page.name, page.about))
    said = [ask(client, way, page, other) for way in ways for other in strangers]
    return [(role.value, page.name, "a stranger's", one.status) for one in said if not is_closed(one)]


def is_closed(answer: Asked) -> bool:
    return answer.status in (404, NOT_THIS_WAY)


def refusals_told(world: World, role: Role) -> Counter[str]:
    """How often the ledger says that this role was refused each page."""
    post = world.here.school.posts[role].id
    with tenancy(world.here.school.controller.id, post=post):
        mine = Leaf.objects.filter(action="request.refused", post=post).values("id")
        facts = Detail.objects.filter(id__in=mine).values_list("facts", flat=True)
        return Counter(json.loads(one)["page"] for one in facts)


@pytest.mark.shows("C34")
@pytest.mark.parametrize("roles", SHARES, ids=lambda roles: f"{roles[0]} and others")
def test_every_page_for_every_role_without_a_tie_and_with_one(night, roles):
    world = make_world(roles)
    assert [one for role in roles for one in wrong(world, role)] == []
    world.tie_all()
    assert [one for role in roles if role in TIED for one in wrong(world, role, BY_GRANT, HELD_PAGES)] == []


@pytest.mark.parametrize("area", OURS, ids=lambda one: one.name)
def test_the_pages_of_an_area_alone(night, area):
    """The same in seconds, for whoever adds one: by somebody who works it, somebody who reads it, and others."""
    roles = list(dict.fromkeys((workers(area)[0], readers(area)[-1], Role.GOVERNOR, Role.FINANCE_OFFICER)))
    theirs = {("work_list", area.name), ("new_record", area.name), ("record", f"{area.name} record")}
    mine = [page for page in PAGES if (page.name, page.about) in theirs]
    assert len(mine) == len(theirs)
    world = make_world(roles)
    assert [one for role in roles for one in wrong(world, role, pages=mine)] == []
    world.tie_all()
    assert [one for role in roles if role in TIED for one in wrong(world, role, BY_GRANT, mine)] == []


def one_of_each_policy() -> list[Page]:
    one_of = {declared: name for name, declared in POLICIES.items()}
    return [page for page in AT_WORK if page.name in one_of.values()]


def test_roles_the_model_does_not_name_are_shown_their_own_day_and_nothing_else(night):
    """One page of each policy: they are refused by it, before any view is called."""
    world = make_world(UNNAMED)
    assert len(one_of_each_policy()) > 5
    assert [one for role in UNNAMED for one in wrong(world, role, pages=one_of_each_policy())] == []


@pytest.mark.shows("C59", "C60", "C61")
def test_a_password_alone_opens_reporting_and_no_page_about_anybody(night):
    """The second factor that was never given (security T22): every page, as the role that reads most."""
    world = make_world([Role.DSL])
    client = client_for(world.here.school.posts[Role.DSL].id, second_factor=False)
    shown = {
        page.name
        for page in AT_WORK
        for way in BOTH
        if ask(client, way, page, world.ids(page.about, Role.DSL)[0]).status in SHOWN - {NOT_THIS_WAY}
    }
    own_day = {"home", "you", "look", "stay", "planner", "print_planner", "own_notices", "read_alert", "read_alerts"}
    own_day |= {"shared_documents"}  # which is empty without one: tests/web/test_documents_shown.py
    reporting = {"new_concern", "new_concern_about", "write_concern", "keep_concern", "throw_away"}
    reporting |= {"unsent_concern", "without_a_connection", "own_classes", "look_for_pupil"}
    reporting |= {"new_staff_concern", "write_staff_concern", "keep_staff_concern", "staff_receipt"}
    assert shown <= own_day | reporting | {"receipt", "add_words", "keep_addition", "receipt_documents"}
    assert {"home", "write_concern", "receipt"} <= shown


def led_to_a_code(world: World, role: Role) -> set[tuple[str, str]]:
    """The pages, and of what, that lead this role, after a password alone, to setting up a code."""
    client = client_for(world.here.school.posts[role].id, second_factor=False)
    return {
        (page.name, page.about)
        for page in AT_WORK
        if ask(client, "GET", page, world.ids(page.about, role)[0]).status == TO_THE_DOOR
    }


NO_CODE_HELPS = (Role.SCHOOL_STAFF, Role.SENCO)
# One page for several things, which are no secret: whose report there is, what begins from what. It asks which only
# after the code, and answers alike whatever there is.
OF_SEVERAL = {"report", "print_report", "export_report", "begin_from"}


def test_nobody_is_led_to_set_up_a_code_for_a_page_no_code_opens(night):
    """A teacher at another role's address gets "not found"; who may read a category is led on."""
    world = make_world(NO_CODE_HELPS)
    closed = {role: {(page.name, page.about) for page in AT_WORK if not page.who.ever(role)} for role in NO_CODE_HELPS}
    led = {role: led_to_a_code(world, role) for role in NO_CODE_HELPS}
    wrongly = {(role, name) for role in NO_CODE_HELPS for name, _ in led[role] & closed[role]}
    assert wrongly == {(Role.SENCO, name) for name in OF_SEVERAL}
    assert ("concern", "concern") in led[Role.SENCO]


def test_a_code_for_nothing_is_seen(night, monkeypatch):
    """The negative control: a decision that asks for a code before it looks whether one would help."""
    monkeypatch.setattr("kith.access.rules._worth_a_code", lambda refusal, with_one: refusal)
    assert ("person", "child") in led_to_a_code(make_world([Role.SCHOOL_STAFF]), Role.SCHOOL_STAFF)


@pytest.mark.shows("C28", "C83")
def test_nobody_in_particular_is_sent_to_the_door(night):
    """Every page but those of the door, without a session: sign in first."""
    world, client = make_world([Role.DSL]), Client()
    said = {
        (page.name, way): ask(client, way, page, world.ids(page.about, Role.DSL)[0]).status
        for page in PAGES
        if POLICIES[page.name] != policy.PUBLIC
        for way in BOTH
    }
    assert {where: status for where, status in said.items() if status != TO_THE_DOOR} == {}
    public = {name for name, declared in POLICIES.items() if declared == policy.PUBLIC}
    assert public <= {page.name for page in PAGES if page.who is DOOR}


BREAKS = {
    "forgets to ask about the person it shows": (
        Role.EH_WORKER,
        "kith.web.asks.person",
        lambda reader, id, full=False: (Person.objects.get(id=id), True),
    ),
    "asks nobody at all": (Role.GOVERNOR, "kith.web.asks.check_open", lambda reader, policy: None),
    "forgets the line of a refusal": (Role.GOVERNOR, "kith.web.outcome.refused", lambda request, decision: None),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_page_is_seen_that(night, monkeypatch, broken):
    """The negative controls, asked of one page of each policy and of those that show somebody."""
    role, what, instead = BREAKS[broken]
    world, pages = make_world([role]), [*one_of_each_policy(), *HELD_PAGES[:20]]
    assert wrong(world, role, pages=pages) == []
    monkeypatch.setattr(what, instead)
    assert wrong(world, role, pages=pages)


def test_what_is_refused_and_what_is_not_there_look_alike(night):
    """4.11 (1, 10): the same answer to the last byte, so that an address says nothing."""
    world = make_world([Role.SCHOOL_STAFF])
    client: Client = client_for(world.here.school.posts[Role.SCHOOL_STAFF].id)
    real = client.get(f"/people/{world.here.child}/")
    none = client.get(f"/people/{uuid7()}/")
    assert (real.status_code, none.status_code) == (404, 404)
    assert str(world.here.child) not in real.content.decode()
    assert _bare(real) == _bare(none)


def _bare(answer: HttpResponse) -> str:
    """A page without what differs each time it is asked for, or tells only that it was posted."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return re.sub(r'(nonce|value)="[^"]*"| data-sent', "", content.decode(errors="replace"))
