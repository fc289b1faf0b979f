"""What is done about a person: a line for each, nothing overwritten, and the writer warned of doubles."""

from datetime import date

import pytest
from django.utils import timezone

from kith.access.actions import bar
from kith.access.reader import Reader
from kith.access.words import BarKind
from kith.people import actions, queries, roll
from kith.people.models import Enrolment, Person, PersonName, PersonNameVersion, Relationship
from kith.reference.roles import Role
from kith.tenancy import history
from tests.people.conftest import a_child
from tests.people.exact import search
from tests.rooms import lines

BORN = date(2016, 5, 4)
MIA = {"forename": "Mia", "surname": "Sole", "born_on": BORN}


@pytest.fixture
def school(trust):
    return trust.ours


def test_a_person_is_made_with_name_number_and_birthday_and_one_line(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, born_on=BORN, numbers={"nhs": "999 000 0018"})
        facts = queries.facts(mia)
    assert (facts.card.name, facts.card.born_on) == ("Mia Sole", BORN)
    assert [(i.kind, i.value, i.trusted) for i in facts.identifiers] == [("nhs", "9990000018", True)]
    assert mia.status == Person.Status.PROVISIONAL
    assert [action for action, _ in lines(school.controller.id, "person.")] == ["person.create"]


def test_an_unborn_child_has_a_date_it_is_expected(school):
    with school.at_work(Role.DSL):
        card = queries.facts(a_child(school, forename="", expected_on=date(2027, 2, 2))).card
    assert (card.born_on, card.expected_on) == (None, date(2027, 2, 2))


def test_whoever_may_be_known_already_is_proposed_with_the_reasons(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, born_on=BORN)
        with pytest.raises(actions.PerhapsKnown) as told:
            actions.create_person(holder=school.holder.id, **MIA)
        assert told.value.persons == (mia.id,) and told.value.reasons
        other = actions.create_person(holder=school.holder.id, confirmed_new=True, **MIA)
        assert other.id != mia.id


def test_a_number_in_common_proposes_whatever_the_names(school):
    number = {"nhs": "999 000 0018"}
    with school.at_work(Role.DSL):
        mia = a_child(school, numbers=number)
        with pytest.raises(actions.PerhapsKnown) as told:
            actions.create_person(holder=school.holder.id, forename="Ada", surname="Lark", numbers=number)
        assert told.value.persons == (mia.id,)


def test_a_stranger_and_a_twin_are_simply_made(school):
    with school.at_work(Role.DSL):
        a_child(school, born_on=BORN)
        assert actions.create_person(holder=school.holder.id, forename="Ada", surname="Lark", born_on=BORN)
        assert actions.create_person(holder=school.holder.id, forename="Noah", surname="Sole", born_on=BORN)


def test_the_check_does_not_tell_of_a_child_who_is_closed_to_the_writer(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, born_on=BORN)
        reader = Reader.build(school.posts[Role.DSL].id, second_factor=True)
        with pytest.raises(actions.PerhapsKnown):
            actions.create_person(holder=school.holder.id, reader=reader, **MIA)
        user = school.posts[Role.DSL].user_id
        bar(user_id=user, person_id=mia.id, kind=BarKind.CONFLICT, reason="own niece")
        reader = Reader.build(school.posts[Role.DSL].id, second_factor=True)
        assert actions.create_person(holder=school.holder.id, reader=reader, **MIA)


def test_a_correction_stands_beside_what_was_said_before(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, surname="Soul")
        name = PersonName.objects.get(person=mia)
        before = timezone.now()
        actions.correct(fact=name, based_on=1, surname="Sole")
        assert queries.facts(mia).card.name == "Mia Sole"
        assert [v.surname for v in PersonNameVersion.objects.filter(of_id=name.id).order_by("n")] == ["Soul", "Sole"]
        then = history.as_known(PersonName, on=date.today(), moment=before, person_id=mia.id)
        assert [n.surname for n in then] == ["Soul"]
        assert [p.id for p in search(Person.objects.all(), words="sole")] == [mia.id]
        assert search(Person.objects.all(), words="soul") == []
        assert [p.id for p in search(Person.objects.all(), words="sol")] == [mia.id]
        assert search(Person.objects.all(), words="ole") == []


def test_whoever_read_an_older_version_is_told_and_writes_nothing(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, surname="Soul")
        name = PersonName.objects.get(person=mia)
        actions.correct(fact=name, based_on=1, surname="Sole")
        with pytest.raises(history.Conflict):
            actions.correct(fact=name, based_on=1, surname="Soule")
        with pytest.raises(history.Conflict):
            actions.withdraw(fact=name, based_on=1, reason="wrong child")
        assert PersonName.objects.get(person=mia).surname == "Sole"
        assert PersonNameVersion.objects.filter(of_id=name.id).count() == 2


def test_what_was_never_true_goes_from_the_page_and_stays_in_its_versions(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        alias = actions.add_name(person=mia, kind="alias", forename="Em", surname="Sole")
        actions.withdraw(fact=alias, based_on=1, reason="wrong child")
        assert [n.kind for n in queries.facts(mia).names] == ["legal"]
        versions = PersonNameVersion.objects.filter(of_id=alias.id).order_by("n")
        assert [(v.forename, v.void) for v in versions] == [("Em", False), ("Em", True)]
        assert search(Person.objects.all(), words="em") == []


def test_a_preferred_name_leads_and_orders_the_lists(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, "Katherine")
        actions.add_name(person=mia, kind="preferred", forename="Kit")
        mia.refresh_from_db()
        assert (queries.facts(mia).card.name, mia.sort_key.split("\x01")[:2]) == ("Kit Sole", ["sole", "kit"])


def test_the_same_number_with_two_children_is_for_a_review_and_no_error(school):
    with school.at_work(Role.DSL):
        mia, ada = a_child(school), a_child(school, "Ada", "Lark")
        for child in (mia, ada):
            actions.add_identifier(person=child, kind="nhs", value="999 000 0018", source="GP letter")
        assert queries.clashes(mia) == {ada.id: ["9990000018"]}


def test_a_number_that_is_there_already_is_not_written_twice(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        first = actions.add_identifier(person=mia, kind="nhs", value="999 000 0018", source="GP letter")
        again = actions.add_identifier(person=mia, kind="nhs", value="9990000018", source="parent")
        assert again.id == first.id


def test_a_tie_is_on_both_pages_and_ends_on_both(school):
    with school.at_work(Role.DSL):
        mia, anna = a_child(school), a_child(school, "Anna", "Sole")
        tie = actions.add_relationship(
            person=mia, other=anna, type="mother", has_pr=True, lives_with=True, contact_allowed="supervised"
        )
        (mother,), (child,) = queries.facts(mia).relatives, queries.facts(anna).relatives
        assert (mother.card.name, mother.type, mother.has_pr) == ("Anna Sole", "mother", True)
        assert (child.card.name, child.type, child.has_pr) == ("Mia Sole", "child", False)
        assert {mother.contact_allowed, child.contact_allowed} == {"supervised"}
        actions.end_relationship(relationship=tie, on=date(2026, 11, 1), based_on=1)
        assert not queries.facts(mia).relatives and not queries.facts(anna).relatives
        assert {r.until_on for r in Relationship.objects.all()} == {date(2026, 11, 1)}


def test_a_relative_closed_to_the_reader_is_not_named(school):
    with school.at_work(Role.DSL):
        mia, anna = a_child(school), a_child(school, "Anna", "Sole")
        actions.add_relationship(person=mia, other=anna, type="mother")
        assert queries.facts(mia, others=lambda: Person.objects.exclude(id=anna.id)).relatives == []
        assert len(queries.facts(mia, others=Person.objects.all).relatives) == 1


def test_on_the_roll_and_off_it(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        place = actions.enrol(
            person=mia, organisation=school.organisation, from_on=date(2025, 9, 1), year_group="5", class_name="5B"
        )
        assert [e.person_id for e in roll.on_roll(class_name="5B")] == [mia.id]
        assert queries.cards([mia.id])[mia.id].class_name == "5B"
        actions.end_enrolment(enrolment=place, on=date(2026, 7, 20), based_on=1)
        assert not roll.on_roll(organisation=school.organisation)
        assert Enrolment.objects.get(person=mia).until_on == date(2026, 7, 20)
    told = [action for action, _ in lines(school.controller.id, "person.")]
    assert told == ["person.create", "person.enrol", "person.leave"]


def test_a_page_takes_the_same_number_of_queries_however_much_there_is(school, django_assert_max_num_queries):
    with school.at_work(Role.DSL):
        for much in (1, 12):
            child = a_child(school, "Ada", "Lark")
            for n in range(much):
                actions.add_name(person=child, kind="alias", forename=f"Name{'abcdefghijkl'[n]}", surname="Lark")
                actions.add_relationship(person=child, other=a_child(school, "Rel"), type="sibling")
            with django_assert_max_num_queries(11):
                assert len(queries.facts(child).relatives) == much
