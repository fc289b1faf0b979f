"""Pages over HTTP with the demo in place: who gets what, and what the ledger says of it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.web.conftest import LEAD, OTHER_LEAD, TEACHER, at_work

pytestmark = pytest.mark.usefixtures("demo")


def body(response: Any) -> str:
    return response.content.decode()


def a_child_of(client: Client) -> tuple[UUID, str]:
    """Somebody on the lead's board: id and name."""
    concern = re.search(r"/concerns/([0-9a-f-]{36})/", body(client.get("/concerns/")))
    page = body(client.get(f"/concerns/{concern[1]}/"))  # type: ignore[index]
    found = re.search(r'/people/([0-9a-f-]{36})/">(?:<bdi>)?([^<]+)<', page)
    return UUID(found[1]), found[2]  # type: ignore[index]


def lines(action: str, slug: str = "alder-vale") -> list[tuple[Any, ...]]:
    """What the ledger of a controller has of one action: subjects, reason, terms."""
    with tenancy(Controller.objects.get(slug=slug).id, system="importer"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.subjects, d.reason, d.terms FROM audit_leaf l JOIN audit_detail d USING (controller_id, id)"
            " WHERE l.action = %s ORDER BY l.id",
            [action],
        )
        return cursor.fetchall()


def start(client: Client) -> str:
    return client.get("/concerns/new/").url


def typed(child: UUID, **more: str) -> dict[str, str]:
    return {
        "danger_now": "no",
        "origin": "seen",
        "description": "She held her arm.",
        "day": "24/11/2025",
        "clock": "8:50",
        "immediate_action": "Told the lead.",
        "own.0.person": str(child),
        "own.0.role": "victim",
        **more,
    }


@pytest.mark.shows("C43", "C61", "C80")
def test_a_concern_goes_from_the_teacher_to_the_lead_and_nobody_else() -> None:
    lead, teacher, other = at_work(LEAD), at_work(TEACHER), at_work(OTHER_LEAD)
    child, name = a_child_of(lead)
    address = start(teacher)
    found = body(teacher.post(address, {"do": "look", "look_for": name}, follow=True))
    assert f"add.{child}" in found
    sent = teacher.post(address, {**typed(child), "do": "send"})
    receipt = sent.url
    concern = receipt.replace("/sent", "")
    assert "Not read yet" in body(teacher.get(receipt))
    assert teacher.get(concern).status_code == 404
    assert other.get(concern).status_code == other.get(receipt).status_code == 404
    assert "She held her arm." in body(lead.get(concern))
    assert "Not read yet" not in body(teacher.get(receipt))
    assert lead.get(receipt).status_code == 404


def test_sent_twice_it_is_one_concern() -> None:
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, _ = a_child_of(lead)
    address = start(teacher)
    once, twice = (teacher.post(address, {**typed(child), "do": "send"}).url for _ in range(2))
    assert once == twice


def test_what_was_typed_is_kept_and_found_again_by_its_writer_alone() -> None:
    teacher, lead = at_work(TEACHER), at_work(LEAD)
    address = start(teacher)
    saved = teacher.post(f"{address}keep/", {"description": "Only half a sent"})
    assert re.fullmatch(r"Saved \d\d:\d\d:\d\d", body(saved))
    assert "Only half a sent" in body(teacher.get("/"))
    assert "Only half a sent" in body(teacher.get(address))
    assert "Only half a sent" not in body(lead.get(address))


def test_a_form_with_a_gap_comes_back_with_everything_typed() -> None:
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, _ = a_child_of(lead)
    back = teacher.post(start(teacher), {**typed(child, description="", immediate_action="Rang."), "do": "send"})
    assert back.status_code == 422
    assert "What happened? Write an answer." in body(back) and "Rang." in body(back)


def test_a_child_of_another_school_cannot_be_written_about() -> None:
    stranger, _ = a_child_of(at_work(OTHER_LEAD))
    teacher = at_work(TEACHER)
    back = teacher.post(start(teacher), {**typed(stranger), "do": "send"})
    assert back.status_code == 422
    assert "Choose who this is about once more" in body(back)


def test_a_search_leaves_its_line_and_nothing_in_the_address() -> None:
    lead = at_work(LEAD)
    _, name = a_child_of(lead)
    answer = lead.post("/find/", {"words": name})
    assert answer.status_code == 302
    assert not any(word in answer.url for word in name.split())
    assert name in body(lead.get(answer.url))
    assert lines("person.search")[-1][2] == name
    assert at_work(TEACHER).post("/find/", {"words": name}).status_code == 404


def test_a_teacher_who_looks_for_a_pupil_leaves_a_line_too() -> None:
    child, name = a_child_of(at_work(LEAD))
    teacher = at_work(TEACHER)
    before = len(lines("pupil.search"))
    teacher.post(start(teacher), {"do": "look", "look_for": name}, follow=True)
    subjects, _, terms = lines("pupil.search")[before]
    assert child in subjects and terms == name


def test_a_person_page_is_for_their_own_school() -> None:
    lead = at_work(LEAD)
    child, name = a_child_of(lead)
    assert name in body(lead.get(f"/people/{child}/"))
    assert child in lines("person.view")[-1][0]
    for stranger in (OTHER_LEAD, TEACHER):
        assert at_work(stranger).get(f"/people/{child}/").status_code == 404


def test_who_has_looked_names_the_one_who_looks() -> None:
    lead = at_work(LEAD)
    child, _ = a_child_of(lead)
    lead.get(f"/people/{child}/")
    page = body(lead.get(f"/people/{child}/looked/"))
    assert "Opened the person page" in page and LEAD in page


def test_a_step_that_needs_something_first_changes_nothing() -> None:
    """Category and step go in one unit: the refused step takes the category back."""
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, _ = a_child_of(lead)
    receipt = teacher.post(start(teacher), {**typed(child), "do": "send"}).url
    concern = receipt.replace("/sent", "")
    (field,) = re.findall(r'name="(own\.[^"]+)\.n"', body(lead.get(concern)))
    decided = {f"{field}.n": "1", f"{field}.category": "bullying"}
    refused = lead.post(f"{concern}decide/", {**decided, "to": "closed", "why": "Settled"})
    assert refused.status_code == 422
    assert "Not yet categorised" in body(lead.get(concern))
    lead.post(f"{concern}decide/", {**decided, "to": "triaged", "why": ""})
    page = body(lead.get(concern))
    assert "Bullying" in page and "Triaged" in page


def test_pages_are_never_stored_and_nothing_runs_inline() -> None:
    lead = at_work(LEAD)
    child, name = a_child_of(lead)
    for address in ("/", "/concerns/", "/find/", "/imports/", "/you/", f"/people/{child}/"):
        answer = lead.get(address)
        text = body(answer)
        assert "no-store" in answer["Cache-Control"]
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert not re.search(r"<style|style=|<script(?! src)| on[a-z]+=", text), address
        assert not set(re.search(r"<title>(.*?)</title>", text)[1].split()) & set(name.split())  # type: ignore[index]


def test_a_look_is_two_words_in_a_cookie() -> None:
    teacher = at_work(TEACHER)
    teacher.post("/you/look/", {"density": "desk", "light": "night", "other": "x"})
    assert teacher.cookies["look"].value == "desk.night"
    page = body(teacher.get("/"))
    assert 'data-theme="night"' in page and "k-desk" in page
    teacher.post("/you/look/", {"density": "<b>", "light": "day"})
    assert teacher.cookies["look"].value == "day"


def test_a_theme_is_one_colour_or_nothing() -> None:
    controller = Controller.objects.get(slug="alder-vale")
    for colour, status in (("#123abc", 200), ("red;} body{display:none", 404), ("", 404)):
        controller.settings["colour"] = colour
        controller.save()
        answer = Client().get("/theme/alder-vale.css")
        assert answer.status_code == status
    assert Client().get("/theme/nobody.css").status_code == 404


def test_only_who_may_write_persons_imports() -> None:
    assert at_work(TEACHER).get("/imports/").status_code == 404
    assert at_work(LEAD).get("/imports/").status_code == 200


def test_a_forged_form_is_told_so_in_our_voice_and_does_nothing() -> None:
    teacher = at_work(TEACHER)
    teacher.handler.enforce_csrf_checks = True
    answer = teacher.post("/you/look/", {"density": "desk"})
    assert answer.status_code == 403
    assert "can’t be sent from here" in body(answer)
    assert "look" not in teacher.cookies


def test_a_record_opened_in_an_emergency_says_so_on_every_page() -> None:
    duty = at_work("Rana Nasser")
    address = duty.post("/find/", {"words": "smith"}).url
    found = re.search(r'/people/([0-9a-f-]{36})/"', body(duty.get(address)))
    person = UUID(found[1])  # type: ignore[index]
    unnamed = duty.post(f"/people/{person}/emergency/", {"reason": "The child may be in danger at home tonight."})
    assert unnamed.status_code == 422 and "Choose what sort of emergency it is." in body(unnamed)
    short = duty.post(f"/people/{person}/emergency/", {"code": "danger", "reason": "Too short"})
    assert short.status_code == 422 and not lines("person.break_glass", "wexshire")
    reason = "At the police station; nobody who works with them answers."
    assert duty.post(f"/people/{person}/emergency/", {"code": "danger", "reason": reason}).status_code == 302
    assert lines("person.break_glass", "wexshire")[-1][:2] == ([person], reason)
    assert "opened a record in an emergency" in body(duty.get("/"))
    assert at_work(TEACHER).get(f"/people/{person}/emergency/").status_code == 404
    opened = body(duty.get(f"/people/{person}/emergency/"))
    assert "Close it now" in opened and "What sort of emergency?" not in opened
    assert duty.post(f"/people/{person}/emergency/", {"do": "close"}).status_code == 302
    assert "opened a record in an emergency" not in body(duty.get("/"))
    assert "What sort of emergency?" in body(duty.get(f"/people/{person}/emergency/"))


def test_what_a_part_said_before_stands_on_the_concern_with_who_and_why() -> None:
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, _ = a_child_of(lead)
    concern = teacher.post(start(teacher), {**typed(child), "do": "send"}).url.replace("/sent", "")
    assert "What this said before" not in body(lead.get(concern))
    form = re.search(r'name="(own\.[^"]+\.)category"', body(lead.get(concern)))
    field = form[1]  # type: ignore[index]
    asked = {f"{field}n": "1", f"{field}category": "bullying", f"{field}outcome": "", "to": "", "why": "Two saw it"}
    assert lead.post(f"{concern}decide/", asked).status_code == 302
    page = body(lead.get(concern))
    assert "What this said before (1)" in page and f"Changed by {LEAD}" in page and "Two saw it" in page


# What the assessments name, by the code of the list.
SOURCES = {
    "attendance_behaviour", "safeguarding_file", "senco_records", "ehc_plan", "pupil_record", "early_help_assessment",
    "seen", "told_by_agency", "told_by_parent", "told_by_pupil", "told_by_child",
}  # fmt: skip


@pytest.mark.shows("C55", "C71")
def test_where_a_concern_came_from_is_one_of_a_list_and_stands_on_it() -> None:
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, _ = a_child_of(lead)
    form = re.search(r'<select[^>]*name="origin".*?</select>', body(teacher.get(start(teacher))), re.S)
    assert form and set(re.findall(r'<option value="([a-z_]+)"', form[0])) >= SOURCES
    sent = teacher.post(start(teacher), {**typed(child, origin="senco_records"), "do": "send"})
    assert "From the SENCO’s records" in body(lead.get(sent.url.replace("/sent", "")))
    other = teacher.post(start(teacher), {**typed(child), "do": "send"})
    assert "From the SENCO’s records" not in body(lead.get(other.url.replace("/sent", ""))), "the control"
    for none in ("", "a_rumour"):
        assert teacher.post(start(teacher), {**typed(child, origin=none), "do": "send"}).status_code == 422
