"""What a lead decides goes to the child it was meant for, and to no part that is not theirs to decide about."""

import re

import pytest

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.audit.models import Leaf
from kith.cases.models import Part
from kith.foundation.ids import uuid7
from kith.people.models import PersonName
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from kith.web import asks
from tests.access.conftest import child_of
from tests.access.test_parts import concern
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db


class Board:
    """A school with one concern about two children, of the categories given."""

    def __init__(self, role: Role, **categories: str) -> None:
        self.school = open_school("oakmere", role, laestab="8654001")
        self.post = self.school.posts[role]
        self.children = {name: child_of(self.school) for name in categories}
        with self.open():
            for name, child in self.children.items():
                history.write(
                    PersonName,
                    values={"person_id": child, "forename": name.title(), "surname": "Sole", "kind": "legal"},
                )
            record = concern(self.school, uuid7(), {self.children[name]: kind for name, kind in categories.items()})
            self.parts = {name: Part.objects.get(record=record, person=id).id for name, id in self.children.items()}
        self.address = f"/concerns/{record.id}/"
        self.client = client_for(self.post.id)
        self.client.raise_request_exception = False

    def open(self):
        return tenancy(self.school.controller.id, system="importer")

    def form(self, **decided: str) -> dict[str, str]:
        """The form as the page gives it, with these categories chosen: `ann="bullying"`."""
        body = self.client.get(self.address).content.decode()
        sent = dict(re.findall(r'<input type="hidden" name="(own\.[^"]+)" value="([^"]*)">', body))
        return sent | {f"own.{self.parts[name]}.category": kind for name, kind in decided.items()}

    def decide(self, sent: dict[str, str]) -> int:
        return self.client.post(self.address + "decide/", sent).status_code

    def stands(self) -> dict[str, str]:
        with self.open():
            return {name: Part.objects.get(id=id).category for name, id in self.parts.items()}

    def looks(self) -> list[set]:
        with self.open():
            return [set(one.subjects) for one in Leaf.objects.filter(action="concern.view").order_by("time", "id")]


@pytest.fixture
def board() -> Board:
    return Board(Role.DSL, ann="bullying", ben="bullying")


@pytest.mark.shows("C31")
def test_each_decision_goes_to_its_child(board):
    assert board.decide(board.form(ann="child_protection", ben="attendance")) == 302
    assert board.stands() == {"ann": "child_protection", "ben": "attendance"}


@pytest.mark.shows("C92")
def test_what_is_changed_on_one_device_stands_on_every_other_at_once_and_an_old_page_changes_nothing(board):
    telephone = client_for(board.post.id)
    before = telephone.get(board.address)
    assert "no-store" in before["Cache-Control"] and "Attendance</span>" not in before.content.decode()
    old = board.form(ann="child_protection")
    assert board.decide(board.form(ann="attendance")) == 302
    assert "Attendance</span>" in telephone.get(board.address).content.decode()
    late = telephone.post(board.address + "decide/", old)
    assert late.status_code == 422 and "has changed since you opened it" in late.content.decode()
    assert board.stands() == {"ann": "attendance", "ben": "bullying"}


def test_an_old_page_that_is_sent_once_more_writes_over_nothing_somebody_else_decided(board):
    """Two leads at once: the second is shown what stands, is told what they had chosen, and keeps their reason."""
    old = board.form(ann="child_protection") | {"why": "Her own words."}
    assert board.decide(board.form(ann="attendance")) == 302
    page = board.client.post(board.address + "decide/", old).content.decode()
    assert "you had chosen Child protection. Now it is: Attendance." in page and "Her own words." in page
    assert "Nothing was changed." in board.client.post(board.address + "decide/", shown(page)).content.decode()
    assert board.stands() == {"ann": "attendance", "ben": "bullying"}
    fresh = board.form(ann="behaviour")
    assert "chosen" not in board.client.post(board.address + "decide/", fresh | {"to": "none"}).content.decode()
    assert board.decide(fresh) == 302, "the control: what was chosen on a page as it stands is written"


def shown(page: str) -> dict[str, str]:
    """What a browser would send of the answers about each child that stand on this page."""
    sent = dict(re.findall(r'<input type="hidden" name="(own\.[^"]+)" value="([^"]*)">', page))
    for name, options in re.findall(r'<select[^>]* name="(own\.[^"]+)"[^>]*>(.*?)</select>', page, re.S):
        sent[name] = next(iter(re.findall(r'value="([^"]*)" selected', options)), "")
    return sent


def test_a_decision_of_nothing_is_said_to_be_none(board):
    answer = board.client.post(board.address + "decide/", board.form())
    assert answer.status_code == 422 and "Nothing was changed." in answer.content.decode()


def test_a_decision_about_a_child_who_is_gone_from_the_page_does_not_slide_to_the_next(board):
    sent = board.form(ann="child_protection")
    with board.open():
        bar(
            user_id=board.post.user_id,
            person_id=board.children["ann"],
            kind=BarKind.CONFLICT,
            reason="Their own family",
        )
    assert board.decide(sent) == 422
    assert board.stands() == {"ann": "bullying", "ben": "bullying"}


# An id of no part; the same in every process, so that tests can be shared out.
OTHER = "01a21429-0000-7000-8000-000000000000"


@pytest.mark.parametrize("n", ["x", "", "2", "²", "9" * 5000])
def test_what_was_not_read_in_this_version_is_not_written_over(board, n):
    sent = {f"own.{board.parts['ann']}.n": n, f"own.{board.parts['ann']}.category": "attendance"}
    assert board.decide(sent) == 422
    assert board.stands()["ann"] == "bullying"


@pytest.mark.parametrize("name", ["own.0.category", "own.", "own.x.n", f"own.{OTHER}.category"])
def test_an_answer_about_no_part_of_this_concern_is_not_taken(board, name):
    assert board.decide({name: "attendance"}) == 422
    assert board.stands() == {"ann": "bullying", "ben": "bullying"}


def test_a_category_there_is_not_comes_back_at_its_question(board):
    answer = board.client.post(board.address + "decide/", board.form(ann="nonsense"))
    field = f"own.{board.parts['ann']}.category"
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode() and f'id="{field}-error"' in answer.content.decode()


HEAD = Role.HEADTEACHER


def test_a_decision_that_failed_half_way_can_be_made_again_on_the_page_that_says_why():
    """A kind for one of two children is no step to the triage; the page that says so asks for the other."""
    board = Board(Role.DSL, ann="", ben="")
    first = board.client.post(board.address + "decide/", board.form(ann="bullying") | {"to": "triaged", "why": "Seen."})
    body = first.content.decode()
    assert first.status_code == 422 and "has changed since you opened it" not in body
    sent = dict(re.findall(r'<input type="hidden" name="(own\.[^"]+)" value="([^"]*)">', body))
    kinds = {f"own.{part}.category": "bullying" for part in board.parts.values()}
    assert board.decide(sent | kinds | {"to": "triaged", "why": "Seen."}) == 302
    assert board.stands() == {"ann": "bullying", "ben": "bullying"}


def test_who_may_only_read_a_part_is_not_asked_about_it_and_does_not_decide_about_it():
    """A headteacher reads a child protection part and works on one about bullying."""
    board = Board(HEAD, ann="bullying", ben="child_protection")
    assert not any(str(board.parts["ben"]) in name for name in board.form())
    forged = {f"own.{board.parts['ben']}.n": "1", f"own.{board.parts['ben']}.category": "bullying"}
    assert board.decide({**board.form(ann="attendance"), **forged}) == 404
    assert board.stands() == {"ann": "bullying", "ben": "child_protection"}
    assert [action for action, _ in lines(board.school.controller.id, "request.")] == ["request.refused"]
    assert board.decide(board.form(ann="attendance")) == 302


def test_a_decision_that_asks_only_whether_a_part_can_be_read_opens_it(monkeypatch):
    """The negative control: the question before the write is left out."""
    board = Board(HEAD, ann="bullying", ben="child_protection")
    with board.open():
        readable = frozenset(board.parts.values())
    monkeypatch.setattr(asks, "workable", lambda reader, record: readable)
    board.decide(board.form(ben="bullying"))
    assert board.stands()["ben"] == "bullying"


@pytest.mark.parametrize(
    ("step", "sent"), [("print/", {"purpose": ""}), ("decide/", {"to": "nonsense"}), ("decide/", {"own.0.n": "x"})]
)
def test_a_page_that_comes_back_with_errors_is_a_look_too(board, step, sent):
    board.form()
    before = len(board.looks())
    answer = board.client.post(board.address + step, sent)
    assert answer.status_code == 422 and b"Ann Sole" in answer.content
    assert board.looks()[before:] == [set(board.children.values())]
