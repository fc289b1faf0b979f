"""An administrator gives a new colleague a post, the colleague signs in by the link, and the post is ended again."""

import pytest

from kith.accounts import actions as accounts
from kith.reference.roles import Role
from tests.browser import expect, follow
from tests.journeys.steps import is_fit_for_all
from tests.rooms import open_school
from tests.signin import can_sign_in, sign_in


@pytest.fixture
def admin(fresh):
    school = open_school("alder", Role.SYSTEM_ADMIN, Role.DSL)
    accounts.publish_agreement(text="I look only where my work takes me.")
    return can_sign_in(school.posts[Role.SYSTEM_ADMIN].user)


def at_work(page, admin, live):
    """Signed in, with the agreement accepted."""
    sign_in(page, admin.email, base=live.url)
    page.get_by_label("I have read this and I agree").check()
    page.get_by_role("button", name="Go on").click()
    return page


@pytest.mark.parametrize("width", [1280, 320])
def test_a_post_is_given_used_and_ended(live, admin, new_page, width):
    page = at_work(new_page(width=width), admin, live)
    page.goto(f"{live.url}/staff/agreement/")
    expect(page.get_by_text("I look only where my work takes me.")).to_be_visible()
    is_fit_for_all(page)
    follow(page, page.get_by_role("link", name="People and posts").last)
    is_fit_for_all(page)
    page.get_by_text("Give somebody a post").click()
    page.get_by_role("button", name="Give this post").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_label("The address they sign in with").fill("ann@alder.example")
    page.get_by_label("Their name").fill("Ann New")
    page.get_by_label("Where").select_option("Alder School")
    page.get_by_label("What they do").select_option("School staff")
    page.get_by_role("button", name="Give this post").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ann New")
    is_fit_for_all(page)
    colleague = new_page(width=width)
    colleague.goto(page.locator(".k-well").inner_text())
    expect(colleague.get_by_label("New password").first).to_be_visible()
    page.get_by_role("button", name="End this post").click()
    expect(page.get_by_text("No post any more")).to_be_visible()
    is_fit_for_all(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_team_is_made_filled_renamed_and_ended(live, admin, new_page, width):
    page = at_work(new_page(width=width), admin, live)
    page.goto(f"{live.url}/staff/teams/")
    page.get_by_label("Where").select_option("Alder School")
    page.get_by_label("What it is called").fill("Duty")
    follow(page, page.get_by_role("button", name="Make this team"))
    page.locator("summary", has_text="Put somebody in").click()
    page.get_by_label("First day").fill("soon")
    follow(page, page.get_by_role("button", name="Put them in"))
    expect(page.get_by_label("First day")).to_be_visible()
    is_fit_for_all(page)
    page.get_by_label("First day").fill("")
    page.get_by_label("Who?").select_option(index=1)
    follow(page, page.get_by_role("button", name="Put them in"))
    page.locator("summary", has_text="Rename").click()
    page.get_by_label("What it is called").first.fill("Early turn")
    follow(page, page.get_by_role("button", name="Rename it"))
    page.locator("summary", has_text="End this team").click()
    follow(page, page.get_by_role("button", name="End it"))
    expect(page.get_by_text("Put out of it first").last).to_be_visible()
    is_fit_for_all(page)
    follow(page, page.get_by_role("button", name="Put out"))
    page.locator("summary", has_text="End this team").click()
    follow(page, page.get_by_role("button", name="End it"))
    expect(page.get_by_role("heading", name="Early turn")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320])
def test_settings_are_refused_beside_their_question_and_then_hold(live, admin, new_page, width):
    page = at_work(new_page(width=width), admin, live)
    page.goto(f"{live.url}/staff/")
    follow(page, page.get_by_role("link", name="Settings"))
    is_fit_for_all(page)
    page.get_by_label("Minutes of a pause").fill("31")
    page.get_by_label("Colour of the stripe").fill("#ffd43b")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_role("alert")).to_contain_text("too pale")
    is_fit_for_all(page)
    page.get_by_label("Minutes of a pause").fill("10")
    page.get_by_label("Colour of the stripe").fill("#6b1f3a")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Minutes of a pause")).to_have_value("10")
    expect(page.locator("header.k-top")).to_have_css("border-top-color", "rgb(107, 31, 58)")
    is_fit_for_all(page)
