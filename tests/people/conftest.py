"""A trust with two schools, so that what one knows can be held against what the other sees."""

from dataclasses import dataclass

import pytest

from kith.organisations import actions as organisations
from kith.people import actions
from kith.reference.roles import Role
from kith.tenancy.models import Controller
from tests.rooms import School, open_school


@dataclass(frozen=True)
class Trust:
    controller: Controller
    ours: School
    theirs: School


@pytest.fixture
def trust(db):
    """The plain set-up: rolled back after the test."""
    return open_trust()


def open_trust() -> Trust:
    controller = organisations.open_controller(slug="elmwood", kind="trust", name="Elmwood Trust")
    ours = open_school("ash", Role.DSL, Role.SCHOOL_ADMIN, controller=controller)
    theirs = open_school("birch", Role.DSL, controller=controller)
    return Trust(controller, ours, theirs)


def a_child(school: School, forename="Mia", surname="Sole", **more):
    """Inside the unit of a post of that school: a child it knows."""
    return actions.create_person(
        holder=school.holder.id, forename=forename, surname=surname, confirmed_new=True, **more
    )
