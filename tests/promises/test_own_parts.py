"""Promise: whatever shows a record shows the parts of those the reader is allowed, and of nobody else.

A family of random size stands in records of every area, each child with words nobody else has. A reader is drawn, and
what is closed to them. Then every page that shows a record or a child, the prints, the chronology, the reporting view
and the lists are asked, and what a referral would take, and held against the one decision function, part by part.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access import actions as access
from kith.access.models import Bar
from kith.access.reader import Reader
from kith.access.words import BarKind, Relation, Verb
from kith.areas import all_areas
from kith.areas import area as area_named
from kith.cases import reporting
from kith.cases.actions import OwnAnswers
from kith.cases.models import OwnView, Part, Record
from kith.chronology import queries as chronology
from kith.organisations.models import Post
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing.referral import choosing, making
from kith.tenancy import tenancy
from kith.web.handover import sent
from kith.web.handover.said import referral_said
from tests.access.columns import type_of
from tests.areas.filled import about, childs_words
from tests.cases.conftest import schools  # noqa: F401  (a fixture)
from tests.cases.council import SERVICES, WORKERS, open_council
from tests.sharing.referral.world import SAID
from tests.signin import client_for

pytestmark = pytest.mark.django_db
AREAS = tuple(one.name for one in all_areas())
FAMILY = 3


@dataclass
class Family:
    """Brothers and sisters known to one holder, and the records they stand in."""

    house: Any
    worker: Role
    area: str
    # Whom what is written is referred to, where it is.
    council: UUID | None = None
    records: list[UUID] = field(default_factory=list)
    sent: list[UUID] = field(default_factory=list)

    @property
    def children(self) -> list[UUID]:
        return self.house.children[:FAMILY]

    def words(self, record: int, n: int) -> str:
        """What the n-th child says in this record, and nobody says anywhere else."""
        return f"words-of-{n}-in-{record}."

    def about(self, n: int) -> OwnAnswers:
        declared, words = area_named(self.area), self.words(len(self.records), n)
        return about(declared, self.children[n], **{childs_words(declared): words})

    def write(self, among: frozenset[int]) -> None:
        """One record about these, and what each says of it beside."""
        own = [self.about(n) for n in sorted(among)]
        with self.house.at_work(self.worker):
            record = self.house.send(*own) if self.area == "concern" else self.house.send(self.area, *own)
            for n in among:
                OwnView.objects.create(
                    record=record,
                    holder_id=record.holder_id,
                    person_id=self.children[n],
                    words=self.words(len(self.records), n),
                    said_by="child",
                    said_on=record.written_at.date(),
                    at=record.written_at,
                )
        self.records.append(record.id)
        if self.council:
            self.refer(record)

    def refer(self, record: Record) -> None:
        """Whoever leads has sent all of it to the council, before anything was closed to anybody."""
        with self.house.at_work(Role.DSL):
            reader = Reader.build(self.house.posts[Role.DSL], second_factor=True)
            offer = choosing.offer(record, reader)
            choice = replace(everything(offer), to=self.council)
            self.sent.append(making.refer(offer=offer, choice=choice, reader=reader, token=uuid4()).id)


@pytest.fixture
def families(schools) -> dict[str, Family]:  # noqa: F811
    """One for each area, in the service that works it."""
    council = open_council()
    made = {area: Family(council[place], role, area) for area, (place, role) in WORKERS.items()}
    made["concern"] = Family(schools[0], Role.SCHOOL_STAFF, "concern", council["front"].controller)
    assert set(made) == set(AREAS)
    for one in made.values():
        with tenancy(one.house.controller, system="importer"):
            for n, child in enumerate(one.children):
                people.add_name(person=Person.objects.get(id=child), kind="legal", forename=f"Child{n}", surname="Sole")
    return made


def readers(area: str) -> list[Role]:
    return list(SERVICES[WORKERS[area][0]]) if area in WORKERS else [*STAFF]


STAFF = (Role.SCHOOL_STAFF, Role.DSL, Role.PASTORAL_LEAD, Role.SENCO, Role.HEADTEACHER, Role.GOVERNOR)


@st.composite
def moments(
    draw: Any, areas: Sequence[str] = ()
) -> tuple[str, list[frozenset[int]], Role, frozenset[int], frozenset[int]]:
    """An area, who stands in each record, a reader, whom they may not see, and whom they are tied to."""
    area = draw(st.sampled_from(areas or AREAS))
    children = st.frozensets(st.integers(0, FAMILY - 1))
    among = draw(st.lists(children.filter(bool), min_size=1, max_size=2))
    return area, among, draw(st.sampled_from(readers(area))), draw(children), draw(children)


@contextmanager
def so_far() -> Iterator[None]:
    """What happens in here is gone afterwards: the world is made once for all examples."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def allowed(family: Family, role: Role) -> set[tuple[UUID, UUID]]:
    """(record, person) of every part the decision gives this reader, asked one by one."""
    reader = Reader.build(family.house.posts[role], second_factor=True)
    return {
        (part.record_id, part.person_id)
        for part in Part.objects.filter(record__in=family.records, person__isnull=False).select_related("record")
        if _may_read(reader, part)
    }


def _may_read(reader: Reader, part: Part) -> bool:
    ties = [Relation.AUTHOR] if part.record.written_by == reader.post_id else []
    kind = type_of(part.record.area, part.category)
    about = (part.person_id, part.record_id, part.holder_id)
    return reader.decide(Verb.READ, reader.subject(kind, *about, ties=ties)).allowed


def set_up(family: Family, role: Role, barred: frozenset[int], tied: frozenset[int]) -> None:
    with family.house.at_work(role):
        me = Post.objects.get(id=family.house.posts[role]).user_id
        Bar.objects.filter(grantee_id=me).update(until=timezone.now())
        for n in barred:
            access.bar(user_id=me, person_id=family.children[n], kind=next(iter(BarKind)), reason="Family")
        for n in tied:
            access.grant(
                to=family.house.posts[role], to_kind="post", about=family.children[n], about_kind="person",
                relation=Relation.ALLOCATED,
            )  # fmt: skip


def everything_shown(family: Family, role: Role) -> str:
    """All pages and prints a post can ask for about these records and children, as one text."""
    client, about = client_for(family.house.posts[role]), {"purpose": "Meeting"}
    asked = [client.get(reverse(name)) for name in ("home", "board", "work")]
    for id in family.records:
        if family.area == "concern":
            asked += [
                client.get(reverse("concern", args=[id])),
                client.post(reverse("print_concern", args=[id]), about),
                client.get(reverse("link_child", args=[id])),
                client.get(reverse("write_referral", args=[id, uuid4()])),
            ]
            continue
        at = {"area": family.area, "id": id}
        asked += [client.get(reverse(name, kwargs=at)) for name in ("record", "record_history", "record_people")]
        asked += [client.get(reverse("correct_record", kwargs=at | {"part": part})) for part in parts_of(family, id)]
        asked.append(client.post(reverse("print_record", kwargs=at), about))
    if family.area != "concern":
        asked.append(client.get(reverse("work_list", kwargs={"area": family.area})))
    asked += [client.get(reverse("sent_referral", args=[id])) for id in family.sent]
    for child in family.children:
        asked.append(client.get(reverse("person", args=[child])))
        asked.append(client.post(reverse("print_person", args=[child]), about))
        asked.append(client.get(reverse("chronology", args=[child]), {"whose": "household"}))
        asked.append(client.post(reverse("print_chronology", args=[child]), about))
    return "\n".join(answer.content.decode() for answer in asked)


def parts_of(family: Family, record: UUID) -> list[UUID]:
    """Every part there is, whoever may read it."""
    with tenancy(family.house.controller, system="clock"):
        return list(Part.objects.filter(record_id=record).values_list("id", flat=True))


def shown(family: Family, role: Role) -> dict[str, set[tuple[UUID, UUID]]]:
    """(record, person) of every part whose words, line or row this reader is given, by where."""
    text = everything_shown(family, role)
    with family.house.at_work(role):
        reader = Reader.build(family.house.posts[role], second_factor=True)
        told = {(e.record_id, child) for child in family.children for e in chronology.entries(child, reader)}
        rows = {(row["record_id"], row["person_id"]) for row in reporting.rows(family.area, reader)}
        pages = {
            (id, child)
            for r, id in enumerate(family.records)
            for n, child in enumerate(family.children)
            if family.words(r, n) in text
        }
        envelopes = in_envelopes(family, reader)
    return {"pages and prints": pages, "chronology": told, "reporting view": rows, "envelope": envelopes}


def in_envelopes(family: Family, reader: Reader) -> set[tuple[UUID, UUID]]:
    """Whose words go with a referral in which the sender ticks all that is offered. Only concerns are referred."""
    if family.area != "concern":
        return set()
    bodies = {}
    for id in family.records:
        offer = choosing.offer(Record.objects.get(id=id), reader)
        bodies[id] = json.dumps(making.body_of(offer, everything(offer), reader.post))
    return {
        (id, child)
        for r, id in enumerate(family.records)
        for n, child in enumerate(family.children)
        if family.words(r, n) in bodies[id]
    }


def everything(offer: choosing.Offer) -> making.Choice:
    chosen = tuple(
        making.ChosenChild(
            one.part, one.role, frozenset(f.name for f in one.facts), frozenset(a.name for a in one.answers)
        )
        for one in offer.children
    )
    return making.Choice(to=None, children=chosen, answers=frozenset(a.name for a in offer.answers), **SAID)


def leaks(family: Family, role: Role) -> list[str]:
    """Where this reader is given a part that is not theirs to read."""
    given_to = shown(family, role)
    with family.house.at_work(role):
        theirs = allowed(family, role)
    return [place for place, parts in given_to.items() if parts - theirs]


@pytest.mark.parametrize("area", AREAS)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nobody_is_given_a_part_they_may_not_read(families, area, data):
    _, among, role, barred, tied = moment = data.draw(moments([area]))
    with so_far():
        family = families[area]
        one = Family(family.house, family.worker, area, family.council)
        for some in among:
            one.write(some)
        set_up(one, role, barred, tied)
        assert leaks(one, role) == [], moment


@pytest.mark.parametrize("area", AREAS)
def test_what_may_be_read_is_there(families, area):
    """Else a page that shows nothing would keep the promise."""
    one = families[area]
    one.write(frozenset({0, 1}))
    role = READS[area]
    set_up(one, role, frozenset({1}), frozenset({0, 1}))
    with one.house.at_work(role):
        theirs = allowed(one, role)
    assert theirs == {(one.records[0], one.children[0])}
    sent = theirs if area == "concern" else set()
    every = {"pages and prints": theirs, "chronology": theirs, "reporting view": theirs, "envelope": sent}
    assert shown(one, role) == every


# Somebody who reads each area: a lead at a school, whoever works it at the council.
READS = {"concern": Role.DSL, **{area: role for area, (_, role) in WORKERS.items()}}
EVERY_PART = lambda parts, reader, verb=Verb.READ: parts.filter(person__isnull=False)  # noqa: E731
WHOEVER_READS = lambda ids, reader, verb=Verb.READ: list(  # noqa: E731
    Part.objects.filter(record_id__in=ids, person__isnull=False).order_by("id")
)
BROKEN = {
    "pages and prints": {"kith.cases.queries.own_parts": WHOEVER_READS},
    "chronology": {"kith.chronology.queries.parts_open_to": lambda shape, verb, area: Q(person__isnull=False)},
    "reporting view": {"kith.cases.reporting.parts_visible_to": EVERY_PART},
    "envelope": {
        "kith.sharing.referral.choosing.parts_visible_to": EVERY_PART,
        "kith.sharing.referral.choosing._open": lambda reader: Person.objects.all(),
    },
}


@pytest.mark.parametrize("where", BROKEN)
def test_a_place_that_gives_every_part_is_found(families, monkeypatch, where):
    """The negative control, for each way out of the records."""
    area = "concern" if where == "envelope" else "contact"
    one = families[area]
    one.write(frozenset({0, 1}))
    set_up(one, READS[area], frozenset({1}), frozenset())
    chronology._of_person.cache_clear()
    for name, careless in BROKEN[where].items():
        monkeypatch.setattr(name, careless)
    try:
        assert where in leaks(one, READS[area])
    finally:
        chronology._of_person.cache_clear()


def test_a_page_of_what_was_sent_that_gives_every_child_is_found(families, monkeypatch):
    """The same for a referral: all that went, shown to whoever may read one child of it."""
    one, role = families["concern"], READS["concern"]
    one.write(frozenset({0, 1}))
    set_up(one, role, frozenset({1}), frozenset())
    assert leaks(one, role) == []
    monkeypatch.setattr(sent, "referral_said", lambda body, places, secret: referral_said(body, range(2), ()))
    assert leaks(one, role) == ["pages and prints"]
