"""Who leaves, on which day, again, or not after all: what a school prepares and closes follows its roll."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from kith.access.queries import visible_to
from kith.cases import filing
from kith.cases.models import Record
from kith.foundation.dates import today
from kith.people import actions as people
from kith.people.models import Enrolment, Person
from kith.sharing.models import Leaver
from kith.sharing.passing import chasing, following, leaving
from kith.sharing.passing.locking import STAY_OPEN, lock_what_is_over
from kith.sharing.passing.rules import Stands
from kith.sharing.posting import POST_ROOM
from kith.tasks import actions as tasks
from kith.tasks.models import Task
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.documents.files import ready
from tests.jobs.steps import work_off
from tests.sharing.passing.world import HEAD, LEAD, LEFT, _concern
from tests.signin import client_for

pytestmark = pytest.mark.django_db


def test_a_copy_stays_open_until_the_last_day_is_over(world):
    last = today() + timedelta(days=7)
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=world.noah)
        people.end_enrolment(enrolment=place, on=last, based_on=place.n)
    world.send(world.larkfield)
    work_off()
    world.sign(world.larkfield)
    work_off()
    assert is_open(world)
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        assert lock_what_is_over(last) == 0 and lock_what_is_over(last + timedelta(days=1)) == 1
        assert lock_what_is_over(last + timedelta(days=1)) == 0
    assert not is_open(world)


def is_open(world):
    with world.at(world.oakmere) as reader:
        return visible_to(Person.objects.filter(id=world.noah), reader, "person.list").exists()


def test_a_child_who_leaves_again_has_a_file_again(world):
    first = world.leaver()
    with world.at(world.oakmere):
        back = people.enrol(
            person=Person.objects.get(id=world.noah), organisation=world.oakmere.organisation, from_on=today()
        )
    assert found_on(world, today()) == []
    with world.at(world.oakmere):
        people.end_enrolment(enrolment=back, on=today() + timedelta(days=30), based_on=back.n)
    (second,) = found_on(world, today() + timedelta(days=31))
    assert (second.person_id, second.id != first.id) == (world.noah, True)
    assert found_on(world, today() + timedelta(days=32)) == []


def passed_on_and_back(world, *, same_time):
    """The file was signed for; then a list of pupils has the child on the roll again, by the same time here or by one
    of which it says no first day. They leave once more. Returns the last day."""
    went = world.send(world.larkfield).went
    work_off()
    world.sign(world.larkfield)
    work_off()
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=world.noah)
        if same_time:
            back = people.end_enrolment(enrolment=place, on=None, based_on=place.n)
        else:
            person = Person.objects.get(id=world.noah)
            back = people.enrol(person=person, organisation=world.oakmere.organisation, from_on=None)
        last = today() + timedelta(days=3)
        people.end_enrolment(enrolment=back, on=last, based_on=back.n)
    return went, last


@pytest.mark.parametrize("same_time", [True, False])
def test_a_child_who_came_back_as_a_list_of_pupils_says_it_has_a_file_again(world, same_time):
    went, last = passed_on_and_back(world, same_time=same_time)
    (second,) = found_on(world, today())
    assert (second.person_id, second.left_on, second.id != went.leaver_id) == (world.noah, last, True)
    assert found_on(world, today()) == [], "found once"
    with world.at(world.oakmere):
        assert Task.objects.filter(kind="file_prepare", about=second.id, done_at=None).exists()


def test_a_last_day_that_is_corrected_after_the_file_went_begins_no_second(world):
    """The control: they did not come back."""
    world.send(world.larkfield)
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=world.noah)
        people.end_enrolment(enrolment=place, on=today() + timedelta(days=3), based_on=place.n)
    assert found_on(world, today()) == []


def signed_for(world):
    """The file went and was signed for, and the copy is closed. Returns the last day the roll said."""
    went = world.send(world.larkfield).went
    work_off()
    world.sign(world.larkfield)
    work_off()
    assert not is_open(world)
    return went.leaver.left_on


def roll_says(world, until):
    with world.at(world.oakmere, HEAD):
        place = Enrolment.objects.get(person_id=world.noah)
        people.end_enrolment(enrolment=place, on=until, based_on=place.n)


@pytest.mark.parametrize("slip", [None, today() + timedelta(days=90)])
def test_a_last_day_that_was_cleared_by_a_slip_and_put_back_begins_no_second(world, slip):
    """Of a child whose record is closed nobody could open it, and nobody end it."""
    last = signed_for(world)
    roll_says(world, slip)
    roll_says(world, last)
    assert found_on(world, today()) == []


def test_a_time_at_the_school_that_was_written_down_by_a_slip_begins_no_second(world):
    last = signed_for(world)
    with world.at(world.oakmere, HEAD):
        person = Person.objects.get(id=world.noah)
        again = people.enrol(person=person, organisation=world.oakmere.organisation, from_on=last)
        people.withdraw(fact=again, based_on=again.n, reason="Another child.")
    assert found_on(world, today()) == []


def second_begun_by(world, slip):
    """The roll says another last day for a night. Returns the file of before, and the one that night began."""
    signed_for(world)
    roll_says(world, slip)
    (second,) = found_on(world, today() + timedelta(days=10))
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        chasing.chase(today() + timedelta(days=60))
    return second


def asked_of(world, leaver):
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        following.follow_the_roll(today())
    with world.at(world.oakmere):
        return set(Task.objects.filter(about=leaver.id, done_at=None).values_list("kind", flat=True))


def test_a_second_file_that_a_slip_began_is_off_the_lists_once_the_roll_is_put_right(world):
    second = second_begun_by(world, today() + timedelta(days=20))
    roll_says(world, LEFT)
    assert asked_of(world, second) == set()
    assert found_on(world, today()) == [], "and begins no third"


def test_a_second_file_of_a_child_who_was_here_again_stays_on_the_lists(world):
    """The control: the roll says so still."""
    second = second_begun_by(world, today() + timedelta(days=20))
    assert asked_of(world, second) == {"file_prepare", "file_late"}


def test_a_child_who_stays_months_longer_than_the_roll_said_when_the_file_went_has_a_file_again(world):
    world.send(world.larkfield)
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=world.noah)
        people.end_enrolment(enrolment=place, on=today() + timedelta(days=90), based_on=place.n)
    assert found_on(world, today()) == [] and len(found_on(world, today() + timedelta(days=80))) == 1


def test_the_second_file_says_where_the_first_went_and_what_is_new_since(world):
    with world.at(world.oakmere):
        Controller.objects.filter(id=world.oakmere.controller.id).update(settings={STAY_OPEN: True})
    passed_on_and_back(world, same_time=True)
    new = _concern(world.oakmere, "Noah was not fetched.", world.noah)
    (second,) = found_on(world, today())
    with world.at(world.oakmere):
        told, known = (Record.objects.get(id=id).reference for id in (new, world.concerns[1]))
    page = text_of(client_for(world.oakmere.posts[LEAD].id).get(reverse("leaver", args=[second.id])))
    said = re.search("A file of an earlier time here went to.*?</p>", page)[0]
    assert world.larkfield.organisation.name in said and told in said and known not in said
    assert "To prepare" in text_of(client_for(world.oakmere.posts[LEAD].id).get(reverse("files")))


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def found_on(world, day):
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        return leaving.look_for_leavers(day)


def test_whoever_did_not_leave_is_off_the_list_and_a_last_day_that_moved_moves_what_is_due(world):
    leaver = world.leaver()
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=world.noah)
        place = people.end_enrolment(enrolment=place, on=today() + timedelta(days=5), based_on=place.n)
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        following.follow_the_roll(today())
        moved = Leaver.objects.get()
        assert (moved.left_on, moved.due_on > leaver.due_on) == (today() + timedelta(days=5), True)
        assert Task.objects.get(kind="file_prepare", done_at=None).due_on == moved.due_on
    with world.at(world.oakmere):
        people.end_enrolment(enrolment=place, on=None, based_on=place.n)
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        following.follow_the_roll(today())
        assert not Task.objects.filter(about=leaver.id, done_at=None).exists()
        assert chasing.chase(today() + timedelta(days=60)) == 0
        assert Leaver.objects.get().stayed_on == today()
    assert found_on(world, today()) == [], "who is on the roll is no leaver"


def test_what_went_is_chased_though_the_child_came_back(world):
    """The negative control of the one before."""
    went = world.send(world.larkfield).went
    with world.at(world.oakmere):
        people.enrol(person=Person.objects.get(id=world.noah), organisation=world.oakmere.organisation, from_on=today())
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        following.follow_the_roll(today())
        assert chasing.chase(today() + timedelta(days=60)) == 2
    assert world.stands(went) is Stands.SENT


LONG_AGO = today() - timedelta(days=90)


def left_long_ago(world, school, forename="Ola"):
    """Somebody who had left long before they were first written down, with a paper file."""
    with world.at(school):
        made = people.create_person(holder=school.holder.id, forename=forename, surname="Bell", confirmed_new=True)
        people.enrol(
            person=made, organisation=school.organisation, from_on=LONG_AGO - timedelta(days=300), until_on=LONG_AGO
        )
        filing.file(people=[made.id], holder=school.holder.id, ready=[ready()], token=uuid4())
    return made.id


def test_a_file_is_begun_by_hand_however_long_ago_the_child_left(world):
    ola = left_long_ago(world, world.oakmere)
    assert ola not in [one.person_id for one in found_on(world, today())], "the control: by itself it is not begun"
    with world.at(world.oakmere):
        begun = leaving.begin_now(ola, world.oakmere.holder.id, today())
    assert (begun.person_id, begun.left_on) == (ola, LONG_AGO)


def test_a_last_day_that_became_known_late_begins_the_file_all_the_same(world):
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=world.zed)
        people.end_enrolment(enrolment=place, on=LONG_AGO, based_on=place.n)
    assert [one.left_on for one in found_on(world, today()) if one.person_id == world.zed] == [LONG_AGO]
    assert found_on(world, today()) == []
    assert found_on(world, today() + timedelta(days=90)) == []


def test_what_is_written_of_a_child_long_after_they_left_begins_a_file(world):
    ola = left_long_ago(world, world.oakmere)
    _concern(world.oakmere, "Her aunt rang.", ola)
    assert ola in [one.person_id for one in found_on(world, today())]


def told_days(world, school, *terms):
    with tenancy(world.oakmere.controller.id, system="importer"):
        tasks.tell_calendar(organisation=school.organisation, terms=list(terms))


def test_a_calendar_that_becomes_known_moves_what_is_due(world):
    leaver = world.leaver()
    term = (today() + timedelta(days=30), today() + timedelta(days=90))
    told_days(world, world.hollin, (today() - timedelta(days=90), today() - timedelta(days=10)), term)
    with world.at(world.oakmere):
        assert Leaver.objects.get().due_on == leaver.due_on, "the control: the days of another school"
    told_days(world, world.oakmere, (today() - timedelta(days=90), today() - timedelta(days=10)), term)
    with world.at(world.oakmere):
        moved = Leaver.objects.get()
        assert moved.due_on > term[0]
        assert [one.due_on for one in Task.objects.filter(kind="file_prepare", done_at=None)] == [moved.due_on]
