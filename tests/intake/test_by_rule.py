"""What a stated rule says of rows that wait, accepted line by line; and a sample of what was joined."""

import pytest

from kith.access.actions import bar
from kith.access.reader import Reader
from kith.access.words import BarKind
from kith.audit.models import Leaf
from kith.intake import actions, by_rule, proposing, queries, sampling
from kith.intake.command import run_import
from kith.intake.models import Batch, Checked, Row, TakenBack
from kith.intake.sources import Source
from kith.intake.stages import NotNow
from kith.people import actions as people
from kith.people.judging import Verdict
from kith.people.models import Enrolment, Person, PersonName
from kith.reference.roles import Role
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
HEAD = "Surname,Forename,DOB,Postcode,Room\n"
HOME = "BA14 8JN"
KATHERINE = f"Weller,Katherine,2018-02-03,{HOME},\n"
ANNE = f"Moss,Anne,2017-05-04,{HOME},\n"
HELD = (f"Weller,Kate,2018-02-03,{HOME},\n", f"Moss,Ann,2017-05-04,{HOME},\n", f"Sole,Tom,2016-01-02,{HOME},\n")


@pytest.fixture
def school():
    school = open_school("oakmere", Role.DSL, Role.DEPUTY_DSL, laestab="8654001")
    send(*HELD)
    return school


def send(*rows, accept="exact", head=HEAD):
    file = (head + "".join(rows)).encode()
    run_import([Source.of_bytes("list.csv", file)], "oakmere", accept=accept)


def latest():
    return Batch.objects.order_by("started_at").last()


def row_of(n):
    return Row.objects.get(batch=latest(), n=n)


def reader_of(school, role=Role.DSL):
    return Reader.build(school.posts[role].id, second_factor=True)


def test_close_names_at_one_home_are_counted_by_line_and_accepted_as_one_act(school):
    send(KATHERINE, ANNE)
    with school.at_work(Role.DSL):
        batch, reader = latest(), reader_of(school)
        stated = by_rule.stated(batch, reader)
        assert {line: [row.n for row in rows] for line, rows in stated.items()} == {Verdict.ALIKE_AT_HOME: [1, 2]}
        by_rule.accept(batch=batch, line=Verdict.ALIKE_AT_HOME, count=2, reader=reader)
        assert set(batch.rows.values_list("outcome", "answer")) == {("matched", "rule")}
        (leaf,) = Leaf.objects.filter(action="import.accept")
        assert set(leaf.subjects) == set(batch.rows.values_list("person_id", flat=True))
        actions.commit(batch=batch)
        assert Person.objects.count() == 3
        assert actions.undo(batch=batch)[1] == 2
        assert set(PersonName.objects.values_list("forename", flat=True)) == {"Kate", "Ann", "Tom"}


def test_another_number_of_rows_than_was_shown_is_not_accepted(school):
    send(KATHERINE, ANNE)
    with school.at_work(Role.DSL):
        batch = latest()
        with pytest.raises(NotNow, match="There are now 2 rows"):
            by_rule.accept(batch=batch, line=Verdict.ALIKE_AT_HOME, count=1, reader=reader_of(school))
        assert not Leaf.objects.filter(action="import.accept").exists()


def test_a_twin_whose_name_is_close_is_not_joined_with_the_child_another_row_is(school):
    send(f"Weller,Kate,2018-02-03,{HOME},\n", KATHERINE)
    with school.at_work(Role.DSL):
        batch = latest()
        assert row_of(2).rule == Verdict.ALIKE_AT_HOME  # alone, the line would join her
        assert by_rule.stated(batch, reader_of(school)) == {}


def test_rows_about_a_child_closed_to_the_reader_are_neither_counted_nor_accepted(school):
    send(KATHERINE, ANNE)
    with school.at_work(Role.DSL):
        batch, kate = latest(), row_of(1).candidates[0]
        bar(user_id=school.posts[Role.DSL].user_id, person_id=kate, kind=BarKind.CONFLICT, reason="Own niece")
        rows = by_rule.stated(batch, reader_of(school))[Verdict.ALIKE_AT_HOME]
        assert [row.n for row in rows] == [2]
        by_rule.accept(batch=batch, line=Verdict.ALIKE_AT_HOME, count=1, reader=reader_of(school))
        assert row_of(1).outcome == "review"


def test_what_is_only_close_is_said_by_no_line(school):
    send("Weller,Katherine,2018-02-04,,\n", "Sole,Tom,,,\n")
    with school.at_work(Role.DSL):
        assert by_rule.stated(latest(), reader_of(school)) == {}


@pytest.fixture
def joined(school):
    """Kate and Ann were joined by the rule, without anybody looking; Pip is new."""
    send(KATHERINE, ANNE, "New,Pip,2015-01-01,,\n", accept="rule")
    return school


def test_the_sample_draws_what_was_joined_and_is_the_same_for_everybody(joined):
    with joined.at_work(Role.DSL):
        batch = latest()
        assert [row.n for row in sampling.drawn(batch)] == [1, 2]
        assert sampling.share(batch) == sampling.Share(drawn=2, looked_at=0, wrong=0)


def test_of_many_a_few_are_drawn_by_the_number_of_the_batch(joined, monkeypatch):
    monkeypatch.setattr(sampling, "SIZE", 1)
    with joined.at_work(Role.DSL):
        batch = latest()
        (first,) = sampling.drawn(batch)
        sampling.answer(row=first, right=False, reader=reader_of(joined))
        assert sampling.drawn(batch) == [first]  # what is found wrong makes room for nothing else


def test_a_wrong_one_is_taken_back_and_decided_once_more(joined):
    with joined.at_work(Role.DSL):
        batch, reader = latest(), reader_of(joined)
        katherine, anne = sampling.to_check(batch, reader)
        kate = katherine.person_id
        sampling.answer(row=anne, right=True, reader=reader)
        sampling.answer(row=katherine, right=False, reader=reader)
        assert sampling.share(batch) == sampling.Share(drawn=2, looked_at=2, wrong=1)
        assert PersonName.objects.get(person=kate).forename == "Kate"
        (row,) = queries.to_review(batch)
        assert row.candidates == [kate] and row.applied_at is None
        assert TakenBack.objects.get().row_id == row.id
        actions.decide(row=row, answer=Row.Answer.DIFFERENT, reader=reader)
        actions.commit(batch=batch)
        assert PersonName.objects.filter(forename="Katherine").exclude(person=kate).exists()
        actions.undo(batch=batch)
        assert sorted(PersonName.objects.values_list("forename", flat=True)) == ["Ann", "Kate", "Tom"]


def test_what_was_taken_back_is_nobodys_word_and_a_later_file_updates_it(joined):
    with joined.at_work(Role.DSL):
        batch, reader = latest(), reader_of(joined)
        kate = sampling.to_check(batch, reader)[0]
        sampling.answer(row=kate, right=False, reader=reader)
        row = queries.to_review(batch).get()
        actions.decide(row=row, answer=Row.Answer.SAME, person_id=row.candidates[0], reader=reader)
        actions.commit(batch=batch)
        assert Row.objects.get(id=row.id).proposals == [["Name", "Kate Weller", "Katherine Weller"]]
        (proposal,) = [one for one in proposing.open_of(batch) if one.row.id == row.id]
        proposing.accept(proposal=proposal)
        assert PersonName.objects.get(person=row.candidates[0]).forename == "Katherine"


def test_a_wrong_one_somebody_has_worked_on_since_stays_and_says_why(school):
    send(KATHERINE.replace(",\n", ",Ash\n"), accept="rule", head=HEAD.replace("Room", "Class"))
    with school.at_work(Role.DSL):
        batch, reader = latest(), reader_of(school)
        row = sampling.to_check(batch, reader)[0]
        place = Enrolment.objects.get(person=row.person_id)
        people.correct(fact=place, based_on=place.n, class_name="Elm")
        said = sampling.answer(row=row, right=False, reader=reader)
        assert said.kept and Enrolment.objects.get(person=row.person_id).class_name == "Elm"
        assert Row.objects.get(id=row.id).outcome == "matched"


def test_nobody_answers_twice_nor_for_a_child_closed_to_them(joined):
    with joined.at_work(Role.DSL):
        batch, reader = latest(), reader_of(joined)
        katherine, anne = sampling.to_check(batch, reader)
        sampling.answer(row=anne, right=True, reader=reader)
        with pytest.raises(NotNow, match="somebody has looked"):
            sampling.answer(row=anne, right=False, reader=reader)
        bar(
            user_id=joined.posts[Role.DSL].user_id, person_id=katherine.person_id, kind=BarKind.CONFLICT, reason="Niece"
        )
        with pytest.raises(NotNow, match="not among those"):
            sampling.answer(row=katherine, right=False, reader=reader_of(joined))
        assert Checked.objects.count() == 1
