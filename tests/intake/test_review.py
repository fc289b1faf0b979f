"""What is only close waits for a person, side by side and in words; what they say goes in with the next commit."""

import pytest

from kith.intake import actions, proposing, queries
from kith.intake.command import run_import
from kith.intake.models import Batch, ColumnMapping, Row
from kith.intake.placing import place
from kith.intake.sources import BadFile, Source
from kith.intake.stages import NotNow
from kith.intake.trouble import problems, trouble
from kith.people.models import Enrolment, Person, PersonBirth, PersonName
from tests.intake.test_import import KATE, TOM, a_list, counts, into_oak

KATHERINE = "Weller,Katherine,2018-02-03,,3,3B,BA14 8JN,2022-09-05\n"
SWAPPED = "Weller,Kate,2018-03-02,,3,3B,BA14 8JN,2022-09-05\n"


@pytest.fixture
def waiting(world):
    """Kate is in the records, and a file without numbers brings Katherine."""
    into_oak(KATE)
    assert counts(into_oak(KATHERINE, TOM)) == {"rows": 2, "new": 1, "matched": 0, "review": 1, "rejected": 0}
    with world.trust_open():
        yield Row.objects.get(outcome="review")


def test_the_row_stands_beside_the_child_with_each_fact_compared_in_words(waiting):
    (beside,) = queries.review(waiting)
    assert beside.name == "Kate Weller"
    assert beside.reasons == ("Same date of birth and postcode.", "Forename: short form.")
    said = {fact.fact: (fact.sent, fact.held, str(fact.compared)) for fact in beside.facts}
    assert said["Name"] == ("Katherine Weller", "Kate Weller", "Short form")
    assert said["Born"] == ("03 / 02 / 2018", "03 / 02 / 2018", "Same")
    assert said["UPN"] == ("", "P207000016049", "Can’t compare")
    assert said["Address"] == ("BA14 8JN", "BA14 8JN", "Same")
    assert said["School"] == ("Oak", "Oak", "Same")
    assert list(queries.to_review(waiting.batch)) == [waiting]


def test_day_and_month_swapped_is_shown_as_that(world):
    into_oak(KATE)
    into_oak(SWAPPED)
    with world.trust_open():
        (beside,) = queries.review(Row.objects.get(outcome="review"))
        assert {f.fact: str(f.compared) for f in beside.facts}["Born"] == "Day and month swapped"


def test_the_same_child_goes_in_with_the_next_commit_and_no_second_person_is_made(waiting):
    (beside,) = queries.review(waiting)
    actions.decide(row=waiting, answer=Row.Answer.SAME, person_id=beside.person_id)
    actions.commit(batch=waiting.batch)
    assert Person.objects.count() == 2  # Kate and Tom
    assert Enrolment.objects.filter(person=beside.person_id).count() == 1
    waiting.refresh_from_db()
    assert waiting.applied_at is not None
    assert PersonName.objects.get(person=beside.person_id).forename == "Kate"
    assert waiting.proposals == [["Name", "Kate Weller", "Katherine Weller"]]
    (proposal,) = proposing.open_of(waiting.batch)
    proposing.accept(proposal=proposal)
    assert PersonName.objects.get(person=beside.person_id).forename == "Katherine"


def test_a_birthday_a_day_off_is_proposed_too_and_the_address_follows_the_file(world):
    into_oak(KATE)
    into_oak(KATE.replace("2018-02-03,P207000016049", "2018-02-04,").replace("3,3B", "4,4C"))
    with world.trust_open():
        row = Row.objects.get(outcome="review")
        actions.decide(row=row, answer=Row.Answer.SAME, person_id=row.candidates[0])
        actions.commit(batch=row.batch)
        row.refresh_from_db()
        assert [one[0] for one in row.proposals] == ["Born"]
        assert f"{PersonBirth.objects.get().born_on}" == "2018-02-03"
        assert Enrolment.objects.get().class_name == "4C"


def test_a_stated_rule_renames_nobody_and_a_number_does(world):
    """The second is the control: who is known by a number is called what the list of today says."""
    into_oak(KATE)
    into_oak(KATHERINE, accept="rule")
    with world.trust_open():
        assert PersonName.objects.get().forename == "Kate"
        assert Row.objects.latest("id").proposals == [["Name", "Kate Weller", "Katherine Weller"]]
    into_oak(KATE.replace("Kate", "Katherine"))
    with world.trust_open():
        assert PersonName.objects.get().forename == "Katherine"


def test_a_different_child_is_made_new_even_though_somebody_is_like_it(waiting):
    actions.decide(row=waiting, answer=Row.Answer.DIFFERENT)
    actions.commit(batch=waiting.batch)
    assert Person.objects.count() == 3


def test_not_sure_leaves_the_row_waiting(waiting):
    actions.decide(row=waiting, answer=Row.Answer.LATER)
    actions.commit(batch=waiting.batch)
    assert Person.objects.count() == 2
    assert list(queries.to_review(waiting.batch)) == [waiting]


def test_only_a_child_that_was_shown_can_be_chosen_and_a_settled_row_stays(waiting):
    tom = PersonName.objects.get(forename="Tom").person_id
    with pytest.raises(NotNow, match="Choose which of the children"):
        actions.decide(row=waiting, answer=Row.Answer.SAME, person_id=tom)
    with pytest.raises(NotNow, match="settled already"):
        actions.decide(row=Row.objects.filter(outcome="new").first(), answer=Row.Answer.DIFFERENT)


def test_a_stated_rule_takes_a_short_form_at_the_same_postcode(world):
    into_oak(KATE)
    assert counts(into_oak(KATHERINE, accept="rule"))["matched"] == 1


def test_two_rows_of_one_list_with_the_same_name_and_birthday_are_for_a_person(world):
    twice = SWAPPED.replace("3B", "3C")
    result = into_oak(SWAPPED, twice)
    assert counts(result) == {"rows": 2, "new": 1, "matched": 0, "review": 1, "rejected": 0}
    with world.trust_open():
        row = Row.objects.get(outcome="review")
        assert row.reasons == ["list.csv, row 2 may be the same child.", "Same name, date of birth and postcode."]
        (beside,) = queries.review(row)  # the child the first row made
        actions.decide(row=row, answer=Row.Answer.SAME, person_id=beside.person_id)
        actions.commit(batch=row.batch)
        assert Person.objects.count() == 1


def test_a_child_that_came_meanwhile_is_found_when_the_batch_is_committed(world):
    into_oak(KATE, accept="none")
    with world.trust_open():
        first = Batch.objects.get()
    into_oak(KATE, TOM)
    with world.trust_open():
        actions.commit(batch=first)
        assert Person.objects.count() == 2
        assert first.rows.get().outcome == "matched"


def test_columns_settled_once_are_known_next_time(world):
    file = [Source.of_bytes("odd.csv", b"A,B,C\nWeller,Kate,2018-02-03\n")]
    with pytest.raises(BadFile, match="has no column for surname"):
        run_import(file, "alder", school="8654001")
    with world.trust_open():
        oak = place(school="8654001")
        with pytest.raises(BadFile, match="Choose the column for date of birth"):
            actions.settle_mapping(placement=oak, headings="ABC", mapping={"surname": "A", "forename": "B"})
        actions.settle_mapping(
            placement=oak, headings=["A", "B", "C"], mapping={"surname": "A", "forename": "B", "born": "C"}
        )
        assert ColumnMapping.objects.count() == 1
    assert counts(run_import(file, "alder", school="8654001"))["new"] == 1
    with pytest.raises(BadFile):  # the other school of the trust settles its own
        run_import(file, "alder", school="8654002")


def test_the_kinds_of_trouble_are_counted_with_an_example(world):
    bad = KATE.replace("P207000016049", "Q207000016049").replace("8JN", "8J")
    run_import(a_list(bad, "Weller,,soon,,,,,\n"), "alder", school="8654001")
    with world.trust_open():
        batch = Batch.objects.get()
        assert {what: count for what, count, *_ in trouble(batch)} == {
            "UPN is not valid": 1, "postcode is not valid": 1, "no forename": 1, "DOB is not a date": 1
        }  # fmt: skip
        taken = {problem.about: good for problem, good in problems(batch)}
        assert taken["UPN is not valid"] and not taken["no forename"]


def test_an_answer_that_was_read_before_the_commit_is_refused_and_undo_still_works(waiting):
    stale = Row.objects.get(id=waiting.id)
    actions.decide(row=waiting, answer=Row.Answer.SAME, person_id=waiting.candidates[0])
    actions.commit(batch=waiting.batch)
    with pytest.raises(NotNow, match="settled already"):
        actions.decide(row=stale, answer=Row.Answer.DIFFERENT)
    assert actions.undo(batch=waiting.batch)[1] == 2


def test_a_row_of_an_import_that_was_taken_back_is_not_decided(waiting):
    actions.undo(batch=waiting.batch)
    with pytest.raises(NotNow, match="can’t go to “In the records”"):
        actions.decide(row=waiting, answer=Row.Answer.DIFFERENT)


def test_who_was_said_to_be_another_meets_whoever_came_since(world):
    """Of three lists of one Monday each brings Carla, who is close to Cara: said of each to be another, she is one."""
    into_oak(KATE.replace("Kate", "Cara"))
    carla = KATE.replace("Kate", "Carla").replace("P207000016049", "")
    batches = [into_oak(carla.replace("3B", room), accept="none")["batch"] for room in ("3B", "3C", "3D")]
    with world.trust_open():
        for id in batches:
            row = Row.objects.get(batch=id)
            assert row.outcome == "review"
            actions.decide(row=row, answer=Row.Answer.DIFFERENT)
    for id in batches:
        with world.trust_open():
            actions.commit(batch=Batch.objects.get(id=id))
    with world.trust_open():
        assert Person.objects.count() == 2, "the first made her; the others ask whether they are she"
        made, cara = Row.objects.get(batch=batches[0]), PersonName.objects.get(forename="Cara")
        for id in batches[1:]:
            row = Row.objects.get(batch=id)
            assert (row.outcome, row.answer, row.candidates) == ("review", "", [made.person_id, cara.person_id])
            actions.decide(row=row, answer=Row.Answer.DIFFERENT)
            actions.commit(batch=row.batch)
        assert Person.objects.count() == 3, "the control: who says so again of her is heard"


def test_of_two_rows_that_were_said_to_be_two_children_nobody_is_asked_again(world):
    done = into_oak(SWAPPED, SWAPPED.replace("3B", "3C"))
    into_oak(TOM)  # somebody came to be known since
    with world.trust_open():
        row = Row.objects.get(batch=done["batch"], outcome="review")
        actions.decide(row=row, answer=Row.Answer.DIFFERENT)
        actions.commit(batch=row.batch)
        row.refresh_from_db()
        assert row.applied_at and Person.objects.count() == 3


def test_a_number_that_cannot_be_right_is_shown_as_that_on_both_sides(world):
    into_oak(KATE.replace("P207000016049", "R899900122004"))
    into_oak(SWAPPED)
    with world.trust_open():
        (beside,) = queries.review(Row.objects.get(outcome="review"))
        assert {f.fact: f.held for f in beside.facts}["UPN"] == "R899900122004 (not valid)"
