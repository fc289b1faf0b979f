"""Sharing agreements with partners: without one in force, for this sort of record, nothing is opened (4.5; 4.11, 3)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.access import actions, rules
from kith.access.models import Agreement, Party
from kith.access.words import RecordType, Relation, Verb
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.access.conftest import child_of, reader_of
from tests.rooms import School, give_post, lines, open_school

pytestmark = pytest.mark.django_db
SUMMER = datetime(2026, 6, 1, 12, tzinfo=UTC)
# The last day in summer time: its midnight in London is 23:00 in UTC.
ENDS = date(2026, 6, 30)


@pytest.fixture
def agency(db):
    """A charity whose worker is involved with a child of a council."""
    with time_machine.travel(SUMMER, tick=False):
        council = open_school("moor")
        with tenancy(council.controller.id, system="importer"):
            charity = organisations.add_organisation(kind="agency", name="Lantern", files_of=council.holder)
        post = give_post(council.controller, charity, Role.PARTNER_USER, "w@lantern.example")
        yield School(council.controller, council.holder, charity, {Role.PARTNER_USER: post})


def agree(agency, **changed):
    what = {
        "party": agency.organisation.id,
        "party_kind": Party.ORGANISATION,
        "purpose": "Family help for children the charity works with",
        "basis": "Children Act 2004, section 10",
        "record_types": [RecordType.EARLY_HELP],
        "signed_by": "Director of children's services",
        "from_on": date(2026, 1, 1),
        "until_on": ENDS,
        "review_on": date(2026, 5, 1),
    }
    with tenancy(agency.controller.id, system="importer"):
        return actions.agree(**{**what, **changed})


def may_read(agency, record_type=RecordType.EARLY_HELP):
    child = child_of(agency)
    with agency.at_work(Role.PARTNER_USER):
        reader = reader_of(agency, Role.PARTNER_USER)
        return reader.decide(Verb.SUMMARY, reader.subject(record_type, child, ties=[Relation.INVOLVED])).allowed


def test_without_an_agreement_a_partner_is_shown_nothing(agency):
    assert not may_read(agency)


def test_with_one_they_read_what_it_names_and_nothing_else(agency):
    agree(agency)
    assert may_read(agency)
    assert not may_read(agency, RecordType.CP)
    agree(agency, record_types=[RecordType.CP])
    assert may_read(agency) and may_read(agency, RecordType.CP)


def test_it_ends_at_midnight_in_london_to_the_second(agency):
    agree(agency)
    for moment, open_ in (("2026-06-30T22:59:59Z", True), ("2026-06-30T23:00:00Z", False)):
        with time_machine.travel(moment, tick=False):
            assert may_read(agency) is open_


def test_it_begins_on_its_first_day(agency):
    agree(agency, from_on=SUMMER.date() + timedelta(days=1))
    assert not may_read(agency)
    with time_machine.travel(SUMMER + timedelta(days=1), tick=False):
        assert may_read(agency)


def test_ended_early_it_closes_at_once_and_both_leave_a_line(agency):
    agreed = agree(agency)
    assert may_read(agency)
    for _ in range(2):
        with tenancy(agency.controller.id, system="importer"):
            actions.end_agreement(agreement_id=agreed.id, reason="Their training lapsed")
    assert not may_read(agency)
    assert lines(agency.controller.id, "agreement.") == [
        ("agreement.start", "Family help for children the charity works with"),
        ("agreement.end", "Their training lapsed"),
    ]


def test_one_that_has_not_begun_can_be_ended(agency):
    agreed = agree(agency, from_on=SUMMER.date() + timedelta(days=5))
    with tenancy(agency.controller.id, system="importer"):
        assert actions.end_agreement(agreement_id=agreed.id, reason="Signed twice").until == timezone.now()
    with time_machine.travel(SUMMER + timedelta(days=6), tick=False):
        assert not may_read(agency)


def test_an_agreement_with_somebody_else_opens_nothing(agency):
    agree(agency, party=agency.controller.id, party_kind=Party.CONTROLLER)
    assert not may_read(agency)


def test_without_the_question_a_lapsed_agreement_would_still_open(agency, monkeypatch):
    """The negative control: leave the check out."""
    agree(agency)
    with time_machine.travel("2026-07-02T12:00:00Z", tick=False):
        assert not may_read(agency)
        without = tuple(check for check in rules.CHECKS if check.__name__ != "_agreements")
        monkeypatch.setattr(rules, "CHECKS", without)
        assert may_read(agency)


def test_an_agreement_ends_after_it_starts(agency):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        agree(agency, until_on=date(2025, 12, 31))
    with tenancy(agency.controller.id, system="importer"):
        assert not Agreement.objects.exists()
