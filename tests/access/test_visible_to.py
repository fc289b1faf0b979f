"""A list shows exactly those a page would open: `visible_to` against the decision, for every role."""

import random
from collections import defaultdict
from dataclasses import replace

import pytest
from django.utils import timezone

from kith.access import queries, rules
from kith.access.holders import live
from kith.access.kinds import ACTIONS
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.access.words import BarKind, RecordType, Relation
from kith.foundation.ids import uuid7
from kith.organisations.models import Post
from kith.people.models import Known, Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.rooms import School, open_school

pytestmark = pytest.mark.django_db
PERSONS = 2000
# A kind of concern that was given to somebody is no tie to the file it stands in.
TIES = [one for one in Relation if one is not Relation.CATEGORY]
SOME = ["person.find", "person.list", "person.view", "person.edit"]


def generate(dice: random.Random, holders) -> rules.SubjectFacts:
    return rules.SubjectFacts(
        RecordType.PERSON,
        holders=frozenset(dice.sample(holders, dice.choice([1, 1, 1, 2]))),
        level=dice.choices([0, 1, 2, 3], [6, 1, 1, 1])[0],
        ties=frozenset(dice.sample(TIES, dice.choices([0, 1, 2], [4, 4, 1])[0])),
        bars=frozenset(dice.sample(list(BarKind), dice.choices([0, 1], [8, 1])[0])),
    )


def save(persons: dict, post: Post) -> None:
    now = {"since": timezone.now()}
    about = {"subject_kind": Subject.PERSON, **now}
    mine = {"grantee_kind": Grantee.POST, "grantee_id": post.id, **about}
    everybody = {"grantee_kind": Grantee.EVERYBODY, "grantee_id": post.controller_id, **about}
    every = persons.items()
    Known.objects.bulk_create(Known(person_id=p, holder_id=h, because="x", **now) for p, m in every for h in m.holders)
    Person.objects.bulk_create(Person(id=p) for p in persons)
    Grant.objects.bulk_create(Grant(subject_id=p, relation=tie, **mine) for p, m in every for tie in m.ties)
    Bar.objects.bulk_create(Bar(subject_id=p, kind=kind, **mine) for p, m in every for kind in m.bars)
    Bar.objects.bulk_create(Bar(subject_id=p, level=m.level, **everybody) for p, m in every if m.level)


@pytest.fixture(scope="module")
def world(kept: None) -> tuple[School, dict]:
    alder = open_school("alder", Role.DSL)
    birch = open_school("birch", controller=alder.controller)
    dice = random.Random(2026)
    persons = {uuid7(): generate(dice, [alder.holder.id, birch.holder.id]) for _ in range(PERSONS)}
    with tenancy(alder.controller.id, system="importer"):
        save(persons, alder.posts[Role.DSL])
    return alder, persons


# One role for each way a row of the table can open persons: by role, by tie, by hour, by grant, not at all.
A_FEW = (Role.DSL, Role.EH_WORKER, Role.EDT_WORKER, Role.IG_OFFICER, Role.SYSTEM_ADMIN)


def kinds_of(persons: dict) -> dict[rules.SubjectFacts, set]:
    """Persons of whom the same is true, together: the decision is asked once for each kind."""
    kinds = defaultdict(set)
    for id, made in persons.items():
        kinds[made].add(id)
    return kinds


def differences(post: Post, persons: dict, roles=Role, **how: bool) -> list[tuple[str, str, int]]:
    """Role by role and action by action: how many persons list and page disagree about."""
    found, kinds = [], kinds_of(persons)
    built = Reader.build(post.id, **{"second_factor": True, **how})
    for role in roles:
        reader = replace(built, facts=replace(built.facts, role=role, agreed_types=frozenset(RecordType)))
        for action in SOME:
            verb = ACTIONS[action][1]
            opened = set().union(*(ids for made, ids in kinds.items() if reader.decide(verb, made).allowed))
            listed = set(visible_to(Person.objects, reader, action).values_list("id", flat=True))
            if wrong := listed ^ opened:
                found.append((role, action, len(wrong)))
    return found


def test_lists_and_pages_agree_about_2000_persons_for_every_role(world):
    school, persons = world
    with school.at_work(Role.DSL):
        assert differences(school.posts[Role.DSL], persons) == []


def test_they_agree_without_a_second_factor(world):
    school, persons = world
    with school.at_work(Role.DSL):
        assert differences(school.posts[Role.DSL], persons, A_FEW, second_factor=False) == []


def test_they_agree_when_every_bar_has_lapsed(world):
    school, persons = world
    with school.at_work(Role.DSL):
        live(Bar).update(until=timezone.now())
        without = {id: replace(made, level=0, bars=frozenset()) for id, made in persons.items()}
        assert differences(school.posts[Role.DSL], without, A_FEW) == []


def test_the_comparison_sees_a_list_that_forgets_the_bars(world, monkeypatch):
    """The negative control."""
    school, persons = world
    monkeypatch.setattr(queries, "_shut", lambda reader, verb, column: queries.NOTHING)
    with school.at_work(Role.DSL):
        assert differences(school.posts[Role.DSL], persons, A_FEW)
