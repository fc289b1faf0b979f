"""A concern about a colleague who is written down and not chosen, and may be the head: it is asked before it goes."""

import pytest
from procrastinate.contrib.django import app

from kith.conduct import rules
from kith.conduct.models import StaffConcern
from kith.organisations import actions as organisations
from tests.rooms import give_post
from tests.signin import client_for
from tests.web.casework import HEAD, LEAD, TEACHER, Casework
from tests.web.test_staff_concern_answers import waits_with
from tests.web.test_staff_concerns import ADMIN, GOVERNOR, OFFICE, WORDS, also, call, status, the_one, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Casework:
    made = Casework(*OFFICE, ann="bullying")
    call(made, HEAD, "Joan Tilley")
    made.client(ADMIN).post("/staff/chair/", {"to": made.post_id(GOVERNOR)})
    return made


def who_reads(work):
    """Of those who may have to, who does."""
    one = f"/colleagues/{the_one(work).id}/"
    return {role for role in (HEAD, GOVERNOR) if status(work, role, one) == 200}


@pytest.mark.parametrize(
    "typed",
    [
        "the headteacher",
        "Mrs Tilley",
        "mrs tilly",
        "J. Tilley",
        "Joan",
        "our Principal",
        "J.T.",
        "Mrs T",
        "our boss",
        "the H.T.",
    ],
)
def test_a_name_that_may_mean_the_head_is_asked_about_and_nothing_typed_is_lost(work, typed):
    answer = write(work, about=None, name=typed, done="I spoke to her.")
    page = answer.content.decode()
    assert answer.status_code == 422 and "Is it about Joan Tilley, who is head here?" in page
    assert typed in page and WORDS in page and "I spoke to her." in page
    with work.open():
        assert not StaffConcern.objects.exists()


SAID = ["The headteacher shouted at a pupil.", "I saw the head push him.", "Our principal was drunk, again."]
BY_NAME = ["Mrs Tilley shouted at a girl.", "Joan was rude."]


@pytest.mark.parametrize("words", [*SAID, *BY_NAME])
def test_words_about_the_head_under_another_name_are_asked_about_too(work, words):
    """And the control: not of somebody who was chosen, who is known."""
    answer = write(work, about=None, name="Sam Locum", words=words)
    assert answer.status_code == 422 and "Is it about Joan Tilley, who is head here?" in answer.content.decode()
    assert write(work, about=TEACHER, words=words).status_code == 302


OTHERS = [
    WORDS,
    "He hit his head.",
    "The deputy headteacher saw it.",
    "The head of year saw it.",
    "A headache, she said.",
]


@pytest.mark.parametrize("words", OTHERS)
def test_nobody_is_asked_where_nothing_means_the_head(work, words):
    assert write(work, about=None, name="Sam Locum", words=words).status_code == 302
    assert who_reads(work) == {HEAD}


def the_page(answer):
    return answer.content.decode()


@pytest.mark.parametrize(("said", "reads"), [("yes", {GOVERNOR}), ("no", {HEAD}), ("", {GOVERNOR}), ("?", {GOVERNOR})])
def test_it_goes_by_the_answer_and_unanswered_to_who_chairs(work, said, reads):
    first = the_page(write(work, about=None, name="Mrs Tilley"))
    assert '<input type="hidden" name="asked" value="yes">' in first
    assert write(work, about=None, name="Mrs Tilley", asked="yes", is_head=said).status_code == 302
    assert who_reads(work) == reads
    assert set(waits_with(work, "conduct")) == {work.post_id(role) for role in reads}
    assert the_one(work).about_user == (work.school.posts[HEAD].user_id if said == "yes" else None)


def test_the_question_stays_on_the_page_with_its_answer_when_something_else_was_forgotten(work):
    page = the_page(write(work, about=None, name="Mrs Tilley", asked="yes", is_head="no", on=""))
    assert 'name="asked" value="yes"' in page and 'value="no" checked' in page
    assert 'name="asked"' not in the_page(write(work, about=None, name="", on=""))


def test_what_the_page_promised_holds_also_where_the_name_was_changed_after_the_question(work):
    assert write(work, about=None, name="Sam Locum", asked="yes").status_code == 302
    assert who_reads(work) == {GOVERNOR}


def test_of_two_heads_neither_reads_what_is_about_one_of_them(work):
    second = also(work, LEAD, HEAD)
    assert " or " in the_page(write(work, about=None, name="the headteacher"))
    write(work, about=None, name="the headteacher", is_head="yes")
    assert who_reads(work) == {GOVERNOR} and client_for(second.id).get(address(work)).status_code == 404


def address(work):
    return f"/colleagues/{the_one(work).id}/"


def test_a_head_who_may_be_meant_reads_it_by_none_of_their_posts_nor_later(work):
    """As the lead they are, or as who chairs once they have left. And the control: another lead and chair do."""
    own = also(work, HEAD, LEAD)
    write(work, about=None, name="the headteacher", asked="yes")
    let = address(work) + "let-read/"
    chair = work.client(GOVERNOR)
    assert chair.post(let, {"to": own.id, "reason": "To look."}).status_code == 422
    assert str(own.id) not in chair.get(address(work)).content.decode()
    assert chair.post(let, {"to": work.post_id(LEAD), "reason": "To look."}).status_code == 302
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    later = also(work, HEAD, GOVERNOR)
    work.client(ADMIN).post("/staff/chair/", {"to": later.id})
    assert client_for(later.id).get(address(work)).status_code == 404
    assert client_for(later.id).get("/colleagues/").content.decode().count(the_one(work).reference) == 0
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    assert status(work, GOVERNOR, address(work)) == 200


def test_where_nobody_is_head_the_next_head_does_not_read_what_may_be_about_them(work):
    """And the control: of what is not, they do."""
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    assert write(work, about=None, name="Mr Lane", words="The head shouted.").status_code == 422
    assert write(work, about=None, name="Mr Lane", words="The head shouted.", asked="yes").status_code == 302
    new = client_for(give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example").id)
    assert new.get(address(work)).status_code == 404
    write(work, about=None, name="Mr Lane", words="He shouted.")
    app.tasks["adults.tell"](context=None, timestamp=0)
    with work.open():
        other = StaffConcern.objects.get(words="He shouted.").id
    assert new.get(f"/colleagues/{other}/").status_code == 200


@pytest.mark.parametrize("words", [*SAID, "HEAD TEACHER", "the head-teacher", "the acting head", "the head’s office"])
def test_what_speaks_of_a_head(words):
    assert rules.speaks_of_a_head(words)


@pytest.mark.parametrize("words", OTHERS)
def test_what_does_not(words):
    assert not rules.speaks_of_a_head(words)
