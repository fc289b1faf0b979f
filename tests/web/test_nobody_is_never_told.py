"""A rule that reaches nobody who may hear of a concern: whoever leads safeguarding is told, and then the head."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kith.cases import actions as cases
from kith.organisations import actions as organisations
from kith.organisations.models import Post
from kith.sharing.alert_rules import EVERY, Rule, Whom
from kith.sharing.settled import rule_of
from kith.sharing.settled import settle as keep_rule
from tests.jobs.steps import work_off
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework
from tests.web.test_alerts import DEPUTY, send, settle, told
from tests.web.test_told_at_night import keep_from_ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return Casework(ann="bullying")


def rule(work, **whom):
    with work.school.at_work(LEAD):
        keep_rule(work.school.holder.id, Rule({EVERY: Whom(**{name: tuple(map(str, v)) for name, v in whom.items()})}))


def leave(work, *roles):
    with work.open():
        for role in roles:
            organisations.end_post(post_id=work.post_id(role))


@pytest.mark.parametrize("left", [True, False])
def test_whoever_was_named_has_left(work, left):
    rule(work, posts=[work.post_id(PASTORAL)])
    if left:
        leave(work, PASTORAL)
    assert told(work, send(work)) == ({LEAD, DEPUTY} if left else {PASTORAL})


@pytest.mark.parametrize("kept", [True, False])
def test_whoever_was_named_is_kept_from_the_child(work, kept):
    rule(work, roles=[PASTORAL.value])
    if kept:
        keep_from_ann(work, PASTORAL)
    assert told(work, send(work)) == ({LEAD, DEPUTY} if kept else {PASTORAL})


def test_nobody_leads_safeguarding_so_the_head_is_told(work):
    assert HEAD not in told(work, send(work))
    leave(work, LEAD, DEPUTY)
    assert told(work, send(work)) == {HEAD}


def test_who_leads_wrote_it_and_knows(work):
    leave(work, DEPUTY)
    with work.school.at_work(LEAD):
        record = cases.submit(
            token=uuid4(), area="concern", holder=work.school.holder.id, occurred_at=timezone.now(),
            shared={"danger_now": False, "origin": "seen", "description": "-", "immediate_action": "-"},
            own=[cases.OwnAnswers(work.children["ann"], "victim", {})],
        )  # fmt: skip
    work_off()
    assert told(work, record) == set()
    assert told(work, send(work)) == {LEAD}, "what others write she is told of"


@pytest.mark.shows("C40")
@pytest.mark.parametrize(("days", "hears"), [(-1, True), (1, False)])
def test_a_team_is_whoever_works_in_it_now(work, days, hears):
    with work.open():
        team = organisations.add_team(organisation=work.school.organisation, name="Pastoral care")
        organisations.put_in_team(
            post=Post.objects.get(id=work.post_id(PASTORAL)), team=team, since=timezone.now() + timedelta(days=days),
            until=None,
        )  # fmt: skip
    rule(work, teams=[team.id], posts=[work.post_id(TEACHER), work.post_id(HEAD)])
    assert told(work, send(work)) == ({HEAD, PASTORAL} if hears else {HEAD})


def test_a_role_nobody_has_today_stays_in_the_rule(work):
    rule(work, roles=[PASTORAL.value, LEAD.value])
    leave(work, PASTORAL)
    assert settle(work, opens="7:30", closes="18:00").status_code == 302
    assert settle(work, **{f"role..{HEAD.value}": ""}).status_code == 302
    with work.open():
        assert set(rule_of(work.school.holder.id).whom[EVERY].roles) == {PASTORAL.value, LEAD.value}
    assert settle(work, **{f"role..{PASTORAL.value}": ""}).status_code == 302
    with work.open():
        assert rule_of(work.school.holder.id).whom[EVERY].roles == (LEAD.value,), "taken out, it goes"


def test_those_who_lead_can_be_named_before_anybody_has_the_post(work):
    leave(work, DEPUTY)
    assert f'name="role..{DEPUTY.value}"' in work.page(LEAD, "/alerts/")
