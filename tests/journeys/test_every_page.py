"""Every page there is, opened in a browser by somebody who is shown it: fit for all on a desk or on a small phone.

A page that is written is walked without being entered here: the list is that of `tests/promises/page_table.py`, which
has every address, and what is left out stands below with its reason. Every other page is looked at in the one width,
the rest in the other; with `--full` each in both, and in the colours somebody chose for all that they read. The pages
of the door: `tests/web/signin/test_door_in_a_browser.py`.
"""

from typing import Any

import pytest
from django.urls import reverse

from kith.cases import filing
from kith.chronology.models import Chosen, Entry
from kith.foundation.ids import random_id
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.browser import is_fit_for_all
from tests.documents.files import ready
from tests.promises.page_table import DOOR, PAGES, Page
from tests.promises.page_world import Place, make_world
from tests.signin import client_for

HALVES = 2
LOOKS: tuple[dict[str, Any], ...] = ({"width": 1280}, {"width": 320})
FULL = (*LOOKS, {"width": 320, "forced_colors": "active"})
# What has no page of its own in this world, by the reason; beside what takes only what a form sends, which says so.
NO_PAGE = {
    "leads on to the form with its number, which is looked at": (
        "new_person new_concern new_referral new_record new_sending new_staff_concern"
    ),
    "says something to the script of a page": "stay batch_progress unsent_concern",
    "is a file": "error_file shown_document",
    "leads back, as the address is secret already; looked at in tests/web/test_look.py": "protect_address",
    "leads back, as no row of this import waits": "review",
}
LEFT_OUT = {name for names in NO_PAGE.values() for name in names.split()}
# Whom no role is shown without more than one tie. It only takes what a form sends.
NOBODY_HERE: set[str] = set()
# Pages that say what is missing: the file of this import is gone; nobody chose what goes to the next school.
SAYS_WHAT_IS_MISSING = {"columns", "send_file"}
# A word nobody can break, as somebody may be called, and as a list that was typed without spaces reads.
LONG = "Q" + "uillington" * 8
# What no tie and no hour has to open first.
TIES = ("-", "allocated", "involved", "form")


def looker(page: Page) -> Role | None:
    """Somebody who is shown it in the world as it is made."""
    return next((role for role in Role if page.who.here(role, TIES)), None)


LOOKED_AT = [(page, role) for page in PAGES if page.who is not DOOR and (role := looker(page))]


def say_it_without_an_end(place: Place) -> None:
    """The child is called so, a line of their story reads so and was kept for a purpose, a document is named so."""
    filing.bring_newer(document_id=place.document, ready=ready(f"{LONG}.pdf"), token=random_id())
    people.add_name(person=Person.objects.get(id=place.child), kind="legal", forename="Ayo", surname=LONG)
    like = Entry.objects.get(id=place.line)
    entry = Entry.objects.create(
        holder=like.holder, person_id=place.child, record_id=place.records["early_help"], area="early_help",
        occurred_at=like.occurred_at, line=LONG, told=LONG,
    )  # fmt: skip
    Chosen.objects.create(holder=like.holder, selection_id=place.kept, entry=entry, words=LONG, note=LONG)


@pytest.mark.shows("C02")
@pytest.mark.parametrize("half", range(HALVES))
def test_every_page_is_fit_for_all(fresh, live, new_page, is_full, half) -> None:
    pages = LOOKED_AT[half::HALVES]
    world = make_world(sorted({role for _, role in pages}))
    world.tie_all()
    with tenancy(world.here.school.controller.id, system="importer"):
        say_it_without_an_end(world.here)
    browsers = [new_page(base_url=live.url, **look) for look in (FULL if is_full else LOOKS)]
    seen, wrong = set(), []
    for n, (page, role) in enumerate(pages):
        address = reverse(page.name, kwargs=world.ids(page.about, role)[0])
        for browser in browsers if is_full else (browsers[n % 2],):
            try:
                if is_seen(browser, live.url, world.here.school.posts[role].id, address, status_of(page)):
                    seen.add((page.name, page.about))
            except AssertionError as unfit:  # said at the end with all the others
                wrong.append((page.name, str(unfit)))
    assert not wrong, "\n".join(map(str, wrong))
    assert {(page.name, page.about) for page, _ in pages if page.name not in LEFT_OUT} == seen


def test_every_page_of_somebody_at_work_has_somebody_who_looks() -> None:
    walked = {page.name for page, _ in LOOKED_AT}
    assert {page.name for page in PAGES if page.who is not DOOR} - walked == NOBODY_HERE
    assert walked >= LEFT_OUT | SAYS_WHAT_IS_MISSING


def status_of(page: Page) -> int:
    return 422 if page.name in SAYS_WHAT_IS_MISSING else 200


def is_seen(browser: Any, url: str, post: Any, address: str, status: int) -> bool:
    """Whether there is a page at this very address, and no file; if so, it is fit. What only takes a form has none."""
    client = client_for(post)
    answer = client.get(address)
    is_html = answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content
    if answer.status_code == 405:
        return True
    if answer.status_code in (204, 302) or not is_html or "Content-Disposition" in answer.headers:
        return False
    session = client.cookies["sessionid"].value
    browser.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    assert browser.goto(address).status == status, address
    is_fit_for_all(browser, address)
    return True
