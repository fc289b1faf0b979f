"""Promise: what is theirs stays theirs, asked in raw SQL as the application itself. Every table, by catalogue."""

import pytest

from kith.tenancy.classes import WITHOUT_HOLDER
from kith.tenancy.settle import holder_test, tenant_models
from tests.promises import one_of_each

TABLES = {m._meta.db_table: m for m in tenant_models()}
FENCED = {table: model for table, model in TABLES.items() if holder_test(model)}


def counts(connection, tables, **settings):
    """Rows the application sees in each table, under these settings of a transaction."""
    with connection.transaction():
        for name, value in settings.items():
            connection.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", str(value)])
        return {t: connection.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}


def nullable_holder(model):
    return any(f.name == "holder" and f.null for f in model._meta.local_fields)


@pytest.fixture
def app(trust, demo_db):
    with demo_db.connect("kith_app") as connection:
        yield connection


@pytest.fixture
def owner(demo_db):
    with demo_db.connect("kith_owner") as connection:
        yield connection


@pytest.fixture
def trust(owner):
    """The trust and its holders: the demo's rows, and one in each table the demo leaves empty."""
    id = owner.execute("SELECT id FROM tenancy_controller WHERE kind = 'trust'").fetchone()[0]
    one_of_each.fill(owner, id, _holder_with_files(owner, id))
    holders = [h for (h,) in owner.execute("SELECT id FROM tenancy_holder WHERE controller_id = %s", [id])]
    return id, holders


def _holder_with_files(owner, controller):
    return owner.execute(
        "SELECT holder_id FROM cases_record WHERE controller_id = %s LIMIT 1", [controller]
    ).fetchone()[0]


def test_no_table_is_empty(owner, trust):
    """Without rows the promises below would hold of nothing."""
    stored = counts(owner, TABLES)
    assert {t for t, n in stored.items() if n == 0} == set()
    assert stored["people_person"] > 150


def test_what_every_post_of_a_controller_may_read_is_listed_with_a_reason():
    """A new table with words about a child and no holder would otherwise be open to every school of a trust."""
    assert set(TABLES) - set(FENCED) == set(WITHOUT_HOLDER)


def test_without_a_tenant_there_is_not_a_row_anywhere(app):
    assert sum(counts(app, TABLES).values()) == 0


def test_with_a_tenant_that_is_nobodys_there_is_not_a_row_anywhere(app):
    assert sum(counts(app, TABLES, controller="00000000-0000-7000-8000-000000000000").values()) == 0


def test_with_a_tenant_and_no_holder_there_is_nothing_held(app, trust):
    """Ledger lines of the controller as a whole (a sign-in, a setting) have no holder and are not held."""
    controller, _ = trust
    seen = counts(app, FENCED, controller=controller, holders="{}")
    assert {t: n for t, n in seen.items() if n and not nullable_holder(FENCED[t])} == {}


def test_another_controllers_holder_opens_nothing(app, owner, trust):
    controller, _ = trust
    strangers = owner.execute("SELECT array_agg(id) FROM tenancy_holder WHERE controller_id <> %s", [controller])
    theirs = "{" + ",".join(map(str, strangers.fetchone()[0])) + "}"
    seen = counts(app, FENCED, controller=controller, holders=theirs)
    assert {t: n for t, n in seen.items() if n and not nullable_holder(FENCED[t])} == {}


@pytest.mark.shows("C130")
def test_two_schools_of_one_trust_see_nothing_of_each_other(app, owner, trust):
    """The rows each school sees alone add up to all there are, and none is seen by two."""
    controller, holders = trust
    alone = [counts(app, FENCED, controller=controller, holders=f"{{{h}}}") for h in holders]
    every = counts(app, FENCED, controller=controller, holders="{" + ",".join(map(str, holders)) + "}")
    assert every["people_person"] > 0 and every["cases_record"] > 0
    apart = {t: sum(c[t] for c in alone) for t in FENCED if not nullable_holder(FENCED[t])}
    assert apart == {t: every[t] for t in apart}


def test_without_forced_row_security_a_tenant_would_see_everything(app, owner):
    """The negative control."""
    owner.execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
    assert counts(app, ["people_person"])["people_person"] > 0


def test_without_the_policy_of_holders_every_file_of_the_controller_would_be_seen(app, owner, trust):
    """The negative control for holders, of what one holds and whom one knows: the tenant's own policy still stands."""
    held_or_known = ["cases_record", "people_person", "people_personname", "people_personaddress"]
    nothing = dict.fromkeys(held_or_known, 0)
    asked = {"controller": trust[0], "holders": "{}"}
    assert counts(app, held_or_known, **asked) == nothing
    for table in held_or_known:
        owner.execute(f"DROP POLICY holder ON {table}")
    assert 0 not in counts(app, held_or_known, **asked).values()
    assert counts(app, held_or_known) == nothing


def test_without_the_policy_of_who_is_known_two_schools_of_one_trust_would_see_the_same_child(app, owner, trust):
    """The negative control for the schools of a trust: alone, each would see all there are."""
    controller, holders = trust
    alone = [{"controller": controller, "holders": f"{{{holder}}}"} for holder in holders]
    before = [counts(app, ["people_person"], **one)["people_person"] for one in alone]
    owner.execute("DROP POLICY holder ON people_person")
    after = [counts(app, ["people_person"], **one)["people_person"] for one in alone]
    assert len(holders) > 1 and set(after) == {sum(before)} and max(before) < sum(before)
