"""A child's work is given to somebody by a page; only then can they begin the records of their service."""

import re

import pytest
from django.urls import reverse

from kith import audit
from kith.access.models import Grant
from kith.areas import area as area_named
from kith.cases import actions, working
from kith.cases.models import Assignment, Record
from kith.organisations import actions as organisations
from kith.organisations.models import Post
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.areas.filled import role_of
from tests.cases.council import open_council
from tests.rooms import lines
from tests.signin import client_for

pytestmark = pytest.mark.django_db
MANAGER = Role.MASH_MANAGER
# What is typed into the form of each area whose records begin with a child being given to somebody.
TYPED = {
    "looked_after": {"started_on": "3/3/2026", "why": "Mum is in hospital."},
    "early_help": {"asked_by": "The school", "narrative": "Mum is ill and the children come late."},
    "exclusion": {
        "school": "Oakmere", "decided_on": "8/11/2026", "first_day": "8/11/2026", "reasons.DB": "yes",
        "narrative": "A fight.", "exam_missed": "no", "own.0.over_five_days": "no", "own.0.category": "SUSP",
        "own.0.sessions": "6", "own.0.days_in_term": "3",
    },
}  # fmt: skip


@pytest.fixture
def council():
    return open_council()


def named_child(service):
    """A child with a name, whom the council's index knows."""
    with tenancy(service.controller, system="importer"):
        index = organisations.add_holder(slug="index", name="Index", is_index=True)
    with tenancy(service.controller, system="importer"):
        child = people.create_person(holder=index.id, forename="Ayo", surname="Quill")
    return child.id


def page_of(child):
    return reverse("allocations", kwargs={"id": child})


def begin(client, area, child):
    """The form of an area as somebody fills it in who finds the child by name; the answer to it."""
    address = client.get(reverse("new_record", kwargs={"area": area}), follow=True).redirect_chain[-1][0]
    page = client.get(address).content.decode()
    typed = dict(re.findall(r'name="(draft\.[^"]*)" value="([^"]*)"', page))
    return client.post(address, typed | {"do": "look", "look_for": "Quill"}, follow=True).content.decode()


@pytest.mark.parametrize(("area", "place", "role"), [
    ("looked_after", "care", Role.SOCIAL_WORKER), ("early_help", "help", Role.EH_WORKER),
    ("exclusion", "education", Role.INCLUSION_OFFICER),
])  # fmt: skip
def test_whoever_is_given_a_child_can_begin_their_record(council, area, place, role):
    front, team = council["front"], council[place]
    child = named_child(front)
    manager, worker = client_for(front.posts[MANAGER]), client_for(team.posts[role])
    found = begin(worker, area, child)
    assert 'value="Quill"' in found and str(child) not in found, "the control: before it was given nobody is offered"
    assert manager.get(reverse("person", kwargs={"id": child})).content.decode().count(page_of(child)) == 1
    assert manager.post(page_of(child), {"do": "give", "to": ""}).status_code == 422
    given = {"do": "give", "to": str(team.posts[role]), "why": "Agreed on Monday."}
    assert manager.post(page_of(child), given).status_code == 302
    assert manager.post(page_of(child), given).status_code == 302
    assert "Agreed on Monday." in manager.get(page_of(child)).content.decode()
    with tenancy(front.controller, system="clock"):
        assert Grant.objects.filter(subject_id=child, relation="allocated").count() == 1
    found = begin(worker, area, child)
    assert str(child) in found
    written = send(worker, area, child)
    assert worker.get(written).status_code == 200
    assert worker.post(f"{written}take/").status_code == 302, "the writer goes on with it"
    assert {"access.grant", "allocation.view"} <= {action for action, _ in lines(front.controller)}


def send(client, area, child):
    """The form of an area filled in about this child and sent; the address of what it became."""
    address = client.get(reverse("new_record", kwargs={"area": area})).url
    chosen = {"own.0.person": str(child), "own.0.role": role_of(area_named(area))}
    answer = client.post(address, {"day": "2/11/2026", "clock": "9:00", **chosen, **TYPED[area]})
    assert answer.status_code == 302 and "/write/" not in answer.url
    return answer.url


def test_nobody_sends_a_form_about_a_child_they_were_not_given(council):
    """What the form does not offer it does not take either, were the number typed by hand."""
    team, child = council["care"], named_child(council["front"])
    worker = client_for(team.posts[Role.SOCIAL_WORKER])
    address = worker.get(reverse("new_record", kwargs={"area": "looked_after"})).url
    chosen = {"own.0.person": str(child), "own.0.role": "child", "day": "2/11/2026", "clock": "9:00"}
    assert worker.post(address, chosen | TYPED["looked_after"]).status_code == 422
    with tenancy(team.controller, system="clock"):
        assert not Record.objects.exists()


def test_what_is_ended_is_closed(council):
    front, team = council["front"], council["care"]
    child = named_child(front)
    manager, worker = client_for(front.posts[MANAGER]), client_for(team.posts[Role.SOCIAL_WORKER])
    manager.post(page_of(child), {"do": "give", "to": str(team.posts[Role.SOCIAL_WORKER])})
    assert worker.get(reverse("person", kwargs={"id": child})).status_code == 200
    page = manager.get(page_of(child)).content.decode()
    grant = re.search(r'name="grant" value="([^"]+)"', page)[1]
    end = {"do": "end", "grant": grant, f"why.{grant}": " "}
    without = manager.post(page_of(child), end)
    assert without.status_code == 422 and "Write something first." in without.content.decode()
    assert worker.get(reverse("person", kwargs={"id": child})).status_code == 200
    end |= {f"why.{grant}": "She has moved to Elmshire."}
    assert [manager.post(page_of(child), end).status_code for _ in range(2)] == [302, 302]
    assert "Nobody has been given" in manager.get(page_of(child)).content.decode()
    assert manager.post(page_of(child), {"do": "end", "grant": "nothing"}).status_code == 404
    assert str(child) not in begin(worker, "looked_after", child)
    with front.at_work(MANAGER):
        told = [one for one in audit.lines_about([child]) if one.action.startswith("access.grant")]
    to = str(team.posts[Role.SOCIAL_WORKER])
    ties = [(one.action, one.facts["to"], one.reason) for one in told]
    assert ties == [("access.grant_end", to, "She has moved to Elmshire."), ("access.grant", to, "")]


def test_a_child_is_given_only_to_who_writes_where_the_child_is_known(council):
    """Given where the child is not known it would open nothing; to who writes nothing, it would only show."""
    front, child = council["front"], council["front"].children[0]
    manager, elsewhere = client_for(front.posts[MANAGER]), str(council["help"].posts[Role.EH_WORKER])
    page = manager.get(page_of(child)).content.decode()
    assert str(front.posts[Role.SOCIAL_WORKER]) in page
    assert elsewhere not in page and str(front.posts[Role.SERVICE_MANAGER]) not in page
    assert manager.post(page_of(child), {"do": "give", "to": elsewhere}).status_code == 422
    known = manager.get(page_of(named_child(front))).content.decode()
    assert elsewhere in known and str(front.posts[Role.SERVICE_MANAGER]) not in known


def test_a_record_that_is_taken_twice_is_taken_once(council):
    front = council["front"]
    with front.at_work(MANAGER):
        record = front.send("contact")
        first, second = (actions.assign(record=record, post_id=front.posts[MANAGER]) for _ in range(2))
        assert first.id == second.id and Assignment.objects.count() == 1
        assert Grant.objects.filter(subject_id=record.id).count() == 1
    assert [action for action, _ in lines(front.controller)].count("contact.assign") == 1


def test_who_does_not_lead_the_work_gives_nobody_a_child(council):
    front, team = council["front"], council["care"]
    child = named_child(front)
    officer = client_for(front.posts[Role.MASH_OFFICER])
    assert officer.get(page_of(child)).status_code == 404
    assert officer.post(page_of(child), {"do": "give", "to": str(team.posts[Role.SOCIAL_WORKER])}).status_code == 404
    with tenancy(front.controller, system="clock"):
        assert not Grant.objects.filter(subject_id=child).exists()
        assert Person.objects.filter(id=child).exists() and Record.objects.count() == 0


def finds(client, child, words="Quill"):
    """Whether a search by name finds them; a post that may find nobody has no such page."""
    answer = client.post(reverse("find"), {"words": words}, follow=True)
    return str(child) in answer.content.decode()


def test_who_finds_a_child_of_the_council_by_name(council):
    """As docs/how-to/write-about-a-child.md says it."""
    child = named_child(council["front"])
    for place, role, found in [
        ("front", Role.MASH_OFFICER, True), ("care", Role.SOCIAL_WORKER, True), ("care", Role.TEAM_MANAGER, True),
        ("education", Role.INCLUSION_OFFICER, True), ("help", Role.EH_WORKER, False),
        ("help", Role.LEAD_PRACTITIONER, False),
    ]:  # fmt: skip
        assert (role, finds(client_for(council[place].posts[role]), child)) == (role, found)
    manager = client_for(council["front"].posts[MANAGER])
    manager.post(page_of(child), {"do": "give", "to": str(council["help"].posts[Role.EH_WORKER])})
    assert finds(client_for(council["help"].posts[Role.EH_WORKER]), child), "given to them they find the child"


def test_a_childs_work_is_given_to_a_team_and_opens_to_who_works_in_it(council):
    """The control: before it was given, and once they are out of the team, they find nobody and begin nothing."""
    front, care = council["front"], council["help"]
    child, worker = named_child(front), care.posts[Role.EH_WORKER]
    with tenancy(front.controller, system="importer"):
        place = Post.objects.get(id=worker).organisation
        team, empty = (organisations.add_team(organisation=place, name=name) for name in ("Elms", "Nobody"))
        organisations.put_in_team(post=Post.objects.get(id=worker), team=team)
    manager, client = client_for(front.posts[MANAGER]), client_for(worker)
    offered = manager.get(page_of(child)).content.decode()
    assert f"team.{team.id}" in offered and f"team.{empty.id}" not in offered
    assert manager.post(page_of(child), {"do": "give", "to": f"team.{empty.id}"}).status_code == 422
    assert not finds(client, child)
    given = {"do": "give", "to": f"team.{team.id}", "why": "Agreed on Monday."}
    assert [manager.post(page_of(child), given).status_code for _ in range(2)] == [302, 302]
    page = manager.get(page_of(child)).content.decode()
    assert page.count("<bdi>The team Elms</bdi>") == 1 and "Agreed on Monday." in page
    assert finds(client, child) and client.get(send(client, "early_help", child)).status_code == 200
    with tenancy(front.controller, system="importer"):
        organisations.put_out_of_team(post=Post.objects.get(id=worker))
        assert working.work_of([team.id]) == {team.id: 1}
    assert not finds(client_for(worker), child)
    grant = re.search(r'name="grant" value="([^"]+)"', page)[1]
    end = {"do": "end", "grant": grant, f"why.{grant}": "She has moved."}
    assert manager.post(page_of(child), end).status_code == 302
    with tenancy(front.controller, system="importer"):
        assert working.work_of([team.id]) == {}
