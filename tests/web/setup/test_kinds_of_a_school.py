"""A school of a trust has its own tree of kinds: what the trust says holds, but for what the school says itself."""

import re

import pytest

from kith.cases import declarations
from kith.cases.models import Adjustment
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.vocabulary.saying import label_of
from tests.rooms import give_post, lines, open_school
from tests.signin import client_for
from tests.web.setup.test_kinds import KINDS, form_of

pytestmark = pytest.mark.django_db
HERE = f"{KINDS}here/"


@pytest.fixture
def trust():
    """Alder and Elm of one trust, each with a lead and an administrator of its own; and who keeps all of it."""
    alder = open_school("alder", Role.DSL, Role.LOCAL_ADMIN)
    elm = open_school("elm", Role.DSL, Role.LOCAL_ADMIN, controller=alder.controller)
    with tenancy(alder.controller.id, system="operator"):
        office = organisations.add_organisation(kind="trust", name="Vale Trust")
    post = give_post(alder.controller, office, Role.SYSTEM_ADMIN, "admin@vale.example")
    return alder, elm, client_for(post.id)


def says(client, address, leave=(), **answers):
    sent = {name: text for name, text in form_of(client.get(address).content.decode()).items() if name not in leave}
    answered = client.post(address, {**sent, "reason": "As we call it.", **answers})
    assert answered.status_code == 302, answered.content.decode()


def local(school):
    return client_for(school.posts[Role.LOCAL_ADMIN].id)


def kinds(school):
    """What the lead of a school chooses from, and what says it more exactly."""
    with tenancy(school.controller.id, post=school.posts[Role.DSL].id):
        declared = declarations.for_new("concern")
        kind, exactly = declared.field("category"), declared.field("subcategory")
        offers = dict(kind.more_codes).get("behaviour", "-") != ""
        own = {words for code, words in exactly.more_codes if code.startswith("own_")}
        return label_of(kind, "bullying"), offers, own


@pytest.mark.shows("C14")
def test_a_school_says_for_itself_what_is_otherwise_there(trust):
    alder, elm, admin = trust
    says(admin, KINDS, **{"words.bullying": "Unkindness", "own.bullying": "On the bus"})
    says(local(alder), HERE, leave=["offered.behaviour"], **{"own.bullying": "At the gate"})
    assert kinds(alder) == ("Unkindness", False, {"On the bus", "At the gate"})
    assert kinds(elm) == ("Unkindness", True, {"On the bus"})
    page = local(alder).get(HERE).content.decode()
    assert "In all schools: <bdi>On the bus</bdi>" in page and ">At the gate</textarea>" in page


def test_what_the_trust_says_later_holds_there_too_but_for_what_the_school_said(trust):
    alder, elm, admin = trust
    says(local(alder), HERE, **{"own.bullying": "At the gate"})
    says(admin, KINDS, leave=["offered.behaviour"], **{"words.bullying": "Unkindness"})
    assert kinds(alder) == ("Unkindness", False, {"At the gate"})
    says(local(alder), HERE, **{"offered.behaviour": "yes", "words.bullying": "Bullying"})
    assert kinds(alder) == ("Bullying", True, {"At the gate"}), "as the list has it, though the trust does not"
    assert kinds(elm) == ("Unkindness", False, set())
    with tenancy(alder.controller.id, system="matcher"):
        own = Adjustment.objects.filter(holder=alder.holder, what="category.words").last()
        assert sorted(own.value) == [["behaviour", "Behaviour"], ["bullying", "Bullying"]], "and nothing besides"


def test_a_record_is_worked_by_the_tree_of_the_school_that_keeps_it(trust):
    alder, elm, _ = trust
    says(local(alder), HERE, **{"own.bullying": "At the gate"})
    with tenancy(alder.controller.id, system="matcher"):
        for school, there in ((alder, {"At the gate"}), (elm, set())):
            field = declarations.for_new("concern", holder=school.holder.id).field("subcategory")
            assert {words for code, words in field.more_codes if code.startswith("own_")} == there


def test_nobody_says_it_for_a_school_that_is_not_theirs(trust):
    """The control: whoever keeps all of the trust sets what holds for all, and has no page for one; a lead has none."""
    alder, elm, admin = trust
    assert admin.get(HERE).status_code == 404
    assert local(elm).get(KINDS).status_code == 404
    assert client_for(alder.posts[Role.DSL].id).get(HERE).status_code == 404
    says(local(elm), HERE, **{"own.bullying": "At the gate"})
    assert kinds(alder)[2] == set()
    with tenancy(alder.controller.id, post=alder.posts[Role.DSL].id):
        assert not Adjustment.objects.exists(), "what another school says is not even read"
    assert [action for action, _ in lines(alder.controller.id, "area.adjust")] == ["area.adjust"]


def test_the_step_of_setting_up_leads_to_the_page_of_the_school(trust):
    alder, _, _ = trust
    page = local(alder).get(f"/setting-up/{alder.organisation.id}/").content.decode()
    assert f'href="{HERE}"' in page


def test_whoever_writes_chooses_from_the_kinds_of_their_school(trust):
    alder, elm, _ = trust
    says(local(alder), HERE, leave=["offered.behaviour"], **{"words.bullying": "Unkindness"})
    for school, there in ((alder, ("Unkindness", False)), (elm, ("Bullying", True))):
        page = client_for(school.posts[Role.DSL].id).get("/concerns/new/", follow=True).content.decode()
        asked = dict(re.findall(r'<option value="([a-z_]+)"[^>]*>([^<]+)<', page))
        assert (asked["bullying"], "behaviour" in asked) == there


def test_two_kinds_of_one_name_are_refused_beside_the_second(trust):
    """Who reads the one may not read the other. The control: a name nobody has is kept."""
    alder, _, _ = trust
    client = local(alder)
    sent = form_of(client.get(HERE).content.decode()) | {"reason": "As we say it."}
    refused = client.post(HERE, {**sent, "words.bullying": "child  Protection"})
    assert refused.status_code == 422 and "Another kind is called so." in refused.content.decode()
    assert client.post(HERE, {**sent, "words.bullying": "Unkindness"}).status_code == 302
