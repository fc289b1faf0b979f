"""A copy that was signed for stays open while work on the child goes on, and until the next school has all of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kith.access import closing_record
from kith.access.actions import close_to
from kith.access.models import Bar, Grantee, Subject
from kith.access.queries import visible_to
from kith.access.words import RESTRICTED, BarKind
from kith.cases import actions as cases
from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.people.models import Person
from kith.sharing.agency import going as agencies
from kith.sharing.agency import preparing, saying
from kith.sharing.agency.preparing import Asked
from kith.sharing.agency.rules import How as AgencyHow
from kith.sharing.models import Leaver
from kith.sharing.passing import going, unfinished
from kith.sharing.passing.locking import lock_what_is_over
from kith.sharing.posting import POST_ROOM
from kith.tasks import giving
from kith.tasks.models import Action, Task
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.sharing.passing.world import CLOSED, HEAD, LEAD, TEACHER
from tests.signin import client_for

pytestmark = pytest.mark.django_db


def move(world, to, why="It began again."):
    with world.at(world.oakmere):
        cases.move_stage(record=Record.objects.get(id=world.concerns[1]), to=to, rationale=why)


def ask(world, n=1, person=None):
    with world.at(world.oakmere):
        return giving.give(
            record=Record.objects.get(id=world.concerns[n]), to=world.oakmere.posts[TEACHER].id, kind="phone_call",
            words="Ring home.", due_on=today() + timedelta(days=2), person=person,
        )  # fmt: skip


def end(world, one, how):
    """Somebody says it is done, or that it need not be."""
    with world.at(world.oakmere):
        action = Action.objects.get(id=one.id)
        giving.say_done(action=action, how="Rung.") if how == "done" else giving.take_back(action=action, why="Moved.")


def correct(world, person):
    """Something in a part of the concern both children stand in; None: in what they share."""
    with world.at(world.oakmere):
        part = Part.objects.get(record=world.concerns[0], person=person)
        more = {} if person else {"description": "It was on Tuesday."}
        cases.correct(
            part=part, answers={**part.answers, **more}, based_on=part.n, reason="A mistake.", category=part.category,
            outcome="" if person else part.outcome,
        )  # fmt: skip


def rest(world, went):
    with world.at(world.oakmere):
        return set(unfinished.rest_of(Leaver.objects.get(id=went.leaver_id)).values_list("id", flat=True))


def signed(world):
    went = world.send(world.larkfield).went
    work_off()
    return went


def sign(world, **more):
    took = world.sign(world.larkfield, **more)
    work_off()
    return took


def is_open(world):
    with world.at(world.oakmere) as reader:
        return visible_to(Person.objects.filter(id=world.noah), reader, "person.list").exists()


def night(world):
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        return lock_what_is_over(today())


def asked(world):
    with world.at(world.oakmere):
        return Task.objects.filter(kind="file_stays_open", done_at=None).count()


def test_a_concern_that_was_reopened_keeps_the_copy_open_until_it_is_closed_and_the_rest_has_gone(world):
    went = signed(world)
    move(world, "reopened")
    took = sign(world)
    assert is_open(world) and asked(world) == 1
    assert night(world) == 0 and asked(world) == 1
    move(world, "closed", CLOSED)
    assert night(world) == 0 and is_open(world), "the next school does not have how it ended"
    with world.at(world.oakmere):
        leaver = Leaver.objects.get(id=went.leaver_id)
    world.send(world.larkfield, leaver=leaver)
    work_off()
    assert asked(world) == 0
    sign(world, person=took.person_id)
    assert not is_open(world) and asked(world) == 0


def test_a_copy_on_which_nothing_goes_on_is_closed(world):
    """The negative control of the one before and the one after."""
    signed(world)
    sign(world)
    assert not is_open(world) and asked(world) == 0


def test_what_somebody_was_asked_to_do_keeps_it_open_until_it_has_ended_and_that_has_gone(world):
    one = ask(world)
    went = signed(world)
    took = sign(world)
    assert is_open(world) and night(world) == 0
    assert client_for(world.oakmere.posts[TEACHER].id).get(reverse("action", args=[one.id])).status_code == 200
    end(world, one, "taken back")
    assert night(world) == 0 and is_open(world), "the next school has it as still to be done"
    with world.at(world.oakmere):
        leaver = Leaver.objects.get(id=went.leaver_id)
    world.send(world.larkfield, leaver=leaver)
    work_off()
    sign(world, person=took.person_id)
    assert not is_open(world) and asked(world) == 0


def test_what_was_asked_for_about_another_child_keeps_nobodys_copy_open(world):
    ask(world, n=0, person=world.zed)
    signed(world)
    sign(world)
    assert not is_open(world) and asked(world) == 0


def test_what_was_asked_for_about_this_child_does(world):
    """The negative control of the one before."""
    ask(world, n=0, person=world.noah)
    signed(world)
    sign(world)
    assert is_open(world)


@pytest.mark.parametrize("how", ["done", "taken back"])
def test_what_ended_since_is_part_of_the_rest_where_it_is_about_this_child(world, how):
    theirs, anothers = ask(world, n=0, person=world.noah), ask(world, n=0, person=world.zed)
    went = signed(world)
    end(world, anothers, how)
    assert rest(world, went) == set()
    end(world, theirs, how)
    assert rest(world, went) == {world.concerns[0]}


@pytest.mark.parametrize("shared", [True, False])
def test_what_was_corrected_since_is_part_of_the_rest(world, shared):
    """The control: a correction in another child's own part is none of it."""
    went = signed(world)
    correct(world, world.zed)
    assert rest(world, went) == set()
    correct(world, None if shared else world.noah)
    assert rest(world, went) == {world.concerns[0]}


def test_a_file_signed_for_and_not_written_in_since_goes_no_second_time(world):
    went = signed(world)
    ask(world)
    sign(world)
    with world.at(world.oakmere):
        leaver = Leaver.objects.get(id=went.leaver_id)
    with pytest.raises(going.NotSent):
        world.send(world.larkfield, leaver=leaver)


def test_a_rest_that_nobody_sends_is_not_waited_for_without_end(world):
    went = signed(world)
    move(world, "reopened")
    move(world, "closed", CLOSED)
    sign(world)
    assert night(world) == 0
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        leaver = Leaver.objects.get(id=went.leaver_id)
        assert unfinished.rest_of(leaver).exists()
        assert not unfinished.rest_of(leaver, timezone.now() + timedelta(seconds=1)).exists()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):
        assert night(world) == 1


def test_the_page_of_the_file_says_why_it_is_open_and_leads_to_the_rest(world):
    went = signed(world)
    lead, page = client_for(world.oakmere.posts[LEAD].id), reverse("leaver", args=[went.leaver_id])
    assert "Still open here" not in lead.get(page).content.decode()
    move(world, "reopened")
    with world.at(world.oakmere):
        reference = Record.objects.get(id=world.concerns[1]).reference
    assert f"Something was written in {reference} after" in lead.get(page).content.decode()
    sign(world)
    told = lead.get(page).content.decode()
    assert f"stays open until the work on {reference} has ended" in " ".join(told.split()) and "?rest=yes" in told
    assert "What goes?" in lead.get(page + "?rest=yes").content.decode()
    assert "work on the child goes on here" in lead.get("/").content.decode()
    assert lead.get(reverse("person", args=[world.noah])).status_code == 200


def answers_of_every_step(lead, leaver):
    """What the pages say on which the rest is prepared and sent."""
    at = {name: reverse(name, args=[leaver]) for name in ("leaver", "choose_file", "address_file")}
    send = reverse("send_file", args=[leaver, uuid4()])
    return {
        "rest": lead.get(at["leaver"] + "?rest=yes").status_code,
        "where": lead.post(at["address_file"], {}).status_code,
        "what": lead.post(at["choose_file"], {}).status_code,
        "look": lead.get(send).status_code,
        "send": lead.post(send, {"seen": "0" * 64}).status_code,
    }


def test_of_a_copy_that_closed_by_itself_nobody_prepares_or_sends_the_rest(world):
    went = signed(world)
    move(world, "reopened")
    move(world, "closed", CLOSED)
    sign(world)
    open_ = answers_of_every_step(client_for(world.oakmere.posts[LEAD].id), went.leaver_id)
    assert 404 not in open_.values(), "the control: while the copy is open every step answers"
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):
        assert night(world) == 1
        lead, page = client_for(world.oakmere.posts[LEAD].id), reverse("leaver", args=[went.leaver_id])
        assert set(answers_of_every_step(lead, went.leaver_id).values()) == {404}
        assert "Your own copy is closed" in lead.get(page).content.decode(), "the receipt stays"
        assert lead.post(reverse("sent_receipt", args=[went.leaver_id])).status_code == 200


def told_of(world, leaver):
    page = client_for(world.oakmere.posts[LEAD].id).get(reverse("leaver", args=[leaver]))
    return " ".join(page.content.decode().split())


def test_of_a_record_the_reader_is_kept_from_by_name_the_page_of_the_file_says_nothing(world):
    went = signed(world)
    move(world, "reopened")
    with world.at(world.oakmere):
        Bar.objects.create(
            grantee_kind=Grantee.USER, grantee_id=world.oakmere.posts[LEAD].user_id, subject_kind=Subject.RECORD,
            subject_id=world.concerns[1], since=timezone.now(), kind=BarKind.CONFLICT,
        )  # fmt: skip
    told = told_of(world, went.leaver_id)
    assert "closed to you" not in told and "Still open here" not in told


def test_of_a_record_that_is_closed_to_everybody_it_says_that_there_is_one(world):
    """The negative control of the one before."""
    went = signed(world)
    move(world, "reopened")
    with world.at(world.oakmere):
        close_to(subject_id=world.concerns[1], subject_kind=Subject.RECORD, level=RESTRICTED, reason="A colleague.")
    assert "1 closed to you" in told_of(world, went.leaver_id)


def refer(world, n=0, child=None):
    """An agency is told of a child because of a concern that is over."""
    asked = Asked("camhs_or_nhs", "Hill Road team", "", "", "See him.", "task", "agreed", "")
    with world.at(world.oakmere):
        referral = preparing.begin(
            organisation=world.oakmere.organisation, record=Record.objects.get(id=world.concerns[n]), asked=asked,
            people=[child or world.noah], token=uuid4(),
        )  # fmt: skip
        agencies.told(referral=referral, way="call", words="Rung.", once=uuid4())
        referral.refresh_from_db()
        return referral


def they_answer(world, referral, **more):
    with world.at(world.oakmere):
        saying.write_down(referral=referral, how=AgencyHow.ANSWERED, on=today(), name="", words="They see him.", **more)


def test_an_agency_that_owes_an_answer_keeps_the_copy_open_until_it_has_answered_and_that_has_gone(world):
    referral = refer(world)
    went = signed(world)
    page = reverse("leaver", args=[went.leaver_id])
    took = sign(world)
    assert is_open(world) and night(world) == 0 and asked(world) == 1
    told = " ".join(client_for(world.oakmere.posts[LEAD].id).get(page).content.decode().split())
    assert "Your copy stays open until" in told and "Hill Road team has answered, or" in told
    they_answer(world, referral)
    assert night(world) == 0 and is_open(world), "the next school does not have their answer"
    with world.at(world.oakmere):
        leaver = Leaver.objects.get(id=went.leaver_id)
    world.send(world.larkfield, leaver=leaver)
    work_off()
    sign(world, person=took.person_id)
    assert not is_open(world)


def test_an_agency_that_owes_an_answer_about_another_child_keeps_nobodys_copy_open(world):
    """The control."""
    refer(world, child=world.zed)
    signed(world)
    sign(world)
    assert not is_open(world)


def test_an_answer_that_never_comes_is_not_waited_for_without_end(world):
    referral = refer(world)
    signed(world)
    sign(world)
    longest = (referral.answer_by - today()).days + 28
    with time_machine.travel(timezone.now() + timedelta(days=longest), tick=True):
        assert night(world) == 0
    with time_machine.travel(timezone.now() + timedelta(days=longest + 1), tick=True):
        assert night(world) == 1


def test_which_agency_it_is_is_not_said_to_whom_the_concern_is_closed(world):
    refer(world)
    went = signed(world)
    page = reverse("leaver", args=[went.leaver_id])
    with world.at(world.oakmere):
        closing_record.restrict(
            record_id=world.concerns[0], persons=[world.noah], reason="A colleague.",
            post_id=world.oakmere.posts[LEAD].id,
        )  # fmt: skip
    told = {role: client_for(world.oakmere.posts[role].id).get(page).content.decode() for role in (LEAD, HEAD)}
    assert "Hill Road team has answered" in told[LEAD], "the control"
    assert "an agency has answered" in told[HEAD] and "Hill Road" not in told[HEAD]
