"""A record opened in an emergency is reviewed by somebody else within a working day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kith.access.events import GlassBroken
from kith.access.models import Grant, Grantee, Subject
from kith.access.words import Relation
from kith.foundation.dates import today
from kith.foundation.days import Period, Unit, due
from kith.reference.roles import Role
from kith.tasks import actions
from kith.tasks.models import Task
from kith.tasks.queries import tasks, waiting
from kith.tasks.rules import reviewer
from kith.tenancy import announce
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


def open_in_an_emergency(school, role=Role.HEADTEACHER):  # noqa: F811
    with school.at_work(role):
        grant = Grant.objects.create(
            grantee_kind=Grantee.POST,
            grantee_id=school.posts[role],
            subject_kind=Subject.PERSON,
            subject_id=school.children[0],
            relation=Relation.BREAK_GLASS,
            purpose="Taken to hospital, needs allergies now.",
            since=timezone.now(),
            until=timezone.now() + timedelta(hours=1),
        )
        announce(GlassBroken(grant.id, school.children[0]))
    return grant


def test_it_is_due_the_next_working_day_and_names_nobody(school):  # noqa: F811
    grant = open_in_an_emergency(school)
    with school.as_lead():
        (task,) = Task.objects.all()
        assert task.about == grant.id and task.due_on == due(today(), Period(1, Unit.WORKING_DAYS))
        assert str(school.children[0]) not in task.words


def test_in_a_school_its_head_judges_and_where_the_head_did_it_the_lead(school):  # noqa: F811
    """Not a team manager, whom no school has: the task would wait for nobody."""
    open_in_an_emergency(school, Role.DSL)
    with school.at_work(Role.HEADTEACHER):
        assert [one.law != "" for one in waiting(school.reader(Role.HEADTEACHER))] == [True]
    open_in_an_emergency(school, Role.HEADTEACHER)
    with school.as_lead():
        assert [one.opened_for for one in tasks(school.reader(Role.DSL))] == [school.posts[Role.HEADTEACHER]]


@pytest.mark.parametrize(
    ("kind", "present", "role"),
    [
        ("school", {Role.HEADTEACHER, Role.DSL}, Role.HEADTEACHER),
        ("school", {Role.DSL, Role.TEAM_MANAGER}, Role.DSL),
        ("school", set(), Role.HEADTEACHER),
        ("service", {Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER}, Role.TEAM_MANAGER),
        ("service", {Role.SERVICE_MANAGER}, Role.SERVICE_MANAGER),
        ("agency", {Role.DCS}, Role.DCS),
    ],
)
def test_who_judges_of_those_who_are_there(kind, present, role):
    assert reviewer(kind, present) is role


def test_who_opened_it_can_not_review_it(school):  # noqa: F811
    open_in_an_emergency(school)
    with school.at_work(Role.HEADTEACHER):
        with pytest.raises(actions.NotYours):
            actions.finish(task=Task.objects.get(), outcome="Justified.")
    with school.as_lead():
        task = actions.finish(task=Task.objects.get(), outcome="Justified.")
        first = task.done_at
        assert actions.finish(task=task, outcome="Again.").done_at == first and task.outcome == "Justified."
        with pytest.raises(actions.NotYours, match="answered this already"):
            actions.judge(task=task, outcome="Not justified.")
