"""Pages in a real browser: nothing axe can find, no sideways scroll, on a desk and on a small phone, day and night."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kith.demo.staff import NAMED
from kith.people.models import PersonName
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect, follow
from tests.browser import is_fit_for_all as is_fit
from tests.web.conftest import LEAD, TEACHER

# By day on a desk every page is looked at in `tests/journeys/test_every_page.py`.
SIZES = pytest.mark.parametrize(("width", "night"), [(320, False), (1280, True)])
SMALL_AND_LARGE = pytest.mark.parametrize("width", [1280, 320])


@SIZES
def test_the_leads_pages(opened: Callable[..., Any], width: int, night: bool) -> None:
    page = opened(LEAD, width=width, night=night)
    for address in ("/", "/find/", "/imports/", "/you/", "/people/new/", "/concerns/"):
        page.goto(address)
        is_fit(page, address)
    follow(page, page.locator(".k-queue a").first)
    is_fit(page, "concern")
    follow(page, page.locator("section h2 a").first)
    is_fit(page, "person")
    person = page.url
    follow(page, page.get_by_role("link", name="Who has looked"))
    is_fit(page, "who has looked")
    for address in ("relationships/new/", "said/address/add/", "said/name/add/", "then/?day=1/9/2026&how=was", "said/"):
        page.goto(person + address)
        is_fit(page, address)
    follow(page, page.locator("main .k-card a").first)
    is_fit(page, "a fact and what was said before")
    follow(page, page.get_by_role("link", name="Put it right"))
    is_fit(page, "putting a fact right")
    page.goto("/find/")
    page.get_by_label("Name or number").fill("smith")
    follow(page, page.get_by_role("button", name="Find"))
    is_fit(page, "found")


@pytest.mark.shows("C84")
@SIZES
def test_the_writers_page(opened: Callable[..., Any], width: int, night: bool) -> None:
    name = name_of_a_pupil(opened(LEAD))
    page = opened(TEACHER, width=width, night=night)
    page.goto("/concerns/new/")
    is_fit(page, "empty form")
    choose(page, name)
    page.locator("[name='own.0.mark_seen'][value=yes]").check()
    page.locator("[name='own.0.marks.0.site']").select_option("front.left_forearm")
    is_fit(page, "form with a body map")
    page.get_by_role("button", name="Send to safeguarding").click()
    expect(page.get_by_role("alert")).to_be_focused()
    is_fit(page, "form that came back")


@SMALL_AND_LARGE
def test_the_pages_after_something_was_done(opened: Callable[..., Any], width: int) -> None:
    """The receipt; a file that could not be read; a person written down, looked for first."""
    lead = opened(LEAD, width=width)
    name = name_of_a_pupil(lead)
    page = opened(TEACHER, width=width)
    page.goto("/concerns/new/")
    choose(page, name)
    send(page)
    is_fit(page, "receipt")
    lead.goto("/imports/")
    lead.locator("#files").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": b""})
    lead.get_by_role("button", name="Upload and compare").click()
    expect(lead.get_by_role("alert")).to_be_visible()
    is_fit(lead, "a file that cannot be read")
    lead.goto("/people/new/")
    lead.get_by_label("First name").fill("Ottoline")
    lead.get_by_role("button", name="Look", exact=True).click()
    save = lead.get_by_role("button", name="Save", exact=True).last
    expect(save).to_be_visible()
    is_fit(lead, "writing somebody down")
    save.click()
    expect(lead.get_by_role("heading", name="Ottoline", level=1)).to_be_visible()
    is_fit(lead, "somebody of whom little is known")


@SMALL_AND_LARGE
def test_the_pages_of_an_address_kept_secret(opened: Callable[..., Any], width: int) -> None:
    page = opened(LEAD, width=width)
    page.goto("/concerns/")
    follow(page, page.locator(".k-queue a").first)
    follow(page, page.locator("section h2 a").first)
    follow(page, page.locator("section[aria-labelledby=facts]").get_by_role("link", name="Address").first)
    follow(page, page.get_by_role("link", name="Keep this address secret"))
    is_fit(page, "keeping an address secret")
    page.get_by_role("button", name="Keep it secret").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_fit(page, "for whom it is kept secret")
    page.get_by_label("Everybody recorded at this address").check()
    page.get_by_role("button", name="Keep it secret").click()
    page.get_by_role("button", name="Show the address").click()
    expect(page.get_by_role("button", name="Show the address")).to_have_count(0)
    is_fit(page, "a protected address")


@SMALL_AND_LARGE
def test_the_page_before_an_emergency_opening(opened: Callable[..., Any], width: int) -> None:
    worker = next(one.name for one in NAMED if one.role is Role.SOCIAL_WORKER and one.tenant == "wexshire")
    with tenancy(Controller.objects.get(slug="wexshire").id, system="importer"):
        child = PersonName.objects.order_by("id").values_list("person_id", flat=True)[0]
    page = opened(worker, width=width)
    page.goto(f"/people/{child}/emergency/")
    is_fit(page, "opening in an emergency")
    page.get_by_role("button", name="Open and record why").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_fit(page, "an opening without a reason")


def test_the_figure_answers_the_list_and_the_list_the_figure(opened: Callable[..., Any]) -> None:
    name = name_of_a_pupil(opened(LEAD))
    page = opened(TEACHER)
    page.goto("/concerns/new/")
    choose(page, name)
    expect(page.locator("[name='own.0.marks.0.site']")).to_be_hidden()
    page.locator("[name='own.0.mark_seen'][value=yes]").check()
    page.locator("[name='own.0.marks.0.site']").select_option("front.left_forearm")
    expect(page.locator(".k-part.is-on")).to_have_count(1)
    expect(page.locator(".k-pin-t")).to_have_text("1")
    page.locator("[name='own.0.marks.0.site']").select_option("")
    expect(page.locator(".k-part.is-on")).to_have_count(0)
    page.locator("[data-sites~='back.neck']").click()
    expect(page.locator("[name='own.0.marks.0.site']")).to_have_value("back.neck")


def test_words_are_kept_as_they_are_typed_and_outlive_the_browser(opened: Callable[..., Any]) -> None:
    page = opened(TEACHER)
    page.goto("/concerns/new/")
    page.get_by_label("What happened?").fill("He would not go home today.")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    again = opened(TEACHER)
    again.goto("/")
    again.get_by_role("link", name="Carry on").click()
    expect(again.get_by_label("What happened?")).to_have_value("He would not go home today.")


def test_the_screen_hides_and_comes_back(opened: Callable[..., Any]) -> None:
    page = opened(LEAD)
    page.goto("/concerns/")
    heading = page.get_by_role("heading", name="Triage")
    page.keyboard.press("Escape")
    expect(heading).to_be_visible()
    for _ in range(2):  # two of their own: to look in between may take longer than the two may be apart
        page.keyboard.press("Escape")
    expect(heading).to_be_hidden()
    is_fit(page, "hidden screen")
    page.get_by_role("button", name="Show the page again").click()
    expect(heading).to_be_visible()


def test_without_a_script_a_concern_is_written_and_sent(opened: Callable[..., Any]) -> None:
    name = name_of_a_pupil(opened(LEAD))
    page = opened(TEACHER, java_script_enabled=False)
    page.goto("/concerns/new/")
    choose(page, name)
    send(page)


def test_shapes_and_words_remain_in_forced_colours(opened: Callable[..., Any]) -> None:
    page = opened(LEAD, forced_colors="active")
    page.goto("/concerns/")
    follow(page, page.locator(".k-queue a").first)
    is_fit(page, "concern in forced colours")
    edges = page.eval_on_selector_all(
        ".k-btn, .k-input, .k-select", "all => all.map(e => getComputedStyle(e).borderStyle)"
    )
    assert edges and set(edges) == {"solid"}


def send(page: Any) -> None:
    """Without a script or with one: what must be answered, and then the receipt."""
    page.locator("[name='danger_now'][value=no]").check()
    page.locator("[name='origin']").select_option("seen")
    page.get_by_label("What happened?").fill("She fell asleep in class.")
    page.get_by_label("What have you done so far?").fill("Told the lead.")
    page.get_by_role("button", name="Send to safeguarding").click()
    expect(page.get_by_text("Not read yet.")).to_be_visible()


def name_of_a_pupil(page: Any) -> str:
    page.goto("/concerns/")
    return str(page.locator(".k-queue a b").first.inner_text()).split(",")[0]


def choose(page: Any, name: str) -> None:
    page.get_by_label("Name of the child").fill(name)
    page.get_by_role("button", name="Look").last.click()
    page.get_by_role("button", name=f"Choose {name}").first.click()


PHONE = {"width": 320, "height": 640}
# One line, or two where the second is the two places a teacher has.
MOST_OF_A_PHONE = 112


def head_of(page: Any) -> float:
    return float(page.evaluate("document.querySelector('.k-top').getBoundingClientRect().height"))


@pytest.mark.parametrize("name", [LEAD, TEACHER, "Della Voss"])
def test_the_head_takes_two_lines_of_a_phone_at_most(opened: Callable[..., Any], name: str) -> None:
    page = opened(name, **PHONE)
    page.goto("/")
    assert head_of(page) <= MOST_OF_A_PHONE
    expect(page.locator(".k-tenant")).to_be_visible()
    expect(page.get_by_role("button", name="Hide")).to_be_visible()


def test_a_head_that_takes_a_third_of_a_phone_is_seen(opened: Callable[..., Any]) -> None:
    """The control: all places of a lead one beside the other, as they stand on a desk."""
    page = opened(LEAD, **PHONE)
    page.goto("/")
    page.evaluate("document.querySelector('.k-nav').style.display = 'block'")
    page.evaluate("document.querySelector('.k-nav ul').style.flexWrap = 'wrap'")
    assert head_of(page) > MOST_OF_A_PHONE


def test_the_places_of_a_phone_stand_behind_a_word_with_no_script_and_by_keys(opened: Callable[..., Any]) -> None:
    page = opened(LEAD, java_script_enabled=False, **PHONE)
    page.goto("/")
    find = page.get_by_role("navigation").get_by_role("link", name="Find a person")
    expect(find).to_be_hidden()
    page.locator(".k-menu > summary").press("Enter")
    expect(page.get_by_role("navigation").get_by_role("link", name="Jan Marsh")).to_be_visible()
    find.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a person")


# One line of a desk: the logo, who it is for, six places, what hides the screen, who is signed in.
LINE_OF_A_DESK = 64


def test_the_head_is_one_line_of_a_desk_and_further_places_stand_behind_a_word(opened: Callable[..., Any]) -> None:
    page = opened(LEAD, java_script_enabled=False, width=1280)
    page.goto("/")
    assert head_of(page) <= LINE_OF_A_DESK
    bar = page.locator(".k-nav")
    further = bar.get_by_role("link", name="Same person?")
    expect(bar.get_by_role("link", name="Triage")).to_be_visible()
    expect(further).to_be_hidden()
    bar.locator("summary").press("Enter")
    follow(page, further)
    assert head_of(page) <= LINE_OF_A_DESK and bar.locator(".is-current > summary").is_visible()
    page.evaluate("document.querySelector('.k-more').replaceWith(...document.querySelectorAll('.k-more li'))")
    assert head_of(page) > LINE_OF_A_DESK, "the control: all of them beside one another"


def test_an_open_list_of_further_places_is_fit_for_all_and_closes(opened: Callable[..., Any]) -> None:
    page = opened(LEAD, width=1280)
    page.goto("/")
    word = page.locator(".k-more > summary")
    word.press("Enter")
    is_fit(page, "further places")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".k-more")).not_to_have_attribute("open", "")
    expect(word).to_be_focused()


def test_an_open_menu_is_fit_for_all(opened: Callable[..., Any]) -> None:
    page = opened(LEAD, **PHONE)
    page.goto("/")
    page.locator(".k-menu > summary").click()
    is_fit(page, "an open menu")


def test_on_a_phone_the_numbers_stand_in_place_of_a_picture_too_wide_for_it(opened: Callable[..., Any]) -> None:
    """And the control: on a desk the picture stands there, and the table is behind a word."""
    for width, small in ((320, True), (1280, False)):
        page = opened(LEAD, width=width)
        page.goto("/reports/trends/")
        figure = page.locator("figure").first
        assert figure.locator("svg[role=img]").first.is_visible() is not small
        assert figure.locator("table").first.is_visible() is small
        is_fit(page, f"trends at {width}")
