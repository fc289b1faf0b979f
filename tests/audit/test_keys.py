"""The key store and what it seals: erased means erased, moved means closed."""

from pathlib import Path
from shutil import rmtree
from uuid import UUID, uuid4

import pytest

from kith.audit import keybackup, sealed
from kith.audit.keystore import FolderKeyStore, NoKey
from tests.audit.lines import COUNCIL, SCHOOL

RECORD = UUID(int=77)
ADDRESS = b"4 Harbour Lane, Nether Brook, KB9 4XY"
LONG = "a long enough passphrase"


@pytest.fixture
def store(tmp_path: Path) -> FolderKeyStore:
    store = FolderKeyStore(tmp_path / "keys")
    store.create(COUNCIL)
    store.create(SCHOOL)
    return store


def seal(store: FolderKeyStore, value: bytes = ADDRESS) -> bytes:
    return sealed.seal(store, controller=COUNCIL, record=RECORD, kind="address", value=value)


def open_it(store: FolderKeyStore, data: bytes, **other: object) -> bytes:
    where = {"controller": COUNCIL, "record": RECORD, "kind": "address", **other}
    return sealed.unseal(store, sealed=data, **where)  # type: ignore[arg-type]


def test_only_the_owner_may_open_the_folder(store: FolderKeyStore) -> None:
    for path in [store.folder, *store.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    store.folder.chmod(0o750)
    with pytest.raises(PermissionError):
        FolderKeyStore(store.folder)


def test_keys_are_made_once(store: FolderKeyStore) -> None:
    before = store.signing_public(COUNCIL)
    store.create(COUNCIL)
    assert store.signing_public(COUNCIL) == before
    assert store.controllers() == sorted([COUNCIL, SCHOOL])


def test_two_controllers_agree_on_a_secret_nobody_else_has(store: FolderKeyStore) -> None:
    third = uuid4()
    store.create(third)
    council, school = store.public_pair(COUNCIL, 1), store.public_pair(SCHOOL, 1)
    ours = store.agree(COUNCIL, 1, school.agreement)
    assert ours == store.agree(SCHOOL, 1, council.agreement)
    assert ours != store.agree(third, 1, council.agreement)


def test_a_new_pair_stands_beside_the_old_one(store: FolderKeyStore) -> None:
    """What was sealed to the first pair opens with the first pair; the second is the one in use."""
    first, school = store.public_pair(COUNCIL, 1), store.public_pair(SCHOOL, 1)
    assert store.make_pair(COUNCIL) == store.newest_pair(COUNCIL) == 2
    second = store.public_pair(COUNCIL, 2)
    assert store.public_pair(COUNCIL, 1) == first and second.agreement != first.agreement
    secret = store.agree(SCHOOL, 1, first.agreement)
    assert store.agree(COUNCIL, 1, school.agreement) == secret != store.agree(COUNCIL, 2, school.agreement)


def test_the_key_of_the_ledger_is_none_of_the_pairs(store: FolderKeyStore) -> None:
    head = store.signing_public(COUNCIL)
    assert head != store.public_pair(COUNCIL, 1).signing
    store.make_pair(COUNCIL)
    assert store.signing_public(COUNCIL) == head


def test_a_store_of_before_there_were_pairs_is_given_one(store: FolderKeyStore) -> None:
    rmtree(store.folder / str(COUNCIL) / "pairs")
    assert store.newest_pair(COUNCIL) == 0
    store.create(COUNCIL)
    store.create(COUNCIL)
    assert store.newest_pair(COUNCIL) == 1


def test_pairs_come_back_from_a_backup(store: FolderKeyStore, tmp_path: Path) -> None:
    store.make_pair(SCHOOL)
    other = FolderKeyStore(tmp_path / "restored")
    keybackup.restore(other, keybackup.backup(store, LONG), LONG)
    assert other.pairs(SCHOOL) == store.pairs(SCHOOL) and other.newest_pair(SCHOOL) == 2


def test_a_sealed_value_opens_where_it_was_sealed(store: FolderKeyStore) -> None:
    data = seal(store)
    assert ADDRESS not in data
    assert open_it(store, data) == ADDRESS
    assert seal(store) != data


@pytest.mark.parametrize("other", [{"record": UUID(int=78)}, {"kind": "note"}, {"controller": SCHOOL}])
def test_a_value_swapped_into_another_row_does_not_open(store: FolderKeyStore, other: dict[str, object]) -> None:
    where = {"controller": COUNCIL, "record": RECORD, "kind": "address", **other}
    there = sealed.seal(store, value=b"another address", **where)  # type: ignore[arg-type]
    with pytest.raises(sealed.SealBroken):
        open_it(store, seal(store), **other)
    assert open_it(store, there, **other) == b"another address"


def test_binding_holds_even_under_the_same_key(store: FolderKeyStore) -> None:
    """A key copied to another name does not unwrap: the wrap too is bound to its record."""
    values = store.folder / str(COUNCIL) / "values"
    data = seal(store)
    (values / f"{UUID(int=78)}.address").write_bytes((values / f"{RECORD}.address").read_bytes())
    with pytest.raises(sealed.SealBroken):
        open_it(store, data, record=UUID(int=78))


def test_any_changed_bit_is_noticed(store: FolderKeyStore) -> None:
    data = seal(store)
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(sealed.SealBroken):
            open_it(store, bytes(changed))


def test_erasing_the_key_erases_every_copy(store: FolderKeyStore) -> None:
    """Also the copy in an old dump; the value beside it still opens."""
    old_dump = seal(store)
    beside = sealed.seal(store, controller=COUNCIL, record=UUID(int=5), kind="address", value=b"x")
    sealed.erase(store, controller=COUNCIL, record=RECORD, kind="address")
    with pytest.raises(sealed.Erased):
        open_it(store, old_dump)
    assert open_it(store, beside, record=UUID(int=5)) == b"x"


def test_an_old_backup_of_the_keys_brings_an_erased_value_back(store: FolderKeyStore, tmp_path: Path) -> None:
    """The negative control of erasure, and the reason why key backups live short."""
    data, kept = seal(store), keybackup.backup(store, LONG)
    sealed.erase(store, controller=COUNCIL, record=RECORD, kind="address")
    old = FolderKeyStore(tmp_path / "old")
    assert keybackup.restore(old, kept, LONG) == sorted([COUNCIL, SCHOOL])
    assert open_it(old, data) == ADDRESS
    fresh = FolderKeyStore(tmp_path / "fresh")
    keybackup.restore(fresh, keybackup.backup(store, LONG), LONG)
    with pytest.raises(sealed.Erased):
        open_it(fresh, data)


def test_a_backup_opens_with_its_passphrase_only(store: FolderKeyStore, tmp_path: Path) -> None:
    kept = keybackup.backup(store, LONG)
    assert store.private(COUNCIL)["wrapping"] not in kept
    other = FolderKeyStore(tmp_path / "other")
    with pytest.raises(ValueError):
        keybackup.restore(other, kept, LONG + "!")
    with pytest.raises(ValueError):
        keybackup.backup(store, "short")
    assert other.controllers() == []
    keybackup.restore(other, kept, LONG)
    assert keybackup.public_keys(other) == keybackup.public_keys(store)


def test_a_restore_never_replaces_keys_that_are_there(store: FolderKeyStore) -> None:
    kept = keybackup.backup(store, LONG)
    sealed.seal(store, controller=COUNCIL, record=UUID(int=9), kind="address", value=b"new")
    assert keybackup.restore(store, kept, LONG) == []
    assert "9.address" in " ".join(name for name, _ in store.wrapped_values(COUNCIL))


def test_a_controller_without_keys_cannot_sign(store: FolderKeyStore) -> None:
    with pytest.raises(NoKey):
        store.sign(uuid4(), b"x")
