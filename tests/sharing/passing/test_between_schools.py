"""A safeguarding file goes to the next school: in a trust, to another controller, and every way it may fail."""

import json
from datetime import date
from uuid import uuid4

import pytest

from kith.access.queries import visible_to
from kith.cases import filing
from kith.foundation.dates import today
from kith.people import actions as people
from kith.people.models import Person
from kith.sharing.models import Answer, Came, Envelope, Leaver, Sent, Took, Went
from kith.sharing.passing import going, making, taking
from kith.sharing.passing.rules import Stands
from kith.sharing.posting import standings
from kith.sharing.rules import Code
from kith.sharing.saying import NotNow
from kith.tasks.models import Task
from tests.documents.files import ready
from tests.jobs.steps import work_off
from tests.rooms import lines
from tests.sharing.passing.world import HEAD, LEAD, NOAHS, WORDS, ZEDS

pytestmark = pytest.mark.django_db


def test_the_night_finds_who_left_and_has_a_file_once(world):
    first, again = world.leaver(), world.leaver()
    assert first.id == again.id
    with world.at(world.oakmere):
        task = Task.objects.get(kind="file_prepare")
        assert (task.for_role, task.about, "Noah" in task.words) == (LEAD.value, first.id, False)


@pytest.mark.shows("C74", "C75")
@pytest.mark.parametrize("to", ["hollin", "larkfield"])
def test_it_goes_to_a_school_of_the_trust_and_to_another_controller_alike(world, to):
    there = getattr(world, to)
    went = world.send(there).went
    assert world.stands(went) is Stands.SENT
    work_off()
    took = world.sign(there)
    work_off()
    assert world.stands(went) is Stands.SIGNED
    with world.at(world.oakmere) as reader:
        answer = Answer.objects.get(went=went)
        assert (answer.name, answer.role, answer.sha256) == ("Bea Lowe", "Designated safeguarding lead", went.sha256)
        assert not visible_to(Person.objects.filter(id=world.noah), reader, "person.list").exists(), (
            "its copy is closed"
        )
        assert visible_to(Person.objects.filter(id=world.zed), reader, "person.list").exists()
        assert not Task.objects.filter(about=went.leaver_id, done_at=None).exists()
    with world.at(there):
        assert took.is_new and took.person.status == "provisional"
        told = json.loads(Took.objects.get().came.told)
        assert NOAHS in json.dumps(told) and told["file"]["school"]["name"] == "Oakmere School"
    for school in (world.oakmere, there):
        actions = {action for action, _ in lines(school.controller.id)}
        assert {"release.envelope"} <= actions
    assert ("file.accept", "") in lines(there.controller.id, "file.")


@pytest.mark.parametrize("to", ["hollin", "larkfield"])
def test_nothing_of_anybody_else_goes_and_nobody_else_gets_it(world, to):
    there = getattr(world, to)
    world.send(there)
    work_off()
    with world.at(there):
        told = Came.objects.get().told
    assert NOAHS in told and ZEDS not in told
    assert "Zed" not in told and "[another pupil] says he fell" in told
    assert "Another pupil: " in told
    for other in {"hollin", "larkfield", "wilfrid"} - {to}:
        for role in (LEAD, HEAD):
            with world.at(getattr(world, other), role):
                assert not any(model.objects.exists() for model in (Came, Took, Leaver, Went, Sent, Answer))


def test_a_name_that_was_left_in_goes(world):
    """The negative control of the one before."""
    world.send(world.hollin, names="keep")
    work_off()
    assert WORDS in world.came(world.hollin).told


def test_a_known_pupil_is_proposed_and_nobody_new_is_made(world):
    with world.at(world.larkfield):
        here = people.create_person(
            holder=world.larkfield.holder.id, forename="Noah", surname="Pryce", born_on=date(2017, 7, 14),
            confirmed_new=True,
        )  # fmt: skip
    world.send(world.larkfield)
    work_off()
    came = world.came(world.larkfield)
    with world.at(world.larkfield) as reader:
        assert [one.person_id for one in taking.might_be(came, reader)] == [here.id]
    assert world.sign(world.larkfield, here.id).person_id == here.id


def test_a_second_click_finds_it_sent_and_a_second_sending_is_refused(world):
    leaver, once = world.addressed(world.hollin), uuid4()
    first = world.send(world.hollin, leaver=leaver, once=once).went
    assert world.send(world.hollin, leaver=leaver, once=once).went.id == first.id
    with pytest.raises(going.NotSent):
        world.send(world.hollin, leaver=leaver)


def test_the_number_of_another_files_form_sends_nothing(world):
    once = uuid4()
    world.send(world.hollin, once=once)
    with world.at(world.oakmere):
        noah = Leaver.objects.get()
        other = Leaver.objects.create(
            person_id=world.noah, holder_id=noah.holder_id, organisation_id=noah.organisation_id, left_on=noah.left_on,
            due_on=noah.due_on, to_name="Elsewhere Primary", to_lead="Ms Hart",
        )  # fmt: skip
    with pytest.raises(going.NotSent):
        world.send(None, leaver=other, once=once)
    assert world.stands(world.send(None, leaver=other).went) is Stands.SENT


def test_the_wrong_school_sends_it_back_with_words_and_it_can_go_again(world):
    leaver = world.addressed(world.hollin)
    went = world.send(world.hollin, leaver=leaver).went
    work_off()
    with world.at(world.hollin):
        taking.send_back(came=Came.objects.select_related("envelope").get(), code=Code.NOT_OURS, words="Not our pupil.")
    work_off()
    assert world.stands(went) is Stands.REFUSED
    with world.at(world.oakmere):
        assert "Not our pupil." in Answer.objects.get().words
        assert Task.objects.filter(kind="file_answered", about=leaver.id, done_at=None).exists()
    with pytest.raises(NotNow):
        world.sign(world.hollin)
    assert world.send(world.hollin, leaver=leaver).went.id != went.id
    with world.at(world.oakmere):
        assert not Task.objects.filter(kind="file_answered", done_at=None).exists(), "it was read, and has gone on"


def test_a_school_that_is_not_there_is_refused_by_the_machine(world):
    leaver = world.addressed(world.larkfield)
    with world.at(world.oakmere):
        Leaver.objects.filter(id=leaver.id).update(to_name="Larkfield Juniors", to_laestab="8999099")
    went = world.send(world.larkfield, leaver=_again(world, leaver)).went
    work_off()
    assert world.stands(went) is Stands.REFUSED
    with world.at(world.larkfield):
        assert not Came.objects.exists()


def _again(world, leaver):
    with world.at(world.oakmere):
        return Leaver.objects.get(id=leaver.id)


def test_the_same_contents_again_are_refused_as_here_already(world):
    leaver = world.addressed(world.larkfield)
    world.send(world.larkfield, leaver=leaver)
    work_off()
    with world.at(world.oakmere) as reader:
        made = world.made(leaver, reader)
        sent = going._sealed(leaver, making.body_of(made, leaver, reader.post), reader, uuid4())
    work_off()
    with world.at(world.larkfield):
        assert Came.objects.count() == 1
    with world.at(world.oakmere):
        assert standings([Envelope.objects.get(id=sent.envelope_id)])[sent.envelope_id].code is Code.ALREADY_HERE


def test_taken_back_before_it_is_taken_in_it_ends_and_can_go_elsewhere(world):
    leaver = world.addressed(world.hollin)
    went = world.send(world.hollin, leaver=leaver).went
    work_off()
    with world.at(world.oakmere):
        going.take_back(went=went, words="They move to Larkfield.", name="The lead")
    work_off()
    assert world.stands(went) is Stands.TAKEN_BACK
    with world.at(world.hollin):
        assert not Task.objects.filter(kind="file_came", done_at=None).exists()
    with pytest.raises(NotNow):
        world.sign(world.hollin)


def test_once_taken_in_it_cannot_be_taken_back(world):
    went = world.send(world.hollin).went
    work_off()
    world.sign(world.hollin)
    with world.at(world.oakmere), pytest.raises(going.NotSent):
        going.take_back(went=went, words="Too late.", name="The lead")


def test_what_did_not_come_is_said_the_copy_stays_open_and_the_same_can_come_again(world):
    leaver = world.addressed(world.larkfield)
    went = world.send(world.larkfield, leaver=leaver).went
    work_off()
    first = world.sign(world.larkfield, misses=("The chronology",))
    work_off()
    assert world.stands(went) is Stands.IN_PART
    with world.at(world.oakmere) as reader:
        assert Answer.objects.get().misses == ["The chronology"]
        assert visible_to(Person.objects.filter(id=world.noah), reader, "person.list").exists()
    again = world.send(world.larkfield, leaver=leaver).went
    work_off()
    assert world.sign(world.larkfield, first.person_id).person_id == first.person_id
    work_off()
    assert world.stands(again) is Stands.SIGNED


def test_documents_that_go_by_hand_are_not_missed(world, monkeypatch):
    monkeypatch.setattr(making, "MOST_BYTES", 10)
    went = with_a_document(world)
    work_off()
    took = world.sign(world.hollin)
    work_off()
    assert took.misses == [] and world.stands(went) is Stands.SIGNED
    with world.at(world.hollin):
        assert json.loads(took.came.told)["file"]["by_hand"] is True


def test_documents_that_should_have_come_with_it_are_missed(world, monkeypatch):
    """The negative control of the one before."""
    monkeypatch.setattr(making, "attached_of", lambda made: {})
    went = with_a_document(world)
    work_off()
    took = world.sign(world.hollin)
    work_off()
    assert took.misses == ["Document 1"] and world.stands(went) is Stands.IN_PART


def with_a_document(world):
    leaver = world.addressed(world.hollin)
    with world.at(world.oakmere):
        holder = world.oakmere.holder.id
        kept = filing.file(people=[world.noah], holder=holder, ready=[ready()], token=uuid4())
    return world.send(world.hollin, leaver=leaver, documents=frozenset(one.id for one in kept)).went


def test_whoever_is_back_keeps_an_open_record(world):
    went = world.send(world.larkfield).went
    with world.at(world.oakmere):
        people.enrol(person=Person.objects.get(id=world.noah), organisation=world.oakmere.organisation, from_on=today())
    work_off()
    world.sign(world.larkfield)
    work_off()
    with world.at(world.oakmere) as reader:
        assert visible_to(Person.objects.filter(id=world.noah), reader, "person.list").exists()
    assert world.stands(went) is Stands.SIGNED
