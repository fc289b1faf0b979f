"""Invented ledger lines for the tests of this room."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from kith.audit import canonical
from kith.audit.canonical import Line, Words

COUNCIL = UUID("0198a000-0000-7000-8000-000000000001")
SCHOOL = UUID("0198a000-0000-7000-8000-000000000002")
POST = UUID("0198a000-0000-7000-8000-000000000003")
START = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)


def number(kind: int, i: int) -> UUID:
    """An id that is always the same for the same test line."""
    return UUID(int=(0x0198A0 << 104) | (0x7 << 76) | (0x2 << 62) | (kind << 40) | i)


def words(i: int) -> Words:
    """The detail of test line `i`."""
    return Words(
        salt=sha256(b"salt %d" % i).digest(),
        doer_name="Ines Okafor",
        doer_post="Designated safeguarding lead",
        doer_organisation="Larkfield Primary",
        reason="" if i % 3 else "Preparing for the strategy discussion",
        address="192.0.2.10",
        facts=canonical.facts_text({"page": "person", "n": i}),
    )


def line(i: int, controller: UUID = COUNCIL) -> Line:
    """The leaf of test line `i`."""
    return Line(
        controller=controller,
        id=number(1, i),
        holder=SCHOOL if i % 5 else None,
        time=START + timedelta(seconds=i, microseconds=17 * i),
        action="person.view" if i % 2 else "concern.submit",
        post=POST if i % 7 else None,
        system="" if i % 7 else "importer",
        on_behalf_of=None if i % 7 else POST,
        subjects=tuple(number(2, i + k) for k in range(i % 4)),
        commitment=canonical.commitment(words(i)),
    )
