"""Setting up: each step done by the fact itself, a school opened by the trust's administrator, and by nobody else."""

import re

import pytest

from kith.accounts import actions as accounts
from kith.organisations import actions as organisations
from kith.organisations.models import Organisation, Post
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.rooms import give_post, lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
UP, PLACES, OPEN = "/setting-up/", "/setting-up/places/", "/setting-up/places/open/"
NEW = {"name": "Beech Hill", "laestab": "865/4012", "urn": "", "admin_name": "Ann", "email": "ann@b.example"}


@pytest.fixture
def trust(db):
    """A trust without a school, and the one who keeps its posts."""
    controller = organisations.open_controller(slug="vale", kind="trust", name="Vale Trust")
    with tenancy(controller.id, system="operator"):
        office = organisations.add_organisation(kind="trust", name="Vale Trust")
    return controller, give_post(controller, office, Role.SYSTEM_ADMIN, "admin@vale.example")


def body(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def done(client, school):
    page = client.get(f"{UP}{school.id}/").content.decode()
    return int(re.search(r"(\d+) of 12 steps are done", page)[1])


def test_a_trusts_administrator_opens_a_school_and_names_who_goes_on(trust):
    controller, by = trust
    admin = client_for(by.id)
    assert "Open the first one" in body(admin.get(UP))
    wrong = body(admin.post(OPEN, {**NEW, "laestab": "12", "email": "ann"}))
    assert "seven digits" in wrong and "the whole address" in wrong and 'value="Beech Hill"' in wrong
    opened = body(admin.post(OPEN, NEW))
    assert "Beech Hill is open" in re.sub("</?bdi>", "", opened)
    with tenancy(controller.id, system="operator"):
        school = Organisation.objects.get(laestab="8654012")
        first = Post.objects.get(organisation=school)
        assert school.files_of.slug == "beech-hill" and (first.role, first.user.email) == (
            "local_admin",
            "ann@b.example",
        )
    assert re.search(r"https?://[^ <]+/[^ <]+", opened)
    twice = admin.post(OPEN, NEW)
    assert twice.status_code == 422 and "There is a place of this name already" in body(twice)
    local = client_for(first.id)
    assert local.get(UP).url == f"{UP}{school.id}/" and done(local, school) == 1
    assert {"holder.add", "organisation.add"} <= {action for action, _ in lines(controller.id)}


def test_nobody_else_opens_one(trust):
    """A school's own administrator, and that of a single school: neither the form nor the step."""
    controller, _ = trust
    school, alone = open_school("alder", Role.LOCAL_ADMIN, controller=controller), open_school("elm", Role.SYSTEM_ADMIN)
    for client in (client_for(school.posts[Role.LOCAL_ADMIN].id), client_for(alone.posts[Role.SYSTEM_ADMIN].id)):
        assert "Open a new school" not in body(client.get(PLACES))
        refused = client.post(OPEN, NEW)
        assert refused.status_code == 422 and "opens its schools" in body(refused)
    with tenancy(controller.id, system="operator"):
        assert not Organisation.objects.filter(laestab="8654012").exists()


def test_each_step_is_done_by_the_fact_itself_and_of_this_school_alone(trust):
    controller, by = trust
    admin = client_for(by.id)
    alder, birch = (open_school(name, Role.DSL, controller=controller) for name in ("alder", "birch"))
    assert done(admin, alder.organisation) == done(admin, birch.organisation) == 0
    answers = {f"{name}-{alder.organisation.id}": told for name, told in (("name", "Alder"), ("laestab", "8994001"))}
    assert admin.post(PLACES, {"place": alder.organisation.id, **answers}).status_code == 302
    assert done(admin, alder.organisation) == 1
    with alder.at_work(Role.DSL):
        people.create_person(holder=alder.holder.id, forename="Bo", surname="Ash", confirmed_new=True)
    assert "One child has a file; nobody is on the roll." in body(admin.get(f"{UP}{alder.organisation.id}/"))
    for role in (Role.DEPUTY_DSL, Role.HEADTEACHER):
        give_post(controller, alder.organisation, role, f"{role}@a.example")
    assert done(admin, alder.organisation) == 3
    give_post(controller, alder.organisation, Role.SCHOOL_STAFF, "t@a.example")
    admin.post("/staff/settings/", {"idle_minutes": "10", "colour": "#6b1f3a", "password_profile": "source"})
    accounts.accept_agreement(user=by.user, version=accounts.publish_agreement(text="I look where my work takes me."))
    assert done(admin, alder.organisation) == 8, "number, leaders, pupils, staff; passwords, time-out, colour, wording"
    assert done(admin, birch.organisation) == 4, "what is chosen for all is done everywhere, the rest is not"


def test_what_may_stay_is_left_with_a_line_and_only_by_who_keeps_all_of_it(trust):
    controller, by = trust
    school = open_school("alder", Role.LOCAL_ADMIN, controller=controller)
    page = f"{UP}{school.organisation.id}/"
    local, admin = client_for(school.posts[Role.LOCAL_ADMIN].id), client_for(by.id)
    for client, step in ((local, "colour"), (admin, "pupils")):
        client.post(page, {"step": step})
    assert done(admin, school.organisation) == 0
    assert body(local.get(page)).count("Leave it as it is") == 1, (
        "of kinds of concern, which a school may say for itself"
    )
    for _ in range(2):
        admin.post(page, {"step": "colour"})
    assert done(admin, school.organisation) == 1 and "Looked at, and left." in body(local.get(page))
    assert len(lines(controller.id, "place.looked_at")) == 1


def test_whoever_may_not_do_a_step_reads_who_does_it(trust):
    """And the control: of what is theirs nobody else is named."""
    controller, _ = trust
    school = open_school("alder", Role.LOCAL_ADMIN, controller=controller)
    page = body(client_for(school.posts[Role.LOCAL_ADMIN].id).get(f"{UP}{school.organisation.id}/"))
    assert page.count("sets this, for all of it.") == 4 and "who keeps the posts of this school" not in page
    assert "Next: name and number" in page or "Next: the lead" in page


def test_what_nobody_may_do_says_so():
    alone = open_school("elm", Role.LOCAL_ADMIN)
    page = body(client_for(alone.posts[Role.LOCAL_ADMIN].id).get(f"{UP}{alone.organisation.id}/"))
    assert "nobody has that post: ask whoever runs Kith for you" in page


def test_the_chair_of_governors_is_named_by_who_keeps_the_posts_of_the_school(trust):
    controller, by = trust
    school = open_school("alder", Role.LOCAL_ADMIN, Role.GOVERNOR, controller=controller)
    local, page = client_for(school.posts[Role.LOCAL_ADMIN].id), f"{UP}{school.organisation.id}/"
    before = done(local, school.organisation)
    assert "until one is named, nobody may read it" in body(local.get(page)) and "/staff/chair/" in body(
        local.get(page)
    )
    assert "/staff/chair/" not in body(client_for(by.id).get(page))
    local.post("/staff/chair/", {"to": school.posts[Role.GOVERNOR].id})
    assert done(local, school.organisation) == before + 1 and "chairs them" in body(local.get(page))


def test_rules_for_passwords_are_told_in_words(trust):
    controller, by = trust
    school, admin = open_school("alder", Role.DSL, controller=controller), client_for(by.id)
    admin.post("/staff/settings/", {"idle_minutes": "10", "colour": "#6b1f3a", "password_profile": "source"})
    page = body(admin.get(f"{UP}{school.organisation.id}/"))
    assert "the profile" not in page and "Chosen: At least" in page
