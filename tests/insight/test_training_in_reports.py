"""Training of staff in the reports of who answers for it: numbers of the place, of each school of a trust by itself."""

from datetime import timedelta

import pytest

from kith.foundation.dates import today
from kith.insight import reports
from kith.insight.audiences import audience
from kith.organisations import training
from kith.reference.roles import Role
from tests.access.conftest import reader_of
from tests.rooms import School, open_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return open_school("oakmere", Role.DSL, Role.SCHOOL_STAFF, Role.GOVERNOR, Role.TRUST_DSL)


def write(school: School, kind: str, *roles: Role, until: int) -> None:
    users = [school.posts[role].user_id for role in roles]
    with school.at_work(Role.DSL):
        training.write(
            by=school.posts[Role.DSL], user_ids=users, kind=kind,
            done_on=today() - timedelta(days=400), until_on=today() + timedelta(days=until),
        )  # fmt: skip


def said(school: School, role: Role, to: str) -> dict[str, dict[str, list[str]]]:
    with school.at_work(role):
        parts = reports.make(audience(to), reader_of(school, role)).parts
    return {part.title: {title: numbers for title, *numbers in part.rows} for part in parts if "Training" in part.title}


@pytest.mark.parametrize("to", ["governors", "return"])
def test_who_is_up_to_date_is_counted_and_nobody_named(school, to):
    write(school, "prevent", Role.DSL, Role.SCHOOL_STAFF, until=5)
    write(school, "lead", Role.DSL, until=-1)
    told = said(school, Role.DSL, to)["Training of staff"]
    assert told["Prevent awareness"] == ["2", "2", "4"]
    assert told["Designated safeguarding lead"] == ["0", "1", "1"]
    assert told["Online safety"] == ["0", "4", "4"]


def test_a_trust_is_told_of_each_school_by_itself(school):
    there = open_school("ashford", Role.DSL, controller=school.controller)
    write(there, "prevent", Role.DSL, until=5)
    told = said(school, Role.TRUST_DSL, "trust")
    assert told["Oakmere School: Training of staff"]["Prevent awareness"] == ["0", "4", "4"]
    assert told["Ashford School: Training of staff"]["Prevent awareness"] == ["1", "0", "1"]


def test_the_teams_own_review_has_none(school):
    assert said(school, Role.DSL, "termly") == {}
