"""The two envelope tables in raw SQL, as the application itself: two parties read a row, its sender wrote it, nobody
changes it."""

import pytest
from psycopg import errors

from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from kith.sharing.models import Envelope
from kith.tenancy import NoTenant
from tests.jobs.steps import work_off
from tests.sharing.world import open_world

TABLES = ("exchange_envelope", "exchange_event")


@pytest.fixture
def world(fresh, monkeypatch):
    """Committed, so that another connection sees it: one envelope that has been received."""
    world = open_world(monkeypatch)
    world.envelope = world.send().envelope_id
    work_off()
    return world


@pytest.fixture
def app(fresh):
    with fresh.connect("kith_app") as connection:
        yield connection


@pytest.fixture
def owner(fresh):
    with fresh.connect("kith_owner") as connection:
        yield connection


def run(connection, controller, sql, params=()):
    """One statement under this tenant."""
    with connection.transaction():
        connection.execute("SELECT set_config('app.controller', %s, true)", [str(controller or "")])
        cursor = connection.execute(sql, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def counts(connection, controller):
    return [run(connection, controller, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_the_two_parties_read_it_and_a_third_reads_nothing(world, app):
    # received, and the school's notice of that
    assert counts(app, world.school.controller.id) == counts(app, world.council.controller.id) == [1, 2]
    assert counts(app, world.stranger.controller.id) == [0, 0]
    assert counts(app, None) == [0, 0]


def test_without_its_policy_a_third_would_read_it(world, app, owner):
    """The negative control."""
    owner.execute("ALTER TABLE exchange_envelope DISABLE ROW LEVEL SECURITY")
    assert counts(app, world.stranger.controller.id) == [1, 0]


COLUMNS = "kind, schema_version, code, form, sender_key, recipient_key, at, sealed, hash, signature"
BLANK = "'referral', 1, '', 1, 1, 1, now(), '', '', ''"
PUT = (
    f"INSERT INTO exchange_envelope (id, sender_id, recipient_id, {COLUMNS})"
    f" VALUES (gen_random_uuid(), %s, %s, {BLANK})"
)


def put(connection, as_, sender, recipient):
    return run(connection, as_.controller.id, PUT, [sender.controller.id, recipient.controller.id])


def test_nobody_writes_as_another_sender(world, app):
    assert put(app, world.school, world.school, world.council) == 1
    for as_ in (world.council, world.stranger):
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            put(app, as_, world.school, world.council)
    with pytest.raises(errors.InsufficientPrivilege):
        put(app, world.school, world.school, world.school)


def test_without_its_policy_anybody_could(world, app, owner):
    """The negative control."""
    owner.execute("DROP POLICY add ON exchange_envelope")
    owner.execute("CREATE POLICY add ON exchange_envelope FOR INSERT WITH CHECK (true)")
    assert put(app, world.stranger, world.school, world.council) == 1


def say(connection, world, as_, to, kind, answers=None):
    columns = f"id, envelope_id, sender_id, recipient_id, answers_id, {COLUMNS}"
    values = "gen_random_uuid(), %s, %s, %s, %s, %s, 1, '', 1, 1, 1, now(), '', '', ''"
    given = [world.envelope, as_.controller.id, to.controller.id, answers, kind]
    return run(connection, as_.controller.id, f"INSERT INTO exchange_event ({columns}) VALUES ({values})", given)


def test_each_party_says_what_is_its_own_to_say_and_a_third_nothing(world, app):
    school, council, stranger = world.school, world.council, world.stranger
    wrong = [
        (school, council, "accepted"),
        (school, council, "decided"),
        (council, school, "recalled"),
        (council, stranger, "accepted"),
        (stranger, council, "recalled"),
        (stranger, school, "accepted"),
        (stranger, school, "noticed"),
    ]
    for as_, to, kind in wrong:
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            say(app, world, as_, to, kind)
    assert say(app, world, council, school, "accepted") == say(app, world, school, council, "recalled") == 1
    with pytest.raises(errors.UniqueViolation):
        say(app, world, council, school, "accepted")
    with pytest.raises(errors.CheckViolation):
        say(app, world, school, council, "cheered")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET kind = 'outcome'", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_or_removes_one(world, app, table, change):
    for who in (world.school, world.council, world.stranger):
        with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
            run(app, who.controller.id, change.format(table))


def test_with_the_right_to_it_could_be_changed_only_by_policy(world, app, owner):
    """The negative control: the privilege is what stands in the way, and behind it there is still no policy for it."""
    owner.execute("GRANT UPDATE ON exchange_envelope TO kith_app")
    sql = "UPDATE exchange_envelope SET kind = 'outcome'"
    assert run(app, world.school.controller.id, sql) == 0
    owner.execute("CREATE POLICY change ON exchange_envelope FOR UPDATE USING (true)")
    assert run(app, world.school.controller.id, sql) == 1


PUT_UP = (
    "INSERT INTO audit_exchangekey (id, controller_id, n, agreement, signing, since) VALUES (%s, %s, 2, '', '', now())"
)


def test_a_key_is_put_up_by_its_owner_and_read_by_all(world, app):
    sql = PUT_UP
    school, stranger = world.school.controller.id, world.stranger.controller.id
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        run(app, stranger, sql, [uuid7(), school])
    assert run(app, school, sql, [uuid7(), school]) == 1
    assert run(app, stranger, "SELECT count(*) FROM audit_exchangekey") == [(4,)]
    for change in ("UPDATE audit_exchangekey SET n = 9", "DELETE FROM audit_exchangekey"):
        with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
            run(app, school, change)


def test_without_its_policy_a_stranger_could_put_up_a_key_in_the_schools_name(world, app, owner):
    """The negative control: what is sealed to the school would then open for the stranger."""
    owner.execute("ALTER TABLE audit_exchangekey DISABLE ROW LEVEL SECURITY")
    sql = PUT_UP
    assert run(app, world.stranger.controller.id, sql, [uuid7(), world.school.controller.id]) == 1


def test_outside_a_tenancy_the_application_is_loud(world):
    with pytest.raises(NoTenant):
        Envelope.objects.count()
    with world.school.at_work(Role.DSL):
        assert Envelope.objects.count() == 1


def test_the_keys_of_the_two_tables_are_plain_and_random(world, app):
    for table in TABLES:
        (ids,) = zip(*run(app, world.school.controller.id, f"SELECT id FROM {table}"), strict=True)
        assert {id.version for id in ids} == {4}
