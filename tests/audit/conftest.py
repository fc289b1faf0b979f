"""An invented trust with two schools, and the means to work in it as somebody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from kith.foundation.ids import uuid7
from kith.tenancy import Doer, install, tenancy, unit
from kith.tenancy.models import Controller, Holder


@dataclass(frozen=True)
class Place:
    """A controller with two holders and a post in each."""

    controller: UUID
    alder: UUID
    birch: UUID
    at_alder: UUID
    at_birch: UUID
    at_both: UUID

    def holders_of(self, doer: Doer) -> tuple[UUID, ...]:
        """What the organisations room answers in life."""
        if doer.post_id == self.at_alder:
            return (self.alder,)
        if doer.post_id == self.at_birch:
            return (self.birch,)
        return () if doer.system == "sign-in" else (self.alder, self.birch)


WORDS = {"name": "Ines Okafor", "post": "Designated safeguarding lead", "organisation": "Alder Primary"}


@pytest.fixture
def make_place() -> Iterator[Callable[[str], Place]]:
    """Makes controllers; the real start-up parts are put back afterwards."""
    before, places = unit._installed, {}

    def holders_of(doer: Doer) -> tuple[UUID, ...]:
        return places[unit.current().controller_id].holders_of(doer)

    def make(slug: str) -> Place:
        controller = Controller.objects.create(slug=slug, kind="trust", name=slug.title())
        ids = [uuid7() for _ in range(5)]
        place = places[controller.id] = Place(controller.id, *ids)
        with tenancy(controller.id, system="importer"):
            Holder.objects.create(id=place.alder, slug="alder", name="Alder")
            Holder.objects.create(id=place.birch, slug="birch", name="Birch")
        return place

    install(holders_of=holders_of, words_of=lambda doer: WORDS, reactions={})
    yield make
    unit._installed = before


@pytest.fixture
def place(make_place: Callable[[str], Place]) -> Any:
    return make_place("elmwood")
