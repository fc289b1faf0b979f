"""A small world of everything that opens or closes something, and what lists, readers and pages must say of it.

Each function gives the differences between what the code under test says and what the pure decision, or a hand, says.
None when all is well; the mutants are put in place of the code and must give at least one.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import time_machine
from django.utils import timezone

from kith.access import actions, rules
from kith.access.kinds import ACTIONS, own_categories
from kith.access.models import Bar, Grant, Grantee, Party, Subject
from kith.access.queries import parts_open_to, parts_visible_to, records_visible_to, visible_to
from kith.access.reader import Reader, require
from kith.access.shape import Shape
from kith.access.words import BarKind, RecordType, Relation, Verb
from kith.cases.models import Filing, Part, Record
from kith.documents.models import Document
from kith.foundation.ids import uuid7
from kith.organisations.models import Post
from kith.people.merge_rules import Stage
from kith.people.models import Known, Merge, Person
from kith.reference.roles import Role
from kith.tenancy import Refused, tenancy
from kith.tenancy.prepared import Prepared
from tests.access.columns import type_of
from tests.access.test_parts import concern
from tests.promises.page_world import record_of
from tests.rooms import School, give_post, open_school

NIGHT, DAY = "2026-11-25T22:00:00+00:00", "2026-11-25T12:00:00+00:00"
# One role for each way a row of the table can open something, and one that opens nothing.
ROLES = (
    Role.DSL, Role.HEADTEACHER, Role.ATTENDANCE_LEAD, Role.TRUST_DSL, Role.SCHOOL_STAFF, Role.EH_WORKER,
    Role.SOCIAL_WORKER, Role.EDT_WORKER, Role.MASH_OFFICER, Role.PARTNER_USER, Role.SYSTEM_ADMIN,
)  # fmt: skip
TIES = (None, "allocated", "delegated", "dated_grant", "reason", "restricted_list", "sealed_opening", "break_glass")
LISTS = ("person.find", "person.list", "person.view", "person.edit")
# Those whose pages are asked one by one: by role, by tie, by hour.
PAGES = (Role.DSL, Role.EH_WORKER, Role.EDT_WORKER)
PERSON, RECORD, HOLDER = Subject.PERSON, Subject.RECORD, Subject.HOLDER
NOBODY = frozenset[Relation]()
Difference = tuple[object, ...]


@dataclass(frozen=True)
class About:
    """What ties, bars or closes one person or record."""

    tie: str | None = None
    level: int = 0
    barred: bool = False

    @property
    def ties(self) -> frozenset[Relation]:
        return frozenset({Relation(self.tie)} if self.tie else ())


@dataclass
class World:
    school: School
    other: School
    persons: dict[UUID, About]
    # Part -> its record, area, category, its person, what is true of the record, and whether our post wrote it.
    parts: dict[UUID, tuple[UUID, str, str, UUID, About, bool]]
    # What the decision says: asked once, since nothing that is changed here changes it.
    said: dict[tuple[str, Role, str], set[UUID]] = field(default_factory=dict)
    built: list[Reader] = field(default_factory=list)
    # A document of each sort: the rows of it, without bytes.
    documents: dict[str, UUID] = field(default_factory=dict)
    # Who was merged into whom: by the one who stays.
    merged: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def post(self) -> Any:
        return self.school.posts[Role.DSL]

    def person(self, **what: Any) -> UUID:
        return next(id for id, about in self.persons.items() if about == About(**what))


def make_world() -> World:
    school = open_school("alder", *ROLES)
    other = open_school("birch", controller=school.controller)
    persons = {uuid7(): About(tie, level) for tie, level in itertools.product(TIES, range(4))}
    persons[uuid7()] = About(barred=True)
    persons[uuid7()] = About("allocated", barred=True)
    with tenancy(school.controller.id, system="importer"):
        known = {"holder": school.holder, "since": timezone.now(), "because": "enrolled"}
        Known.objects.bulk_create(Known(person_id=id, **known) for id in persons)
        Person.objects.bulk_create(Person(id=id) for id in persons)
        world = World(school, other, persons, {})
        for id, about in persons.items():
            _open(world, PERSON, id, about)
        _parts(world)
        _documents(world)
        world.merged = {id: _merged(world, id) for id in (world.person(), world.person(level=2))}
        _of_somebody_else(world)
        Post.objects.update(since=datetime(2026, 1, 1, tzinfo=UTC))
    return world


def _merged(world: World, survivor: UUID) -> UUID:
    """Somebody whose record was merged into this one."""
    old, now, holder = uuid7(), timezone.now(), world.school.holder
    Known.objects.bulk_create([Known(person_id=old, holder=holder, since=now, because="enrolled")])
    Person.everybody.bulk_create([Person(id=old, status=Person.Status.MERGED)])
    said = {"stage": Stage.DONE, "why": "The same girl.", "file_of": holder.id, "by": uuid7(), "at": now}
    Merge.objects.create(survivor_id=survivor, merged_id=old, **said)
    return old


def _open(world: World, kind: Subject, id: UUID, about: About) -> None:
    mine = {"grantee_kind": Grantee.POST, "grantee_id": world.post.id}
    what = {"subject_kind": kind, "subject_id": id, "since": timezone.now()}
    if about.tie:
        Grant.objects.create(relation=about.tie, purpose=f"because of {about.tie}", **mine, **what)
    if about.barred:
        Bar.objects.create(kind=BarKind.CONFLICT, **mine, **what)
    if about.level:
        everybody = {"grantee_kind": Grantee.EVERYBODY, "grantee_id": world.school.controller.id}
        Bar.objects.create(level=about.level, **everybody, **what)


def _of_somebody_else(world: World) -> None:
    """What another post was granted is nothing to ours."""
    theirs = {"grantee_kind": Grantee.POST, "grantee_id": uuid7(), "since": timezone.now()}
    about = {"subject_kind": PERSON, "subject_id": world.person()}
    Grant.objects.create(relation=Relation.ALLOCATED, **theirs, **about)
    Bar.objects.create(kind=BarKind.CONFLICT, **theirs, **about)


def _documents(world: World) -> None:
    """On pages of persons who are open, confidential and restricted; on concerns about them."""
    plain, secret, closed = (world.person(level=level) for level in (0, 1, 2))
    of = {(category, child): made for made, _, category, child, about, mine in world.parts.values()
          if about == About() and not mine}  # fmt: skip
    hung = {"page": (plain, None), "secret page": (secret, None), "closed page": (closed, None)}
    hung |= {
        "bullying": (plain, of["bullying", plain]),
        "protection": (plain, of["child_protection", plain]),
        "secret bullying": (secret, of["bullying", secret]),
    }
    for name, (child, record) in hung.items():
        common = {"holder": world.school.holder}
        made = Document.objects.create(at=timezone.now(), token=uuid7(), n=0, **common)
        Filing.objects.create(document=made, record_id=record, person_id=child, **common)
        world.documents[name] = made.id


def _parts(world: World) -> None:
    """A concern of each sort about somebody nothing is said of; some about the others; records said something of."""
    plain = world.person()
    every = [
        *((plain, category, About(), mine) for category in ("bullying", "attendance", "child_protection")
          for mine in (True, False)),
        *((id, "bullying", About(), False) for id in world.persons if id != plain),
        *((plain, "bullying", About(tie, level), False) for tie in TIES for level in (0, 1, 2, 3) if tie or level),
        (plain, "bullying", About(barred=True), False),
    ]  # fmt: skip
    for child, category, about, mine in every:
        made = concern(world.school, world.post.id if mine else uuid7(), {child: category})
        _keep(world, made, "concern", category, child, about, mine)
    for area in ("contact", "early_help"):
        for child in (plain, world.person(tie="allocated"), world.person(level=2)):
            _keep(world, record_of(world.school, area, child), area, "", child, About(), False)


def _keep(world: World, made: Record, area: str, category: str, child: UUID, about: About, mine: bool) -> None:
    world.parts[made.parts.get(person=child).id] = (made.id, area, category, child, about, mine)
    _open(world, RECORD, made.id, about)


def readers(world: World, roles: tuple[Role, ...] = ROLES, **how: bool) -> Iterator[Reader]:
    """The post with its ties and bars, as each role in turn; with agreements for all; on duty where that helps."""
    built = Reader.build(world.post.id, **{"second_factor": True, **how})
    for role in roles:
        agreed = frozenset(RecordType) if role is Role.PARTNER_USER else frozenset()
        facts = replace(built.facts, role=role, agreed_types=agreed)
        standing = frozenset({Relation.EDT}) if role is Role.EDT_WORKER else NOBODY
        yield replace(built, facts=facts, standing=standing)


def facts_of(world: World, role: Role) -> rules.ReaderFacts:
    """What a reader of this role is, by hand."""
    agreed = frozenset(RecordType) if role is Role.PARTNER_USER else frozenset[RecordType]()
    return rules.ReaderFacts(role, frozenset({world.school.holder.id}), True, True, True, True, agreed)


def subject(world: World, role: Role, kind: RecordType, *abouts: About, ties: frozenset[Relation] = NOBODY) -> Any:
    standing = frozenset({Relation.EDT}) if role is Role.EDT_WORKER else NOBODY
    return rules.SubjectFacts(
        kind,
        frozenset({world.school.holder.id}),
        level=max(about.level for about in abouts),
        ties=ties.union(standing, *(about.ties for about in abouts)),
        bars=frozenset({BarKind.CONFLICT} if any(about.barred for about in abouts) else ()),
    )


def of_persons(world: World) -> Iterator[Difference]:
    """A list of persons is those the decision opens, and those are the ones whose pages open."""
    for reader in readers(world):
        for action in LISTS:
            wanted = opened_persons(world, reader.facts.role, action)
            listed = set(visible_to(Person.objects.all(), reader, action).values_list("id", flat=True))
            if listed != wanted:
                yield (reader.facts.role, action)
    for reader in readers(world, (Role.DSL,), second_factor=False):
        if visible_to(Person.objects.all(), reader, "person.find").exists():
            yield ("a password alone",)


def of_pages(world: World) -> Iterator[Difference]:
    """The same of one person after the other, as pages ask."""
    for reader in readers(world, PAGES):
        wanted = opened_persons(world, reader.facts.role, "person.view")
        if {id for id in world.persons if reader.may("person.view", id).allowed} != wanted:
            yield (reader.facts.role, "pages")


def opened_persons(world: World, role: Role, action: str) -> set[UUID]:
    kind, verb = ACTIONS[action]

    def opens(about: About) -> bool:
        return rules.decide(facts_of(world, role), verb, subject(world, role, kind, about)).allowed

    if (role_found := ("persons", role, action)) not in world.said:
        world.said[role_found] = {id for id, about in world.persons.items() if opens(about)}
    return world.said[role_found]


def opened_parts(world: World, role: Role, verb: Verb) -> set[UUID]:
    if (asked := ("parts", role, verb)) not in world.said:
        world.said[asked] = {part for part in world.parts if opens(world, role, verb, part)}
    return world.said[asked]


def opens(world: World, role: Role, verb: Verb, part: UUID) -> bool:
    """The decision about one part, with every tie it has."""
    _, area, category, child, about, mine = world.parts[part]
    ties = frozenset({Relation.AUTHOR} if mine else ())
    if category in own_categories(role, area):
        ties |= {Relation.CATEGORY}
    asked = subject(world, role, type_of(area, category), world.persons[child], about, ties=ties)
    return rules.decide(facts_of(world, role), verb, asked).allowed


def of_parts(world: World) -> Iterator[Difference]:
    """The parts of records that are listed are those the decision opens, and the records are theirs."""
    for reader in readers(world):
        role = reader.facts.role
        for verb in (Verb.READ, Verb.WRITE):
            wanted = opened_parts(world, role, verb)
            listed = set(parts_visible_to(Part.objects.all(), reader, verb).values_list("id", flat=True))
            if listed != wanted:
                yield (role, verb, len(listed - wanted), len(wanted - listed))
    for reader in readers(world, (Role.SCHOOL_STAFF,)):
        own = set(parts_visible_to(Part.objects.all(), reader, Verb.RECEIPT).values_list("id", flat=True))
        if own != opened_parts(world, Role.SCHOOL_STAFF, Verb.RECEIPT) or not own:
            yield ("receipts",)
    for reader in readers(world, (Role.SOCIAL_WORKER, Role.EH_WORKER)):
        flagged = set(parts_visible_to(Part.objects.all(), reader, Verb.FLAG).values_list("id", flat=True))
        if flagged != opened_parts(world, reader.facts.role, Verb.FLAG):
            yield (reader.facts.role, "flag")
        records = set(records_visible_to(Record.objects.all(), reader).values_list("id", flat=True))
        if records != {world.parts[part][0] for part in opened_parts(world, reader.facts.role, Verb.READ)}:
            yield (reader.facts.role, "records")
    for reader in readers(world, (Role.DSL,), second_factor=False):
        if parts_visible_to(Part.objects.all(), reader).exists():
            yield ("a password alone, parts",)
    yield from of_one_area(world)


def of_one_area(world: World) -> Iterator[Difference]:
    """Asked of one area, without each row's own, the list is that area's part of the same answer."""
    for reader in readers(world, (Role.SENCO, Role.SOCIAL_WORKER, Role.EH_WORKER)):
        wanted = opened_parts(world, reader.facts.role, Verb.READ)
        for area in {area for _, area, *_ in world.parts.values()}:
            rows = Part.objects.filter(record__area=area)
            listed = set(parts_visible_to(rows, reader, all_of=area).values_list("id", flat=True))
            if listed != {part for part in wanted if world.parts[part][1] == area}:
                yield (reader.facts.role, area, len(listed))


def of_kept_text(world: World) -> Iterator[Difference]:
    """A query whose text is kept for a role answers as one that is built for the reader."""
    for reader in readers(world, (Role.SCHOOL_STAFF, Role.SOCIAL_WORKER, Role.EDT_WORKER, Role.HEADTEACHER)):
        for verb in (Verb.READ, Verb.RECEIPT):
            if of_shape(reader, verb) != opened_parts(world, reader.facts.role, verb):
                yield (reader.facts.role, verb, "kept text")


def of_shape(reader: Reader, verb: Verb) -> set[UUID]:
    condition = parts_open_to(Shape.of(reader), verb)
    kept = Prepared(lambda: Part.objects.filter(condition).values_list("id"))
    return {id for (id,) in kept.rows(reader=reader, now=reader.now)}


def of_partners(world: World) -> Iterator[Difference]:
    """A partner reads what agreements in force are about, and none of the rest."""
    for agreed in (RecordType.EARLY_HELP, RecordType.CONTACT):
        built = Reader.build(world.post.id, second_factor=True)
        facts = replace(built.facts, role=Role.PARTNER_USER, agreed_types=frozenset({agreed}))
        reader = replace(built, facts=facts, ties={world.person(): frozenset({Relation.INVOLVED})})
        found = parts_visible_to(Part.objects.all(), reader, Verb.SUMMARY).values_list("record__area", flat=True)
        if set(found) != ({"early_help"} if agreed is RecordType.EARLY_HELP else set()):
            yield ("a partner", agreed, *found)
        if visible_to(Person.objects.all(), reader, "person.find").exists():
            yield ("a partner, persons",)


def of_delegated_files(world: World) -> Iterator[Difference]:
    """A tie to a holder opens what it holds."""
    post = give_post(world.school.controller, world.school.organisation, Role.TRUST_DSL, f"t{uuid7().hex}@x.example")
    with tenancy(world.school.controller.id, system="importer"):
        named = {"to": post.id, "to_kind": Grantee.POST, "about": world.school.holder.id, "about_kind": HOLDER}
        actions.grant(relation=Relation.DELEGATED, **named)
    with tenancy(world.school.controller.id, post=post.id):
        found = set(parts_visible_to(Part.objects.all(), Reader.build(post.id, second_factor=True)).values_list("id"))
    open_ = {
        id
        for id, (_, area, category, child, about, _) in world.parts.items()
        if area == "concern" and category != "child_protection"
        for said in (world.persons[child], about)
        if said.level == 0 and not said.barred
    }
    closed = {
        id
        for id, (*_, child, about, _) in world.parts.items()
        if max(world.persons[child].level, about.level) > 0
    }  # fmt: skip
    # Bars are of the other post and hold nobody else; what is closed to everybody is closed.
    barred = {id for id, (*_, child, about, _) in world.parts.items() if world.persons[child].barred or about.barred}
    if {id for (id,) in found} != (open_ | barred) - closed:
        yield ("delegated files",)


def of_build(world: World) -> Iterator[Difference]:
    """A reader is what was said of its post: by hand."""
    school, post = world.school, world.post
    reader = Reader.build(post.id, second_factor=True)
    if reader.facts != facts_of(world, Role.DSL):
        yield ("facts", reader.facts)
    if Reader.build(post.id, second_factor=False, agreed=False).facts != replace(
        facts_of(world, Role.DSL), second_factor=False, agreement=False
    ):
        yield ("facts without",)
    ids = world.persons | {made: about for made, _, _, _, about, _ in world.parts.values()}
    if dict(reader.ties) != {id: about.ties for id, about in ids.items() if about.tie}:
        yield ("ties",)
    if dict(reader.bars) != {id: frozenset({BarKind.CONFLICT}) for id, about in ids.items() if about.barred}:
        yield ("bars",)
    if set(reader.emergencies) != {id for id, about in ids.items() if about.tie == "break_glass"}:
        yield ("emergencies",)
    if reader.reasons != {id: "because of reason" for id, about in ids.items() if about.tie == "reason"}:
        yield ("reasons",)
    if (reader.holder_id, reader.post_id) != (school.holder.id, post.id):
        yield ("holder",)
    allocated = {id for id, about in ids.items() if about.tie == "allocated"}
    if set(reader.tied(frozenset({Relation.ALLOCATED}))) != allocated:
        yield ("tied",)
    if set(reader.barred) != set(reader.bars) or set(reader.known) != set(reader.ties):
        yield ("barred, known",)
    yield from _one_subject(world, reader)


def _one_subject(world: World, reader: Reader) -> Iterator[Difference]:
    person, closed = world.person(tie="allocated"), world.person(tie="reason", level=1)
    both = reader.subject(RecordType.CIN, person, None, closed, ties=[Relation.AUTHOR], locked=True)
    ties = frozenset({Relation.ALLOCATED, Relation.REASON, Relation.AUTHOR})
    if both != rules.SubjectFacts(RecordType.CIN, reader.facts.holders, 1, ties, frozenset(), True):
        yield ("subject", both)
    if reader.subject(RecordType.CIN) != rules.SubjectFacts(RecordType.CIN, reader.facts.holders):
        yield ("a subject that is nobody",)
    if reader.why(closed) != "because of reason" or reader.why(person):
        yield ("why",)
    if not require(rules.Decision(True, "yes"), person).allowed:
        yield ("require",)
    try:
        reader.check("person.view", None, world.person(barred=True))
    except Refused as no:
        if no.decision.subjects != (world.person(barred=True),):
            yield ("whom a refusal is about",)
    else:
        yield ("check",)


def of_hours(world: World) -> Iterator[Difference]:
    """On duty at night and nobody else; and a post that has ended has no reader."""
    for role, moment, on in ((Role.EDT_WORKER, NIGHT, True), (Role.EDT_WORKER, DAY, False), (Role.DSL, NIGHT, False)):
        post = world.school.posts[role]
        with time_machine.travel(moment), tenancy(world.school.controller.id, post=post.id):
            reader = Reader.build(post.id, second_factor=True)
            if (reader.standing != NOBODY) != on or (reader.ties_to(uuid7()) != NOBODY) != on:
                yield ("standing", role, moment)
            if reader.facts.role is not role:
                yield ("role",)
    try:
        with world.school.at_work(Role.DSL):
            Reader.build(uuid7(), second_factor=True)
    except Refused as no:
        if no.decision.allowed:
            yield ("a refusal that is leave",)
    else:
        yield ("no post",)


def of_agreements(world: World) -> Iterator[Difference]:
    """The sorts of record of agreements with this partner, and with no other; of no account that is no partner's."""
    day = date(2026, 11, 1)
    common = {"party_kind": Party.ORGANISATION, "purpose": "x", "basis": "x", "signed_by": "x"}
    common |= {"from_on": day, "until_on": date(2036, 11, 1), "review_on": day}
    ours, theirs = world.school.organisation.id, world.other.organisation.id
    with tenancy(world.school.controller.id, system="importer"):
        actions.agree(party=ours, record_types=[RecordType.CONTACT, RecordType.CIN], **common)
        actions.agree(party=theirs, record_types=[RecordType.CLA], **common)
    for role, wanted in ((Role.PARTNER_USER, {RecordType.CONTACT, RecordType.CIN}), (Role.DSL, set())):
        post = world.school.posts[role]
        with tenancy(world.school.controller.id, post=post.id):
            if Reader.build(post.id, second_factor=True).facts.agreed_types != wanted:
                yield ("agreed", role)


def of_closed_accounts(world: World) -> Iterator[Difference]:
    user = world.school.posts[Role.HEADTEACHER].user
    type(user).objects.filter(id=user.id).update(is_active=False)
    with tenancy(world.school.controller.id, post=world.school.posts[Role.HEADTEACHER].id):
        if Reader.build(world.school.posts[Role.HEADTEACHER].id, second_factor=True).facts.account_open:
            yield ("a closed account",)


def lists(world: World) -> Iterator[Difference]:
    """Everything about what is listed."""
    with world.school.at_work(Role.DSL):
        yield from of_parts(world)
        yield from of_persons(world)
        yield from of_partners(world)
    yield from of_delegated_files(world)


def pages(world: World) -> Iterator[Difference]:
    """Everything about a reader and what it answers of one."""
    with world.school.at_work(Role.DSL):
        yield from of_build(world)
        yield from of_pages(world)
    yield from of_hours(world)
    yield from of_agreements(world)
    yield from of_closed_accounts(world)


def kept(world: World) -> Iterator[Difference]:
    with world.school.at_work(Role.DSL):
        yield from of_kept_text(world)
