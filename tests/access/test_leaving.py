"""Somebody who may open a restricted record again is always left: asked of all at once, and of two at the same time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.access import closing, leaving
from kith.access.models import Grantee
from kith.access.words import RESTRICTED, BarKind
from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.organisations.models import Post
from kith.organisations.staff import NotYours
from kith.people import actions as people
from kith.reference.roles import Role
from tests.rooms import open_school
from tests.together import one_after_the_other

HEAD, LEAD, ADMIN = Role.HEADTEACHER, Role.DSL, Role.SYSTEM_ADMIN
ONLY = "Only they may open a restricted record again"


class World:
    """A school whose head has closed a child to all but herself and the lead."""

    def __init__(self, *, both=True):
        self.school = open_school("alder", ADMIN, HEAD, LEAD)
        self.head, self.lead, self.admin = (self.school.posts[role] for role in (HEAD, LEAD, ADMIN))
        with self.school.at_work(HEAD):
            self.children = [self.closed(both)]

    def closed(self, both, surname="Quill"):
        child = people.create_person(holder=self.school.holder.id, forename="Ayo", surname=surname).id
        closing.close(person_id=child, level=RESTRICTED, reason="A relative works here.", post_id=self.head.id)
        if both:
            closing.put_on_list(person_id=child, to=self.lead.user_id, to_kind=Grantee.USER, reason="She leads too.")
        return child

    def at_work(self):
        return self.school.at_work(ADMIN)

    def end(self, post, last_on=None):
        leaving.end_post(by=self.admin, post_id=post.id, last_on=last_on)

    def end_head(self):
        self.end(self.head)

    def end_lead(self):
        self.end(self.lead)

    def close_lead(self):
        leaving.close_account_here(by=self.admin, user=self.lead.user)

    def take_lead_off(self):
        tie = closing.listed(self.children[0]).get(grantee_id=self.lead.user_id)
        closing.take_off_list(grant=tie, reason="She has moved on.")

    def keep_lead_out(self):
        closing.keep_from(user_id=self.lead.user_id, person_id=self.children[0], kind=BarKind.CONFLICT, reason="Kin.")

    def keepers(self):
        with self.at_work():
            return {post.role for post in closing.keepers(self.children[0])}


@pytest.mark.django_db
def test_a_last_day_to_come_leaves_a_record_to_nobody_just_as_much():
    world, soon = World(), timezone.localdate() + timedelta(days=30)
    with world.at_work():
        world.end(world.head, soon)
        for last_on in (soon - timedelta(days=1), soon, soon + timedelta(days=1), None):
            with pytest.raises(NotYours, match=ONLY):
                world.end(world.lead, last_on)
        world.end(world.head, None)
        with pytest.raises(NotYours, match=ONLY):
            leaving.close_account_here(by=world.admin, user=world.lead.user)
    assert world.keepers() == {LEAD}


@pytest.mark.django_db
def test_off_the_list_goes_nobody_who_would_leave_it_to_a_post_with_a_last_day():
    world = World()
    with world.at_work():
        world.end(world.head, timezone.localdate() + timedelta(days=30))
    with world.school.at_work(HEAD):
        for step in (world.take_lead_off, world.keep_lead_out):
            with pytest.raises(closing.LastOne):
                step()
    with world.at_work():
        Post.objects.filter(id=world.head.id).update(until=None)
    with world.school.at_work(HEAD):
        world.take_lead_off()
    assert world.keepers() == {HEAD}, "the control: without the last day it is done"


@pytest.mark.django_db
def test_a_closed_account_is_nobody_who_is_left():
    world = World()
    accounts.disable(user=world.lead.user)
    with world.at_work(), pytest.raises(NotYours, match=ONLY):
        world.end_head()


@pytest.mark.django_db
def test_all_they_alone_may_open_are_counted_with_as_many_queries_as_one():
    asked = []
    world = World(both=False)
    for more in ((), ("Marsh", "Okafor", "Lea", "Byrne")):
        with world.school.at_work(HEAD):
            world.children += [world.closed(False, surname) for surname in more]
        with world.at_work(), CaptureQueriesContext(connection) as queries:
            with pytest.raises(NotYours) as no:
                world.end_head()
            asked.append((len(queries), str(no.value)))
    (one, words), (five, of_five) = asked
    assert one == five and ONLY in words and "Only they may open 5 restricted records again" in of_five


FIRST_AND_SECOND = [
    ("end_head", "end_lead"),
    ("end_head", "close_lead"),
    ("end_head", "take_lead_off"),
    ("end_head", "keep_lead_out"),
    ("take_lead_off", "end_head"),
    ("keep_lead_out", "end_head"),
    ("close_lead", "end_head"),
]


def at_once(database, first, second):
    """What the second was refused with, and who may open the record again then."""
    world = World()
    found = one_after_the_other(database, world.at_work, (getattr(world, first), getattr(world, second)))
    assert not isinstance(found[0], Exception)
    return found[1], world.keepers()


@pytest.mark.parametrize(("first", "second"), FIRST_AND_SECOND)
def test_of_two_who_each_take_one_of_the_last_two_away_the_second_is_refused(fresh, first, second):
    refused, left = at_once(fresh, first, second)
    assert isinstance(refused, NotYours | closing.LastOne) and len(left) == 1


@pytest.mark.parametrize(("first", "second"), FIRST_AND_SECOND)
def test_without_the_lock_nobody_would_be_left(fresh, monkeypatch, first, second):
    """The negative control."""
    monkeypatch.setattr(leaving, "one_at_a_time", lambda: None)
    refused, left = at_once(fresh, first, second)
    assert not isinstance(refused, Exception) and not left


def closed_by_who_goes(database):
    """The head closes a record while her post is ended: who may open it then."""
    world = World()
    with world.school.at_work(HEAD):
        closing.lift(person_id=world.children[0], reason="He has left.")

    def close():
        closing.close(person_id=world.children[0], level=RESTRICTED, reason="Again.", post_id=world.head.id)

    refused = one_after_the_other(database, world.at_work, (world.end_head, close))[1]
    with world.at_work():
        return isinstance(refused, closing.LastOne), closing.level_on(world.children[0])


def test_nobody_closes_a_record_with_a_post_that_ends_in_the_same_moment(fresh):
    assert closed_by_who_goes(fresh) == (True, None)


def test_without_the_lock_it_would_be_closed_for_ever(fresh, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(leaving, "one_at_a_time", lambda: None)
    refused, level = closed_by_who_goes(fresh)
    assert not refused and level is not None


@pytest.mark.django_db
def test_whoever_runs_kith_asks_the_same_in_each_controller():
    world = World(both=False)
    open_school("birch", ADMIN)
    with pytest.raises(NotYours, match=ONLY):
        leaving.close_account(user=world.head.user)
    assert User.objects.get(id=world.head.user_id).is_active
    leaving.close_account(user=world.lead.user)
    assert not User.objects.get(id=world.lead.user_id).is_active
