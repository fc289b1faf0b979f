"""Pairs the rule finds alike are written down once, with their reasons; twins and what was said to be two never."""

from datetime import date

import pytest

from kith.people import alike, merging
from kith.people.merge_rules import Stage
from kith.people.models import Known, Merge
from kith.tenancy import tenancy
from tests.people.conftest import a_child
from tests.people.merging.steps import FIRST, SECOND, join, propose, reader
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
BORN = date(2016, 3, 1)


@pytest.fixture
def school():
    return open_school("alder", FIRST, SECOND)


def looked(school):
    """What a night finds among everybody the school knows."""
    with tenancy(school.controller.id, system="matcher"):
        known = list(Known.objects.values_list("person_id", flat=True))
        alike.look_among(known, holder=school.holder.id)
        return [(m.survivor_id, m.merged_id) for m in Merge.objects.filter(stage=Stage.ALIKE)]


def child(school, forename, surname="Sole", **more):
    with school.at_work(FIRST):
        return a_child(school, forename, surname, **{"born_on": BORN, **more}).id


def test_the_same_name_and_birthday_is_found_once(school):
    one, other = child(school, "Mia"), child(school, "Mia")
    child(school, "Mia", "Adeyemi", born_on=date(2014, 1, 1))
    assert looked(school) == [(one, other)]
    assert looked(school) == [(one, other)], "no second time"
    with tenancy(school.controller.id, system="matcher"):
        assert Merge.objects.get().reasons == ["Same name and date of birth."]


def test_twins_and_two_numbers_never_are(school):
    child(school, "Ella"), child(school, "Bella"), child(school, "Tom")
    child(school, "Kit", numbers={"upn": "H801200001001"}), child(school, "Kit", numbers={"upn": "X801200001002"})
    assert looked(school) == []


def test_what_was_said_to_be_two_is_not_found_again(school):
    one, other = child(school, "Mia"), child(school, "Mia")
    looked(school)
    with school.at_work(FIRST):
        merging.say_two(reader=reader(school, FIRST), one=other, other=one, why="Cousins of one name.")
    assert looked(school) == []


def test_a_pair_that_was_found_is_proposed_and_done(school):
    one, other = child(school, "Mia"), child(school, "Mia")
    looked(school)
    assert join(school, other, one).stage == Stage.DONE
    assert looked(school) == []


@pytest.mark.parametrize("numbers", [(), ("H801200001001", "X801200001002")])
def test_what_speaks_for_two_persons_asks_for_more_than_a_few_words(school, numbers):
    given = [{"upn": number} for number in numbers] or [None, None]
    one, other = (
        child(school, "Ella", numbers=given[0]),
        child(school, "Ella" if numbers else "Bella", numbers=given[1]),
    )
    with pytest.raises(merging.NotNow, match="Something speaks for two persons"):
        propose(school, one, other, why="The same girl.")
    assert propose(school, one, other).stage == Stage.PROPOSED


def test_nobody_agrees_with_themselves(school):
    one, other = child(school, "Mia"), child(school, "Mia")
    merge = propose(school, one, other)
    with school.at_work(FIRST), pytest.raises(merging.NotNow, match="second person"):
        merging.agree(reader=reader(school, FIRST), merge=merge, yes=True)
