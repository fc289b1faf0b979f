"""Where a part can be shown that is not its record: for each place what has to be there, and whose part it shows.

`test_own_parts_elsewhere` asks all of them, as the families and readers of `test_own_parts` would.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from kith.access.reader import Reader
from kith.access.words import RecordType, Verb
from kith.areas import area as area_named
from kith.cases import filing, standings
from kith.cases.models import Filing, Part, Record
from kith.chronology.models import Chosen, Entry, Selection
from kith.documents.models import Document
from kith.foundation.dates import today
from kith.organisations.models import Organisation
from kith.people import actions as people
from kith.people.models import Person, Relationship
from kith.reference.roles import Role
from kith.sharing.models import Arrival, Envelope, Leaver, Named, Reply, Sent
from kith.sharing.packing import offering
from kith.sharing.packing.making import KEEP, Choice
from kith.sharing.passing import making
from kith.sharing.sealing import body_text
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from kith.web.handover.said import referral_said
from tests.cases.council import WORKERS
from tests.documents.files import ready
from tests.promises.page_world import BODY
from tests.promises.test_own_parts import FAMILY, WHOEVER_READS, Family, allowed
from tests.signin import client_for

# A record and a child; of what is about a child and no record, the child twice.
Given = set[tuple[UUID, UUID]]
PURPOSE = {"purpose": "Meeting"}


def typed_today() -> str:
    return f"{today():%d/%m/%Y}"


def text_of(*answers: Any) -> str:
    return "\n".join(answer.content.decode() for answer in answers)


def places(family: Family) -> Iterator[tuple[int, UUID, int, UUID]]:
    for r, record in enumerate(family.records):
        for n, child in enumerate(family.children):
            yield r, record, n, child


def whose_words(family: Family, text: str) -> Given:
    return {(record, child) for r, record, n, child in places(family) if family.words(r, n) in text}


def put_together(family: Family) -> None:
    """Somebody who could read everything has put a chronology of all of them together for each, with their words."""
    with tenancy(family.house.controller, system="clock"):
        lines = list(Entry.objects.filter(record__in=family.records))
    note = {(record, child): family.words(r, n) for r, record, n, child in places(family)}
    with family.house.at_work(family.worker):
        for child in family.children:
            kept = Selection.objects.create(
                person_id=child, holder_id=family.house.holder, purpose="Conference", at=timezone.now()
            )
            Chosen.objects.bulk_create(
                Chosen(
                    selection=kept, holder_id=kept.holder_id, entry=line, words=line.line,
                    note=note[line.record_id, line.person_id],
                )
                for line in lines
            )  # fmt: skip


def in_selections(family: Family, role: Role) -> Given:
    """What was put together, on the page and on paper, and what this reader can put together by ticking every line."""
    client = client_for(family.house.posts[role])
    with tenancy(family.house.controller, system="clock"):
        kept = list(Selection.objects.filter(person_id__in=family.children))
        lines = {str(one.id): (one.record_id, one.person_id) for one in Entry.objects.filter(record__in=family.records)}
    asked = []
    for one in kept:
        at = [one.person_id, one.id]
        asked += [client.get(reverse("selection", args=at)), client.post(reverse("print_selection", args=at), PURPOSE)]
    notes = {f"said-{id}": f"noted-{id}" for id in lines}
    for child in family.children:
        ticked = {"for": "Conference", "line": [*lines], **notes}
        asked.append(client.post(reverse("select_lines", args=[child]), ticked, follow=True))
    text = text_of(*(answer for answer in asked if answer.status_code == 200))
    return whose_words(family, text) | {place for id, place in lines.items() if f"noted-{id}" in text}


def begun_from_it(family: Family, role: Role) -> Given:
    """The forms of the areas that carry something over from this one, as they stand when they were begun."""
    client, asked = client_for(family.house.posts[role]), []
    for record in family.records:
        for to in ("early_help", "looked_after"):
            at = reverse("begin_from", kwargs={"area": family.area, "id": record})
            asked.append(client.post(at, {"to": to}, follow=True))
    return whose_words(family, text_of(*asked))


def searched_for(family: Family, role: Role) -> Given:
    """What a search in records shows of each child's words, and of whom it says a record is."""
    client, found = client_for(family.house.posts[role]), set()
    for record, child, words in ((r, c, family.words(n, m)) for n, r, m, c in places(family)):
        sent = client.post(reverse("words"), {"words": f'"{words}"'})
        if sent.status_code == 302 and "<mark>" in text_of(client.get(sent["Location"])):
            found.add((record, child))
    return found


def papers_filed(family: Family) -> None:
    """A document of each child in each record, and one of all of them together; its name is the words of whom it is."""
    for r, record in enumerate(family.records):
        with family.house.at_work(family.worker):
            kept = Record.objects.get(id=record)
            there = [child for child in family.children if kept.parts.filter(person_id=child).exists()]
            for people in {(child,) for child in there} | {tuple(there)}:
                name = "".join(family.words(r, family.children.index(child)) for child in people)
                of = {"people": people, "holder": kept.holder_id, "record": kept}
                filing.file(ready=[ready(f"{name}pdf")], token=uuid4(), **of)


def in_documents(family: Family, role: Role) -> Given:
    """The lists of records and children, each document's own page, and what is sent with its bytes."""
    client, asked = client_for(family.house.posts[role]), []
    for record in family.records:
        if family.area == "concern":
            asked.append(client.get(reverse("concern_documents", args=[record])))
        else:
            asked.append(client.get(reverse("record_documents", kwargs={"area": family.area, "id": record})))
    asked += [client.get(reverse("person_documents", args=[child])) for child in family.children]
    with tenancy(family.house.controller, system="clock"):
        ids = list(Document.objects.filter(filings__record__in=family.records).distinct().values_list("id", flat=True))
    asked += [client.get(reverse("document", args=[id])) for id in ids]
    sent = [client.post(reverse("download_document", args=[id, 1]), PURPOSE) for id in ids]
    return whose_words(family, text_of(*asked) + str([answer.headers for answer in sent]))


def some_of_it_open(reader: Reader, verb: Verb = Verb.READ) -> Any:
    """As if it were enough to be allowed one of those a document concerns."""
    theirs = Filing.objects.filter(filing._open_to(reader, verb), document_id=OuterRef("id"))
    return Document.objects.filter(Exists(theirs))


def given_away(family: Family, role: Role) -> Given:
    """Whatever is answered to giving work out, one by one or many at once, handing it back and taking it back."""
    client, asked = client_for(family.house.posts[role]), []
    everything = {"record": [str(id) for id in family.records]}
    at = partial(reverse, kwargs={"area": family.area})
    for words in ({"give_to": "nobody"}, {"do": "seen"}, {"give_to": str(family.house.posts[family.worker])}):
        asked.append(client.post(at("many_records"), everything | words))
    back = {f"before.{id}": str(uuid4()) for id in family.records}
    asked.append(client.post(at("many_records_back"), back | {"to": str(family.house.posts[family.worker])}))
    for record in family.records:
        one = {"area": family.area, "id": record}
        asked.append(client.post(reverse("give_record", kwargs=one), {"give_to": "nobody"}))
        asked.append(client.post(reverse("hand_record_back", kwargs=one), {"back_why": ""}))
    return whose_words(family, text_of(*asked))


def came_from_elsewhere(family: Family, most: int = FAMILY) -> None:
    """Each record came as a referral that names those in it, or so many, with their words. Nothing is sealed."""
    here = Controller.objects.get(id=family.house.controller)
    sender = Controller.objects.exclude(id=here.id).first()
    for r, record in enumerate(family.records):
        with tenancy(sender.id, system="importer"):
            envelope = Envelope.objects.create(
                kind="referral", schema_version=1, form=1, sender_key=1, recipient_key=1, sender=sender,
                recipient=here, at=timezone.now(), sealed=b"", hash=b"", signature=b"",
            )  # fmt: skip
        with family.house.at_work(family.worker):
            parts = list(Part.objects.filter(record=record, person__isnull=False).order_by("person_id")[:most])
            said = {part.person_id: family.words(r, family.children.index(part.person_id)) for part in parts}
            named = [{**BODY["children"][0], "child_words": said[part.person_id]} for part in parts]
            arrival = Arrival.objects.create(
                envelope=envelope, record_id=record, holder_id=family.house.holder, sender=sender.id,
                told=body_text({**BODY, "children": named}), at=timezone.now(),
            )  # fmt: skip
            for n, part in enumerate(parts):
                Named.objects.create(arrival=arrival, holder_id=family.house.holder, n=n, part=part)


def at_the_front_door(family: Family, role: Role) -> Given:
    """The page of a referral that came, whatever is done wrong on it, the list of them, and the contact it became."""
    client, asked = client_for(family.house.posts[role]), []
    asked.append(client.get(reverse("came_list")))
    for record in family.records:
        at, one = [record], {"area": family.area, "id": record}
        asked.append(client.get(reverse("came", args=at)))
        asked.append(client.post(reverse("decide_came", args=at), {"to": "", "told": ""}))
        asked.append(client.post(reverse("send_back_came", args=at), {"code": "", "back": ""}))
        for n in range(FAMILY):
            asked.append(client.post(reverse("settle_child", args=[record, n]), {"do": "look", "look_for": "Sole"}))
        asked.append(client.get(reverse("record", kwargs=one)))
        asked.append(client.post(reverse("print_record", kwargs=one), PURPOSE))
    return whose_words(family, text_of(*asked))


def answered(family: Family) -> None:
    """Of each child that was referred the council has said what is to happen, in words that are theirs alone."""
    numbers = {record: r for r, record in enumerate(family.records)}
    with family.house.at_work(Role.DSL):
        for one in Sent.objects.filter(id__in=family.sent):
            children = [
                {"n": n, "outcome": "nfa", "words": family.words(numbers[one.about], family.children.index(child))}
                for n, child in enumerate(one.subjects)
            ]
            told = {"stage": "closed", "words": "Closed", "reason": "We read it.", "children": children}
            Reply.objects.create(
                envelope_id=one.envelope_id, holder_id=family.house.holder, event=uuid4(), happened="decided",
                told=body_text(told), at=timezone.now(),
            )  # fmt: skip


def in_answers(family: Family, role: Role) -> Given:
    """The list of what was sent and the answer to each. What they said themselves is asked in `test_own_parts`."""
    client = client_for(family.house.posts[role])
    asked = [client.get(reverse("sent_referrals"))]
    asked += [client.post(reverse("recall_referral", args=[id]), {"words": ""}) for id in family.sent]
    return whose_words(family, text_of(*asked))


def decided_of_each(family: Family) -> None:
    """The first record each child stands in has decided their legal status."""
    with family.house.at_work(family.worker):
        for child in family.children:
            part = Part.objects.filter(record__in=family.records, person_id=child).order_by("id").first()
            if part is not None:
                record = Record.objects.get(id=part.record_id)
                standings.begin(record=record, person_id=child, kind="legal_status", code="V2", on=today())


def statuses(family: Family, role: Role) -> Given:
    """The pages of each chain, today's, as it was and as it was known; and which of them others lead to."""
    client, found = client_for(family.house.posts[role]), set()
    for record in family.records:
        page = text_of(client.get(reverse("record", kwargs={"area": family.area, "id": record})))
        for child in family.children:
            for chain in area_named(family.area).chains:
                about = {"area": family.area, "id": record, "person": child, "kind": chain.name}
                address = reverse("standing", kwargs=about)
                ways = ({}, {"day": typed_today(), "how": "was"}, {"day": typed_today(), "how": "known"})
                opened = {client.get(address, way).status_code == 200 for way in ways}
                if True in opened or address in page:
                    found.add((record, child))
    return found


def tied_to_each_other(family: Family) -> None:
    with tenancy(family.house.controller, system="importer"):
        first, *others = (Person.objects.get(id=child) for child in family.children)
        for other in others:
            if not Relationship.objects.filter(person=first, other=other).exists():
                people.add_relationship(person=first, other=other, type="sibling", lives_with=True)


def on_earlier_days(family: Family, role: Role) -> Given:
    """Each child's facts as they were and as they were known: whose name stands there, theirs or a sibling's."""
    client = client_for(family.house.posts[role])
    asked = [
        client.get(reverse("then", args=[child]), {"day": typed_today(), "how": how})
        for child in family.children
        for how in ("was", "known")
    ]
    text = text_of(*(answer for answer in asked if answer.status_code == 200))
    return {(child, child) for n, child in enumerate(family.children) if f"Child{n}" in text}


def persons_allowed(family: Family, role: Role) -> Given:
    """Whom the decision lets this reader be told of, asked one by one."""
    reader = Reader.build(family.house.posts[role], second_factor=True)
    return {
        (child, child)
        for child in family.children
        if reader.decide(Verb.SUMMARY, reader.subject(RecordType.PERSON, child)).allowed
    }


def in_files(family: Family, role: Role) -> Given:
    """Whose words go with each child to the next school, where the sender ticks all that is offered. Words of anybody
    else in the file of a child are nobody's to send: they stand under no child."""
    found: set[Any] = set()
    with family.house.at_work(role):
        reader = Reader.build(family.house.posts[role], second_factor=True)
        school = Organisation.objects.filter(files_of_id=family.house.holder).first()
        for n, child in enumerate(family.children):
            about = {"person_id": child, "organisation_id": school.id, "holder_id": family.house.holder}
            offer = offering.offer(Leaver(**about, left_on=today()), reader)
            names = {(one.id, word.key): KEEP for one in offer.pieces for word in one.asks}
            choice = Choice(frozenset(one.id for one in offer.pieces), names=names)
            text = json.dumps(making.make(offer, choice, school).file)
            for r, id in enumerate(family.records):
                said = [m for m in range(FAMILY) if family.words(r, m) in text]
                found |= {(id, child if m == n else None) for m in said}
    return found


@dataclass(frozen=True)
class Place:
    """Where, of which areas; what has to be there first; who is given what; and what would be careless there."""

    areas: tuple[str, ...]
    shows: Callable[[Family, Role], Given]
    broken: dict[str, Any]
    before: Callable[[Family], None] = lambda family: None
    theirs: Callable[[Family, Role], Given] = allowed
    # Who is asked for the control, where that is not who works the area.
    role: Role | None = None


COUNCIL = tuple(WORKERS)
OWN_PARTS = {"kith.cases.queries.own_parts": WHOEVER_READS}
PLACES = {
    "curated chronologies": Place(
        (*COUNCIL, "concern"),
        in_selections,
        {"kith.chronology.queries._readable": lambda reader: Entry.objects.all()},
        put_together,
    ),
    "a line that is ticked": Place(
        (*COUNCIL, "concern"),
        in_selections,
        {
            "kith.chronology.marking.parts_open_to": lambda *asked: Q(person__isnull=False),
            "kith.chronology.queries._readable": lambda reader: Entry.objects.all(),
        },
    ),
    "begun from another": Place(
        ("contact",),
        begun_from_it,
        OWN_PARTS | {"kith.web.asks.persons": lambda reader, action="": Person.objects.all()},
        role=Role.SOCIAL_WORKER,
    ),
    "a search in records": Place(
        (*COUNCIL, "concern"),
        searched_for,
        {"kith.cases.words_found.parts_visible_to": lambda parts, reader: parts.filter(person__isnull=False)},
    ),
    "documents": Place(
        (*COUNCIL, "concern"),
        in_documents,
        {"kith.cases.filing.documents_open_to": some_of_it_open},
        papers_filed,
    ),
    "given away": Place(COUNCIL, given_away, OWN_PARTS),
    "the front door": Place(
        ("contact",),
        at_the_front_door,
        OWN_PARTS,
        came_from_elsewhere,
    ),
    "the contact a referral became": Place(
        ("contact",),
        at_the_front_door,
        {"kith.web.handover.gather.referral_said": lambda body, *only: referral_said(body)},
        came_from_elsewhere,
    ),
    "a file for the next school": Place(
        ("concern",),
        in_files,
        {"kith.sharing.packing.offering.parts_visible_to": lambda parts, reader: parts.filter(person__isnull=False)},
    ),
    "answers": Place(
        ("concern",),
        in_answers,
        {"kith.web.asks.own_parts": lambda reader, ids: WHOEVER_READS(ids, reader)},
        answered,
    ),
    "statuses": Place(("looked_after",), statuses, OWN_PARTS, decided_of_each),
    "earlier days": Place(
        ("contact", "looked_after", "concern"),
        on_earlier_days,
        {"kith.web.asks.persons": lambda reader, action="": Person.objects.all()},
        tied_to_each_other,
        persons_allowed,
    ),
}
