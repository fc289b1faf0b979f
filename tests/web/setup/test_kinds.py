"""The kinds of concern are made to fit: other words, one left out, one said more exactly; the kind is kept as it is."""

import re

import pytest

from kith.cases.models import Part
from kith.reference.roles import Role
from tests.rooms import give_post, lines
from tests.signin import client_for
from tests.web.test_deciding import Board

pytestmark = pytest.mark.django_db
KINDS = "/setting-up/kinds/"
GROUP = r'<optgroup label="([^"]*)">(.*?)</optgroup>'
# What the source documents say such a record holds.
NEEDED = {"child_protection", "behaviour", "bullying", "send", "home", "domestic_abuse", "early_help", "mental_health"}


@pytest.fixture
def board():
    return Board(Role.DSL, ann="bullying", ben="behaviour")


@pytest.fixture
def admin(board):
    post = give_post(board.school.controller, board.school.organisation, Role.SYSTEM_ADMIN, "admin@oakmere.example")
    return client_for(post.id)


def form_of(page):
    """The form as it stands: every box that is ticked, every word."""
    sent = dict.fromkeys(re.findall(r'name="(offered\.[^"]+)" value="yes" checked', page), "yes")
    words = re.findall(r'name="(words\.[^"]+)" type="text" value="([^"]*)"', page)
    own = re.findall(r'<textarea[^>]*name="(own\.[^"]+)"[^>]*>([^<]*)</textarea>', page)
    return sent | dict(words) | dict(own)


def changed(admin, leave=(), **answers):
    sent = {name: text for name, text in form_of(admin.get(KINDS).content.decode()).items() if name not in leave}
    return admin.post(KINDS, {**sent, "reason": "As we call it.", **answers})


def choices(board, name):
    page = board.client.get(board.address).content.decode()
    box = re.search(rf'<select[^>]*name="own\.{board.parts["ann"]}\.{name}".*?</select>', page, re.S)[0]
    return dict(re.findall(r'value="([^"]+)"[^>]*>([^<]*)<', box))


def groups(board, name):
    """What is chosen from a long list, under the headings in their order."""
    page = board.client.get(board.address).content.decode()
    box = re.search(rf'<select[^>]*name="own\.{board.parts[name]}\.subcategory".*?</select>', page, re.S)[0]
    return {title: re.findall(r'value="([^"]+)"', those) for title, those in re.findall(GROUP, box, re.S)}


@pytest.mark.shows("C14", "C19")
def test_the_default_tree_is_offered_and_is_edited(board, admin):
    assert set(choices(board, "category")) >= NEEDED
    assert choices(board, "subcategory")["bullying.online"] == "Online"
    edits = {"words.bullying": "Unkindness", "own.bullying": "On the bus\nAt the gate"}
    assert changed(admin, leave=("offered.honour_faith", "offered.behaviour", "offered.bullying.social"), **edits)
    kinds, exactly = choices(board, "category"), choices(board, "subcategory")
    assert kinds["bullying"] == "Unkindness" and not {"honour_faith", "behaviour"} & set(kinds)
    assert exactly["own_bullying.on_the_bus"] == "On the bus" and "bullying.social" not in exactly
    assert not any(code.startswith("behaviour.") for code in exactly), "nothing of a kind that is not offered"
    page = board.client.get(board.address).content.decode()
    assert '<span class="k-standing">Behaviour</span>' in page, "what was decided before is still said"
    assert [action for action, _ in lines(board.school.controller.id, "area.adjust")] == ["area.adjust"] * 3
    again = changed(admin)
    assert again.status_code == 422 and "Nothing was changed." in again.content.decode()


def test_what_is_said_more_exactly_stands_under_its_kind_that_of_the_child_first(board, admin):
    changed(admin, **{"own.bullying": "On the bus"})
    ann, ben = groups(board, "ann"), groups(board, "ben")
    assert next(iter(ann)) == "Bullying" and next(iter(ben)) == "Behaviour" and ann == ben
    assert {"bullying.online", "own_bullying.on_the_bus"} <= set(ann["Bullying"])
    for kind, codes in ann.items():
        assert len({code.removeprefix("own_").split(".")[0] for code in codes}) == 1, kind


def test_what_is_kept_is_the_kind_of_the_list(board, admin):
    changed(admin, **{"words.bullying": "Unkindness", "own.bullying": "On the bus"})
    exactly = f"own.{board.parts['ann']}.subcategory"
    assert board.decide({**board.form(ann="bullying"), exactly: "own_bullying.on_the_bus"}) == 302
    with board.open():
        part = Part.objects.get(id=board.parts["ann"])
        assert (part.category, part.answers["subcategory"]) == ("bullying", "own_bullying.on_the_bus")
    assert "On the bus" in board.client.get(board.address).content.decode()
    assert board.decide(board.form(ann="attendance")) == 302
    with board.open():
        assert "subcategory" not in Part.objects.get(id=board.parts["ann"]).answers, "it was of another kind"


def test_what_is_of_another_kind_is_refused_and_child_protection_is_always_offered(board, admin):
    """The control: a careless form could take the strictest kind away, or count one kind as another."""
    exactly = f"own.{board.parts['ann']}.subcategory"
    assert board.decide({**board.form(ann="bullying"), exactly: "attendance.lateness"}) == 422
    changed(admin, leave=("offered.child_protection",), **{"words.child_protection": "Keeping safe"})
    assert choices(board, "category")["child_protection"] == "Keeping safe"
    long = changed(admin, **{"words.bullying": "x" * 90})
    assert long.status_code == 422 and "Shorten this" in long.content.decode() and "x" * 90 in long.content.decode()
    assert client_for(board.post.id).get(KINDS).status_code == 404


LONG = "On the way home by the bus of the evening"


@pytest.mark.parametrize("own", [f"{LONG}, alone\n{LONG}, with others", "On the bus\nOn the bus!", "On the bus\n???"])
def test_two_that_would_be_counted_as_one_are_refused_beside_their_kind(board, admin, own):
    """The control: each by itself is kept."""
    refused = changed(admin, **{"own.bullying": own})
    page = refused.content.decode()
    assert refused.status_code == 422 and 'href="#own.bullying"' in page.replace("id_", "")
    assert lines(board.school.controller.id, "area.adjust") == []
    assert changed(admin, **{"own.bullying": own.splitlines()[0]}).status_code == 302
