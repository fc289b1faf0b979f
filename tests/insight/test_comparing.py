"""Groups beside one another for readers outside: no two numbers, of two groups or two days, tell of a few children."""

from datetime import datetime, time, timedelta

import pytest

from kith.cases.models import Record
from kith.foundation.dates import LONDON, today
from kith.foundation.ids import uuid7
from kith.insight import comparing, reports
from kith.insight.audiences import audience
from kith.insight.periods import half_terms
from kith.insight.sight import Sight, as_totals
from kith.people import actions as people
from kith.people.models import Person
from kith.people.supports import add_support
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.access.conftest import child_of, reader_of
from tests.access.test_parts import concern
from tests.rooms import School, open_school

pytestmark = pytest.mark.django_db
[LAST] = half_terms(today(), 1, ended=True)
LONG_AGO = LAST.from_on - timedelta(days=30)


@pytest.fixture
def school() -> School:
    return open_school("oakmere", Role.DSL, Role.GOVERNOR)


def pupils(school: School, *supports: str, many: int = 1, concerns: int = 0, since=LONG_AGO) -> None:
    """Children who came on a day, with this support from then on; so many concerns of the last half-term about each."""
    ended = datetime.combine(LAST.from_on, time(12), LONDON)
    for _ in range(many):
        child = child_of(school)
        with tenancy(school.controller.id, system="importer"):
            one = Person.objects.get(id=child)
            people.enrol(person=one, organisation=school.organisation, from_on=since, year_group="4")
            for kind in supports:
                add_support(person=one, organisation=school.organisation, kind=kind, from_on=since)
            made = [concern(school, uuid7(), {child: "bullying"}).id for _ in range(concerns)]
            Record.objects.filter(id__in=made).update(occurred_at=ended, written_at=ended)


def said(school: School, on=None) -> dict[str, list[str]]:
    """What the governors' report says of each group on this day."""
    with school.at_work(Role.GOVERNOR):
        parts = reports.make(audience("governors"), reader_of(school, Role.GOVERNOR), on).parts
        [groups] = [part for part in parts if part.title == "Groups of children"]
        return {title: numbers for title, *numbers in groups.rows}


def test_of_two_reports_a_day_apart_neither_tells_of_who_came_between(school):
    """The control: the school's own numbers have them from the day they come."""
    pupils(school, "fsm", many=12, concerns=1)
    pupils(school, many=20, concerns=1)
    before = said(school)
    pupils(school, "fsm", concerns=2, since=today())
    assert before["Free school meals"][:2] == ["12", "12"] == said(school)["Free school meals"][:2]
    assert said(school, today() + timedelta(days=1)) == before
    with school.at_work(Role.DSL):
        sight = as_totals(school.holder.id)
        inside = Sight(sight.parts, sight.persons, sight.holder)
        [theirs] = [one for one in comparing.compare(inside).groups if one.name == "fsm"]
        assert theirs.children == 13


def test_a_group_within_another_is_not_said_beside_it_where_few_are_between(school):
    """And the control: with six between them both are."""
    pupils(school, "fsm", "pupil_premium", many=10, concerns=1)
    pupils(school, many=20, concerns=1)
    pupils(school, "pupil_premium", concerns=6)
    told = said(school)
    assert told["Free school meals"][:2] == ["10", "10"] and set(told["Pupil premium"]) == {"not shown"}
    pupils(school, "pupil_premium", many=5, concerns=1)
    told = said(school)
    assert told["Free school meals"][:2] == ["10", "10"] and told["Pupil premium"][:2] == ["16", "21"]


def test_a_group_of_nearly_everybody_is_not_said(school):
    """Of everybody the number is known from the other questions."""
    pupils(school, "fsm", many=12, concerns=1)
    pupils(school, many=2, concerns=3)
    assert set(said(school)["Free school meals"]) == {"not shown"}


def test_a_child_protection_concern_begun_after_the_half_term_changes_no_number_of_it(school):
    """And the control: one that was open on its last day and has been closed since is counted in it."""
    for many, kind, day in ((8, "child_protection", LAST.from_on), (3, "child_protection", today())):
        for _ in range(many):
            child = child_of(school)
            with tenancy(school.controller.id, system="importer"):
                here = {"organisation": school.organisation, "from_on": LONG_AGO}
                people.enrol(person=Person.objects.get(id=child), **here)
                at = datetime.combine(day, time(12), LONDON)
                made = concern(school, uuid7(), {child: kind}).id
                Record.objects.filter(id=made).update(occurred_at=at, written_at=at)
    pupils(school, many=20, concerns=1)
    assert said(school)["Child protection"][:2] == ["8", "8"]
    with tenancy(school.controller.id, system="importer"):
        closed = datetime.combine(LAST.until_on, time(12), LONDON)
        Record.objects.filter(area="concern").update(closed_at=closed)
    assert said(school)["Child protection"][:2] == ["8", "8"]
