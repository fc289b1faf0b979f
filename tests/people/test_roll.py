"""Who is on a roll: until the end of the last day, whenever that day became known."""

from datetime import timedelta

import pytest

from kith.foundation.dates import today
from kith.people import actions, grown_up, queries, roll
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


def moved_to(place, **days):
    return actions.correct(fact=place, based_on=place.n, **days)


def shown(place):
    """The school a list and the page say."""
    person = place.person
    return queries.cards([person.id])[person.id].school, queries.facts(person).card.school


def test_who_leaves_in_a_week_is_on_the_roll_until_then(place):
    place = moved_to(place, until_on=DAY + timedelta(days=7))
    assert roll.on_roll().exists() and roll.here_or_to_come().exists()
    assert set(shown(place)) == {place.organisation.name}


def test_who_left_yesterday_is_not(place):
    """The control."""
    place = moved_to(place, until_on=DAY - timedelta(days=1))
    assert not roll.on_roll().exists() and not roll.here_or_to_come().exists()
    assert set(shown(place)) == {""}


def test_who_begins_in_a_week_is_expected_and_not_yet_there(place):
    moved_to(place, from_on=DAY + timedelta(days=7), until_on=None, class_name="3B")
    assert not roll.on_roll().exists() and roll.classes(place.holder_id) == []
    assert roll.here_or_to_come().exists()
    assert roll.on_roll(DAY + timedelta(days=7)).exists()


def test_where_they_are_now_is_said_before_where_they_will_be(place):
    here = moved_to(place, until_on=DAY + timedelta(days=7), class_name="Ashes")
    to_come = {"from_on": DAY + timedelta(days=8), "class_name": "Birches"}
    actions.enrol(person=here.person, organisation=here.organisation, **to_come)
    assert queries.cards([here.person_id])[here.person_id].class_name == "Ashes"
    assert queries.facts(here.person).card.class_name == "Ashes"
