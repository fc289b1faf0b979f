"""Ann is the niece of the deputy, who has her concern open and was asked to do something about it (scenario A16).

The head keeps the deputy from her: from that moment no list, search, task or page of theirs shows her, also none that
was open, and that they tried is in the ledger. A teacher says the same of a child of their own, without being asked.
"""

from datetime import timedelta

from kith.audit.models import Leaf
from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.tasks import giving
from tests.browser import expect, follow
from tests.journeys.steps import at_work, is_fit_at_both_widths, press
from tests.web.casework import HEAD, LEAD, TEACHER, Casework

DEPUTY = Role.DEPUTY_DSL
ASKED = "Ring her mother about Thursday."


def test_a_child_of_a_colleague(fresh, live, new_page):
    work = Casework(LEAD, DEPUTY, HEAD, TEACHER, ann="bullying")
    work.child("ben")
    given_the_deputy_was_asked_to_do_something(work)
    deputy = at_work(new_page(width=320, height=800), live.url, work.post_id(DEPUTY))
    when_the_deputy_has_all_of_it_open(deputy, live.url, work)
    head = at_work(new_page(), live.url, work.post_id(HEAD))
    when_the_head_keeps_the_deputy_from_her(head, live.url, work)
    then_nothing_of_her_is_there_for_the_deputy(deputy, live.url, work)
    then_it_is_there_for_the_head_and_in_the_ledger(head, live.url, work)
    teacher = at_work(new_page(width=320, height=800), live.url, work.post_id(TEACHER))
    when_a_teacher_says_that_ben_is_their_own(teacher, live.url)


def given_the_deputy_was_asked_to_do_something(work):
    with work.school.at_work(LEAD):
        giving.give(
            record=work.concern, to=work.post_id(DEPUTY), kind="phone_call", words=ASKED,
            due_on=today() + timedelta(days=1), person=work.children["ann"],
        )  # fmt: skip


def when_the_deputy_has_all_of_it_open(page, base, work):
    expect(page.get_by_role("listitem").filter(has_text="you were asked to do").first).to_be_visible()
    find(page, base)
    expect(page.get_by_role("link", name="Ann Sole")).to_be_visible()
    page.goto(base + work.address)
    expect(page.get_by_role("link", name="Ann Sole").first).to_be_visible()


def find(page, base):
    page.goto(f"{base}/find/")
    page.get_by_label("Name or number").fill("Ann Sole")
    follow(page, page.get_by_role("button", name="Find", exact=True))


def when_the_head_keeps_the_deputy_from_her(page, base, work):
    page.goto(base + work.address)
    follow(page, page.get_by_role("link", name="Who is kept from Ann Sole"))
    press(page, "Keep them from it")
    expect(page.get_by_role("alert")).to_contain_text("Say why. It is written down.")
    is_fit_at_both_widths(page)
    page.get_by_label("The address they sign in with").first.fill(f"{DEPUTY}@oakmere.example")
    page.locator("[name=kind][value=conflict]").check()
    page.get_by_label("Why?").first.fill("Her own niece.")
    press(page, "Keep them from it")
    expect(page.get_by_text("It ends now")).to_be_visible()
    is_fit_at_both_widths(page)


def then_nothing_of_her_is_there_for_the_deputy(page, base, work):
    assert page.reload().status == 404
    expect(page.get_by_text("Sole")).to_have_count(0)
    for address in ("/", "/concerns/"):
        page.goto(base + address)
        for words in (ASKED, "Ann Sole", work.concern.reference):
            expect(page.locator("main").get_by_text(words)).to_have_count(0)
    page.goto(base)
    expect(page.get_by_text("What you were asked to do need not be done any more").first).to_be_visible()
    find(page, base)
    expect(page.get_by_role("link", name="Ann Sole")).to_have_count(0)
    assert page.goto(f"{base}/people/{work.children['ann']}/").status == 404
    is_fit_at_both_widths(page)


def then_it_is_there_for_the_head_and_in_the_ledger(page, base, work):
    page.goto(base + work.address)
    expect(page.get_by_text(ASKED)).to_be_visible()
    with work.open():
        refused = Leaf.objects.filter(action="request.refused", post=work.post_id(DEPUTY))
        assert refused.exists()


def when_a_teacher_says_that_ben_is_their_own(page, base):
    page.goto(f"{base}/you/")
    follow(page, page.get_by_role("link", name="Your own family"))
    page.get_by_label("Look for them by name").fill("Ben Sole")
    press(page, "Look")
    page.get_by_label("Ben Sole").check()
    is_fit_at_both_widths(page)
    press(page, "They are my family")
    expect(page.get_by_text("You said so of one child")).to_be_visible()
    page.get_by_label("Look for them by name").fill("Ben Sole")
    press(page, "Look")
    expect(page.get_by_text("Nobody by that name whom you may find.")).to_be_visible()
