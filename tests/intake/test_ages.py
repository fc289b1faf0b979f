"""A date of birth no pupil has goes in on the word of a person, never by a rule: 1960 is typed for 2016."""

from datetime import date

import pytest

from kith.access.reader import Reader
from kith.intake import actions, by_rule, queries
from kith.intake.ages import TOO_OLD
from kith.intake.command import run_import
from kith.intake.models import Batch, Row
from kith.intake.sources import Source
from kith.intake.stages import Accept
from kith.people.actions import create_person
from kith.people.models import Enrolment, Person, PersonBirth
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.intake.test_import import counts, into_oak
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
OLD = "Moss,Ann,1960-02-03,,3,3B,BA14 8JN,2022-09-05\n"
CLOSE = OLD.replace("Ann", "Anne")
PUPIL = OLD.replace("1960", "2016")


@pytest.fixture
def oak():
    return open_school("alder", Role.DSL, laestab="8654001")


def importer(oak):
    return tenancy(oak.controller.id, system="importer")


def the_row():
    return Row.objects.latest("id")


@pytest.mark.parametrize("accept", [Accept.EXACT, Accept.RULE])
def test_it_makes_no_child_by_itself_and_says_why(oak, accept):
    assert counts(into_oak(OLD, accept=accept)) == {"rows": 1, "new": 0, "matched": 0, "review": 1, "rejected": 0}
    with importer(oak):
        assert not Person.objects.exists()
        said, *_ = the_row().reasons
    assert said.startswith("Born 3 Feb 1960, which makes them 6") and said.endswith("look at the date of birth.")


def test_an_age_pupils_have_is_taken(oak):
    """The control."""
    assert counts(into_oak(PUPIL))["new"] == 1


def test_a_person_says_that_it_is_right_and_is_not_asked_again(oak):
    done = into_oak(OLD)
    with importer(oak):
        actions.decide(row=the_row(), answer=Row.Answer.DIFFERENT)
        actions.commit(batch=Batch.objects.get(id=done["batch"]))
        assert PersonBirth.objects.get().born_on.year == 1960
    assert counts(into_oak(OLD.replace("3,3B", "4,4C")))["matched"] == 1
    with importer(oak):
        assert Enrolment.objects.get().class_name == "4C"


def known(oak):
    with oak.at_work(Role.DSL):
        said = {"forename": "Ann", "surname": "Moss", "postcode": "BA14 8JN", "confirmed_new": True}
        return create_person(holder=oak.holder.id, born_on=date(1960, 2, 3), **said).id


@pytest.mark.parametrize("row", [OLD, CLOSE])
def test_who_is_known_and_no_pupil_is_put_on_no_roll_by_a_rule(oak, row):
    """A grandmother of that name and birthday."""
    ann = known(oak)
    done = into_oak(row, accept=Accept.RULE)
    with oak.at_work(Role.DSL):
        reader, batch = Reader.build(oak.posts[Role.DSL].id, second_factor=True), Batch.objects.get(id=done["batch"])
        assert [row.rule for row in queries.to_review(batch, reader)] == [TOO_OLD]
        assert the_row().candidates == [ann] and by_rule.stated(batch, reader) == {}
        assert not Enrolment.objects.exists()


def test_who_left_long_ago_had_the_age_of_a_pupil_then(oak):
    """The control: a list of leavers."""
    content = "Surname,Forename,DOB,Leaving date\nMoss,Ann,1960-02-03,1976-07-20\n"
    assert run_import([Source.of_bytes("list.csv", content.encode())], "alder", school="865/4001")["new"] == 1
