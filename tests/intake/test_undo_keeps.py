"""Undo takes nothing away that somebody relies on: another import, a closed record, a draft."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from kith.access.actions import bar, close_to, grant
from kith.access.models import Bar, Grantee, Subject
from kith.access.words import BarKind, Relation
from kith.cases.models import Draft
from kith.foundation.ids import uuid7
from kith.intake.command import run_undo
from kith.intake.models import Batch
from kith.people import actions as people
from kith.people.merge_rules import Stage as MergeStage
from kith.people.models import AttendanceTally, Merge, MergeStep, Person, PersonName
from kith.people.tallies import count
from kith.sharing.models import Sent
from kith.tasks.models import Task
from kith.tenancy.follows import of_table
from kith.tenancy.models import TenantModel
from tests.intake.test_import import KATE, TOM, counts, into_oak


def forenames(world):
    with world.trust_open():
        return sorted(PersonName.objects.values_list("forename", flat=True))


def test_a_child_another_import_brings_too_stays(world):
    first, second = into_oak(KATE), into_oak(KATE, TOM)
    undone = run_undo(first["batch"])
    assert undone["kept"] == [{"file": "list.csv", "row": 2, "reasons": ["Another import brought this child too."]}]
    assert forenames(world) == ["Kate", "Tom"]
    assert into_oak(KATE, TOM)["batch"] == second["batch"]


def test_once_the_other_import_is_undone_too_the_child_goes(world):
    """The negative control: what nobody relies on is taken back."""
    first, second = into_oak(KATE), into_oak(KATE, TOM)
    run_undo(second["batch"])
    assert run_undo(first["batch"])["kept"] == []
    assert forenames(world) == []


def test_files_whose_children_have_gone_are_not_in_already(world):
    first = into_oak(KATE, TOM)
    with world.trust_open():
        kate = Person.objects.get(id=PersonName.objects.get(forename="Kate").person_id)
        people.forget_known(person=kate, holder=world.oak.files_of_id, because="transfer")
    again = into_oak(KATE, TOM)
    assert again["batch"] != first["batch"]
    assert counts(again)["new"] == 1


def closed(world, person):
    close_to(subject_id=person, subject_kind=Subject.PERSON, level=2, reason="restricted")


def barred(world, person):
    bar(user_id=uuid7(), person_id=person, kind=BarKind.CONFLICT, reason="family")


def granted(world, person):
    whom = {"to": uuid7(), "to_kind": Grantee.POST}
    grant(**whom, about=person, about_kind=Subject.PERSON, relation=Relation.DATED_GRANT)


def drafted(world, person):
    kept = {"own.0.person": str(person), "own.0.role": "affected"}
    Draft.objects.create(
        author=uuid7(), area="concern", token=uuid7(), answers=kept, saved_at=timezone.now(),
        holder_id=world.oak.files_of_id,
    )  # fmt: skip


def tasked(world, person):
    now = timezone.now()
    Task.objects.create(
        kind="look", words="Look", for_role="dsl", about=person, opened_at=now, due_on=now.date(),
        holder_id=world.oak.files_of_id,
    )  # fmt: skip


def _alike(world, stage):
    """Kate is a second record of Katie, as the night found; of both the file wrote one."""
    with world.trust_open():
        kate, tom = (PersonName.objects.get(forename=name).person_id for name in ("Kate", "Tom"))
        said = {"why": "Alike.", "file_of": world.oak.files_of_id, "at": timezone.now()}
        Merge.objects.create(merged_id=kate, survivor_id=tom, stage=stage, **said)


@pytest.mark.parametrize(("stage", "stay"), [(MergeStage.ALIKE, []), (MergeStage.PROPOSED, ["Kate", "Tom"])])
def test_that_the_night_found_two_alike_keeps_nobody_and_what_somebody_proposed_does(world, stage, stay):
    done = into_oak(KATE, TOM)
    _alike(world, stage)
    undone = run_undo(done["batch"])
    assert forenames(world) == stay
    assert {said for one in undone["kept"] for said in one["reasons"]} == (
        {"That another record may be the same child’s was written down since."} if stay else set()
    )
    with world.trust_open():
        assert Merge.objects.count() == bool(stay)


def test_what_a_schools_system_counted_goes_with_the_child(world):
    """The control: where somebody wrote of the child, the child stays, and so do the numbers."""
    done = into_oak(KATE, TOM)
    with world.trust_open():
        persons = [PersonName.objects.get(forename=name).person_id for name in ("Kate", "Tom")]
        days = {"from_on": date(2026, 9, 1), "until_on": date(2026, 10, 1)}
        numbers = [{"person_id": one, **days, "possible": 10, "attended": 9} for one in persons]
        count(AttendanceTally, numbers, holder_id=world.oak.files_of_id, at=timezone.now())
        drafted(world, persons[0])
    undone = run_undo(done["batch"])
    assert [one["reasons"] for one in undone["kept"]] == [["Something begun and not sent was written down since."]]
    with world.trust_open():
        assert [one.person_id for one in AttendanceTally.objects.all()] == persons[:1]


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (closed, "Who is kept from the child was written down since."),
        (barred, "Who is kept from the child was written down since."),
        (granted, "Who may see the child was written down since."),
        (drafted, "Something begun and not sent was written down since."),
        (tasked, "A task was written down since."),
    ],
)
def test_what_is_recorded_about_a_child_without_a_foreign_key_keeps_the_child(world, work, reason):
    done = into_oak(KATE, TOM)
    with world.trust_open():
        work(world, PersonName.objects.get(forename="Kate").person_id)
    undone = run_undo(done["batch"])
    assert [one["reasons"] for one in undone["kept"]] == [[reason]]
    assert forenames(world) == ["Kate"]
    with world.trust_open():
        assert Batch.objects.get().stage == "undone"


def test_a_restriction_is_still_there_when_the_file_comes_again(world):
    done = into_oak(KATE)
    with world.trust_open():
        closed(world, Person.objects.get().id)
    run_undo(done["batch"])
    into_oak(KATE)
    with world.trust_open():
        assert Bar.objects.get().subject_id == Person.objects.get().id


# Columns of ids without a foreign key that never hold a person: posts, accounts, controllers, records, lines, tokens.
NEVER_A_PERSON = {
    "about_user",
    "author",
    "begun_by",
    "by",
    "decided_by",
    "file_of",
    "undo_by",
    "undo_decided_by",
    "done_by",
    "ended_by",
    "event",
    "for_post",
    "given_by",
    "grantee_id",
    "line",
    "sender",
    "set_by",
    "standing",
    "back_line",
    "of_id",
    "once",
    "opened_for",
    "owner_post",
    "party_id",
    "post",
    "records",
    "result",
    "seen_by",
    "started_by",
    "asked_by",
    "team",
    "to_controller",
    "to_id",
    "token",
    "written_by",
    "written_by_user",
}


def holds_ids(field):
    return isinstance(field, models.UUIDField) or isinstance(getattr(field, "base_field", None), models.UUIDField)


def test_every_column_that_may_name_a_person_says_so():
    """A new table with bare ids is found here, or undo would pass it by."""
    for model in apps.get_models():
        if not issubclass(model, TenantModel) or model._meta.app_label in ("audit", "intake"):
            continue
        bare = {f.name for f in model._meta.concrete_fields if holds_ids(f) and not f.primary_key}
        never = NEVER_A_PERSON | ({"about"} if model in (Sent, Draft) else set())
        if model is MergeStep:
            never |= {"row"}
        unsaid = bare - never - set(of_table(model))
        assert not unsaid, f"{model.__name__} {unsaid}: say how it follows a merge, or name it here"
