"""The pages of the door as people meet them: no barrier, at a desk, on a phone, and without scripts."""

import pytest

from kith.accounts import actions
from kith.foundation.ids import uuid7
from kith.tenancy.models import Controller
from tests.browser import violations
from tests.signin import PASSWORD, can_sign_in, sign_in


@pytest.fixture
def people(fresh):
    alder = Controller.objects.create(slug="alder", kind="school", name="Alder")
    made = {}
    for name in ("Ines Okafor", "Tom Reyes"):
        email = f"{name.split()[0].lower()}@alder.example"
        made[name] = user = actions.create_user(email=email, display_name=name, password=PASSWORD)
        for _ in range(2):
            actions.grant_reach(user_id=user.pk, controller_id=alder.pk, post_id=uuid7())
    can_sign_in(made["Ines Okafor"])
    actions.publish_agreement(text="I look only where my work takes me.\n\nI share my password with nobody.")
    return made


def look_at(page, width):
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_at_the_door_is_a_barrier(live, people, new_page, width):
    page = new_page(width=width)
    page.goto(f"{live.url}/sign-in/")
    look_at(page, width)
    page.get_by_label("Work email").fill("nobody@alder.example")
    page.get_by_label("Password").fill("a guess")
    page.get_by_role("button", name="Continue").click()
    look_at(page, width)
    page.get_by_role("link", name="I can’t sign in").click()
    look_at(page, width)
    sign_in(page, "ines@alder.example", base=live.url)
    look_at(page, width)
    page.get_by_label("I have read this and I agree").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Where are you working now?").wait_for()
    for path in ("post", "password", "recovery-codes"):
        page.goto(f"{live.url}/sign-in/{path}/")
        look_at(page, width)
    other = new_page(width=width)
    other.goto(f"{live.url}/sign-in/")
    other.get_by_label("Work email").fill("tom@alder.example")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Continue").click()
    other.get_by_role("heading", name="Set up your code").wait_for()
    look_at(other, width)


def test_the_door_opens_without_scripts(live, people, new_page):
    page = new_page(java_script_enabled=False)
    sign_in(page, "ines@alder.example", base=live.url)
    page.get_by_label("I have read this and I agree").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Where are you working now?").wait_for()
