"""The database against the models: silent when it is as `settle` leaves it, a sentence for each thing that is not."""

import pytest
from django.db import connection

from kith.tenancy.rights import one_by_one
from kith.tenancy.settle import settle
from kith.tenancy.settled import problems
from tests.tenancy.by_hand import each_is_said

AS_SEARCH = "SET LOCAL ROLE kith_search; "
NOT_REVIEWED = "The search function parts is not as it was reviewed"
# What somebody did by hand -> what is said of it.
BY_HAND = {
    "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY": "people_person is open without row security",
    "ALTER TABLE cases_part DISABLE ROW LEVEL SECURITY": "cases_part is open without row security",
    "DROP POLICY holder ON cases_record": "cases_record has lost its policy 'holder'",
    "CREATE POLICY more ON cases_record USING (true)": "cases_record has a policy 'more' that no model declares",
    "ALTER POLICY holder ON cases_record USING (true)": "cases_record has a policy 'holder' that says something else",
    "ALTER POLICY holder ON cases_record WITH CHECK (true)": "cases_record has a policy 'holder' that says something",
    "ALTER POLICY holder ON cases_record TO kith_report": "cases_record has a policy 'holder' that says something else",
    "ALTER POLICY holder ON people_person USING (controller_id IS NOT NULL)": "people_person has a policy 'holder'",
    "ALTER POLICY read ON exchange_event USING (true)": "exchange_event has a policy 'read' that says something else",
    "DROP POLICY holder ON cases_part; CREATE POLICY holder ON cases_part USING (true)": "cases_part has a policy",
    "GRANT UPDATE ON audit_leaf TO kith_app": "kith_app may UPDATE in audit_leaf, which no model allows",
    "GRANT UPDATE (action) ON audit_leaf TO kith_app": "kith_app may UPDATE (action) in audit_leaf, which no model",
    "GRANT SELECT ON people_person TO kith_report": "kith_report may SELECT in people_person, which no model allows",
    "GRANT SELECT ON people_person TO kith_sealer": "kith_sealer may SELECT in people_person, which no model allows",
    "GRANT SELECT ON people_person TO PUBLIC": "everybody may SELECT in people_person, which no model allows",
    "REVOKE INSERT ON audit_leaf FROM kith_app": "kith_app may not INSERT in audit_leaf",
    "REVOKE SELECT (stage) ON cases_record FROM kith_report": "kith_report may not SELECT (stage) in cases_record",
    AS_SEARCH + "ALTER FUNCTION search.parts SECURITY INVOKER; RESET ROLE": NOT_REVIEWED,
    AS_SEARCH + "ALTER FUNCTION search.parts RESET search_path; RESET ROLE": NOT_REVIEWED,
    AS_SEARCH + "GRANT EXECUTE ON FUNCTION search.parts TO PUBLIC; RESET ROLE": NOT_REVIEWED,
    "DROP FUNCTION search.parts": NOT_REVIEWED,
    "CREATE FUNCTION search.more() RETURNS int LANGUAGE sql AS 'SELECT 1'": "There is a search function more that no",
    "CREATE TABLE stray (id int); GRANT SELECT ON stray TO kith_app": "kith_app may SELECT in stray, which no model",
}


def test_each_thing_done_by_hand_is_said_and_mended(owner_db):
    """Every change is a control of the first line: without the change nothing is said."""
    each_is_said(problems, BY_HAND)


def test_settling_again_takes_back_what_was_given_by_hand(owner_db):
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON people_person TO kith_search, kith_report, kith_app, kith_sealer")
        cursor.execute("DROP POLICY tenant ON people_person")
    assert len(problems()) > 4
    settle()
    assert problems() == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("SELECT, INSERT", {("kith_app", "SELECT", ""), ("kith_app", "INSERT", "")}),
        ("UPDATE (lines, postcode)", {("kith_app", "UPDATE", "lines"), ("kith_app", "UPDATE", "postcode")}),
        ("SELECT, UPDATE (lines)", {("kith_app", "SELECT", ""), ("kith_app", "UPDATE", "lines")}),
    ],
)
def test_rights_are_taken_apart_one_by_one(given, found):
    assert one_by_one({"kith_app": [given]}) == found
