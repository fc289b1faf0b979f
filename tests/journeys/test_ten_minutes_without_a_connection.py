"""Without a connection for ten minutes the page says so, keeps everything, and brings it in afterwards."""

import pytest

from tests.journeys.typists import Form, Typist, World, a_world, held, with_a_script_that

MINUTES = 10


@pytest.fixture
def world(fresh, new_page):
    with a_world(fresh, new_page) as made:
        yield made


def ten_minutes_without_a_connection(world: World, form: Form) -> tuple[Typist, str]:
    """What is typed meanwhile, and what the page says of it."""
    one = world.typist(form)
    one.until(4)
    one.page.context.set_offline(True)
    for _ in range(MINUTES * 2):
        one.word()
        one.pass_time(30)
        one.page.evaluate("landed()")
    said = one.page.locator("[data-saved]").first.inner_text()
    one.page.locator("form[data-draft] button").last.click()
    one.pass_time(6)
    assert one.page.url.endswith(form.address), "the button left the page"
    assert one.missing(), "nothing was offline at all"
    assert one.name not in held(one.page), "what was typed can be read in the browser"
    one.page.context.set_offline(False)
    one.rest()
    return one, said


@pytest.mark.parametrize("place", ["a new concern", "a new contact", "the correction of a contact"])
def test_ten_minutes_without_a_connection(world, place):
    form = next(one for one in world.forms if one.what == place)
    one, said = ten_minutes_without_a_connection(world, form)
    # Where it can be locked on the device (a concern) the page says so.
    locked = "It is locked on this device, which cannot read it"
    assert (locked if "concern" in place else "and this is not saved. Keep this page open") in said
    assert one.missing() == []


def test_a_page_that_tries_once_loses_what_was_typed_without_a_connection(world):
    """The negative control, with a form that is not locked on the device: what is locked there comes in by itself."""
    form = next(one for one in world.forms if one.what == "a new contact")
    once = ("timer = setTimeout(save, AGAIN);", "")
    with_a_script_that(world._page(0), once, ('addEventListener("online"', 'addEventListener("never"'))
    one, _ = ten_minutes_without_a_connection(world, form)
    assert one.missing()
