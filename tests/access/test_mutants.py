"""No change of the decision function or of its table goes unseen by the expected answers."""

import itertools

import pytest

from kith.access import table
from kith.access.words import RecordType, Verb
from kith.reference.roles import Role
from tests.access import matrix, mutants
from tests.access.expected import expected


@pytest.fixture
def a_table_of_our_own(monkeypatch):
    """The table may be changed in place; what was read of it is forgotten before and after."""
    monkeypatch.setattr(table, "TABLE", {roles: dict(row) for roles, row in table.TABLE.items()})
    table._cells.cache_clear()
    yield table.TABLE
    table._cells.cache_clear()


def test_no_change_of_the_rules_survives():
    survivors, tried = [], 0
    for what, module in mutants.changed_rules():
        tried += 1
        if not _is_seen(module):
            survivors.append(what)
    assert survivors == []
    assert tried > 60


def _is_seen(module) -> bool:
    try:
        differences = itertools.chain(matrix.manner(module), matrix.conditional_differences(module, every=False))
        return next(differences, None) is not None
    except Exception:  # a mutant that breaks is seen
        return True


def test_no_change_of_the_table_survives(a_table_of_our_own):
    survivors, tried = [], 0
    for roles, kinds, changed in mutants.changed_cells():
        tried += 1
        before = a_table_of_our_own[roles][kinds]
        a_table_of_our_own[roles][kinds] = changed
        table._cells.cache_clear()
        if all(_as_expected(role, kind) for role in roles.split() for kind in kinds.split()):
            survivors.append((roles, kinds, changed))
        a_table_of_our_own[roles][kinds] = before
    assert survivors == []
    assert tried > 500


def _as_expected(role: str, kind: str) -> bool:
    permits = table.permits(Role(role), RecordType(kind))
    for tie in matrix.TIES:
        verbs = {v for p in permits if not p.because or tie in p.because for v in p.verbs}
        if verbs != {Verb(v) for v in expected().verbs(role, kind, tie)}:
            return False
    return True


def test_a_table_that_was_not_changed_is_as_expected(a_table_of_our_own):
    """The negative control: it is the change that is seen, not the table."""
    for roles, row in a_table_of_our_own.items():
        assert all(_as_expected(role, kind) for role in roles.split() for kinds in row for kind in kinds.split())
