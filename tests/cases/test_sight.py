"""Who sees what of a record, its lines and its clocks: the same answer to the same question everywhere."""

from datetime import timedelta

import pytest

from kith.access import actions as access
from kith.access.words import BarKind
from kith.cases import actions, queries
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part
from kith.chronology.queries import entries
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tasks.models import RunningClock
from kith.tasks.queries import clocks_of, worklist

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_kinds(school):
    """A record about two children: bullying for one, child protection for the other."""
    first, second, _ = school.children
    with school.as_teacher():
        record = school.send(
            OwnAnswers(first, "victim", {"child_words": "He hit me."}),
            OwnAnswers(second, "alleged", {"child_words": "My dad does it too."}),
        )
    with school.as_lead():
        for part in Part.objects.filter(record=record, person__isnull=False):
            category = "bullying" if part.person_id == first else "child_protection"
            actions.correct(part=part, answers=part.answers, based_on=1, reason="Decided.", category=category)
    return record


def seen(school, role, record, **how):
    """(children whose own parts are seen, words for the others), or None where it is not found."""
    with school.at_work(role):
        sight = queries.look(record.id, school.reader(role, **how))
        return sight and ({p.person_id for p in sight.own}, sight.others)


def test_the_lead_and_the_head_see_every_childs_part(school, two_kinds):
    for role in (Role.DSL, Role.HEADTEACHER):
        assert seen(school, role, two_kinds) == (set(school.children[:2]), ())


def test_a_colleague_sees_the_child_of_their_category_and_of_the_other_only_the_role(school, two_kinds):
    assert seen(school, Role.PASTORAL_LEAD, two_kinds) == ({school.children[0]}, ("Said to have done it",))
    assert seen(school, Role.SENCO, two_kinds) is None


def test_what_is_hidden_is_in_no_part_of_the_answer(school, two_kinds):
    with school.at_work(Role.PASTORAL_LEAD):
        sight = queries.look(two_kinds.id, school.reader(Role.PASTORAL_LEAD))
        shown = repr([sight.shared.answers, [p.answers for p in sight.own], sight.others])
    assert "He hit me." in shown and "My dad" not in shown and str(school.children[1]) not in shown


@pytest.mark.parametrize("role", [Role.SCHOOL_STAFF, Role.GOVERNOR])
def test_others_find_nothing(school, two_kinds, role):
    assert seen(school, role, two_kinds) is None


def test_a_password_alone_opens_nothing(school, two_kinds):
    assert seen(school, Role.DSL, two_kinds, second_factor=False) is None


def test_the_lead_of_the_other_school_finds_nothing(schools, two_kinds):
    assert seen(schools[1], Role.DSL, two_kinds) is None


def test_a_record_that_is_not_there_is_not_found(school):
    with school.as_lead():
        assert queries.look(uuid7(), school.reader(Role.DSL)) is None


def test_before_anybody_decided_only_the_lead_sees_it(school):
    with school.as_teacher():
        record = school.send()
    assert seen(school, Role.DSL, record)
    assert seen(school, Role.PASTORAL_LEAD, record) is None


def test_somebody_barred_from_a_child_does_not_see_that_child(school, two_kinds):
    with school.at_work(Role.HEADTEACHER):
        user_id = Post.objects.get(id=school.lead).user_id
        access.bar(user_id=user_id, person_id=school.children[1], kind=BarKind.CONFLICT, reason="Own family.")
    assert seen(school, Role.DSL, two_kinds) == ({school.children[0]}, ("Said to have done it",))


LISTS = (Role.DSL, Role.HEADTEACHER, Role.PASTORAL_LEAD, Role.SENCO, Role.SCHOOL_STAFF, Role.GOVERNOR)


@pytest.mark.parametrize("role", LISTS)
def test_lists_lines_and_clocks_show_what_the_page_would_open(school, two_kinds, role):
    with school.at_work(role):
        reader = school.reader(role)
        sight = queries.look(two_kinds.id, reader)
        own = {p.person_id for p in sight.own} if sight else set()
        listed = list(queries.records(reader, area="concern"))
        assert [r.id for r in listed] == ([two_kinds.id] if sight else [])
        assert {p.person_id for r in listed for p in r.seen_parts} == own
        assert [d.record.id for d in worklist(reader)] == [r.id for r in listed]
        for child in school.children:
            assert bool(entries(child, reader)) is (child in own)
            assert bool(queries.records(reader, area="concern", person_id=child)) is (child in own)


def test_a_list_can_be_narrowed_to_stages(school, two_kinds):
    with school.as_lead():
        reader = school.reader(Role.DSL)
        assert queries.records(reader, area="concern", stages=["submitted"]).count() == 1
        assert queries.records(reader, area="concern", stages=["closed", "void"]).count() == 0


def test_what_cannot_wait_is_not_cut_off_by_what_is_late(school, two_kinds):
    with school.as_teacher():
        loud = school.send(danger_now=True)
    with school.as_lead():
        RunningClock.objects.filter(record=two_kinds).update(due_on=today() - timedelta(days=30))
        first, *others = worklist(school.reader(Role.DSL), most=2)
        assert (first.record, first.at_once) == (loud, True) and [one.record for one in others] == [two_kinds]


def test_a_stopped_clock_leaves_the_list_and_stays_with_the_record(school, two_kinds):
    with school.as_lead():
        actions.move_stage(record=two_kinds, to="triaged")
    with school.as_lead():
        assert worklist(school.reader(Role.DSL)) == []
        (clock,) = clocks_of(two_kinds)
        assert clock.words.endswith("done in time") and "Keeping children safe" in clock.law


def versions(school, role, record):
    """What each part this reader sees has said: child -> its categories, latest first."""
    with school.at_work(role):
        reader = school.reader(role)
        sight = queries.look(record.id, reader)
        said = queries.versions(sight, reader)
        return {part.person_id: [v.category for v in said[part.id]] for part in sight.own}


def test_what_a_part_said_before_can_be_read_by_who_reads_the_part(school, two_kinds):
    first, second = school.children[:2]
    assert versions(school, Role.DSL, two_kinds) == {first: ["bullying", ""], second: ["child_protection", ""]}


def test_what_stood_in_a_stricter_category_stays_closed_to_whom_that_is_closed(school, two_kinds):
    """A part that was child protection and is bullying now: a colleague sees it as it is, not as it was."""
    second = school.children[1]
    with school.as_lead():
        part = Part.objects.get(record=two_kinds, person=second)
        actions.correct(part=part, answers=part.answers, based_on=2, reason="Not so.", category="bullying")
    assert versions(school, Role.PASTORAL_LEAD, two_kinds)[second] == ["bullying"]
    assert versions(school, Role.DSL, two_kinds)[second] == ["bullying", "child_protection", ""]
