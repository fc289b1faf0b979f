"""A team is renamed and ended; what becomes of its work is said before its last member leaves it, and after."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kith.cases import actions
from kith.cases.models import Record
from kith.cases.rules import NotAllowed
from kith.cases.working import work_of
from kith.organisations import actions as organisations
from kith.organisations.models import Post, Team
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.cases.council import open_council
from tests.rooms import give_post, lines, open_school
from tests.signin import client_for
from tests.web.admin.test_teams import MANAGER, OFFICER, TEAMS, made, put_in
from tests.web.test_records import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return open_school("alder", Role.SYSTEM_ADMIN, Role.DSL, Role.DEPUTY_DSL)


@pytest.fixture
def admin(school):
    return client_for(school.posts[Role.SYSTEM_ADMIN].id)


def body(client):
    return re.sub(r"\s+", " ", client.get(TEAMS).content.decode())


def asked(do, team, **what):
    return {"do": do, "team": team.id, **{f"{name}-{team.id}": words for name, words in what.items()}}


def words_of(answer):
    assert answer.status_code == 422
    return re.sub(r"\s+", " ", answer.content.decode())


def day(days):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


def test_a_team_is_renamed_and_never_as_another_of_its_place(school, admin):
    team, _ = made(school, admin), made(school, admin, "Night")
    assert "There is a team of this name already." in words_of(admin.post(TEAMS, asked("rename", team, called="NIGHT")))
    assert "Say what the team is called." in words_of(admin.post(TEAMS, asked("rename", team, called=" ")))
    assert admin.post(TEAMS, asked("rename", team, called="duty")).status_code == 302, "its own name is its own"
    assert admin.post(TEAMS, asked("rename", team, called="Early turn")).status_code == 302
    assert "Early turn" in body(admin) and "Duty" not in body(admin)
    assert [action for action, _ in lines(school.controller.id, "team.ren")] == ["team.rename"] * 2


def test_a_team_ends_once_nobody_is_in_it_and_its_name_is_free_again(school, admin):
    team, lead = made(school, admin), school.posts[Role.DSL]
    put_in(admin, team, lead)
    assert f"Put out of it first, on that day or before: {Role.DSL.words}" in words_of(
        admin.post(TEAMS, asked("end", team))
    )
    assert "This day is over" in words_of(admin.post(TEAMS, asked("end", team, ends=day(-1))))
    assert "is not a date" in words_of(admin.post(TEAMS, asked("end", team, ends="soon")))
    admin.post(TEAMS, {"do": "out", "post": lead.id})
    assert admin.post(TEAMS, asked("end", team)).status_code == 302
    assert f"team-{team.id}" not in body(admin)
    assert "This team has ended already." in words_of(admin.post(TEAMS, asked("rename", team, called="Dusk")))
    assert (
        made(school, admin, "Dawn")
        and admin.post(TEAMS, {"do": "make", "place": school.organisation.id, "name": "Duty"}).status_code == 302
    )
    assert "team.end" in [action for action, _ in lines(school.controller.id, "team.")]


def test_with_a_last_day_it_stays_until_then_and_takes_nobody_more(school, admin):
    team, lead = made(school, admin), school.posts[Role.DSL]
    put_in(admin, team, lead, last_on=day(3))
    assert "Put out of it first" in words_of(admin.post(TEAMS, asked("end", team, ends=day(2))))
    assert admin.post(TEAMS, asked("end", team, ends=day(3))).status_code == 302
    assert "Its last day: " in body(admin) and "Put somebody in" not in body(admin)
    assert "This team is ending." in words_of(put_in(admin, team, school.posts[Role.DEPUTY_DSL]))


def test_each_wrong_day_is_said_beside_itself(school, admin):
    team, lead = made(school, admin), school.posts[Role.DSL]
    page = words_of(put_in(admin, team, lead, from_on="soon", last_on="later"))
    assert page.count("“soon” is not a date") == page.count("“later” is not a date") == 2
    assert f'href="#from_on-{team.id}"' in page and f'href="#last_on-{team.id}"' in page
    only = words_of(put_in(admin, team, lead, from_on="soon", last_on=day(3)))
    assert f'id="from_on-{team.id}-error"' in only and f'id="last_on-{team.id}-error"' not in only


def test_who_offers_those_of_its_place_that_are_in_no_team(school, admin):
    other = open_school("birch", Role.DSL, controller=school.controller)
    team = made(school, admin)
    assert str(school.posts[Role.DSL].id) in body(admin)
    assert str(other.posts[Role.DSL].id) not in body(admin)
    put_in(admin, team, school.posts[Role.DSL])
    offered = re.findall(r'<option value="([^"]+)"', body(admin))
    assert str(school.posts[Role.DSL].id) not in offered and str(school.posts[Role.DEPUTY_DSL].id) in offered


@pytest.fixture
def duty(db):
    """A team of one with two contacts and a closed one, and an administrator of an office that keeps no files."""
    front = named(open_council()["front"])
    with tenancy(front.controller, system="importer"):
        place = Post.objects.get(id=front.posts[OFFICER]).organisation
        office = organisations.add_organisation(kind="service", name="Council office")
        team = organisations.add_team(organisation=place, name="Duty")
        organisations.put_in_team(post=Post.objects.get(id=front.posts[MANAGER]), team=team)
    with front.at_work(OFFICER):
        records = [front.send("contact") for _ in range(3)]
        for record in records:
            actions.assign_team(record=record, team_id=team.id)
        Record.objects.filter(id=records[2].id).update(closed_at=timezone.now())
    admin = client_for(give_post(place.controller, office, Role.SYSTEM_ADMIN, "admin@northshire.example").id)
    return front, team, records, admin


def test_what_stays_with_an_emptied_team_is_said_before_and_after(duty):
    front, team, records, admin = duty
    assert "without them 2 pieces of work would stay with a team nobody works in" in body(admin)
    assert "2 pieces of work are with this team." in words_of(admin.post(TEAMS, asked("end", team)))
    admin.post(TEAMS, {"do": "out", "post": front.posts[MANAGER]})
    assert "2 pieces of work stay with a team nobody works in." in body(admin)
    page = client_for(front.posts[OFFICER]).get(f"/work/contact/{records[0].id}/").content.decode()
    assert "The team Duty (nobody works in it)</bdi> has it" in page
    with front.at_work(OFFICER):
        for record in records[:2]:
            actions.assign(record=record, post_id=front.posts[OFFICER])
    assert "stay with a team" not in body(admin)
    assert admin.post(TEAMS, asked("end", team)).status_code == 302


def test_the_number_crosses_the_fence_and_no_record_does(duty):
    """The control: who keeps the teams sees none of the work, before the number was counted and after."""
    front, team, records, admin = duty
    with tenancy(front.controller, system="operator"):
        office = Post.objects.get(role=Role.SYSTEM_ADMIN)
    with tenancy(front.controller, post=office.id):
        assert not Record.objects.exists()
        assert work_of([team.id]) == {team.id: 2}
        assert not Record.objects.exists()
    assert records[0].reference not in body(admin)


def test_a_team_that_is_ending_is_given_nothing(duty):
    front, team, records, _ = duty
    with tenancy(front.controller, system="importer"):
        Team.objects.filter(id=team.id).update(until=timezone.now() + timedelta(days=3))
    with front.at_work(OFFICER):
        actions.assign(record=records[0], post_id=front.posts[OFFICER])
        actions.assign(record=records[0], post_id=front.posts[Role.SERVICE_MANAGER])
        with pytest.raises(NotAllowed, match="or it is ending"):
            actions.assign_team(record=records[0], team_id=team.id)
    page = client_for(front.posts[MANAGER]).get(f"/work/contact/{records[0].id}/").content.decode()
    assert f"team.{team.id}" not in page
