"""A record that is closed to whoever prepares the file: they are told that there is one, its keeper is asked of it."""

import json
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.access import closing_record
from kith.access.models import Bar, Grantee, Subject
from kith.access.words import BarKind
from kith.cases.models import Record
from kith.sharing.models import Leaver, Notice, Sent, Went
from kith.sharing.packing import offering
from kith.sharing.packing.making import usual
from kith.sharing.passing import going, kept_back, making, taking
from kith.sharing.passing.rules import Stands
from kith.sharing.rules import Code
from kith.tasks.models import Task
from tests.jobs.steps import work_off
from tests.sharing.passing.test_stays_open import is_open
from tests.sharing.passing.world import HEAD, LEAD, another_concern
from tests.signin import client_for

pytestmark = pytest.mark.django_db
ASKED = "A safeguarding file goes, and a record you keep closed is not in it"


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def restricted(world, n=0, by=LEAD):
    """One of the two concerns opens to the lead alone. Returns its reference."""
    with world.at(world.oakmere):
        closing_record.restrict(
            record_id=world.concerns[n], persons=[world.noah], reason="A colleague is named.",
            post_id=world.oakmere.posts[by].id,
        )  # fmt: skip
        return Record.objects.get(id=world.concerns[n]).reference


def sent_by_the_head(world, to):
    """All of it that the head may read."""
    leaver = world.addressed(to)
    with world.at(world.oakmere, HEAD) as reader:
        offer = offering.offer(leaver, reader)
        closed = kept_back.closed_to(leaver, reader).count
        made = making.make(offer, usual(offer), leaver.organisation, closed=closed)
        return going.pass_on(leaver=leaver, made=made, reader=reader, once=uuid4()).went


def page_for(world, role, leaver):
    return text_of(client_for(world.oakmere.posts[role].id).get(reverse("leaver", args=[leaver])))


def asked(world):
    with world.at(world.oakmere):
        return Task.objects.filter(kind="file_kept_back", done_at=None).count()


def test_whoever_prepares_is_told_how_many_are_closed_to_them_and_who_keeps_them(world):
    reference = restricted(world)
    leaver = world.addressed(None)
    told = page_for(world, HEAD, leaver.id)
    assert "1 record of this child is closed to you and not in what you send" in told
    assert world.oakmere.posts[LEAD].user.display_name in told and reference not in told
    look = text_of(client_for(world.oakmere.posts[HEAD].id).get(reverse("send_file", args=[leaver.id, uuid4()])))
    assert "1 record of this child is closed to you" in look and reference not in look
    assert "closed to you" not in page_for(world, LEAD, leaver.id), "the control: to the lead it is open"


def test_nothing_is_said_to_whom_nothing_is_closed_and_nobody_is_asked(world):
    """The negative control of all of these."""
    leaver = world.addressed(None)
    assert "closed to you" not in page_for(world, HEAD, leaver.id) and asked(world) == 0


def test_whoever_is_kept_from_it_by_name_is_not_told_that_there_is_one(world):
    restricted(world)
    leaver = world.addressed(None)
    keep_from(world, HEAD, Subject.RECORD, world.concerns[0])
    assert "closed to you" not in page_for(world, HEAD, leaver.id)


def keep_from(world, role, kind, subject):
    with world.at(world.oakmere):
        Bar.objects.create(
            grantee_kind=Grantee.USER, grantee_id=world.oakmere.posts[role].user_id, subject_kind=kind,
            subject_id=subject, since=timezone.now(), kind=BarKind.CONFLICT,
        )  # fmt: skip


def signed_for_without_it(world):
    """The head sent what is open to the head, and it was signed for; its keeper has said nothing of the record."""
    went = sent_by_the_head(world, world.larkfield)
    work_off()
    world.sign(world.larkfield)
    work_off()
    with world.at(world.oakmere):
        return Leaver.objects.get(id=went.leaver_id)


def may_send_the_rest(world, role, leaver):
    with world.at(world.oakmere, role) as reader:
        return going.may_go(leaver, reader)


def test_whoever_is_kept_from_it_by_name_does_not_learn_of_it_from_a_file_that_may_go_again(world):
    restricted(world)
    leaver = signed_for_without_it(world)
    assert may_send_the_rest(world, HEAD, leaver), "the control: by role alone they are told"
    keep_from(world, HEAD, Subject.RECORD, world.concerns[0])
    assert not may_send_the_rest(world, HEAD, leaver) and may_send_the_rest(world, LEAD, leaver)
    page = client_for(world.oakmere.posts[HEAD].id).get(reverse("leaver", args=[leaver.id]), {"rest": "yes"})
    assert "Send the rest" not in text_of(page) and "What goes" not in text_of(page)


def test_nor_from_what_was_written_in_it_since(world):
    leaver = world.send(world.larkfield).went.leaver
    work_off()
    new = another_concern(world)
    world.sign(world.larkfield)
    work_off()
    assert may_send_the_rest(world, HEAD, leaver), "the control"
    keep_from(world, HEAD, Subject.RECORD, new)
    assert not may_send_the_rest(world, HEAD, leaver) and may_send_the_rest(world, LEAD, leaver)


def test_its_keeper_is_asked_as_soon_as_the_file_begins_and_by_a_mail_that_says_nothing(world):
    restricted(world)
    world.leaver()
    lead = client_for(world.oakmere.posts[LEAD].id)
    assert asked(world) == 1 and ASKED in text_of(lead.get("/"))
    assert ASKED not in text_of(client_for(world.oakmere.posts[HEAD].id).get("/"))
    with world.at(world.oakmere):
        (task,) = Task.objects.filter(kind="file_kept_back")
        assert Notice.objects.filter(about=task.id, post_id=world.oakmere.posts[LEAD].id).exists()


def test_a_record_that_is_restricted_after_the_file_began_is_asked_of_when_it_goes(world):
    world.leaver()
    restricted(world)
    assert asked(world) == 0
    sent_by_the_head(world, world.larkfield)
    assert asked(world) == 1


def test_the_file_the_receipt_and_both_pages_say_that_it_is_not_whole_and_not_what_is_missing(world):
    reference = restricted(world)
    went = sent_by_the_head(world, world.larkfield)
    work_off()
    said = "1 record is closed to whoever sent this"
    with world.at(world.oakmere):
        kept = Sent.objects.get(id=went.sent_id)
    for_head = page_for(world, HEAD, went.leaver_id)
    assert said in for_head and reference not in for_head
    took = world.sign(world.larkfield)
    there = client_for(world.larkfield.posts[LEAD].id)
    assert said in text_of(there.get(reverse("file_came", args=[took.came_id])))
    assert kept is not None and went.listing["closed"] == 1
    with world.at(world.larkfield):
        assert json.loads(took.came.told)["file"]["closed"] == 1 and reference not in took.came.told


def test_the_keeper_sends_it_too_once_the_first_was_signed_for_and_the_copy_waits_for_that(world):
    reference = restricted(world)
    went = sent_by_the_head(world, world.larkfield)
    work_off()
    took = world.sign(world.larkfield)
    work_off()
    assert is_open(world), "closed, nobody could send the rest"
    page = page_for(world, LEAD, went.leaver_id)
    assert f"You keep {reference} closed" in page and "Send it too" in page
    assert "Send it too" not in page_for(world, HEAD, went.leaver_id)
    with world.at(world.oakmere):
        leaver = Leaver.objects.get(id=went.leaver_id)
    more = world.send(world.larkfield, leaver=leaver).went
    assert reference in json.dumps(more.listing) and asked(world) == 0
    assert reference not in page_for(world, HEAD, went.leaver_id), "that it went is theirs to know who keep it"
    work_off()
    world.sign(world.larkfield, person=took.person_id)
    work_off()
    assert world.stands(more) is Stands.SIGNED and not is_open(world)


def test_the_keeper_says_that_it_stays_and_why_and_the_copy_closes(world):
    restricted(world)
    went = sent_by_the_head(world, world.larkfield)
    lead, stays = client_for(world.oakmere.posts[LEAD].id), reverse("keep_record_back", args=[went.leaver_id])
    assert lead.post(stays, {"stays": " "}).status_code == 422 and asked(world) == 1
    head = client_for(world.oakmere.posts[HEAD].id)
    head.post(stays, {"stays": "I say so."})
    assert asked(world) == 1, "whoever it is closed to says nothing of it"
    assert lead.post(stays, {"stays": "It is about a colleague."}).status_code == 302 and asked(world) == 0
    work_off()
    world.sign(world.larkfield)
    work_off()
    assert not is_open(world)
    with world.at(world.oakmere):
        assert Went.objects.count() == 1


def test_a_keeper_who_sends_the_file_has_decided_of_it(world):
    reference = restricted(world)
    leaver = world.addressed(world.larkfield)
    assert asked(world) == 1
    went = world.send(world.larkfield, leaver=leaver).went
    assert asked(world) == 0 and reference in json.dumps(went.listing)


def came_back(world, leaver, how):
    """What the lead sent comes back: the lead takes it back, or the next school sends it back."""
    went = world.send(world.larkfield, leaver=leaver).went
    work_off()
    if how == "taken back":
        with world.at(world.oakmere):
            going.take_back(went=went, words="The wrong school.", name="The lead")
    else:
        came = world.came(world.larkfield)
        with world.at(world.larkfield):
            taking.send_back(came=came, code=Code.NOT_OURS, words="We do not know him.")
    work_off()
    return went


@pytest.mark.parametrize("how", ["taken back", "sent back"])
def test_what_went_with_a_file_that_came_back_is_asked_of_like_new(world, how):
    """Whoever prepares it anew may not read that record: it would stay behind, and nobody would have said so."""
    reference = restricted(world)
    leaver = world.addressed(world.larkfield)
    assert reference in json.dumps(came_back(world, leaver, how).listing)
    assert asked(world) == 1
    again = sent_by_the_head(world, world.larkfield)
    assert reference not in json.dumps(again.listing) and asked(world) == 1, "asked once for each coming back"


def test_what_was_said_to_stay_is_not_asked_of_again_where_the_file_came_back(world):
    """The control: a decision holds."""
    restricted(world)
    leaver = world.addressed(world.larkfield)
    stays = reverse("keep_record_back", args=[leaver.id])
    client_for(world.oakmere.posts[LEAD].id).post(stays, {"stays": "It is about a colleague."})
    went = sent_by_the_head(world, world.larkfield)
    with world.at(world.oakmere):
        going.take_back(went=went, words="The wrong school.", name="The head")
    assert asked(world) == 0
