"""Never overwrite a life: every change of a fact is a further version, and a stale one loses nobody's words."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kith.people import actions as people
from kith.people.models import PersonAddress, PersonName, PersonNameVersion
from kith.reference.roles import Role
from kith.tenancy import history
from kith.tenancy.facts import UseHistory
from kith.tenancy.walk import fact_models
from tests.rooms import open_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return open_school("alder", Role.DSL)


@pytest.fixture
def unit(school):
    with school.at_work(Role.DSL):
        yield school


@pytest.fixture
def mia(unit):
    return people.create_person(holder=unit.holder.id, forename="Mia", surname="Sole", born_on=date(2017, 5, 3))


@pytest.fixture
def name(mia):
    return PersonName.objects.get(person=mia)


def versions(fact):
    return list(PersonNameVersion.objects.filter(of_id=fact.id).order_by("n").values_list("n", "surname", "void"))


def test_a_change_is_a_further_version_beside_the_old(name):
    history.write(PersonName, id=name.id, based_on=1, values={"surname": "Sole-Trask"})
    assert PersonName.objects.get(id=name.id).surname == "Sole-Trask"
    assert versions(name) == [(1, "Sole", False), (2, "Sole-Trask", False)]


def test_a_stale_change_is_a_conflict_and_the_newer_words_stand(name):
    history.write(PersonName, id=name.id, based_on=1, values={"surname": "Sole-Trask"})
    with pytest.raises(history.Conflict):
        history.write(PersonName, id=name.id, based_on=1, values={"surname": "Trask"})
    assert versions(name) == [(1, "Sole", False), (2, "Sole-Trask", False)]


def test_a_withdrawn_fact_keeps_its_versions_and_loses_its_row(name):
    history.withdraw(PersonName, id=name.id, based_on=1)
    assert not PersonName.objects.filter(id=name.id).exists()
    assert versions(name) == [(1, "Sole", False), (2, "Sole", True)]


def test_what_we_knew_then_and_what_was_true_then_are_two_questions(mia, name):
    before = timezone.now()
    history.write(
        PersonName, id=name.id, based_on=1, values={"surname": "Trask", "from_on": date(2020, 1, 1), "until_on": None}
    )
    day = date(2021, 6, 1)
    known = history.as_known(PersonName, on=day, moment=before, person_id=mia.id)
    assert [n.surname for n in known] == ["Sole"]
    now_known = history.as_known(PersonName, on=day, moment=timezone.now(), person_id=mia.id)
    assert [n.surname for n in now_known] == ["Trask"]
    assert history.as_at(PersonName, on=date(2019, 12, 31), person_id=mia.id) == []
    assert [n.surname for n in history.as_at(PersonName, on=date(2020, 1, 1), person_id=mia.id)] == ["Trask"]


def test_the_end_of_a_fact_is_the_first_day_it_is_no_longer_true(mia):
    people.add_address(person=mia, lines="4 Kiln Lane", from_on=date(2020, 1, 1), until_on=date(2020, 2, 1))
    for day, true in ((0, True), (30, True), (31, False)):
        found = history.as_at(PersonAddress, on=date(2020, 1, 1) + timedelta(days=day), person_id=mia.id)
        assert bool(found) is true


@pytest.mark.parametrize("model", fact_models(), ids=lambda m: m.__name__)
def test_no_fact_can_be_written_but_through_history(unit, model):
    for write in (
        model().save,
        model().delete,
        lambda: model.objects.create(),
        lambda: model.objects.all().update(n=2),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_create([]),
        lambda: model.objects.bulk_update([], ["n"]),
        lambda: model.objects.get_or_create(n=1),
        lambda: model.objects.update_or_create(n=1),
    ):
        with pytest.raises(UseHistory):
            write()


def test_versions_can_be_added_and_never_changed(mia):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_personnameversion SET surname = ''")
