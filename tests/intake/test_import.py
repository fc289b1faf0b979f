"""Pupils in: staged, matched, committed, undone; the same file twice changes nothing; all or nothing."""

from datetime import date

import pytest

from kith.audit.models import Leaf
from kith.intake import actions, queries
from kith.intake.command import run_import, run_undo
from kith.intake.models import Batch, Row
from kith.intake.placing import NoPlace
from kith.intake.sources import Source
from kith.intake.stages import NotNow
from kith.organisations.models import Organisation
from kith.people import actions as people
from kith.people.models import (
    Enrolment,
    Known,
    Person,
    PersonAddress,
    PersonBirth,
    PersonIdentifier,
    PersonName,
    PersonNameVersion,
)
from kith.tenancy import history
from tests.intake.samples import cut
from tests.people.exact import search

LIST = "Surname,Forename,DOB,UPN,Year,Class,Postcode,Entry date\n"
KATE = "Weller,Kate,2018-02-03,P207000016049,3,3B,BA14 8JN,2022-09-05\n"
TOM = "Weller,Tom,2018-02-03,,3,3B,BA14 8JN,2022-09-05\n"


def a_list(*rows, name="list.csv"):
    return [Source.of_bytes(name, (LIST + "".join(rows)).encode())]


def into_oak(*rows, **more):
    return run_import(a_list(*rows), "alder", school="865/4001", **more)


def counts(result):
    return {name: result[name] for name in ("rows", "new", "matched", "review")} | {"rejected": len(result["rejected"])}


def everything():
    """How many rows the records hold: what no import may change behind anybody's back."""
    tables = (Person, Known, PersonName, PersonNameVersion, PersonBirth, PersonIdentifier, PersonAddress, Enrolment)
    return {table.__name__: table.objects.count() for table in tables}


def test_the_census_download_goes_into_a_council(world):
    result = run_import(cut(), "wexshire")
    assert counts(result) == {"rows": 120, "new": 116, "matched": 1, "review": 0, "rejected": 3}
    assert {p["what"] for p in result["problems"]} >= {"UPN is not valid", "postcode is not valid"}
    with world.council_open():
        assert Person.objects.count() == PersonBirth.objects.count() == 116
        assert PersonIdentifier.objects.filter(kind="upn", trusted=False).count() == 116
        assert not PersonIdentifier.objects.filter(trusted=True).exists()
        assert set(Organisation.objects.values_list("name", flat=True)) >= {"School SCH1", "School SCH8"}
        assert Enrolment.objects.exclude(until_on=None).count() == 57
        assert Leaf.objects.filter(action="person.import").count() == 117
        leaf = Leaf.objects.filter(action="person.import").first()
        assert leaf.subjects == [Row.objects.get(line=leaf.id).person_id]


def test_a_child_on_one_roll_and_off_another_is_one_child_with_two_enrolments(world):
    run_import(cut(), "wexshire")
    with world.council_open():
        row = Row.objects.get(outcome="matched")
        assert row.person_id == Row.objects.get(n=row.like_row).person_id
        assert Enrolment.objects.filter(person=row.person_id).count() == 2


def test_the_same_file_twice_changes_nothing(world):
    first = run_import(cut(), "wexshire")
    with world.council_open():
        before, leaves = everything(), Leaf.objects.count()
    again = run_import(cut(), "wexshire")
    assert counts(again) == {"rows": 120, "new": 0, "matched": 117, "review": 0, "rejected": 3}
    assert again["batch"] == first["batch"]
    with world.council_open():
        assert (everything(), Leaf.objects.count()) == (before, leaves)


def test_the_same_pupils_in_another_file_are_found_and_nothing_is_written_twice(world):
    into_oak(KATE, TOM)
    with world.trust_open():
        before = everything()
    result = into_oak(TOM, KATE)
    assert counts(result) == {"rows": 2, "new": 0, "matched": 2, "review": 0, "rejected": 0}
    with world.trust_open():
        assert everything() == before


def test_twins_are_two_children(world):
    assert counts(into_oak(KATE, TOM))["new"] == 2


def test_a_dry_run_tells_the_same_and_keeps_nothing(world):
    rehearsed = run_import(cut(), "wexshire", dry_run=True)
    with world.council_open():
        assert not Person.objects.exists() and not Batch.objects.exists() and not Organisation.objects.exists()
    done = run_import(cut(), "wexshire")
    assert counts(rehearsed) == counts(done)
    assert rehearsed["batch"] is None


def test_with_accept_none_a_person_looks_before_anything_is_written(world):
    result = into_oak(KATE, accept="none")
    assert result["stage"] == "review"
    with world.trust_open():
        assert not Person.objects.exists()
        actions.commit(batch=Batch.objects.get())
        assert Person.objects.count() == 1


def test_a_file_brings_up_to_date_what_a_file_wrote(world):
    into_oak(KATE)
    into_oak(KATE.replace("3,3B", "4,4C").replace("Weller", "Ward"))
    with world.trust_open():
        assert Enrolment.objects.get().class_name == "4C"
        assert PersonName.objects.get().surname == "Ward"
        assert list(PersonNameVersion.objects.order_by("n").values_list("surname", flat=True)) == ["Weller", "Ward"]


def test_what_a_person_wrote_is_never_overwritten_but_proposed(world):
    into_oak(KATE)
    with world.trust_open():
        name = PersonName.objects.get()
        people.correct(fact=name, based_on=1, surname="Wellers")
        address = PersonAddress.objects.get()
        people.correct(fact=address, based_on=1, verified_on=date(2026, 1, 5))
    into_oak(KATE.replace("Weller", "Ward").replace("8JN", "8JR"))
    with world.trust_open():
        row = Row.objects.latest("id")
        assert PersonName.objects.get().surname == "Wellers"
        assert PersonAddress.objects.get().postcode == "BA14 8JN"
        assert row.proposals == [["Name", "Kate Wellers", "Kate Ward"], ["Address", "BA14 8JN", "BA14 8JR"]]


def test_beside_a_protected_address_nothing_is_written(world):
    into_oak(KATE)
    with world.trust_open():
        address = PersonAddress.objects.get()
        sealed = {"protected": True, "sealed": b"x", "lines": "", "postcode": ""}
        history.write(PersonAddress, id=address.id, based_on=1, values=sealed)
    into_oak(KATE.replace("8JN", "8JR"))
    with world.trust_open():
        assert PersonAddress.objects.get().protected
        assert Row.objects.latest("id").proposals == [["Address", "Protected address", ""]]


def test_an_older_file_after_a_newer_one_is_flagged_and_replaces_nothing(world):
    run_import(a_list(KATE, name="2025_autumn.csv"), "alder", school="8654001")
    late = run_import(a_list(KATE.replace("3,3B", "2,2A"), name="2025_spring.csv"), "alder", school="8654001")
    assert "A file of 1 Oct 2025 is in the records already" in late["remarks"][0]
    with world.trust_open():
        assert Enrolment.objects.get().class_name == "3B"
        assert Row.objects.latest("id").proposals[0][0] == "School"


def test_a_trust_must_name_the_school_and_a_wrong_number_is_answered_with_the_right_ones(world):
    with pytest.raises(NoPlace, match=r"several schools\. Say which one: 8654002 Elm, 8654001 Oak"):
        run_import(a_list(KATE), "alder")
    with pytest.raises(NoPlace, match="no school with the number 1234567"):
        run_import(a_list(KATE), "alder", school="1234567")
    with pytest.raises(LookupError, match=r"no controller called alders\. Known are: alder, wexshire"):
        run_import(a_list(KATE), "alders")


def test_a_child_of_the_other_school_of_the_trust_is_another_person(world):
    into_oak(KATE)
    assert counts(run_import(a_list(KATE), "alder", school="8654002"))["new"] == 1
    with world.trust_open():
        assert Known.objects.filter(holder_id=world.oak.files_of_id).count() == 1
        assert Known.objects.filter(holder_id=world.elm.files_of_id).count() == 1


def test_a_failure_in_the_commit_leaves_nothing_and_a_retry_succeeds(world, monkeypatch):
    from kith.intake import committing

    with monkeypatch.context() as broken:
        broken.setattr(committing, "STEP", 1)
        broken.setattr(committing.bulk, "add_many", _fails_at(2, committing.bulk.add_many))
        with pytest.raises(RuntimeError, match="pulled the plug"):
            into_oak(KATE, TOM)
    with world.trust_open():
        assert not Person.objects.exists() and not Leaf.objects.filter(action="person.import").exists()
    assert counts(into_oak(KATE, TOM))["new"] == 2


def _fails_at(call, real):
    calls = []

    def add_many(*args, **kwargs):
        calls.append(1)
        if len(calls) == call:
            raise RuntimeError("pulled the plug")
        return real(*args, **kwargs)

    return add_many


def test_progress_is_told_by_stage_and_rows(world):
    told = []
    into_oak(KATE, TOM, progress=told.append)
    assert [(p.stage.value, p.done, p.total) for p in told] == [
        ("staged", 2, 2), ("matched", 2, 2), ("committed", 2, 2)
    ]  # fmt: skip
    assert told[1].words == "Compared with your records: 2 of 2"


def test_undo_takes_everything_back_and_the_file_can_come_again(world):
    done = into_oak(KATE, TOM)
    undone = run_undo(done["batch"])
    assert (undone["undone"], undone["kept"]) == (2, [])
    with world.trust_open():
        assert not Enrolment.objects.exists() and not PersonName.objects.exists()
        assert not Known.objects.filter(until=None).exists()
        Known.objects.update(until=None)  # nobody sees what they said, until somebody knows them again
        voids = PersonNameVersion.objects.order_by("of_id", "n").values_list("void", flat=True)
        assert list(voids) == [False, True] * 2
        assert Leaf.objects.filter(action="person.import.undo").count() == 2
        with pytest.raises(NotNow, match="taken back already"):
            actions.undo(batch=Batch.objects.get(id=done["batch"]))
    assert counts(into_oak(KATE, TOM))["new"] == 2


def test_undo_of_a_later_file_lets_facts_say_again_what_they_said(world):
    into_oak(KATE)
    second = into_oak(KATE.replace("3,3B", "4,4C"))
    assert run_undo(second["batch"])["undone"] == 1
    with world.trust_open():
        assert Enrolment.objects.get().class_name == "3B"
        assert Person.objects.count() == 1


def test_undo_keeps_a_child_somebody_has_worked_on_since_and_says_why(world):
    done = into_oak(KATE, TOM)
    with world.trust_open():
        kate = PersonName.objects.get(forename="Kate")
        history.write(PersonName, id=kate.id, based_on=1, values={"middle": "Ann"})
    undone = run_undo(done["batch"])
    assert undone["undone"] == 1
    assert undone["kept"] == [{"file": "list.csv", "row": 2, "reasons": ["A name was changed since."]}]
    with world.trust_open():
        assert [n.forename for n in PersonName.objects.all()] == ["Kate"]


def test_a_batch_is_committed_once(world):
    into_oak(KATE, accept="none")
    with world.trust_open():
        batch = Batch.objects.get()
        actions.cancel(batch=batch)
        with pytest.raises(NotNow):
            actions.commit(batch=batch)
        assert not Person.objects.exists()


def test_every_row_is_one_of_four_and_they_add_up(world):
    result = into_oak(KATE, TOM, KATE, "Nobody,,2018-01-01,,,,,\n")
    assert counts(result) == {"rows": 4, "new": 2, "matched": 0, "review": 0, "rejected": 2}
    (reason,) = result["rejected"][1]["reasons"]
    assert reason == "list.csv row 5, column Forename: there is no forename. Every row needs one."
    with world.trust_open():
        found = queries.summary(Batch.objects.get())
        assert found.rows == found.new + found.matched + found.review + found.rejected


def test_children_whose_names_hold_digits_are_found_by_name_and_by_a_number_that_is_not_valid(world):
    run_import(cut(), "wexshire")
    with world.council_open():
        by_name = search(Person.objects.all(), words="FOR9344 SUR6864")
        assert by_name == search(Person.objects.all(), words="21db2df8-fa0")
        assert len(by_name) == 1
