"""A drawn population, by the verb: as many children as asked for, of this seed, each known to the council's index."""

from collections import Counter
from datetime import date

import pytest
import time_machine

from kith.commands.verbs import parse
from kith.demo import large
from kith.demo.build import SYSTEM
from kith.demo.population import households
from kith.people.models import Enrolment, Known, Person, PersonBirth, PersonIdentifier, PersonNameVersion
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

TODAY = date(2026, 11, 25)


def grown(children: int, seed: int, capsys: pytest.CaptureFixture[str]) -> Counter[date]:
    """The days on which the children were born who are there now."""
    verb, options = parse(["demo", "--children", str(children), "--seed", str(seed)])
    assert verb.load()(options) == 0
    assert f"{children:,} of {children:,} children" in capsys.readouterr().out.splitlines()[-1]
    with tenancy(Controller.objects.get(slug="wexshire").id, system=SYSTEM):
        assert Person.objects.count() == Known.objects.count() == PersonBirth.objects.count()
        assert PersonNameVersion.objects.exists() and Enrolment.objects.exists()
        upns = PersonIdentifier.objects.filter(kind="upn")
        assert upns.count() == upns.values("value").distinct().count()
        return Counter(PersonBirth.objects.filter(born_on__gt=date(2008, 11, 26)).values_list("born_on", flat=True))


def drawn(children: int, seed: int) -> Counter[date]:
    schools = max(1, children // large.CHILDREN_A_SCHOOL)
    found = households(children, seed, today=TODAY, schools=schools)
    return Counter(child.born for household in found for child in household.children)


def test_a_population_grows_by_as_many_children_as_asked_for(fresh, monkeypatch, capsys) -> None:
    monkeypatch.setattr(large, "AT_ONCE", 100)  # several units of work
    with time_machine.travel(TODAY, tick=False):
        first = grown(300, 1, capsys)
        both = grown(200, 2, capsys)
    assert (first.total(), both.total()) == (300, 500)
    assert first == drawn(300, 1) and both == first + drawn(200, 2)
