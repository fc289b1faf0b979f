"""A file taken in on the wrong child is taken out of that record again, and taken in on the right one."""

from datetime import date
from uuid import uuid4

import pytest

from kith.access import actions as access
from kith.access.words import BarKind
from kith.cases import filing
from kith.people import actions as people
from kith.sharing.models import Answer, Notice, Took
from kith.sharing.packing import earlier
from kith.sharing.passing import taking, undoing
from kith.sharing.passing.rules import Stands
from kith.sharing.passing.taking import NotTaken
from kith.tasks.models import Task
from tests import rooms
from tests.documents.files import ready
from tests.jobs.steps import work_off
from tests.sharing.passing.world import LEAD

pytestmark = pytest.mark.django_db
WHY = "There are two of this name."


def pupil(world, surname="Pryce"):
    with world.at(world.larkfield):
        return people.create_person(
            holder=world.larkfield.holder.id, forename="Noah", surname=surname, born_on=date(2017, 7, 14),
            confirmed_new=True,
        ).id  # fmt: skip


def taken_in_on(world, wrong):
    leaver = world.addressed(world.larkfield)
    with world.at(world.oakmere):
        kept = filing.file(people=[world.noah], holder=world.oakmere.holder.id, ready=[ready()], token=uuid4())
    went = world.send(world.larkfield, leaver=leaver, documents=frozenset(one.id for one in kept)).went
    work_off()
    world.sign(world.larkfield, wrong)
    work_off()
    return went


def documents(person, reader):
    return [one for one in filing.of_person(person, reader) if not one.void]


def test_it_leaves_the_wrong_record_and_stands_in_the_right_one(world):
    wrong, right = pupil(world), pupil(world, "Price")
    went = taken_in_on(world, wrong)
    came = world.came(world.larkfield)
    with world.at(world.larkfield) as reader:
        assert len(documents(wrong, reader)) == 1 and earlier.taken_in(person_id=wrong).exists(), "the control"
        undoing.take_out(came=came, why=WHY, reader=reader)
        assert documents(wrong, reader) == [] and not earlier.taken_in(person_id=wrong).exists()
        task = Task.objects.get(kind="file_came", done_at=None)
        assert task.about == came.id
        took = taking.take_in_again(came=came, person_id=right, reader=reader)
        assert took.person_id == right and len(documents(right, reader)) == 1
        assert not Task.objects.filter(kind="file_came", done_at=None).exists()
        assert taking.take_in_again(came=came, person_id=wrong, reader=reader).id == took.id, "pressed twice"
    assert ("file.take_out", WHY) in rooms.lines(world.larkfield.controller.id, "file.")
    assert world.stands(went) is Stands.SIGNED
    with world.at(world.oakmere):
        said = Answer.objects.get()
    assert (said.name, said.sha256) == (took.name, went.sha256), "the receipt is the one that was signed"


def test_it_may_be_taken_out_twice(world):
    wrong, right = pupil(world), pupil(world, "Price")
    taken_in_on(world, wrong)
    came = world.came(world.larkfield)
    with world.at(world.larkfield) as reader:
        undoing.take_out(came=came, why=WHY, reader=reader)
        taking.take_in_again(came=came, person_id=right, reader=reader)
        undoing.take_out(came=came, why="It was the first one after all.", reader=reader)
        taking.take_in_again(came=came, person_id=wrong, reader=reader)
        assert len(documents(wrong, reader)) == 1 and documents(right, reader) == []
        assert [one.again for one in Took.objects.order_by("at")] == [0, 1, 2]


def test_without_a_reason_or_where_it_stands_in_no_record_nothing_is_taken_out(world):
    taken_in_on(world, pupil(world))
    came = world.came(world.larkfield)
    with world.at(world.larkfield) as reader:
        with pytest.raises(NotTaken):
            undoing.take_out(came=came, why=" ", reader=reader)
        assert earlier.taken_in(came=came).exists()
        undoing.take_out(came=came, why=WHY, reader=reader)
        with pytest.raises(NotTaken):
            undoing.take_out(came=came, why=WHY, reader=reader)


def test_a_lead_who_is_kept_from_the_child_is_not_told_that_a_file_came(world):
    child = pupil(world)
    post = world.larkfield.posts[LEAD]
    with world.at(world.larkfield):
        access.bar(user_id=post.user_id, person_id=child, kind=BarKind.CONFLICT, reason="Own son.")
    world.send(world.larkfield)
    work_off()
    with world.at(world.larkfield):
        assert not Notice.objects.filter(word="arrived", post_id=post.id).exists()
        assert Task.objects.filter(kind="file_came").exists(), "it waits for somebody else"


def test_a_lead_who_is_kept_from_nobody_is_told(world):
    """The negative control of the one before."""
    child = pupil(world, "Cole")
    post = world.larkfield.posts[LEAD]
    with world.at(world.larkfield):
        access.bar(user_id=post.user_id, person_id=child, kind=BarKind.CONFLICT, reason="Own son.")
    world.send(world.larkfield)
    work_off()
    with world.at(world.larkfield):
        assert Notice.objects.filter(word="arrived", post_id=post.id).exists()
