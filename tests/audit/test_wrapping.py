"""What wraps the keys of values is renewed without touching a value, here and with a key service elsewhere."""

from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from kith.audit import keybackup, keys, sealed
from kith.audit.keystore import FolderKeyStore, NoKey
from kith.audit.valuekeys import ValueKeys
from kith.audit.wrapping import FolderWrapping, RemoteWrapping
from tests.audit.key_service import StandInService
from tests.audit.lines import COUNCIL, SCHOOL
from tests.audit.test_keys import ADDRESS, LONG, RECORD, open_it, seal


@pytest.fixture(params=["a folder", "a key service"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FolderKeyStore:
    elsewhere = RemoteWrapping(StandInService()) if request.param == "a key service" else None
    store = FolderKeyStore(tmp_path / "keys", elsewhere)
    store.create(COUNCIL)
    store.create(SCHOOL)
    return store


def wrapped(store: FolderKeyStore) -> dict[str, bytes]:
    return dict(store.wrapped_values(COUNCIL))


def test_a_renewed_wrapping_key_opens_what_was_sealed_before(store: FolderKeyStore) -> None:
    data, before = seal(store), wrapped(store)
    assert store.renew_wrapping(COUNCIL) == len(before) == 1
    after = wrapped(store)
    assert after.keys() == before.keys() and not set(after.values()) & set(before.values())
    assert open_it(store, data) == ADDRESS


def test_the_old_wrapping_key_is_gone_and_a_kept_old_wrap_is_worth_nothing(store: FolderKeyStore) -> None:
    """Rotation that left the old key would protect nobody from whoever has a copy of an old wrap."""
    data, before = seal(store), wrapped(store)
    store.renew_wrapping(COUNCIL)
    assert store.wrapping.newest(COUNCIL) == 2
    (name, old), *_ = before.items()
    (store.folder / str(COUNCIL) / "values" / name).write_bytes(old)
    with pytest.raises(sealed.Erased):
        open_it(store, data)


def test_the_control_of_that_an_old_wrap_opens_as_long_as_its_key_is_there(
    store: FolderKeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, before = seal(store), wrapped(store)
    monkeypatch.setattr(store.wrapping, "drop_before", lambda controller, n: None)
    store.renew_wrapping(COUNCIL)
    (name, old), *_ = before.items()
    (store.folder / str(COUNCIL) / "values" / name).write_bytes(old)
    assert open_it(store, data) == ADDRESS


def test_what_was_erased_stays_erased(store: FolderKeyStore) -> None:
    data = seal(store)
    sealed.erase(store, controller=COUNCIL, record=RECORD, kind="address")
    assert store.renew_wrapping(COUNCIL) == 0
    with pytest.raises(sealed.Erased):
        open_it(store, data)


def test_a_renewal_that_was_interrupted_is_finished_by_the_next(
    store: FolderKeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = [uuid4() for _ in range(6)]
    data = {one: sealed.seal(store, controller=COUNCIL, record=one, kind="address", value=ADDRESS) for one in values}
    plain, done = ValueKeys._rewrapped, []

    def stops(self: ValueKeys, name: str, newest: int) -> bool:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(name)
        return plain(self, name, newest)

    with monkeypatch.context() as stopped:
        stopped.setattr(ValueKeys, "_rewrapped", stops)
        with pytest.raises(KeyboardInterrupt):
            store.renew_wrapping(COUNCIL)
    assert {open_it(store, kept, record=one) for one, kept in data.items()} == {ADDRESS}
    store.renew_wrapping(COUNCIL)
    assert {open_it(store, kept, record=one) for one, kept in data.items()} == {ADDRESS}
    assert {one[1:5] for one in wrapped(store).values()} == {(3).to_bytes(4, "big")}


def test_keys_made_and_erased_while_others_are_wrapped_anew(store: FolderKeyStore) -> None:
    """Whatever is erased meanwhile does not come back, whatever is made meanwhile opens."""
    names = [f"{uuid4()}.address" for _ in range(40)]
    for name in names:
        store.make_value_key(COUNCIL, name)
    renewing = Thread(target=lambda: [store.renew_wrapping(COUNCIL) for _ in range(3)])
    renewing.start()
    made = {f"{uuid4()}.note": b"" for _ in range(20)}
    for name, new in zip(names[:20], made, strict=True):
        store.erase_value_key(COUNCIL, name)
        made[new] = store.make_value_key(COUNCIL, new)
    renewing.join()
    assert set(wrapped(store)) == {*names[20:], *made}
    assert {name: store.value_key(COUNCIL, name) for name in made} == made
    for name in names[:20]:
        with pytest.raises(NoKey):
            store.value_key(COUNCIL, name)


def test_a_key_of_before_wrapping_keys_had_numbers_opens_and_is_renewed(tmp_path: Path) -> None:
    store = FolderKeyStore(tmp_path / "keys")
    store.create(COUNCIL)
    data = seal(store)
    path = store.folder / str(COUNCIL) / "values" / f"{RECORD}.address"
    path.write_bytes(path.read_bytes()[5:])
    assert len(path.read_bytes()) == 60 and open_it(store, data) == ADDRESS
    store.renew_wrapping(COUNCIL)
    assert len(path.read_bytes()) == 65 and open_it(store, data) == ADDRESS


def test_a_backup_holds_the_wrapping_keys_in_use_and_none_of_a_service(store: FolderKeyStore, tmp_path: Path) -> None:
    data = seal(store)
    store.renew_wrapping(COUNCIL)
    elsewhere = store.wrapping if store.private(COUNCIL).keys() == {"signing"} else None
    other = FolderKeyStore(tmp_path / "restored", elsewhere)
    keybackup.restore(other, keybackup.backup(store, LONG), LONG)
    assert open_it(other, data) == ADDRESS


def test_a_wrapping_key_of_a_service_never_lies_in_the_folder(tmp_path: Path) -> None:
    service = StandInService()
    store = FolderKeyStore(tmp_path / "keys", RemoteWrapping(service))
    store.create(COUNCIL)
    seal(store)
    assert set(service.asked) == {f"kith-{COUNCIL}"}
    kept = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert not [key for key in service.keys.values() if key in kept]
    assert not list(store.folder.rglob("wrapping*"))


def test_without_the_service_nothing_opens(tmp_path: Path) -> None:
    """It fails closed: an answer that does not come is no key."""
    store = FolderKeyStore(tmp_path / "keys", RemoteWrapping(StandInService()))
    store.create(COUNCIL)
    data = seal(store)
    away = FolderKeyStore(store.folder, RemoteWrapping(StandInService()))
    with pytest.raises(sealed.Erased):
        open_it(away, data)


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys of before any service was named, and the setting that names one."""
    monkeypatch.setenv("KITH_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("KITH_KEY_SERVICE", raising=False)
    keys.store().create(COUNCIL)
    return tmp_path / "keys"


def test_the_setting_chooses_what_wraps(chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(keys.store().wrapping, FolderWrapping)
    monkeypatch.setenv("KITH_KEY_SERVICE", "tests.audit.key_service:StandInService")
    store = keys.store()
    assert isinstance(store.wrapping, RemoteWrapping) and keys.store() is store
    store.create(SCHOOL)
    data = sealed.seal(store, controller=SCHOOL, record=RECORD, kind="address", value=ADDRESS)
    assert sealed.unseal(store, controller=SCHOOL, record=RECORD, kind="address", sealed=data) == ADDRESS
    assert not list((chosen / str(SCHOOL)).glob("wrapping*")) and list((chosen / str(COUNCIL)).glob("wrapping*"))


def test_what_the_folder_wrapped_opens_beside_a_service_and_is_moved_to_it(
    chosen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = seal(keys.store())
    monkeypatch.setenv("KITH_KEY_SERVICE", "tests.audit.key_service:StandInService")
    store = keys.store()
    assert open_it(store, data) == ADDRESS
    assert store.renew_wrapping(COUNCIL) == 1 and open_it(store, data) == ADDRESS
    assert not list(chosen.rglob("wrapping*")) and store.private(COUNCIL).keys() == {"signing"}
    assert store.renew_wrapping(COUNCIL) == 1 and open_it(store, data) == ADDRESS
    # The control: with the service gone, nothing in the folder opens it.
    monkeypatch.delenv("KITH_KEY_SERVICE")
    with pytest.raises(sealed.Erased):
        open_it(keys.store(), data)


def test_a_move_that_was_broken_off_goes_on_and_loses_nothing(chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {f"{n}.address": keys.store().make_value_key(COUNCIL, f"{n}.address") for n in range(4)}
    monkeypatch.setenv("KITH_KEY_SERVICE", "tests.audit.key_service:StandInService")
    store, done = keys.store(), ValueKeys._rewrapped

    def breaks(self: ValueKeys, name: str, newest: int) -> bool:
        if name.startswith("2"):
            raise KeyboardInterrupt
        return done(self, name, newest)

    monkeypatch.setattr(ValueKeys, "_rewrapped", breaks)
    with pytest.raises(KeyboardInterrupt):
        store.renew_wrapping(COUNCIL)
    assert "wrapping" in store.private(COUNCIL), "a backup holds what still wraps some of them"
    assert {name: store.value_key(COUNCIL, name) for name in made} == made
    monkeypatch.setattr(ValueKeys, "_rewrapped", done)
    store.renew_wrapping(COUNCIL)
    assert {name: store.value_key(COUNCIL, name) for name in made} == made
    assert not list(chosen.rglob("wrapping*"))


@pytest.mark.parametrize(
    "named", ["vault", "nowhere.at_all:Service", "tests.audit.key_service:Nobody", ":", "os:getpid.x"]
)
def test_with_a_service_that_is_none_nothing_is_sealed_and_nothing_starts(
    chosen: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("KITH_KEY_SERVICE", named)
    with pytest.raises(ValueError, match="KITH_KEY_SERVICE"):
        seal(keys.store())
    with pytest.raises(ImproperlyConfigured, match="KITH_KEY_SERVICE"):
        apps.get_app_config("audit").ready()


def test_a_key_is_bound_to_its_controller(store: FolderKeyStore) -> None:
    seal(store)
    (name, kept), *_ = wrapped(store).items()
    (store.folder / str(SCHOOL) / "values" / name).write_bytes(kept)
    with pytest.raises(Exception):  # noqa: B017  (a service answers with an error of its own)
        store.value_key(UUID(str(SCHOOL)), name)


def test_a_controller_without_keys_has_nothing_to_renew_and_nothing_to_erase(store: FolderKeyStore) -> None:
    nobody = uuid4()
    store.erase_value_key(nobody, "a.note")
    assert list(store.value_names(nobody)) == []
    for asked in (lambda: store.make_value_key(nobody, "a.note"), lambda: store.renew_wrapping(nobody)):
        with pytest.raises(NoKey):
            asked()
