"""Nobody is shown in a review whom they could not find otherwise, and nobody answers for such a child."""

from datetime import date

import pytest

from kith.access.actions import bar, close_to
from kith.access.models import Subject
from kith.access.reader import Reader
from kith.access.words import BarKind
from kith.intake import actions, queries
from kith.intake.command import run_import
from kith.intake.models import Row
from kith.intake.sources import Source
from kith.intake.stages import NotNow
from kith.people.actions import create_person
from kith.reference.roles import Role
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
FILE = b"Surname,Forename,DOB\nWeller,Katherine,2018-02-03\nMoss,Ann,2017-05-04\n"


@pytest.fixture
def school():
    school = open_school("oakmere", Role.DSL, Role.DEPUTY_DSL, laestab="8654001")
    with school.at_work(Role.DSL):
        for forename, surname, born in (("Kate", "Weller", date(2018, 2, 3)), ("Anne", "Moss", date(2017, 5, 4))):
            create_person(holder=school.holder.id, forename=forename, surname=surname, born_on=born, confirmed_new=True)
    run_import([Source.of_bytes("list.csv", FILE)], "oakmere")
    return school


def read_by(school, role):
    return Reader.build(school.posts[role].id, second_factor=True)


def kates_row():
    return Row.objects.get(n=1)


def barred(school, kate):
    bar(user_id=school.posts[Role.DSL].user_id, person_id=kate, kind=BarKind.CONFLICT, reason="family")


def sealed(school, kate):
    close_to(subject_id=kate, subject_kind=Subject.PERSON, level=3, reason="adopted")


@pytest.mark.parametrize("shut", [barred, sealed])
def test_a_child_closed_to_the_reader_is_not_shown_and_the_row_is_not_theirs(school, shut):
    with school.at_work(Role.DSL):
        row = kates_row()
        (kate,) = row.candidates
        shut(school, kate)
        reader = read_by(school, Role.DSL)
        assert queries.review(row, reader) == []
        assert [one.n for one in queries.to_review(row.batch, reader)] == [2]
        for answer, person in ((Row.Answer.SAME, kate), (Row.Answer.DIFFERENT, None)):
            with pytest.raises(NotNow, match="somebody else"):
                actions.decide(row=row, answer=answer, person_id=person, reader=reader)


def test_a_colleague_who_may_see_both_answers_it(school):
    """The negative control: the row is there for whom the child is not closed."""
    with school.at_work(Role.DEPUTY_DSL):
        row = kates_row()
        barred(school, row.candidates[0])
        reader = read_by(school, Role.DEPUTY_DSL)
        assert [one.name for one in queries.review(row, reader)] == ["Kate Weller"]
        assert [one.n for one in queries.to_review(row.batch, reader)] == [1, 2]
        actions.decide(row=row, answer=Row.Answer.SAME, person_id=row.candidates[0], reader=reader)
