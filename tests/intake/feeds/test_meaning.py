"""A number of the school's system means the child it meant before, and two of its numbers are never one child."""

import pytest

from kith.intake.feeds import taking
from kith.intake.models import Batch, FeedPupil, Row
from kith.intake.stages import Outcome, Stage
from kith.people import actions as people
from kith.people.models import Enrolment, Person, PersonBirth, PersonName
from tests.intake.feeds.conftest import STUDENTS
from tests.intake.feeds.test_files import many, named, without

pytestmark = pytest.mark.django_db
HEAD = STUDENTS.splitlines(keepends=True)[0]
LOUIS = "2,Bello,Louis,09/03/2017,,Year 4,4C,,,,2 Mill Lane,BA14 8JN,,\n"
LOUISE = LOUIS.replace("2,Bello,Louis", "3,Bello,Louise")
MIA, MILAH = (
    f"{n},Bello,{name},09/03/2017,,Year 4,4C,,,,2 Mill Lane,BA14 8JN,,\n" for n, name in ((2, "Marisa"), (3, "Marissa"))
)


def forenames():
    return sorted(PersonName.objects.values_list("forename", flat=True))


@pytest.mark.parametrize(("one", "other"), [(LOUIS, LOUISE), (MIA, MILAH), (MIA, MIA.replace("2,", "3,", 1))])
def test_a_child_another_number_of_the_feed_means_is_never_matched_by_it(dropping, one, other):
    dropping.comes(HEAD + one)
    told = dropping.comes(HEAD + one + other)
    with dropping.opened():
        assert forenames() == [one.split(",")[2]]
        row = Row.objects.get(batch=Batch.objects.order_by("-started_at").first())
        assert (row.outcome, row.person_id) == (Outcome.REVIEW, None)
        assert row.candidates == [PersonName.objects.get().person_id]
    assert (told.counts["joined"], told.counts["changed"]) == (0, 0)


def test_a_child_whose_number_was_given_anew_is_the_same_child(dropping):
    """The control: the system numbers its pupils anew, and nobody stands in it twice."""
    dropping.comes(HEAD + MIA)
    dropping.comes(HEAD + MIA.replace("2,", "77,", 1).replace("4C", "4D"))
    with dropping.opened():
        assert Person.objects.count() == 1
        place = Enrolment.objects.get()
        assert (place.class_name, place.until_on) == ("4D", None)


def test_birthday_and_address_put_right_in_the_schools_system_make_no_second_child(dropping):
    dropping.comes()
    with dropping.opened():
        ade = named("Ade")
    dropping.comes(
        STUDENTS.replace(
            "Ade,09/03/2017,,Year 4,4C,K,Yes,Yes,2 Mill Lane,BA14 8JN",
            "Ade,09/04/2017,,Year 4,4C,K,Yes,Yes,9 High Street,SN1 1AA",
        )
    )
    with dropping.opened():
        assert Person.objects.count() == 3 and named("Ade") == ade
        assert PersonBirth.objects.get(person=ade).born_on.month == 4


def test_a_number_under_which_somebody_else_is_typed_is_for_a_person(dropping):
    dropping.comes()
    other = STUDENTS.replace("2,Bello,Ade,09/03/2017,,Year 4", "2,Stone,Ivy,01/12/2015,,Year 6")
    dropping.comes(other)
    with dropping.opened():
        ade = named("Ade")
        row = Row.objects.get(staged__forename="Ivy")
        assert (row.outcome, row.candidates) == (Outcome.REVIEW, [ade])
        assert Person.objects.count() == 3
    # What waits does not make the number mean nobody: put right, it means Ade as before.
    dropping.comes(STUDENTS.replace("4C,K", "4D,K"))
    with dropping.opened():
        assert Enrolment.objects.get(person=ade).class_name == "4D"
        assert FeedPupil.objects.get(key="2").person_id == ade


def test_who_was_put_right_by_hand_and_leaves_has_left(dropping):
    dropping.comes(STUDENTS.replace("2 Mill Lane,BA14 8JN", ","))
    with dropping.opened():
        ade = named("Ade")
        birth = PersonBirth.objects.get(person=ade)
        right = birth.born_on.replace(year=2016, month=11, day=25)
        people.correct(fact=birth, based_on=birth.n, reason="Her certificate", born_on=right)
    told = dropping.comes(without("Ade", STUDENTS.replace("2 Mill Lane,BA14 8JN", ",")))
    assert told.counts["left"] == 1
    with dropping.opened():
        assert Enrolment.objects.get(person=ade).until_on is not None
        assert PersonBirth.objects.get(person=ade).born_on == right


@pytest.mark.parametrize("forgetful", [False, True])
def test_of_those_on_the_roll_a_tenth_is_asked_about_first_however_many_left_before(dropping, forgetful, monkeypatch):
    """The control: a tenth of all who ever were in it would let seven of thirty go."""
    if forgetful:
        monkeypatch.setattr(taking, "_among", lambda feed, before, meant: len(before))
    dropping.comes(many(80))
    for count in (72, 65, 59, 54, 49, 44):
        dropping.comes(many(count))
    with dropping.opened():
        assert Enrolment.objects.filter(until_on=None).count() == 44
    told = dropping.comes(many(37))
    assert told.counts["left"] == (7 if forgetful else 0)
    with dropping.opened():
        assert Batch.objects.order_by("-started_at").first().stage == (Stage.COMMITTED if forgetful else Stage.REVIEW)
