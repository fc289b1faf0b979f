"""A council with its index, and a trust with two schools, for imports to arrive in."""

from dataclasses import dataclass
from typing import Any

import pytest

from kith.organisations.actions import add_holder, add_organisation, open_controller
from kith.tenancy import tenancy


@dataclass(frozen=True)
class World:
    """What tests name."""

    council: Any
    trust: Any
    index: Any
    oak: Any
    elm: Any

    def council_open(self):
        return tenancy(self.council.id, system="importer")

    def trust_open(self):
        return tenancy(self.trust.id, system="importer")


def build_world() -> World:
    council = open_controller(slug="wexshire", kind="council", name="Wexshire Council")
    trust = open_controller(slug="alder", kind="trust", name="Alder Trust")
    with tenancy(council.id, system="importer"):
        index = add_holder(slug="index", name="Child index", is_index=True)
    with tenancy(trust.id, system="importer"):
        oak, elm = [
            add_organisation(kind="school", name=name, laestab=number, files_of=add_holder(slug=name, name=name))
            for name, number in (("Oak", "8654001"), ("Elm", "8654002"))
        ]
    return World(council, trust, index, oak, elm)


@pytest.fixture
def world(db):
    return build_world()
