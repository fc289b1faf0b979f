"""The list at the top of a form that comes back: each sentence names its question and leads to it."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from kith.reference.roles import Role
from kith.web.top_list import name_questions
from tests.promises.page_table import PAGES
from tests.promises.page_world import make_world
from tests.signin import client_for

# Places of a page that ask nothing: a step that was not taken, a list to choose from.
NO_QUESTIONS = {"step", "proposals", "rule", "adults"}
LINE = re.compile(r'<li><a href="#([^"]+)">(.*?)</a></li>')
ROLES = (Role.DSL, Role.MASH_MANAGER, Role.SOCIAL_WORKER, Role.SCHOOL_STAFF, Role.SYSTEM_ADMIN, Role.PARTNER_USER)


def line(id: str) -> str:
    return f'<li><a href="#{id}" data-asked>Write an answer.</a></li>'


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ('<label for="a">Day</label><input id="a">', "Day: Write an answer."),
        ('<label for="a">What did you see?</label><textarea id="a"></textarea>', "What did you see? Write an answer."),
        ('<label for="a">Street (optional)</label><input id="a">', "Street: Write an answer."),
        (
            '<fieldset><legend>Is it safe?</legend><label><input id="a" type="radio">Yes</label></fieldset>',
            "Is it safe? Write an answer.",
        ),
        (
            '<fieldset><legend>When was it</legend><label class="k-hint" for="a">Day</label><input id="a"></fieldset>',
            "When was it: Write an answer.",
        ),
        (
            '<fieldset><legend>Marks</legend><fieldset><legend>Mark 1</legend><label for="a">Size</label><input id="a">'
            "</fieldset></fieldset>",
            "Size: Write an answer.",
        ),
        ('<label for="a">Told <bdi>A &amp; B</bdi></label><input id="a">', "Told A &amp; B: Write an answer."),
        ('<h2 id="a">Which children?</h2>', "Which children? Write an answer."),
        ('<p id="a">No question.</p>', "Write an answer."),
        ('<fieldset><legend>Another</legend></fieldset><p id="a"></p>', "Write an answer."),
    ],
)
def test_a_line_begins_with_its_question_as_the_page_asks_it(asked, said):
    assert LINE.findall(name_questions(line("a") + asked)) == [("a", said)]


def test_a_line_about_what_the_page_does_not_ask_is_no_link():
    assert name_questions(line("b") + '<input id="a">') == '<li>Write an answer.</li><input id="a">'


def test_the_lines_stand_in_the_order_of_the_questions():
    """What the page does not ask any more comes last."""
    asked = "".join(f'<label for="{id}">Ask {id}:</label><input id="{id}">' for id in "abc")
    told = LINE.findall(name_questions(f"<ul>{line('gone')}{line('c')}{line('a')}{line('b')}</ul>{asked}"))
    assert [id for id, _ in told] == ["a", "b", "c"]
    assert name_questions(f"<ul>{line('gone')}{line('c')}</ul>{asked}").index("Ask c") < 60


def test_a_page_without_a_list_stays_as_it_is():
    page = '<label for="a">Day</label><a href="#a">To the day</a>'
    assert name_questions(page) is page


def lines_of(client, page, ids) -> list[tuple[str, str]]:
    """What is wrong on the page that comes back after a form with nothing in it."""
    body = client.post(reverse(page.name, kwargs=ids), {}).content.decode(errors="replace")
    top = body.partition('<div class="k-summary"')[2].partition("</div>")[0]
    return [
        (page.name, id)
        for id, words in LINE.findall(top)
        if f'id="{id}"' not in body or (id not in NO_QUESTIONS and not re.match(r"[^.?:]+[.?:] \S", words))
    ]


def asked_as(page) -> Role:
    """Somebody who is shown it in the world as it is made. What is shown to none of them is not met here."""
    return next((role for role in ROLES if page.who.here(role, ("-",))), ROLES[0])


def wrong(world) -> Iterator[tuple[str, str]]:
    clients = {role: client_for(world.here.school.posts[role].id) for role in ROLES}
    for page in PAGES:
        role = asked_as(page)
        clients[role].raise_request_exception = False
        yield from lines_of(clients[role], page, world.ids(page.about, role)[0])


@pytest.mark.django_db
def test_every_line_of_every_form_names_a_question_and_leads_to_it():
    assert set(wrong(make_world(ROLES))) == set()


@pytest.mark.django_db
def test_a_line_that_names_nothing_is_seen(monkeypatch):
    """The negative control."""
    world = make_world(ROLES)
    monkeypatch.setattr("kith.web.frame.name_questions", lambda page: page.replace(" data-asked>", ">"))
    assert next(wrong(world), None)
