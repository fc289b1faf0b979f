"""A story read page by page is the story read at once, for whomever; and nothing that matters is cut off by a page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.chronology import marking, queries
from kith.chronology.models import Entry
from kith.chronology.queries import Wanted
from kith.reference.roles import Role
from tests.cases.conftest import schools  # noqa: F401  (a fixture)
from tests.cases.council import open_council
from tests.promises.test_own_parts import Family, allowed, families, moments, set_up, so_far  # noqa: F401

pytestmark = pytest.mark.django_db
OFFICER = Role.MASH_OFFICER
ALL = 1000


def pages(people, reader, size):
    """The ids of every page, one page after the other."""
    found, before = [], None
    while told := queries.story(people, reader, Wanted(before=before), size):
        found.append([one.entry.id for one in told])
        before = told[-1].entry.occurred_at, told[-1].entry.id
    return found


def spread(records, days):
    """The records happened on these days: several lines of one moment are what paging goes wrong over."""
    for record, ago in zip(records, days, strict=False):
        Entry.objects.filter(record=record).update(occurred_at=timezone.now() - timedelta(days=ago))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moment=moments(), days=st.lists(st.integers(0, 1), min_size=4, max_size=4), size=st.integers(1, 3))
def test_page_by_page_it_is_the_whole_and_what_the_decision_allows(families, moment, days, size):  # noqa: F811
    area, among, role, barred, tied = moment
    with so_far():
        one = Family(families[area].house, families[area].worker, area)
        for some in among * 2:
            one.write(some)
        with one.house.at_work(one.worker):
            spread(one.records, days)
        set_up(one, role, barred, tied)
        with one.house.at_work(role):
            reader = one.house.reader(role)
            whole = queries.story(one.children, reader, Wanted(), ALL)
            every = [each.entry for line in whole for each in (line, *line.others)]
            assert {(e.record_id, e.person_id) for e in every} == allowed(one, role)
            # A record that is about several of them is one line.
            assert len(whole) == len({e.record_id for e in every}) and len(every) == len({e.id for e in every})
            read = pages(one.children, reader, size)
        assert [id for page in read for id in page] == [e.entry.id for e in whole]
        assert all(len(page) == size for page in read[:-1])


@pytest.fixture
def told(db):
    """A front door, and the lines of three contacts about one child, newest first."""
    front = open_council()["front"]
    with front.at_work(OFFICER):
        records = [front.send("contact") for _ in range(3)]
    with front.at_work(OFFICER):
        spread(records, range(3))
        lines = list(Entry.objects.order_by("-occurred_at"))
    return front, lines


def say(front, entry, kind, holds=True):
    with front.at_work(OFFICER):
        marking.mark(entry_id=entry.id, kind=kind, holds=holds, why="It matters.", reader=front.reader(OFFICER))


def ids(front, ask, *more):
    with front.at_work(OFFICER):
        return [one.entry.id for one in ask(front.children[:1], front.reader(OFFICER), *more)]


def test_what_stays_on_top_does_so_wherever_it_stands(told):
    front, (_, _, oldest) = told
    say(front, oldest, "pinned")
    assert oldest.id not in ids(front, queries.story, Wanted(), 1)
    assert ids(front, queries.pinned, Wanted(), 5) == [oldest.id]
    say(front, oldest, "pinned", holds=False)
    assert ids(front, queries.pinned, Wanted(), 5) == []


def test_a_mark_that_was_taken_back_takes_no_place_on_a_page_of_what_matters(told):
    front, (newest, _, oldest) = told
    for entry in (newest, oldest):
        say(front, entry, "significant")
    say(front, newest, "significant", holds=False)
    assert ids(front, queries.story, Wanted(significant=True), 1) == [oldest.id]
