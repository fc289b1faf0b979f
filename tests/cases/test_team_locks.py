"""A team does not end with work or people in it: who gives to it and who ends it do one thing after the other.

One has not committed when the other starts and is seen to wait. The control of each is the same without the locks.
"""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from kith.cases import actions, working
from kith.cases.models import Record
from kith.cases.rules import NotAllowed, NotReady
from kith.organisations import actions as organisations
from kith.organisations import queries, teams
from kith.organisations.models import Post, Team
from kith.organisations.staff import NotYours
from kith.people.models import Person
from kith.reference.roles import Role
from tests.cases.council import open_council
from tests.rooms import give_post
from tests.together import one_after_the_other
from tests.web.test_records import named

OFFICER, MANAGER, READS = Role.MASH_OFFICER, Role.MASH_MANAGER, Role.SERVICE_MANAGER
LAST = timezone.localdate() + timedelta(days=3)


class Duty:
    """A team of one, until a last day, a contact that may be given to it, and an administrator who may end it."""

    def __init__(self):
        self.front = named(open_council()["front"])
        with self.opened():
            place = Post.objects.get(id=self.front.posts[OFFICER]).organisation
            self.team = organisations.add_team(organisation=place, name="Duty")
            manager, until = Post.objects.get(id=self.front.posts[MANAGER]), timezone.now() + timedelta(days=1)
            organisations.put_in_team(post=manager, team=self.team, until=until)
            self.record = self.front.send("contact")
        self.admin = give_post(place.controller, place, Role.LOCAL_ADMIN, "admin@northshire.example")

    def opened(self):
        return self.front.at_work(OFFICER)

    def end(self):
        teams.end(by=self.admin, team_id=self.team.id, last_on=LAST, work=lambda id: working.work_of([id]).get(id, 0))

    def give(self):
        actions.assign_team(record=Record.objects.get(id=self.record.id), team_id=self.team.id)

    def give_child(self):
        child = Person.objects.get(id=self.front.children[0])
        working.allocate_team(person=child, team_id=self.team.id)

    def put_in(self):
        post = self.front.posts[READS]
        teams.put_in(by=self.admin, team_id=self.team.id, post_id=post, from_on=None, last_on=None)


# What is done beside the end of the team -> how it is refused after that, and how the end is refused after it.
BESIDE = {
    "give": (NotAllowed, "A piece of work is with this team"),
    "give_child": (NotReady, "A piece of work is with this team"),
    "put_in": (NotYours, "Put out of it first"),
}


def both(database, first, second):
    """What the second was refused with, if it was, and whether the team has a last day."""
    duty = Duty()
    found = one_after_the_other(database, duty.opened, (getattr(duty, first), getattr(duty, second)))
    assert found[0] is None
    with duty.opened():
        return found[1], Team.objects.get(id=duty.team.id).until is not None


@pytest.mark.parametrize("what", BESIDE)
def test_what_was_given_first_keeps_the_team_from_ending(fresh, what):
    refused, ends = both(fresh, what, "end")
    assert isinstance(refused, NotYours) and BESIDE[what][1] in str(refused) and not ends


@pytest.mark.parametrize("what", BESIDE)
def test_nothing_is_given_to_a_team_whose_end_came_first(fresh, what):
    refused, ends = both(fresh, "end", what)
    assert isinstance(refused, BESIDE[what][0]) and ends


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("what", BESIDE)
def test_without_the_locks_both_would_be_done(fresh, monkeypatch, what, turned):
    """The negative control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    monkeypatch.setattr(queries, "_hold", lambda team_id: None)
    refused, ends = both(fresh, *(("end", what) if turned else (what, "end")))
    assert refused is None and ends
