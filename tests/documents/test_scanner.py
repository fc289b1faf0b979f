"""The malware scanner: a no is a no, silence is a no, and what it was sent is what is kept.

First a stand-in that speaks the protocol, then Debian's own clamd with a signature nobody else has.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from os import urandom
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from kith.documents import arriving
from kith.documents.arriving import Arrived, arrive
from kith.documents.scanner import Scanner, ScannerDown, scanner
from tests.documents.clamd_stand_in import BAD, StandIn
from tests.documents.files import PDF, mail

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
NONE = "no clamd here: apt-get install clamav-daemon"
INFECTED = PDF + BAD


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    made = StandIn(tmp_path)
    monkeypatch.setenv("KITH_CLAMD", made.address)
    yield made
    made.close()


def names(files: list[tuple[str, bytes]]) -> tuple[list[str], list[str]]:
    ready, turned = arrive([Arrived.of_bytes(*one) for one in files])
    return [one.name for one in ready], [one.why for one in turned]


def test_what_it_finds_is_refused_and_the_rest_is_kept(stand_in: StandIn) -> None:
    assert names([("good.pdf", PDF), ("bad.pdf", INFECTED)]) == (["good.pdf"], [arriving.FOUND])
    assert stand_in.came == [PDF, INFECTED]


def test_what_was_attached_to_a_mail_is_looked_through_by_itself(stand_in: StandIn) -> None:
    kept, why = names([("mail.eml", mail(("bad.pdf", INFECTED), ("good.pdf", PDF)))])
    assert (kept, why) == (["mail.txt", "good.pdf"], [arriving.FOUND])


def test_large_files_go_in_pieces_and_arrive_whole(stand_in: StandIn) -> None:
    large = PDF + urandom(700_000)
    assert names([("large.pdf", large)])[0] == ["large.pdf"]
    assert stand_in.came == [large]


def test_while_it_is_down_nothing_is_taken_in(stand_in: StandIn) -> None:
    stand_in.close()
    assert names([("good.pdf", PDF)]) == ([], [arriving.DOWN])


ANSWERS = {
    "nothing": b"", "half a word": b"stream: O", "a limit": b"INSTREAM size limit exceeded. ERROR\0",
    "something else": b"UNKNOWN COMMAND\0", "a yes to another": b"other: OK\0", "without an end": b"x" * 9000,
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_is_no_yes_is_a_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    made = StandIn(tmp_path, lambda whole: ANSWERS[answer])
    monkeypatch.setenv("KITH_CLAMD", made.address)
    assert names([("good.pdf", PDF)]) == ([], [arriving.DOWN])
    made.close()


def test_one_that_never_answers_is_not_waited_for_without_end(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "mute"))
        mute.listen()
        with pytest.raises(ScannerDown, match="Timeout"):
            Scanner(f"unix:{tmp_path / 'mute'}", seconds=0.2).found([PDF])


def test_the_control_of_that_without_a_scanner_everything_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KITH_CLAMD", raising=False)
    assert scanner() is None
    assert names([("bad.pdf", INFECTED)]) == (["bad.pdf"], [])


def test_whether_it_is_there(stand_in: StandIn) -> None:
    assert Scanner(stand_in.address).is_there()
    stand_in.close()
    assert not Scanner(stand_in.address).is_there()
    assert not Scanner("127.0.0.1:1").is_there()


MISNAMED = ["localhost", "localhost:clamd", "localhost:", ":3310", "localhost:0", "localhost:99999", "unix:", "h:²"]


@pytest.mark.parametrize("address", MISNAMED)
def test_one_that_is_named_wrongly_does_not_answer_and_nothing_starts_with_it(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("KITH_CLAMD", address)
    assert names([("good.pdf", PDF)]) == ([], [arriving.DOWN])
    assert not Scanner(address).is_there()
    with pytest.raises(ImproperlyConfigured, match="KITH_CLAMD"):
        apps.get_app_config("documents").ready()


@pytest.mark.parametrize("address", ["", "unix:/run/clamav/clamd.ctl", "localhost:3310", "::1:3310"])
def test_the_control_of_that_what_names_a_scanner_starts_though_it_may_be_down(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("KITH_CLAMD", address)
    apps.get_app_config("documents").ready()


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Debian's clamd with a database of one signature of our own, on a socket of its own."""
    if CLAMD is None:
        pytest.skip(NONE)
    home = tmp_path_factory.mktemp("clamd")
    (home / "db").mkdir()
    (home / "db" / "own.ndb").write_text(f"Kith.Invented:0:*:{BAD.hex()}\n")
    path = home / "socket"
    (home / "clamd.conf").write_text(
        f"DatabaseDirectory {home}/db\nLocalSocket {path}\nTemporaryDirectory {home}\nForeground yes\n"
        f"LogFile {home}/log\nStreamMaxLength 26M\n"
    )
    running = subprocess.Popen([CLAMD, "-c", str(home / "clamd.conf")], stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if path.exists() and Scanner(f"unix:{path}").is_there():
                break
            assert running.poll() is None, (home / "log").read_text()
            time.sleep(0.1)
        yield f"unix:{path}"
    finally:
        running.terminate()
        running.wait(30)


def test_the_real_one_finds_our_own_signature_and_nothing_else(clamd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_CLAMD", clamd)
    assert Scanner(clamd).found([INFECTED]) == "Kith.Invented.UNOFFICIAL"
    mixed = [("bad.txt", BAD), ("good.pdf", PDF), ("mail.eml", mail(("bad.txt", BAD), ("good.txt", b"Words")))]
    kept, why = names(mixed)
    assert kept == ["good.pdf"] and why == [arriving.FOUND] * 2
    assert names([("large.pdf", PDF + urandom(9_000_000))])[0] == ["large.pdf"]


def test_more_than_the_real_one_takes_is_a_no(clamd: str) -> None:
    with pytest.raises(ScannerDown, match="size limit"):
        Scanner(clamd).found([bytes(1_000_000)] * 30)
