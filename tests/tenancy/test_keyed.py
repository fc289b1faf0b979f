"""The keys of the database against the models: silent when they agree, a sentence for each that does not."""

import re
from pathlib import Path

import pytest
from django.db import connection

from kith.tenancy.keyed import problems
from kith.tenancy.settle import tenant_models
from tests.tenancy.by_hand import each_is_said

PAGE = Path(__file__).parents[2] / "docs/reference/constraints.md"

KEY = "(controller_id, holder_id, record_id) to cases_record"
# What somebody did by hand -> what is said of it.
BY_HAND = {
    "ALTER TABLE cases_standing DROP CONSTRAINT standing_says_why_it_ended": (
        "cases_standing has lost its constraint standing_says_why_it_ended"
    ),
    "ALTER TABLE people_enrolment ADD FOREIGN KEY (person_id, controller_id)"
    " REFERENCES people_person (id, controller_id) DEFERRABLE": (
        "people_enrolment has a key (person_id, controller_id) to people_person that no model declares"
    ),
    "ALTER TABLE cases_draft DROP CONSTRAINT cases_draft_pkey": (
        "cases_draft has lost its primary key (controller_id, id)"
    ),
    "ALTER TABLE cases_standing DISABLE TRIGGER standing_joins": "cases_standing has lost its trigger standing_joins",
    "DROP TRIGGER standing_joins ON cases_standing": "cases_standing has lost its trigger standing_joins",
    "CREATE TRIGGER meant_well BEFORE UPDATE ON cases_draft"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()": (
        "cases_draft has a trigger meant_well that no model declares"
    ),
    "DROP INDEX clock_runs_once": "tasks_runningclock has lost its constraint clock_runs_once",
}


def test_each_thing_done_by_hand_is_said(owner_db):
    """Every change is a control of the first line: without the change nothing is said."""
    each_is_said(problems, BY_HAND)


def test_each_trigger_is_told_of_and_no_other():
    told = re.findall(r"^\| `(\w+)` \| `(\w+)`", PAGE.read_text(), re.M)
    assert told == [(name, model._meta.db_table) for model in tenant_models() for name in model.held_by] != []


@pytest.mark.parametrize(("table", "key"), [("cases_part", KEY), ("cases_standing", KEY), ("tasks_runningclock", KEY)])
def test_a_key_between_tenants_that_is_gone_is_said(owner_db, table, key):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
            " AND pg_get_constraintdef(oid) LIKE '%%(controller_id, holder_id, record_id)%%'",
            [table],
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    assert problems() == [f"{table} has lost its key {key}. Put it back."]
