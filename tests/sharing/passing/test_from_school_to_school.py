"""The whole file follows the child: what came from earlier schools goes on with the next, and with the one after."""

import json
from uuid import uuid4

import pytest

from kith.cases import filing
from kith.foundation.dates import today
from kith.sharing.handlers import Unsuitable
from kith.sharing.models import Came, Leaver
from kith.sharing.packing import offering
from kith.sharing.packing.contents import fingerprint_of
from kith.sharing.packing.making import KEEP, Choice
from kith.sharing.passing import content, going, leaving, making, schools, sheets, taking, unfinished
from kith.sharing.posting import POST_ROOM
from kith.tenancy import tenancy
from tests.documents.files import ready
from tests.jobs.steps import work_off
from tests.sharing.passing.world import NOAHS, ZEDS

pytestmark = pytest.mark.django_db


def arrived(world, school):
    work_off()
    person = world.sign(school).person_id
    work_off()
    return person


@pytest.mark.shows("C75")
def test_of_three_schools_in_a_row_the_last_has_what_the_first_wrote(world):
    """The second and the third wrote nothing themselves."""
    with tenancy(world.wilfrid.controller.id, system=POST_ROOM):
        schools.put_up()
    with world.at(world.oakmere):
        kept = filing.file(people=[world.noah], holder=world.oakmere.holder.id, ready=[ready()], token=uuid4())
    first = world.send(world.hollin, documents=frozenset(one.id for one in kept)).went
    at_hollin = arrived(world, world.hollin)
    world.onward(at_hollin, world.hollin, world.larkfield)
    at_larkfield = arrived(world, world.larkfield)
    world.onward(at_larkfield, world.larkfield, world.wilfrid)
    at_wilfrid = arrived(world, world.wilfrid)
    with world.at(world.wilfrid) as reader:
        file = json.loads(world.came(world.wilfrid).told)["file"]
        from_hollin = file["earlier"][0]["file"]
        from_oakmere = from_hollin["earlier"][0]
        assert (file["records"], from_hollin["school"]["name"]) == ([], "Hollin School")
        assert NOAHS in json.dumps(from_oakmere) and ZEDS not in json.dumps(file)
        assert from_oakmere["sha256"] == first.sha256
        assert NOAHS in sheets.as_text(file, "0" * 64)
        assert len(filing.of_person(at_wilfrid, reader)) == 1, "its documents come too"


def test_a_child_with_nothing_at_all_has_no_file(world):
    """The negative control of the one before."""
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        leaving.look_for_leavers(today())
        assert not Leaver.objects.filter(person_id=world.zed).exists()


def test_a_lead_may_keep_the_file_of_an_earlier_school_back(world):
    world.send(world.hollin)
    at_hollin = arrived(world, world.hollin)
    world.onward(at_hollin, world.hollin, world.larkfield)
    with world.at(world.hollin) as reader:
        leaver = Leaver.objects.get(person_id=at_hollin)
        offer = offering.offer(leaver, reader)
        stays = Choice(stays=frozenset(one.id for one in offer.earlier))
        assert Choice.kept(stays.as_kept()) == stays
        assert "records" in making.problems_of(offer, stays)
        assert "records" not in making.problems_of(offer, Choice()), "the control: of itself it goes"
        assert "earlier" not in making.make(offer, stays, leaver.organisation).file


def test_what_comes_after_the_file_has_gone_on_goes_as_the_rest(world):
    leaver = world.addressed(world.hollin)
    world.send(world.hollin, leaver=leaver)
    with world.at(world.oakmere) as reader:
        more = world.made(leaver, reader, names=KEEP)
        going._sealed(leaver, making.body_of(more, leaver, reader.post), reader, uuid4())
    at_hollin = arrived(world, world.hollin)
    onward = world.onward(at_hollin, world.hollin, world.larkfield)
    with world.at(world.hollin) as reader:
        sent = Leaver.objects.get(id=onward.leaver_id)
        assert not unfinished.keeps_open(sent), "the control: nothing came since"
        earlier = Came.objects.select_related("envelope").earliest("at")
        taking.take_in(came=earlier, person_id=at_hollin, signature=taking.Signature("Bea", "Lead"), reader=reader)
    arrived(world, world.larkfield)
    with world.at(world.hollin) as reader:
        assert unfinished.keeps_open(sent) and going.may_go(sent, reader)


def test_an_earlier_file_that_was_changed_under_its_fingerprint_goes_back(world):
    world.send(world.hollin)
    at_hollin = arrived(world, world.hollin)
    world.onward(at_hollin, world.hollin, world.larkfield)
    work_off()
    body = json.loads(world.came(world.larkfield).told)
    assert content.read(body)["sha256"] == body["sha256"]
    body["file"]["earlier"][0]["file"]["keep"] = "For ever."
    with pytest.raises(Unsuitable):
        content.read({**body, "sha256": fingerprint_of(body["file"])})
