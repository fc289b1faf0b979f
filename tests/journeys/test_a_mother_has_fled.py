"""Leo's mother is in a refuge with him, and his father must not learn where (scenario A7, as far as a school goes).

The lead keeps the new address secret: it stands on no page, in no search, no print and no referral from then on. A
click shows it, and the head reads who made it. What the father was to him
ends with an order, and stays in the past.
"""

from datetime import date, timedelta

from kith.foundation.dates import today
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from tests.browser import expect, follow
from tests.journeys.steps import at_work, is_fit_at_both_widths, press
from tests.web.casework import HEAD, LEAD, Casework

DEPUTY = Role.DEPUTY_DSL
STREET, POSTCODE = "7 Haven Row", "CM20 1AA"
EVERYWHERE = ("page", "history", "referral", "print", "search")


def test_a_mother_has_fled(fresh, live, new_page):
    work = Casework(LEAD, DEPUTY, HEAD, leo="home")
    given_where_they_are_and_who_his_father_is(work)
    lead = at_work(new_page(), live.url, work.post_id(LEAD))
    leo = f"{live.url}/people/{work.children['leo']}/"
    assert places_that_tell(lead, live.url, work, leo) == {*EVERYWHERE}, "the control"
    when_the_lead_keeps_the_address_secret(lead, leo)
    assert places_that_tell(lead, live.url, work, leo) == set()
    deputy = at_work(new_page(width=320, height=800), live.url, work.post_id(DEPUTY))
    when_the_deputy_has_to_see_it(deputy, leo)
    then_the_head_reads_who_saw_it(at_work(new_page(), live.url, work.post_id(HEAD)), leo)
    when_an_order_ends_what_the_father_was_to_him(lead, leo)


def given_where_they_are_and_who_his_father_is(work):
    with work.school.at_work(LEAD):
        leo = Person.objects.get(id=work.children["leo"])
        people.add_address(person=leo, lines=STREET, postcode=POSTCODE, from_on=date(2026, 11, 2))
        craig = people.create_person(
            holder=work.school.holder.id, forename="Craig", surname="Trask", confirmed_new=True
        )
        people.add_relationship(person=leo, other=craig, type="father", from_on=date(2023, 1, 12))


def places_that_tell(page, base, work, leo):
    """Where the street can be read, or its postcode leads to him."""
    concern = f"{base}{work.address}"
    looked = {"concern": concern, "referral": f"{concern}refer/", "history": f"{leo}said/", "page": leo}
    found = {place for place, address in looked.items() if tells(page, address)}
    page.locator("summary", has_text="Print").click()
    page.get_by_label("What is the print for?").fill("For the meeting on Friday.")
    press(page, "Show it for printing")
    found |= {"print"} if STREET in page.content() else set()
    page.goto(f"{base}/find/")
    page.get_by_label("Name or number").fill(POSTCODE)
    follow(page, page.get_by_role("button", name="Find", exact=True))
    return found | ({"search"} if page.get_by_role("link", name="Leo Sole").count() else set())


def tells(page, address):
    page.goto(address)
    return STREET in page.content()


def when_the_lead_keeps_the_address_secret(page, leo):
    page.goto(leo)
    follow(page, page.get_by_role("link", name=f"Address {STREET}"))
    follow(page, page.get_by_role("link", name="Keep this address secret"))
    is_fit_at_both_widths(page)
    page.get_by_label("Everybody recorded at this address").check()
    press(page, "Keep it secret")
    expect(page.get_by_text("The address is protected.")).to_be_visible()


def when_the_deputy_has_to_see_it(page, leo):
    page.goto(leo)
    is_fit_at_both_widths(page)
    press(page, "Show the address")
    expect(page.get_by_text(STREET)).to_be_visible()
    follow(page, page.get_by_role("link", name="Put it away"))
    expect(page.get_by_text(STREET)).to_have_count(0)


def then_the_head_reads_who_saw_it(page, leo):
    page.goto(leo)
    follow(page, page.get_by_role("link", name="Who has looked"))
    row = page.get_by_role("row").filter(has_text="Opened the protected address")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(DEPUTY.words)
    is_fit_at_both_widths(page)


def when_an_order_ends_what_the_father_was_to_him(page, leo):
    page.goto(leo)
    follow(page, page.get_by_role("link", name="Father Craig Trask"))
    ended = today() - timedelta(days=1)
    page.get_by_label("True until").fill(f"{ended:%d/%m/%Y}")
    press(page, "End it")
    page.goto(leo)
    expect(page.get_by_role("link", name="Father Craig Trask")).to_have_count(0)
    follow(page, page.get_by_role("link", name="History"))
    expect(page.get_by_text("Craig Trask: Father").first).to_be_visible()
    is_fit_at_both_widths(page)
