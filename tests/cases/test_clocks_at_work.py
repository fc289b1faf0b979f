"""Clocks on records as they are in life: from the day of the event, in the school's own days, held, stopped, rung."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith import areas
from kith.cases import actions, declarations, guarding
from kith.cases.actions import OwnAnswers, rules
from kith.cases.models import Part, PartVersion, Record
from kith.foundation.dates import today
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tasks import actions as tasks
from kith.tasks import queries, ringing, running
from kith.tasks.by_day import Standing
from kith.tasks.models import RunningClock, Task
from kith.tenancy import tenancy
from kith.vocabulary import Upcast

from .council import open_council, take, write
from .test_working_together import MANAGER, OFFICER, summed_up

pytestmark = pytest.mark.django_db
INCLUSION = Role.INCLUSION_OFFICER
# The school year of the worked examples: Oakmere, 2026/27.
TERMS = [
    (date(2026, 9, 3), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 5), date(2027, 2, 12)), (date(2027, 2, 22), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 5, 28)), (date(2027, 6, 7), date(2027, 7, 22)),
]  # fmt: skip


@pytest.fixture
def council():
    return open_council()


@pytest.fixture
def education(council):
    return council["education"]


def tell_calendar(education):
    with tenancy(education.controller, system="importer"):
        school = organisations.add_organisation(kind="school", name="Oakmere")
        tasks.tell_calendar(organisation=school, terms=TERMS)


def excluded(education, kind, *, long=True, **shared):
    child = education.children[0]
    own = OwnAnswers(child, "pupil", {"over_five_days": long}, kind)
    with education.at_work(INCLUSION):
        record = education.send("exclusion", own, **shared)
        education.tie(INCLUSION, record)
    return record


def clocks(record):
    return {c.clock: c for c in RunningClock.objects.filter(record=record)}


@pytest.mark.parametrize(
    ("kind", "first_day", "clock", "due"),
    [
        ("SUSP", "2026-12-08", "taught_suspended", date(2026, 12, 15)),  # worked example 39
        ("PERM", "2026-12-08", "taught_excluded", date(2026, 12, 16)),  # and its note
        ("SUSP", "2026-12-14", "taught_suspended", date(2027, 1, 5)),  # worked example 40
    ],
)
def test_the_sixth_day_is_counted_in_the_days_of_the_pupils_school(education, kind, first_day, clock, due):
    tell_calendar(education)
    record = excluded(education, kind, first_day=first_day)
    with education.at_work(INCLUSION):
        found = clocks(record)
        assert (found[clock].due_on, found[clock].estimated) == (due, False)
        assert len({"taught_suspended", "taught_excluded"} & set(found)) == 1
        write(record, provision_from=first_day)
    with education.at_work(INCLUSION):
        assert clocks(record)[clock].stopped_at is not None


@pytest.mark.parametrize(
    ("duty", "clock", "due"),
    [("meet_15", "governors_soon", date(2026, 12, 17)), ("meet_50", "governors_later", date(2027, 2, 26))],
)
def test_the_governors_duty_decides_which_clock_runs(education, duty, clock, due):
    """Worked examples 38 and 41: told on Thursday 26 November 2026."""
    tell_calendar(education)
    record = excluded(education, "PERM", decided_on="2026-11-26", first_day="2026-11-26")
    with education.at_work(INCLUSION):
        write(record, parents_told_on="2026-11-26", governors_told_on="2026-11-26", duty=duty)
        take(record, "governors")
    with education.at_work(INCLUSION):
        found = clocks(record)
        assert found[clock].due_on == due and len({"governors_soon", "governors_later"} & set(found)) == 1
        write(record, governors_told_on="2026-11-27")
    with education.at_work(INCLUSION):
        assert clocks(record)[clock].due_on > due


def test_more_than_fifteen_days_in_a_term_bind_the_governors_whatever_is_written(education):
    """The control is fifteen days: there the duty that was written down stands."""
    tell_calendar(education)
    child = education.children[0]
    for days, soon in ((15, False), (16, True)):
        with education.at_work(INCLUSION):
            own = OwnAnswers(child, "pupil", {"over_five_days": True, "days_in_term": days}, "SUSP")
            record = education.send("exclusion", own, decided_on="2026-11-26", first_day="2026-11-26")
            education.tie(INCLUSION, record)
        with education.at_work(INCLUSION):
            write(record, parents_told_on="2026-11-26", governors_told_on="2026-11-26", duty="meet_50")
            if soon:
                with pytest.raises(rules.NotAllowed, match="more than 15"):
                    take(record, "governors")
                write(record, duty="meet_15")
            take(record, "governors")
        with education.at_work(INCLUSION):
            assert ("governors_soon" in clocks(record)) is soon


def test_without_a_calendar_the_day_is_estimated_never_too_late_and_counted_anew_once_it_is_known(education):
    record = excluded(education, "SUSP", first_day="2026-12-14")
    with education.at_work(INCLUSION):
        guessed = clocks(record)["taught_suspended"]
        assert guessed.estimated and guessed.due_on <= date(2027, 1, 5)
    tell_calendar(education)
    with education.at_work(INCLUSION):
        assert clocks(record)["taught_suspended"].due_on == date(2027, 1, 5)
        write(record, first_day="2026-12-11")
    with education.at_work(INCLUSION):
        counted = clocks(record)["taught_suspended"]
        assert (counted.due_on, counted.estimated) == (date(2026, 12, 18), False)


def test_somebody_is_told_before_it_runs_out_and_somebody_above_after_it_has_and_each_once(council):
    front = council["front"]
    with front.at_work(OFFICER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        due = clocks(record)["decided"].due_on
    with tenancy(front.controller, system="bell"):
        assert ringing.ring(today() - timedelta(days=1)) == 0
        assert ringing.ring(due) == 1
        assert ringing.ring(due) == 0
        assert ringing.ring(due + timedelta(days=1)) == 1
        assert ringing.ring(due + timedelta(days=9)) == 0
    with front.at_work(MANAGER):
        told = list(Task.objects.order_by("opened_at").values_list("kind", "for_role", "words"))
        assert [(kind, role) for kind, role, _ in told] == [
            ("clock_75", "mash_officer"), ("clock_late_service_manager", "service_manager"),
        ]  # fmt: skip
        assert {words for *_, words in told} == {"Contact and referral: A manager decides"}


def test_a_night_on_which_nothing_rings_asks_the_same_however_many_clocks_run(council):
    front, counts = council["front"], []
    for _ in range(2):
        with front.at_work(OFFICER):
            for _ in range(3):
                front.send("contact")
        with tenancy(front.controller, system="bell"):
            ringing.ring(today() + timedelta(days=9))
            with CaptureQueriesContext(connection) as asked:
                assert ringing.ring(today() + timedelta(days=9)) == 0
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4


def test_a_clock_that_was_decided_in_time_rings_nobody(council):
    front = council["front"]
    record = summed_up(front)
    with front.at_work(MANAGER):
        take(record, "referred", why="Injury not explained.")
    with tenancy(front.controller, system="bell"):
        assert ringing.ring(today() + timedelta(days=2)) == 0


@pytest.fixture
def pausing(monkeypatch):
    """Contacts in which the days of waiting for information do not count towards telling the referrer."""
    real = declarations.for_record

    def held(record):
        area = real(record)
        clocks = tuple(replace(c, pauses_on=("awaiting_info",)) if c.name == "feedback" else c for c in area.clocks)
        return replace(area, clocks=clocks)

    monkeypatch.setattr(declarations, "for_record", held)


def held_since(front, days):
    """A contact that has waited for information for so many days, and when its feedback was due before."""
    with front.at_work(OFFICER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        before = clocks(record)["feedback"].due_on
        take(record, "screening")
        write(record, checks=[{"agency": "police", "asked_on": today().isoformat()}])
        take(record, "awaiting_info")
    with front.at_work(OFFICER):
        held = clocks(record)["feedback"]
        assert held.paused_at is not None and running.facts(record)["feedback"] == "paused"
        RunningClock.objects.filter(id=held.id).update(paused_at=held.paused_at - timedelta(days=days))
    return record, before


def test_days_in_a_stage_that_pauses_are_not_counted(council, pausing):
    front = council["front"]
    record, before = held_since(front, 4)
    with front.at_work(OFFICER):
        take(record, "screening")
    with front.at_work(OFFICER):
        again = clocks(record)["feedback"]
        assert (again.paused_at, again.paused_days) == (None, 4)
        assert again.due_on == before + timedelta(days=4)


def test_a_clock_that_is_held_is_said_to_be_held_and_never_late(council, pausing):
    front = council["front"]
    record, _ = held_since(front, 4)
    with front.at_work(OFFICER):
        RunningClock.objects.filter(record=record).update(due_on=today() - timedelta(days=1))
        held, going = (clocks(record)[name] for name in ("feedback", "decided"))
        said = {one.title: one for one in queries.clocks_of(record)}
        area = declarations.for_record(record)
        assert said[area.clock(going.clock).title].standing is Standing.LATE
        one = said[area.clock(held.clock).title]
        assert (one.standing, one.how_long) == (Standing.HELD, "held") and one.words.endswith(", held")


def test_days_a_clock_was_held_are_to_its_credit_when_it_stops(council, pausing):
    front = council["front"]
    record, before = held_since(front, 4)
    with front.at_work(OFFICER):
        running.stop(record, "closed", timezone.now())
        ended = clocks(record)["feedback"]
        assert ended.stopped_at is not None and (ended.paused_at, ended.paused_days) == (None, 4)
        assert ended.due_on == before + timedelta(days=4)


def test_a_guard_may_look_at_a_clock(education, django_assert_num_queries):
    record = excluded(education, "SUSP", long=False)
    with education.at_work(INCLUSION):
        RunningClock.objects.filter(record=record, clock="told").update(due_on=today() - timedelta(days=1))
        declared = declarations.for_record(record)
        with django_assert_num_queries(1):
            (facts,) = guarding.facts_of_each(record, declared)
            assert facts["shared.school"] == "Oakmere"
        assert facts["clock.told"] == "late" and facts["shared.school"] == "Oakmere"
        assert (facts["doer.role"], facts["doer.author"]) == ("inclusion_officer", True)


def test_what_a_controller_makes_different_holds_from_its_day_and_leaves_a_line(council):
    front = council["front"]
    with front.at_work(OFFICER):
        before = front.send("contact")
        with pytest.raises(rules.NotReady):
            declarations.adjust(area="contact", what="decided", value=9, reason="The law says one.")
        with pytest.raises(rules.NotReady):
            declarations.adjust(
                area="contact", what="feedback", value=5, reason="Late.", from_on=today() - timedelta(days=1)
            )
        declarations.adjust(area="contact", what="feedback", value=5, reason="Agreed with schools.")
        declarations.adjust(
            area="contact", what="feedback", value=9, reason="From next week.", from_on=today() + timedelta(days=7)
        )
        assert declarations.for_new("contact").clock("feedback").period.length == 5
        assert declarations.for_new("contact", today() + timedelta(days=7)).clock("feedback").period.length == 9
        assert declarations.for_record(before).clock("feedback").period.length == 5


def test_an_old_record_is_read_as_it_was_answered_and_carried_over_when_it_is_edited(council, monkeypatch):
    front, real = council["front"], areas.versions
    with front.at_work(OFFICER):
        record = front.send("contact", action_taken="Rang the mother.")
    now = real("contact")[-1]
    parts = tuple(
        replace(p, fields=tuple(replace(f, name="done_so_far") if f.name == "action_taken" else f for f in p.fields))
        for p in now.parts
    )
    newer = replace(now, version=now.version + 1, parts=parts,
                    upcasts=(Upcast(now.version + 1, renames={"action_taken": "done_so_far"}),))  # fmt: skip
    monkeypatch.setattr(areas, "versions", lambda name: (*real(name), newer) if name == "contact" else real(name))
    with front.at_work(OFFICER):
        part = Part.objects.get(record=record, person=None)
        assert declarations.for_part(part).version == now.version and "action_taken" in part.answers
        changed = actions.correct(
            part=part, answers={**part.answers, "referrer": "Ms Ash"}, based_on=part.n, reason="Named."
        )
        assert changed.answers["done_so_far"] == "Rang the mother." and changed.area_version == newer.version
        first, second = PartVersion.objects.filter(of_id=part.id).order_by("n")
        assert (first.area_version, "action_taken" in first.answers) == (now.version, True)
        assert second.answers["referrer"] == "Ms Ash"
        assert declarations.for_record(Record.objects.get(id=record.id)).version == newer.version


def test_a_clock_that_a_later_version_dropped_is_still_said(council, monkeypatch):
    front, real = council["front"], areas.versions
    with front.at_work(OFFICER):
        record = front.send("contact")
    now = real("contact")[-1]
    left = tuple(clock for clock in now.clocks if clock.name != "decided")
    newer = replace(now, version=now.version + 1, clocks=left)
    monkeypatch.setattr(areas, "versions", lambda name: (*real(name), newer) if name == "contact" else real(name))
    with front.at_work(OFFICER):
        write(record, referrer="Ms Ash")
        assert Record.objects.get(id=record.id).version == newer.version
        said = [one.title for one in queries.clocks_of(Record.objects.get(id=record.id))]
        assert said == [one.title for one in queries.worklist(front.reader(OFFICER))]
        assert now.clock("decided").title in said and now.clock("decided") not in newer.clocks


def test_an_answer_to_a_question_that_is_asked_no_more_stays_and_hinders_nothing(council):
    front = council["front"]
    with front.at_work(OFFICER):
        record = front.send("contact", risk_to_worker="A dog.")
        declarations.adjust(area="contact", what="risk_to_worker.asked", value=False, reason="Asked elsewhere.")
        assert write(record, referrer="Ms Ash").answers["risk_to_worker"] == "A dog."
        with pytest.raises(rules.NotReady, match="no question of this form"):
            write(record, risk_to_worker="Two dogs.")
        with pytest.raises(rules.NotReady):
            write(record, parents_informed=False)
