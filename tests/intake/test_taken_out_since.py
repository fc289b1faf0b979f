"""Rows that had found children who were taken out of the records before they were put in themselves."""

from kith.intake import actions
from kith.intake.command import run_undo
from kith.intake.models import Batch, Row
from kith.people.models import Known, PersonName
from tests.intake.test_import import KATE, TOM, into_oak


def _known_forenames():
    known = Known.objects.filter(until=None).values("person")
    return sorted(PersonName.objects.filter(person__in=known).values_list("forename", flat=True))


def test_a_row_whose_child_was_taken_out_is_compared_again_and_goes_in_as_a_new_one(world):
    first, second = into_oak(KATE), into_oak(KATE, TOM, accept="none")
    assert (second["matched"], second["new"]) == (1, 1)
    run_undo(first["batch"])
    with world.trust_open():
        assert _known_forenames() == []
        actions.commit(batch=Batch.objects.get(id=second["batch"]))
        assert _known_forenames() == ["Kate", "Tom"]
        rows = Row.objects.filter(batch_id=second["batch"])
        assert set(rows.values_list("outcome", flat=True)) == {"new"}


def test_what_somebody_said_of_a_child_who_was_taken_out_is_asked_again(world):
    """Sol and Soll: somebody had said it is the same child, and she is not there any more."""
    first = into_oak(KATE)
    second = into_oak(KATE.replace("Weller", "Wellar").replace("P207000016049", ""))
    assert second["review"] == 1
    with world.trust_open():
        row = Row.objects.get(batch_id=second["batch"])
        actions.decide(row=row, answer=Row.Answer.SAME, person_id=row.candidates[0])
    run_undo(first["batch"])
    with world.trust_open():
        actions.commit(batch=Batch.objects.get(id=second["batch"]))
        row.refresh_from_db()
        assert (row.answer, row.outcome) == ("", "new") and _known_forenames() == ["Kate"]


def test_a_child_who_stands_is_brought_up_to_date_as_ever(world):
    """The control."""
    into_oak(KATE)
    second = into_oak(KATE, TOM, accept="none")
    with world.trust_open():
        actions.commit(batch=Batch.objects.get(id=second["batch"]))
        assert _known_forenames() == ["Kate", "Tom"]
        assert sorted(Row.objects.filter(batch_id=second["batch"]).values_list("outcome", flat=True)) == [
            "matched",
            "new",
        ]
