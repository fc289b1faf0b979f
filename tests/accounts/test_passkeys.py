"""Passkeys: made, used, and every way in which one is not what it says."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from kith.accounts import actions, passkeys, second_factor
from kith.accounts.models import Event, User
from kith.accounts.passkeys import Place
from tests.accounts.conftest import give_post
from tests.passkey import ORIGIN, Device
from tests.signin import can_sign_in, code_of

pytestmark = pytest.mark.django_db
HERE = Place("localhost", (ORIGIN,))


@pytest.fixture
def ines(make_user):
    return make_user()


def added(user, device=None, name="Laptop"):
    device = device or Device()
    options, state = passkeys.begin_adding(user=user, place=HERE)
    passkeys.add(user=user, place=HERE, state=state, given=device.make(options), name=name)
    return device


def opens(device, *, user=None, place=HERE):
    options, state = passkeys.begin(place=place, user=user)
    return passkeys.check(place=place, state=state, given=device.answer(options), user=user)


def kinds():
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_passkey_says_whose_it_is_and_opens_alone(ines, make_user):
    make_user("Tom Reyes")
    device = added(ines)
    assert opens(device) == ines
    assert opens(device, user=ines) == ines
    assert kinds() == ["account.passkey"]
    assert second_factor.is_set_up(ines) and not second_factor.has_app(ines)
    assert second_factor.recovery_codes_left(ines) == 10


def test_it_stands_beside_the_app_and_the_codes_on_paper(ines):
    device = added(can_sign_in(ines))
    assert second_factor.check(user=ines, code=code_of()) == "code"
    assert opens(device) == ines
    secret = second_factor.new_secret()
    paper = second_factor.set_up(user=ines, secret=secret, code=code_of(secret))
    assert opens(device) == ines  # a new app does away with no passkey
    assert second_factor.check(user=ines, code=paper[0]) == "recovery"


def test_the_question_asks_the_device_to_ask_its_owner_and_to_keep_whose_it_is(ines):
    asked = passkeys.begin_adding(user=ines, place=HERE)[0]["publicKey"]
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert passkeys.begin(place=HERE)[0]["publicKey"]["userVerification"] == "required"
    assert asked["rp"]["id"] == "localhost"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:666"},
        {"origin": "https://localhost"},
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"verifies": False},
        {"id": b"another credential"},
    ],
    ids=str,
)
def test_what_is_not_made_here_by_its_owner_opens_nothing(ines, wrong):
    device = added(ines)
    for name, value in wrong.items():
        setattr(device, name, value)
    assert opens(device) is None
    assert kinds()[-1] == "account.passkey-refused"
    assert Event.objects.filter(kind=Event.Kind.PASSKEY_REFUSED, user_id=ines.pk).count() == 1


@pytest.mark.parametrize("wrong", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"verifies": False}])
def test_nor_is_such_a_one_kept(ines, wrong):
    with pytest.raises(passkeys.NotThis):
        added(ines, Device(**wrong))
    assert passkeys.held(ines) == []


def test_an_answer_opens_once(ines):
    """Its question is another one the second time."""
    device = added(ines)
    options, state = passkeys.begin(place=HERE)
    given = device.answer(options)
    assert passkeys.check(place=HERE, state=state, given=given) == ines
    assert passkeys.check(place=HERE, state=passkeys.begin(place=HERE)[1], given=given) is None
    assert passkeys.check(place=HERE, state=None, given=given) is None


def test_a_copied_key_is_found_out_by_its_count(ines):
    device = added(ines)
    assert opens(device) == ines
    device.count = 0
    assert opens(device) is None
    # The negative control: where the count goes on, it opens.
    device.count = 5
    assert opens(device) == ines


def test_somebody_elses_passkey_is_none_of_mine(ines, make_user):
    tom = make_user("Tom Reyes")
    device, mine = added(tom), added(ines)
    assert opens(device, user=ines) is None
    device.owner = mine.owner  # it says it is hers
    assert opens(device) is None
    device.owner = mine.owner = ""
    assert opens(mine) is None


@pytest.mark.parametrize("what", ["closed", "asleep"])
def test_an_account_not_in_use_is_opened_by_no_passkey(ines, what):
    device = added(ines)
    long_ago = timezone.now() - timedelta(days=100)
    changed = {"is_active": False} if what == "closed" else {"last_signed_in_at": long_ago, "created_at": long_ago}
    User.objects.filter(pk=ines.pk).update(**changed)
    assert opens(device) is None


JUNK = ["", "no json", "[]", "{}", '{"response": {}}', '{"response": {"userHandle": 4}}', "[" * 10_000, "x" * 30_000]
JUNK += [
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {"userHandle": "AAAA", "clientDataJSON": "AAAA"}}'
]


@pytest.mark.parametrize("given", JUNK, ids=lambda text: text[:20] or "nothing")
def test_junk_is_refused_and_written_down(ines, given):
    added(ines)
    _, state = passkeys.begin(place=HERE)
    assert passkeys.check(place=HERE, state=state, given=given) is None
    assert passkeys.check(place=HERE, state=state, given=given, user=ines) is None
    assert kinds()[-2:] == ["account.passkey-refused"] * 2
    with pytest.raises(passkeys.NotThis):
        passkeys.add(user=ines, place=HERE, state=state, given=given, name="x")


def test_every_byte_of_an_answer_counts(ines):
    device = added(ines)
    options, state = passkeys.begin(place=HERE)
    whole = json.loads(device.answer(options))
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        text = whole["response"][part]
        spoilt = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]
        given = json.dumps({**whole, "response": {**whole["response"], part: spoilt}})
        assert passkeys.check(place=HERE, state=state, given=given) is None, part
    assert passkeys.check(place=HERE, state=state, given=json.dumps(whole)) == ines


def test_the_last_second_factor_of_who_must_have_one_stays(ines, make_controller):
    give_post(ines, make_controller("alder"))
    added(ines)
    (only,) = passkeys.held(ines)
    with pytest.raises(passkeys.LastOne):
        passkeys.remove(user=ines, id=only.id)
    added(ines, name="Phone")
    passkeys.remove(user=ines, id=only.id)
    assert [one.name for one in passkeys.held(ines)] == ["Phone"]
    assert kinds()[-2:] == ["account.passkey-removed", "account.revoked"]
    assert User.objects.get(pk=ines.pk).session_epoch == 1


def test_who_need_not_have_one_may_be_without(ines, make_controller):
    give_post(ines, make_controller("alder", password_profile="source"), reads=False)
    added(ines)
    passkeys.remove(user=ines, id=passkeys.held(ines)[0].id)
    assert passkeys.held(ines) == [] and not second_factor.is_set_up(ines)


def test_beside_an_app_a_passkey_may_go(ines, make_controller):
    give_post(ines, make_controller("alder"))
    added(can_sign_in(ines))
    passkeys.remove(user=ines, id=passkeys.held(ines)[0].id)
    assert second_factor.is_set_up(ines)


def test_a_passkey_that_was_removed_opens_nothing(ines):
    device = added(can_sign_in(ines))
    passkeys.remove(user=ines, id=passkeys.held(ines)[0].id)
    assert opens(device) is None


def test_nobody_renames_or_removes_anothers(ines, make_user):
    tom = make_user("Tom Reyes")
    added(ines)
    (one,) = passkeys.held(ines)
    passkeys.rename(user=tom, id=one.id, name="Mine now")
    passkeys.remove(user=tom, id=one.id)
    assert [left.name for left in passkeys.held(ines)] == ["Laptop"]
    passkeys.rename(user=ines, id=one.id, name="  The laptop\tat work ")
    assert [left.name for left in passkeys.held(ines)] == ["The laptop at work"]


def test_one_device_is_kept_once(ines):
    device = added(ines)
    with pytest.raises(passkeys.NotThis, match="here already"):
        added(ines, device)


def test_a_new_phone_forgets_passkeys_too(ines):
    device = added(ines)
    second_factor.forget(user=ines)
    assert opens(device) is None and not Authenticator.objects.filter(user=ines).exists()


@pytest.mark.parametrize(
    ("host", "origin", "works"),
    [
        ("localhost", "http://localhost:8000", True),
        ("kith.wexshire.example", "https://kith.wexshire.example", True),
        ("kith.wexshire.example", "http://kith.wexshire.example", False),
        ("127.0.0.1", "http://127.0.0.1:8000", False),
        ("::1", "http://[::1]:8000", False),
        ("10.0.0.7", "https://10.0.0.7", False),
    ],
)
def test_where_browsers_know_passkeys(host, origin, works):
    assert Place(host, (origin,)).works is works


def test_a_passkey_opens_an_account_no_longer_that_was_closed_and_is_opened_again(ines):
    """And the control: one that is added afterwards does."""
    device = added(ines)
    actions.disable(user=ines)
    actions.reactivate(user=ines)
    assert passkeys.held(ines) == [] and opens(device) is None and opens(device, user=ines) is None
    assert opens(added(ines)) == ines
