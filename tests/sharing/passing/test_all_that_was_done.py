"""The file says what was decided and why, who did what, and who the child lives with: of this child and no other."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.cases.models import Record
from kith.foundation.dates import today
from kith.people import actions as people
from kith.people.models import Person
from kith.sharing.agency import going as agencies
from kith.sharing.agency import preparing, saying
from kith.sharing.agency.rules import How
from kith.sharing.models import Leaver
from kith.sharing.packing import offering
from kith.sharing.packing.making import KEEP, usual
from kith.sharing.passing import sheets
from kith.tasks import giving
from kith.tasks.models import Action
from tests.jobs.steps import work_off
from tests.sharing.passing.world import CLOSED, NOAHS, TEACHER, ZEDS, another_concern

pytestmark = pytest.mark.django_db
DONE = "Her aunt answered."


def ask(world, words, person=None):
    return giving.give(
        record=Record.objects.get(id=world.concerns[0]), to=world.oakmere.posts[TEACHER].id, kind="phone_call",
        words=words, due_on=today() + timedelta(days=2), person=person,
    )  # fmt: skip


def file_of(world, **more):
    leaver = world.addressed(world.hollin)
    with world.at(world.oakmere) as reader:
        return world.made(leaver, reader, **more).file


def test_it_says_what_was_decided_and_why(world):
    record = file_of(world)["records"][0]
    assert [one["stage"] for one in record["decided"]][-2:] == ["Triaged", "Closed"]
    assert record["decided"][-1]["why"] == CLOSED


def test_it_says_who_did_what_about_this_child_and_of_another_nothing(world):
    with world.at(world.oakmere):
        one = ask(world, "Ring home about Zed.", world.noah)
        ask(world, "canary-zed: ring his home.", world.zed)
    with world.at(world.oakmere, TEACHER):
        giving.say_done(action=Action.objects.get(id=one.id), how=DONE)
    record = next(one for one in file_of(world)["records"] if "asked" in one)
    (asked,) = record["asked"]
    assert (asked["words"], asked["how"], asked["done"]) == ("Ring home about [another pupil].", DONE, True)
    assert asked["who"] and asked["kind"] == "Phone call" and "canary-zed" not in json.dumps(record)


def test_a_name_in_what_was_asked_stays_where_somebody_says_so(world):
    """The negative control of the one before."""
    with world.at(world.oakmere):
        ask(world, "Ring home about Zed.", world.noah)
    assert "about Zed." in json.dumps(file_of(world, names=KEEP)["records"])


def test_the_sheets_and_what_came_say_it_too(world):
    with world.at(world.oakmere):
        ask(world, "Ring home.", world.noah)
    world.send(world.hollin)
    work_off()
    file = json.loads(world.came(world.hollin).told)["file"]
    text = sheets.as_text(file, "0" * 64)
    assert "What was decided" in text and CLOSED in text
    assert "Phone call, asked of" in text and "Ring home." in text and "Not done yet." in text


def test_the_chronology_says_what_this_child_said_and_no_other(world):
    file = file_of(world)
    assert [one["childs_words"] for one in file["chronology"]] == [NOAHS, NOAHS]
    text = sheets.as_text(file, "0" * 64)
    assert f"“{NOAHS}”" in text and ZEDS not in text


def at_home(world, *, protected):
    with world.at(world.oakmere):
        noah = Person.objects.get(id=world.noah)
        mum = people.create_person(
            holder=world.oakmere.holder.id, forename="Ruth", surname="Pryce", born_on=None, confirmed_new=True
        )
        people.add_relationship(person=noah, other=mum, type="mother", has_pr=True, lives_with=True)
        people.add_address(person=noah, lines="1 Elm Road", postcode="RG1 1AA", protected=protected)


def offered(world):
    leaver = world.addressed(world.hollin)
    with world.at(world.oakmere) as reader:
        return offering.offer(leaver, reader)


def test_who_the_child_lives_with_goes_where_it_is_chosen(world):
    at_home(world, protected=False)
    assert usual(offered(world)).facts == {"address", "carers"}
    child = file_of(world, facts=frozenset({"address", "carers"}))["child"]
    assert child["address"] == "1 Elm Road" and "Ruth Pryce, mother" in child["carers"][0]
    assert not {"address", "carers"} & set(file_of(world)["child"]), "where it is not chosen it stays here"


def test_a_protected_address_is_not_offered(world):
    at_home(world, protected=True)
    offer = offered(world)
    assert [one.name for one in offer.facts] == ["carers"] and offer.hidden_address
    assert "address" not in file_of(world, facts=frozenset({"address", "carers"}))["child"]


def statements_of_an_offer(world, leaver):
    """Counted the second time: what is read once for good is read then."""
    with world.at(world.oakmere) as reader:
        offering.offer(leaver, reader)
        with CaptureQueriesContext(connection) as said:
            pieces = offering.offer(leaver, reader).pieces
    return len(pieces), len(said)


def test_however_many_records_there_are_no_more_is_asked_of_the_database(world):
    leaver = world.addressed(world.hollin)
    with world.at(world.oakmere):
        ask(world, "Ring home.", world.noah)
    few = statements_of_an_offer(world, leaver)
    for _ in range(4):
        another_concern(world)
    many = statements_of_an_offer(world, leaver)
    assert (few[0], many[0]) == (2, 6)
    assert many[1] == few[1]


ASKED_FOR = preparing.Asked(
    "camhs_or_nhs", "0-19 team", "", "", "Look at his arm; Zed was there.", "danger", "given", ""
)


def ask_an_agency(world):
    with world.at(world.oakmere):
        return preparing.begin(
            token=uuid4(), organisation=world.oakmere.organisation,
            record=Record.objects.get(id=world.concerns[0]), asked=ASKED_FOR, people=[world.noah],
        )  # fmt: skip


def test_an_agency_that_was_asked_and_owes_an_answer_goes_with_the_record_in_every_form(world):
    referral = ask_an_agency(world)
    assert "0-19 team" not in json.dumps(file_of(world)), "the control: nothing has gone"
    with world.at(world.oakmere):
        agencies.told(referral=referral, way="call", words="Rung.", once=uuid4())
        referral.refresh_from_db()
    with world.at(world.oakmere) as reader:
        leaver = Leaver.objects.get(person_id=world.noah)
        file = world.made(leaver, reader).file
    (asked,) = next(one for one in file["records"] if "asked" in one)["asked"]
    assert "0-19 team" in asked["who"] and asked["due"] == referral.answer_by.isoformat() and not asked["done"]
    assert asked["words"] == "Look at his arm; [another pupil] was there."
    assert "0-19 team" in sheets.as_text(file, "0" * 64)
    with world.at(world.oakmere):
        saying.write_down(
            referral=referral, how=How.ANSWERED, on=today(), name="Ms Oduya", words="He is seen on Monday."
        )
    with world.at(world.oakmere) as reader:
        (asked,) = next(one for one in world.made(leaver, reader).file["records"] if "asked" in one)["asked"]
    assert asked["done"] and asked["how"] == "He is seen on Monday."
