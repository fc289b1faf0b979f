"""The register of establishments brings up to date what schools are called, and leaves a name a person gave."""

from datetime import date

from kith.intake.command import run_import, run_undo
from kith.intake.models import Batch, Row
from kith.intake.sources import Source
from kith.organisations.models import Organisation
from tests.intake.test_import import counts
from tests.intake.xml_samples import KATE, TOM, census, source

HEAD = "URN,LA (code),EstablishmentNumber,EstablishmentName,EstablishmentStatus (code),CloseDate,Town\n"
OLD = "100001,865,4001,Oak Primary School,2,31-08-2026,Wex\n"
NEW = "150001,865,4001,Oak Academy,1,,Wex\n"
ELSE = "100009,999,1234,St Wilfrid’s,1,,Far\n"


def register(*rows):
    return [Source.of_bytes("edubasealldata.csv", (HEAD + "".join(rows)).encode("cp1252"))]


def oak():
    return Organisation.objects.get(laestab="8654001")


def a_school_named_by_a_file(world):
    run_import([source(census(KATE, TOM))], "wexshire")
    with world.council_open():
        assert oak().name == "School 8654001"


def test_a_school_a_file_named_by_its_number_gets_its_name_and_gives_it_back(world):
    a_school_named_by_a_file(world)
    done = run_import(register(OLD, ELSE), "wexshire")
    assert counts(done) == {"rows": 1, "new": 0, "matched": 1, "review": 0, "rejected": 0}
    assert done["remarks"] == ["1 establishments you do not know were left."]
    with world.council_open():
        assert (oak().name, oak().urn, oak().closed_on) == ("Oak Primary School", "100001", date(2026, 8, 31))
    assert run_undo(done["batch"])["undone"] == 1
    with world.council_open():
        assert (oak().name, oak().urn, oak().closed_on) == ("School 8654001", "", None)


def test_of_two_with_one_number_the_open_one_speaks(world):
    a_school_named_by_a_file(world)
    for rows in ((OLD, NEW), (NEW, OLD)):
        done = run_import(register(*rows), "wexshire")
        with world.council_open():
            assert (oak().name, oak().urn, oak().closed_on) == ("Oak Academy", "150001", None)
        run_undo(done["batch"])


def test_a_name_a_person_gave_stands_and_the_other_is_told(world):
    done = run_import(register(NEW), "alder", school="8654001", accept="none")
    assert done["stage"] == "review"
    with world.trust_open():
        assert Row.objects.get().reasons == [
            "Its URN: 150001.",
            "You call it Oak, the register Oak Academy. Your name stands.",
        ]
        assert oak().urn == ""


def test_what_somebody_changed_since_is_kept(world):
    a_school_named_by_a_file(world)
    done = run_import(register(NEW), "wexshire")
    with world.council_open():
        Organisation.objects.filter(laestab="8654001").update(name="The Oak")
    undone = run_undo(done["batch"])
    assert undone["undone"] == 0 and undone["kept"][0]["reasons"] == ["It was changed since."]
    with world.council_open():
        assert (oak().name, oak().urn) == ("The Oak", "")


def test_the_same_register_twice_changes_nothing_and_a_bad_row_is_told(world):
    a_school_named_by_a_file(world)
    bad = "10,865,4002,Elm,1,,Wex\n"
    first = run_import(register(NEW, bad), "wexshire")
    assert "column URN: a URN has six figures" in first["rejected"][0]["reasons"][0]
    assert run_import(register(NEW, bad), "wexshire")["already"]
    again = run_import(register(bad, NEW), "wexshire")
    with world.council_open():
        assert Row.objects.get(batch_id=again["batch"], outcome="matched").reasons == ["Nothing is to be changed."]
        assert Batch.objects.count() == 3
