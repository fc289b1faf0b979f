"""Coming in by the account somebody has with their organisation, in a real browser; and whom it must not open."""

import pytest
from django.test import Client
from oidc_provider_mock import User as Person

from kith.accounts.models import Event, Identity
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web.signin import session
from tests.browser import expect, follow, is_fit_at_both_widths
from tests.outside import believe, provider
from tests.rooms import open_school
from tests.signin import can_sign_in, code_of, sign_in

SUBJECT = "7f3a-lead"


@pytest.fixture
def alder(fresh):
    return open_school("alder", Role.DSL, Role.SCHOOL_STAFF)


@pytest.fixture
def birch(fresh):
    return open_school("birch", Role.DSL, laestab="8654009")


@pytest.fixture
def lead(alder):
    return can_sign_in(alder.posts[Role.DSL].user)


@pytest.fixture
def teacher(alder):
    return alder.posts[Role.SCHOOL_STAFF].user


@pytest.fixture
def issuer(alder, teacher, lead):
    """Knows the lead by a subject, and says of her an e-mail address that is a colleague's here."""
    stranger = Person(sub="stranger", claims={"email": lead.email, "email_verified": True, "amr": ["mfa"]})
    with provider(Person(sub=SUBJECT, claims={"email": teacher.email, "amr": ["mfa"]}), stranger) as one:
        believe(alder.controller, one.address)
        yield one


def linked(page, live, lead):
    sign_in(page, lead.email, base=live.url)
    page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{live.url}/sign-in/ways/")
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("button", name="Link your account with Alder"))
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("link", name="Go on to Alder"))
    follow(page, page.get_by_role("button", name=SUBJECT))
    expect(page.get_by_text("An account with Alder opens yours here")).to_be_visible()
    is_fit_at_both_widths(page)


def comes(page, live, who=SUBJECT):
    page.goto(f"{live.url}/sign-in/")
    follow(page, page.get_by_role("link", name="Use your organisation’s account"))
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("link", name="Alder"))
    follow(page, page.get_by_role("button", name=who))


def test_she_links_it_once_and_comes_by_it_with_our_code(live, issuer, lead, page, new_page):
    linked(page, live, lead)
    other = new_page()
    comes(other, live)
    other.get_by_label("Code").fill(code_of(steps=1))
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("link", name=lead.display_name).first).to_be_visible()
    other.goto(f"{live.url}/sign-in/ways/")
    expect(other.get_by_text("You came by your organisation’s account.")).to_be_visible()
    expect(other.get_by_role("button", name="Add a passkey")).to_have_count(0)


def test_its_own_second_factor_counts_where_the_controller_says_so(live, alder, issuer, lead, page, new_page):
    linked(page, live, lead)
    believe(alder.controller, issuer.address, factor_words=["mfa"])
    other = new_page()
    comes(other, live)
    other.goto(f"{live.url}/find/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Find a person")


def test_an_e_mail_address_that_is_somebodys_here_opens_nothing(live, issuer, lead, page):
    comes(page, live, "stranger")
    expect(page.get_by_text("That account is not linked to one here")).to_be_visible()
    is_fit_at_both_widths(page)
    page.goto(f"{live.url}/find/")
    expect(page.get_by_label("Work email")).to_be_visible()
    assert not Identity.objects.exists()
    assert Event.objects.filter(kind=Event.Kind.OUTSIDE_REFUSED).count() == 1


def test_it_opens_the_posts_of_its_own_controller_only(live, alder, birch, issuer, lead, page, new_page):
    with tenancy(birch.controller.id, system="importer"):
        post = organisations.grant_post(user=lead, organisation=birch.organisation, role=Role.DSL)
    linked(page, live, lead)
    believe(alder.controller, issuer.address, factor_words=["mfa"])
    other = new_page()
    comes(other, live)
    other.goto(f"{live.url}/sign-in/post/")
    expect(other.get_by_text("Birch School")).to_have_count(0)
    expect(other.get_by_text("Alder School")).to_be_visible()
    is_fit_at_both_widths(other)
    # Nor where the number of the post over there is sent all the same, or stands in the session.
    key = next(one["value"] for one in other.context.cookies() if one["name"] == "sessionid")
    client = Client()
    client.cookies["sessionid"] = key
    client.post("/sign-in/post/", {"post": str(post.id)})
    kept = client.session
    assert kept.get("post") != str(post.id)
    kept["post"] = str(post.id)
    kept.save()
    assert client.get("/find/").url == "/sign-in/post/"
    del kept[session.BY]  # the negative control: as if she had come by her password
    kept.save()
    assert client.get("/find/").status_code == 200


def test_another_controllers_issuer_opens_nothing_of_this_one(live, alder, birch, issuer, lead, page):
    """The same subject, said by Birch's issuer."""
    linked(page, live, lead)
    page.goto(f"{live.url}/you/")
    follow(page, page.get_by_role("button", name="Sign out"))
    with provider(Person(sub=SUBJECT, claims={"amr": ["mfa"]})) as other:
        believe(birch.controller, other.address)
        page.goto(f"{live.url}/sign-in/by/")
        follow(page, page.get_by_role("link", name="Birch"))
        follow(page, page.get_by_role("button", name=SUBJECT))
        expect(page.get_by_text("That account is not linked to one here")).to_be_visible()


def test_an_answer_for_another_browser_or_declined_opens_nothing(live, issuer, lead, page, new_page):
    linked(page, live, lead)
    other, third = new_page(), new_page()
    other.goto(f"{live.url}/sign-in/by/alder/")
    other.route("**/back/**", lambda route: route.abort())
    seen = []
    other.on("request", lambda request: seen.append(request.url))
    other.get_by_role("button", name=SUBJECT).click()
    other.wait_for_timeout(500)
    answer = next(url for url in seen if "/back/" in url)
    third.goto(answer)
    expect(third.get_by_text("This answer belongs to no sign-in")).to_be_visible()
    third.goto(f"{live.url}/sign-in/by/alder/")
    follow(third, third.get_by_role("button", name="Deny"))
    expect(third.get_by_role("heading", level=1)).to_have_text("That did not open Kith")
