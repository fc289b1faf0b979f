"""Teams on an administrator's pages, and what is given to one: open to all of it, on the My day of each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.access.models import Grant
from kith.cases import actions
from kith.cases.models import Assignment, Record
from kith.cases.rules import NotAllowed
from kith.organisations import teams as kept
from kith.organisations.models import Organisation, Post, Team
from kith.organisations.staff import NotYours
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.cases.council import open_council
from tests.rooms import lines, open_school
from tests.signin import client_for
from tests.web.test_records import named

pytestmark = pytest.mark.django_db
OFFICER, MANAGER, READS, WORKER = Role.MASH_OFFICER, Role.MASH_MANAGER, Role.SERVICE_MANAGER, Role.SOCIAL_WORKER
TEAMS = "/staff/teams/"


@pytest.fixture
def school():
    return open_school("alder", Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN, Role.DSL, Role.DEPUTY_DSL)


@pytest.fixture
def admin(school):
    return client_for(school.posts[Role.SYSTEM_ADMIN].id)


def made(school, admin, name="Duty"):
    assert admin.post(TEAMS, {"do": "make", "place": school.organisation.id, "name": name}).status_code == 302
    with tenancy(school.controller.id, system="operator"):
        return Team.objects.get(name=name)


def put_in(admin, team, post, **days):
    asked = {f"{name}-{team.id}": words for name, words in {"post": post.id, **days}.items()}
    return admin.post(TEAMS, {"do": "in", "team": team.id, **asked})


def test_a_team_is_made_and_somebody_put_in_and_out_with_a_line_each(school, admin):
    team, lead = made(school, admin), school.posts[Role.DSL]
    assert put_in(admin, team, lead).status_code == 302
    page = admin.get(TEAMS).content.decode()
    assert "Duty" in page and f"{Role.DSL.words} of Alder School" in page and "from " in page
    with tenancy(school.controller.id, system="operator"):
        assert Post.objects.get(id=lead.id).team_now == team.id
    assert admin.post(TEAMS, {"do": "out", "post": lead.id}).status_code == 302
    with tenancy(school.controller.id, system="operator"):
        assert Post.objects.get(id=lead.id).team_now is None
    told = [action for action, _ in lines(school.controller.id, "team.")]
    assert told == ["team.add", "team.put_in", "team.put_out"]


def test_with_days_it_begins_and_ends_by_the_clock(school, admin):
    team, lead = made(school, admin), school.posts[Role.DSL]
    day = (timezone.localdate() + timedelta(days=3)).strftime("%d/%m/%Y")
    put_in(admin, team, lead, from_on=day, last_on=day)
    page = admin.get(TEAMS).content.decode()
    assert "will be from" in page
    with tenancy(school.controller.id, system="operator"):
        post = Post.objects.get(id=lead.id)
        assert post.team_now is None and post.team_until - post.team_since == timedelta(days=1)
    later = (timezone.localdate() + timedelta(days=9)).strftime("%d/%m/%Y")
    longer = admin.post(TEAMS, {"do": "out", "post": lead.id, f"out-{lead.id}": later})
    assert longer.status_code == 422 and "leaves the team before that day" in longer.content.decode()
    with tenancy(school.controller.id, system="operator"):
        assert Post.objects.get(id=lead.id).team_until == post.team_until


def test_a_name_twice_a_second_team_and_oneself_are_refused_in_a_sentence(school, admin):
    team, other, lead = made(school, admin), made(school, admin, "Night"), school.posts[Role.DSL]
    again = admin.post(TEAMS, {"do": "make", "place": school.organisation.id, "name": "duty"})
    assert again.status_code == 422 and "There is a team of this name already." in again.content.decode()
    put_in(admin, team, lead)
    twice = put_in(admin, other, lead)
    assert twice.status_code == 422 and "Put it out of that one first." in twice.content.decode()
    assert put_in(admin, other, school.posts[Role.SYSTEM_ADMIN]).status_code == 422


def test_a_local_administrator_keeps_the_teams_of_their_own_place_only(school):
    other = open_school("birch", Role.DSL, controller=school.controller)
    by = school.posts[Role.LOCAL_ADMIN]
    with tenancy(school.controller.id, post=by.id):
        with pytest.raises(NotYours):
            kept.make(by=by, organisation_id=other.organisation.id, name="Duty")
        team = kept.make(by=by, organisation_id=school.organisation.id, name="Duty")
        with pytest.raises(NotYours):
            kept.put_in(by=by, team_id=team.id, post_id=other.posts[Role.DSL].id, from_on=None, last_on=None)


def test_who_keeps_no_posts_does_not_find_the_page(school):
    """The control."""
    client = client_for(school.posts[Role.DSL].id)
    assert client.get(TEAMS).status_code == client.post(TEAMS, {"do": "make"}).status_code == 404


@pytest.fixture
def front(db):
    return named(open_council()["front"])


def duty(front, *roles):
    """A team of the front door, with these in it."""
    with tenancy(front.controller, system="importer"):
        team = Team.objects.create(organisation=Post.objects.get(id=front.posts[OFFICER]).organisation, name="Duty")
        Post.objects.filter(id__in=[front.posts[role] for role in roles]).update(team=team)
    return team


def day_of(service, role):
    return client_for(service.posts[role]).get(reverse("home")).content.decode()


def test_what_is_given_to_a_team_stands_on_the_day_of_each_of_it_and_of_nobody_else(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    assert "Nobody has it yet" in day_of(front, OFFICER)
    team = duty(front, READS, MANAGER)
    client = client_for(front.posts[MANAGER])
    page = client.get(reverse("record", kwargs={"area": "contact", "id": record.id})).content.decode()
    assert f'value="team.{team.id}"' in page
    given = client.post(
        reverse("give_record", kwargs={"area": "contact", "id": record.id}), {"give_to": f"team.{team.id}"}
    )
    assert given.status_code == 302
    for role in (MANAGER, READS):
        assert record.reference in day_of(front, role) and "Your team’s." in day_of(front, role)
    assert record.reference not in day_of(front, OFFICER)
    page = client.get(reverse("record", kwargs={"area": "contact", "id": record.id})).content.decode()
    assert "The team Duty" in page
    assert "The team Duty" in client.get(reverse("work_list", kwargs={"area": "contact"})).content.decode()


def test_a_team_tie_opens_what_a_case_tie_opens_until_somebody_is_put_out():
    """A looked-after child: a social worker reads it only with a tie. The control stands first and last."""
    care = named(open_council()["care"])
    with tenancy(care.controller, system="importer"):
        place = Post.objects.get(id=care.posts[WORKER]).organisation
        team = Team.objects.create(organisation=place, name="Children in care")
        record = care.send("looked_after")
    address = reverse("record", kwargs={"area": "looked_after", "id": record.id})
    assert client_for(care.posts[WORKER]).get(address).status_code == 404
    with tenancy(care.controller, system="importer"):
        Post.objects.filter(id=care.posts[WORKER]).update(team=team, team_until=timezone.now() + timedelta(days=1))
        actions.assign_team(record=record, team_id=team.id, reason="A new child in care.")
    assert client_for(care.posts[WORKER]).get(address).status_code == 200
    with tenancy(care.controller, system="importer"):
        Post.objects.filter(id=care.posts[WORKER]).update(team_until=timezone.now())
    assert client_for(care.posts[WORKER]).get(address).status_code == 404


def test_taken_by_one_of_it_it_stays_the_teams_and_given_to_another_it_closes(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    team = duty(front, OFFICER, MANAGER)
    with front.at_work(OFFICER):
        given = actions.assign_team(record=record, team_id=team.id)
        assert actions.assign_team(record=record, team_id=team.id).id == given.id
        actions.assign(record=record, post_id=front.posts[OFFICER])
        assert (record.team, record.owner_post) == (team.id, front.posts[OFFICER])
        actions.hand_back(record=record, reason="I am away.")
        assert (record.team, record.owner_post) == (team.id, None)
        actions.assign(record=record, post_id=front.posts[READS])
        assert record.team is None
        assert not Grant.objects.filter(grantee_id=team.id, until=None).exists()
        assert Assignment.objects.filter(record=record).count() == 4


def test_what_an_emptied_team_has_is_nobodys_again(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    team = duty(front, MANAGER)
    with front.at_work(OFFICER):
        actions.assign_team(record=record, team_id=team.id)
    waits = reverse("work_list", kwargs={"area": "contact"}) + "?whose=nobodys"
    client = client_for(front.posts[OFFICER])
    assert record.reference not in day_of(front, OFFICER) + client.get(waits).content.decode()
    with tenancy(front.controller, system="importer"):
        Post.objects.filter(team=team).update(team_until=timezone.now())
    assert record.reference in day_of(front, OFFICER) and "Nobody has it yet" in day_of(front, OFFICER)
    assert record.reference in client.get(waits).content.decode()


def test_given_away_by_mistake_it_is_the_teams_again(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    team = duty(front, OFFICER, MANAGER)
    with front.at_work(OFFICER):
        actions.assign_team(record=record, team_id=team.id)
        actions.assign(record=record, post_id=front.posts[READS])
        assert actions.put_back(record=record, given_to=front.posts[READS], before=None)
    with front.at_work(OFFICER):
        stands = Record.objects.get(id=record.id)
        assert (stands.team, stands.owner_post) == (team.id, None)
        assert Grant.objects.filter(grantee_id=team.id, until=None).count() == 1


def test_nothing_is_given_to_a_team_in_which_nobody_works(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        team = Team.objects.create(organisation=Organisation.objects.first(), name="Nobody")
        with pytest.raises(NotAllowed, match="Nobody works in this team"):
            actions.assign_team(record=record, team_id=team.id)
