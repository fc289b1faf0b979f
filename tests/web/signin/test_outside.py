"""A session an issuer opened: what it may not, what comes back to nobody, and an administrator's invitation."""

from urllib.parse import parse_qs, urlsplit

import pytest

from kith import audit
from kith.accounts import oidc, outside, second_factor
from kith.accounts.models import Event, Identity, Issuer, User
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web.signin import session
from tests.outside import believe
from tests.rooms import open_school
from tests.signin import SECRET, can_sign_in, client_for, code_of

pytestmark = pytest.mark.django_db
AT = "https://login.alder.example"


@pytest.fixture(autouse=True)
def with_a_desk(settings):
    """The real pages, not the desk of the other tests."""
    settings.ROOT_URLCONF = "config.urls"


@pytest.fixture(autouse=True)
def there(monkeypatch):
    """An issuer that answers at once, and says what the test wants."""
    found = {"authorization_endpoint": f"{AT}/authorize"}
    told = {"said": oidc.Said("4711", frozenset()), "codes": []}

    def said_of(**asked):
        told["codes"].append((asked["secret"], asked["code"]))
        if isinstance(told["said"], Exception):
            raise told["said"]
        return told["said"]

    monkeypatch.setattr(oidc, "discover", lambda issuer: found)
    monkeypatch.setattr(oidc, "said_of", said_of)
    return told


@pytest.fixture
def school():
    made = open_school("alder", Role.DSL, Role.SYSTEM_ADMIN, Role.SCHOOL_STAFF)
    believe(made.controller, AT)
    return made


@pytest.fixture
def lead(school):
    user = can_sign_in(school.posts[Role.DSL].user)
    outside.link(issuer=Issuer.objects.get(), subject="4711", user=user)
    return user


def back(client, url, **other):
    state = parse_qs(urlsplit(url).query)["state"][0]
    return client.get("/sign-in/by/alder/back/", {"state": state, "code": "c0de", **other})


def come(client):
    away = client.get("/sign-in/by/alder/?next=/find/").url
    assert away.startswith(f"{AT}/authorize?")
    return back(client, away)


def test_ours_is_asked_for_where_its_own_factor_does_not_count(client, lead, there):
    there["said"] = oidc.Said("4711", frozenset({"mfa"}))
    assert come(client).url.startswith("/sign-in/code/")
    assert client.get("/find/").url.startswith("/sign-in/?")
    client.post("/sign-in/code/", {"code": code_of()})
    assert client.session[session.BY] and client.session[session.FACTOR] is True
    assert client.get("/sign-in/next/?next=/find/").url == "/find/"
    assert client.get("/find/").status_code == 200
    assert there["codes"] == [("a secret between the two", "c0de")]


@pytest.mark.parametrize(("words", "counts"), [({"mfa"}, True), ({"pwd"}, False), (set(), False)])
def test_its_own_counts_by_the_words_the_controller_chose(client, school, lead, there, words, counts):
    believe(school.controller, AT, factor_words=["mfa", "hwk"])
    there["said"] = oidc.Said("4711", frozenset(words))
    assert come(client).url.startswith("/sign-in/next/" if counts else "/sign-in/code/")


def test_an_answer_is_taken_once_in_its_session_and_of_its_issuer(client, lead, there):
    away = client.get("/sign-in/by/alder/").url
    state = parse_qs(urlsplit(away).query)["state"][0]
    assert client.get("/sign-in/by/alder/back/", {"state": "another", "code": "c"}).status_code == 403
    assert client.get("/sign-in/by/alder/back/", {"state": state, "code": "c"}).status_code == 403  # spent
    open_school("birch", laestab="8654009")
    other = open_school("cedar", laestab="8654010")
    believe(other.controller, "https://login.cedar.example")
    away = client.get("/sign-in/by/alder/").url
    state = parse_qs(urlsplit(away).query)["state"][0]
    assert client.get("/sign-in/by/cedar/back/", {"state": state, "code": "c"}).status_code == 403
    assert client.get("/sign-in/by/birch/").status_code == 404
    assert there["codes"] == []
    assert come(client).status_code == 302  # the negative control


@pytest.mark.parametrize("no", [oidc.NotBelieved("Not meant for this."), oidc.NotReached("No answer.")])
def test_what_is_not_believed_is_a_sentence_and_a_line(client, lead, there, no):
    there["said"] = no
    answer = come(client)
    assert answer.status_code == 403 and str(no) in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert Event.objects.filter(kind=Event.Kind.OUTSIDE_REFUSED).count() == 1


def test_from_one_address_so_many_sign_ins_are_begun_in_a_minute(client, lead, monkeypatch):
    monkeypatch.setattr("kith.web.signin.outside.MOST_A_MINUTE", 2)
    found = [client.get("/sign-in/by/alder/", REMOTE_ADDR="192.0.2.7").status_code for _ in range(3)]
    assert found == [302, 302, 429]
    assert client.get("/sign-in/by/alder/", REMOTE_ADDR="192.0.2.8").status_code == 302  # the negative control


def test_a_secret_that_cannot_be_read_is_a_sentence(client, lead, school):
    with tenancy(school.controller.id, system="operator"):
        audit.keys.erase(record=Issuer.objects.get().id, kind="client_secret")
    answer = come(client)
    assert answer.status_code == 403 and "An administrator has to set it again" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_session_by_an_issuer_changes_no_way_in(client, lead, school):
    come(client)
    client.post("/sign-in/code/", {"code": code_of()})
    assert client.post("/sign-in/passkey/ask/", {"whose": "new"}).status_code == 403
    for form in ({"do": "add", "credential": "{}"}, {"do": "untie", "identity": str(Identity.objects.get().id)}):
        assert client.post("/sign-in/ways/change/", form).status_code == 422
    assert client.post("/sign-in/recovery-codes/").url == "/sign-in/ways/"
    assert client.post("/sign-in/by/alder/link/").url == "/sign-in/ways/"
    assert Identity.objects.count() == 1
    own = client_for(school.posts[Role.DSL].id)  # the negative control: by her password
    assert own.post("/sign-in/by/alder/link/").status_code == 200
    own.post("/sign-in/ways/change/", {"do": "untie", "identity": str(Identity.objects.get().id)})
    assert not Identity.objects.exists()


def test_linking_is_for_who_asked_and_is_still_signed_in(client, school, there):
    teacher = school.posts[Role.SCHOOL_STAFF]
    own = client_for(teacher.id)
    there["said"] = oidc.Said("8", frozenset())
    page = own.post("/sign-in/by/alder/link/").content.decode()
    state = page.split("state=")[1].split("&")[0]
    own.post("/sign-out/")
    assert own.get("/sign-in/by/alder/back/", {"state": state, "code": "c"}).status_code == 403
    assert not Identity.objects.exists()
    assert client_for(teacher.id).get("/sign-in/by/alder/link/").status_code == 405


@pytest.mark.parametrize("elsewhere", [True, False])
def test_an_app_is_set_up_by_way_of_an_issuer_only_where_no_other_controller_is_reached(client, school, elsewhere):
    user = school.posts[Role.DSL].user
    outside.link(issuer=Issuer.objects.get(), subject="4711", user=user)
    if elsewhere:
        other = open_school("birch", laestab="8654009")
        with tenancy(other.controller.id, system="importer"):
            organisations.grant_post(user=user, organisation=other.organisation, role=Role.DSL)
    assert come(client).url.startswith("/sign-in/set-up/")
    page = client.get("/sign-in/set-up/")
    assert ("posts elsewhere" in page.content.decode()) is elsewhere
    answer = client.post("/sign-in/set-up/", {"code": code_of(client.session.get("new_secret", SECRET))})
    assert answer.status_code == (403 if elsewhere else 200)
    assert second_factor.is_set_up(user) is not elsewhere
    assert (second_factor.recovery_codes_left(user) > 0) is not elsewhere


def invite(school, role):
    admin = client_for(school.posts[Role.SYSTEM_ADMIN].id)
    page = admin.post(f"/staff/{school.posts[role].user_id}/invite/").content.decode()
    found = page.split("/sign-in/by/alder/")
    return f"/sign-in/by/alder/{found[1].split('<')[0]}" if len(found) > 1 else page


def test_an_invitation_opens_a_new_account_once(client, school, there):
    there["said"] = oidc.Said("9", frozenset())
    address = invite(school, Role.SCHOOL_STAFF)
    assert "opens it from now on" in client.get(address).content.decode()
    page = client.post(address).content.decode()
    state = page.split("state=")[1].split("&")[0]
    answer = client.get("/sign-in/by/alder/back/", {"state": state, "code": "c"})
    assert answer.url.startswith("/sign-in/set-up/")
    assert outside.user_of(Issuer.objects.get(), "9") == school.posts[Role.SCHOOL_STAFF].user
    assert client.get(address).status_code == 404


def test_nobody_who_has_signed_in_is_invited(school):
    User.objects.filter(pk=school.posts[Role.DSL].user_id).update(last_signed_in_at="2026-01-01T00:00Z")
    assert "They have signed in before" in invite(school, Role.DSL)
