"""The embedded server against the traps of real machines; each test uses a server of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from starter import binaries, process
from starter.account import Account, StarterError, server_account
from starter.postgres import EmbeddedPostgres
from starter.roles import ROLES, make_database, make_roles

AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="needs root to play another account")


@pytest.fixture
def home() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="kith-starter-", dir="/var/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def write_rows(server: EmbeddedPostgres, count: int) -> None:
    with psycopg.connect(server.uri()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", [count])


def rows(server: EmbeddedPostgres) -> int:
    with psycopg.connect(server.uri()) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def test_starts_stops_and_keeps_the_data(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        write_rows(server, 1000)
        assert server.is_running()
    assert not server.is_running()
    assert not server.socket.exists()
    with EmbeddedPostgres(home) as again:
        assert rows(again) == 1000


def test_nobody_listens_on_the_network_and_only_the_owner_reaches_the_socket(home: Path) -> None:
    with EmbeddedPostgres(home) as server, psycopg.connect(server.uri()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert server.socket.stat().st_mode & 0o777 == 0o700
        assert connection.execute("SELECT datlocprovider FROM pg_database WHERE datname = 'postgres'").fetchone() == (
            "b",
        )


def test_what_a_statement_said_is_not_in_the_log_and_the_log_is_nobody_elses(home: Path) -> None:
    with EmbeddedPostgres(home) as server, psycopg.connect(server.uri(), autocommit=True) as connection:
        connection.execute("CREATE TABLE said (words text UNIQUE)")
        connection.execute("INSERT INTO said VALUES ('dad hit me')")
        for wrong in ("INSERT INTO said VALUES ('dad hit me')", "SELECT 'dad hit me'::date"):
            with pytest.raises(psycopg.Error, match="dad hit me"):
                connection.execute(wrong)
        connection.execute("SET log_min_messages = 'error'")
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT 'this would be seen'::date")
    log = server.home / "log"
    assert "dad hit me" not in log.read_text() and "this would be seen" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600 and home.stat().st_mode & 0o066 == 0


def test_after_kill_9_every_committed_row_is_there(home: Path) -> None:
    server = EmbeddedPostgres(home).start()
    write_rows(server, 5000)
    os.kill(server.pid(), signal.SIGKILL)
    server._child.wait()
    assert (server.data / "postmaster.pid").exists(), "the trap: the dead server's pid file stays"
    with EmbeddedPostgres(home) as again:
        assert rows(again) == 5000


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="zombies are told apart by /proc")
def test_a_zombie_is_not_a_running_server(home: Path) -> None:
    server = EmbeddedPostgres(home).start()
    write_rows(server, 10)
    pid = server.pid()
    os.kill(pid, signal.SIGKILL)
    while process.runs(pid, str(server.data)):
        time.sleep(0.01)
    os.kill(pid, 0)  # the trap: to the kernel the uncollected process still exists
    assert not server.is_running()
    with EmbeddedPostgres(home) as again:
        assert rows(again) == 10
    server._child.wait()


def test_a_recycled_pid_is_not_a_running_server(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        write_rows(server, 10)
        lines = (server.data / "postmaster.pid").read_text().splitlines()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (server.data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        os.kill(stranger.pid, 0)
        assert not server.is_running()
        with EmbeddedPostgres(home) as again:
            assert rows(again) == 10
        assert stranger.poll() is None, "a stranger's process is left alone"
    finally:
        stranger.kill()
        stranger.wait()


def test_a_path_longer_than_a_socket_name_allows(home: Path) -> None:
    deep = home / ("a long folder name " * 6).strip() / "and another one below it"
    with EmbeddedPostgres(deep) as server:
        assert len(str(server.data)) > 107
        write_rows(server, 3)
        assert rows(server) == 3


STARTER = """
import sys, psycopg
from pathlib import Path
from starter.postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])) as server:
    print(server.pid(), flush=True)
    psycopg.connect(server.uri()).execute("SELECT 1")
    sys.stdin.readline()
    psycopg.connect(server.uri()).execute("SELECT 1")
"""


def another_starter(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", STARTER, str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_simultaneous_starters_share_one_server_and_the_last_stops_it(home: Path) -> None:
    starters = [another_starter(home) for _ in range(3)]
    pids = {starter.stdout.readline().strip() for starter in starters}
    assert len(pids) == 1
    (pid,) = map(int, pids)
    for starter in starters[:2]:
        starter.communicate("leave\n")
        assert starter.returncode == 0
    assert process.runs(pid, str(EmbeddedPostgres(home).data)), "one is still using it"
    starters[2].communicate("leave\n")
    assert not process.runs(pid, str(EmbeddedPostgres(home).data))


def test_a_folder_somebody_else_put_in_the_way_is_refused(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.socket.mkdir(mode=0o755)
    server.account.own(server.socket)
    server.socket.chmod(0o755)
    try:
        with pytest.raises(StarterError, match="belongs to somebody else"):
            server.start()
    finally:
        server.socket.rmdir()


def test_a_start_broken_off_leaves_no_half_cluster(home: Path) -> None:
    (home / "data.new").mkdir()
    (home / "data.new" / "half").write_text("written by a start that was broken off")
    with EmbeddedPostgres(home) as server:
        assert server.is_running()


@only_root
def test_programs_and_data_under_a_closed_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = home / "root-home"
    closed.mkdir(mode=0o700)
    wheel = binaries.installed()
    shutil.copytree(wheel, closed / wheel.name)
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), closed / f"{wheel.name}.libs")
    monkeypatch.setattr(binaries, "installed", lambda: closed / wheel.name)
    monkeypatch.setattr(binaries, "COPIES", home)
    monkeypatch.setattr("starter.postgres.ELSEWHERE", home / "elsewhere")
    assert not server_account(closed).can_run(closed / wheel.name / "pginstall/bin/postgres"), "the trap"
    with EmbeddedPostgres(closed / "var") as server:
        assert home / "elsewhere" in server.data.parents
        write_rows(server, 7)
    with EmbeddedPostgres(closed / "var") as again:
        assert rows(again) == 7
    assert len(list(home.glob("kith-postgres-*"))) == 1, "the programs are copied once"


@only_root
def test_an_ordinary_user_starts_a_server_too(home: Path) -> None:
    nobody = Account(65534, 65534)
    nobody.own(home)
    folder = Path(__file__).parents[2]
    become = "import os, encodings.idna; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    script = STARTER.replace("with Embedded", become + "with Embedded")  # Python itself may lie under /root
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "HOME": str(home)}
    ran = subprocess.run(
        [sys.executable, "-c", script, str(home / "pg")], input="\n", capture_output=True, text=True, env=environment
    )
    assert ran.returncode == 0, ran.stderr
    assert (home / "pg" / "data").stat().st_uid == 65534


@only_root
def test_root_never_runs_a_copy_that_others_may_write(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "COPIES", home)
    account = server_account(home / "none")
    monkeypatch.setattr(Account, "can_run", lambda self, program: "kith-postgres-" in str(program))
    copy = binaries.reachable_for(account).parents[2]
    copy.chmod(0o777)
    with pytest.raises(StarterError, match="open to them"):
        binaries.reachable_for(account)


def test_roles_may_exactly_what_the_table_says(home: Path) -> None:
    with EmbeddedPostgres(home, throwaway=True) as server:
        for _ in range(2):  # safe to repeat
            make_roles(server.uri())
            make_database(server.uri(), "kith")
        with psycopg.connect(server.uri()) as connection:
            found = connection.execute(
                "SELECT rolname, rolcanlogin, rolbypassrls, rolsuper FROM pg_roles WHERE rolname LIKE 'kith%'"
            ).fetchall()
        assert {name: (login, bypass, above) for name, login, bypass, above in found} == {
            name: (rights.startswith("LOGIN"), "NOBYPASSRLS" not in rights, False) for name, rights in ROLES.items()
        }
        with psycopg.connect(server.uri("kith_app", "kith")) as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE mine (n int)")
        with psycopg.connect(server.uri("kith_owner", "kith"), autocommit=True) as owner:
            owner.execute("CREATE TABLE closed (n int)")
        with psycopg.connect(server.uri("kith_app", "kith")) as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT * FROM closed")
