"""Concerns and the parts of them: by category, by granted file, and never by having written one."""

import pytest
from django.utils import timezone

from kith.access import actions
from kith.access.kinds import own_categories
from kith.access.models import Grantee, Subject
from kith.access.queries import parts_visible_to, records_visible_to
from kith.access.words import BarKind, RecordType, Relation, Verb
from kith.cases.models import Part, Record
from kith.foundation.ids import uuid7
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.access.columns import type_of
from tests.access.conftest import child_of, reader_of
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
STAFF = [
    Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.SENCO, Role.PASTORAL_LEAD, Role.ATTENDANCE_LEAD,
    Role.DESIGNATED_TEACHER, Role.SCHOOL_STAFF, Role.SCHOOL_ADMIN, Role.GOVERNOR, Role.TRUST_DSL,
]  # fmt: skip
CATEGORIES = ["", *(code.code for code in code_set("concern_category"))]


@pytest.fixture
def oakmere(db):
    """A school with every role, and one concern of each category, each about one child."""
    school = open_school("oakmere", *STAFF)
    child = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        for category in CATEGORIES:
            concern(school, school.posts[Role.SCHOOL_STAFF].id, {child: category})
    return school, child


def concern(school, writer, categories):
    """A concern as the cases room keeps it, about these children."""
    now = timezone.now()
    record = Record.objects.create(
        holder=school.holder,
        area="concern",
        version=1,
        stage="submitted",
        reference=f"T-{uuid7().hex[-8:]}",
        occurred_at=now,
        written_at=now,
        written_by=writer,
    )
    common = {"record_id": record.id, "holder_id": school.holder.id}
    history.write(Part, values=common)
    for child, category in categories.items():
        history.write(Part, values={**common, "person_id": child, "category": category, "role": "victim"})
    return record


def seen(reader, verb=Verb.READ):
    """The categories of the parts this reader may read."""
    return set(parts_visible_to(Part.objects.all(), reader, verb).values_list("category", flat=True))


@pytest.mark.parametrize("role", STAFF)
def test_parts_are_listed_exactly_as_the_decision_says(oakmere, role):
    school, child = oakmere
    with school.at_work(role):
        reader = reader_of(school, role)
        for verb in (Verb.READ, Verb.WRITE, Verb.SUMMARY):
            expected = {c for c in CATEGORIES if decision(reader, verb, c, child).allowed}
            assert seen(reader, verb) == expected
            of_one_area = parts_visible_to(Part.objects.all(), reader, verb, all_of="concern")
            assert set(of_one_area.values_list("category", flat=True)) == expected
            assert not parts_visible_to(Part.objects.all(), reader, verb, all_of="no such area").exists()


def decision(reader, verb, category, child):
    """As a page would ask about one part."""
    ties = {Relation.CATEGORY} if category in own_categories(reader.facts.role) else set()
    return reader.decide(verb, reader.subject(type_of("concern", category), child, ties=ties))


def test_leads_see_all_and_others_their_own_categories(oakmere):
    school, _ = oakmere
    found = {}
    for role in STAFF:
        with school.at_work(role):
            found[role] = seen(reader_of(school, role))
    assert found[Role.DSL] == found[Role.DEPUTY_DSL] == found[Role.HEADTEACHER] == set(CATEGORIES)
    assert found[Role.SENCO] == {"mental_health", "send"}
    assert found[Role.ATTENDANCE_LEAD] == {"attendance"}
    assert "bullying" in found[Role.PASTORAL_LEAD]
    assert found[Role.DESIGNATED_TEACHER] == {"cin_cp_cla"}
    for role in (Role.SCHOOL_STAFF, Role.SCHOOL_ADMIN, Role.GOVERNOR, Role.TRUST_DSL):
        assert found[role] == set()


def test_child_protection_is_worked_by_the_leads_and_read_by_the_head(oakmere):
    school, _ = oakmere
    with school.at_work(Role.HEADTEACHER):
        reader = reader_of(school, Role.HEADTEACHER)
        assert "child_protection" in seen(reader) - seen(reader, Verb.WRITE)
    with school.at_work(Role.DSL):
        assert "child_protection" in seen(reader_of(school, Role.DSL), Verb.WRITE)


def test_a_record_is_listed_for_one_part_and_once_for_two(oakmere):
    school, child = oakmere
    other = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        both = concern(school, uuid7(), {child: "attendance", other: "child_protection"})
        two = concern(school, uuid7(), {child: "attendance", other: "attendance"})
    with school.at_work(Role.ATTENDANCE_LEAD):
        reader = reader_of(school, Role.ATTENDANCE_LEAD)
        listed = list(records_visible_to(Record.objects.all(), reader))
        assert {both.id, two.id} <= {r.id for r in listed}
        assert len(listed) == 3
        parts = parts_visible_to(Part.objects.filter(record=both), reader)
        assert [p.person_id for p in parts] == [child]


def test_a_trusts_lead_reads_what_a_school_has_granted_but_no_child_protection(oakmere):
    school, _ = oakmere
    with tenancy(school.controller.id, system="importer"):
        actions.grant(
            to=school.posts[Role.TRUST_DSL].id,
            to_kind=Grantee.POST,
            about=school.holder.id,
            about_kind=Subject.HOLDER,
            relation=Relation.DELEGATED,
        )
    with school.at_work(Role.TRUST_DSL):
        assert seen(reader_of(school, Role.TRUST_DSL)) == set(CATEGORIES) - {"child_protection"}


def test_a_bar_and_a_level_close_the_parts_about_a_person(oakmere):
    school, child = oakmere
    other = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        mixed = concern(school, uuid7(), {child: "bullying", other: "bullying"})
    with school.at_work(Role.DSL):
        user = school.posts[Role.DSL].user_id
        actions.bar(user_id=user, person_id=child, kind=BarKind.CONFLICT, reason="Declared: own son")
        reader = reader_of(school, Role.DSL)
        assert list(records_visible_to(Record.objects.all(), reader)) == [mixed]
        assert [p.person_id for p in parts_visible_to(Part.objects.all(), reader)] == [other]
        actions.close_to(subject_id=mixed.id, subject_kind=Subject.RECORD, level=2, reason="About a colleague")
        assert not records_visible_to(Record.objects.all(), reader_of(school, Role.DSL)).exists()


def test_without_a_second_factor_nothing_is_listed(oakmere):
    school, _ = oakmere
    with school.at_work(Role.DSL):
        reader = reader_of(school, Role.DSL, second_factor=False)
        assert not records_visible_to(Record.objects.all(), reader).exists()
        assert seen(reader) == set()


def test_a_protected_category_has_a_column_of_its_own():
    assert type_of("concern", "child_protection") is RecordType.CONCERN_CP
    assert type_of("concern", "bullying") is type_of("concern", "") is RecordType.CONCERN
