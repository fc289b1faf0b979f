"""The register of groups: who was put in one by hand is in the group that follows from the records too, and nobody
reads of it who may not read of its kind."""

from datetime import timedelta

import pytest

from kith.access.models import Bar, Grantee, Subject
from kith.foundation.dates import now, today
from kith.insight import cohorts, comparing, register
from kith.insight.listed import read_list
from kith.insight.models import GroupPlace
from kith.insight.sight import as_read, as_totals
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.access.conftest import child_of, reader_of
from tests.rooms import School, lines, open_school

pytestmark = pytest.mark.django_db
SAID = {"source": "The social worker, by letter", "why": "The conference decided it"}
AGO = timedelta(days=400)


@pytest.fixture
def school() -> School:
    return open_school("oakmere", Role.DSL, Role.PASTORAL_LEAD, Role.SENCO, Role.GOVERNOR)


def pupil(school: School, forename: str, upn: str = "") -> Person:
    child = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        one = Person.objects.get(id=child)
        people.add_name(person=one, kind="legal", forename=forename, surname="Quill")
        people.enrol(person=one, organisation=school.organisation, from_on=today() - AGO, year_group="4")
        if upn:
            people.add_identifier(person=one, kind="upn", value=upn, source="school census")
    return one


def put(school: School, *children: Person, **more):
    given = {"kind": "cp_plan", "from_on": today() - timedelta(days=9), **SAID, **more}
    return register.put_in(person_ids=[one.id for one in children], holder=school.holder.id, **given)


def groups_of(school: School, role: Role, child: Person, on=None) -> list[str]:
    return [one.title for one in cohorts.belongs_to(as_read(reader_of(school, role), school.holder.id), child.id, on)]


@pytest.mark.shows("C42")
def test_who_was_put_in_a_group_is_in_it_from_that_day_until_its_last(school):
    mia = pupil(school, "Mia")
    with school.at_work(Role.DSL):
        assert groups_of(school, Role.DSL, mia) == []
        [place] = put(school, mia)
        assert groups_of(school, Role.DSL, mia) == ["Child protection", "In need, on a plan or looked after"]
        assert groups_of(school, Role.DSL, mia, today() - timedelta(days=10)) == []
        register.end(place=place, on=today(), based_on=place.n)
        assert groups_of(school, Role.DSL, mia) == []
        assert groups_of(school, Role.DSL, mia, today() - timedelta(days=1))
        told = [v.until_on for v in register.of_person(as_read(reader_of(school, Role.DSL), school.holder.id), mia)[0]]
        assert told == [None, today()]
    assert lines(school.controller.id, "group.") == [
        ("group.write", "The conference decided it"), ("group.end", "")
    ]  # fmt: skip


def test_what_was_never_so_counts_no_more_and_stays_in_the_history(school):
    mia = pupil(school, "Mia")
    with school.at_work(Role.DSL):
        [place] = put(school, mia)
        with pytest.raises(register.NotThere):
            register.take_back(place=place, based_on=place.n, reason=" ")
        register.take_back(place=place, based_on=place.n, reason="Another child")
        assert groups_of(school, Role.DSL, mia) == []
        [told] = register.of_person(as_read(reader_of(school, Role.DSL), school.holder.id), mia)
        assert told[-1].void and told[0].source == SAID["source"]
        with pytest.raises(history.Conflict):
            register.end(place=place, on=today(), based_on=1)


def test_who_is_in_it_already_stays_and_is_not_put_in_twice(school):
    mia, noor = pupil(school, "Mia"), pupil(school, "Noor")
    with school.at_work(Role.DSL):
        assert len(put(school, mia)) == 1
        assert [one.person_id for one in put(school, mia, noor)] == [noor.id]
        assert len(put(school, mia, kind="young_carer")) == 1


def test_who_reads_only_some_kinds_of_concern_reads_only_the_groups_of_those(school):
    mia = pupil(school, "Mia")
    with school.at_work(Role.DSL):
        put(school, mia)
        put(school, mia, kind="early_help")
        put(school, mia, kind="", own="Breakfast club")
        both = ["Child protection", "In need, on a plan or looked after", "Early help", "Breakfast club"]
        assert groups_of(school, Role.DSL, mia) == both
    with school.at_work(Role.PASTORAL_LEAD):
        sight = as_read(reader_of(school, Role.PASTORAL_LEAD), school.holder.id)
        assert [one[-1].kind for one in register.of_person(sight, mia)] == ["early_help"]
        assert groups_of(school, Role.PASTORAL_LEAD, mia) == ["Early help"]
    with school.at_work(Role.SENCO):
        assert groups_of(school, Role.SENCO, mia) == []


def test_readers_outside_are_told_of_no_group_a_school_named_itself_and_of_nobody_restricted(school):
    children = [pupil(school, f"Child{n}") for n in range(8)]
    with school.at_work(Role.DSL):
        put(school, *children, from_on=today() - AGO)
        put(school, *children, kind="", own="Breakfast club", from_on=today() - AGO)
        inside = as_read(reader_of(school, Role.DSL), school.holder.id)
        assert "Breakfast club" in [one.title for one in comparing.compare(inside).groups]
    closed = {"grantee_kind": Grantee.EVERYBODY, "grantee_id": school.holder.id, "kind": "", "level": 2}
    with tenancy(school.controller.id, system="importer"):
        Bar.objects.create(**closed, subject_kind=Subject.PERSON, subject_id=children[0].id, since=now())
    with school.at_work(Role.GOVERNOR):
        told = {one.title: one.children for one in comparing.compare(as_totals(school.holder.id)).groups}
        assert told["Child protection"] == 7 and "Breakfast club" not in told


def test_of_another_school_nobody_is_seen(school):
    there = open_school("ashford", Role.DSL, controller=school.controller)
    mia = pupil(school, "Mia")
    with school.at_work(Role.DSL):
        put(school, mia)
        assert GroupPlace.objects.count() == 1
    with there.at_work(Role.DSL):
        assert GroupPlace.objects.count() == 0


def test_nothing_is_written_without_a_day_who_said_so_and_why(school):
    mia = pupil(school, "Mia")
    with school.at_work(Role.DSL):
        with pytest.raises(register.NotThere) as no:
            put(school, mia, source=" ", why="", from_on=None)
        assert set(no.value.problems) == {"source", "why", "from_on"}
        with pytest.raises(register.NotThere) as no:
            put(school, mia, kind="", own=" ")
        assert set(no.value.problems) == {"kind"}
        assert not GroupPlace.objects.exists()


def test_a_list_names_children_by_number_or_name_and_says_which_lines_are_not_clear(school):
    mia, noor = pupil(school, "Mia", upn="A801200001001"), pupil(school, "Noor")
    first, second = pupil(school, "Sam"), pupil(school, "Sam")
    with school.at_work(Role.DSL):
        sight = as_read(reader_of(school, Role.DSL), school.holder.id)
        assert read_list(sight, "a801200001001\n\nQuill,  NOOR\nNoor Quill").ids.count(noor.id) >= 1
        assert set(read_list(sight, "a801200001001\nnoor quill").ids) == {mia.id, noor.id}
        unclear = read_list(sight, "Mia Quill\nSam Quill\nEve Nobody")
        assert unclear.ids == [] and "Eve Nobody" in unclear.sentence and "Sam Quill" in unclear.sentence
        assert "Mia Quill" not in unclear.sentence and first.id != second.id
        assert read_list(sight, " \n").sentence
