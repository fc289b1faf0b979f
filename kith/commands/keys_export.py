"""The key store's way out: without the keys, sealed values cannot be read and heads cannot be signed."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--backup", type=Path, metavar="FILE", help="all keys, locked with a passphrase, into FILE")
    parser.epilog = "Without --backup the public keys are printed as JSON; anybody may have those."


def run(options: argparse.Namespace) -> int:
    from kith.audit import keybackup, keys

    if options.backup is None:
        print(json.dumps(keybackup.public_keys(keys.store()), indent=1))
        return 0
    passphrase = _passphrase()
    try:
        locked = keybackup.backup(keys.store(), passphrase)
    except ValueError as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    with os.fdopen(os.open(options.backup, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(locked)
    print(f"Keys are in {options.backup}. Keep it apart from backups of the database, and not for long.")
    return 0


def _passphrase() -> str:
    """From the terminal, or the first line of what is piped in; never from the command line, which others can see."""
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase (15 characters or more): ")
    return sys.stdin.readline().rstrip("\n")
