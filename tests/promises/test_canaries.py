"""Promise: a restricted name and a protected address are in no output; and no name is in an address, title or log.

Every page is asked with GET and POST by somebody who leads at the school, and those of a contact by a manager of the
front door, with what a careless page would show put beside what it may show: in all records, their words, documents, a
merge, a transfer file, and imports of each kind.
"""

import logging

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kith.people import actions as people
from kith.people.models import Person, PersonAddress
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from kith.web.find.address import Terms, seal_terms
from tests.promises import canaries
from tests.promises.canaries import HIDDEN, SHOWN, WHERE, led_on, said_of, told
from tests.promises.page_table import PAGES, Page
from tests.promises.page_world import SAID, World, make_world
from tests.signin import client_for

pytestmark = pytest.mark.django_db
LEAD, MANAGER = Role.DSL, Role.MASH_MANAGER
# Whoever opens a protected address is shown it.
OPENS = {"reveal_address"}
# An address of ours is told to nobody else.
REFERRERS = ("same-origin", "no-referrer")
# Where the name would be, if it were open: records and what is found in them, files, documents, merges, transfers.
SURFACES = {
    LEAD: {
        "words_found", "concern", "person_documents", "concern_documents", "merges", "transfer_file", "rows_matched",
        "print_concern",
    },
    MANAGER: {"words_found", "record", "record_documents", "print_record"},
}  # fmt: skip
# What is asked of each.
ASKED = {
    LEAD: PAGES,
    MANAGER: tuple(page for page in PAGES if page.about.startswith("contact") or page.name == "words_found"),
}


@pytest.fixture
def world():
    made = make_world([LEAD, MANAGER])
    made.hidden = canaries.plant(made.here, LEAD)
    return made


def asked(world: World, role: Role, pages, client: Client):
    """Each answer to each page, in every way, with whatever a form of it sends. Nothing stays written."""
    for page in pages:
        for address in addresses(world, role, page):
            for way, sent in (("get", {}), ("post", world.sends(page))):
                with transaction.atomic():
                    yield page.name, getattr(client, way)(address, sent)
                    transaction.set_rollback(True)


def addresses(world: World, role: Role, page: Page) -> list[str]:
    ids = [world.ids(page.about, role)[0]]
    if page.about == "import":
        ids = [{"id": id} for id in world.batches]
    if page.about == "two children":
        ids.append({"id": world.here.child, "other": world.hidden})
    return [reverse(page.name, kwargs=one) for one in ids]


def ready(world: World, *, closed: bool = True) -> dict[Role, Client]:
    """The files come in, then her record is closed, as where whoever sent them learns of it later."""
    world.batches = canaries.bring_files(world.here.school, LEAD)
    if closed:
        canaries.close(world.here.school, world.hidden)
    clients = {role: client_for(post.id) for role, post in world.here.school.posts.items()}
    for client in clients.values():
        client.raise_request_exception = False
    return clients


def seen(world: World, role: Role, client: Client, pages) -> dict[str, set[str]]:
    """By what was let out: the pages that did."""
    found = {"hidden": set(), "where": set(), "led on": set(), "shown": set(), "no policy": set()}
    for name, answer in asked(world, role, sorted(pages, key=lambda page: page.name == "sign_out"), client):
        text = told(answer)
        found["hidden"] |= {name} if said_of(HIDDEN, text) else set()
        found["where"] |= {name} - OPENS if said_of(WHERE, text) else set()
        found["led on"] |= {name} if said_of(SHOWN + HIDDEN, led_on(answer)) else set()
        found["shown"] |= {name} if said_of(SHOWN, text) else set()
        found["no policy"] |= set() if answer.headers.get("Referrer-Policy") in REFERRERS else {name}
    return found


def test_no_page_says_them_and_no_name_is_sent_on_or_logged(world, caplog):
    caplog.set_level(logging.DEBUG)
    found = {role: seen(world, role, client, ASKED[role]) for role, client in ready(world).items()}
    missed = {role: SURFACES[role] - one.pop("shown") for role, one in found.items()}
    nothing = {"hidden": set(), "where": set(), "led on": set(), "no policy": set()}
    assert found == {LEAD: nothing, MANAGER: nothing}
    assert missed == {LEAD: set(), MANAGER: set()}  # else a walk that meets nobody would keep the promise
    assert not said_of(HIDDEN + SHOWN + WHERE, caplog.text)


def test_what_is_searched_for_in_her_words_does_not_say_her(world):
    client = ready(world)[LEAD]
    sealed = seal_terms(Terms(SAID), world.here.school.posts[LEAD].id)
    page = client.get(reverse("words_found", kwargs={"address": sealed})).content.decode()
    assert "<mark>" in page and said_of(SHOWN, page) and not said_of(HIDDEN, page)
    assert client.post(reverse("transfer_file"), {"leavers": str(world.hidden), "number": "1"}).status_code == 422


def test_an_open_record_and_an_open_address_are_found_by_the_walk(world):
    """The negative control: the same walk, with nothing closed."""
    with tenancy(world.here.school.controller.id, system="importer"):
        home = PersonAddress.objects.get(person=world.here.child)
        history.withdraw(PersonAddress, id=home.id, based_on=home.n)
        people.add_address(person=Person.objects.get(id=world.here.child), lines="4 Kiln Lane", postcode="RG1 1AA")
    for role, client in ready(world, closed=False).items():
        pages = [page for page in ASKED[role] if page.name in SURFACES[role] | {"person"}]
        found = seen(world, role, client, pages)
        assert SURFACES[role] - found["hidden"] == set()
        assert role is MANAGER or {"person", "transfer_file"} <= found["where"]


@pytest.mark.parametrize(
    "careless",
    [
        HttpResponse(f"<title>{SHOWN[0]}</title>"),
        HttpResponse(f'<a href="/find/?words={SHOWN[1]}">x</a>'),
        HttpResponse("", headers={"Location": f"/people/{SHOWN[0]}/"}),
        HttpResponse("", headers={"Content-Disposition": f'attachment; filename="{SHOWN[0]}.xml"'}),
    ],
)
def test_a_name_that_is_sent_on_is_found(careless):
    """The negative control."""
    assert said_of(SHOWN, led_on(careless))
    assert not said_of(SHOWN, led_on(HttpResponse(f"<title>Person</title><h1>{SHOWN[0]}</h1>")))
