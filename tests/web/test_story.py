"""The chronology of a child: narrowed, with brothers and sisters, marked, put together for a purpose, on paper."""

import json
import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.audit.models import Detail, Leaf
from kith.cases import actions
from kith.cases.actions import OwnAnswers
from kith.chronology.models import Entry, Mark, Selection
from kith.foundation.dates import in_words, london
from kith.foundation.ids import uuid7
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.web.story import sight as sights
from kith.web.story.kept import LONG_AGO
from tests.cases.council import form, open_council, write
from tests.signin import client_for
from tests.web.test_records import named, shut

pytestmark = pytest.mark.django_db
# What a line offers whoever may mark it.
MARK = "Mark as significant"
OFFICER, READS = Role.MASH_OFFICER, Role.SERVICE_MANAGER


@pytest.fixture
def front(db):
    service = named(open_council()["front"])
    with service.at_work(OFFICER):
        first, second, third, _ = (Person.objects.get(id=child) for child in service.children)
        people.add_relationship(person=first, other=second, type="sibling", lives_with=True)
        people.add_relationship(person=first, other=third, type="cousin", lives_with=True)
    return service


def contact(front, n, days_ago=0, **shared):
    """One of an hour ago, so many days back by London's clock: its nights are not all as long."""
    with front.at_work(OFFICER):
        return actions.submit(
            token=uuid7(), area="contact", shared=form("contact", **shared),
            own=[OwnAnswers(front.children[n], "subject")], holder=front.holder,
            occurred_at=london(timezone.now()) - timedelta(days=days_ago, hours=1),
        )  # fmt: skip


def at(front, name="chronology", n=0, **more):
    return reverse(name, kwargs={"id": front.children[n], **more})


def client(front, role=OFFICER):
    return client_for(front.posts[role])


def line_of(front, record):
    with front.at_work(OFFICER):
        return Entry.objects.get(record=record)


def test_it_stands_alone_with_brothers_and_sisters_or_with_the_household(front):
    mine, sisters, cousins = (contact(front, n) for n in range(3))
    reader = client(front)
    alone = reader.get(at(front)).content.decode()
    assert mine.reference in alone and sisters.reference not in alone
    together = reader.get(at(front), {"whose": "siblings"}).content.decode()
    assert sisters.reference in together and "Child1 Canary" in together and cousins.reference not in together
    household = reader.get(at(front), {"whose": "household"}).content.decode()
    assert cousins.reference in household and sisters.reference in household
    assert "Source: <bdi>Contact and referral, written by" in alone


def test_a_sister_who_is_closed_to_the_reader_has_no_line(front):
    """The control stands above: open, she is named."""
    contact(front, 0)
    hers = contact(front, 1)
    shut(front, OFFICER, {1})
    page = client(front).get(at(front), {"whose": "household"}).content.decode()
    assert hers.reference not in page and "Child1" not in page


@pytest.mark.shows("C39")
def test_it_is_narrowed_by_area_by_days_and_to_what_matters(front):
    new, old = contact(front, 0), contact(front, 0, days_ago=200)
    reader = client(front)
    whole = reader.get(at(front)).content.decode()
    assert new.reference in whole and old.reference in whole and "Nothing recorded for 200 days" in whole
    assert new.reference not in reader.get(at(front), {"area": "early_help"}).content.decode()
    day = timezone.now() - timedelta(days=100)
    late = reader.get(at(front), {"since": f"{day:%d/%m/%Y}"}).content.decode()
    assert new.reference in late and old.reference not in late
    early = reader.get(at(front), {"until": f"{day:%d/%m/%Y}"}).content.decode()
    assert old.reference in early and new.reference not in early
    wrong = reader.get(at(front), {"since": "31/2/2026"})
    assert wrong.status_code == 422 and "31/2/2026" in wrong.content.decode()
    assert "Nothing you may read fits" in reader.get(at(front), {"only": "significant"}).content.decode()


def test_a_line_is_marked_with_a_reason_and_kept_on_top_and_both_are_taken_back(front):
    record = contact(front, 0)
    entry, reader = line_of(front, record), client(front)
    address = at(front, "mark_line", entry=entry.id)
    assert reader.post(address, {"do": "significant.on"}).status_code == 422
    assert reader.post(address, {"do": "significant.on", "note": "The first bruise."}).status_code == 302
    assert reader.post(address, {"do": "pinned.on"}).status_code == 302
    page = reader.get(at(front), {"only": "significant"}).content.decode()
    assert "The first bruise." in page and "On top" in page
    reader.post(address, {"do": "significant.off"})
    reader.post(address, {"do": "pinned.off"})
    page = reader.get(at(front)).content.decode()
    assert "The first bruise." not in page and "On top" not in page
    with front.at_work(OFFICER):
        assert Mark.objects.count() == 4


def test_who_may_only_read_marks_nothing(front):
    record = contact(front, 0)
    assert MARK in client(front, OFFICER).get(at(front)).content.decode()
    reader = client(front, READS)
    assert record.reference in reader.get(at(front)).content.decode()
    assert MARK not in reader.get(at(front)).content.decode()
    address = at(front, "mark_line", entry=line_of(front, record).id)
    assert reader.post(address, {"do": "pinned.on"}).status_code == 404
    with front.at_work(OFFICER):
        assert not Mark.objects.exists()


@pytest.mark.shows("C39")
def test_lines_are_kept_for_a_purpose_as_they_read_that_day(front):
    one, other = contact(front, 0), contact(front, 0)
    entry, reader = line_of(front, one), client(front)
    assert reader.post(at(front, "select_lines"), {"line": [entry.id]}).status_code == 422
    assert reader.post(at(front, "select_lines"), {"for": "The conference"}).status_code == 422
    kept = reader.post(
        at(front, "select_lines"), {"line": [entry.id], "for": "The conference", f"said-{entry.id}": "Seen by two."}
    )
    assert kept.status_code == 302
    page = reader.get(kept.url).content.decode()
    assert entry.line in page and other.reference not in page and "Today:" not in page and "Seen by two." in page
    with front.at_work(OFFICER):
        actions.move_stage(record=one, to="screening")
    page = reader.get(kept.url).content.decode()
    assert entry.line in page and "Today:" in page
    assert "The conference" in reader.get(at(front)).content.decode()


def test_a_curated_chronology_shows_nobody_a_line_that_is_not_theirs(front):
    mine, hers = contact(front, 0), contact(front, 1)
    ticked = {"line": [line_of(front, mine).id, line_of(front, hers).id], "for": "Both", "whose": "siblings"}
    reader = client(front)
    kept = reader.post(at(front, "select_lines"), ticked)
    assert hers.reference in reader.get(kept.url).content.decode()
    shut(front, OFFICER, {1})
    page = reader.get(kept.url).content.decode()
    assert mine.reference in page and hers.reference not in page and "Child1" not in page
    shut(front, OFFICER, {0, 1})
    assert reader.get(kept.url).status_code == 404


def test_nothing_is_printed_without_a_purpose(front):
    contact(front, 0)
    reader = client(front)
    assert reader.post(at(front, "print_chronology"), {}).status_code == 422
    assert "ready for paper" in reader.post(at(front, "print_chronology"), {"purpose": "Meeting"}).content.decode()
    with front.at_work(OFFICER):
        entry = Entry.objects.get()
    kept = reader.post(at(front, "select_lines"), {"line": [entry.id], "for": "Meeting"})
    with front.at_work(OFFICER):
        address = at(front, "print_selection", kept=Selection.objects.get().id)
    assert kept.status_code == 302 and reader.post(address, {}).status_code == 422
    assert "ready for paper" in reader.post(address, {"purpose": "Meeting"}).content.decode()


def test_it_takes_the_same_queries_however_much_there_is(front):
    reader, counts = client(front), []
    for _ in range(2):
        for _ in range(3):
            contact(front, 0)
        reader.get(at(front))
        with CaptureQueriesContext(connection) as asked:
            page = reader.get(at(front)).content.decode()
        counts.append((len(asked), len(re.findall("Source:", page))))
    assert counts[0][0] == counts[1][0] and counts[0][1] < counts[1][1]


def test_it_is_read_page_by_page_and_whoever_puts_it_together_has_more_before_them(front, monkeypatch):
    monkeypatch.setattr("kith.web.story.sight.AT_ONCE", 2)
    shown = [contact(front, 0, days_ago=n).reference for n in range(5)]
    reader, address, found = client(front), at(front), []
    while address:
        page = reader.get(address).content.decode()
        found.append([one for one in shown if one in page])
        older = re.search(r'href="([^"]*)">Older lines', page)
        address = unescape(older[1]) if older else ""
    assert found == [shown[:2], shown[2:4], shown[4:]] and "Back to the newest" in page
    whole = reader.get(at(front), {"many": "500"}).content.decode()
    printed = reader.post(at(front, "print_chronology"), {"purpose": "Meeting", "before": "x"}).content.decode()
    assert all(one in whole and one in printed for one in shown) and "Older lines" not in whole + printed


def test_a_line_marked_on_a_later_page_leads_back_to_that_page(front):
    entry = line_of(front, contact(front, 0))
    before = {"before": f"2030-01-01T00:00:00+00:00 {uuid7()}", "whose": "child"}
    marked = client(front).post(at(front, "mark_line", entry=entry.id), {"do": "pinned.on", **before})
    assert marked.url.startswith(at(front) + "?before=2030-01-01T00") and "whose" not in marked.url


@pytest.mark.parametrize(
    "before", ["", "x", "2026-01-01 x", "2026-01-01T00:00:00 0190a0a0-0000-7000-8000-000000000000"]
)
def test_an_address_that_was_changed_begins_at_the_newest(front, before):
    record = contact(front, 0)
    assert record.reference in client(front).get(at(front), {"before": before}).content.decode()


def of_both(front, days_ago=0):
    """One contact about the first two children."""
    with front.at_work(OFFICER):
        return actions.submit(
            token=uuid7(), area="contact", shared=form("contact"),
            own=[OwnAnswers(front.children[n], "subject") for n in (0, 1)], holder=front.holder,
            occurred_at=timezone.now() - timedelta(days=days_ago, hours=1),
        )  # fmt: skip


def times(page, record):
    """How many lines of the story name this record."""
    return page.count(f"<bdi>{record.reference}")


def test_one_contact_about_two_of_them_is_one_line_with_both_names(front):
    both = of_both(front)
    page = client(front).get(at(front), {"whose": "household"}).content.decode()
    assert times(page, both) == 1
    (about,) = re.findall(r"About <bdi>([^<]*)</bdi>", page)
    assert sorted(about.split(" and ")) == ["Child0 Canary", "Child1 Canary"]
    # Alone, each has it.
    assert times(client(front).get(at(front, n=1)).content.decode(), both) == 1


def test_where_it_says_something_else_of_each_both_are_said(front):
    both = of_both(front)
    with front.at_work(OFFICER):
        write(both, front.children[1], columns={"outcome": "nfa"})
    page = client(front).get(at(front), {"whose": "household"}).content.decode()
    assert times(page, both) == 2 and page.count("Source: <bdi>") == 1
    assert "About <bdi>Child0 Canary</bdi>" in page and "About <bdi>Child1 Canary</bdi>" in page


def test_of_a_sister_who_is_closed_the_line_of_both_names_nobody(front):
    both = of_both(front)
    shut(front, OFFICER, {1})
    page = client(front).get(at(front), {"whose": "household"}).content.decode()
    assert times(page, both) == 1 and "Child1" not in page


def test_page_by_page_no_line_comes_twice_and_none_is_lost(front, monkeypatch):
    monkeypatch.setattr(sights, "AT_ONCE", 2)
    records = [of_both(front, n) for n in range(4)] + [contact(front, 1, 9)]
    seen, address = [], at(front) + "?whose=household"
    while address:
        page = client(front).get(address).content.decode()
        seen += [one.reference for one in records if times(page, one)]
        more = re.search(r'href="([^"]+)">Older lines', page)
        address = more[1].replace("&amp;", "&") if more else ""
    assert seen == [one.reference for one in records]


def test_a_line_of_both_that_is_kept_keeps_both(front):
    both = of_both(front)
    reader = client(front)
    page = reader.get(at(front), {"whose": "household"}).content.decode()
    (ticked,) = re.findall(r'name="line" value="([^"]+)"', page)
    made = reader.post(at(front, "select_lines"), {"line": ticked, "for": "Meeting", "whose": "household"}, follow=True)
    assert made.status_code == 200 and made.content.decode().count(both.reference) >= 2


@pytest.mark.shows("C39", "C31")
def test_it_is_narrowed_by_kind_by_category_and_by_person(front):
    mine, hers = contact(front, 0), contact(front, 1)
    with front.at_work(OFFICER):
        write(mine, front.children[0], columns={"category": "neglect"})
    reader, household = client(front), {"whose": "household"}
    page = reader.get(at(front), household).content.decode()
    assert mine.reference in page and hers.reference in page and 'value="neglect"' in page
    of = {
        "category": reader.get(at(front), {"category": "neglect"} | household).content.decode(),
        "who": reader.get(at(front), {"who": str(front.children[0])} | household).content.decode(),
    }
    assert all(mine.reference in one and hers.reference not in one for one in of.values())
    statuses = reader.get(at(front), {"kind": "status"}).content.decode()
    recorded = reader.get(at(front), {"kind": "recorded"}).content.decode()
    assert mine.reference not in statuses and mine.reference in recorded
    other = reader.get(at(front), {"who": str(uuid7())} | household).content.decode()
    assert mine.reference in other and hers.reference in other, "nobody's name narrows nothing"


@pytest.mark.shows("L54", "C39")
def test_a_court_has_every_line_and_the_next_keeper_those_of_this_child_alone(front):
    mine, hers = contact(front, 0, days_ago=3), contact(front, 1)
    lines = [line_of(front, one).id for one in (mine, hers)]
    reader = client(front)
    ticked = {
        "line": lines,
        "for": "The hearing",
        "whose": "siblings",
        f"said-{lines[0]}": "Łucja saw it: " + "so " * 99,
    }
    kept = reader.post(at(front, "select_lines"), ticked)
    asked = {"version": "COURT", "recipient": "The family court", "why": "The hearing in May"}
    for missing in asked:
        wrong = reader.post(kept.url + "copy/", asked | {missing: " "})
        assert wrong.status_code == 422 and (missing == "why" or "The hearing in May" in wrong.content.decode())
    court = sheets(reader.post(kept.url + "copy/", asked))
    assert mine.reference in court and hers.reference in court and "About Child1 Canary." in court
    assert "Łucja saw it" in court and "2 " + line_day(front, hers) in court and "The family court" in court
    [(why, told)] = ledger(front, "release.file")
    mark = re.search(r"SHA-256 of the contents ([0-9a-f]{64})", court)[1]
    assert why == "The hearing in May" and mark in told["what"] and told["recipient"] == "The family court"
    handed = sheets(reader.post(kept.url + "copy/", asked | {"version": "TRANSFER"}))
    assert mine.reference in handed and "Łucja saw it" in handed
    assert hers.reference not in handed and "Child1" not in handed and "Entries 1 " in handed
    shut(front, OFFICER, {1})
    closed = sheets(reader.post(kept.url + "copy/", asked))
    assert hers.reference not in closed and "Child1" not in closed, "the control stands above: open, she is in it"


def sheets(answer):
    assert answer["Content-Disposition"] == 'attachment; filename="chronology.pdf"'
    return " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(answer.content)).pages).split())


def line_day(front, record):
    with front.at_work(OFFICER):
        return in_words(london(Entry.objects.get(record=record).occurred_at).date(), as_of=LONG_AGO)


def ledger(front, action):
    with front.at_work(OFFICER):
        ids = Leaf.objects.filter(action=action).values("id")
        told = list(Detail.objects.filter(id__in=ids).values_list("reason", "facts"))
    return [(why, json.loads(facts) if isinstance(facts, str) else facts) for why, facts in told]
