"""Accounts in the database: reach, policies, what is written at the door."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from kith.accounts import actions, door, dormancy, queries
from kith.accounts.models import Event, User
from kith.audit.models import Detail, Leaf
from kith.foundation.dates import london
from kith.foundation.ids import uuid7
from kith.tenancy import tenancy
from kith.tenancy.classes import ADDED_ONLY
from tests.accounts.conftest import PASSWORD, give_post

pytestmark = pytest.mark.django_db


def lines(controller):
    with tenancy(controller.id, system="clock"):
        return list(Leaf.objects.order_by("id").values_list("action", flat=True))


def test_an_address_is_kept_in_one_form(make_user):
    user = actions.create_user(email=" Ines.Okafor@Alder.Example ", display_name="Ines Okafor")
    assert User.objects.get_by_natural_key("INES.okafor@alder.example") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Ines.Okafor@alder.example")


def test_a_post_is_reached_by_its_own_user_while_it_lasts(make_user, make_controller):
    ines, tom = make_user(), make_user("Tom Reyes")
    post = give_post(ines, alder := make_controller())
    assert queries.reach(ines, post) == queries.Reached(alder.id, post, True)
    assert queries.reach(ines, str(post)) is not None
    assert queries.reach(tom, post) is None
    assert queries.reach(ines, None) is queries.reach(ines, "no id") is queries.reach(ines, uuid7()) is None
    actions.end_reach(post_id=post)
    assert queries.reach(ines, post) is None
    assert queries.reaches(ines) == []


def test_a_post_that_ends_tomorrow_is_reached_today(make_user, make_controller):
    ines = make_user()
    post = give_post(ines, make_controller(), until=timezone.now() + timedelta(days=1))
    assert queries.reach(ines, post)


def test_posts_in_two_controllers_bind_to_the_stricter_of_each_rule(make_user, make_controller):
    ines = make_user()
    give_post(ines, make_controller("alder", password_profile="source", idle_minutes=20))
    give_post(ines, make_controller("birch", password_profile="modern", idle_minutes=5))
    policy = queries.policy_of(ines)
    assert (policy.least_length, policy.composition, policy.change_after_days) == (15, True, 60)
    assert policy.idle_minutes == 5


def test_an_ended_post_binds_no_longer(make_user, make_controller):
    ines = make_user()
    post = give_post(ines, make_controller("alder", password_profile="source"))
    give_post(ines, make_controller("birch", password_profile="modern"))
    actions.end_reach(post_id=post)
    assert not queries.policy_of(ines).composition


@pytest.mark.parametrize(
    ("profile", "reads", "asked"),
    [("modern", True, True), ("modern", False, True), ("source", True, True), ("source", False, False)],
)
def test_report_only_staff_are_asked_for_a_code_if_their_controller_says_so(
    profile, reads, asked, make_user, make_controller
):
    give_post(ines := make_user(), make_controller(password_profile=profile), reads=reads)
    assert queries.needs_second_factor(ines) is asked


def test_a_sign_in_is_written_by_account_and_in_the_ledger_of_every_controller_reached(make_user, make_controller):
    ines, alder, birch, cedar = make_user(), *(make_controller(s) for s in ("alder", "birch", "cedar"))
    post, _ = give_post(ines, alder), give_post(ines, birch)
    actions.signed_in(user=ines, address="192.0.2.7")
    event = Event.objects.get()
    assert (event.kind, event.user_id, event.typed, event.address) == ("account.sign-in", ines.pk, "", "192.0.2.7")
    assert lines(alder) == lines(birch) == ["account.sign-in"]
    assert lines(cedar) == []
    with tenancy(alder.id, system="clock"):
        assert Leaf.objects.get().on_behalf_of == post
        assert Detail.objects.get().address == "192.0.2.7"


def test_a_ledger_that_cannot_be_written_leaves_no_trace_of_a_sign_in(make_user, make_controller, monkeypatch):
    give_post(ines := make_user(), make_controller())

    def broken(*args, **kwargs):
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr("kith.audit.actions.record", broken)
    with pytest.raises(ExceptionGroup), transaction.atomic():
        actions.signed_in(user=ines)
    ines.refresh_from_db()
    assert ines.last_signed_in_at is None
    assert not Event.objects.exists()


def test_what_was_typed_is_kept_as_a_hash_where_there_is_no_account(make_user):
    ines = make_user()
    door.note_failed("hunter2-my-real-password", locked=False, address="192.0.2.7")
    door.note_failed(ines.email.upper(), locked=True)
    unknown, known = Event.objects.order_by("id")
    assert (unknown.user_id, len(unknown.typed)) == (None, 64)
    assert "hunter2" not in unknown.typed
    assert (known.user_id, known.typed, known.kind) == (ines.pk, "", "account.locked-out")


def test_a_weak_password_is_refused_with_reasons_and_a_good_one_ends_other_sessions(make_user):
    ines = make_user()
    before = ines.get_session_auth_hash()
    with pytest.raises(actions.WeakPassword, match="15 characters"):
        actions.set_password(user=ines, password="short")
    with pytest.raises(actions.WeakPassword, match="have now"):
        actions.set_password(user=ines, password=PASSWORD)
    assert ines.get_session_auth_hash() == before
    actions.set_password(user=ines, password="seven green umbrellas on hooks")
    assert ines.get_session_auth_hash() != before
    assert ines.check_password("seven green umbrellas on hooks")


def test_revoking_and_disabling_change_what_sessions_must_match(make_user):
    ines = make_user()
    seen = {ines.get_session_auth_hash()}
    for change in (actions.end_sessions, actions.disable):
        change(user=ines)
        ines.refresh_from_db()
        assert ines.get_session_auth_hash() not in seen
        seen.add(ines.get_session_auth_hash())
    assert not ines.is_active


def test_a_dormant_account_is_woken_and_must_take_a_new_password(make_user, make_controller):
    long_ago = days_ago(61)
    ines = make_user(last_signed_in_at=long_ago, created_at=long_ago - timedelta(days=400))
    give_post(ines, make_controller(password_profile="source"))
    assert dormancy.is_dormant(ines)
    actions.reactivate(user=ines)
    ines.refresh_from_db()
    assert not dormant_after(ines, days=0) and dormant_after(ines, days=61)
    assert queries.password_due(ines)


def dormant_after(user, days):
    user.reactivated_at = days_ago(days)
    return dormancy.is_dormant(user)


def days_ago(days):
    """By the wall clock: late on an evening in winter, 61 times 24 hours reach back to after midnight in summer."""
    return london(timezone.now()) - timedelta(days=days)


def test_a_new_account_that_nobody_uses_sleeps_too(make_user):
    assert not dormancy.is_dormant(make_user())
    assert dormancy.is_dormant(make_user("Tom Reyes", created_at=days_ago(61)))


def test_each_new_wording_of_the_agreement_is_accepted_again(make_user):
    ines = make_user()
    assert queries.agreement_due(ines) is None
    first = actions.publish_agreement(text="I look only where my work takes me.")
    assert queries.agreement_due(ines) == first
    actions.accept_agreement(user=ines, version=first)
    assert queries.agreement_due(ines) is None
    actions.publish_agreement(text="Later.", in_force_from=timezone.now() + timedelta(days=30))
    assert queries.agreement_due(ines) is None
    second = actions.publish_agreement(text="I look only where my work takes me, and say why.")
    assert (second.number, queries.agreement_due(ines)) == (3, second)


def test_account_tables_hold_no_column_about_a_child():
    columns = connection.introspection
    with connection.cursor() as cursor:
        names = {c.name for c in columns.get_table_description(cursor, "accounts_event")}
        assert names == {"id", "user_id", "typed", "kind", "at", "address"}
        names = {c.name for c in columns.get_table_description(cursor, "accounts_reach")}
        assert names == {"id", "user_id", "controller_id", "post_id", "since", "until", "reads"}


@pytest.mark.parametrize("table", ADDED_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_what_happened_at_the_door_cannot_be_changed_or_removed(table, statement):
    column = "number" if table.endswith("version") else "id"
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table, column))


def test_other_tables_of_accounts_can_be_changed(make_user):
    """The negative control: the same statement where rows may change."""
    make_user()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET id = id")
        assert cursor.rowcount == 1
