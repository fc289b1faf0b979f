"""What follows from a record: its clocks and the lines on chronologies, through the real wiring."""

import pytest

from kith import wiring
from kith.cases import actions, declarations
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part
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
        assert lines[first] == "OA-1001: Child-on-child abuse (The child it happened to), Submitted"
        assert lines[second] == "OA-1001: not yet categorised (Said to have done it), Submitted"


def test_a_record_entered_by_mistake_stays_struck_through(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        actions.move_stage(record=record, to="void", rationale="Wrong child.")
    with school.as_lead():
        (entry,) = Entry.objects.filter(record=record)
        assert entry.void and entry.line.endswith("Void")
        assert RunningClock.objects.get(record=record).stopped_by == "void"
