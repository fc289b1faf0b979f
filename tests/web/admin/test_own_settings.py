"""An administrator's page of settings: what holds is shown, chosen with a line, and refused beside its question."""

import re

import pytest

from kith.reference.roles import Role
from kith.tenancy.models import Controller
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
SETTINGS = "/staff/settings/"


@pytest.fixture
def school():
    return open_school("alder", Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN, Role.DSL)


def at(school, role):
    return client_for(school.posts[role].id)


def body(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def kept():
    return Controller.objects.get(slug="alder").settings


def form(**changed):
    usual = {"idle_minutes": "15", "password_profile": "modern", "factor_for_reporters": "usual", "colour": ""}
    return usual | changed


@pytest.mark.shows("C87")
def test_what_holds_is_shown_and_what_is_answered_otherwise_is_kept_with_a_line(school):
    admin = at(school, Role.SYSTEM_ADMIN)
    page = body(admin.get(SETTINGS))
    assert 'name="idle_minutes" type="text" value="15"' in page and "From 5 to 30" in page
    assert SETTINGS in body(admin.get("/staff/"))
    assert admin.post(SETTINGS, form()).status_code == 302 and kept() == {}, "nothing was answered otherwise"
    assert admin.post(SETTINGS, form(idle_minutes="10", colour="#6B1F3A", password_profile="source")).status_code == 302
    assert kept() == {"idle_minutes": 10, "colour": "#6b1f3a", "password_profile": "source"}
    assert len(lines(school.controller.id, "settings.change")) == 1
    page = body(admin.get(SETTINGS))
    assert 'value="10"' in page and 'value="source" id="password_profile" checked' in page
    assert "/theme/alder.css" in page
    back = form(idle_minutes="10", password_profile="source", factor_for_reporters="yes")
    assert admin.post(SETTINGS, back).status_code == 302
    assert kept() == {"idle_minutes": 10, "password_profile": "source", "factor_for_reporters": True}


def test_all_that_is_wrong_is_said_beside_its_question_and_nothing_is_kept(school):
    wrong = form(idle_minutes="31", colour="#ffd43b", password_profile="none")
    back = at(school, Role.SYSTEM_ADMIN).post(SETTINGS, wrong)
    page = body(back)
    assert back.status_code == 422 and 'value="#ffd43b"' in page and 'value="31"' in page
    assert sorted(re.findall(r'<li><a href="#([^"]+)"', page)) == ["colour", "idle_minutes", "password_profile"]
    assert "so not 31" in page and "too pale" in page
    soon = at(school, Role.SYSTEM_ADMIN).post(SETTINGS, form(idle_minutes="soon"))
    assert "so not soon" in body(soon)
    assert kept() == {} and not lines(school.controller.id, "settings.")


def test_who_keeps_one_place_reads_them_and_chooses_nothing(school):
    local = at(school, Role.LOCAL_ADMIN)
    page = body(local.get(SETTINGS))
    assert "After a pause of 15 minutes" in page and "Save the settings" not in page
    refused = local.post(SETTINGS, form(idle_minutes="5"))
    assert refused.status_code == 422 and kept() == {}
    assert at(school, Role.DSL).get(SETTINGS).status_code == 404
