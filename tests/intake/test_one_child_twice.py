"""Two rows of one delivery are judged as two deliveries would be: one number is one child."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.intake.command import run_import
from kith.intake.models import Row
from kith.intake.together import Together
from kith.people.looked_for import name_pair
from kith.people.matching import EXACT, Child
from kith.people.models import Person, PersonIdentifier
from tests.intake.samples import pupils
from tests.intake.test_import import counts

ON = "2024_autumn_pupilonroll.csv"
OFF = "2024_autumn_pupilnolongeronroll.csv"
LEFT = "pupilnolongeronrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,ncyearactual"
KATE = "1,1,2018-02-03,Weller,Kate,P207000016049,F,2022-09-05,3"


def delivered(*on, off=()):
    sources = [pupils(*on, name=ON)] + ([pupils(*off, name=OFF, headings=LEFT)] if off else [])
    return counts(run_import(sources, "wexshire"))


def test_one_number_in_two_tables_is_one_child_whatever_the_name(world):
    found = delivered(KATE, off=["1,2,2018-02-03,Ward,Kate,P207000016049,F,2021-09-05,2"])
    assert found == {"rows": 2, "new": 1, "matched": 1, "review": 0, "rejected": 0}
    with world.council_open():
        assert Person.objects.count() == 1
        assert PersonIdentifier.objects.filter(trusted=True).count() == 1
        assert Row.objects.get(outcome="matched").rule == "same number"


def test_one_number_twice_in_one_table_is_for_a_person(world):
    found = delivered(KATE, "2,2,2018-02-03,Weller-Ward,Kate,P207000016049,F,2022-09-05,3")
    assert (found["new"], found["review"]) == (1, 1)


@pytest.mark.parametrize("together", [True, False])
def test_a_temporary_number_beside_a_permanent_one_says_nothing_in_one_delivery_or_two(world, together):
    temporary = "1,2,2018-02-03,Weller,Kate,M20700001604A,F,2021-09-05,2"
    if together:
        assert delivered(KATE, off=[temporary])["new"] == 1
    else:
        delivered(KATE)
        assert delivered(temporary)["new"] == 0
    with world.council_open():
        assert Person.objects.count() == 1


def test_two_permanent_numbers_are_never_made_one_child(world):
    """The negative control: another forename is a second child; the same name under two numbers is for a person."""
    found = delivered(KATE, off=["1,2,2018-02-03,Weller,Anne,A207000016050,F,2021-09-05,2"])
    assert (found["new"], found["matched"], found["review"]) == (2, 0, 0)


def test_one_name_under_two_permanent_numbers_is_for_a_person(world):
    found = delivered(KATE, off=["1,2,2018-02-03,Weller,Kate,A207000016050,F,2021-09-05,2"])
    assert (found["new"], found["matched"], found["review"]) == (1, 0, 1)


def test_a_row_finds_the_child_an_earlier_row_found_in_the_records(world):
    delivered(KATE)
    ward = "9,2,2018-02-03,Ward,Kate,P207000016049,F,2021-09-05,2"
    nameless = "1,2,2018-02-03,Ward,Kate,,F,2021-09-05,2"
    assert delivered(ward, off=[nameless]) == {"rows": 2, "new": 0, "matched": 2, "review": 0, "rejected": 0}
    with world.council_open():
        assert Person.objects.count() == 1


def child(upns=(), name="kate weller", born=None):
    return Child(frozenset({name_pair(*name.split())}), born, {"upn": frozenset(upns)} if upns else {})


def test_a_third_row_is_compared_with_every_earlier_one():
    day = date(2018, 2, 3)
    together = Together(EXACT)
    together.add("first", child(["P207000016049"], born=day))
    together.add("second", child(["A207000016050"], born=day))
    assert together.like(child(["A207000016050"], "kate ward", day)).first == "second"


@given(st.permutations([("P207000016049", "kate weller"), ("P207000016049", "kate ward"), ("", "kate weller")]))
def test_the_order_of_rows_does_not_make_more_children(rows):
    together, new = Together(EXACT), 0
    for n, (upn, name) in enumerate(rows):
        one = child([upn] if upn else [], name, date(2018, 2, 3))
        alike = together.like(one)
        if alike is None:
            new += 1
            together.add(f"row {n}", one)
        else:
            together.join(alike.first, one)
    assert new <= 2


def test_of_twins_in_one_list_the_row_that_is_exactly_the_one_we_know_is_theirs(world):
    """Kaate stands first and is close enough to be taken for Kate, were Kate not in the list herself."""
    kate, kaate = (
        "{0},{0},2018-02-03,Weller,{1},,F,2022-09-05,3".format(*one) for one in (("1", "Kate"), ("2", "Kaate"))
    )
    delivered(kate)
    found = counts(run_import([pupils(kaate, kate, name=ON)], "wexshire", accept="rule"))
    assert (found["matched"], found["review"]) == (1, 1)
    with world.council_open():
        assert Row.objects.get(outcome="matched", batch__accept="rule").staged["forename"] == "Kate"
