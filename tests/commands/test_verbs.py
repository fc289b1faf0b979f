"""The verbs as an operator types them: a process of its own over a clone of its own."""

import json
import shlex

import pytest

from kith.commands.verbs import VERBS, parse
from kith.tenancy.models import Controller


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_explains_itself(verb, capsys) -> None:
    with pytest.raises(SystemExit) as end:
        parse([*verb.name.split(), "--help"])
    assert end.value.code == 0
    assert f"bin/kith {verb.name}" in capsys.readouterr().out
    assert callable(verb.load())


def test_the_reference_page_is_the_one_the_parsers_write(monkeypatch) -> None:
    from kith.commands import import_files, verbs_page

    assert verbs_page.PAGE.read_text(encoding="utf-8") == verbs_page.reference_page(), "run bin/kith verbs page"
    monkeypatch.setattr(import_files, "arguments", lambda parser: parser.add_argument("--more", help="of them"))
    assert "| `--more MORE` |  | of them |" in verbs_page.reference_page()


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_says_of_each_argument_what_it_is(verb) -> None:
    helped = [action for action in verb.parser()._actions if not action.help and not action.choices]
    assert [action.dest for action in helped] == []
    if verb.example:
        assert parse(shlex.split(verb.example))[0] is verb


def test_an_example_that_no_longer_parses_is_seen(capsys) -> None:
    """The control."""
    with pytest.raises(SystemExit):
        parse(shlex.split("import pupils.csv --controler oakmere"))


def test_an_unknown_verb_is_answered_with_the_list(capsys) -> None:
    with pytest.raises(SystemExit) as end:
        parse(["migrat"])
    assert end.value.code == 2
    assert "migrate" in capsys.readouterr().err


def test_controllers_as_json_for_scripts(kith) -> None:
    Controller.objects.create(slug="wexshire", kind="council", name="Wexshire Council")
    Controller.objects.create(slug="alder-trust", kind="trust", name="Alder Trust")
    assert json.loads(kith("controllers", "--json").stdout) == [
        {"slug": "alder-trust", "kind": "trust", "name": "Alder Trust"},
        {"slug": "wexshire", "kind": "council", "name": "Wexshire Council"},
    ]


def test_check_finds_nothing_wrong_with_a_migrated_database(kith) -> None:
    ran = kith("check")
    assert (ran.returncode, ran.stdout) == (0, "Nothing is wrong.\n"), ran.stderr


def test_check_sees_a_table_without_row_security_and_missing_keys(kith, fresh) -> None:
    Controller.objects.create(slug="wexshire", kind="council", name="Wexshire Council")
    with fresh.connect("kith_owner") as owner:
        owner.execute("ALTER TABLE tenancy_holder NO FORCE ROW LEVEL SECURITY")
    ran = kith("check")
    assert ran.returncode == 1
    assert "tenancy_holder is open without row security" in ran.stderr
    assert "Wexshire Council has no keys" in ran.stderr


@pytest.fixture
def mia(fresh):
    """Somebody who was renamed and moved, written by the ordinary verbs."""
    from kith.people import actions as people
    from kith.people.models import PersonName
    from kith.reference.roles import Role
    from kith.tenancy import history
    from tests.rooms import open_school

    school = open_school("alder", Role.DSL)
    with school.at_work(Role.DSL):
        mia = people.create_person(holder=school.holder.id, forename="Mia", surname="Sole")
        name = PersonName.objects.get(person=mia)
        history.write(PersonName, id=name.id, based_on=1, values={"surname": "Trask"})
    return name


def test_check_of_the_data_counts_what_it_compared(kith, mia, tmp_path) -> None:
    from kith.audit.keystore import FolderKeyStore

    FolderKeyStore(tmp_path / "keys").create(mia.controller_id)
    ran = kith("check", "--data")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("alder\n")
    assert "  people_personname: 1 compared, 0 differ\n" in ran.stdout
    assert "compared" not in kith("check").stdout


def test_check_of_the_data_finds_a_row_its_history_does_not_know(kith, mia, fresh) -> None:
    """By its id: no word of the row is said."""
    with fresh.connect("kith_owner") as owner:
        owner.execute("UPDATE people_personname SET surname = 'Other' WHERE id = %s", [mia.id])
    ran = kith("check", "--data")
    assert ran.returncode == 1
    assert "people_personname: 1 compared, 1 differ" in ran.stdout
    assert f"alder: people_personname {mia.id} is not what its history says last." in ran.stderr
    assert not {"Mia", "Sole", "Trask", "Other"} & set((ran.stdout + ran.stderr).split())


def test_check_of_the_data_waits_for_tables_that_are_not_made_yet(kith, mia, fresh) -> None:
    with fresh.connect("kith_owner") as owner:
        newest = "SELECT max(name) FROM django_migrations WHERE app = 'tasks'"
        owner.execute(f"DELETE FROM django_migrations WHERE app = 'tasks' AND name = ({newest})")
    ran = kith("check", "--data")
    assert "has not run" in ran.stderr and "The data were not compared" in ran.stderr
    assert ran.returncode == 1 and "compared, 0 differ" not in ran.stdout


def test_check_sees_a_key_that_is_gone(kith, fresh) -> None:
    with fresh.connect("kith_owner") as owner:
        owner.execute("ALTER TABLE cases_standing DROP CONSTRAINT standing_says_why_it_ended")
    assert "cases_standing has lost its constraint standing_says_why_it_ended" in kith("check").stderr


def test_keys_go_out_public_or_locked_with_a_long_passphrase(kith, tmp_path) -> None:
    from kith.audit.keystore import FolderKeyStore

    wexshire = Controller.objects.create(slug="wexshire", kind="council", name="Wexshire Council")
    FolderKeyStore(tmp_path / "keys").create(wexshire.id)
    assert [one["controller"] for one in json.loads(kith("keys", "export").stdout)] == [str(wexshire.id)]
    locked = tmp_path / "keys.locked"
    assert "15 characters" in kith("keys", "export", "--backup", str(locked), input="short\n").stderr
    assert not locked.exists()
    assert kith("keys", "export", "--backup", str(locked), input="eight ducks on a pond\n").returncode == 0
    assert locked.stat().st_mode & 0o077 == 0


def test_what_wraps_the_keys_of_values_is_renewed(kith, tmp_path) -> None:
    from kith.audit.keystore import FolderKeyStore

    wexshire = Controller.objects.create(slug="wexshire", kind="council", name="Wexshire Council")
    store = FolderKeyStore(tmp_path / "keys")
    store.create(wexshire.id)
    key, before = store.make_value_key(wexshire.id, "a.note"), store.private(wexshire.id)
    assert kith("keys", "renew", "nobody").returncode == 1
    assert "1 wrapped anew" in kith("keys", "renew", "wexshire").stdout
    assert store.value_key(wexshire.id, "a.note") == key
    assert store.private(wexshire.id).keys() == {"signing", "wrapping.2"} != before.keys()


@pytest.fixture
def ledger(fresh, tmp_path, monkeypatch):
    """A controller with three sealed lines in its ledger: of its keys, and of two looks."""
    from kith import audit
    from kith.audit.heads import HeadFolder
    from kith.audit.sealer import Sealer
    from kith.tenancy import tenancy

    monkeypatch.setenv("KITH_VAR", str(tmp_path))
    monkeypatch.setenv("KITH_KEYS", str(tmp_path / "keys"))
    wexshire = Controller.objects.create(slug="wexshire", kind="council", name="Wexshire Council")
    audit.keys.create(wexshire.id)
    for reason in ("Visit today", "Review tomorrow"):
        with tenancy(wexshire.id, system="clock"):
            audit.record("person.view", reason=reason)
    with fresh.connect("kith_sealer") as connection:
        Sealer(connection, audit.keys.store(), HeadFolder(audit.keys.heads_folder())).seal(wexshire.id)
    return wexshire


def test_a_whole_ledger_is_said_to_be_whole(kith, ledger) -> None:
    ran = kith("ledger", "verify", "--json")
    (row,) = json.loads(ran.stdout)
    assert ran.returncode == 0, row
    assert (row["controller"], row["ok"], row["lines"], row["faults"]) == ("wexshire", True, 3, [])
    assert "whole. 3 lines" in kith("ledger", "verify", "--controller", "wexshire").stdout


def test_a_changed_word_in_the_ledger_is_found(kith, ledger, fresh) -> None:
    with fresh.connect("kith_owner") as owner:
        owner.execute("UPDATE audit_detail SET reason = 'Visit never' WHERE reason = 'Visit today'")
    ran = kith("ledger", "verify")
    assert ran.returncode == 1
    assert "its words were altered" in ran.stdout


def test_areas_are_released_once_and_never_changed(monkeypatch, tmp_path, capsys) -> None:
    from functools import partial

    from kith.areas import releases
    from kith.commands import areas_release

    _, options = parse(["areas", "release"])
    monkeypatch.setattr(releases, "release", partial(releases.release, folder=tmp_path))
    assert areas_release.run(options) == 0
    assert areas_release.run(options) == 0
    assert "unchanged" in capsys.readouterr().out
    written = next(tmp_path.glob("*/1.json"))
    written.write_text(written.read_text().replace('"title": "', '"title": "Not '))
    assert areas_release.run(options) == 1
    _, anew = parse(["areas", "release", "--anew"])
    assert areas_release.run(anew) == 0
    monkeypatch.setattr(releases, "finalise", partial(releases.finalise, folder=tmp_path))
    _, final = parse(["areas", "release", "--final"])
    capsys.readouterr()
    assert [areas_release.run(final) for _ in range(2)] == [0, 0]
    said = capsys.readouterr().out
    assert "final now: concern/" in said and "final before, unchanged" in said
    written.write_text(written.read_text().replace('"title": "', '"title": "Not '))
    assert areas_release.run(final) == 1 and areas_release.run(anew) == 1
