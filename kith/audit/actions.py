"""Writing to the ledger. No line, no answer: whoever looks or changes writes here first.

Leaf, detail and index go in one statement, inside the open unit of work, so that they are there
exactly if what they tell of is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kith.audit import canonical
from kith.audit.entries import Entry, holder_of, words_of
from kith.audit.statements import MANY_LINES, ONE_LINE
from kith.foundation.ids import uuid7
from kith.tenancy import current, tenancy
from kith.tenancy.prepared import send

BATCH = 2000
SAME = frozenset({"doer_name", "doer_post", "doer_organisation", "address"})
# The door through which nobody has come yet: it writes the lines about signing in.
SIGN_IN = "sign-in"


def record(
    action: str,
    *,
    subjects: Iterable[UUID] = (),
    holder: UUID | None = None,
    reason: str = "",
    terms: str = "",
    detail: Mapping[str, Any] | None = None,
) -> UUID:
    """Write one line in the open unit of work and give back its id.

    `action` is a noun and a verb (`person.view`), `subjects` the persons it is about, `terms` what
    was searched for. Raises NoTenant outside `tenancy`.
    """
    entry = Entry(subjects=tuple(subjects), holder=holder, reason=reason, terms=terms, detail=detail)
    return record_entry(action, entry)


def record_entry(action: str, entry: Entry) -> UUID:
    """Write this line in the open unit of work and give back its id."""
    row = {**_common(action), **_row(entry)}
    send(ONE_LINE, row)
    id: UUID = row["id"]
    return id


def record_many(action: str, entries: Iterable[Entry]) -> list[UUID]:
    """Write one line for each entry, set-based: for imports, where each person has a line."""
    common, waiting, ids = _common(action), iter(entries), []
    while batch := [_row(entry) for entry in islice(waiting, BATCH)]:
        # How the doer is called and where they are is the same in all lines of one call.
        columns = {name: batch[0][name] if name in SAME else [row[name] for row in batch] for name in batch[0]}
        # An array of arrays must be rectangular: lists of persons travel as text.
        columns["subjects"] = ["{" + ",".join(map(str, one)) + "}" for one in columns["subjects"]]
        with connection.cursor() as cursor:
            cursor.execute(MANY_LINES, {**common, **columns})
        ids += columns["id"]
    return ids


def for_each_controller(
    reach: Iterable[tuple[UUID, UUID | None]],
    action: str,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write a line about an account to the ledger of every controller it reaches.

    `reach` is pairs of controller and post. Each line has a short transaction of its own; one that
    cannot be written does not keep the others from being written, and is raised at the end.
    """
    failures: list[Exception] = []
    for controller, post in dict(reach).items():
        try:
            with tenancy(controller, system=SIGN_IN, on_behalf_of=post):
                record(action, reason=reason, detail=detail)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{action} is missing from {len(failures)} ledgers", failures)


def _common(action: str) -> dict[str, Any]:
    """What all lines of one call share: who, what, when."""
    doer = current().doer
    return {
        "version": canonical.VERSION,
        "time": timezone.now(),
        "action": action,
        "post": doer.post_id,
        "system": doer.system or "",
        "on_behalf_of": doer.on_behalf_of,
    }


def _row(entry: Entry) -> dict[str, Any]:
    """What one line has of its own."""
    words = words_of(entry)
    return {
        "id": uuid7(),
        "holder": holder_of(entry),
        "subjects": list(dict.fromkeys(entry.subjects)),
        "commitment": canonical.commitment(words),
        "salt": words.salt,
        **{name: getattr(words, name) for name in canonical.WORDS_FIELDS},
    }
