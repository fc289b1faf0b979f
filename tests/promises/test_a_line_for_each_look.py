"""Promise: whatever page names a child, a ledger line with that child says that somebody looked.

Every address of the resolver is asked for with GET and with POST, every form a page shows is sent to where it leads
(as it stands, by each of its buttons, empty, and with nonsense in it), and links are followed. One child has a name
that stands nowhere else. Wherever an answer holds it, that same request must have left a line about this child; and
no answer may fail. The addresses and their arguments are those of the walk by role (`page_table`, `page_world`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from kith.audit.models import Leaf
from kith.cases import filing
from kith.foundation.ids import random_id
from kith.intake.models import Row
from kith.intake.pupils import Pupil
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web import policy
from kith.web.find.address import Terms, seal_terms
from tests.documents.files import PDF, ready
from tests.promises.forms_of import Fields, each_once, read
from tests.promises.page_table import BY_GRANT, DOOR, PAGES, Page
from tests.promises.page_world import World, make_world
from tests.signin import client_for

NAME = ("Quillabet", "Zephyrton")
# Between them they are shown every page there is. The last only writes.
AN_ID = re.compile(r"[0-9a-f-]{36}")
READERS = [Role.DSL, Role.MASH_OFFICER, Role.TEAM_MANAGER, Role.SCHOOL_STAFF, Role.SYSTEM_ADMIN]


@dataclass
class Walk:
    """What was asked so far, where the child was named, and what went wrong."""

    world: World
    clients: dict[Role, Client]
    asked: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    wrong: set[tuple[str, str, str]] = field(default_factory=set)
    sent: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)

    def pages(self, pages: list[Page]) -> None:
        """All of these, as the first reader who is shown them."""
        for page in pages:
            role = next((role for role in READERS if page.who.here(role, ("-", *BY_GRANT))), Role.DSL)
            address = reverse(page.name, kwargs=self.world.ids(page.about, role)[0])
            for sent in each_once([self.world.sends(page), {}, dict.fromkeys(page.posts, "no such thing")]):
                self.ask(role, "POST", address, sent)
            self.visit(role, address)

    def visit(self, role: Role, address: str) -> None:
        """A page, what its forms lead to, and every sort of page it links to that was not met yet."""
        links, forms = read(self.ask(role, "GET", address))
        for form in forms:
            action = form.action or address
            key = (name_of(action), tuple(AN_ID.sub("*", name) for name in form.shape))
            if key in self.sent or key[0] == "sign_out":
                continue
            self.sent.add(key)
            for fields in form.ways_to_fill():
                self.ask(role, "POST", action, fields)
        for link in links:
            if (name_of(link), ()) not in self.sent:
                self.sent.add((name_of(link), ()))
                self.visit(role, link)

    def ask(self, role: Role, way: str, address: str, sent: Fields | None = None) -> str:
        """One request and the page it sends on to; then everything they did is taken back."""
        client, cookies = self.clients[role], self.clients[role].cookies.copy()
        with transaction.atomic():
            answer = self.look(client, way, address, sent)
            after = answer.headers.get("Location", "")
            if after and not after.startswith("/sign-"):
                self.look(client, "GET", after)
            transaction.set_rollback(True)
        client.cookies = cookies
        return text_of(answer)

    def look(self, client: Client, way: str, address: str, sent: Fields | None = None) -> HttpResponse:
        before = self.told()
        answer = client.get(address) if way == "GET" else client.post(address, sent)
        page = name_of(address)
        self.asked.add(page)
        if answer.status_code >= 500:
            self.wrong.add((page, way, f"{answer.status_code} for {sent}"))
        if any(part in text_of(answer) for part in NAME):
            self.named.add(page)
            if self.told() == before:
                self.wrong.add((page, way, "no line"))
        return answer

    def told(self) -> int:
        """How many lines there are about the child."""
        with tenancy(self.world.here.school.controller.id, system="clock"):
            return Leaf.objects.filter(subjects__contains=[self.world.here.child]).count()


def text_of(answer: HttpResponse) -> str:
    """What an answer says. A document comes in pieces, which can be read once."""
    if answer.streaming:
        answer.whole = getattr(answer, "whole", None) or b"".join(answer.streaming_content)
        return str(answer.whole.decode(errors="replace"))
    return str(answer.content.decode(errors="replace"))


def pages_of_a_post() -> set[str]:
    """Every page of the resolver that can know a child at all: those inside the tenancy of a post."""
    outside = (policy.PUBLIC, policy.SIGNED_IN, policy.OFF)
    return {name for name, view in policy.all_pages() if policy.of_view(view, name) not in outside}


def name_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


@pytest.fixture
def walk(db: None) -> Walk:
    world = make_world(READERS)
    world.tie_all()
    give_name(world)
    clients = {role: client_for(post.id) for role, post in world.here.school.posts.items()}
    for client in clients.values():
        client.raise_request_exception = False
    return Walk(world, clients)


def give_name(world: World) -> None:
    """The name, and the child in what only some pages show: a file that came in, and a draft."""
    child, school = world.here.child, world.here.school
    with tenancy(school.controller.id, system="importer"):
        newer = ready(f"Letter about {NAME[0]}.pdf", PDF + NAME[1].encode())
        filing.bring_newer(document_id=world.here.document, ready=newer, token=random_id())
        people.add_name(person=Person.objects.get(id=child), kind="legal", forename=NAME[0], surname=NAME[1])
        said = Pupil(surname=NAME[1], forename=NAME[0], born=date(2018, 2, 3)).as_json()
        trouble = {"file": "list.csv", "row": 2, "column": "UPN", "about": "UPN", "words": f"{NAME[0]}: not a UPN."}
        for batch in world.here.batches.values():
            Row.objects.create(
                batch_id=batch,
                holder=school.holder,
                n=1,
                file="list.csv",
                file_row=2,
                staged=said,
                problems=[trouble],
                outcome="review",
                candidates=[child],
            )


def test_whatever_page_names_a_child_leaves_a_line_about_the_child(walk):
    walk.pages([page for page in PAGES if page.who is not DOOR])
    found_by(walk, NAME[1])
    written(walk)
    assert walk.wrong == set()
    assert pages_of_a_post() <= walk.asked, "no line in page_table.py and no link led there"
    assert walk.named >= {
        "home",
        "found",
        "person",
        "reveal_address",
        "looked",
        "write_concern",
        "receipt",
        "add_words",
        "board",
        "concern",
        "decide_concern",
        "print_concern",
        "batch",
        "review",
        "error_file",
    }, "the child was not met where it should be: the walk proves nothing there"


def found_by(walk: Walk, words: str) -> None:
    """The list a search leads to."""
    post = walk.world.here.school.posts[Role.DSL]
    walk.ask(Role.DSL, "GET", reverse("found", kwargs={"address": seal_terms(Terms(words), post.id)}))


def written(walk: Walk) -> None:
    """A concern that is begun and then sent: the first page, the form and the receipt say whom it is about."""
    role, token = Role.SCHOOL_STAFF, random_id()
    form, keep = (reverse(name, kwargs={"token": token}) for name in ("write_concern", "keep_concern"))
    begun = {"own.0.person": str(walk.world.here.child), "description": f"{NAME[0]} fell asleep."}
    whole = begun | {"day": "1/9/2026", "clock": "9:00", "immediate_action": "Told the lead.", "own.0.role": "victim"}
    walk.clients[role].post(keep, begun)
    for address in (reverse("home"), form):
        walk.ask(role, "GET", address)
    for more in ({"do": "send"}, {"do": "look", "look_for": NAME[0]}, {"do": "look", "look_for": "nobody"}):
        walk.ask(role, "POST", form, begun | more)
    walk.ask(role, "POST", form, whole | {"danger_now": "no", "origin": "seen", "do": "send"})
    sent = walk.clients[role].post(form, whole | {"danger_now": "no", "origin": "seen", "do": "send"}).url
    walk.ask(role, "POST", sent + "add/", {"words": ""})


def test_a_view_that_leaves_its_line_out_is_seen(walk, monkeypatch):
    """The negative control."""
    silent = SimpleNamespace(record=lambda *args, **kwargs: None)
    monkeypatch.setattr("kith.web.person.views.audit", silent)
    for name, about in (("person", "child"), ("board", "")):
        walk.ask(Role.DSL, "GET", reverse(name, kwargs=walk.world.ids(about, Role.DSL)[0]))
    assert (walk.named, walk.wrong) == ({"person", "board"}, {("person", "GET", "no line")})


def test_an_answer_with_errors_that_takes_its_line_back_is_seen(walk, monkeypatch):
    """The negative control: the line does not outlive the rollback."""
    monkeypatch.setattr("kith.web.outcome._line_of", lambda request, response: None)
    walk.ask(Role.DSL, "POST", concern(walk, "print_concern"), {"purpose": ""})
    walk.ask(Role.DSL, "POST", concern(walk, "decide_concern"), {"to": "no such step"})
    assert walk.wrong == {("print_concern", "POST", "no line"), ("decide_concern", "POST", "no line")}


def test_a_page_that_fails_on_nonsense_is_seen(walk, monkeypatch):
    """The negative control."""
    monkeypatch.setattr("kith.web.board.deciding.Decision._parts", lambda *args: [int("x")])
    walk.ask(Role.DSL, "POST", concern(walk, "decide_concern"), {"to": "no such step"})
    assert {(page, what[:3]) for page, _, what in walk.wrong} == {("decide_concern", "500")}


def concern(walk: Walk, name: str) -> str:
    return reverse(name, kwargs=walk.world.ids("concern", Role.DSL)[0])
