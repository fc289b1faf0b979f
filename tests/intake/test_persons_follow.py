"""What imports change of a person is found by its new words, and what they keep of a file hides with the person."""

from datetime import date

from kith.intake.command import run_import, run_undo
from kith.intake.models import Row
from kith.people import actions
from kith.people.models import Person, PersonAddress
from kith.tenancy import history
from tests.intake.test_import import KATE, a_list, into_oak
from tests.people.exact import search

HOME = "BA14 8JN"


def found(world, words):
    with world.trust_open():
        return len(search(Person.objects.all(), words=words))


def said(world):
    """All that rows keep of their files and propose, as text."""
    with world.trust_open():
        return " ".join(f"{row.staged} {row.proposals}" for row in Row.objects.all())


def test_a_child_is_found_by_the_name_a_later_file_gave_and_after_undo_by_the_first(world):
    into_oak(KATE)
    later = into_oak(KATE.replace("Weller", "Ward"))
    assert (found(world, "ward"), found(world, "weller")) == (1, 0)
    run_undo(later["batch"])
    assert (found(world, "ward"), found(world, "weller")) == (0, 1)


def test_when_a_child_has_to_hide_rows_that_came_before_forget_where_it_lives(world):
    into_oak(KATE)
    with world.trust_open():
        address = PersonAddress.objects.get()
        history.write(PersonAddress, id=address.id, based_on=1, values={"verified_on": date(2026, 1, 5)})
    into_oak(KATE.replace("8JN", "8JR"))
    assert HOME in said(world) and "BA14 8JR" in said(world)  # the control: before, both rows say it
    with world.trust_open():
        actions.protect_address(address=PersonAddress.objects.get(), based_on=2)
    assert "BA14" not in said(world)


def test_a_row_that_comes_after_keeps_no_address_of_a_child_who_hides(world):
    into_oak(KATE)
    with world.trust_open():
        actions.protect_address(address=PersonAddress.objects.get(), based_on=1)
    run_import(a_list(KATE.replace("8JN", "8JR")), "alder", school="8654001")
    with world.trust_open():
        assert PersonAddress.objects.count() == 1
        assert Row.objects.latest("id").proposals == [["Address", "Protected address", ""]]
    assert "BA14" not in said(world)
