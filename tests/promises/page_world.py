"""The world in which every page is asked for: a school where everything is, and another of the same trust."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.models import Grant, Grantee, Subject
from kith.areas import area as area_named
from kith.cases import filing
from kith.cases.events import RecordSubmitted
from kith.cases.models import Addition, Part, Record, Standing
from kith.cases.models_filing import Lending
from kith.cases.wording import on_record_changed
from kith.chronology.models import Chosen, Entry, Selection
from kith.conduct.models import StaffConcern
from kith.foundation.dates import today
from kith.foundation.ids import random_id, uuid7
from kith.insight import register
from kith.intake.models import Batch
from kith.intake.models_papers import Paper, PaperLoad
from kith.organisations import actions as organisations
from kith.people import actions as people
from kith.people.models import Merge, Person
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.sharing.models import (
    AgencyChild,
    AgencyReferral,
    Answer,
    Arrival,
    Came,
    Envelope,
    Leaver,
    Named,
    Notice,
    Pack,
    Sent,
    Took,
    Went,
)
from kith.sharing.notice_rules import AT_MOST
from kith.sharing.packing.contents import fingerprint_of
from kith.sharing.passing import KIND as SAFEGUARDING_FILE
from kith.sharing.sealing import body_text
from kith.tasks import actions as tasks
from kith.tasks.models import Action, Reminder
from kith.tenancy import history, tenancy
from kith.tenancy.models import Controller
from kith.web.find.address import Terms, seal_terms
from tests.access.conftest import child_of
from tests.access.test_parts import concern
from tests.documents.files import ready
from tests.promises.page_table import AREAS, BY_GRANT, OWN, Page
from tests.rooms import School, give_post, open_school

CATEGORIES = ("bullying", "send", "attendance", "cin_cp_cla", "child_protection")
Ids = dict[str, Any]


@dataclass
class Place:
    """One school and what is in it."""

    school: School
    child: UUID
    address: UUID
    concerns: dict[str, UUID]
    opening: UUID
    # What each role sent in itself.
    own: dict[Role, UUID] = field(default_factory=dict)
    batches: dict[Role, UUID] = field(default_factory=dict)
    own_contacts: dict[Role, UUID] = field(default_factory=dict)
    # What each was asked to do about the concern, and what each wrote about an adult.
    asked: dict[Role, UUID] = field(default_factory=dict)
    adults: dict[Role, UUID] = field(default_factory=dict)
    # Of what each wished to be reminded.
    reminders: dict[Role, UUID] = field(default_factory=dict)
    adult: UUID | None = None
    # Of each area one record about the child, and the child's part of it.
    records: dict[str, UUID] = field(default_factory=dict)
    parts: dict[str, UUID] = field(default_factory=dict)
    # How the child stands by law, decided by the record of a looked-after child.
    link: UUID | None = None
    # A line of the child's story, and a chronology that was put together of it.
    line: UUID | None = None
    kept: UUID | None = None
    # The child's part of a concern whose writer did not find them on the roll.
    not_found: UUID | None = None
    # A referral of a concern to a council, and one that came and became the contact.
    sent: UUID | None = None
    # The child's safeguarding file, to be prepared; one that went; one that was signed for; one that came, and one that
    # was taken in.
    leaver: UUID | None = None
    gone: UUID | None = None
    signed: UUID | None = None
    pack: UUID | None = None
    file: UUID | None = None
    taken: UUID | None = None
    # A referral to an agency that is to be sent.
    agency: UUID | None = None
    # A document on the child's page, and that it is shown to a colleague for a time.
    document: UUID | None = None
    lent: UUID | None = None
    # Scanned papers each role brought in, one of them placed with nobody.
    papers: dict[Role, UUID] = field(default_factory=dict)
    # Another record that may be the child's, and somebody's word that it is.
    other: UUID | None = None
    merge: UUID | None = None
    # A child who left for nobody knows where.
    untraced: UUID | None = None
    # A place of the child in a group that somebody wrote down.
    in_group: UUID | None = None
    # What somebody there was told of and has not opened.
    notice: UUID | None = None


@dataclass
class World:
    here: Place
    there: Place

    def ids(self, thing: str, role: Role) -> tuple[Ids, list[Ids]]:
        """What the address of this thing takes; and the same for what this role must never be told of."""
        found = THINGS[thing]
        stranger = [found(self.there, role)] if thing in HELD else []
        nobody = [_of_nobody(found(self.here, role))] if thing in HELD else []
        return found(self.here, role), stranger + nobody

    def sends(self, page: Page) -> dict[str, str]:
        """What the form of a page sends here: `<child>` in the table is the id of the child."""
        own = {f"<{name}>": str(value) for name, value in vars(self.here).items() if isinstance(value, UUID)}
        return {name: own.get(value, value) for name, value in page.posts.items()}

    def tie_all(self) -> None:
        """Every post is tied to the child in every way a grant can tie it."""
        about = {"subject_kind": Subject.PERSON, "subject_id": self.here.child, "since": timezone.now()}
        with tenancy(self.here.school.controller.id, system="importer"):
            Grant.objects.bulk_create(
                Grant(grantee_kind=Grantee.POST, grantee_id=post.id, relation=tie, **about)
                for post in self.here.school.posts.values()
                for tie in BY_GRANT
            )


def _of_nobody(ids: Ids) -> Ids:
    """An address as it would be, and nothing stands there. An area and its forms are there, whatever is in them."""
    nobody = uuid7()
    return {name: value if name in ("area", "kind", "n", "place") else nobody for name, value in ids.items()}


def _link_of_nothing() -> Ids:
    return {"account": random_id(), "proof": "of-nothing"}


# What an address takes, by thing: from a place, for a role.
THINGS: dict[str, Callable[[Place, Role], Ids]] = {
    "": lambda place, role: {},
    "child": lambda place, role: {"id": place.child},
    "untraced": lambda place, role: {"id": place.untraced},
    "school of theirs": lambda place, role: {"school": place.school.organisation.id},
    "two children": lambda place, role: {"id": place.child, "other": place.other},
    "merge": lambda place, role: {"id": place.merge},
    "address": lambda place, role: {"id": place.child, "address": place.address},
    "fact": lambda place, role: {"id": place.child, "slug": "address", "fact": place.address},
    "kind of fact": lambda place, role: {"id": place.child, "slug": "contact"},
    "concern": lambda place, role: {"id": place.concerns[OWN.get(role, "bullying")]},
    "concern to begin from": lambda place, role: {"area": "concern", "id": place.concerns[OWN.get(role, "bullying")]},
    "protection to begin from": lambda place, role: {"area": "concern", "id": place.concerns["child_protection"]},
    "protection": lambda place, role: {"id": place.concerns["child_protection"]},
    "not on the roll": lambda place, role: {"id": place.concerns["bullying"], "part": place.not_found},
    "own words": lambda place, role: {"id": place.own[role]},
    "asked": lambda place, role: {"id": place.asked[role]},
    "staff concern": lambda place, role: {"id": place.adult},
    "own staff concern": lambda place, role: {"id": place.adults[role]},
    **{area: lambda place, role, area=area: {"area": area} for area in AREAS},
    **{f"{area} record": lambda place, role, area=area: _record(place, area) for area in AREAS},
    "contact stage": lambda place, role: {"area": "contact", "stage": "received"},
    "contact form": lambda place, role: {"area": "contact", "token": random_id()},
    "contact sent": lambda place, role: {"area": "contact", "id": place.own_contacts[role]},
    "contact words": lambda place, role: _record(place, "contact") | {"place": "words"},
    "contact part": lambda place, role: _record(place, "contact") | {"part": place.parts["contact"]},
    "document": lambda place, role: {"id": place.document},
    "document version": lambda place, role: {"id": place.document, "n": 1},
    "line": lambda place, role: {"id": place.child, "entry": place.line},
    "kept": lambda place, role: {"id": place.child, "kept": place.kept},
    "looked_after chain": lambda place, role: _chain(place),
    "looked_after link": lambda place, role: _chain(place) | {"link": place.link},
    "governors": lambda place, role: {"to": "governors"},
    "question": lambda place, role: {"asked": "category"},
    "number": lambda place, role: {"asked": "place", "down": hashlib.md5(b"").hexdigest()[:12], "across": "any"},
    "kept question": lambda place, role: {"id": random_id()},
    "group": lambda place, role: {"which": "repeat"},
    "place in a group": lambda place, role: {"id": place.child, "place": place.in_group},
    "concern form": lambda place, role: {"id": place.concerns[OWN.get(role, "bullying")], "token": random_id()},
    "sent": lambda place, role: {"id": place.sent},
    "came": lambda place, role: {"id": place.records["contact"]},
    "named child": lambda place, role: {"id": place.records["contact"], "n": 0},
    "leaver": lambda place, role: {"id": place.leaver},
    "leaver form": lambda place, role: {"id": place.leaver, "token": random_id()},
    "gone": lambda place, role: {"id": place.gone},
    "signed": lambda place, role: {"id": place.signed},
    "lent": lambda place, role: {"id": place.document, "lent": place.lent},
    "papers": lambda place, role: {"id": place.papers[role]},
    "file": lambda place, role: {"id": place.file},
    "file taken": lambda place, role: {"id": place.taken},
    "alert": lambda place, role: {"id": random_id()},
    "calendar": lambda place, role: {"controller": place.school.controller.id, "key": "of-nothing"},
    "reminder": lambda place, role: {"id": place.reminders[role]},
    "agency": lambda place, role: {"id": place.agency},
    "agency form": lambda place, role: {"id": place.agency, "token": random_id()},
    "pack": lambda place, role: {"controller": place.school.controller.id, "id": place.pack},
    "colleague": lambda place, role: {"id": place.school.posts[role].user_id},
    "import": lambda place, role: {"id": place.batches[role]},
    "opening": lambda place, role: {"id": place.opening},
    "notice": lambda place, role: {"id": place.notice},
    "search": lambda place, role: {"address": seal_terms(Terms("Mia"), place.school.posts[role].id)},
    "words": lambda place, role: {"address": seal_terms(Terms(SAID), place.school.posts[role].id)},
    "form": lambda place, role: {"token": random_id()},
    "controller": lambda place, role: {"slug": place.school.controller.slug},
    "invitation": lambda place, role: {"slug": place.school.controller.slug, **_link_of_nothing()},
    "password link": lambda place, role: _link_of_nothing(),
}
# Things somebody holds: of another school, or of none, the page is not found.
FREE = {
    "",
    "governors",
    "question",
    "number",
    "kept question",
    "group",
    "search",
    "words",
    "colleague",
    "school of theirs",
    "form",
    "controller",
    "invitation",
    "alert",
    "calendar",
    "pack",
    "password link",
    "contact stage",
    "contact form",
    *AREAS,
}
HELD = frozenset(THINGS) - FREE


def make_world(roles: list[Role]) -> World:
    here = open_school("oakmere", *roles, laestab="8654001")
    Controller.objects.filter(id=here.controller.id).update(settings={"colour": "#205081"})
    there = open_school("ashford", *roles, controller=here.controller)
    if Role.TEAM_MANAGER not in roles:  # Whose the reviews are. Where nobody has a role, its tasks are the next one's.
        for school in (here, there):
            give_post(
                here.controller, school.organisation, Role.TEAM_MANAGER, f"{school.organisation.id}@manages.example"
            )
    far = organisations.open_controller(slug="far-away", kind="council", name="Far Away")
    with tenancy(far.id, system="importer"):
        came = [Envelope.objects.create(**_sealed(far, here.controller)) for _ in range(2)]
        file = {"kind": SAFEGUARDING_FILE}
        files = [Envelope.objects.create(**_sealed(far, here.controller) | file) for _ in range(4)]
    return World(_place(here, roles, came[0], files[:2]), _place(there, roles, came[1], files[2:]))


def _not_found(place: Place) -> UUID:
    """The child's part of a concern, as its writer described them."""
    part = Part.objects.get(record_id=place.concerns["bullying"], person_id=place.child)
    told = {"named": "Tam", "about_age": "Four", "known_how": "A brother at home"}
    written: UUID = history.write(Part, id=part.id, based_on=part.n, values={"answers": told}).id
    return written


def _place(school: School, roles: list[Role], came: Envelope, files: list[Envelope]) -> Place:
    child = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        person = Person.objects.get(id=child)
        now = today()
        left = now - timedelta(days=30)
        people.enrol(person=person, organisation=school.organisation, from_on=left - timedelta(days=300), until_on=left)
        people.enrol(person=person, organisation=school.organisation, from_on=now)
        address = people.add_address(person=person, lines="4 Kiln Lane", postcode="RG1 1AA", protected=True)
        place = Place(
            school,
            child,
            address.id,
            concerns={category: concern(school, uuid7(), {child: category}).id for category in CATEGORIES},
            opening=_opening(school, child),
        )
        for area in AREAS:
            record = record_of(school, area, child)
            place.records[area] = record.id
            place.parts[area] = record.parts.get(person_id=child).id
        place.link = _stands(school, place)
        place.line, place.kept = _story(school, place)
        _hand_over(place, came)
        _passed_on(place, files)
        place.notice = _unread(school, place)
        place.in_group = _in_group(school, child)
        place.document = _document(school, child)
        place.lent = _lent(place)
        place.other = child_of(school)
        place.merge = _proposed(school, place)
        place.untraced = child_of(school)
        gone = Person.objects.get(id=place.untraced)
        people.enrol(person=gone, organisation=school.organisation, from_on=left - timedelta(days=300), until_on=left)
        for role in roles:
            place.asked[role] = _asked(place, role)
            place.reminders[role] = _reminder(place, role)
            place.adults[role] = _adult(school, school.posts[role])
            place.own[role] = concern(school, school.posts[role].id, {child: "bullying"}).id
            place.own_contacts[role] = record_of(school, "contact", child, by=school.posts[role].id).id
            place.batches[role] = _batch(school, school.posts[role].id)
            place.papers[role] = _papers(place, role)
        place.adult = _adult(school)
        place.not_found = _not_found(place)
        _say_in_all(school)
    return place


def _asked(place: Place, role: Role) -> UUID:
    """Whoever sits there is to ring home, for the concern of the kind that is theirs."""
    about = {"record_id": place.concerns[OWN.get(role, "bullying")], "holder": place.school.holder}
    asked = {"kind": "phone_call", "words": "Ring home.", "given_at": timezone.now(), "due_on": today()}
    return Action.objects.create(**about, **asked, for_post=place.school.posts[role].id, given_by=uuid7()).id


def _reminder(place: Place, role: Role) -> UUID:
    about = {
        "record_id": place.concerns["bullying"],
        "holder": place.school.holder,
        "for_post": place.school.posts[role].id,
    }
    return Reminder.objects.create(**about, words="Ring home.", on=today(), set_at=timezone.now()).id


def _adult(school: School, post: Any = None) -> UUID:
    """What somebody wrote about a colleague who has no post here."""
    who = (post.id, post.user_id) if post else (uuid7(), uuid7())
    said = {"reference": "A-1", "about_name": "Sam Locum", "words": "He shouted.", "occurred_on": today()}
    by = {"written_by": who[0], "written_by_user": who[1], "written_at": timezone.now()}
    return StaffConcern.objects.create(holder=school.holder, **said, **by).id


def _proposed(school: School, place: Place) -> UUID:
    """By a post that is nobody's here: whoever may, may agree."""
    said = {"stage": "proposed", "why": "The same girl.", "file_of": school.holder.id, "by": uuid7()}
    merge = Merge.objects.create(survivor_id=place.child, merged_id=place.other, at=timezone.now(), **said)
    return merge.id


def _record(place: Place, area: str) -> Ids:
    return {"area": area, "id": place.records[area]}


def _story(school: School, place: Place) -> tuple[UUID, UUID]:
    """A line of a contact, and a selection that holds it."""
    now, holder = timezone.now(), school.holder
    entry = Entry.objects.create(
        holder=holder, person_id=place.child, record_id=place.records["contact"], area="contact", occurred_at=now,
        line="T-1: contact",
    )  # fmt: skip
    kept = Selection.objects.create(holder=holder, person_id=place.child, purpose="Conference", at=now)
    Chosen.objects.create(holder=holder, selection=kept, entry=entry, words=entry.line)
    return entry.id, kept.id


def _chain(place: Place) -> Ids:
    return _record(place, "looked_after") | {"person": place.child, "kind": "legal_status"}


def _stands(school: School, place: Place) -> UUID:
    """One link, begun long ago."""
    values = {"record_id": place.records["looked_after"], "holder_id": school.holder.id, "person_id": place.child,
              "kind": "legal_status", "code": "V2", "from_on": date(2026, 3, 3), "seq": 1, "opens": True}  # fmt: skip
    link: Standing = history.write(Standing, values=values)
    return link.id


def record_of(school: School, area: str, child: UUID, by: UUID | None = None) -> Record:
    """A record of an area as the cases room keeps it, at its first stage."""
    declared, now = area_named(area), timezone.now()
    record = Record.objects.create(
        holder=school.holder,
        area=area,
        version=declared.version,
        stage=declared.first_stage,
        reference=f"T-{uuid7().hex[-8:]}",
        occurred_at=now,
        written_at=now,
        written_by=by or uuid7(),
    )
    common = {"record_id": record.id, "holder_id": school.holder.id, "area_version": declared.version}
    history.write(Part, values=common)
    role = next(iter(code_set(declared.roles_of_persons))).code
    history.write(Part, values={**common, "person_id": child, "role": role})
    return record


SAID = "An owl was heard."
BODY = {
    "reference": "OK-1", "happened": "2026-11-20T09:00:00+00:00", "danger_now": False, "reasons": ["abuse"],
    "from": {"name": "A lead", "role": "Lead", "organisation": "A school"}, "narrative": "A bruise was seen.",
    "parents_informed": True, "consent": "given", "purpose": "Please assess.", "basis": "section 17", "answers": [],
    "children": [{"forename": "Mia", "surname": "Sole", "role": "subject", "answers": []}],
}  # fmt: skip


def _say_in_all(school: School) -> None:
    """The same words in every record there, as their writers add them."""
    for record in Record.objects.filter(holder=school.holder):
        more = {"holder": school.holder, "at": timezone.now(), "by": uuid7()}
        Addition.objects.create(record=record, words=SAID, **more)
        on_record_changed(RecordSubmitted(record.id))


def _in_group(school: School, child: UUID) -> UUID:
    said = {"source": "Their social worker", "why": "Their mother is ill"}
    [made] = register.put_in(person_ids=[child], holder=school.holder.id, kind="early_help", from_on=today(), **said)
    return made.id


def _hand_over(place: Place, came: Envelope) -> None:
    """The concern was referred to another controller, and the contact came from it. The rows, not their sealing."""
    holder, told = place.school.holder, body_text(BODY)
    concern, contact = place.concerns["bullying"], place.records["contact"]
    went = Envelope.objects.create(**_sealed(place.school.controller, came.sender))
    place.sent = Sent.objects.create(
        envelope=went,
        holder=holder,
        about=concern,
        subjects=[place.child],
        purpose="Please assess.",
        basis="section 17",
        told=told,
        line=uuid7(),
    ).id
    arrival = Arrival.objects.create(
        envelope=came, record_id=contact, holder=holder, sender=came.sender_id, told=told, at=timezone.now()
    )
    Named.objects.create(arrival=arrival, holder=holder, n=0, part_id=place.parts["contact"])


# The school that signed for the child's file, and the one whose file of the child was taken in.
SIGNED_BY, BROUGHT_BY = "Merlin Primary", "Kestrel School"


def file_of(school: str) -> dict[str, Any]:
    """A safeguarding file as it came, with one record."""
    said = [{"question": "What happened?", "words": "A bruise was seen.", "rows": [], "childs_words": False}]
    record = {"reference": "OK-1", "title": "Concern", "happened": "2026-11-20T09:00:00+00:00", "role": "",
              "written": "2026-11-20T09:00:00+00:00", "category": "", "stage": "", "outcome": "", "shared": said,
              "own": [], "additions": [], "views": [], "others": ["Another pupil: sibling"]}  # fmt: skip
    return {
        "child": {"forename": "Mia", "surname": "Sole", "born_on": "2017-03-14"},
        "school": {"name": school, "urn": "", "laestab": ""},
        "left_on": "2026-11-20",
        "records": [record],
        "chronology": [{"day": "2026-11-20", "line": "OK-1: Bullying", "told": "A bruise was seen."}],
        "documents": [],
        "keep": "Until the 25th birthday.",
    }


def _passed_on(place: Place, files: list[Envelope]) -> None:
    """The rows of a file that is to go, of one that went as a pack, of one that came and of one that was taken in."""
    school, now = place.school, timezone.now()
    held = {"holder": school.holder}
    left = {"person_id": place.child, "organisation": school.organisation, "left_on": today(), "due_on": today()}
    place.leaver = Leaver.objects.create(**held, **left).id
    went = _went(place, left, "Elsewhere Primary")
    place.gone = went.leaver_id
    receipt = {"how": "signed", "name": "Bea Lowe", "role": "Lead", "on": today(), "at": now, "way": "on paper"}
    signed_for = Answer.objects.create(**held, went=_went(place, left, SIGNED_BY), **receipt)
    place.signed = signed_for.went.leaver_id
    place.pack = Pack.objects.create(**held, went=went, salt=b"", sealed=b"", until=now + timedelta(days=14)).id
    asked = {
        "kind": "camhs_or_nhs",
        "to_name": "Hill Road",
        "asks": "Please see her.",
        "basis": "task",
        "consent": "given",
    }
    referral = AgencyReferral.objects.create(**held, organisation=school.organisation, begun_at=now, **asked)
    AgencyChild.objects.create(**held, referral=referral, person_id=place.child)
    place.agency = referral.id
    waits, taken = map(_came, (place, place), files, ("Ashdown School", BROUGHT_BY))
    place.file, place.taken = waits.id, taken.id
    signed = {"name": "Jan Marsh", "role": "Lead", "on": today(), "at": now, "is_new": False}
    Took.objects.create(**held, came=taken, person_id=place.child, **signed)


def _went(place: Place, left: dict[str, Any], to: str) -> Went:
    held = {"holder": place.school.holder}
    gone = Leaver.objects.create(**held, **left, to_name=to, to_lead="Ms Hart")
    listing = {"records": [], "documents": [], "lines": 0, "too_large": False}
    return Went.objects.create(
        **held, leaver=gone, sha256="0" * 64, pages=3, listing=listing, to_name=to, at=timezone.now(), once=random_id()
    )


def _came(place: Place, envelope: Envelope, name: str) -> Came:
    school, file = place.school, file_of(name)
    about = {"envelope": envelope, "sender": envelope.sender_id, "sender_name": name}
    return Came.objects.create(
        **about, holder=school.holder, organisation=school.organisation, told=body_text({"file": file}),
        sha256=fingerprint_of(file), pages=3, at=timezone.now(),
    )  # fmt: skip


def _sealed(sender: Controller, to: Controller) -> dict[str, Any]:
    about = {"kind": "referral", "schema_version": 1, "form": 1, "sender_key": 1, "recipient_key": 1}
    return {
        **about,
        "sender": sender,
        "recipient": to,
        "at": timezone.now(),
        "sealed": b"",
        "hash": b"",
        "signature": b"",
    }


def _batch(school: School, sender: UUID) -> UUID:
    now = timezone.now()
    about = {"kind": "class_list", "sha256": "0" * 64, "stage": "review", "started_at": now, "started_by": sender}
    return Batch.objects.create(holder=school.holder, **about).id


def _unread(school: School, place: Place) -> UUID:
    """Told as often as anybody is told, about the contact."""
    post, now = next(iter(school.posts.values())), timezone.now()
    told = {"word": "arrived", "about": place.records["contact"], "sent": AT_MOST, "sent_at": now}
    return Notice.objects.create(post=post, made_at=now, **told).id


def _document(school: School, child: UUID) -> UUID:
    """A letter, brought by whoever makes this world."""
    kept = filing.file(people=[child], holder=school.holder.id, ready=[ready()], token=random_id())
    return kept[0].id


def _lent(place: Place) -> UUID:
    """It is shown to somebody who is nobody else in this world."""
    now = timezone.now()
    to = {"to_kind": Grantee.POST, "to_id": uuid7(), "reason": "For the meeting.", "by": uuid7()}
    about = {"holder": place.school.holder, "document_id": place.document}
    return Lending.objects.create(**about, **to, since=now, until=now + timedelta(days=7)).id


def _papers(place: Place, role: Role) -> UUID:
    held = {"holder": place.school.holder}
    load = PaperLoad.objects.create(**held, at=timezone.now(), by=place.school.posts[role].id)
    line = {"n": 1, "line": 2, "about": "Mia Sole", "outcome": Paper.Outcome.NOBODY}
    Paper.objects.create(**held, load=load, **line)
    return load.id


def _opening(school: School, child: UUID) -> UUID:
    """A record that somebody opened in an emergency, waiting to be judged."""
    broken = Grant.objects.create(
        grantee_kind=Grantee.POST,
        grantee_id=uuid7(),
        subject_kind=Subject.PERSON,
        subject_id=child,
        relation="break_glass",
        since=timezone.now(),
    )
    task = tasks.open_task(
        kind="review_of_opening",
        words="Review a record that was opened in an emergency",
        holder=school.holder.id,
        due_on=timezone.now().date(),
        for_role=Role.TEAM_MANAGER,
        about=broken.id,
    )
    return task.id
