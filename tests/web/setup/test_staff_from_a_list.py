"""Staff from a list: looked at line by line, given with a link each, given only as it was looked at, taken back."""

import re

import pytest

from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
LOOK, GIVE, BACK = "/setting-up/staff/", "/setting-up/staff/give/", "/setting-up/staff/take-back/"
LIST = """Role,E-mail,Name
DSL,pat@alder.example,Pat Reed
Teacher,ann@alder.example,Ann Smith
school staff,bo@alder.example,"Lee, Bo"
"""


@pytest.fixture
def school():
    return open_school("alder", Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN, Role.SCHOOL_STAFF)


def body(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def asked(school, text):
    return {"place": str(school.organisation.id), "lines": text}


def looked_at(client, school, text):
    page = client.post(LOOK, asked(school, text)).content.decode()
    return {**asked(school, text), "looked": hidden(page, "looked")}


def held(school):
    with tenancy(school.controller.id, system="operator"):
        posts = Post.objects.filter(until=None).exclude(user__email__contains="@alder.example", role="")
        return {(post.user.email, post.role) for post in posts}


def test_a_list_is_looked_at_given_once_and_taken_back(school):
    admin = client_for(school.posts[Role.LOCAL_ADMIN].id)
    before = held(school)
    page = body(admin.post(LOOK, asked(school, LIST)))
    assert page.count("New account") == 3 and "Lee, Bo" in page and "Give these 3 posts" in page
    assert held(school) == before, "looking gives nothing"
    form = looked_at(admin, school, LIST)
    given = admin.post(GIVE, form).content.decode()
    links = set(re.findall(r"https?://[^ <]+/[^ <]+", given))
    assert len(links) == 3 and held(school) - before == {
        ("pat@alder.example", "dsl"),
        ("ann@alder.example", "school_staff"),
        ("bo@alder.example", "school_staff"),
    }
    again = body(admin.post(GIVE, form))
    assert "Nothing was left to give" in again and not re.search(r"https?://[^ <]+/[^ <]+", again)
    assert len(lines(school.controller.id, "post.grant")) == 3 + 3
    back = body(admin.post(BACK, {"taken": hidden(given, "taken")}))
    assert "3 posts have ended" in back and held(school) == before
    assert "0 posts have ended" in body(admin.post(BACK, {"taken": hidden(given, "taken")}))


def test_what_is_wrong_is_said_beside_its_line_and_nothing_is_given(school):
    admin, before = client_for(school.posts[Role.LOCAL_ADMIN].id), held(school)
    mine = school.posts[Role.LOCAL_ADMIN].user.email
    text = (
        f"Ann,ann,teacher\nBo,bo@a.example,wizard\n,cy@a.example,teacher\nMe,{mine},head\nDi,di@a.example,local_admin"
    )
    form = asked(school, text + "\nEd,ed@a.example,TA")
    assert "Give th" not in body(admin.post(LOOK, form)), "nothing is offered that is then refused"
    answer = admin.post(GIVE, form)
    page = body(answer)
    assert answer.status_code == 422 and page.count("To put right") == 5 and "ed@a.example" in page
    for said in (
        "Write the whole address",
        "in the words of a role",
        "Say their name too",
        "their own account",
        "by itself",
    ):
        assert said in page
    assert held(school) == before


def test_a_list_changed_since_it_was_looked_at_is_looked_at_again(school):
    """The control: given as it was sent, somebody nobody looked at would have a post."""
    admin, before = client_for(school.posts[Role.LOCAL_ADMIN].id), held(school)
    form = looked_at(admin, school, LIST) | {"lines": LIST + "head,eve@a.example,Eve\n"}
    page = body(admin.post(GIVE, form))
    assert held(school) == before and "eve@a.example" in page and "Give these 4 posts" in page


def test_another_place_and_a_list_of_somebody_else_are_refused(school):
    other = open_school("birch", Role.LOCAL_ADMIN, Role.SCHOOL_STAFF, controller=school.controller)
    ours, theirs = (client_for(one.posts[Role.LOCAL_ADMIN].id) for one in (school, other))
    refused = ours.post(LOOK, asked(other, LIST))
    assert refused.status_code == 422 and "Choose a place from the list." in body(refused)
    given = ours.post(GIVE, looked_at(ours, school, LIST)).content.decode()
    assert "0 posts have ended" in body(theirs.post(BACK, {"taken": hidden(given, "taken")}))
    forged = ours.post(BACK, {"taken": str(other.posts[Role.SCHOOL_STAFF].id)})
    assert forged.status_code == 422 and ("school_staff@birch.example", "school_staff") in held(school)


def opened_by(page):
    return re.findall(r"https?://[^ <]+/sign-in/password/[^ <]+", page)


def test_an_account_of_another_controller_gets_the_post_and_no_link_that_opens_it(school):
    """They were invited there, or sign in by that organisation’s own accounts: a password is none they ever had."""
    there = open_school("cedar", Role.DSL)
    theirs = there.posts[Role.DSL].user
    theirs.set_unusable_password()
    theirs.save()
    admin = client_for(school.posts[Role.LOCAL_ADMIN].id)
    text = f"Theirs,{theirs.email},teacher\nNew,new@a.example,teacher"
    page = admin.post(GIVE, looked_at(admin, school, text)).content.decode()
    assert (theirs.email, "school_staff") in held(school)
    # The control: who is new has theirs.
    [link] = opened_by(page)
    assert str(theirs.pk) not in link and page.count("Has an account") == 1


def test_a_file_is_read_and_one_that_is_no_list_is_refused(school):
    from django.core.files.uploadedfile import SimpleUploadedFile as File

    admin = client_for(school.posts[Role.LOCAL_ADMIN].id)
    sheet = "\ufeffName;E-mail;Role\r\nAnn Smith;ann@a.example;Teaching assistant\r\n".encode()
    page = body(admin.post(LOOK, {**asked(school, ""), "file": File("staff.csv", sheet)}))
    assert "Give this post" in page and "ann@a.example" in page
    wrong = admin.post(LOOK, {**asked(school, ""), "file": File("staff.xlsx", b"PK\x03\x04\xff\xfe")})
    assert wrong.status_code == 422 and "Save the sheet as CSV" in body(wrong)


@pytest.mark.parametrize("said", ["Head and DSL", "DSL / Headteacher", "head & designated safeguarding lead"])
def test_a_head_who_leads_has_both_posts_of_one_line_and_one_account(school, said):
    admin, before = client_for(school.posts[Role.LOCAL_ADMIN].id), held(school)
    form = looked_at(admin, school, f"Ann Smith,ann@alder.example,{said}")
    page = body(admin.post(LOOK, form))
    assert page.count("New account") == 1 and page.count("The same account") == 1 and "Give these 2 posts" in page
    admin.post(GIVE, form)
    assert held(school) - before == {("ann@alder.example", "headteacher"), ("ann@alder.example", "dsl")}


def test_of_two_roles_one_of_which_there_is_not_nothing_is_given(school):
    page = body(
        client_for(school.posts[Role.LOCAL_ADMIN].id).post(LOOK, asked(school, "Ann,ann@a.example,Head and cook"))
    )
    assert "in the words of a role" in page and "Give th" not in page
