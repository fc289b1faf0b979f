"""Trends, groups, patterns and reports over HTTP: who is shown what, and what leaves."""

import csv
import io
import json
import re
import zipfile
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.access.reader import Reader
from kith.audit.models import Detail, Leaf
from kith.cases.models import Part, Record
from kith.foundation.dates import LONDON, today
from kith.foundation.ids import uuid7
from kith.insight.models import PatternAnswer, SavedQuestion
from kith.insight.periods import half_terms
from kith.organisations import actions as organisations
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing import Kind, NotReleased, Way, release
from kith.tenancy import tenancy
from tests.access.conftest import child_of
from tests.access.test_parts import concern
from tests.rooms import give_post, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
NAME = "Quillabet"
# Of staff numbers are said as they are; this part is the last one.
STAFF = "Training of staff"
KINDS = {"bullying": 9, "child_protection": 7, "attendance": 2}


def fill(school, kinds=KINDS, days=None):
    """Concerns of a half-term that has ended, about one child whose name stands nowhere else."""
    child = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        people.add_name(person=Person.objects.get(id=child), kind="legal", forename=NAME, surname="Sole")
        made = [concern(school, uuid7(), {child: kind}).id for kind, n in kinds.items() for _ in range(n)]
        [last] = half_terms(today(), 1, ended=True)
        ended = datetime.combine(last.from_on, time(12), LONDON)
        happened = ended if days is None else timezone.now() - timedelta(days=days)
        Record.objects.filter(id__in=made).update(occurred_at=happened)
    return child


@pytest.fixture
def school(db):
    roles = (Role.DSL, Role.HEADTEACHER, Role.GOVERNOR, Role.PASTORAL_LEAD, Role.SCHOOL_STAFF, Role.TRUST_DSL)
    made = open_school("oakmere", *roles)
    fill(made)
    return made


def of(school, role):
    return client_for(school.posts[role].id)


def page(client, name, **parts):
    return client.get(reverse(name, kwargs=parts or None)).content.decode()


def lines(school, action):
    with tenancy(school.controller.id, system="clock"):
        ids = Leaf.objects.filter(action=action).values("id")
        told = list(Detail.objects.filter(id__in=ids).values_list("reason", "facts"))
    return [(why, json.loads(facts) if isinstance(facts, str) else facts) for why, facts in told]


def test_a_number_opens_its_rows_and_the_names_are_a_line(school):
    lead = of(school, Role.DSL)
    told = page(lead, "trends")
    assert "Most often: Bullying, 9 of 18." in told and NAME not in told
    address = re.search(r'href="(/reports/trends/category/bullying/any/)"', told)[1]
    rows = lead.get(address).content.decode()
    assert rows.count("k-work__what") == 9 and NAME in rows
    assert lines(school, "trend.list")


def test_each_role_is_counted_what_it_may_read_and_others_find_nothing(school):
    theirs = page(of(school, Role.PASTORAL_LEAD), "trends")
    assert "Most often: Bullying, 9 of 9." in theirs and "Child protection" not in theirs
    governor = of(school, Role.GOVERNOR)
    for name in ("trends", "groups", "patterns"):
        assert governor.get(reverse(name)).status_code == 404
    for name in ("head", "inspectors", "trust"):
        assert governor.get(reverse("report", kwargs={"to": name})).status_code == 404
    assert of(school, Role.SCHOOL_STAFF).get(reverse("reports")).status_code == 404


@pytest.mark.shows("C41", "C42")
def test_the_governors_are_told_numbers_and_no_small_one(school):
    told = page(of(school, Role.GOVERNOR), "report", to="governors")
    assert NAME not in told and "/concerns/" not in told
    assert "18 in all, 9 of them Bullying." in told
    cells = re.findall(r'<td class="n">([^<]*)</td>', told.replace("&lt;", "‹"))
    assert {"9", "18", "‹6", "not shown"} <= set(cells)
    of_children = re.findall(r'<td class="n">([^<]*)</td>', told.partition(STAFF)[0])
    assert STAFF in told and not [cell for cell in of_children if cell.isdigit() and int(cell) < 6]


@pytest.mark.shows("C41")
def test_a_report_leaves_through_the_gate_with_purpose_and_recipient(school):
    governor = of(school, Role.GOVERNOR)
    address = reverse("export_report", kwargs={"to": "governors"})
    refused = governor.post(address, {"form": "csv", "recipient": "The clerk"})
    assert refused.status_code == 422 and "Choose what it is for." in refused.content.decode()
    assert 'value="The clerk"' in refused.content.decode() and not lines(school, "release.file")
    asked = {"why": "Governors’ oversight of safeguarding", "recipient": "The clerk", "form": "csv"}
    sheet = governor.post(address, asked)
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert ["Report to governors"] in rows and any(row[:1] == ["Bullying"] and "9" in row for row in rows)
    of_children = rows[: rows.index([STAFF])]
    assert not [cell for row in of_children for cell in row[1:] if cell.isdigit() and int(cell) < 6]
    [(why, facts)] = lines(school, "release.file")
    assert why == asked["why"] and facts["recipient"] == "The governing board: The clerk"
    paper = governor.post(address, asked | {"form": "pdf"}).content
    assert paper.startswith(b"%PDF-1.7") and b"/StructTreeRoot" in paper
    assert zipfile.is_zipfile(io.BytesIO(governor.post(address, asked | {"form": "xlsx"}).content))


def test_the_gate_asks_who_receives_a_report_and_whether_the_sender_may_have_it(school):
    def let_out(role, **more):
        with school.at_work(role):
            reader = Reader.build(school.posts[role].id, second_factor=True)
            told = {"what": "report", "way": Way.FILE, "kind": Kind.AUDIENCE, "purpose": "x", "basis": "x"}
            return release(**told, reader=reader, **{"recipient": "The clerk", **more})

    assert let_out(Role.GOVERNOR).kind is Kind.AUDIENCE
    for role, more in (
        (Role.SCHOOL_STAFF, {}),
        (Role.GOVERNOR, {"recipient": " "}),
        (Role.DSL, {"subjects": [uuid7()]}),
    ):
        with pytest.raises(NotReleased):
            let_out(role, **more)


def test_a_kept_question_stands_in_the_report_and_no_cell_is_run(school):
    lead = of(school, Role.DSL)
    address = reverse("keep_question", kwargs={"asked": "weekday"})
    told = {"category": "child_protection", "called": "", "audience": "head"}
    assert lead.post(address, told).status_code == 422
    assert lead.post(address, told | {"called": "x", "audience": "governors"}).status_code == 422
    assert lead.post(address, told | {"called": "=1+1"}).status_code == 302
    assert lead.post(address, told | {"called": "=1+1"}).status_code == 422
    assert "=1+1" in page(lead, "reports") and "=1+1" in page(lead, "report", to="head")
    assert "=1+1" not in page(lead, "report", to="termly")
    export = reverse("export_report", kwargs={"to": "head"})
    asked = {"why": "Leadership meeting", "recipient": "P Dunne", "form": "csv"}
    rows = list(csv.reader(io.StringIO(lead.post(export, asked).content.decode("utf-8-sig"))))
    assert ["'=1+1"] in rows and not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    book = zipfile.ZipFile(io.BytesIO(lead.post(export, asked | {"form": "xlsx"}).content))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    with school.at_work(Role.DSL):
        kept = SavedQuestion.objects.get()
    assert lead.post(reverse("remove_question", kwargs={"id": kept.id})).status_code == 302
    assert "=1+1" not in page(lead, "report", to="head")


def test_the_inspector_is_shown_names_in_person_and_in_no_file(school):
    lead = of(school, Role.DSL)
    assert NAME in page(lead, "report", to="inspectors")
    export = reverse("export_report", kwargs={"to": "inspectors"})
    asked = {"why": "Inspection of the school", "recipient": "The lead inspector", "form": "csv"}
    text = lead.post(export, asked).content.decode("utf-8-sig")
    assert NAME not in text and "A sample of concerns" in text
    printed = lead.post(reverse("print_report", kwargs={"to": "inspectors"}), {"purpose": "The inspection"})
    assert NAME in printed.content.decode()
    [(why, facts)] = lines(school, "release.print")
    assert why == "The inspection" and facts["kind"] == "own screen"


def test_the_sample_is_as_old_and_as_new_as_the_year(school):
    with tenancy(school.controller.id, system="importer"):
        found = list(Record.objects.order_by("id"))
        for n, one in enumerate(found):
            Record.objects.filter(id=one.id).update(occurred_at=timezone.now() - timedelta(days=10 * n + 1))
    told = page(of(school, Role.DSL), "report", to="inspectors")
    assert found[0].reference in told and found[-1].reference in told
    assert sum(one.reference in told for one in found) == 10 < len(found)


@pytest.mark.shows("C41")
def test_the_trust_board_is_told_of_each_school_by_itself(school):
    other = open_school("ashford", Role.DSL, controller=school.controller)
    fill(other, {"bullying": 3})
    with tenancy(school.controller.id, system="importer"):
        office = organisations.add_organisation(kind="trust", name="The trust office")
    board = give_post(school.controller, office, Role.TRUST_DSL, "board@trust.example")
    client = client_for(board.id)
    told = page(client, "report", to="trust")
    assert "Oakmere School: Kinds of concern" in told and "18 in all, 9 of them Bullying." in told
    assert "Ashford School: Kinds of concern" in told and "&lt;6, too few to say more." in told
    assert NAME not in told and "21" not in re.findall(r'<td class="n">([^<]*)</td>', told)
    assert client.get(reverse("trends")).status_code == 404
    with tenancy(school.controller.id, post=board.id):
        assert not Part.objects.exists()


@pytest.mark.shows("C119")
def test_a_person_answers_a_pattern_and_what_they_typed_stays(school):
    fill(school, {"bullying": 4}, days=3)
    lead, asked = of(school, Role.DSL), reverse("answer_pattern")
    shown = page(lead, "patterns")
    assert "4 concerns about the same child between" in shown and NAME in shown
    which = re.search(r'name="pattern" value="(\w+)"', shown)[1]
    again = lead.post(asked, {"pattern": which, "verdict": "dismiss", "why": " "})
    assert again.status_code == 422 and "Say why." in again.content.decode()
    stale = lead.post(asked, {"pattern": "gone", "verdict": "accept", "why": "So."})
    assert stale.status_code == 422 and "has changed since" in stale.content.decode()
    with school.at_work(Role.DSL):
        before = list(Record.objects.order_by("id").values())
    assert lead.post(asked, {"pattern": which, "verdict": "dismiss", "why": "One long quarrel."}).status_code == 302
    after = page(lead, "patterns")
    assert "One long quarrel." in after and f'value="{which}"' not in after
    with school.at_work(Role.DSL):
        assert PatternAnswer.objects.count() == 1 and list(Record.objects.order_by("id").values()) == before
    assert lines(school, "pattern.dismiss")[0][0] == "One long quarrel."
    assert of(school, Role.PASTORAL_LEAD).post(asked, {"pattern": which}).status_code == 404


def test_pages_ask_the_same_however_much_there_is(school):
    lead, counts = of(school, Role.DSL), []
    for _ in range(2):
        fill(school, {"bullying": 6}, days=10)
        found = []
        for name, parts in (("trends", {}), ("groups", {}), ("report", {"to": "termly"})):
            page(lead, name, **parts)
            with CaptureQueriesContext(connection) as asked:
                page(lead, name, **parts)
            found.append(len(asked))
        counts.append(found)
    assert counts[0] == counts[1]
