"""Reading the ledger: who has looked at a child, what was done about one.

Row security shows the lines of the doer's own holders. The access room decides who may ask at all.
A merged person was written about under several ids, so questions take a collection of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.tenancy import current

# First words after the dot of an action that mean somebody saw something, or that it was sent out to them.
LOOKING = (
    "view",
    "show",
    "list",
    "search",
    "print",
    "export",
    "open",
    "download",
    "reveal",
    "receipt",
    "file",
    "envelope",
)
_LINES = """
SELECT l.id, l.time, l.action, l.post_id, l.system, l.on_behalf_of, l.subjects, d.doer_name, d.doer_post,
       d.doer_organisation, d.reason, d.terms, d.facts, gone.under
FROM audit_subject s
JOIN audit_leaf l ON l.controller_id = s.controller_id AND l.id = s.leaf_id
LEFT JOIN audit_detail d ON d.controller_id = l.controller_id AND d.id = l.id
LEFT JOIN audit_disposal gone ON gone.controller_id = l.controller_id AND gone.id = l.id
WHERE s.controller_id = %(controller)s AND s.person_id = ANY (%(persons)s)
  AND (%(verbs)s::text[] IS NULL OR split_part(split_part(l.action, '.', 2), '_', 1) = ANY (%(verbs)s::text[]))
  AND (%(before)s::uuid IS NULL OR s.leaf_id < %(before)s::uuid)
ORDER BY s.leaf_id DESC LIMIT %(limit)s
"""
_OF_DEEDS = """
SELECT id FROM audit_leaf WHERE controller_id = %(controller)s AND id = ANY (%(lines)s) AND action = ANY (%(actions)s)
"""


@dataclass(frozen=True)
class Told:
    """One ledger line in words. `disposed_under` says where the words went, when they are gone."""

    id: UUID
    time: datetime
    action: str
    post_id: UUID | None
    system: str
    on_behalf_of: UUID | None
    subjects: tuple[UUID, ...]
    doer_name: str
    doer_post: str
    doer_organisation: str
    reason: str
    terms: str
    facts: dict[str, Any]
    disposed_under: str


def who_has_looked(persons: Collection[UUID], *, limit: int = 100, before: UUID | None = None) -> list[Told]:
    """Who saw this person, latest first. `before` is the id of the last line already shown."""
    return _lines(persons, LOOKING, limit, before)


def lines_about(persons: Collection[UUID], *, limit: int = 100, before: UUID | None = None) -> list[Told]:
    """Everything the ledger has about this person, latest first."""
    return _lines(persons, None, limit, before)


def of_deeds(lines: Collection[UUID], actions: Collection[str]) -> set[UUID]:
    """Which of these lines are of one of these deeds."""
    asked = {"controller": current().controller_id, "lines": list(lines), "actions": list(actions)}
    with connection.cursor() as cursor:
        cursor.execute(_OF_DEEDS, asked)
        return {id for (id,) in cursor.fetchall()}


def _lines(persons: Collection[UUID], verbs: Collection[str] | None, limit: int, before: UUID | None) -> list[Told]:
    asked = {
        "controller": current().controller_id,
        "persons": list(persons),
        "verbs": None if verbs is None else list(verbs),
        "before": before,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINES, asked)
        return [_told(*row) for row in cursor.fetchall()]


def _told(*row: Any) -> Told:
    """A row in words; a line whose detail was disposed of has empty ones."""
    *leaf, subjects, name, post, organisation, reason, terms, facts, under = row
    words = (name or "", post or "", organisation or "", reason or "", terms or "")
    return Told(*leaf, tuple(subjects), *words, json.loads(facts or "{}"), under or "")
