"""Every way to falsify a ledger, tried on the tables themselves by somebody who may do anything."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kith.audit import heads, proof, tree
from tests.audit.test_sealer import Sealed, ledger  # noqa: F401  (a fixture)

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_ledger.py"
BITS = {
    "audit_leaf": ("version", "id", "holder_id", "time", "action", "post_id", "subjects", "commitment"),
    "audit_detail": ("id", "holder_id", "salt", "doer_name", "doer_post", "doer_organisation", "reason", "facts"),
    "audit_subject": ("holder_id", "person_id", "leaf_id"),
    "audit_number": ("id", "n"),
    "audit_head": ("size", "root", "time", "signature"),
}


@pytest.fixture
def full(ledger: Sealed) -> Sealed:  # noqa: F811
    """A ledger of 24 lines under three heads."""
    for _ in range(3):
        ledger.write(8)
        ledger.sealer.seal(ledger.place.controller)
    assert ledger.verify().ok
    return ledger


@contextmanager
def undone(full: Sealed) -> Iterator[psycopg.Connection]:
    """What happens inside is taken back afterwards."""
    with full.owner.transaction(force_rollback=True):
        yield full.owner


def flip(connection: psycopg.Connection, chance: random.Random) -> str | None:
    """Change one bit of one value somewhere in the ledger; None where the value has no such bit."""
    table = chance.choice(list(BITS))
    column = chance.choice(BITS[table])
    row = connection.execute(f"SELECT ctid::text, {column} FROM {table} ORDER BY random() LIMIT 1").fetchone()
    assert row is not None
    bit = chance.randrange(256)
    changed = _SQL[column if column in _SQL else "id"].format(
        c=column, bit=bit, small=bit % 7, low=bit % 13, half=bit % 128
    )
    try:
        with connection.transaction():
            done = connection.execute(
                f"UPDATE {table} SET {column} = {changed} WHERE ctid = %s::tid AND {column} IS NOT NULL"
                f" AND {column}::text NOT IN ('', '{{}}')",
                [row[0]],
            )
    except (psycopg.errors.UniqueViolation, psycopg.errors.DataError):
        return None
    return f"{table}.{column}" if done.rowcount else None


_TEXT = "convert_from(set_bit({c}::bytea, {small}, 1 - get_bit({c}::bytea, {small})), 'UTF8')"
_BYTES = "set_bit({c}, {bit}, 1 - get_bit({c}, {bit}))"
_NUMBER = "({c} # (1 << ({low})))"
_SQL = {
    "id": "encode(set_bit(uuid_send({c}), {half}, 1 - get_bit(uuid_send({c}), {half})), 'hex')::uuid",
    "subjects": "array[encode(set_bit(uuid_send({c}[1]), {half}, 1 - get_bit(uuid_send({c}[1]), {half})),"
    " 'hex')::uuid]",
    "version": "({c} # (1::int2 << ({low}))::int2)",
    "n": _NUMBER,
    "size": _NUMBER,
    "time": "{c} + (1 << ({low})) * interval '1 microsecond'",
    **dict.fromkeys(("salt", "commitment", "root", "signature"), _BYTES),
    **dict.fromkeys(("action", "doer_name", "doer_post", "doer_organisation", "reason", "facts"), _TEXT),
}


def test_a_thousand_random_bits_are_all_found(full: Sealed) -> None:
    chance, found, places = random.Random(20260901), 0, set()
    while found < 1000:
        with undone(full) as connection:
            where = flip(connection, chance)
            if where is None:
                continue
            assert not full.verify(outside=False).ok, f"a bit of {where} was changed and nobody saw it"
            found += 1
            places.add(where)
    assert full.verify().ok
    assert places == {f"{table}.{column}" for table in BITS for column in BITS[table]}


TAMPERED: dict[str, tuple[str, str]] = {
    "two lines change places": (
        "UPDATE audit_number SET n = n + 100 WHERE n = 3; UPDATE audit_number SET n = 3 WHERE n = 4;"
        "UPDATE audit_number SET n = 4 WHERE n = 103",
        "are not those signed",
    ),
    "a line is taken out": (
        "DELETE FROM audit_leaf WHERE id = (SELECT id FROM audit_number WHERE n = 5)",
        "number 5 is missing",
    ),
    "a line is taken out and the rest move up": (
        "DELETE FROM audit_leaf WHERE id = (SELECT id FROM audit_number WHERE n = 5);"
        "DELETE FROM audit_number WHERE n = 5; UPDATE audit_number SET n = n + 99 WHERE n > 5;"
        "UPDATE audit_number SET n = n - 100 WHERE n > 99",
        "23 lines have a number, but the last head is over 24",
    ),
    "a line is put in": (
        "INSERT INTO audit_number (controller_id, id, n) SELECT controller_id, uuidv7(), 24 FROM audit_head LIMIT 1",
        "number 24 is missing",
    ),
    "the words are deleted": ("DELETE FROM audit_detail", "no disposal says why"),
    "the index is thinned": (
        "DELETE FROM audit_subject WHERE ctid IN (SELECT ctid FROM audit_subject LIMIT 1)",
        "not filed",
    ),
    "a head is forged": ("UPDATE audit_head SET signature = sha512(signature)", "not signed by this controller"),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_what_can_be_found_from_the_database_alone(full: Sealed, case: str) -> None:
    statements, words = TAMPERED[case]
    with undone(full) as connection:
        for statement in statements.split(";"):
            connection.execute(statement)
        result = full.verify(outside=False)
        assert any(words in fault for fault in result.faults), result.faults


def cut_the_end(full: Sealed) -> None:
    """Lines, details, numbers and the head over them all go: the ledger ends sixteen lines in."""
    gone = "IN (SELECT id FROM audit_number WHERE n >= 16)"
    full.owner.execute(f"DELETE FROM audit_subject WHERE leaf_id {gone}")
    for table in ("detail", "leaf", "number"):
        full.owner.execute(f"DELETE FROM audit_{table} WHERE id {gone}")
    full.owner.execute("DELETE FROM audit_head WHERE size = 24")


def rewrite_everything(full: Sealed) -> None:
    """Somebody with the database and the keys writes another past and signs it."""
    full.owner.execute("UPDATE audit_leaf SET action = 'person.greet'")
    leaves = [leaf for leaf, _, _ in proof.stream.lines(full.owner, full.place.controller)]
    for head in full.sealer.outside.heads(full.place.controller):
        root = tree.root_of(tree.leaf_hash(leaf) for leaf in leaves[: head.size])
        forged = heads.signed(full.sealer.store, controller=head.controller, size=head.size, root=root, time=head.time)
        full.owner.execute(
            "UPDATE audit_head SET root = %s, signature = %s WHERE size = %s", [root, forged.signature, head.size]
        )


@pytest.mark.parametrize("attack", [cut_the_end, rewrite_everything])
def test_only_a_head_kept_outside_shows(full: Sealed, attack: Callable[[Sealed], None]) -> None:
    """The negative control is part of the claim: without the outside head nothing is wrong."""
    with undone(full):
        attack(full)
        assert full.verify(outside=False).ok
        assert not full.verify(outside=True).ok


def test_disposal_of_the_words_leaves_a_ledger_that_proves_itself(full: Sealed) -> None:
    with undone(full) as connection:
        which = "SELECT id FROM audit_number WHERE n < 10"
        connection.execute(f"DELETE FROM audit_detail WHERE id IN ({which})")
        assert len(full.verify().faults) == 10, "the negative control: words that just vanish are a fault"
        connection.execute(
            "INSERT INTO audit_disposal (controller_id, id, under)"
            f" SELECT controller_id, id, 'D-123' FROM audit_leaf WHERE id IN ({which})"
        )
        result = full.verify()
        assert result.ok, result.faults
        assert (result.lines, result.details, result.disposed) == (24, 14, 10)


# -- the stand-alone verifier --


def exported(full: Sealed, folder: Path) -> Path:
    path = folder / "elmwood.ledger.jsonl"
    key = full.sealer.store.signing_public(full.place.controller)
    path.write_text("\n".join(proof.export(full.owner, full.place.controller, key)) + "\n")
    return path


def alone(*words: object) -> tuple[int, str]:
    """Run the tool as a stranger would: by itself, without Kith on its path."""
    ran = subprocess.run([sys.executable, "-I", str(TOOL), *map(str, words)], capture_output=True, text=True, cwd="/")
    return ran.returncode, ran.stdout + ran.stderr


def test_the_stand_alone_verifier_agrees_about_a_sound_ledger(full: Sealed, tmp_path: Path) -> None:
    path, kept = exported(full, tmp_path), full.sealer.outside.path(full.place.controller)
    key = full.sealer.store.signing_public(full.place.controller).hex()
    assert alone(path, "--heads", kept, "--key", key) == (0, alone(path, "--heads", kept, "--key", key)[1])
    status, words = alone(path)
    assert status == 0 and words.startswith("Sound. 24 lines") and "would not show" in words
    assert alone(path, "--key", "00" * 32)[0] == 1


def test_the_stand_alone_verifier_knows_disposal(full: Sealed, tmp_path: Path) -> None:
    with undone(full) as connection:
        connection.execute("DELETE FROM audit_detail")
        assert alone(exported(full, tmp_path))[0] == 1
        connection.execute(
            "INSERT INTO audit_disposal (controller_id, id, under) SELECT controller_id, id, 'D-123' FROM audit_leaf"
        )
        status, words = alone(exported(full, tmp_path))
        assert status == 0 and "24 with their words disposed of" in words


@pytest.mark.parametrize("attack", [cut_the_end, rewrite_everything])
def test_the_stand_alone_verifier_needs_the_outside_head_too(
    full: Sealed, tmp_path: Path, attack: Callable[[Sealed], None]
) -> None:
    kept = full.sealer.outside.path(full.place.controller)
    with undone(full):
        attack(full)
        path = exported(full, tmp_path)
        assert alone(path)[0] == 0
        assert alone(path, "--heads", kept)[0] == 1


def test_the_stand_alone_verifier_finds_every_changed_row(full: Sealed, tmp_path: Path) -> None:
    """Rows moved, left out, said twice, and a bit changed in each kind of value, in process."""
    tool = _tool()
    path = exported(full, tmp_path)
    rows = path.read_text().splitlines()

    def is_sound(changed: list[str]) -> bool:
        path.write_text("\n".join(changed) + "\n")
        try:
            found = tool.read(path)
        except tool.Unreadable:
            return False
        return not [*found.faults, *tool.line_faults(found), *tool.head_faults(found, [], found.key)]

    assert is_sound(rows)
    for i in range(len(rows)):
        assert not is_sound(rows[:i] + rows[i + 1 :]) or '"head"' in rows[i]
        assert not is_sound([*rows[: i + 1], rows[i], *rows[i + 1 :]]) or '"head"' in rows[i]
    for i in range(1, 24):
        assert not is_sound([*rows[:i], rows[i + 1], rows[i], *rows[i + 2 :]])
    chance, tried = random.Random(7), 0
    while tried < 1000:
        i = chance.randrange(1, len(rows) - 1)
        told = json.loads(rows[i])
        part = told.get("head", told)
        name = chance.choice([k for k in part if k not in ("n", "size", "controller")])
        if isinstance(part[name], int):
            part[name] ^= 1 << chance.randrange(50)
        else:
            value = bytearray.fromhex(part[name])
            value[chance.randrange(len(value))] ^= 1 << chance.randrange(8)
            part[name] = value.hex()
        assert not is_sound([*rows[:i], json.dumps(told), *rows[i + 1 :]]), (i, name)
        tried += 1


def _tool() -> object:
    import importlib.util

    spec = importlib.util.spec_from_file_location("verify_ledger", TOOL)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules["verify_ledger"] = tool
    spec.loader.exec_module(tool)
    return tool
