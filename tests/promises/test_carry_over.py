"""Promise: nothing of one request is left for the next, whatever happened in it.

1,000 requests of alternating tenants over a pool of two connections, half of them ending in one of the ways a request
can go wrong, drawn by chance. Each first looks, as the database sees it, at what the connection brought with it; and
each keeps what a statement nobody narrowed showed it. The same is done with units of work of a system post, which
jobs and commands open without a request.
"""

import logging
import random
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection
from django.test import Client

from kith.reference.roles import Role
from kith.tenancy import tenancy, unit
from kith.tenancy.models import Controller, Holder
from tests.promises import outcome_urls
from tests.rooms import open_school
from tests.signin import client_for

REQUESTS = UNITS = 1000
THREADS = 2
BAD = [ending for ending in outcome_urls.ENDINGS if ending != "good"]


class Upset(Exception):
    """The random error."""


@pytest.fixture
def controllers(fresh):
    made = [Controller.objects.create(slug=s, kind="school", name=s.title()) for s in ("alder", "birch", "cedar")]
    for controller in made:
        with tenancy(controller.id, system="importer"):
            Holder.objects.create(slug=controller.slug, name=controller.name)
    connection.close()
    return made


def what_the_connection_brings():
    """Settings left behind, and rows a plain query would see because of them. The guard is passed by on purpose."""
    with connection.cursor() as cursor:
        raw = cursor.cursor
        raw.execute("SELECT coalesce(current_setting('app.controller', true), '')")
        left = raw.fetchone()[0]
        raw.execute("SELECT count(*) FROM tenancy_holder")
        return left, raw.fetchone()[0]


def one_unit(controller, seed):
    """(what was left by an earlier unit, whose rows were seen)."""
    chance = random.Random(seed)
    try:
        brought = what_the_connection_brings()
        seen = None
        try:
            with tenancy(controller.id, system="importer"):
                seen = [h.controller_id for h in Holder.objects.all()]
                if chance.random() < 0.33:
                    raise chance.choice([Upset, psycopg.OperationalError])("on purpose")
        except (Upset, psycopg.OperationalError):
            pass
        return brought, seen == [controller.id]
    finally:
        connection.close()


def run(controllers, units=UNITS):
    with ThreadPoolExecutor(4) as threads:
        jobs = [threads.submit(one_unit, controllers[n % len(controllers)], n) for n in range(units)]
        return [job.result() for job in jobs]


def test_no_unit_sees_anything_of_the_one_before(controllers):
    results = run(controllers)
    assert len(results) == UNITS
    assert [r for r in results if r != (("", 0), True)] == []


def for_the_session(*, controller, holders):
    """SET in place of SET LOCAL, and nothing is taken back at the end."""
    if not controller:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.controller', %s, false)", [controller])
        cursor.execute("SELECT set_config('app.holders', %s, false)", [holders])


def test_settings_for_the_session_would_have_leaked(controllers, monkeypatch):
    """The negative control: one tenant's rows are handed to the next unit."""
    monkeypatch.setattr(unit, "_show", for_the_session)
    assert any(brought != ("", 0) for brought, _ in run(controllers, units=100))


@pytest.fixture
def clients(fresh, settings):
    """A signed-in lead of each of three schools, each a controller of its own."""
    settings.ROOT_URLCONF = "tests.promises.outcome_urls"
    schools = [open_school(slug, Role.DSL) for slug in ("alder", "birch", "cedar")]
    found = [(school.controller.id, client_for(school.posts[Role.DSL].id)) for school in schools]
    connection.close()
    outcome_urls.TOLD.clear()
    return [(controller, client.cookies) for controller, client in found]


def one_request(controller, cookies, seed):
    """(what was left by an earlier request, whether it was answered as it ended)."""
    chance = random.Random(seed)
    ending = "good" if chance.random() < 0.5 else chance.choice(BAD)
    client = Client(raise_request_exception=False)
    client.cookies = cookies.copy()
    try:
        brought = what_the_connection_brings()
        return brought, (client.get(f"/tells/{ending}/").status_code == 200) == (ending == "good")
    finally:
        connection.close()


def ask(clients, requests=REQUESTS):
    logging.disable(logging.CRITICAL)  # what fails on purpose is told in the log each time
    try:
        with ThreadPoolExecutor(THREADS) as threads:
            jobs = [threads.submit(one_request, *clients[n % len(clients)], n) for n in range(requests)]
            return [job.result() for job in jobs]
    finally:
        logging.disable(logging.NOTSET)


def test_no_request_sees_anything_of_the_one_before(clients):
    results = ask(clients)
    assert len(results) == len(outcome_urls.TOLD) == REQUESTS
    assert [r for r in results if r != (("", 0), True)] == []
    assert [told for told in outcome_urls.TOLD if told[1] != (told[0],)] == []


def test_settings_for_the_session_would_have_reached_the_next_request(clients, monkeypatch):
    """The negative control: a leaky variant, in which what a request may see is not taken back at its end."""
    monkeypatch.setattr(unit, "_show", for_the_session)
    assert any(brought != ("", 0) for brought, _ in ask(clients, requests=60))
