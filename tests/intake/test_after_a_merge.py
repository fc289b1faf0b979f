"""Two records that were made one, or taken apart again, are no word of anybody: a file speaks as it did before."""

from datetime import date

import pytest

from kith.intake import proposing
from kith.intake.command import run_import
from kith.intake.held import holders_of
from kith.intake.models import Batch
from kith.intake.sources import Source
from kith.people import actions as people
from kith.people.merge_rules import Stage
from kith.people.models import Enrolment, PersonAddress, PersonIdentifier
from kith.tenancy import history, tenancy
from tests.intake.test_import import KATE, into_oak
from tests.people.merging.steps import FIRST, SECOND, join, part
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "P207000016049", "B801200005001"
MOVED = KATE.replace("8JN", "8JP")


@pytest.fixture
def oak():
    return open_school("alder", FIRST, SECOND, laestab="8654001")


@pytest.fixture
def kate(oak):
    into_oak(KATE)
    with importer(oak):
        return PersonIdentifier.objects.get().person_id


def importer(oak):
    return tenancy(oak.controller.id, system="importer")


def second_record(oak, **said):
    """The same girl, written down once more by hand."""
    with oak.at_work(FIRST):
        told = {"forename": "Katie", "surname": "Weller", "born_on": date(2018, 2, 3), **said}
        return people.create_person(holder=oak.holder.id, confirmed_new=True, **told).id


def proposed(result):
    return [found.words for found in proposing.open_of(Batch.objects.get(id=result["batch"]))]


def former_number(*values):
    content = f"Surname,Forename,DOB,UPN,Former UPN\nWeller,Kate,2018-02-03,{','.join(values)}\n"
    return run_import([Source.of_bytes("list.csv", content.encode())], "alder", school="865/4001")


def with_the_number_too(oak):
    """She is told to have had that number for some days only, so that it stays with the record that is merged."""
    second = second_record(oak, numbers={"upn": NUMBER})
    with oak.at_work(FIRST):
        fact = PersonIdentifier.objects.get(person_id=second)
        history.write(PersonIdentifier, id=fact.id, based_on=fact.n, values={"from_on": date(2022, 9, 5)}, line=None)
    return second


def test_a_number_that_stayed_with_who_was_merged_is_no_other_childs(oak, kate):
    assert join(oak, kate, with_the_number_too(oak)).stage == Stage.DONE
    with importer(oak):
        assert PersonIdentifier.objects.filter(value=NUMBER).count() == 2
        assert holders_of([NUMBER], holder_id=oak.holder.id) == {NUMBER: {kate}}
    done = former_number(OTHER, NUMBER)
    with importer(oak):
        assert proposed(done) == []
        assert PersonIdentifier.objects.filter(person_id=kate, kind="former_upn", value=NUMBER).exists()


def test_a_number_of_a_second_record_nobody_merged_is_another_childs(oak, kate):
    """The control."""
    second = with_the_number_too(oak)
    with importer(oak):
        assert holders_of([NUMBER], holder_id=oak.holder.id) == {NUMBER: {kate, second}}


@pytest.fixture
def twin(oak):
    """A second record with a home of its own, told by a file too."""
    into_oak("Weller,Katie,2018-02-04,,4,4C,BA14 8JR,2022-09-05\n")
    with importer(oak):
        return PersonAddress.objects.get(postcode="BA14 8JR").person_id


def homes(oak, person):
    with importer(oak):
        return set(PersonAddress.objects.filter(person_id=person, until_on=None).values_list("postcode", flat=True))


def test_what_was_carried_to_another_and_back_is_brought_up_to_date_by_the_next_file(oak, kate, twin):
    assert part(oak, join(oak, kate, twin)).stage == Stage.UNDONE
    done = into_oak("Weller,Katie,2018-02-04,,4,4D,BA14 8JR,2022-09-05\n")
    with importer(oak):
        assert proposed(done) == []
        assert Enrolment.objects.get(person_id=twin).class_name == "4D"


def test_what_an_unmerge_took_back_was_taken_back_by_nobody(oak, kate, twin):
    """She lives where the other lived for as long as they were one."""
    part(oak, join(oak, kate, twin))
    done = into_oak(KATE.replace("8JN", "8JR"))
    with importer(oak):
        assert proposed(done) == []
    assert "BA14 8JR" in homes(oak, kate)


def test_what_was_carried_over_is_brought_up_to_date_while_they_are_one(oak, kate, twin):
    with oak.at_work(FIRST):
        ours = Enrolment.objects.get(person_id=kate)
        people.withdraw(fact=ours, based_on=ours.n, reason="She is in 4C.")
    join(oak, kate, twin)
    done = into_oak(KATE.replace("3,3B", "4,4D"))
    with importer(oak):
        assert Enrolment.objects.get(person_id=kate).class_name == "4D" and proposed(done) == []


def test_what_a_person_took_back_or_corrected_stays_their_word_through_both(oak, kate, twin):
    """The control."""
    with oak.at_work(FIRST):
        home, time = PersonAddress.objects.get(person_id=kate), Enrolment.objects.get(person_id=twin)
        people.withdraw(fact=home, based_on=home.n, reason="Another child's.")
        people.correct(fact=time, based_on=time.n, class_name="4E")
    part(oak, join(oak, kate, twin))
    first = into_oak(KATE, "Ward,Tom,2017-01-02,,3,3B,,\n")
    second = into_oak("Weller,Katie,2018-02-04,,4,4D,BA14 8JR,2022-09-05\n")
    with importer(oak):
        assert [label for label, *_ in proposed(first)] == ["Address"] and homes(oak, kate) == set()
        assert [label for label, *_ in proposed(second)] == ["School"]
