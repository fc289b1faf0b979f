"""Issuers and identities: an issuer is one controller's, an identity is tied once, an e-mail address says nothing."""

import pytest
from django.db import transaction

from kith.accounts import outside
from kith.accounts.jobs import erase_secret
from kith.accounts.models import Event, Identity, Issuer, User
from kith.jobs import defer_elsewhere
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.outside import SECRET, believe
from tests.rooms import lines, open_school

pytestmark = pytest.mark.django_db
AT = "https://login.alder.example"


@pytest.fixture(autouse=True)
def there(monkeypatch):
    monkeypatch.setattr(outside.oidc, "discover", lambda issuer: {})


@pytest.fixture
def alder():
    return open_school("alder", Role.DSL, Role.SCHOOL_STAFF)


@pytest.fixture
def birch():
    return open_school("birch", Role.DSL, laestab="8654009")


def test_the_secret_is_sealed_and_read_with_a_line(alder):
    believe(alder.controller, AT)
    one = Issuer.objects.get()
    assert SECRET.encode() not in bytes(one.secret)
    assert outside.secret_of(one) == SECRET
    assert lines(alder.controller.id, "account.came-by-issuer") and lines(alder.controller.id, "settings.issuer")
    believe(alder.controller, AT, secret="", client_id="other")
    assert outside.secret_of(Issuer.objects.get()) == SECRET  # left out, it stays
    believe(alder.controller, AT, secret="new")
    assert outside.secret_of(Issuer.objects.get()) == "new"


def test_one_controllers_seal_is_not_anothers(alder, birch):
    believe(alder.controller, AT)
    believe(birch.controller, "https://login.birch.example")
    mine, theirs = Issuer.objects.get(issuer=AT), Issuer.objects.exclude(issuer=AT).get()
    theirs.secret = mine.secret
    with pytest.raises(Exception, match=r"sealed|erased"):
        outside.secret_of(theirs)


def test_an_issuer_belongs_to_one_controller(alder, birch):
    believe(alder.controller, AT)
    with pytest.raises(outside.NotSet) as no:
        believe(birch.controller, AT)
    assert set(no.value.problems) == {"issuer"}
    believe(alder.controller, AT)  # the negative control: its own is set again


@pytest.mark.parametrize("given", [{"issuer": "http://login.example"}, {"client_id": ""}, {"secret": ""}])
def test_what_is_missing_or_unencrypted_is_said(alder, given):
    with pytest.raises(outside.NotSet):
        believe(alder.controller, **{"at": AT, **{("at" if k == "issuer" else k): v for k, v in given.items()}})
    assert not Issuer.objects.exists()


def test_an_identity_is_found_by_issuer_and_subject_alone(alder, birch):
    user, other = alder.posts[Role.DSL].user, alder.posts[Role.SCHOOL_STAFF].user
    believe(alder.controller, AT)
    believe(birch.controller, "https://login.birch.example")
    mine, theirs = Issuer.objects.get(issuer=AT), Issuer.objects.exclude(issuer=AT).get()
    outside.link(issuer=mine, subject="4711", user=user)
    assert outside.user_of(mine, "4711") == user
    assert outside.user_of(mine, "4712") is None
    assert outside.user_of(mine, user.email) is None and outside.user_of(mine, other.email) is None
    assert outside.user_of(theirs, "4711") is None
    assert Event.objects.filter(kind=Event.Kind.LINKED, user_id=user.pk).count() == 1


def test_it_is_tied_once(alder):
    user, other = alder.posts[Role.DSL].user, alder.posts[Role.SCHOOL_STAFF].user
    believe(alder.controller, AT)
    one = Issuer.objects.get()
    outside.link(issuer=one, subject="4711", user=user)
    outside.link(issuer=one, subject="4711", user=user)  # said again
    for wrong in ({"subject": "4711", "user": other}, {"subject": "4712", "user": user}):
        with pytest.raises(outside.NotLinked):
            outside.link(issuer=one, **wrong)
    assert outside.user_of(one, "4711") == user and Identity.objects.count() == 1


def test_nobody_is_tied_to_an_issuer_of_where_they_do_not_work(alder, birch):
    believe(birch.controller, "https://login.birch.example")
    with pytest.raises(outside.NotLinked):
        outside.link(issuer=Issuer.objects.get(), subject="4711", user=alder.posts[Role.DSL].user)


def test_a_closed_account_is_opened_by_no_issuer(alder):
    user = alder.posts[Role.DSL].user
    believe(alder.controller, AT)
    outside.link(issuer=Issuer.objects.get(), subject="4711", user=user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert outside.user_of(Issuer.objects.get(), "4711") is None


def test_another_address_unties_everybody_and_so_does_doing_without(alder):
    user = alder.posts[Role.DSL].user
    believe(alder.controller, AT)
    before = Issuer.objects.get()
    outside.link(issuer=before, subject="4711", user=user)
    believe(alder.controller, f"{AT}/new")
    assert not Identity.objects.exists()
    assert outside.secret_of(before) == SECRET  # not before it is sure that the row is gone
    work_off()
    with pytest.raises(outside.NoSecret):
        outside.secret_of(before)
    assert outside.secret_of(Issuer.objects.get()) == SECRET
    with tenancy(alder.controller.id, system="operator"):
        outside.forget()
    assert not Issuer.objects.exists()


def test_an_issuer_whose_change_was_taken_back_keeps_its_secret(alder):
    """Keys are kept apart from the database: what is taken back there is not taken back here."""
    believe(alder.controller, AT)
    kept = Issuer.objects.get()
    with pytest.raises(RuntimeError), tenancy(alder.controller.id, system="operator"), transaction.atomic():
        outside.set_issuer(issuer=f"{AT}/new", client_id="kith", secret="new")
        raise RuntimeError
    work_off()
    assert Issuer.objects.get() == kept and outside.secret_of(kept) == SECRET


def test_a_job_that_comes_too_early_erases_nothing(alder):
    believe(alder.controller, AT)
    one = Issuer.objects.get()
    with tenancy(alder.controller.id, system="operator"):
        defer_elsewhere(erase_secret, controller=alder.controller.id, in_turn=one.id, issuer=one.id)
    work_off()
    assert outside.secret_of(one) == SECRET


def test_an_invitation_is_good_once_and_only_for_who_never_came(alder):
    user, other = alder.posts[Role.DSL].user, alder.posts[Role.SCHOOL_STAFF].user
    believe(alder.controller, AT)
    account, proof = outside.invitation(user)
    assert outside.invited(account, proof) == user
    assert outside.invited(other.pk, proof) is None and outside.invited(account, "x-y") is None
    outside.link(issuer=Issuer.objects.get(), subject="4711", user=user)
    assert outside.invited(account, proof) is None
