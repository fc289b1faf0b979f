"""Who is on a roll: until the end of the last day, whenever that day became known."""

from datetime import timedelta

import pytest

from kith.foundation.dates import today
from kith.people import actions, grown_up, roll
from kith.reference.roles import Role

pytestmark = pytest.mark.django_db
DAY = today()


@pytest.fixture
def place(trust):
    school = trust.ours
    with school.at_work(Role.DSL):
        mia = actions.create_person(
            holder=school.holder.id,
            forename="Mia",
            surname="Sole",
            born_on=DAY - timedelta(days=19 * 366),
            confirmed_new=True,
        )
        yield actions.enrol(
            person=mia, organisation=school.organisation, from_on=DAY - timedelta(days=400), until_on=DAY
        )


def test_the_last_day_is_a_day_at_school_and_the_next_is_not(place):
    assert [one.id for one in roll.on_roll(DAY)] == [place.id]
    assert not roll.on_roll(DAY + timedelta(days=1))


def test_a_pupil_of_nineteen_whose_last_day_is_known_is_no_grown_up_yet(place):
    assert not grown_up.grown_up([place.person_id], DAY)
    actions.end_enrolment(enrolment=place, on=DAY - timedelta(days=1), based_on=place.n)
    assert grown_up.grown_up([place.person_id], DAY) == {place.person_id}
