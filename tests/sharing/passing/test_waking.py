"""A held file wakes when the next school becomes known: told by hand, by a feed, or by another roll of the trust."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.foundation.dates import today
from kith.people import actions as people
from kith.people import chasing as missing
from kith.people.models import Destination, Person
from kith.sharing.models import Leaver
from kith.sharing.passing import choosing, waking
from kith.sharing.posting import POST_ROOM
from kith.tasks.models import Task
from kith.tenancy import tenancy

pytestmark = pytest.mark.django_db


def held(world):
    leaver = world.leaver()
    with world.at(world.oakmere):
        choosing.hold(leaver=leaver, why="Nobody answers.")
    return leaver


def night(world):
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        woke = waking.wake_what_is_known()
        return woke, Leaver.objects.get(person_id=world.noah)


def say(world, **where):
    with world.at(world.oakmere):
        missing.settle(person_id=world.noah, kind=Destination.Kind.SCHOOL, **where)


def test_a_file_that_is_held_wakes_when_the_school_is_known(world):
    held(world)
    assert night(world)[0] == 0, "the control: nobody has said anything"
    say(world, name="Larkfield school", laestab="8999010")
    woke, leaver = night(world)
    assert (woke, leaver.held, leaver.to_controller) == (1, False, world.larkfield.controller.id)
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        assert Task.objects.filter(kind="file_prepare", about=leaver.id, done_at=None).count() == 1
    assert night(world)[0] == 0


def test_a_school_that_is_not_on_kith_is_filled_in_too(world):
    held(world)
    say(world, name="Elsewhere Primary")
    leaver = night(world)[1]
    assert (leaver.to_name, leaver.to_controller, leaver.held) == ("Elsewhere Primary", None, False)


def test_a_roll_of_another_school_of_the_trust_wakes_it(world):
    held(world)
    with tenancy(world.oakmere.controller.id, system="importer"):
        people.enrol(person=Person.objects.get(id=world.noah), organisation=world.hollin.organisation, from_on=today())
    assert night(world)[1].to_name == "Hollin School"


def test_who_holds_a_file_after_the_school_was_said_knows_better(world):
    leaver = world.leaver()
    say(world, name="Elsewhere Primary")
    with world.at(world.oakmere):
        assert waking.known_school(leaver) == ("Elsewhere Primary", ""), "it is offered on the page"
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        held(world)
        assert night(world)[0] == 0
