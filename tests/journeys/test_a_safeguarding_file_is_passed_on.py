"""Noah leaves Oakmere for Hollin Bridge, and his safeguarding file goes with him (scenario A2).

The night finds that he left. The lead says where he goes, sees that a record names another pupil and a member of staff,
decides about each, sees all that goes and sends it. The lead of the next school says who he is and signs; the receipt
comes back, and Oakmere's copy is closed. Ada goes to a school that is not on Kith: there a link and a secret, read out
by telephone, open a locked pack. Each page is looked at on a desk and on a narrow phone.
"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from kith.cases import actions as cases
from kith.cases.models import Record
from kith.foundation.dates import today
from kith.organisations.models import Organisation, Post
from kith.people import actions as people
from kith.people.models import Enrolment, Person, PersonName
from kith.reference.roles import Role
from kith.sharing.passing import leaving
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect, follow
from tests.jobs.steps import work_off
from tests.journeys.steps import enter, is_fit_at_both_widths, press

LEAD, NEXT_LEAD = "Jan Marsh", "Nadia Farrow"
WORDS = "Noah said Zed pushed him, and that Mr Dunne saw it and did nothing."
NOAHS, ZEDS = "I hurt my knee on the step.", "He started it, I only ran."


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def given_noah_and_ada_have_left_oakmere():
    trust = Controller.objects.get(slug="alder-vale")
    with tenancy(trust.id, system="importer"):
        school = Organisation.objects.get(urn="900001")
        named = PersonName.objects.filter(forename="Noah", surname="Pryce").values("person_id")
        here = Enrolment.objects.get(person_id__in=named, organisation=school)
        noah = here.person
        people.correct(fact=here, based_on=here.n, until_on=today() - timedelta(days=1))
        zed, ada = (_pupil(school, *one) for one in (("Zed", "Brown", None), ("Ada", "Finch", today())))
        teacher = Post.objects.get(organisation=school, role=Role.SCHOOL_STAFF, user__display_name="Tola Okafor")
    with tenancy(trust.id, post=teacher.id):
        _concern(school, cases.OwnAnswers(noah.id, "victim", {"child_words": NOAHS}),
                 cases.OwnAnswers(zed.id, "sibling", {"child_words": ZEDS}))  # fmt: skip
        _concern(school, cases.OwnAnswers(ada.id, "victim", {}))
    with tenancy(trust.id, system="importer"):
        found = leaving.look_for_leavers(today())
        assert {one.person_id for one in found} >= {noah.id, ada.id}
    return noah.id


def _pupil(school: Organisation, forename: str, surname: str, left: date | None) -> Person:
    made = people.create_person(
        holder=school.files_of_id, forename=forename, surname=surname, born_on=date(2017, 2, 1), confirmed_new=True
    )
    people.enrol(person=made, organisation=school, from_on=today() - timedelta(days=300), until_on=left)
    return made


def _concern(school: Organisation, *own: cases.OwnAnswers) -> None:
    words = WORDS if len(own) > 1 else "A quiet day."
    shared = {"danger_now": False, "origin": "seen", "description": words, "immediate_action": "Told the lead."}
    record = cases.submit(
        token=uuid4(), area="concern", holder=school.files_of_id, occurred_at=timezone.now() - timedelta(days=20),
        shared=shared, own=list(own),
    )  # fmt: skip
    # What is open keeps the copy open.
    Record.objects.filter(id=record.id).update(stage="closed", closed_at=timezone.now())


def when_the_lead_finds_it_on_their_day(page, base):
    enter(page, base, LEAD)
    page.goto(f"{base}/")
    expect(page.get_by_text("Prepare the safeguarding file of a child").first).to_be_visible()
    page.goto(f"{base}/files/")
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("link").filter(has_text="Noah Pryce").first)
    is_fit_at_both_widths(page)


def when_the_lead_says_where_he_goes_and_decides_about_each_name(page):
    page.get_by_label("Next school").select_option(label="Hollin Bridge Primary, URN 900002")
    press(page, "Keep where it goes")
    expect(page.get_by_role("alert")).to_contain_text("Write who leads safeguarding there.")
    page.get_by_label("Who leads safeguarding there?").fill("Nadia Farrow, rung today")
    press(page, "Keep where it goes")
    expect(page.get_by_text("It goes to Hollin Bridge Primary.")).to_be_visible()
    press(page, "Look at what will go")
    expect(page.get_by_role("alert")).to_contain_text("Decide what becomes of “Zed”")
    expect(page.get_by_role("alert")).to_contain_text("Decide what becomes of “Dunne”")
    is_fit_at_both_widths(page)
    for word in ("“Zed” may name another pupil", "“Dunne” may name a member of staff"):
        page.get_by_role("group", name=word).get_by_label("Take the name out").check()
    press(page, "Look at what will go")


def then_they_see_all_of_it_and_send_it(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what will go")
    taken_out = "[another pupil] pushed him, and that [a member of staff] saw it"
    for words in (NOAHS, taken_out, "14 Jul 2042", "pages in all"):
        expect(page.get_by_text(words).first).to_be_visible()
    for words in (ZEDS, "Zed", "Dunne"):
        expect(page.get_by_text(words)).to_have_count(0)
    mark = page.locator("p.k-break").inner_text()
    assert len(mark) == 64
    is_fit_at_both_widths(page)
    press(page, "Send it to Hollin Bridge Primary")
    expect(page.get_by_text("Sent, nobody has signed yet")).to_be_visible()
    is_fit_at_both_widths(page)
    work_off()
    return mark, page.url


def when_the_next_lead_signs_for_it(page, base, mark):
    enter(page, base, NEXT_LEAD)
    page.goto(f"{base}/")
    follow(page, page.get_by_role("link", name="A safeguarding file has come").first)
    expect(page.get_by_text(NOAHS)).to_have_count(0)
    is_fit_at_both_widths(page)
    press(page, "Yes, the child is ours: open it")
    expect(page.get_by_text(mark)).to_be_visible()
    expect(page.get_by_text(NOAHS).first).to_be_visible()
    is_fit_at_both_widths(page)
    press(page, "Sign and take it in")
    expect(page.get_by_role("alert")).to_contain_text("Choose who this child is")
    page.get_by_label("Somebody new here").check()
    press(page, "Sign and take it in")
    expect(page.get_by_text("The receipt has gone back.")).to_be_visible()
    expect(page.get_by_text("Keep it until Mon 14 Jul 2042")).to_be_visible()
    is_fit_at_both_widths(page)
    work_off()


def then_the_receipt_is_there_and_the_copy_is_closed(page, base, sent, mark, noah):
    page.goto(sent)
    for words in ("Signed for", NEXT_LEAD, mark, "the fingerprint is the same", "Your own copy is closed"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("Noah")).to_have_count(0)
    is_fit_at_both_widths(page)
    assert page.goto(f"{base}/people/{noah}/").status == 404


def when_ada_goes_to_a_school_that_is_not_on_kith(page, base):
    page.goto(f"{base}/files/")
    follow(page, page.get_by_role("link").filter(has_text="Ada Finch").first)
    page.get_by_label("Next school").select_option(label="A school that isn’t on Kith")
    page.get_by_text("The school isn’t on Kith, or nobody knows it").click()
    page.get_by_label("Name of a school that isn’t on Kith").fill("Elsewhere Primary")
    page.get_by_label("Who leads safeguarding there?").fill("Ms Hart")
    press(page, "Keep where it goes")
    press(page, "Look at what will go")
    make = page.get_by_role("button", name="Make the link and the secret")
    make.evaluate("button => { button.click(); setTimeout(() => button.click(), 50); }")
    expect(page.get_by_role("heading", level=1)).to_have_text("Link and secret")
    is_fit_at_both_widths(page)
    return page.locator("p.k-h1").inner_text(), page.locator("p.k-break").last.inner_text()


def then_link_and_secret_open_it(page, secret, link):
    page.goto(link)
    is_fit_at_both_widths(page)
    page.get_by_label("Secret").fill("BBBB-BBBB-BBBB-BBBB")
    page.get_by_label("Your name").fill("Ms Hart")
    page.get_by_label("Your role").fill("Lead")
    press(page, "Sign and fetch the file")
    expect(page.get_by_role("alert")).to_contain_text("doesn’t open anything")
    page.get_by_label("Secret").fill(secret)
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Sign and fetch the file").click()
    assert fetched.value.suggested_filename == "safeguarding-file.zip"


@pytest.mark.shows("C74", "C75")
def test_a_safeguarding_file_is_passed_on(base, new_page):
    noah = given_noah_and_ada_have_left_oakmere()
    lead = new_page()
    when_the_lead_finds_it_on_their_day(lead, base)
    when_the_lead_says_where_he_goes_and_decides_about_each_name(lead)
    mark, sent = then_they_see_all_of_it_and_send_it(lead)
    when_the_next_lead_signs_for_it(new_page(width=320, height=800), base, mark)
    then_the_receipt_is_there_and_the_copy_is_closed(lead, base, sent, mark, noah)
    secret, link = when_ada_goes_to_a_school_that_is_not_on_kith(lead, base)
    then_link_and_secret_open_it(new_page(width=320, height=800), secret, link)
