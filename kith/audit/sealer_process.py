"""`python -m kith.audit.sealer_process`: seals every ledger, each second, until it is told to stop.

A process of its own with a database role of its own. It needs `DATABASE_SEALER_URL`, the key store
(`KITH_KEYS`) and a place outside the database for signed heads (`KITH_HEADS`); no Django.
"""

from __future__ import annotations

import signal
import sys
from os import environ
from threading import Event

import psycopg

from kith.audit import keys
from kith.audit.heads import HeadFolder
from kith.audit.sealer import Sealer, run

PATIENCE = 2.0


def main() -> int:
    """Seal until SIGTERM or Ctrl-C; a lost database is waited for."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            with psycopg.connect(environ["DATABASE_SEALER_URL"]) as connection:
                connection.autocommit = True
                run(Sealer(connection, keys.store(), HeadFolder(keys.heads_folder())), stop.wait, _tell)
        except psycopg.OperationalError as error:
            _tell(f"The sealer waits for the database: {str(error).splitlines()[0]}")
            stop.wait(PATIENCE)
    return 0


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
