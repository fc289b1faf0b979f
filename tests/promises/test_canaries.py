"""Promise: a restricted name and a protected address are in no output; and no name is in an address, title or log.

Every page is asked with GET and POST by somebody who leads at the school, with what a careless page would show put
beside what it may show: in all records, their words, documents, a merge, a transfer file, and imports of each kind.
"""

import logging

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kith.people.models import PersonAddress
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web.find.address import Terms, seal_terms
from tests.promises import canaries
from tests.promises.canaries import HIDDEN, SHOWN, WHERE, led_on, said_of, told
from tests.promises.page_table import PAGES, Page
from tests.promises.page_world import SAID, World, make_world
from tests.signin import client_for

pytestmark = pytest.mark.django_db
LEAD = Role.DSL
# Whoever opens a protected address is shown it.
OPENS = {"reveal_address"}
# Where the name would be, if it were open: records and what is found in them, files, documents, merges, transfers.
SURFACES = {
    "words_found", "record", "concern", "person_documents", "concern_documents", "record_documents", "merges",
    "transfer_file", "rows_matched", "find", "print_record",
}  # fmt: skip


@pytest.fixture
def world():
    made = make_world([LEAD])
    made.hidden = canaries.plant(made.here, LEAD)
    return made


def asked(world: World, pages, client: Client):
    """Each answer to each page, in every way, with whatever a form of it sends. Nothing stays written."""
    for page in pages:
        for address in addresses(world, page):
            for way, sent in (("get", {}), ("post", world.sends(page))):
                with transaction.atomic():
                    yield page.name, getattr(client, way)(address, sent)
                    transaction.set_rollback(True)


def addresses(world: World, page: Page) -> list[str]:
    ids = [world.ids(page.about, LEAD)[0]]
    if page.about == "import":
        ids = [{"id": id} for id in world.batches]
    if page.about == "two children":
        ids.append({"id": world.here.child, "other": world.hidden})
    return [reverse(page.name, kwargs=one) for one in ids]


def ready(world: World, *, closed: bool = True) -> Client:
    """The files come in, then her record is closed, as where whoever sent them learns of it later."""
    world.batches = canaries.bring_files(world.here.school, LEAD)
    if closed:
        canaries.close(world.here.school, world.hidden)
    client = client_for(world.here.school.posts[LEAD].id)
    client.raise_request_exception = False
    return client


def seen(world: World, client: Client, pages=PAGES) -> dict[str, set[str]]:
    """By what was let out: the pages that did."""
    found = {"hidden": set(), "where": set(), "led on": set(), "shown": set(), "no policy": set()}
    for name, answer in asked(world, sorted(pages, key=lambda page: page.name == "sign_out"), client):
        text = told(answer)
        found["hidden"] |= {name} if said_of(HIDDEN, text) else set()
        found["where"] |= {name} - OPENS if said_of(WHERE, text) else set()
        found["led on"] |= {name} if said_of(SHOWN + HIDDEN, led_on(answer)) else set()
        found["shown"] |= {name} if said_of(SHOWN, text) else set()
        found["no policy"] |= set() if answer.headers.get("Referrer-Policy") == "same-origin" else {name}
    return found


def test_no_page_says_them_and_no_name_is_sent_on_or_logged(world, caplog):
    caplog.set_level(logging.DEBUG)
    client = ready(world)
    found = seen(world, client)
    assert found.pop("shown") >= SURFACES - {"find"}  # else a walk that meets nobody would keep the promise
    assert found == {"hidden": set(), "where": set(), "led on": set(), "no policy": set()}
    assert not said_of(HIDDEN + SHOWN + WHERE, caplog.text)


def test_what_is_searched_for_in_her_words_does_not_say_her(world):
    client = ready(world)
    sealed = seal_terms(Terms(SAID), world.here.school.posts[LEAD].id)
    page = client.get(reverse("words_found", kwargs={"address": sealed})).content.decode()
    assert "<mark>" in page and said_of(SHOWN, page) and not said_of(HIDDEN, page)
    assert client.post(reverse("transfer_file"), {"leavers": str(world.hidden), "number": "1"}).status_code == 422


def test_an_open_record_and_an_open_address_are_found_by_the_walk(world):
    """The negative control: the same walk, with nothing closed."""
    with tenancy(world.here.school.controller.id, system="importer"):
        home = PersonAddress.objects.get(person=world.here.child)
        home.delete()
    client = ready(world, closed=False)
    pages = [page for page in PAGES if page.name in SURFACES | {"person"}]
    found = seen(world, client, pages)
    assert found["hidden"] >= SURFACES - {"find"}
    assert {"person", "transfer_file"} <= found["where"]


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
