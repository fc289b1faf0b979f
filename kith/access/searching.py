"""Searching the words of records is a right of its own, beside reading them: an administrator takes it from roles.

The model says who may search at all: whoever reads records of some area. A controller takes it from some of these roles
and gives it back; to a role that reads no record it cannot be given.
"""

from kith.access.kinds import AREAS
from kith.access.reader import Reader
from kith.access.rules import Decision
from kith.access.table import permits
from kith.access.words import Verb
from kith.organisations import controller_settings
from kith.organisations.controller_settings import NO_SEARCH
from kith.reference.roles import Role

__all__ = ["may_search", "searchers", "taken_from"]

TAKEN = "Searching in the words of records was taken from your role. What you may read opens as before."


def searchers() -> list[Role]:
    """The roles that may search, unless it is taken from them: those that read some record."""
    columns = {column for usual, stricter in AREAS.values() for column in (usual, *stricter.values())}
    return [role for role in Role if any(Verb.READ in p.verbs for one in columns for p in permits(role, one))]


def taken_from() -> frozenset[Role]:
    """From whom this controller has taken it."""
    return frozenset(Role(one) for one in controller_settings.here().settings.get(NO_SEARCH, ()))


def may_search(reader: Reader) -> Decision:
    """Asked beside whether they may read anything at all."""
    taken = reader.facts.role in taken_from()
    return Decision(not taken, TAKEN if taken else "Nobody has taken it from this role.")
