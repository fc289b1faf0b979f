"""The sealer: gives every committed line its place, and signs what the ledger has become.

Lines are written by plain inserts, many at once, and commit in any order. A number given in the
order of commits cannot be had from an id: a long transaction commits its old ids last. So the
sealer looks for lines *without a number*. Each second it searches among the ids of the last hour;
at its start and every few minutes among all, for whatever took longer.

It works as `kith_sealer`, one controller at a time under row security, and can do nothing but read
leaves and add numbers and heads. Before it signs it checks that the last head is its own and that no
head outside speaks of a longer ledger: it never puts its name under a ledger that was cut.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg

from kith.audit import heads, stream, tree
from kith.audit.heads import Head, HeadFolder
from kith.audit.keystore import KeyStore
from kith.tenancy.waiting import TRY

BATCH = 10_000
RECENT = timedelta(hours=1)
EVERYTHING = UUID(int=0)


class LedgerBroken(Exception):
    """The ledger is not what this sealer signed; it signs nothing more until somebody has looked."""


@dataclass
class Sealer:
    """Seals the ledgers of all controllers that have keys in `store`."""

    connection: psycopg.Connection
    store: KeyStore
    outside: HeadFolder
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def seal(self, controller: UUID, *, whole: bool = False) -> Head | None:
        """Number what is waiting, a batch at a time, and sign; the last head, None when nothing waited.

        `whole` looks among all lines instead of those of the last hour.
        """
        since: UUID | None = EVERYTHING if whole else _earliest_id(self.now() - RECENT)
        last = None
        while since is not None:
            head, since = self._seal_batch(controller, since)
            last = head or last
        return last

    def seal_all(self, *, whole: bool = False) -> dict[UUID, LedgerBroken]:
        """Seal everything that waits in every ledger; says which ledgers are broken."""
        broken = {}
        for controller in self.store.controllers():
            try:
                self.seal(controller, whole=whole)
            except LedgerBroken as error:
                broken[controller] = error
        return broken

    def _seal_batch(self, controller: UUID, since: UUID) -> tuple[Head | None, UUID | None]:
        """One batch in one transaction: its head, and the id to go on from while more may wait.

        Going on from an id is right within one sweep only: what commits behind it meanwhile is found
        by the next, which starts from the beginning.
        """
        with self.connection.transaction():
            self.connection.execute("SELECT set_config('app.controller', %s, true)", [str(controller)])
            if not self._alone(controller):
                return None, None
            grown = self._checked_tree(controller)
            leaves = stream.unnumbered_leaves(self.connection, controller, since, BATCH)
            if not leaves:
                return None, None
            ids = [UUID(bytes=leaf[stream.ID_IN_LEAF]) for leaf in leaves]
            head = self._add(controller, ids, leaves, grown)
        self.outside.keep(head)
        return head, ids[-1] if len(ids) == BATCH else None

    def _alone(self, controller: UUID) -> bool:
        """Two sealers would give the same number twice."""
        taken = self.connection.execute(TRY, [f"ledger {controller}"]).fetchone()
        return bool(taken and taken[0])

    def _checked_tree(self, controller: UUID) -> tree.Peaks:
        """The tree as the last head left it, after both proved to be this sealer's own."""
        row = self.connection.execute(
            "SELECT size, root, time, signature, peaks FROM audit_head WHERE controller_id = %s"
            " ORDER BY size DESC LIMIT 1",
            [controller],
        ).fetchone()
        outside = self.outside.last(controller)
        if row is None:
            if outside is not None:
                raise LedgerBroken(f"The ledger is empty; a head outside speaks of {outside.size} lines.")
            return tree.Peaks()
        size, root, at, signature, peaks = row
        last = Head(controller=controller, size=size, root=root, time=at, signature=signature)
        grown = tree.Peaks(size, [peaks[i : i + 32] for i in range(0, len(peaks), 32)])
        if grown.root() != root or not heads.is_genuine(last, self.store.signing_public(controller)):
            raise LedgerBroken(f"The last head ({size} lines) was not signed here.")
        self._agree_with_outside(last, outside)
        return grown

    def _agree_with_outside(self, last: Head, outside: Head | None) -> None:
        """The newest head outside is this one, or an older one: then a stop came between the two."""
        if outside is None or outside.size < last.size:
            self.outside.keep(last)
        elif (outside.size, outside.root) != (last.size, last.root):
            raise LedgerBroken(f"The ledger has {last.size} signed lines; a head outside speaks of {outside.size}.")

    def _add(self, controller: UUID, ids: list[UUID], leaves: list[bytes], grown: tree.Peaks) -> Head:
        """Give these leaves the next numbers and write the head over them."""
        start = grown.size
        grown.extend(tree.leaf_hash(leaf) for leaf in leaves)
        at = self.now()
        head = heads.signed(self.store, controller=controller, size=grown.size, root=grown.root(), time=at)
        self.connection.execute(
            "INSERT INTO audit_number (id, n) SELECT id, %s + place - 1"
            " FROM unnest(%s::uuid[]) WITH ORDINALITY t (id, place)",
            [start, ids],
        )
        self.connection.execute(
            "INSERT INTO audit_head (id, size, root, time, signature, peaks) VALUES (uuidv7(), %s, %s, %s, %s, %s)",
            [head.size, head.root, head.time, head.signature, b"".join(grown.peaks)],
        )
        return head


def _earliest_id(moment: datetime) -> UUID:
    """The smallest UUIDv7 of this millisecond."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def run(sealer: Sealer, stopped: Callable[[float], bool], tell: Callable[[str], None]) -> None:
    """Seal each second until `stopped(seconds)` says so; a broken ledger is told once and left alone."""
    told: dict[UUID, str] = {}
    swept = float("-inf")
    while True:
        whole = time.monotonic() - swept > 600
        swept = time.monotonic() if whole else swept
        for controller, error in sealer.seal_all(whole=whole).items():
            if told.get(controller) != str(error):
                told[controller] = str(error)
                tell(f"The ledger of controller {controller} is broken. {error}")
        if stopped(1.0):
            return
