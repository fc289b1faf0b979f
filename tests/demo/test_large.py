"""A drawn population: as many children as asked for, written set-based, each known to the council's index."""

from datetime import date

from kith.demo import large
from kith.demo.build import SYSTEM
from kith.people.models import Enrolment, Known, Person, PersonBirth, PersonIdentifier, PersonNameVersion
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

TODAY = date(2026, 11, 25)


def grown(children: int, seed: int) -> int:
    said: list[str] = []
    large.grow(children=children, seed=seed, today=TODAY, say=said.append)
    assert f"{children:,} of {children:,} children" in said[-1]
    with tenancy(Controller.objects.get(slug="wexshire").id, system=SYSTEM):
        assert Person.objects.count() == Known.objects.count() == PersonBirth.objects.count()
        assert PersonNameVersion.objects.exists() and Enrolment.objects.exists()
        upns = PersonIdentifier.objects.filter(kind="upn")
        assert upns.count() == upns.values("value").distinct().count()
        return PersonBirth.objects.filter(born_on__gt=date(2008, 11, 26)).count()


def test_a_population_grows_by_as_many_children_as_asked_for(fresh, monkeypatch) -> None:
    monkeypatch.setattr(large, "AT_ONCE", 100)  # several units of work
    assert grown(300, seed=1) == 300
    assert grown(200, seed=2) == 500
