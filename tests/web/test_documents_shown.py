"""One document shown to a colleague or a team for a time: it alone, with a reason, ending by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kith.access.models import Bar, Grantee, Subject
from kith.foundation.ids import uuid7
from kith.organisations.models import Post, Team
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.rooms import lines
from tests.signin import can_sign_in, client_for
from tests.web.test_documents import CANARY, PDF, World, one

pytestmark = pytest.mark.django_db
WHY = "She takes them to the appointment"


@pytest.fixture
def world():
    return World()


def day(n):
    return f"{timezone.localdate() + timedelta(days=n):%d/%m/%Y}"


def kept(world):
    return one(world, "plan.pdf")


@pytest.mark.shows("C46")
def test_a_colleague_sees_that_document_alone_until_its_last_day(world):
    lead, id = kept(world)
    teacher, address = world.at_work(Role.SCHOOL_STAFF), f"/documents/{id}/"
    assert teacher.get(address).status_code == 404, "the control: not shown, not there"
    asked = {"to": [world.school.posts[Role.SCHOOL_STAFF].id], "because": WHY, "until": day(7)}
    for missing, said in (("to", "Choose who shall see it"), ("because", "Say why"), ("until", "date")):
        wrong = lead.post(address + "share/", {**asked, missing: ""})
        assert wrong.status_code == 422 and said in wrong.content.decode()
    assert lead.post(address + "share/", asked | {"until": day(300)}).status_code == 422
    assert lead.post(address + "share/", asked).url == address
    assert WHY in lead.get(address).content.decode()
    assert "A document is shown to you" in teacher.get("/").content.decode()
    assert "plan.pdf" in teacher.get("/documents/shared/").content.decode()
    page = teacher.get(address).content.decode()
    assert WHY in page and f"/people/{world.first}/" not in page and "Show it to colleagues" not in page
    assert b"".join(teacher.get(address + "1/shown/").streaming_content) == PDF
    for closed in (world.page, f"/people/{world.first}/", f"/documents/{world.kept()[0]}/shown/"):
        assert teacher.get(closed).status_code == 404
    assert teacher.post(address + "void/", {"why": "Mine"}).status_code == 404
    told = lines(world.school.controller.id, "document.")
    assert ("document.share", WHY) in told and [one for one, _ in told].count("document.view") >= 2
    looked = lead.get(f"/people/{world.first}/looked/").content.decode()
    assert world.school.posts[Role.SCHOOL_STAFF].user.display_name in looked
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=True):
        assert world.at_work(Role.SCHOOL_STAFF).get(address).status_code == 404


def test_of_its_versions_the_newest_alone_is_shown_and_a_newer_one_takes_its_place(world):
    lead, id = kept(world)
    address, teacher = f"/documents/{id}/", world.at_work(Role.SCHOOL_STAFF)

    def bring(name):
        file = SimpleUploadedFile(name, PDF + name.encode(), "application/pdf")
        return lead.post(address + "newer/", {"file": file, "token": str(uuid7())})

    assert bring("blacked-out.pdf").status_code == 302
    assert "no version before it" in lead.get(address).content.decode()
    me = world.school.posts[Role.SCHOOL_STAFF].id
    assert lead.post(address + "share/", {"to": [me], "because": WHY, "until": day(7)}).status_code == 302
    opened = [teacher.get(f"{address}{n}/shown/").status_code for n in (1, 2)]
    copied = [teacher.post(f"{address}{n}/copy/", {"purpose": "The appointment"}).status_code for n in (1, 2)]
    assert (opened, copied) == ([404, 200], [404, 200])
    assert "plan.pdf" not in teacher.get(address).content.decode() + teacher.get("/documents/shared/").content.decode()
    assert lead.get(f"{address}1/shown/").status_code == 200, "the control: who works with the child opens all of them"
    assert bring("third.pdf").status_code == 302
    assert [teacher.get(f"{address}{n}/shown/").status_code for n in (1, 2, 3)] == [404, 404, 200]


def test_who_may_read_what_it_hangs_on_keeps_its_versions_though_it_is_shown_to_their_team(world):
    lead, id = kept(world)
    address = f"/documents/{id}/"
    with tenancy(world.school.controller.id, system="importer"):
        team = Team.objects.create(organisation=world.school.organisation, name="Year 5")
        Post.objects.filter(id=world.school.posts[Role.DSL].id).update(team=team)
    file = SimpleUploadedFile("second.pdf", PDF + b"2", "application/pdf")
    assert lead.post(address + "newer/", {"file": file, "token": str(uuid7())}).status_code == 302
    asked = {"team": team.id, "because": WHY, "until": day(1)}
    assert lead.post(address + "share/", asked).status_code == 302
    assert lead.get(f"{address}1/shown/").status_code == 200
    assert "Versions before this one" in lead.get(address).content.decode()


@pytest.mark.shows("C46")
def test_a_team_sees_it_and_whoever_shares_ends_it(world):
    lead, id = kept(world)
    with tenancy(world.school.controller.id, system="importer"):
        team = Team.objects.create(organisation=world.school.organisation, name="Year 5")
        Post.objects.filter(id=world.school.posts[Role.SCHOOL_STAFF].id).update(team=team)
    address, teacher = f"/documents/{id}/", world.at_work(Role.SCHOOL_STAFF)
    asked = {"team": team.id, "because": WHY, "until": day(0)}
    assert lead.post(address + "share/", asked).status_code == 302
    page = lead.get(address).content.decode()
    assert "Year 5" in page and teacher.get(address).status_code == 200
    end = page.split("/share/")[1].split("/end/")[0]
    assert teacher.post(f"{address}share/{end}/end/").status_code == 404
    assert lead.post(f"{address}share/{end}/end/").status_code == 302
    assert teacher.get(address).status_code == 404
    assert ("document.unshare", "") in lines(world.school.controller.id, "document.")


def test_who_signs_in_without_a_code_is_told_that_a_document_waits_and_how_to_see_it(world):
    lead, id = kept(world)
    me, address = world.school.posts[Role.SCHOOL_STAFF], f"/documents/{id}/"
    by_password = client_for(me.id, second_factor=False)
    assert by_password.get(address).status_code in (403, 404) and "waits" not in by_password.get("/").content.decode()
    assert by_password.get("/documents/shared/").status_code == 200, "the control: nothing waits, nothing is asked"
    page = lead.get(address).content.decode()
    assert "Signs in without a code" in page
    assert lead.post(address + "share/", {"to": [me.id], "because": WHY, "until": day(1)}).status_code == 302
    shown = lead.get(address).content.decode().split("Shown to colleagues")[1].split("Show it to colleagues")[0]
    assert "Signs in without a code" in shown
    home = by_password.get("/").content.decode()
    assert "Set up a code or a passkey to see it" in home and CANARY.split()[0] not in home and "plan.pdf" not in home
    for there in ("/documents/shared/", address):
        asked = by_password.get(there)
        assert asked.status_code == 302 and asked.url.startswith("/sign-in/set-up/?next=")
    assert by_password.get(address + "1/shown/").status_code == 302
    can_sign_in(me.user)
    assert "Signs in without a code" not in lead.get(address).content.decode().split("Show it to colleagues")[0]


def test_who_is_kept_from_a_child_sees_none_of_it_and_a_closed_child_closes_it(world):
    lead, id = kept(world)
    me, address = world.school.posts[Role.SCHOOL_STAFF], f"/documents/{id}/"
    assert lead.post(address + "share/", {"to": [me.id], "because": WHY, "until": day(1)}).status_code == 302
    assert world.at_work(Role.SCHOOL_STAFF).get(address).status_code == 200
    with tenancy(world.school.controller.id, system="importer"):
        bar = Bar.objects.create(
            grantee_kind=Grantee.USER, grantee_id=me.user_id, kind="conflict",
            subject_kind=Subject.PERSON, subject_id=world.first, since=timezone.now(),
        )  # fmt: skip
    assert world.at_work(Role.SCHOOL_STAFF).get(address).status_code == 404
    with tenancy(world.school.controller.id, system="importer"):
        bar.delete()
    world.close(world.first)
    assert world.at_work(Role.SCHOOL_STAFF).get(address).status_code == 404


def test_only_who_leads_shares_and_only_to_colleagues_of_these_files(world):
    lead, id = kept(world)
    mine, elsewhere = world.school.posts[Role.SCHOOL_STAFF].id, world.there.posts[Role.DSL].id
    asked = {"to": [mine], "because": WHY, "until": day(1)}
    assert world.at_work(Role.SCHOOL_STAFF).post(f"/documents/{id}/share/", asked).status_code in (403, 404)
    assert lead.post(f"/documents/{id}/share/", asked | {"to": [elsewhere]}).status_code == 422
    with tenancy(world.school.controller.id, system="importer"):
        Post.objects.filter(id=mine).update(role=Role.GOVERNOR.value)
    assert lead.post(f"/documents/{id}/share/", asked).status_code == 422, "a governor reads about no child"
    assert world.at_work(Role.DSL, world.there).get(f"/documents/{id}/").status_code == 404
    assert CANARY not in lead.get(f"/documents/{id}/").content.decode()
