"""Two at the same time who name a chair, or let a concern about a colleague be read while it is closed."""

import pytest
from django.db.models import QuerySet

from kith.access.holders import live
from kith.access.models import Grant
from kith.conduct import actions, lending
from kith.conduct.rules import NotReady
from kith.foundation.dates import today
from kith.tenancy import waiting
from tests.together import one_after_the_other
from tests.web.casework import HEAD, LEAD, Casework
from tests.web.test_staff_concerns import ADMIN, GOVERNOR, OFFICE, also, the_one, write


def chairs_named_by_two(database):
    """Two administrators each name another governor; how many chair then."""
    work = Casework(*OFFICE, ann="bullying")
    to = [work.post_id(GOVERNOR), also(work, LEAD, GOVERNOR).id]
    name = [lambda one=one: actions.name_chair(holder=work.school.holder.id, to=one) for one in to]
    found = one_after_the_other(database, lambda: work.school.at_work(ADMIN), name)
    assert [post.id for post in found] == to
    with work.open():
        return list(live(Grant).filter(relation="chair_of_governors").values_list("grantee_id", flat=True)), to


def test_of_two_chairs_named_at_once_the_second_chairs_alone(fresh):
    chair, to = chairs_named_by_two(fresh)
    assert chair == to[1:]


def test_without_the_lock_both_would_chair(fresh, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(waiting, "alone", lambda words: None)
    assert len(chairs_named_by_two(fresh)[0]) == 2


def let_and_closed(database, *order):
    """The head closes it and lets the lead read it on another page, in this order; what came of the second, and
    whether the lead still reads it."""
    work = Casework(*OFFICE, ann="bullying")
    write(work)
    one = the_one(work)
    do = {
        "let": lambda: lending.let_read(one=one, to=work.post_id(LEAD), reason="I am away.", last_on=today()),
        "close": lambda: actions.step(one=one, post=work.school.posts[HEAD], kind="closed", words="Nothing in it."),
    }
    found = one_after_the_other(database, lambda: work.school.at_work(HEAD), [do[name] for name in order])
    with work.open():
        return found[1], lending.lent(one).exists()


def test_what_is_closed_in_the_same_moment_is_let_be_read_by_nobody(fresh):
    refused, reads = let_and_closed(fresh, "close", "let")
    assert isinstance(refused, NotReady) and not reads


def test_what_is_let_in_the_same_moment_ends_when_it_is_closed(fresh):
    assert let_and_closed(fresh, "let", "close")[1] is False


@pytest.mark.parametrize("order", [("close", "let"), ("let", "close")])
def test_without_the_lock_it_would_be_read_though_it_is_closed(fresh, monkeypatch, order):
    """The negative control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    assert let_and_closed(fresh, *order)[1] is True
