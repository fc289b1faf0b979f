"""Promise: every exit passes the gate: every answer of every address, and every mail."""

import re
import sys
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from kith.reference.roles import Role
from kith.sharing import Released, mail, outbox
from kith.sharing.notice_rules import Word
from kith.web import exits, policy
from tests.jobs.steps import work_off
from tests.promises.page_table import BY_GRANT, PAGES
from tests.promises.page_world import make_world
from tests.rooms import lines, open_school
from tests.signin import client_for

WAYS = ("GET", "POST")
# The pages whose answer is a file, by who asks: the chronology that is kept here is read by a council. A PDF is on its
# way into the browser as one.
LET_OUT = {
    Role.DSL: {
        "error_file",
        "paper_report",
        "shown_document",
        "download_document",
        "transfer_file",
        "sent_receipt",
        "came_receipt",
    },
    Role.TEAM_MANAGER: {"copy_selection"},
}
KITH = Path(__file__).resolve().parents[2] / "kith"
DOORS = re.compile(
    r"Content-Disposition|FileResponse|StreamingHttpResponse|send_mail|send_mass_mail|EmailMessage"
    r"|EmailMultiAlternatives|mail_admins|mail_managers|get_connection\(|smtplib\.|import smtplib"
)
# The one module that may write a file into an answer, and the one that may hand a mail to a server.
THE_DOORS = (KITH / "web" / "exits.py", KITH / "sharing" / "mail.py")
# Only with these a row comes to be that another controller can read; only this module makes them, after the gate.
SENDERS = re.compile(r"put_envelope|put_event|Envelope\.objects\.create|Event\.objects\.create")

LEAKS = ("leaks_a_file", "streams_past_the_gate", "shows_a_table_inline", "opens_a_file_inline")


@pytest.fixture
def school(fresh, settings):
    settings.ROOT_URLCONF = "tests.promises.outcome_urls"
    return open_school("alder", Role.DSL)


@pytest.fixture
def client(school):
    client = client_for(school.posts[Role.DSL].id)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("page", LEAKS)
def test_a_file_that_did_not_pass_the_gate_never_leaves(school, client, page):
    answer = client.get(f"/{page}/")
    assert answer.status_code == 500
    assert b"Mia Sole" not in answer.content
    assert [action for action, _ in lines(school.controller.id, "request.")] == ["request.failed"]


def test_a_file_that_passed_leaves_with_its_line(school, client):
    answer = client.get("/lets_a_file_out/")
    assert (answer.status_code, answer.content) == (200, b"row")
    assert lines(school.controller.id, "release.") == [("release.file", "to mend the rows")]


@pytest.mark.parametrize("page", ["leaks_before_the_door", "leaks_at_the_door"])
def test_a_page_outside_any_tenancy_lets_no_file_out_either(school, client, page, monkeypatch):
    answer = client.get(f"/{page}/")
    assert answer.status_code == 500
    assert b"Mia Sole" not in answer.content
    monkeypatch.setattr("kith.web.exits.check", lambda request, response: None)
    assert client.get(f"/{page}/").content == b"Mia Sole"  # the negative control


@pytest.fixture
def mails(monkeypatch):
    """Whether each mail that is sent is sent by the one module that asks for its release."""
    seen, really = [], EmailMessage.send

    def send(message, *args, **more):
        seen.append(sys._getframe(1).f_code is mail.post.__code__)
        return really(message, *args, **more)

    monkeypatch.setattr(EmailMessage, "send", send)
    return seen


def asked_of(role, told):
    """The first is asked for every page, each other for those the first is never shown."""
    first = next(iter(LET_OUT))
    return [name for name, page in told.items() if role is first or not page.who.here(first, ("-", *BY_GRANT))]


def leaks(pages, client, address_of, sent_to=lambda name: {}):
    """The pages of which an answer is a file that brings no release; and the files that were let out."""
    found, let_out = set(), set()
    for name in pages:
        for way in WAYS:
            with transaction.atomic():
                answer = client.get(address_of(name)) if way == "GET" else client.post(address_of(name), sent_to(name))
                transaction.set_rollback(True)
            if exits.is_file(answer):
                (let_out if isinstance(getattr(answer, "released", None), Released) else found).add(name)
    return found, let_out


def test_every_address_for_somebody_and_for_nobody(db, mails):
    """Whatever is asked for, a file that comes back brings its release, and no page sends a mail by itself."""
    world, told = make_world(list(LET_OUT)), {page.name: page for page in PAGES}
    assert {name for name, _ in policy.all_pages()} == set(told)
    world.tie_all()

    def sent_to(name):
        return world.sends(told[name])

    for role, files in LET_OUT.items():

        def address_of(name, role=role):
            return reverse(name, kwargs=world.ids(told[name].about, role)[0])

        signed_in = client_for(world.here.school.posts[role].id)
        for client in (signed_in, Client()):
            client.raise_request_exception = False
            out = sorted(asked_of(role, told), key=lambda name: name == "sign_out")
            found, let_out = leaks(out, client, address_of, sent_to)
            assert found == set()
            assert let_out == (files if client is signed_in else set())
    role = Role.DSL
    with world.here.school.at_work(role):
        outbox.tell(post=world.here.school.posts[role].id, word=Word.ARRIVED, about=world.here.child)
    work_off()
    assert mails and all(mails)


def test_a_walk_that_sends_each_page_nothing_of_its_own_meets_fewer_exits(db):
    """The negative control: a file that answers a form only is not met by a walk that does not fill it in."""
    world = make_world([Role.DSL])
    client = client_for(world.here.school.posts[Role.DSL].id)
    page = next(one for one in PAGES if one.name == "transfer_file")
    assert leaks(["transfer_file"], client, reverse) == (set(), set())
    assert leaks(["transfer_file"], client, reverse, lambda name: world.sends(page)) == (set(), {"transfer_file"})


def test_the_walk_would_find_a_file_and_a_mail(school, client, mails, monkeypatch):
    """The negative control: pages that leak, over the same walk, with the check taken away."""
    monkeypatch.setattr("kith.web.exits.check", lambda request, response: None)
    pages = {entry.name for entry in get_resolver().url_patterns if str(getattr(entry, "name", "")).startswith("leaks")}
    found, let_out = leaks({*pages, "lets_a_file_out", "mails_past_the_gate"}, client, reverse)
    assert (found, let_out) == (pages, {"lets_a_file_out"})
    assert len(pages) == 3 and mails and not any(mails)


def test_without_the_check_the_file_would_have_left(school, client, monkeypatch):
    """The negative control."""
    monkeypatch.setattr("kith.web.exits.check", lambda request, response: None)
    assert client.get("/leaks_a_file/").content == b"Mia Sole"


def doors(source: Path) -> list[str]:
    return DOORS.findall(source.read_text())


def test_no_other_module_opens_a_way_out():
    found = {str(f.relative_to(KITH)): doors(f) for f in KITH.rglob("*.py") if f not in THE_DOORS}
    assert {name: ways for name, ways in found.items() if ways} == {}


@pytest.mark.parametrize("way", ["FileResponse", "EmailMessage", "send_mail", "import smtplib"])
def test_the_walk_would_find_one(tmp_path, way):
    """The negative control."""
    (tmp_path / "views.py").write_text(f"{way} (path)")
    assert doors(tmp_path / "views.py") == [way]


def test_only_the_room_of_the_gate_makes_rows_another_controller_can_read():
    """An envelope is made in one place, after the gate; the rest of the room says what became of one."""
    found = {str(f.relative_to(KITH)) for f in KITH.rglob("*.py") if SENDERS.search(f.read_text())}
    makers = {"posting", "sending", "saying", "hearing"}
    assert {name for name in found if "accounts" not in name} == {f"sharing/{name}.py" for name in makers}
    sending = (KITH / "sharing" / "sending.py").read_text()
    assert sending.count("put_envelope(") == 1
    assert sending.index("released = release(") < sending.index("put_envelope(to=")
