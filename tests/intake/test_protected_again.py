"""A file that comes after a family had to hide brings their address again. No row keeps it, and no page shows it."""

from dataclasses import replace

import pytest

from kith.intake import actions, proposing, queries
from kith.intake.command import run_import
from kith.intake.models import Batch, Row
from kith.intake.sources import Source
from kith.intake.trouble import problems
from kith.people import actions as people
from kith.people.finding import find
from kith.people.models import Person, PersonAddress
from tests.intake.test_ctf import MOTHER, NAME
from tests.intake.test_import import KATE, TOM, into_oak
from tests.intake.test_review import KATHERINE
from tests.intake.xml_samples import KATE as KATE_TOLD
from tests.intake.xml_samples import TOM as TOM_TOLD
from tests.intake.xml_samples import ctf, source

WHERE = "BA14 8J"


@pytest.fixture
def hidden(world):
    into_oak(KATE)
    with world.trust_open():
        address = PersonAddress.objects.get()
        people.protect_address(address=address, based_on=address.n)


def kept(batch):
    """Everything a batch and its rows keep, in one text."""
    rows = Row.objects.filter(batch=batch).values_list("staged", "proposals", "problems", "reasons")
    return str([*rows, Batch.objects.get(id=batch).problems])


def test_a_row_that_waits_for_its_commit_has_lost_the_address(world, hidden):
    again = into_oak(KATE.replace("3,3B", "5,5C"), accept="none")
    with world.trust_open():
        assert WHERE not in kept(again["batch"])
        row = Row.objects.get(batch=again["batch"])
        assert row.staged["group"] == "5C" and row.proposals == [["Address", "Protected address", ""]]
        actions.commit(batch=row.batch)
        row.refresh_from_db()
        assert row.proposals == [["Address", "Protected address", ""]]
        assert PersonAddress.objects.count() == 1


def test_a_row_that_may_be_that_child_has_lost_it_too_and_the_review_does_not_show_it(world, hidden):
    again = into_oak(KATHERINE)
    with world.trust_open():
        assert WHERE not in kept(again["batch"])
        (beside,) = queries.review(Row.objects.get(batch=again["batch"]))
        (address,) = [fact for fact in beside.facts if fact.fact == "Address"]
        assert (address.sent, address.held) == ("Not shown", "Protected address")


def test_a_postcode_that_cannot_be_read_is_not_told(world, hidden):
    again = into_oak(KATE.replace("BA14 8JN", "BA14 8JNN"))
    with world.trust_open():
        assert WHERE not in kept(again["batch"])
        assert [problem.about for problem, _ in problems(Row.objects.get(batch=again["batch"]).batch)]


def test_nor_is_it_where_the_trouble_is_no_rows(world, hidden):
    """A table of addresses beside that of the pupils: its trouble is the batch’s."""
    pupils = "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,ncyearactual,enrolstatus\n"
    pupils += "7,8654001,2018-02-03,Weller,Kate,P207000016049,F,2022-09-05,3,C\n"
    homes = "addressesonrolltableid,pupilonrolltableid,postcode,street\n1,7,BA14 8JNN,Mill Lane\n"
    files = {"2026_autumn_pupilonroll.csv": pupils, "2026_autumn_addressesonroll.csv": homes}
    sources = [Source.of_bytes(name, text.encode()) for name, text in files.items()]
    download = run_import(sources, "alder", school="865/4001")
    with world.trust_open():
        assert "this is not a postcode" in kept(download["batch"]) and WHERE not in kept(download["batch"])


def test_the_adults_a_file_names_go_with_the_address(world, hidden):
    """Who lives there, and their telephone, says where it is."""
    elsewhere = replace(TOM_TOLD, street="Hill Road", postcode="BA14 9AB")
    again = run_import([source(ctf(KATE_TOLD, elsewhere, contacts=MOTHER), NAME)], "alder", school="865/4001")
    with world.trust_open():
        kate, tom = Row.objects.filter(batch=again["batch"]).order_by("n")
        assert "contacts" not in kate.staged and "Dana" not in str(kate.staged)
        # The control.
        assert tom.staged["contacts"][0]["forename"] == "Dana"


def test_a_row_like_that_row_has_lost_it(world, hidden):
    again = into_oak(KATE, KATE.replace("P207000016049", ""))
    with world.trust_open():
        assert Row.objects.filter(batch=again["batch"]).count() == 2
        assert WHERE not in kept(again["batch"])


def test_a_brother_at_that_address_has_lost_it_and_nobody_is_found_there(world, hidden):
    again = into_oak(TOM)
    with world.trust_open():
        row = Row.objects.get(batch=again["batch"])
        assert row.applied_at and row.proposals == [["Address", "Protected address", ""]]
        assert WHERE not in kept(again["batch"])
        assert [one.id for one in proposing.withheld(row.batch)] == [row.id]
        assert PersonAddress.objects.filter(person_id=row.person_id).count() == 0
        assert find(Person.objects.all(), words="BA14 8JN", at_home=Person.objects.all()) == []


def test_a_row_that_waits_loses_the_address_when_it_is_hidden_for_somebody_else(world):
    into_oak(KATE)
    waiting = into_oak(TOM, accept="none")
    with world.trust_open():
        address = PersonAddress.objects.get()
        assert WHERE in kept(waiting["batch"]), "the control: until then nothing is hidden"
        people.protect_address(address=address, based_on=address.n)
    with world.trust_open():
        assert WHERE not in kept(waiting["batch"])


def test_another_child_elsewhere_keeps_what_the_file_said(world, hidden):
    """The negative control: only who has to hide is hidden, and where."""
    again = into_oak(KATE, TOM.replace("8JN", "8JR"))
    with world.trust_open():
        assert Row.objects.get(batch=again["batch"], n=2).staged["addresses"][0]["postcode"] == "BA14 8JR"


@pytest.mark.parametrize("hides", [True, False])
def test_a_proposal_that_waits_of_a_row_that_is_in_loses_the_place_where_another_hides(world, hides):
    into_oak(TOM.replace("BA14 8JN", "BA14 9ZZ"), KATE)
    with world.trust_open():
        toms, kates = (PersonAddress.objects.get(postcode=one) for one in ("BA14 9ZZ", "BA14 8JN"))
        people.correct(fact=toms, based_on=toms.n, lines="1 Old Street")
    moved = into_oak(TOM)
    with world.trust_open():
        batch = Batch.objects.get(id=moved["batch"])
        assert WHERE in kept(batch.id) and Row.objects.get(batch=batch).applied_at is not None
        if hides:
            people.protect_address(address=kates, based_on=kates.n)
    with world.trust_open():
        assert (WHERE in kept(batch.id)) is not hides
        assert [one.fact for one in proposing.open_of(batch)] == ([] if hides else ["Address"])


@pytest.mark.parametrize("corrected", [True, False])
def test_where_they_hide_now_is_taken_out_of_rows_that_wait(world, hidden, corrected):
    """They had to move once more: the place that was hidden is said anew, and no row keeps that one either."""
    waiting = into_oak(TOM.replace("BA14 8JN", "BS9 7QQ"), accept="none")
    with world.trust_open():
        address = PersonAddress.objects.get()
        if corrected:
            people.correct(fact=address, based_on=address.n, lines="77 Hidden Close", postcode="BS9 7QQ")
    with world.trust_open():
        assert ("BS9 7QQ" in kept(waiting["batch"])) is not corrected
