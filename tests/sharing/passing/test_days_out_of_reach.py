"""Days nobody means, typed on the pages of safeguarding files: a sentence, and never a fault of ours."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kith import audit
from kith.foundation.dates import today
from kith.people.models import Enrolment
from kith.sharing.models import Leaver
from kith.sharing.passing import leaving
from kith.sharing.passing.following import follow_the_roll
from kith.sharing.posting import POST_ROOM
from kith.tenancy import history, tenancy
from tests.sharing.passing.world import LEAD
from tests.signin import client_for

pytestmark = pytest.mark.django_db
OUT_OF_REACH = ("31/12/9999", "30/12/9999", "1/1/0001", "1/1/0000", "31/2/2026")


@pytest.fixture
def lead(world):
    return client_for(world.oakmere.posts[LEAD].id)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def roll_says(world, person, **values):
    """As a list of pupils says it, whatever it says."""
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=person)
        line = audit.record("person.correct", subjects=[person], holder=place.holder_id)
        history.write(Enrolment, id=place.id, based_on=place.n, values=values, line=line)


@pytest.mark.parametrize("typed", OUT_OF_REACH)
@pytest.mark.parametrize("first_day", ["known", "not known"])
def test_a_last_day_out_of_reach_is_answered_by_a_sentence(world, lead, typed, first_day):
    if first_day == "not known":
        roll_says(world, world.zed, from_on=None)
    answer = lead.post(reverse("begin_file", args=[world.zed]), {"last_day": typed})
    assert answer.status_code == 422 and typed in text_of(answer), "what was typed stays"
    with world.at(world.oakmere):
        assert Enrolment.objects.get(person_id=world.zed).until_on is None
        assert not Leaver.objects.filter(person_id=world.zed).exists()


def test_a_last_day_years_ahead_or_long_past_is_a_last_day(world, lead):
    """The control: of a child in reception it may be known when they leave the sixth form."""
    on = today() + timedelta(days=14 * 365)
    assert lead.post(reverse("begin_file", args=[world.zed]), {"last_day": f"{on:%d/%m/%Y}"}).status_code == 302
    with world.at(world.oakmere):
        assert Leaver.objects.get(person_id=world.zed).left_on == on


def test_a_list_of_pupils_that_says_no_end_by_a_day_stops_neither_page_nor_night(world, lead):
    roll_says(world, world.zed, until_on=date.max)
    assert lead.get(reverse("person", args=[world.zed])).status_code == 200
    assert lead.post(reverse("begin_file", args=[world.zed])).status_code == 302
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        assert [one.person_id for one in leaving.look_for_leavers(today())] == [world.noah], "the control"


def test_a_list_of_pupils_that_says_a_last_day_in_the_year_one_begins_the_file_and_its_page_stands(world, lead):
    """Wrong as it is, the child has left: the lead sees the day and has it corrected."""
    roll_says(world, world.zed, until_on=date.min)
    answer = lead.post(reverse("begin_file", args=[world.zed]), follow=True)
    assert answer.status_code == 200 and "Last day Mon 1 Jan 1" in text_of(answer)


def test_a_file_that_is_prepared_ends_where_the_list_of_pupils_says_such_a_day_since(world):
    leaver = world.leaver()
    roll_says(world, world.noah, until_on=date.max)
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        follow_the_roll(today())
        assert Leaver.objects.get(id=leaver.id).stayed_on == today()


@pytest.mark.parametrize("typed", OUT_OF_REACH)
def test_a_day_of_signing_out_of_reach_is_answered_by_a_sentence(world, lead, typed):
    went = world.send(None).went
    signed = {"name": "Ms Hart", "role": "Lead", "on": typed, "misses": ""}
    answer = lead.post(reverse("file_signed", args=[went.leaver_id]), signed)
    assert answer.status_code == 422 and typed in text_of(answer)
