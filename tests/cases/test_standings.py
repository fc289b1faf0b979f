"""Legal status and placement of a looked-after child: same-day changes, no gaps, what is put right, as at, as known."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.access.models import Grant
from kith.cases import chain_mending, standings
from kith.cases.actions import rules
from kith.cases.models import Standing
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from kith.tenancy.models import Controller, Holder

from .council import Service, child_known_to, open_council, take, write

pytestmark = pytest.mark.django_db
WORKER, MANAGER = Role.SOCIAL_WORKER, Role.TEAM_MANAGER
MARCH = {n: date(2026, 3, n) for n in range(1, 32)}


@pytest.fixture
def care():
    return open_council()["care"]


@pytest.fixture
def record(care):
    with care.at_work(WORKER):
        record = care.send("looked_after")
        care.tie(WORKER, record)
        care.tie(MANAGER, record)
    return record


def begin(record, care, kind="legal_status", code="V2", on=MARCH[3]):
    return standings.begin(record=record, person_id=care.children[0], kind=kind, code=code, on=on)


def change(record, last, code, on):
    return standings.change(record=record, person_id=last.person_id, kind=last.kind, code=code, on=on, based_on=last.n)


def joined():
    """What the database holds at the end of the transaction, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def said(care, kind="legal_status"):
    rows = Standing.objects.filter(person_id=care.children[0], kind=kind).order_by("seq")
    return [(s.code, s.from_on, s.until_on, s.ended_because) for s in rows]


def test_each_link_starts_where_the_last_one_ended(care, record):
    with care.at_work(WORKER):
        change(record, begin(record, care), "C1", MARCH[10])
        joined()
        assert said(care) == [("V2", MARCH[3], MARCH[10], "X1"), ("C1", MARCH[10], None, "")]
        child = care.children[0]
        at = {day: standings.as_at(child, "legal_status", MARCH[day]) for day in (2, 3, 9, 10, 31)}
        assert [one and one.code for one in at.values()] == [None, "V2", "V2", "C1", "C1"]


def test_a_placement_of_a_day_keeps_its_day(care, record):
    with care.at_work(WORKER):
        first = begin(record, care, "placement", "U6")
        second = change(record, first, "T4", MARCH[3])
        change(record, second, "K2", MARCH[3])
        joined()
        child = care.children[0]
        assert standings.as_at(child, "placement", MARCH[3]).code == "K2"
        assert [one.code for one in standings.during(child, "placement", MARCH[3])] == ["U6", "T4", "K2"]


def test_what_we_knew_and_what_we_know_are_two_things(care, record):
    child = care.children[0]
    with care.at_work(WORKER):
        order = change(record, begin(record, care), "C1", MARCH[10])
        before = timezone.now()
        put_right = chain_mending.correct(
            standing=order, based_on=order.n, on=MARCH[12], code="L2", reason="The order was read."
        )
        joined()
        assert said(care)[0][2] == put_right.from_on == MARCH[12]
        assert standings.as_at(child, "legal_status", MARCH[11]).code == "V2"
        assert standings.as_known(child, "legal_status", MARCH[11], before).code == "C1"
        assert standings.as_known(child, "legal_status", MARCH[12], timezone.now()).code == "L2"
        with pytest.raises(history.Conflict):
            chain_mending.correct(standing=order, based_on=order.n, code="C2", reason="Not read again.")


def test_a_move_that_was_forgotten_is_put_between(care, record):
    with care.at_work(WORKER):
        first = begin(record, care, "placement", "U6")
        change(record, first, "K2", MARCH[20])
        stands = Standing.objects.get(id=first.id)
        standings.put_between(record=record, after=stands, code="U3", on=MARCH[10])
        joined()
        assert [code for code, *_ in said(care, "placement")] == ["U6", "U3", "K2"]
        assert standings.as_at(care.children[0], "placement", MARCH[15]).code == "U3"


def test_so_many_that_were_forgotten_after_one_link_all_find_a_place(care, record):
    """Between two links there is room for ten; then those that follow move on."""
    codes = ["U3", "K2"] * 6
    with care.at_work(WORKER):
        first = begin(record, care, "placement", "U6")
        second = change(record, first, "K2", MARCH[20])
        change(record, second, "U3", MARCH[22])
        for n, code in enumerate(codes):
            stands = Standing.objects.get(id=first.id)
            standings.put_between(record=record, after=stands, code=code, on=MARCH[19 - n])
        joined()
        assert [code for code, *_ in said(care, "placement")] == ["U6", *reversed(codes), "K2", "U3"]
        assert standings.as_at(care.children[0], "placement", MARCH[21]).code == "K2"


def test_it_ends_with_a_reason_and_a_new_time_may_begin_later(care, record):
    with care.at_work(WORKER):
        child = care.children[0]
        last = begin(record, care)
        ending = {"record": record, "person_id": child, "kind": "legal_status", "based_on": last.n}
        with pytest.raises(rules.NotReady):
            standings.end(**ending, on=MARCH[20], because="X1")
        with pytest.raises(rules.NotReady, match="It began on"):
            standings.end(**ending, on=MARCH[2], because="E4A")
        standings.end(**ending, on=MARCH[20], because="E4A")
        with pytest.raises(rules.NotReady, match="ended on"):
            begin(record, care, on=MARCH[19])
        begin(record, care, on=MARCH[28])
        joined()
        assert standings.as_at(child, "legal_status", MARCH[25]) is None
        with pytest.raises(rules.NotReady, match="is open since"):
            begin(record, care, on=MARCH[30])


def test_an_end_is_put_right_and_may_prove_to_be_none(care, record):
    with care.at_work(WORKER):
        first = begin(record, care)
        last = change(record, first, "C1", MARCH[10])
        first.refresh_from_db()
        with pytest.raises(rules.NotReady, match="Put right the day on which the next one began"):
            chain_mending.correct_end(standing=first, based_on=first.n, reason="Read.", on=MARCH[9], because="E4A")
        about = {"record": record, "person_id": last.person_id, "kind": last.kind}
        last = standings.end(**about, on=MARCH[20], because="E4A", based_on=last.n)
        last = chain_mending.correct_end(standing=last, based_on=last.n, reason="Read.", on=MARCH[22], because="E4A")
        assert said(care)[-1] == ("C1", MARCH[10], MARCH[22], "E4A")
        begin(record, care, on=MARCH[25])
        for day in (None, MARCH[26]):
            with pytest.raises(rules.NotReady, match="It began again on Wed 25 Mar"):
                chain_mending.correct_end(standing=last, based_on=last.n, reason="Read.", on=day, because="E4A")
        again = Standing.objects.get(person_id=last.person_id, from_on=MARCH[25])
        chain_mending.take_back(standing=again, based_on=again.n, reason="It never was.")
        chain_mending.correct_end(standing=last, based_on=last.n, reason="He stayed.", on=None)
        joined()
        assert said(care)[-1] == ("C1", MARCH[10], None, "")


def test_a_link_that_never_was_is_taken_back_and_the_one_before_goes_on(care, record):
    with care.at_work(WORKER):
        first = begin(record, care)
        second = change(record, first, "C1", MARCH[10])
        change(record, second, "E1", MARCH[20])
        second.refresh_from_db()
        with pytest.raises(rules.NotReady, match="Others follow it"):
            chain_mending.take_back(standing=first, based_on=first.n + 1, reason="It never was.")
        chain_mending.take_back(standing=second, based_on=second.n, reason="The order was never made.")
        joined()
        assert said(care) == [("V2", MARCH[3], MARCH[20], "X1"), ("E1", MARCH[20], None, "")]
        gone = standings.taken_back(care.children[0], "legal_status", care.reader(WORKER))
        assert [(one.code, one.from_on) for one in gone] == [("C1", MARCH[10])]


def test_the_database_keeps_no_gap_and_no_overlap_whoever_writes(care, record):
    """The negative control: written past the verbs, a gap, an overlap and a second open end are each refused."""
    with care.at_work(WORKER):
        first = begin(record, care)
        order = change(record, first, "C1", MARCH[10])
        joined()
    for values in ({"from_on": MARCH[11]}, {"from_on": MARCH[9]}, {"from_on": MARCH[10], "opens": True, "seq": 1}):
        with pytest.raises(IntegrityError), care.at_work(WORKER):
            history.write(Standing, id=order.id, based_on=order.n, values=values)
    with care.at_work(WORKER):
        assert len(said(care)) == 2


def test_guards_look_at_standings_and_the_clocks_count_from_the_day(care, record):
    with care.at_work(MANAGER):
        with pytest.raises(rules.NotAllowed, match="a legal status is open"):
            take(record, "current")
        begin(record, care)
        begin(record, care, "placement", "U6")
        take(record, "current")
    with care.at_work(MANAGER):
        due = {c.clock: c.due_on for c in record.clocks.all()}
        assert due["first_visit"] == date(2026, 3, 10) and due["placement_plan"] == date(2026, 3, 10)
        assert due["first_review"] == date(2026, 3, 31)
        write(record, first_review_on="2026-03-30")
    with care.at_work(MANAGER):
        assert record.clocks.get(clock="first_review").stopped_at is not None
        with pytest.raises(rules.NotAllowed):
            take(record, "ended")


def test_a_chain_is_read_by_who_reads_the_part_it_is_of(care, record):
    with care.at_work(WORKER):
        begin(record, care)
        assert len(standings.chain_of(care.children[0], "legal_status", care.reader(WORKER))) == 1
    with care.at_work(WORKER):
        Grant.objects.filter(grantee_id=care.posts[WORKER]).update(until=timezone.now() - timedelta(seconds=1))
        assert standings.chain_of(care.children[0], "legal_status", care.reader(WORKER)) == []


VERBS = ["change", "end", "begin", "between", "correct", "correct_end", "open_again", "take_back"]
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(1, 31), st.sampled_from(["V2", "C1", "C2", "E1"])),
    min_size=1,
    max_size=7,
)


@settings(max_examples=12, deadline=None)
@given(steps=STEPS)
def test_whatever_is_done_the_chain_joins_and_every_day_has_one_answer(steps):
    care = _fresh()
    with care.at_work(WORKER):
        record = care.send("looked_after")
        for verb, day, code in steps:
            _do(verb, record, care, code, MARCH[day])
        joined()
        links = said(care)
        for (_, _, until, why), (_, since, _, _) in pairwise(links):
            assert until == since if why == "X1" else until <= since
        for day in MARCH.values():
            holding = [c for c, since, until, _ in links if since <= day and (until is None or day < until)]
            found = standings.as_at(care.children[0], "legal_status", day)
            assert len(holding) <= 1 and (found.code if found else None) == (holding[0] if holding else None)


def _fresh():
    """One council for all examples of a run, another child for each."""
    council = Controller.objects.filter(slug="northshire").first()
    if council is None:
        return open_council()["care"]
    with tenancy(council.id, system="importer"):
        holder = Holder.objects.get(slug="care")
        posts = {Role(p.role): p.id for p in Post.objects.filter(organisation__files_of=holder)}
        return Service(council.id, holder.id, posts, [child_known_to(holder.id)])


def _do(verb, record, care, code, on):
    links = list(Standing.objects.filter(person_id=care.children[0], kind="legal_status").order_by("seq"))
    about = {"record": record, "person_id": care.children[0], "kind": "legal_status"}
    try:
        if verb == "begin" or not links:
            standings.begin(**about, code=code, on=on)
        elif verb == "change":
            standings.change(**about, code=code, on=on, based_on=links[-1].n)
        elif verb == "end":
            standings.end(**about, on=on, because="E4A", based_on=links[-1].n)
        elif verb == "between":
            standings.put_between(record=record, after=links[0], code=code, on=on)
        elif verb == "correct_end":
            one = links[on.day % len(links)]
            chain_mending.correct_end(standing=one, based_on=one.n, on=on, because="E4A", reason="Read again.")
        elif verb == "open_again":
            chain_mending.correct_end(standing=links[-1], based_on=links[-1].n, on=None, reason="It goes on.")
        elif verb == "take_back":
            one = links[on.day % len(links)]
            chain_mending.take_back(standing=one, based_on=one.n, reason="It never was.")
        else:
            chain_mending.correct(standing=links[-1], based_on=links[-1].n, code=code, on=on, reason="Read again.")
    except rules.NotReady:
        pass
