"""Words that must not be seen, put where every page could show them, and where an answer may have let one out.

*Hidden*: the name of a child whose record is restricted; it is in no answer at all. *Where*: an address that is
protected; it is in the answer to whoever opens it, and nowhere else. *Shown*: the name of a child the reader may
read about; a page says it, and no address, title, header, log or name of a file does.
"""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.models import Bar, Grantee, Subject
from kith.areas import area as area_named
from kith.cases import filing
from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.foundation.ids import random_id
from kith.intake.command import run_import
from kith.organisations.models import Organisation
from kith.people import actions as people
from kith.people.models import Enrolment, Merge, Person
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.access.conftest import child_of
from tests.documents.files import ready
from tests.intake.mutants import upn
from tests.intake.test_oneroster import TABLES, apart
from tests.intake.xml_samples import OAK, Told, census, source
from tests.promises.page_world import Place
from tests.rooms import School

HIDDEN, SHOWN, WHERE = ("Quillabet", "Zephyrton"), ("Ottoline", "Brackwater"), ("Kiln Lane", "RG1 1AA", "RG11AA")
HOME = {"street": "Kiln Lane", "postcode": "RG1 1AA"}
HER = Told(HIDDEN[1], HIDDEN[0], "2016-03-09", upn(41), street="Far Lane", postcode="BA14 8JN")
THEM = Told(SHOWN[1], SHOWN[0], "2015-02-08", upn(42), **HOME)
# What stands in a page and leads from it, and what a browser writes beside it: these are sent on as the referrer.
LEADS_ON = re.compile(r"<title>(.*?)</title>|(?:href|src|action|data-[a-z-]+|formaction)=\"(.*?)\"", re.DOTALL)


def plant(place: Place, role: Role) -> UUID:
    """The child of this world is `SHOWN` and lives at `WHERE`; `HIDDEN` stands in all that they stand in."""
    school = place.school
    hidden = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        for id, told in ((place.child, THEM), (hidden, HER)):
            _call(id, told)
        _left(school, hidden)
        for record in [*place.records.values(), *place.concerns.values()]:
            _stands_in(Record.objects.get(id=record), hidden)
        for record in (None, place.records["contact"], place.concerns["bullying"]):
            of = {"people": [place.child, hidden], "holder": school.holder.id, "token": random_id()}
            filing.file(ready=[ready(f"{' '.join(HIDDEN)}.pdf")], record=record and Record.objects.get(id=record), **of)
        said = {"stage": "proposed", "why": "The same girl.", "file_of": school.holder.id, "by": random_id()}
        Merge.objects.create(survivor_id=hidden, merged_id=child_of(school), at=timezone.now(), **said)
    return hidden


def _call(id: UUID, told: Told) -> None:
    person = Person.objects.get(id=id)
    people.add_name(person=person, kind="legal", forename=told.forename, surname=told.surname)
    people.add_birth(person=person, born_on=told.born, sex="F")
    people.add_identifier(person=person, kind="upn", value=told.upn, source="school")


def _left(school: School, hidden: UUID) -> None:
    """She left some days ago, and may be among whoever is told of to the next school."""
    at = Organisation.objects.get(id=school.organisation.id)
    day = today()
    people.enrol(person=Person.objects.get(id=hidden), organisation=at, from_on=day.replace(year=day.year - 2))
    stay = Enrolment.objects.get(person_id=hidden)
    people.end_enrolment(enrolment=stay, on=day, based_on=stay.n)


def _stands_in(record: Record, hidden: UUID) -> None:
    declared = area_named(record.area)
    common = {"record_id": record.id, "holder_id": record.holder_id, "area_version": declared.version}
    role = next(iter(code_set(declared.roles_of_persons))).code
    history.write(Part, values={**common, "person_id": hidden, "role": role, "category": _category(record)})


def _category(record: Record) -> str:
    return str(record.parts.exclude(person=None).values_list("category", flat=True).first() or "")


def close(school: School, hidden: UUID) -> None:
    """Her record is restricted: nobody stands on the list."""
    with tenancy(school.controller.id, system="importer"):
        Bar.objects.create(
            grantee_kind=Grantee.EVERYBODY, grantee_id=school.controller.id, level=2,
            subject_kind=Subject.PERSON, subject_id=hidden, since=timezone.now(),
        )  # fmt: skip


def bring_files(school: School, role: Role) -> list[UUID]:
    """A census that knows them, one that nearly does, and the tables of a school's system: as this post sent them."""
    almost = census(replace(HER, born="2016-03-08", upn=""), replace(THEM, upn="", born="2015-02-07"), term="SPR")
    tables = {
        "users": TABLES["users.csv"].replace("Kate,Weller", ",".join(HIDDEN)).replace("P207000016049", HER.upn),
        "demographics": TABLES["demographics.csv"].replace("u1,active,,2018-02-03", f"u1,active,,{HER.born}"),
    }
    sent = ([source(census(HER, THEM))], [source(almost, "almost.xml")], apart(**tables))
    ways: dict[str, Any] = {"school": OAK, "on_behalf_of": school.posts[role].id}
    return [UUID(str(run_import(files, school.controller.slug, **ways)["batch"])) for files in sent]


def told(answer: Any) -> str:
    """All of an answer: what stands in it and what is sent beside it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def led_on(answer: Any) -> str:
    """What of an answer a browser passes on or keeps: its headers, its title, its addresses."""
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return str(answer.headers)
    found = LEADS_ON.findall(answer.content.decode())
    return str(answer.headers) + " ".join(part for pair in found for part in pair)


def said_of(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)
