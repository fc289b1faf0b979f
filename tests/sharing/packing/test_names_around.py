"""Whose names are looked for in a file: everybody who was ever a pupil there, and everybody who ever worked there."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kith.foundation.dates import today
from kith.organisations import actions as organisations
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing.packing.naming import find
from kith.sharing.packing.offering import names_around
from tests.rooms import give_post

pytestmark = pytest.mark.django_db


def pupil(world, forename, surname):
    made = people.create_person(
        holder=world.oakmere.holder.id, forename=forename, surname=surname, born_on=date(2017, 3, 2),
        confirmed_new=True,
    )  # fmt: skip
    people.enrol(person=made, organisation=world.oakmere.organisation, from_on=today() - timedelta(days=40))


def asked(world, text):
    leaver = world.leaver()
    with world.at(world.oakmere):
        return [one.word for one in find([text], names_around(leaver))]


def test_a_pupil_with_the_middle_name_of_the_child_is_asked_about(world):
    with world.at(world.oakmere):
        noah = Person.objects.get(id=world.noah)
        people.add_name(person=noah, kind="legal", forename="Noah", middle="James", surname="Pryce")
    assert asked(world, "James punched Noah") == [], "the control: nobody else is called so"
    with world.at(world.oakmere):
        pupil(world, "James", "Cole")
    assert asked(world, "James punched Noah James Pryce") == ["James"]


def test_names_are_found_however_they_were_typed(world):
    with world.at(world.oakmere):
        pupil(world, "Zoë", "O'Brien")
        pupil(world, "Jamie-Lee", "Smith-Jones")
    assert asked(world, "Zoe and the O’Brien boy, Jamie Lee Jones, and Noah") == ["Zoe", "O’Brien", "Jamie"]


def test_who_worked_here_once_is_asked_about(world):
    left = give_post(world.oakmere.controller, world.oakmere.organisation, Role.SCHOOL_STAFF, "gone@oakmere.example")
    left.user.display_name = "Ada Quill"
    left.user.save()
    with world.at(world.oakmere):
        organisations.end_post(post_id=left.id, until=timezone.now())
    assert asked(world, "Told to Mrs Quill and Mrs Reed") == ["Quill"]
