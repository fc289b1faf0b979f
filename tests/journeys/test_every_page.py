"""Every page there is, opened in a browser by somebody who is shown it: fit for all on a desk or on a small phone.

A page that is written is walked without being entered here: the list is that of `tests/promises/page_table.py`, which
has every address. Every other page is looked at in the one width, the rest in the other; with `--full` each in both.
"""

from typing import Any

import pytest
from django.urls import reverse

from kith.chronology.models import Chosen, Entry
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.browser import is_fit_for_all
from tests.promises.page_table import DOOR, PAGES, Page
from tests.promises.page_world import Place, make_world
from tests.signin import client_for

HALVES, WIDTHS = 2, (1280, 320)
# What only takes a form, and what has nothing new to say.
NO_PAGE = (405, 204)
# A word nobody can break, as somebody may be called, and as a list that was typed without spaces reads.
LONG = "Q" + "uillington" * 8
# What no tie and no hour has to open first.
TIES = ("-", "allocated", "involved", "form")


def looker(page: Page) -> Role | None:
    """Somebody who is shown it in the world as it is made."""
    return next((role for role in Role if page.who.here(role, TIES)), None)


LOOKED_AT = [(page, role) for page in PAGES if page.who is not DOOR and (role := looker(page))]


def say_it_without_an_end(place: Place) -> None:
    """The child is called so, a line of their story reads so, and it was kept for a purpose with words beside it."""
    people.add_name(person=Person.objects.get(id=place.child), kind="legal", forename="Ayo", surname=LONG)
    like = Entry.objects.get(id=place.line)
    entry = Entry.objects.create(
        holder=like.holder, person_id=place.child, record_id=place.records["early_help"], area="early_help",
        occurred_at=like.occurred_at, line=LONG, told=LONG,
    )  # fmt: skip
    Chosen.objects.create(holder=like.holder, selection_id=place.kept, entry=entry, words=LONG, note=LONG)


@pytest.mark.parametrize("half", range(HALVES))
def test_every_page_is_fit_for_all(fresh, live, new_page, is_full, half) -> None:
    pages = LOOKED_AT[half::HALVES]
    world = make_world(sorted({role for _, role in pages}))
    world.tie_all()
    with tenancy(world.here.school.controller.id, system="importer"):
        say_it_without_an_end(world.here)
    browsers = {width: new_page(base_url=live.url, width=width) for width in WIDTHS}
    seen = 0
    for n, (page, role) in enumerate(pages):
        address = reverse(page.name, kwargs=world.ids(page.about, role)[0])
        for width in WIDTHS if is_full else (WIDTHS[n % 2],):
            seen += is_seen(browsers[width], live.url, world.here.school.posts[role].id, address)
    print(f"{seen} looks at {len(pages)} addresses")
    assert seen > 25, "hardly a page was looked at"


def is_seen(browser: Any, url: str, post: Any, address: str) -> bool:
    """Whether there is a page at this address, not a file nor only something a form sends; if there is, it is fit."""
    client = client_for(post)
    answer = client.get(address)
    is_file = (
        not answer.headers.get("Content-Type", "").startswith("text/html") or "Content-Disposition" in answer.headers
    )
    if answer.status_code in NO_PAGE or is_file:
        return False
    session = client.cookies["sessionid"].value
    browser.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    # 422: of an import whose file is gone, a page that says so.
    assert browser.goto(address).status in (200, 422), address
    is_fit_for_all(browser, address)
    return True
