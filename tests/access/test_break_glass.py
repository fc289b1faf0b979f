"""Breaking the glass: a reason, an hour, one person, a line, a banner, and a review."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.access import actions
from kith.access.actions import ReasonTooShort, break_glass
from kith.access.events import GlassBroken, Shut
from kith.access.models import Subject
from kith.access.words import BarKind, RecordType, Verb
from kith.reference.roles import Role
from kith.tenancy import Refused, install, unit
from tests.access.conftest import child_of, reader_of
from tests.rooms import lines

pytestmark = pytest.mark.django_db
WHY = "Child found alone at the station"


@pytest.fixture
def heard():
    """What was announced; the real wiring is put back afterwards."""
    before, events = unit._installed, []
    install(reactions={GlassBroken: (events.append,), Shut: ()})
    yield events
    unit._installed = before


def plan_of(reader, child):
    return reader.decide(Verb.READ, reader.subject(RecordType.CP, child))


def broken(school, role, child, reason=WHY):
    with school.at_work(role):
        break_glass(reader=reader_of(school, role), person_id=child, reason=reason, code="immediate_risk")


def test_it_opens_one_record_for_an_hour_and_says_so(alder, heard):
    child, other = child_of(alder), child_of(alder)
    with alder.at_work(Role.SOCIAL_WORKER):
        assert plan_of(reader_of(alder, Role.SOCIAL_WORKER), child).outsider
    broken(alder, Role.SOCIAL_WORKER, child)
    with alder.at_work(Role.SOCIAL_WORKER):
        reader = reader_of(alder, Role.SOCIAL_WORKER)
        assert plan_of(reader, child).allowed
        assert not plan_of(reader, other).allowed
        assert list(reader.emergencies) == [child]
    with time_machine.travel(timezone.now() + timedelta(minutes=60, seconds=1)), alder.at_work(Role.SOCIAL_WORKER):
        reader = reader_of(alder, Role.SOCIAL_WORKER)
        assert not plan_of(reader, child).allowed
        assert reader.emergencies == {}


def test_it_leaves_a_line_with_the_reason_and_asks_for_a_review(alder, heard):
    child = child_of(alder)
    broken(alder, Role.SOCIAL_WORKER, child)
    assert lines(alder.controller.id, "person.break_glass") == [("person.break_glass", WHY)]
    assert [event.person_id for event in heard] == [child]


@pytest.mark.parametrize("reason", ["", "urgent", "  nineteen letters x ", " " * 40, "\u200b" * 30])
def test_it_asks_for_a_reason_somebody_can_judge(alder, heard, reason):
    """4.11 (8): the emergency duty team's full view without a reason."""
    with pytest.raises(ReasonTooShort, match="20"):
        broken(alder, Role.SOCIAL_WORKER, child_of(alder), reason)
    assert heard == []


def test_twenty_characters_are_enough(alder, heard):
    broken(alder, Role.SOCIAL_WORKER, child_of(alder), "x" * 20)
    assert len(heard) == 1


@pytest.mark.parametrize("role", [Role.DSL, Role.SCHOOL_STAFF])
def test_a_role_without_it_is_refused(alder, heard, role):
    with pytest.raises(Refused):
        broken(alder, role, child_of(alder))


def test_it_does_not_open_own_family(alder, heard):
    child, post = child_of(alder), alder.posts[Role.SOCIAL_WORKER]
    with alder.at_work(Role.SOCIAL_WORKER):
        actions.bar(user_id=post.user_id, person_id=child, kind=BarKind.CONFLICT, reason="Own nephew")
    with pytest.raises(Refused):
        broken(alder, Role.SOCIAL_WORKER, child)


@pytest.mark.parametrize(
    ("role", "level", "opens"),
    [
        (Role.MASH_OFFICER, 2, True),
        (Role.SOCIAL_WORKER, 2, False),
        (Role.MASH_OFFICER, 3, False),
    ],
)
def test_it_opens_what_is_restricted_to_those_who_are_told_of_it_and_nothing_sealed(alder, heard, role, level, opens):
    child = child_of(alder)
    with alder.at_work(role):
        actions.close_to(subject_id=child, subject_kind=Subject.PERSON, level=level, reason="Known to the press")
    if not opens:
        with pytest.raises(Refused):
            broken(alder, role, child)
        return
    broken(alder, role, child)
    with alder.at_work(role):
        assert plan_of(reader_of(alder, role), child).allowed


def test_a_further_reason_while_it_is_open_is_added_to_the_first(alder, heard):
    """One opening, one review, both reasons; and the hour does not begin again."""
    child, more = child_of(alder), "She is now at the police station"
    broken(alder, Role.SOCIAL_WORKER, child)
    with alder.at_work(Role.SOCIAL_WORKER):
        first = actions.opening_of(reader_of(alder, Role.SOCIAL_WORKER), child)
    broken(alder, Role.SOCIAL_WORKER, child, more)
    with alder.at_work(Role.SOCIAL_WORKER):
        now = actions.opening_of(reader_of(alder, Role.SOCIAL_WORKER), child)
    assert (now.id, now.until) == (first.id, first.until)
    assert now.purpose.startswith(WHY) and now.purpose.endswith(more)
    assert len(heard) == 1
    assert lines(alder.controller.id, "person.break_glass_more") == [("person.break_glass_more", more)]


def test_whoever_opened_it_may_close_it_now(alder, heard):
    child, other = child_of(alder), child_of(alder)
    for one in (child, other):
        broken(alder, Role.SOCIAL_WORKER, one)
    with alder.at_work(Role.SOCIAL_WORKER):
        actions.close_glass(reader=reader_of(alder, Role.SOCIAL_WORKER), person_id=child)
    with alder.at_work(Role.SOCIAL_WORKER):
        reader = reader_of(alder, Role.SOCIAL_WORKER)
        assert not plan_of(reader, child).allowed
        # Control: the other one is open still.
        assert plan_of(reader, other).allowed
    assert len(lines(alder.controller.id, "person.close_glass")) == 1
