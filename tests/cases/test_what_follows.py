"""What follows from a record: its clocks and the lines on chronologies, through the real wiring."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith import wiring
from kith.cases import actions, declarations, just_written, rules
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part, Record
from kith.chronology.models import Entry
from kith.foundation.dates import london
from kith.foundation.days import Period, Unit, due
from kith.tasks.models import RunningClock
from kith.tenancy import install, unit

from .test_records import decide

pytestmark = pytest.mark.django_db


def test_the_clock_runs_from_sending_until_the_lead_decides(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        (clock,) = RunningClock.objects.filter(record=record)
        assert clock.clock == "looked_at" and clock.stopped_at is None
        decide(record, category="bullying")
        actions.move_stage(record=record, to="triaged")
    with school.as_lead():
        clock.refresh_from_db()
        assert clock.stopped_by == "triaged" and clock.stopped_at >= clock.started_at


def test_a_school_may_give_itself_another_length(school):
    with school.as_lead():
        declarations.adjust(area="concern", what="looked_at", value=3, reason="Part-time lead.")
    with school.as_teacher():
        sent = school.send()
    with school.as_lead():
        (clock,) = RunningClock.objects.all()
        assert clock.due_on == due(london(sent.written_at).date(), Period(3, Unit.WORKING_DAYS))


def test_sending_asks_the_database_for_little(school):
    with school.as_teacher():
        school.send()  # the texts of the statements are made
    with CaptureQueriesContext(connection) as asked, school.as_teacher():
        school.send()
    # Seven of them open the unit and end it; one leaves word for who is told of it.
    assert len(asked) <= 21


def lines_of_sent_and_linked(school):
    """A record that is sent, and changed before anything followed from it."""
    first, second, _ = school.children
    with school.as_lead():
        record = school.send()
        actions.link_person(record=record, person_id=second, role="victim")
        (own,) = Part.objects.filter(record=record, person=first)
        actions.strike(part=own, reason="Not there.")
    with school.as_lead():
        return {line.person_id: line.void for line in Entry.objects.filter(record=record)} == {
            first: True,
            second: False,
        }


def test_what_follows_sees_what_was_done_to_a_record_since_it_was_sent(school):
    assert lines_of_sent_and_linked(school)


def clock_of_sent_and_triaged(school):
    """Of a record that went on in the unit it was sent in: whether the clock of its first stage was ever begun."""
    with school.as_lead():
        record = school.send()
        decide(record, category="bullying")
        actions.move_stage(record=Record.objects.get(id=record.id), to="triaged")
    with school.as_lead():
        return RunningClock.objects.filter(record=record, clock="looked_at").exists()


def test_clocks_follow_the_stage_a_record_has_reached_since_it_was_sent(school):
    assert not clock_of_sent_and_triaged(school)


def test_what_was_just_written_would_be_believed_for_too_long_if_nothing_ended_it(school, monkeypatch):
    """The negative control: the step does not see the category that was decided."""
    monkeypatch.setattr(just_written, "forget", lambda record_id: None)
    with pytest.raises(rules.NotAllowed):
        clock_of_sent_and_triaged(school)


def test_without_its_reactions_nothing_runs(school):
    """The control: the clock and the line come from the wiring, not from the action itself."""
    before = unit._installed
    install(reactions=dict.fromkeys(wiring.REACTIONS, ()))
    try:
        with school.as_teacher():
            school.send()
    finally:
        unit._installed = before
    with school.as_lead():
        assert not RunningClock.objects.exists() and not Entry.objects.exists()


def test_each_child_has_a_line_from_their_own_part_alone(school):
    first, second, _ = school.children
    with school.as_teacher():
        record = school.send(OwnAnswers(first, "victim", {}), OwnAnswers(second, "alleged", {}))
    with school.as_lead():
        part = Part.objects.get(record=record, person_id=first)
        actions.correct(part=part, answers={}, based_on=1, reason="Decided.", category="child_on_child")
    with school.as_lead():
        lines = dict(Entry.objects.filter(record=record).values_list("person_id", "line"))
        assert lines[first] == "OA-1001: Child-on-child abuse (the child it happened to), Submitted"
        assert lines[second] == "OA-1001: not yet categorised (said to have done it), Submitted"


def test_a_record_entered_by_mistake_stays_struck_through(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        actions.move_stage(record=record, to="void", rationale="Wrong child.")
    with school.as_lead():
        (entry,) = Entry.objects.filter(record=record)
        assert entry.void and entry.line.endswith("Void")
        assert RunningClock.objects.get(record=record).stopped_by == "void"
