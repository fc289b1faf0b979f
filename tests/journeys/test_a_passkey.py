"""A lead adds a passkey on her laptop and from then on comes in by it, in a real browser with an authenticator."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from kith.accounts import passkeys
from kith.reference.roles import Role
from kith.web.signin import session
from tests.browser import expect, follow, is_fit_at_both_widths
from tests.journeys.test_away_too_long import key_of, time_passes
from tests.rooms import open_school
from tests.signin import can_sign_in, sign_in


@pytest.fixture
def lead(fresh):
    return can_sign_in(open_school("alder", Role.DSL).posts[Role.DSL].user)


def authenticator(page, *, verifies=True):
    """Gives this page's browser a device with passkeys; its owner says yes, or cannot."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**kind, "isUserVerified": verifies, "automaticPresenceSimulation": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def with_a_passkey(page, live, lead, name="Laptop at work"):
    sign_in(page, lead.email, base=live.url)
    page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{live.url}/you/")
    follow(page, page.get_by_role("link", name="How you sign in", exact=True))
    is_fit_at_both_widths(page)
    page.get_by_label("What to call it").fill(name)
    follow(page, page.get_by_role("button", name="Add a passkey"))


def signed_out(page, live):
    page.goto(f"{live.url}/you/")
    follow(page, page.get_by_role("button", name="Sign out"))


def test_she_adds_it_signs_in_by_it_alone_and_comes_back_by_it(live, lead, page):
    authenticator(page)
    with_a_passkey(page, live, lead)
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.goto(f"{live.url}/sign-in/ways/")
    expect(page.get_by_role("heading", name="Laptop at work")).to_be_visible()
    is_fit_at_both_widths(page)
    signed_out(page, live)
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("button", name="Sign in with a passkey"))
    page.goto(f"{live.url}/find/")  # asks for a second factor of whoever came without
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a person")
    time_passes(page)
    page.goto(f"{live.url}/find/")
    expect(page.get_by_text("Your passkey does it too.")).to_be_visible()
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("button", name="Use a passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a person")
    assert passkeys.held(lead)[0].used is not None


def test_over_an_open_page_the_passkey_carries_on_and_nothing_typed_is_lost(live, lead, page):
    page.clock.install()
    authenticator(page)
    with_a_passkey(page, live, lead)
    page.goto(f"{live.url}/people/new/")
    page.get_by_label("First name").fill("Wilhelmina")
    time_passes(page)
    page.clock.run_for(15 * 60 * 1000 + 1000)
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_role("button", name="Use a passkey").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("First name")).to_have_value("Wilhelmina")


def test_a_device_that_did_not_ask_its_owner_opens_nothing(live, lead, page, new_page):
    """The negative control: the same authenticator, whose owner's finger is not known to it."""
    other = new_page()
    authenticator(other, verifies=False)
    sign_in(other, lead.email, base=live.url)
    other.get_by_role("heading", level=1).wait_for()
    other.goto(f"{live.url}/sign-in/ways/")
    other.get_by_label("What to call it").fill("Found on the bus")
    other.get_by_role("button", name="Add a passkey").click()
    expect(other.get_by_text("No passkey was used.")).to_be_visible()
    assert passkeys.held(lead) == []


def test_in_another_browser_there_is_no_such_passkey(live, lead, page, new_page):
    authenticator(page)
    with_a_passkey(page, live, lead)
    stranger = new_page()
    authenticator(stranger)
    stranger.goto(f"{live.url}/sign-in/")
    stranger.get_by_role("button", name="Sign in with a passkey").click()
    expect(stranger.get_by_text("No passkey was used.")).to_be_visible()


def test_proof_that_is_old_is_asked_for_anew(live, lead, page):
    authenticator(page)
    with_a_passkey(page, live, lead)
    kept = SessionStore(key_of(page))
    kept[session.PROOF] = session.now() - 3600
    kept.save()
    page.goto(f"{live.url}/sign-in/ways/")
    page.locator("summary", has_text="Remove Laptop at work").click()
    follow(page, page.get_by_role("link", name="Keep it"))
    page.locator("summary", has_text="Remove Laptop at work").click()
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("button", name="Yes, remove it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you")
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("button", name="Use a passkey"))
    follow(page, page.get_by_role("button", name="Change how you sign in"))
    expect(page.get_by_text("You have none yet.")).to_be_visible()


def test_by_a_number_in_place_of_a_name_the_page_says_why_there_are_none(live, lead, page):
    by_number = live.url.replace("localhost", "127.0.0.1")
    sign_in(page, lead.email, base=by_number)
    page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{by_number}/sign-in/ways/")
    expect(page.get_by_text("Here none can be added or used.")).to_contain_text(live.url)
