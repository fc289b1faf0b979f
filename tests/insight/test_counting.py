"""Questions asked of a school's records: numbers as each reader may know them, and the rows behind them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kith.access.models import Bar, Grantee, Subject
from kith.cases import declarations
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.insight import cohorts, comparing, counting, suggesting
from kith.insight.models import PatternAnswer
from kith.insight.questions import QUESTIONS, question
from kith.insight.sight import as_read, as_totals
from kith.insight.telling import tell
from kith.organisations.models import Organisation
from kith.people import actions as people
from kith.people.models import AttendanceTally, Person
from kith.people.supports import add_support
from kith.people.tallies import count
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.cases.conftest import schools  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(schools):  # noqa: F811
    """Eight concerns about bullying, two about protection; one of bullying at another school."""
    here, there = schools
    for one, kinds in ((here, ["bullying"] * 8 + ["child_protection"] * 2), (there, ["bullying"])):
        for n, kind in enumerate(kinds):
            with one.as_teacher():
                child = one.children[n % 2 if kind == "bullying" else 2]
                record = one.send(
                    OwnAnswers(child, "victim", {}), place="Behind  the hall" if n % 2 else "behind the hall."
                )
            with one.as_lead():
                part = Part.objects.get(record=record, person_id=child)
                history.write(Part, id=part.id, based_on=part.n, values={"category": kind})
    return here


def test_concerns_are_counted_by_where_they_came_from(school):
    child = school.children[0]
    with school.as_teacher():
        school.send(OwnAnswers(child, "victim", {}), origin="told_by_parent")
    with school.as_lead():
        told = counting.answer(question("origin"), as_read(school.reader(Role.DSL), school.holder))
        assert numbers(told) == {"seen": 10, "told_by_parent": 1}
        assert dict(told.down)["told_by_parent"] == "A parent or carer told me"


def long_ago(school):
    """In a half-term that has ended."""
    with school.as_lead():
        Record.objects.update(occurred_at=timezone.now() - timedelta(days=200))


def numbers(answer):
    return {down: answer.of_row(down) for down, _ in answer.down if answer.of_row(down)}


def test_each_reader_counts_what_they_may_read(school):
    asked = question("category")
    with school.as_lead():
        mine = counting.answer(asked, as_read(school.reader(Role.DSL), school.holder))
        assert numbers(mine) == {"bullying": 8, "child_protection": 2} and mine.total == 10
    with school.at_work(Role.PASTORAL_LEAD):
        theirs = counting.answer(asked, as_read(school.reader(Role.PASTORAL_LEAD), school.holder))
        assert numbers(theirs) == {"bullying": 8}
    with school.at_work(Role.GOVERNOR):
        none = counting.answer(asked, as_read(school.reader(Role.GOVERNOR), school.holder))
        assert none.total == 0


def test_every_question_is_answered_and_each_number_opens_its_rows(school):
    with school.as_lead():
        sight = as_read(school.reader(Role.DSL), school.holder)
        for asked in QUESTIONS:
            told = counting.answer(asked, sight)
            assert told.total == 10, asked.name
            for (down, across), number in told.numbers.items():
                behind = counting.rows(asked, sight, (down, across), {}, most=50)
                assert len(behind) == number, asked.name
        [(_, place)] = counting.answer(question("place"), sight).down
        assert place in ("Behind  the hall", "behind the hall.")


def test_a_part_of_a_question(school):
    with school.as_lead():
        sight = as_read(school.reader(Role.DSL), school.holder)
        narrowed = {"category": "child_protection"}
        assert counting.answer(question("weekday"), sight, narrowed).total == 2
        assert counting.answer(question("weekday"), sight, {"year_group": "5"}).total == 0


def test_the_year_groups_of_the_day_hold_whoever_has_a_last_day_that_is_not_over(school):
    place = Organisation.objects.filter(files_of_id=school.holder).get
    with school.as_lead():
        sight = as_read(school.reader(Role.DSL), school.holder)
        child = Person.objects.get(id=school.children[0])
        kept = people.enrol(
            person=child, organisation=place(), from_on=today() - timedelta(days=9), until_on=today(), year_group="5"
        )
        assert counting.answer(question("weekday"), sight, {"year_group": "5"}).total == 4
        assert child.id in cohorts.on_roll(sight)
        people.end_enrolment(enrolment=kept, on=today() - timedelta(days=1), based_on=kept.n)
        assert counting.answer(question("weekday"), sight, {"year_group": "5"}).total == 0
        assert child.id not in cohorts.on_roll(sight)


def test_what_is_restricted_is_counted_for_nobody_outside(school):
    closed = school.children[2]
    about = {"grantee_kind": Grantee.EVERYBODY, "grantee_id": school.holder, "kind": "", "subject_kind": Subject.PERSON}
    with tenancy(school.controller, system="importer"):
        Bar.objects.create(**about, subject_id=closed, level=2, since=timezone.now())
    long_ago(school)
    with school.at_work(Role.GOVERNOR):
        told = counting.answer(question("category"), as_totals(school.holder))
        assert numbers(told) == {"bullying": 8}


def test_numbers_cross_the_fence_of_a_place_and_rows_do_not(school, schools):  # noqa: F811
    long_ago(school)
    with schools[1].at_work(Role.GOVERNOR):
        beyond = as_totals(school.holder, beyond=True)
        assert counting.answer(question("category"), beyond).total == 10
        assert counting.answer(question("category"), as_totals(school.holder)).total == 0
        assert not Part.objects.filter(holder_id=school.holder).exists()


@pytest.mark.shows("C42")
def test_groups_are_who_they_say(school):
    with school.as_lead():
        sight = as_read(school.reader(Role.DSL), school.holder)
        found = {one.cohort.name: one.ids for one in cohorts.members(sight)}
        assert found["child_protection"] == {school.children[2]}
        assert found["repeat"] == set(school.children[:2])
        assert found["young_carer"] == frozenset()
        assert found["looked_after"] is None and found["fsm"] is None
        assert [one.name for one in cohorts.belongs_to(sight, school.children[2])] == ["child_protection"]
    with school.at_work(Role.PASTORAL_LEAD):
        theirs = as_read(school.reader(Role.PASTORAL_LEAD), school.holder)
        assert not cohorts.belongs_to(theirs, school.children[2])


def test_a_rate_and_a_small_group_are_not_both_said():
    whole = comparing.Group("all", "All", 200, 50)
    compared = comparing.Compared((), whole, timezone.now().date(), timezone.now().date())
    large, small = comparing.Group("a", "A", 40, 20), comparing.Group("b", "B", 4, 9)
    assert [one.words for one in comparing.protected(compared, large)] == ["40", "20", "50"]
    assert [one.words for one in comparing.protected(compared, small)] == ["<6", "9", "not shown"]


@pytest.mark.shows("C119")
def test_a_pattern_is_a_suggestion_until_a_person_says_and_nothing_changes(school):
    with school.as_lead():
        sight = as_read(school.reader(Role.DSL), school.holder)
        before = list(Record.objects.order_by("id").values())
        first, *rest = suggesting.waiting(sight)
        assert {one.rule for one in (first, *rest)} == {"same_child", "same_place"}
        suggesting.answer(sight=sight, finding=first, accepted=False, why="Both play in the same team.")
        assert suggesting.waiting(sight) == rest
        assert list(Record.objects.order_by("id").values()) == before
        assert Person.objects.count() == 3
        kept = PatternAnswer.objects.get()
        assert (kept.accepted, kept.words, kept.records) == (False, first.words, list(first.records))
    with school.as_teacher():
        school.send()
    with school.as_lead():
        again = suggesting.waiting(as_read(school.reader(Role.DSL), school.holder))
        assert first.about in {one.about for one in again}


def test_whoever_may_not_read_a_row_is_told_of_no_pattern(school):
    with school.at_work(Role.GOVERNOR):
        sight = as_read(school.reader(Role.GOVERNOR), school.holder)
        assert not suggesting.waiting(sight) and not suggesting.answered(sight)


def test_what_was_said_of_a_child_is_not_read_by_whoever_reads_only_another_childs_part(school):
    """And the control: of a pattern about the child whose parts they read, they read it."""
    theirs, hidden = school.children[0], school.children[2]
    for _ in range(3):
        with school.as_teacher():
            record = school.send(OwnAnswers(theirs, "victim", {}), OwnAnswers(hidden, "victim", {}), place="The gate")
        with school.as_lead():
            for child, kind in ((theirs, "bullying"), (hidden, "child_protection")):
                part = Part.objects.get(record=record, person_id=child)
                history.write(Part, id=part.id, based_on=part.n, values={"category": kind})
    with school.as_lead():
        sight = as_read(school.reader(Role.DSL), school.holder)
        for one in [one for one in suggesting.waiting(sight) if one.person in (theirs, hidden)]:
            both = [r for r in one.records if Part.objects.filter(record=r, person__in=(theirs, hidden)).count() == 2]
            finding = replace(one, records=tuple(both))
            suggesting.answer(sight=sight, finding=finding, accepted=True, why="One quarrel.")
        assert {one.person_id for one in suggesting.answered(sight)} == {theirs, hidden}
    with school.at_work(Role.PASTORAL_LEAD):
        said = suggesting.answered(as_read(school.reader(Role.PASTORAL_LEAD), school.holder))
        assert {one.person_id for one in said} == {theirs}


def test_an_answer_the_school_added_is_counted_in_words_and_everything_adds_up(school):
    """Also once it is offered no more; and the control: what no list ever had stands as it is."""
    asked, added = question("outcome"), [["own_county_lines", "County lines team"]]
    with school.as_lead():
        declarations.adjust(area="concern", what="outcome.codes", value=added, reason="We count them.")
        declarations.adjust(area="concern", what="outcome.codes", value=[], reason="No more.")
        parts = list(Part.objects.filter(person__isnull=False, holder_id=school.holder).order_by("id"))
        for part, code in zip(parts, ["own_county_lines"] * 7 + ["own_nobodys"], strict=False):
            history.write(Part, id=part.id, based_on=part.n, values={"outcome": code})
        told = counting.answer(asked, as_read(school.reader(Role.DSL), school.holder))
        assert dict(told.down)["own_county_lines"] == "County lines team" and "own_nobodys" in dict(told.down)
        assert numbers(told) == {"own_county_lines": 7, "": 2, "own_nobodys": 1}
        assert sum(told.of_row(down) for down, _ in told.down) == told.total == 10
    long_ago(school)
    with school.at_work(Role.GOVERNOR):
        outside = tell(counting.answer(asked, as_totals(school.holder)), outside=True)
        assert "County lines team" in dict(outside.down).values()
        assert [one.words for one in outside.columns.values() if one.number] == ["10"]


def test_the_foot_of_a_table_holds_also_what_has_no_row(school):
    with school.as_lead():
        sight = as_read(school.reader(Role.DSL), school.holder)
        for n, record in enumerate(Record.objects.filter(holder_id=school.holder).order_by("id")):
            part = Part.objects.get(record=record, person=None)
            history.write(Part, id=part.id, based_on=part.n, values={"answers": {**part.answers, "place": f"Room {n}"}})
        told = tell(counting.answer(replace(question("place"), most=4), sight), outside=False)
        assert len(told.down) == 4 and told.columns["all"].number == 10


@pytest.mark.shows("C42")
def test_groups_the_schools_own_system_tells_of(school):
    first, second, third = school.children[:3]
    day = date(2026, 11, 20)
    with school.at_work(Role.DSL):
        place = Organisation.objects.filter(files_of_id=school.holder).first()
        for child, kind, more in (
            (first, "sen", {"value": "K"}),
            (second, "fsm", {"until_on": day}),
            (third, "fsm", {"from_on": day}),
        ):
            add_support(person=Person.objects.get(id=child), organisation=place, kind=kind, **more)
        rows = [
            {"person_id": child, "from_on": start, "until_on": end, "possible": 100, "attended": attended}
            for child, start, end, attended in (
                (first, date(2026, 9, 1), day, 90),
                (second, date(2026, 9, 1), day, 91),
                (third, date(2026, 3, 1), date(2026, 7, 1), 10),
            )
        ]
        count(AttendanceTally, rows, holder_id=school.holder, at=timezone.now())
        sight = as_read(school.reader(Role.DSL), school.holder)
        found = {one.cohort.name: one.ids for one in cohorts.members(sight, day)}
        assert found["sen"] == {first} and found["fsm"] == {third} and found["pupil_premium"] is None
        assert found["attendance"] == {first}
