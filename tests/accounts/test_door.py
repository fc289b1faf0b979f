"""What happened at the door is kept, ledger by ledger; a change is kept with its lines or not at all."""

import pytest
from django.db import transaction

from kith.accounts import actions, door
from kith.accounts.models import Event, User
from kith.audit import actions as ledger
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tenancy import current, tenancy
from tests.rooms import lines, open_school

NEW = "a kettle, four cups and no lid"


@pytest.fixture
def user_of_two(fresh):
    """One account with posts at two controllers."""
    alder, birch = open_school("alder", Role.DSL), open_school("birch")
    user = User.objects.get(email="dsl@alder.example")
    with tenancy(birch.controller.id, system="importer"):
        organisations.grant_post(user=user, organisation=birch.organisation, role=Role.DSL)
    return user, alder, birch


@pytest.fixture
def first_ledger_broken(user_of_two, monkeypatch):
    """No line can be written to the ledger of the first controller."""
    _, alder, _ = user_of_two
    whole = ledger.record

    def record(action, **what):
        if current().controller_id == alder.controller.id:
            raise OSError("the disk is full")
        return whole(action, **what)

    monkeypatch.setattr(ledger, "record", record)


def kept(user, school):
    """Events of the account, and lines about it in a ledger, since it was made."""
    events = list(Event.objects.filter(user_id=user.pk).values_list("kind", flat=True))
    return events, [action for action, _ in lines(school.controller.id, "account.")]


def test_a_wrong_password_is_kept_where_it_can_be_and_the_page_is_refused(user_of_two, first_ledger_broken):
    user, alder, birch = user_of_two
    with pytest.raises(ExceptionGroup, match="missing from 1 ledgers"):
        door.note_failed(user.email, locked=False)
    kind = Event.Kind.REFUSED.value
    assert kept(user, birch) == ([kind], [kind])
    assert kept(user, alder) == ([kind], [])


def test_a_new_password_is_refused_whole_when_one_ledger_can_not_say_so(user_of_two, first_ledger_broken):
    user, alder, birch = user_of_two
    before = user.password
    with pytest.raises(ExceptionGroup):
        actions.set_password(user=user, password=NEW)
    assert User.objects.get(pk=user.pk).password == before
    assert kept(user, birch) == kept(user, alder) == ([], [])


def test_with_whole_ledgers_both_are_told(user_of_two):
    user, alder, birch = user_of_two
    actions.set_password(user=user, password=NEW)
    kind = Event.Kind.PASSWORD_CHANGED.value
    assert kept(user, alder) == kept(user, birch) == ([kind], [kind])


def test_in_one_transaction_with_its_lines_the_try_would_be_forgotten(user_of_two, first_ledger_broken):
    """The negative control: one broken ledger would wipe out the event and every other line."""
    user, _, birch = user_of_two
    with pytest.raises(ExceptionGroup), transaction.atomic():
        door.note_failed(user.email, locked=False)
    assert kept(user, birch) == ([], [])
