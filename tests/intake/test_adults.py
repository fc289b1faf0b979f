"""Adults a transfer file names: linked or written down when a person says so, and out again with the import."""

from datetime import date

import pytest

from kith.access.actions import bar
from kith.access.reader import Reader
from kith.access.words import BarKind
from kith.audit.models import Leaf
from kith.intake import actions, adults, tying
from kith.intake.command import run_import
from kith.intake.models import Batch
from kith.intake.stages import NotNow
from kith.people import actions as people
from kith.people.bulk import known_to
from kith.people.models import Person, PersonAddress, PersonName, Relationship
from kith.reference.roles import Role
from tests.intake.test_ctf import MOTHER
from tests.intake.xml_samples import KATE, TOM, ctf, source
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
DOCTOR = MOTHER.replace("MTH", "XYZ").replace("Dana", "Ravi")
BOTH = MOTHER.replace("</Contacts>", "") + DOCTOR.replace("<Contacts>", "")


@pytest.fixture
def school():
    return open_school("oakmere", Role.DSL, laestab="8654001")


def send(*pupils, contacts=MOTHER):
    run_import([source(ctf(*pupils, contacts=contacts), "8654009_CTF_8654001_001.xml")], "oakmere", school="8654001")


def reader_of(school):
    return Reader.build(school.posts[Role.DSL].id, second_factor=True)


def waiting(school):
    return adults.open_of(Batch.objects.get(), reader_of(school))


def accept(school, named, person_id=None, type="mother"):
    who = {"batch": Batch.objects.get(), "reader": reader_of(school)}
    return tying.accept(key=named.key, type=type, person_id=person_id, **who)


def dana(school, **more):
    return people.create_person(holder=school.holder.id, forename="Dana", surname="Sole", confirmed_new=True, **more)


def test_nobody_is_tied_until_a_person_says_so(school):
    send(KATE)
    with school.at_work(Role.DSL):
        assert not Relationship.objects.exists() and Person.objects.count() == 1
        (one,) = waiting(school)
        assert (one.called, one.type, one.candidates) == ("Dana Sole", "mother", ())


def test_a_new_adult_is_tied_on_both_pages_and_goes_with_the_import(school):
    send(KATE)
    with school.at_work(Role.DSL):
        batch, reader = Batch.objects.get(), reader_of(school)
        (one,) = waiting(school)
        assert tying.accept_new(batch=batch, keys=[one.key], reader=reader) == 1
        tie = Relationship.objects.get(person=one.row.person_id)
        assert (tie.type, tie.has_pr, tie.lives_with, tie.source) == ("mother", True, True, "transfer file")
        assert Relationship.objects.get(person=tie.other_id).type == "child"
        assert PersonName.objects.get(person=tie.other_id).surname == "Sole"
        assert waiting(school) == []
        assert Leaf.objects.filter(action="person.import.adult").count() == 1
        _, undone, kept = actions.undo(batch=batch)
        assert (undone, kept) == (1, {})
        assert not Relationship.objects.exists() and not known_to(school.holder.id).exists()


def test_somebody_of_the_same_name_is_offered_and_linked_and_stays_when_the_import_goes(school):
    with school.at_work(Role.DSL):
        there = dana(school, born_on=date(1990, 1, 2))
        dana(school, born_on=date(2015, 1, 2))  # a child of that name is not her mother
    send(KATE)
    with school.at_work(Role.DSL):
        (one,) = waiting(school)
        assert one.candidates == (there.id,) and adults.sure([one]) == []
        accept(school, one, there.id)
        assert Relationship.objects.get(person=one.row.person_id).other_id == there.id
        actions.undo(batch=Batch.objects.get())
        assert not Relationship.objects.exists()
        assert known_to(school.holder.id).filter(person=there).exists()


def test_two_children_of_one_mother_make_one_new_adult(school):
    send(KATE, TOM)
    with school.at_work(Role.DSL):
        first, second = waiting(school)
        assert adults.sure([first, second]) == []  # at once they would be two
        made = accept(school, first).made_id
        (second,) = waiting(school)
        assert second.candidates == (made,)
        accept(school, second, made)
        assert Person.objects.count() == 3
        actions.undo(batch=Batch.objects.get())
        assert not known_to(school.holder.id).filter(person=made).exists()


def test_whoever_is_tied_to_the_child_already_is_not_asked_about(school):
    send(KATE)
    with school.at_work(Role.DSL):
        child = Person.objects.get()
        people.add_relationship(person=child, other=dana(school), type="mother")
        assert waiting(school) == []


def test_an_adult_the_file_does_not_explain_is_asked_about(school):
    send(KATE, contacts=BOTH)
    with school.at_work(Role.DSL):
        mother, doctor = waiting(school)
        assert adults.sure([mother, doctor]) == [mother]
        with pytest.raises(NotNow, match="Choose who Ravi Sole is"):
            accept(school, doctor, type="")
        with pytest.raises(NotNow, match="Look at them again"):
            tying.accept_new(batch=Batch.objects.get(), keys=[mother.key, doctor.key], reader=reader_of(school))
        assert not Relationship.objects.exists()
        tying.turn_down(batch=Batch.objects.get(), key=doctor.key, reader=reader_of(school))
        assert waiting(school) == [mother]


def hide_the_child(school, child):
    people.protect_address(address=PersonAddress.objects.get(person=child), based_on=1)


def hide_who_lives_there(school, child):
    aunt = people.create_person(holder=school.holder.id, forename="Ida", surname="Quill", confirmed_new=True)
    people.add_relationship(person=child, other=aunt, type="aunt_uncle", lives_with=True)
    people.add_address(person=aunt, lines="1 Elsewhere", postcode="BA14 8JN", protected=True)


def hide_her_namesake(school, child):
    people.add_address(person=dana(school), lines="1 Elsewhere", postcode="BA14 8JN", protected=True)


@pytest.mark.parametrize("hide", [hide_the_child, hide_who_lives_there, hide_her_namesake])
def test_nothing_is_proposed_for_a_protected_household(school, hide):
    send(KATE)
    with school.at_work(Role.DSL):
        (one,) = waiting(school)  # the control: before somebody hides, there is a proposal
        hide(school, Person.objects.get())
        assert waiting(school) == []
        with pytest.raises(NotNow):
            accept(school, one)


def test_a_namesake_closed_to_the_reader_is_not_shown_and_the_adult_is_not_theirs(school):
    with school.at_work(Role.DSL):
        there = dana(school)
        bar(user_id=school.posts[Role.DSL].user_id, person_id=there.id, kind=BarKind.CONFLICT, reason="Sister")
    send(KATE)
    with school.at_work(Role.DSL):
        assert waiting(school) == []


def test_a_decision_is_taken_back_alone_unless_it_was_changed_since(school):
    send(KATE)
    with school.at_work(Role.DSL):
        who = {"batch": Batch.objects.get(), "reader": reader_of(school)}
        (one,) = waiting(school)
        accept(school, one)
        tying.take_back(key=one.key, **who)
        assert not Relationship.objects.exists() and waiting(school) == [one]
        accept(school, one)
        tie = Relationship.objects.get(person=one.row.person_id)
        people.correct(fact=tie, based_on=tie.n, has_pr=False)
        with pytest.raises(NotNow, match="changed it since"):
            tying.take_back(key=one.key, **who)
        _, undone, kept = actions.undo(batch=who["batch"])
        assert undone == 0 and kept[1][0].startswith("Who an adult is to this child was changed since.")


def test_an_adult_somebody_has_worked_on_since_stays_known(school):
    send(KATE)
    with school.at_work(Role.DSL):
        made = accept(school, waiting(school)[0]).made_id
        people.add_contact(person=Person.objects.get(id=made), method="phone", value="01632 960001")
        actions.undo(batch=Batch.objects.get())
        assert not Relationship.objects.exists()
        assert known_to(school.holder.id).filter(person=made).exists()


def test_an_adult_without_a_forename_is_for_a_person(school):
    send(KATE, contacts=MOTHER.replace("<Forename>Dana</Forename>", ""))
    with school.at_work(Role.DSL):
        assert adults.sure(waiting(school)) == []
