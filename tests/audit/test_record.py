"""Writing lines and reading them back; what the application may and may not do with them."""

import hashlib

import pytest
from django.db import ProgrammingError, connection, transaction

from kith import audit
from kith.audit import canonical
from kith.foundation.ids import uuid7
from kith.tenancy import NoTenant, tenancy
from tests.audit.conftest import Place

pytestmark = pytest.mark.django_db
CHILD, SIBLING = uuid7(), uuid7()


def rows(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_a_line_says_who_saw_whom_and_why(place: Place) -> None:
    with tenancy(place.controller, post=place.at_alder), audit.came_from("192.0.2.7"):
        audit.record("person.view", subjects=[CHILD], reason="Visit today", detail={"page": "summary"})
        (told,) = audit.who_has_looked([CHILD])
        assert (told.action, told.reason, told.facts) == ("person.view", "Visit today", {"page": "summary"})
        assert (told.doer_name, told.doer_organisation) == ("Ines Okafor", "Alder Primary")
        assert (told.post_id, told.subjects, told.disposed_under) == (place.at_alder, (CHILD,), "")
        assert rows("SELECT address FROM audit_detail") == [("192.0.2.7",)]


def test_without_a_tenant_nothing_is_recorded() -> None:
    with pytest.raises(NoTenant):
        audit.record("person.view", subjects=[CHILD])


def test_the_database_sends_the_canonical_form(place: Place) -> None:
    """What a binary COPY sends for a leaf is what is hashed; the commitment fits the detail."""
    with tenancy(place.controller, post=place.at_alder):
        for subjects in ([], [CHILD], [CHILD, SIBLING]):
            audit.record("person.view", subjects=subjects, reason="Grüße 北", detail={"n": 1})
        columns = "version, controller_id, id, holder_id, time, action, post_id, system, on_behalf_of, subjects"
        with (
            connection.cursor() as cursor,
            cursor.copy(
                f"COPY (SELECT {columns}, commitment FROM audit_leaf ORDER BY id) TO STDOUT (FORMAT BINARY)"
            ) as copy,
        ):
            sent = b"".join(bytes(part) for part in copy)
        assert sent.startswith(b"PGCOPY\n\xff\r\n\0")
        at = 19
        for id, salt, *texts in rows(
            "SELECT id, salt, doer_name, doer_post, doer_organisation, reason, terms, address, facts"
            " FROM audit_detail ORDER BY id"
        ):
            words = canonical.Words(**dict(zip(("salt", *canonical.WORDS_FIELDS), (bytes(salt), *texts), strict=True)))
            end = sent.find(canonical.commitment(words)) + 32
            leaf = canonical.read_leaf(sent[at + 2 : end])
            assert leaf.id == id
            assert leaf.commitment == hashlib.sha256(words.salt + canonical.detail_bytes(words)).digest()
            at = end


def test_looking_and_changing_are_told_apart(place: Place) -> None:
    with tenancy(place.controller, post=place.at_alder):
        audit.record("person.view", subjects=[CHILD])
        audit.record("name.correct", subjects=[CHILD])
        audit.record("person.view", subjects=[SIBLING])
        assert [t.action for t in audit.who_has_looked([CHILD])] == ["person.view"]
        assert [t.action for t in audit.lines_about([CHILD])] == ["name.correct", "person.view"]
        assert len(audit.who_has_looked([CHILD, SIBLING])) == 2


def test_the_list_goes_on_where_it_stopped(place: Place) -> None:
    with tenancy(place.controller, post=place.at_alder):
        ids = [audit.record("person.view", subjects=[CHILD]) for _ in range(5)]
        first = audit.who_has_looked([CHILD], limit=2)
        rest = audit.who_has_looked([CHILD], before=first[-1].id)
        assert [t.id for t in first + rest] == ids[::-1]


def test_one_school_does_not_see_the_lines_of_the_other(place: Place) -> None:
    with tenancy(place.controller, post=place.at_alder):
        audit.record("person.view", subjects=[CHILD])
    with tenancy(place.controller, post=place.at_birch):
        assert audit.lines_about([CHILD]) == []
        for table in ("leaf", "detail", "subject"):
            assert rows(f"SELECT * FROM audit_{table}") == []
    with tenancy(place.controller, post=place.at_both):
        assert len(audit.lines_about([CHILD])) == 1


def test_a_line_of_the_whole_controller_has_no_holder(place: Place) -> None:
    audit.for_each_controller([(place.controller, place.at_alder)], "account.sign_in", detail={"kind": "totp"})
    with tenancy(place.controller, post=place.at_birch):
        ((holder, system, for_post),) = rows("SELECT holder_id, system, on_behalf_of FROM audit_leaf")
        assert (holder, system, for_post) == (None, "sign-in", place.at_alder)


def test_a_line_may_name_the_holder_whose_file_it_was(place: Place) -> None:
    with tenancy(place.controller, post=place.at_both):
        audit.record("record.view", subjects=[CHILD], holder=place.birch)
    with tenancy(place.controller, post=place.at_alder):
        assert audit.lines_about([CHILD]) == []


def test_a_system_post_for_all_schools_files_its_line_under_none_of_them(place: Place) -> None:
    """Under the first of them, one school's people would stand in another school's ledger."""
    with tenancy(place.controller, system="clock"):
        audit.record("concern.late", subjects=[CHILD])
        audit.record("concern.late", subjects=[CHILD], holder=place.birch)
        assert sorted(rows("SELECT holder_id FROM audit_leaf"), key=str) == sorted([(None,), (place.birch,)], key=str)


def test_revealing_is_looking(place: Place) -> None:
    with tenancy(place.controller, post=place.at_alder):
        audit.record("person.reveal_address", subjects=[CHILD])
        audit.record("person.address", subjects=[CHILD])
        assert [told.action for told in audit.who_has_looked([CHILD])] == ["person.reveal_address"]


def test_nobody_writes_a_line_for_a_holder_they_do_not_hold_for(place: Place) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        with tenancy(place.controller, post=place.at_alder):
            audit.record("record.view", subjects=[CHILD], holder=place.birch)


def test_many_lines_at_once_are_as_good_as_one_by_one(place: Place) -> None:
    people = [uuid7() for _ in range(4100)]
    entries = (audit.Entry(subjects=(one,), detail={"row": i}) for i, one in enumerate(people))
    with tenancy(place.controller, system="importer", on_behalf_of=place.at_alder):
        ids = audit.record_many("person.import", entries)
        assert len(set(ids)) == len(people)
        for i in (0, 2000, 4099):
            (told,) = audit.lines_about([people[i]])
            assert (told.id, told.facts, told.system) == (ids[i], {"row": i}, "importer")
            assert told.on_behalf_of == place.at_alder
        assert audit.record_many("person.import", []) == []


@pytest.mark.parametrize("table", ["leaf", "detail", "subject", "number", "head", "disposal"])
@pytest.mark.parametrize("change", ["UPDATE audit_{} SET id = id", "DELETE FROM audit_{}", "TRUNCATE audit_{}"])
def test_the_application_cannot_change_or_remove_a_line(place: Place, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with tenancy(place.controller, post=place.at_both):
            rows(change.format(table))


@pytest.mark.parametrize("table", ["number", "head"])
def test_the_application_cannot_number_or_sign(place: Place, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with tenancy(place.controller, post=place.at_both):
            rows(f"INSERT INTO audit_{table} (id) VALUES (%s)", uuid7())


def test_who_has_looked_is_answered_by_an_index_under_row_security(place: Place) -> None:
    """An index over the array of subjects could not: its operators are not leakproof."""
    with tenancy(place.controller, post=place.at_alder):
        rows("SELECT set_config('enable_seqscan', 'off', true)")
        by_table = rows("EXPLAIN SELECT leaf_id FROM audit_subject WHERE person_id = ANY (%s)", [CHILD])
        by_array = rows("EXPLAIN SELECT id FROM audit_leaf WHERE subjects @> %s", [CHILD])
    assert any("Index Cond" in line and "person_id" in line for (line,) in by_table), by_table
    assert not any("Index Cond" in line and "subjects" in line for (line,) in by_array), by_array
