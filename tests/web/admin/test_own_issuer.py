"""An administrator's page of the issuer: set with a line, refused beside its question, the secret shown to nobody."""

import pytest

from kith.accounts import oidc, outside
from kith.accounts.models import Issuer
from kith.reference.roles import Role
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
PAGE, AT, SECRET = "/staff/settings/accounts/", "https://login.alder.example", "only the two know"
FORM = {"issuer": AT, "client_id": "kith", "secret": SECRET, "factor_words": "mfa  hwk"}


@pytest.fixture(autouse=True)
def there(monkeypatch):
    monkeypatch.setattr(oidc, "discover", lambda issuer: {})


@pytest.fixture
def school():
    return open_school("alder", Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN, Role.DSL)


def at(school, role):
    return client_for(school.posts[role].id)


def test_it_is_set_with_a_line_and_its_secret_is_never_shown(school):
    admin = at(school, Role.SYSTEM_ADMIN)
    assert admin.get(PAGE).status_code == 200
    assert admin.post(PAGE, FORM).status_code == 302
    one = Issuer.objects.get()
    assert (one.issuer, one.client_id, one.factor_words) == (AT, "kith", ["mfa", "hwk"])
    page = admin.get(PAGE).content.decode()
    assert AT in page and "mfa hwk" in page and SECRET not in page
    assert len(lines(school.controller.id, "settings.issuer")) == 1
    assert not any(SECRET in str(told) for told in lines(school.controller.id))
    assert admin.post(PAGE, {**FORM, "secret": ""}).status_code == 302
    assert outside.secret_of(Issuer.objects.get()) == SECRET


def test_what_is_wrong_is_said_beside_its_question_and_nothing_is_set(school):
    answer = at(school, Role.SYSTEM_ADMIN).post(PAGE, {**FORM, "issuer": "http://login.example", "client_id": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "It begins with https." in page and "Give the client id" in page
    assert SECRET not in page and not Issuer.objects.exists()


def test_what_is_no_issuer_is_said(school, monkeypatch):
    def nothing(issuer):
        raise oidc.NotReached("It could not be reached.")

    monkeypatch.setattr(oidc, "discover", nothing)
    answer = at(school, Role.SYSTEM_ADMIN).post(PAGE, FORM)
    assert "There is no issuer at this address. It could not be reached." in answer.content.decode()


def test_doing_without_takes_it_away(school):
    admin = at(school, Role.SYSTEM_ADMIN)
    admin.post(PAGE, FORM)
    admin.post(PAGE, {"do": "forget"})
    assert not Issuer.objects.exists() and lines(school.controller.id, "settings.issuer-end")


def test_a_local_administrator_sets_nothing_and_a_lead_finds_no_page(school):
    answer = at(school, Role.LOCAL_ADMIN).post(PAGE, FORM)
    assert answer.status_code == 422 and not Issuer.objects.exists()
    assert at(school, Role.DSL).get(PAGE).status_code == 404
