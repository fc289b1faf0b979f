"""Every task that comes of itself reaches somebody who leads there, whoever has left."""

from uuid import uuid4

import pytest

from kith.access.reader import Reader
from kith.foundation.dates import today
from kith.organisations import actions as organisations
from kith.organisations.queries import live_posts
from kith.reference.leading import LEADERS, line
from kith.reference.roles import Role
from kith.sharing.models import Notice
from kith.sharing.reactions import tell_who_came
from kith.tasks import queries, rules
from kith.tasks.actions import open_task
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework

pytestmark = pytest.mark.django_db
DEPUTY = Role.DEPUTY_DSL
KINDS = ["clock_100", f"clock_late_{HEAD.value}", *(one for one in rules.LAWS if rules.comes_of_itself(one))]
FIRST = ((), {LEAD}), ((LEAD,), {DEPUTY}), ((LEAD, DEPUTY), {HEAD})


@pytest.fixture
def work():
    return Casework(ann="bullying")


def leave(work, *roles):
    with work.open():
        for role in roles:
            organisations.end_post(post_id=work.post_id(role))


def ask(work, kind="file_prepare", role=LEAD, **more):
    with work.open():
        return open_task(kind=kind, words="Look", holder=work.school.holder.id, due_on=today(), for_role=role.value,
                         about=uuid4(), **more)  # fmt: skip


def told(work, task):
    with work.open():
        return {Role(one.post.role) for one in Notice.objects.filter(about=task.id).select_related("post")}


def listed(work, task):
    """On whose list it stands, asked both ways."""
    found = set()
    with work.open():
        here = {post.role for post in live_posts()}
    for role in [one for one in (LEAD, DEPUTY, HEAD, PASTORAL, TEACHER) if one in here]:
        with work.school.at_work(role):
            reader = Reader.build(work.post_id(role), second_factor=True)
            ways = {one.id for one in queries.waiting(reader)}, set(queries.tasks(reader).values_list("id", flat=True))
            assert ways[0] == ways[1]
            found |= {role} if task.id in ways[0] else set()
    return found


@pytest.mark.parametrize(("left", "first"), FIRST)
def test_every_kind_is_told_to_the_first_who_leads_there(work, left, first):
    leave(work, *left)
    for kind in KINDS:
        assert told(work, ask(work, kind)) == first, kind


@pytest.mark.parametrize("role", [one for one in Role if one not in (TEACHER, PASTORAL)])
def test_a_task_of_any_role_nobody_has_reaches_who_leads(work, role):
    leave(work, *(one for one in (LEAD, DEPUTY, HEAD) if one is role))
    assert told(work, ask(work, role=role)), role


def test_what_is_for_somebody_who_is_there_stays_theirs(work):
    """The control."""
    task = ask(work, role=PASTORAL)
    assert told(work, task) == {PASTORAL} == listed(work, task)


@pytest.mark.parametrize(
    ("left", "lists"), [((), {LEAD, DEPUTY}), ((LEAD,), {DEPUTY}), ((LEAD, DEPUTY), {HEAD}), ((DEPUTY,), {LEAD})]
)
def test_it_stands_on_the_list_of_whoever_is_told_and_of_who_stands_in(work, left, lists):
    leave(work, *left)
    assert listed(work, ask(work)) == lists


def test_who_comes_to_answer_later_is_told_in_the_night(work):
    task, other = ask(work), ask(work, role=PASTORAL)
    leave(work, LEAD)
    with work.open():
        assert tell_who_came() == 1 and tell_who_came() == 0
    assert told(work, task) == {LEAD, DEPUTY} and told(work, other) == {PASTORAL}


def test_a_review_never_goes_to_whose_doing_it_looks_at(work):
    leave(work, HEAD)
    task = ask(work, rules.REVIEW, HEAD, opened_for=work.post_id(LEAD))
    assert told(work, task) == {DEPUTY}
    assert DEPUTY in listed(work, task)


def test_the_order_holds_each_role_once_and_ends_with_leaders():
    for role in Role:
        assert line(role)[0] == role and len(set(line(role))) == len(line(role)) and set(LEADERS) <= set(line(role))


def test_without_the_order_nobody_would_be_told(work, monkeypatch):
    """The negative control."""
    monkeypatch.setattr("kith.tasks.leading.line", lambda role: (role,))
    leave(work, LEAD)
    assert told(work, ask(work)) == set()
