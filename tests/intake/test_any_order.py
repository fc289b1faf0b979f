"""Files of every kind about the same children, in any order, twice: the same right record. And whose word stands."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from kith.intake import proposing
from kith.intake.command import run_import
from kith.intake.models import Batch, Row
from kith.intake.sources import Source
from kith.people import actions as people
from kith.people.models import Enrolment, Person, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from kith.tenancy import history
from tests.intake.test_oneroster import apart
from tests.intake.xml_samples import KATE, OAK, TOM, census, ctf, source

ELM = "8654002"
DOWNLOAD = "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,ncyearactual,enrolstatus"
ANN = replace(KATE, more={"MiddleNames": "Ann"})
ORDERS = list(permutations(["xml", "download", "ctf", "roster"]))


def download(*rows):
    table = "\n".join([DOWNLOAD, *rows, ""])
    homes = "addressesonrolltableid,pupilonrolltableid,postcode,paon,street\n1,7,BA14 8JN,3,Mill Lane\n"
    return [
        Source.of_bytes("2026_autumn_pupilonroll.csv", table.encode()),
        Source.of_bytes("2026_autumn_addressesonroll.csv", homes.encode()),
    ]


FILES = {
    "xml": [source(census(KATE, TOM))],
    "download": download(
        "7,8654001,2018-02-03,Weller,Kate,P207000016049,F,2022-09-05,3,C",
        "8,8654001,2018-02-03,Weller,Tom,B801200005001,M,2022-09-05,3,C",
    ),
    "ctf": [
        source(
            ctf(ANN).replace("<PAON>3</PAON><Street>Mill Lane</Street>", "<AddressLine1>3 Mill Lane</AddressLine1>"),
            "8654009_CTF_8654001_001.xml",
        )
    ],
    "roster": apart(),
}


def send(*kinds, **more):
    return [run_import(FILES[kind], "alder", school=OAK, **more) for kind in kinds]


def record():
    """What we hold, child by child, in words that do not depend on which file wrote them."""
    return sorted(
        (
            [(n.kind, n.forename, n.middle, n.surname) for n in _of(PersonName, person)],
            [(b.born_on, b.sex) for b in _of(PersonBirth, person)],
            sorted((i.kind, i.value) for i in _of(PersonIdentifier, person)),
            ["".join((a.lines + a.postcode).split()) for a in _of(PersonAddress, person)],
            [(e.organisation.laestab, e.year_group, e.from_on) for e in _of(Enrolment, person)],
        )
        for person in Person.objects.all()
    )


def _of(model, person):
    return model.objects.filter(person=person).order_by("id")


@pytest.mark.parametrize("order", ORDERS[::4], ids="-".join)
def test_in_any_order_and_twice_they_end_in_the_same_record(world, order):
    send(*order)
    with world.trust_open():
        once = record()
        versions = PersonName.objects.count(), Enrolment.objects.count(), PersonAddress.objects.count()
    send(*order)
    with world.trust_open():
        assert record() == once
        assert (PersonName.objects.count(), Enrolment.objects.count(), PersonAddress.objects.count()) == versions
        kate, tom = once
        assert kate[0] == [("legal", "Kate", "Ann", "Weller")]
        assert kate[2] == [("upn", "P207000016049")]
        assert kate[3] == ["3MillLaneBA148JN"]
        assert kate[4] == [(OAK, "3", date(2022, 9, 5))]
        assert (tom[0], tom[1]) == ([("legal", "Tom", "", "Weller")], [(date(2018, 2, 3), "M")])


@pytest.mark.parametrize("kind", FILES)
def test_no_file_writes_beside_a_protected_address_or_keeps_one(world, kind):
    send("xml")
    with world.trust_open():
        kate = PersonName.objects.get(forename="Kate").person
        address = PersonAddress.objects.get(person=kate)
        history.write(
            PersonAddress,
            id=address.id,
            based_on=1,
            values={"protected": True, "sealed": b"x", "lines": "", "postcode": ""},
        )
    moved = [Source.of_bytes(s.name, s.open().read().replace(b"8JN", b"8JR")) for s in FILES[kind]]
    done = run_import(moved, "alder", school=OAK)
    with world.trust_open():
        assert [a.protected for a in PersonAddress.objects.filter(person=kate)] == [True]
        row = Row.objects.get(batch_id=done["batch"], person=kate)
        assert "8JR" not in f"{row.staged} {row.proposals} {row.problems} {row.reasons}"
        assert kind == "roster" or row.proposals == [["Address", "Protected address", ""]]


@pytest.mark.parametrize("kind", ["xml", "download", "ctf"])
def test_no_file_replaces_what_a_person_wrote_or_verified(world, kind):
    send("xml")
    with world.trust_open():
        name = PersonName.objects.get(forename="Kate")
        people.correct(fact=name, based_on=1, surname="Wellers")
        address = PersonAddress.objects.get(person=name.person)
        people.correct(fact=address, based_on=1, verified_on=date(2026, 10, 5))
        birth = PersonBirth.objects.get(person=name.person)
        people.correct(fact=birth, based_on=1, sex="M")
    moved = [Source.of_bytes(s.name, s.open().read().replace(b"8JN", b"8JR")) for s in FILES[kind]]
    done = run_import(moved, "alder", school=OAK)
    with world.trust_open():
        assert PersonName.objects.get(forename="Kate").surname == "Wellers"
        assert PersonAddress.objects.get(person=name.person).postcode == "BA14 8JN"
        row = Row.objects.get(batch_id=done["batch"], person=name.person)
        assert {one[0] for one in row.proposals} == {"Name", "Address", "Born"}


def test_a_transfer_file_makes_a_list_of_the_same_week_no_old_one(world):
    """It is about one child. The census of a month before replaces nothing of hers, and brings Tom up to date."""
    send("xml")
    run_import([source(ctf(replace(KATE, year="4"), at="2026-12-01T09:00:00"))], "alder", school=OAK)
    late = census(replace(KATE, year="2"), replace(TOM, year="4"))
    done = run_import([source(late, "again.xml")], "alder", school=OAK)
    assert done["remarks"] == []
    with world.trust_open():
        years = dict(Enrolment.objects.values_list("person__id", "year_group"))
        of = {n.forename: years[n.person_id] for n in PersonName.objects.all()}
        assert of == {"Kate": "4", "Tom": "4"}
        (row,) = Row.objects.filter(batch_id=done["batch"]).exclude(proposals=[])
        assert row.proposals == [["School", "4", "2"]]


def on_elm(**more):
    return census(replace(KATE, began="2026-11-02", **more), school=ELM, term="SPR", year="2027")


def enrolments():
    found = Enrolment.objects.order_by("from_on").values_list("organisation__laestab", "from_on", "until_on")
    return [(number, str(began), str(ended or "")) for number, began, ended in found]


def test_two_schools_that_claim_one_child_are_shown_and_neither_is_overwritten(world):
    run_import([source(census(KATE), "oak.xml")], "wexshire")
    done = run_import([source(on_elm(), "elm.xml")], "wexshire")
    with world.council_open():
        assert enrolments() == [(OAK, "2022-09-05", "")]
        (proposal,) = proposing.open_of(Batch.objects.get(id=done["batch"]))
        said = ("Two schools", "On roll at School 8654001", "On roll at School 8654002 since 2 Nov 2026")
        assert proposal.words == said
        proposing.accept(proposal=proposal)
        assert enrolments() == [(OAK, "2022-09-05", ""), (ELM, "2026-11-02", "")]


def test_a_mover_whose_school_before_let_them_go_has_two_enrolments(world):
    run_import([source(census(KATE), "oak.xml")], "wexshire")
    gone = census(gone=[replace(KATE, left="2026-10-30")], term="SPR", year="2027")
    run_import([source(gone, "oak2.xml")], "wexshire")
    run_import([source(on_elm(), "elm.xml")], "wexshire")
    moved = [(OAK, "2022-09-05", "2026-10-30"), (ELM, "2026-11-02", "")]
    with world.council_open():
        assert Person.objects.count() == 1 and enrolments() == moved
        assert not Row.objects.exclude(proposals=[]).exists()


def test_a_claim_can_be_accepted_after_the_school_before_let_the_child_go(world):
    run_import([source(census(KATE), "oak.xml")], "wexshire")
    done = run_import([source(on_elm(), "elm.xml")], "wexshire")
    gone = census(gone=[replace(KATE, left="2026-10-30")], term="SPR", year="2027")
    run_import([source(gone, "oak2.xml")], "wexshire")
    with world.council_open():
        (proposal,) = proposing.open_of(Batch.objects.get(id=done["batch"]))
        proposing.accept(proposal=proposal)
        assert enrolments() == [(OAK, "2022-09-05", "2026-10-30"), (ELM, "2026-11-02", "")]


def test_a_child_registered_at_two_schools_is_no_question(world):
    run_import([source(census(KATE), "oak.xml")], "wexshire")
    both = on_elm().replace("<EnrolStatus>C", "<EnrolStatus>S")
    run_import([source(both, "elm.xml")], "wexshire")
    with world.council_open():
        assert len(enrolments()) == 2


def test_who_is_not_in_the_next_census_is_counted_and_stays_on_the_roll(world):
    send("xml")
    done = run_import([source(census(KATE, term="SPR", year="2027"), "spring.xml")], "alder", school=OAK)
    assert done["remarks"][-1:] == [
        "Oak: 1 child whom you hold on its roll is not in this census. Nothing was changed for them; ask whether they "
        "have left."
    ]
    with world.trust_open():
        assert Enrolment.objects.filter(until_on=None).count() == 2
