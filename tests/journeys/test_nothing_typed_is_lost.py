"""Fifty times, at a moment nobody chose, something goes wrong while somebody types.

The server is killed, the session is taken away, the tab is closed, somebody else writes in the same place: at most the
last five seconds are missing from what is kept, and while the tab is open nothing is. Who types on and on without an
accident is saved within two.
"""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session

from tests.browser import expect
from tests.journeys.typists import SEED, Form, Typist, World, a_world, with_a_script_that

MOMENTS, FEWER = 50, 20  # with `bin/test --full`, and in every other run
MAY_BE_LOST = 5.0  # seconds of typing
SAVED_WITHIN = 2.0  # seconds after it was typed, while nothing is wrong
LONGEST = 15.0  # seconds after which something has gone wrong at the latest


@pytest.fixture
def world(fresh, new_page):
    with a_world(fresh, new_page) as made:
        yield made


def is_killed(world: World, form: Form, moment: float) -> float:
    one = world.typist(form)
    one.until(moment)
    world.server.kill()
    lost = one.lost()
    world.server.start()
    one.rest()
    assert one.missing() == [], "the server is back, and not everything came"
    return lost


def is_signed_out(world: World, form: Form, moment: float) -> float:
    one = world.typist(form)
    one.until(moment)
    Session.objects.all().delete()
    lost = one.lost()
    one.word()
    one.rest()
    expect(one.page.get_by_text("You are signed out").first).to_be_visible()
    world.sign_in(one.page, form.writers[0])
    one.rest()
    assert one.missing() == [], "signed in again, and not everything came"
    return lost


def is_closed(world: World, form: Form, moment: float) -> float:
    one = world.typist(form)
    one.until(moment)
    one.page.close()
    return one.lost()


def is_shared(world: World, form: Form, moment: float) -> float:
    """Another page has the same form: of a colleague where the form is a record's, else of the same writer."""
    one, other = world.typist(form), world.typist(form, 1)
    share = moment / 2
    for who, so_far in ((one, share), (other, share), (one, moment), (other, moment)):
        who.until(so_far)
    one.page.close()
    other.page.close()
    return max(one.lost(), other.lost())


ACCIDENTS: tuple[Callable[[World, Form, float], float], ...] = (is_killed, is_signed_out, is_closed, is_shared)


def oldest_unsaved(world: World, writer: int = 0) -> float:
    """Somebody types on and on, with no pause that would be a reason to save: how old a word became unsaved."""
    one, oldest = world.typist(world.forms[0], writer), 0.0
    one.page.clock.pause_at(one.page.evaluate("Date.now() + 1000"))
    for _ in range(16):
        one.word()
        one.pass_time(0.4)
        one.page.evaluate("landed()")
        oldest = max(oldest, one.lost())
    one.page.clock.resume()
    one.page.close()
    return round(oldest, 3)


def is_saved_in_time(world: World) -> None:
    """And with a script that waits longer, still within what may be lost, it is not: the control."""
    assert oldest_unsaved(world) <= SAVED_WITHIN
    with_a_script_that(world._page(1), ("[1000, 2000,", "[1000, 4500,"))
    assert SAVED_WITHIN < oldest_unsaved(world, 1) <= MAY_BE_LOST
    world._page(1).context.unroute("**/kith.js")


def test_fifty_moments(world, is_full):
    """First what holds without an accident: both need the same server."""
    is_saved_in_time(world)
    print(f"KITH_SEED={SEED}")
    for n in range(MOMENTS if is_full else FEWER):
        form, accident = world.forms[n % len(world.forms)], ACCIDENTS[n % len(ACCIDENTS)]
        # Late enough that words may have been typed more than five seconds ago: else nothing could be too old.
        moment = world.rng.uniform(MAY_BE_LOST + 1, LONGEST)
        lost = accident(world, form, moment)
        print(f"{accident.__name__} after {moment:.2f} s in {form.what}: {lost:.2f} s lost")
        assert lost <= MAY_BE_LOST, (accident.__name__, form.what, moment, SEED)


EARLY: dict[str, Callable[[World, Typist], object]] = {
    "is killed": lambda world, one: world.server.kill(),
    "is signed out": lambda world, one: Session.objects.all().delete(),
    "is closed": lambda world, one: one.page.close(),
}


@pytest.mark.parametrize("accident", [*EARLY, "is shared"])
def test_a_page_that_waits_for_a_pause_loses_more(world, accident):
    """The negative control of each accident: who types on and on is saved only once they stop."""
    for writer in (0, 1):
        with_a_script_that(world._page(writer), ("Math.max(0, Math.min(PAUSE, first + LONGEST - now))", "60000"))
    assert lost_at_once(world, world.forms[0], accident) > MAY_BE_LOST


def lost_at_once(world: World, form: Form, accident: str) -> float:
    if accident not in EARLY:
        return is_shared(world, form, 8)
    one = world.typist(form)
    one.until(8)
    EARLY[accident](world, one)
    return one.lost()
