"""Whoever keeps a record closed and says nothing of whether it goes: who is reminded, who is told, and who is asked
where they leave."""

from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kith.access import closing_record
from kith.access.models import Grantee, Subject
from kith.organisations.actions import end_post
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.sharing import outbox
from kith.sharing.models import Notice
from kith.sharing.passing import chasing
from kith.sharing.posting import POST_ROOM
from kith.tasks.models import Task
from kith.tenancy import tenancy
from tests.sharing.passing.test_kept_back import ASKED, keep_from, restricted, text_of
from tests.sharing.passing.world import HEAD, LEAD
from tests.signin import client_for

pytestmark = pytest.mark.django_db


def nights(world, *days):
    """So many nights after today. Returns for whom it is to be said, of those keepers who say nothing."""
    for one in days:
        with (
            time_machine.travel(timezone.now() + timedelta(days=one)),
            tenancy(world.oakmere.controller.id, system=POST_ROOM),
        ):
            chasing.each_night(SimpleNamespace(opened=nullcontext))
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        told = Task.objects.filter(kind="file_kept_silent", done_at=None).order_by("id")
        return [Post.objects.get(id=one.for_post).role for one in told]


def reads(world, role):
    with world.at(world.oakmere):
        (task,) = Task.objects.filter(kind="file_kept_back", done_at=None)
        outbox.read(post=world.oakmere.posts[role].id, about=[task.id])


def is_reminded(world):
    with world.at(world.oakmere):
        (task,) = Task.objects.filter(kind="file_kept_back", done_at=None)
        return Notice.objects.filter(about=task.id, read_at=None, due_at__isnull=False).exists()


def test_a_keeper_who_has_read_of_it_and_says_nothing_is_reminded_each_week(world):
    restricted(world)
    world.leaver()
    reads(world, LEAD)
    nights(world, 0, 1, 6)
    assert not is_reminded(world)
    for week in (7, 14):
        nights(world, week)
        assert is_reminded(world)
        reads(world, LEAD)


@pytest.mark.parametrize(("keeper", "told"), [(HEAD, Role.DSL), (LEAD, Role.HEADTEACHER)])
def test_whoever_prepares_is_told_once_of_a_keeper_who_says_nothing_for_three_weeks(world, keeper, told):
    """Where the keeper is the one who prepares, the head is."""
    restricted(world, by=keeper)
    leaver = world.leaver()
    assert nights(world, 7, 20) == []
    assert nights(world, 21, 22, 28) == [told.value]
    page = text_of(client_for(world.oakmere.posts[HEAD if told is Role.HEADTEACHER else LEAD].id).get("/"))
    assert "has not said for three weeks" in page and reverse("leaver", args=[leaver.id]) in page
    stays = reverse("keep_record_back", args=[leaver.id])
    client_for(world.oakmere.posts[keeper].id).post(stays, {"stays": "It is about a colleague."})
    assert nights(world, 29) == [], "they have said it"


@pytest.mark.parametrize("kind", [Subject.RECORD, Subject.PERSON])
def test_whoever_is_kept_from_it_by_name_is_not_told_of_a_keeper_who_says_nothing(world, kind):
    """Nor is the head, who keeps it: nobody is told of their own silence."""
    restricted(world, by=HEAD)
    world.leaver()
    keep_from(world, LEAD, kind, world.concerns[0] if kind == Subject.RECORD else world.noah)
    assert nights(world, 21, 22) == []
    assert "has not said for three weeks" not in text_of(client_for(world.oakmere.posts[LEAD].id).get("/"))


def test_whoever_is_kept_from_it_after_they_were_told_is_told_no_longer(world):
    restricted(world, by=HEAD)
    world.leaver()
    assert nights(world, 21) == [Role.DSL.value]
    keep_from(world, LEAD, Subject.RECORD, world.concerns[0])
    assert nights(world, 22) == []


def keeps_too(world, role):
    with world.at(world.oakmere):
        closing_record.put_on_list(
            record_id=world.concerns[0], persons=[world.noah], to=world.oakmere.posts[role].id, to_kind=Grantee.POST,
            reason="Leads too.",
        )  # fmt: skip


def leaves_the_school(world, role):
    with tenancy(world.oakmere.controller.id, system="importer"):
        end_post(post_id=world.oakmere.posts[role].id)


def asked_now(world):
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        found = Task.objects.filter(kind="file_kept_back", done_at=None)
        return [Post.objects.get(id=one.for_post).role for one in found]


def test_where_a_keeper_leaves_whoever_keeps_it_now_is_asked(world):
    restricted(world)
    world.leaver()
    nights(world, 21)
    keeps_too(world, HEAD)
    leaves_the_school(world, LEAD)
    assert asked_now(world) == [LEAD.value], "until the night"
    assert nights(world, 22, 23) == [], "whoever is asked now has not been silent"
    assert asked_now(world) == [HEAD.value]
    assert ASKED in text_of(client_for(world.oakmere.posts[HEAD].id).get("/"))


def test_a_keeper_who_leaves_nobody_else_is_still_waited_for(world):
    """The control: else the copy would close without it, and nobody would be told."""
    restricted(world)
    world.leaver()
    leaves_the_school(world, LEAD)
    assert nights(world, 1, 21) == [HEAD.value] and asked_now(world) == [LEAD.value]


def test_what_a_keeper_said_before_they_left_holds(world):
    """The control: whoever keeps it after them is not asked of it again."""
    restricted(world)
    leaver = world.leaver()
    stays = reverse("keep_record_back", args=[leaver.id])
    client_for(world.oakmere.posts[LEAD].id).post(stays, {"stays": "It is about a colleague."})
    keeps_too(world, HEAD)
    leaves_the_school(world, LEAD)
    nights(world, 1)
    assert asked_now(world) == []
