"""A story says all that a record says of a child: to whoever may read it, on the page, as it was kept, for a court."""

import re
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.areas import area
from kith.cases import actions
from kith.cases.models import Part, Record
from kith.chronology.models import Entry
from kith.chronology.reactions import rewrite
from kith.foundation.dates import today
from kith.people import actions as people
from kith.people.models import Person
from kith.tasks import giving
from kith.tenancy import tenancy
from tests.web.casework import HEAD, LEAD, TEACHER, Casework

pytestmark = pytest.mark.django_db
ADDED, WHY, ASKED, HOW = (
    "A new bruise on her neck.",
    "The threshold is met.",
    "Ring the nurse.",
    "She comes on Monday.",
)
THEIRS = "Hands to the face."
MARK = {"site": "front.left_forearm", "type": "bruise", "size_cm": 2}
LONG = "He shouted at the gate. " * 20 + "Then he drove away."


@pytest.fixture
def work():
    return Casework(ann="bullying", ben="bullying", stage="submitted")


def doing(work, role):
    return tenancy(work.school.controller.id, post=work.post_id(role))


def put(part, **answers):
    actions.correct(part=part, answers={**part.answers, **answers}, based_on=part.n, reason="Said so.")


def happens(work):
    """All that may happen to a concern: a mark on Ann, words added, a decision, and two who are asked."""
    record = work.concern
    with work.open():
        record.written_by = work.post_id(LEAD)
        record.save(update_fields=["written_by"])
    with doing(work, LEAD):
        put(Part.objects.get(record=record, person=None), description=LONG)
        put(work.part(record, "ann"), mark_seen=True, marks=[MARK])
        actions.add_words(record=record, words=ADDED)
        actions.move_stage(record=record, to="triaged", rationale=WHY)
        for words, whose in ((ASKED, "ann"), (THEIRS, "ben")):
            given = {"kind": "phone_call", "due_on": today() + timedelta(days=2), "person": work.children[whose]}
            asked = giving.give(record=record, to=work.post_id(TEACHER), words=words, **given)
            giving.say_done(action=asked, how=HOW if whose == "ann" else "Ben was spoken to.")


def story(work, role, name="ann", **asked):
    address = reverse("chronology", kwargs={"id": work.children[name]})
    return work.client(role).get(address, asked).content.decode()


def test_the_story_says_what_was_added_marked_decided_asked_and_done(work):
    happens(work)
    page = story(work, LEAD)
    for words in ("Then he drove away.", ADDED, WHY, ASKED, HOW, "Bruise, 2 cm", "Decided: Triaged"):
        assert words in page, words
    assert THEIRS not in page and "spoken to" not in page, "what was asked about another child is in their story"
    theirs = story(work, LEAD, "ben")
    assert THEIRS in theirs and ADDED in theirs and ASKED not in theirs and "Bruise, 2 cm" not in theirs


def test_of_a_record_that_is_closed_to_somebody_they_read_nothing_more_either(work):
    """And the control: until it is closed, and to whoever closed it, the story says it."""
    happens(work)
    every = (ADDED, WHY, ASKED, HOW, "Bruise, 2 cm", "He shouted")
    assert all(words in story(work, LEAD) for words in every)
    closed = {"do": "restrict", "why": "It names somebody who works here."}
    work.client(HEAD).post(reverse("record_closed", kwargs={"id": work.concern.id}), closed)
    assert not any(words in story(work, LEAD) for words in every)
    assert all(words in story(work, HEAD) for words in every)


def kept(work):
    with work.open():
        id = Entry.objects.get(person_id=work.children["ann"]).id
    child = {"id": work.children["ann"]}
    return work.client(LEAD).post(reverse("select_lines", kwargs=child), {"line": [id], "for": "The hearing"}).url


def test_what_was_kept_stays_and_what_was_added_since_stands_apart(work):
    happens(work)
    address = kept(work)
    page = work.page(LEAD, address)
    assert all(words in page for words in ("Then he drove away.", ADDED, WHY, ASKED, HOW)) and "Since then" not in page
    with doing(work, LEAD):
        actions.add_words(record=work.concern, words="And on her arm.")
    page = work.page(LEAD, address)
    assert ADDED in page.split("Since then")[0] and "And on her arm." in page.split("Since then")[1]


def test_a_print_and_the_copy_for_a_court_say_it_too(work):
    happens(work)
    address = kept(work)
    printed = work.client(LEAD).post(address + "print/", {"purpose": "Meeting"}).content.decode()
    asked = {"version": "COURT", "recipient": "The family court", "why": "The hearing"}
    court = sheets(work.client(LEAD).post(address + "copy/", asked))
    handed = sheets(work.client(LEAD).post(address + "copy/", asked | {"version": "TRANSFER"}))
    for words in (ADDED, WHY, ASKED, HOW, "Bruise, 2 cm"):
        assert words in printed and words in court and words not in handed, words


def sheets(answer):
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def test_brothers_and_sisters_have_their_own_words_under_their_names(work):
    happens(work)
    with work.open():
        ann, ben = (Person.objects.get(id=work.children[name]) for name in ("ann", "ben"))
        people.add_relationship(person=ann, other=ben, type="sibling", lives_with=True)
    page = story(work, LEAD, whose="siblings")
    assert page.count(ADDED) == 1 and ASKED in page and THEIRS in page
    (whose,) = re.findall(r"Mark, <bdi>([^<]*)</bdi>", page)
    assert whose == "Ann Sole"


def test_what_was_written_under_an_early_number_says_what_happened(work):
    with doing(work, LEAD):
        put(Part.objects.get(record=work.concern, person=None), description="He shouted.")
    with work.open():
        Record.objects.filter(id=work.concern.id).update(version=1)
        rewrite(work.concern.id)
        assert Entry.objects.get(person_id=work.children["ann"]).told == "He shouted."
    assert area("concern", 1).tells == "description"


def test_it_takes_no_query_more_however_many_lines_there_are(work):
    happens(work)
    counts = []
    for _ in range(2):
        with work.open():
            rewrite(work.write({"ann": "bullying"}).id)
        story(work, HEAD)
        with CaptureQueriesContext(connection) as asked:
            page = story(work, HEAD)
        counts.append((len(asked), page.count("Source:")))
    assert counts[0][0] == counts[1][0] and counts[0][1] < counts[1][1]


COPY = {"version": "COURT", "recipient": "The family court", "why": "The hearing"}


@pytest.fixture
def named(work):
    """A line in which another pupil, whom the concern is not about, is named."""
    with work.open():
        place = {"organisation": work.school.organisation, "from_on": today() - timedelta(days=90)}
        people.enrol(person=Person.objects.get(id=work.child("cleo")), **place)
    with doing(work, LEAD):
        said = "Cleo Sole told me. Nobody else saw it."
        put(Part.objects.get(record=work.concern, person=None), description=said)
    return kept(work)


def names_in(page):
    return list(dict.fromkeys(re.findall(r'type="radio" name="(name\.[^"]*)"', page)))


@pytest.mark.shows("L54", "C39")
def test_a_copy_goes_once_each_name_of_somebody_else_was_decided_about(work, named):
    lead = work.client(LEAD)
    assert not names_in(work.page(LEAD, named))
    stays = lead.post(named + "copy/", COPY)
    page = stays.content.decode()
    assert stays.status_code == 422 and "Decide what becomes of “Cleo”" in page and "The hearing" in page
    (field,) = names_in(page)
    assert "another pupil" in sheets(lead.post(named + "copy/", COPY | {field: "take_out"}))
    left = sheets(lead.post(named + "copy/", COPY | {field: "keep"}))
    assert "Cleo Sole told me." in left, "the control: somebody decided that it stays"
    none = lead.post(named + "copy/", COPY | {field: "out"})
    assert none.status_code == 422 and "no line" in none.content.decode()


def test_in_the_copy_for_whoever_keeps_the_file_next_ones_own_summary_is_asked_about(work, named):
    with work.open():
        id = Entry.objects.get(person_id=work.children["ann"]).id
    ticked = {"line": [id], "for": "The file", f"said-{id}": "Cleo knows more."}
    lead, child = work.client(LEAD), {"id": work.children["ann"]}
    address = lead.post(reverse("select_lines", kwargs=child), ticked).url
    page = lead.post(address + "copy/", COPY | {"version": "TRANSFER"}).content.decode()
    (field,) = names_in(page)
    handed = sheets(lead.post(address + "copy/", COPY | {"version": "TRANSFER", field: "take_out"}))
    assert "[another pupil] knows more." in handed and "Cleo" not in handed
