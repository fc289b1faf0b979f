"""Where a concern is decided stands what is known of its children and their brothers and sisters, and no more of it
than the reader may read."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.audit.models import Leaf
from kith.people import actions as people
from kith.people.models import Person
from tests.web.casework import LEAD, PASTORAL, Casework

pytestmark = pytest.mark.django_db


def family() -> Casework:
    """Ann, her brother Ben and her cousin Cal."""
    work = Casework(ann="bullying")
    work.children |= {name: work.child(name) for name in ("ben", "cal")}
    with work.open():
        ann, ben, cal = (Person.objects.get(id=work.children[name]) for name in ("ann", "ben", "cal"))
        people.add_relationship(person=ann, other=ben, type="sibling")
        people.add_relationship(person=ann, other=cal, type="cousin")
    return work


def write(work: Casework, name: str, kind: str, stage: str = "closed") -> str:
    with work.open():
        return work.write({name: kind}, stage).reference


def known(work: Casework, role=LEAD) -> str:
    return work.page(role).split('id="earlier"')[1].split("</section>")[0]


def test_earlier_concerns_of_the_child_and_of_a_brother_stand_there():
    work = family()
    assert "No other concern about them" in known(work)
    of = {name: write(work, name, "attendance") for name in ("ann", "ben", "cal")}
    told = known(work)
    assert of["ann"] in told and of["ben"] in told and "a brother or sister" in told and of["cal"] not in told
    assert work.concern.reference not in told


def of_each(told: str) -> dict[str, tuple[int, str]]:
    """Of whom how many stand there, and how many older ones there are."""
    each = {one.split("</bdi>")[0]: one for one in told.split("<bdi>")[1:]}
    older = {
        name: "".join(re.findall(r"And (\w+) older concerns?, in their own record", of)) for name, of in each.items()
    }
    return {name: (of.count('href="/concerns/'), older[name]) for name, of in each.items()}


def test_a_brother_of_whom_much_is_known_leaves_the_child_its_place(monkeypatch):
    monkeypatch.setattr("kith.web.board.earlier.MOST", 2)
    work = family()
    oldest = write(work, "ann", "attendance")
    bens = [write(work, "ben", "attendance") for _ in range(3)]
    told = known(work)
    assert of_each(told) == {"Ann Sole": (1, ""), "Ben Sole": (2, "one")} and "No other concern" not in told
    assert oldest in told and bens[0] not in told and ">3</span>" in told
    for _ in range(3):
        write(work, "ann", "attendance")
    assert of_each(known(work)) == {"Ann Sole": (2, "2"), "Ben Sole": (2, "one")}


def test_what_may_not_be_read_is_not_counted_among_the_older(monkeypatch):
    """And the control: whoever may read it counts it."""
    monkeypatch.setattr("kith.web.board.earlier.MOST", 1)
    work = family()
    for kind in ("child_protection", "attendance"):
        write(work, "ann", kind)
    assert "one older concern" not in known(work, PASTORAL) and "one older concern" in known(work)


def test_what_was_entered_by_mistake_is_no_history():
    work = family()
    assert write(work, "ann", "attendance", "void") not in known(work)


def test_of_what_this_reader_may_not_read_nothing_stands_there():
    """And the control: before they are kept from him, the brother stands there."""
    work = family()
    reference = write(work, "ben", "attendance")
    assert reference in known(work)
    with work.open():
        lead = work.school.posts[LEAD].user_id
        bar(user_id=lead, person_id=work.children["ben"], kind=BarKind.CONFLICT, reason="Own son")
    assert reference not in known(work) and "Ben" not in known(work)


def test_what_is_stricter_stands_there_for_whoever_may_read_it_alone():
    work = family()
    reference = write(work, "ann", "child_protection")
    assert reference in known(work) and reference not in known(work, PASTORAL)


def test_whoever_is_named_there_is_in_the_ledger_line():
    work = family()
    write(work, "ben", "attendance")
    work.page(LEAD)
    with work.open():
        assert work.children["ben"] in Leaf.objects.filter(action="concern.view").latest("time").subjects


def test_it_takes_the_same_queries_however_much_is_known():
    work, counts = family(), []
    client = work.client(LEAD)
    for _ in range(2):
        for name in ("ann", "ben"):
            write(work, name, "attendance")
        client.get(work.address)
        with CaptureQueriesContext(connection) as asked:
            client.get(work.address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
