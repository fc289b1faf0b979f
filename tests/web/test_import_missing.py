"""Who is on the roll and not in a census is a list of children, each with a line for the look."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.foundation.dates import today
from kith.people.actions import end_enrolment
from kith.people.models import Enrolment, PersonName
from kith.reference.roles import Role
from tests.intake.xml_samples import KATE, TOM, census
from tests.jobs.steps import work_off
from tests.rooms import open_school
from tests.signin import client_for
from tests.web.test_import_looks import looks

pytestmark = pytest.mark.django_db


def send(client, *pupils):
    file = SimpleUploadedFile("oak.xml", census(*pupils).encode())
    address = client.post("/imports/", {"files": file, "accept": "exact"}).url
    work_off()
    return address


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_whom_a_census_leaves_out_is_listed(monkeypatch):
    monkeypatch.setattr("kith.web.imports.missing.SHOWN", 1)
    school = open_school("oakmere", Role.DSL, laestab="8654001")
    client = client_for(school.posts[Role.DSL].id)
    first = send(client, KATE, TOM, replace(KATE, forename="Wilf", surname="Quill", upn="", born="2017-05-06"))
    assert "Nobody to show" in text_of(client.get(first + "missing/"))
    address = send(client, TOM)
    assert "See who is not in this census" in text_of(client.get(address))
    page = text_of(client.get(address + "missing/"))
    assert "2 children" in page and ("Kate Weller" in page) != ("Wilf Quill" in page) and "Tom" not in page
    further = text_of(client.get(address + "missing/?after=1"))
    assert ("Kate Weller" in further) != ("Kate Weller" in page) and "?after" not in further
    with school.at_work(Role.DSL):
        kate = PersonName.objects.get(forename="Kate").person_id
        wilf = PersonName.objects.get(forename="Wilf").person_id
        bar(user_id=school.posts[Role.DSL].user_id, person_id=kate, kind=BarKind.CONFLICT, reason="Own niece")
    assert looks(school)[-2:] in ([{kate}, {wilf}], [{wilf}, {kate}])
    page = text_of(client.get(address + "missing/"))
    assert "Kate" not in page and "Wilf Quill" in page and "is left out" in page


@pytest.mark.parametrize(("days", "listed"), [(7, True), (-1, False)])
def test_who_has_a_last_day_is_asked_about_until_it_is_over(days, listed):
    school = open_school("oakmere", Role.DSL, laestab="8654001")
    client = client_for(school.posts[Role.DSL].id)
    send(client, KATE, TOM)
    with school.at_work(Role.DSL):
        kate = Enrolment.objects.get(person_id=PersonName.objects.get(forename="Kate").person_id)
        end_enrolment(enrolment=kate, on=today() + timedelta(days=days), based_on=kate.n)
    page = text_of(client.get(send(client, TOM) + "missing/"))
    assert ("Kate Weller" in page) is listed
