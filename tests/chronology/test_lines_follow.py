"""A part proves to be about another child: the line moves with it, and what somebody had pointed at stays readable."""

import pytest

from kith.cases import actions
from kith.cases.models import Part
from kith.chronology import marking, queries
from kith.chronology.models import Entry
from kith.reference.roles import Role
from tests.cases.council import open_council

pytestmark = pytest.mark.django_db
OFFICER = Role.MASH_OFFICER


@pytest.fixture
def front():
    return open_council()["front"]


def lines_of(person):
    return list(Entry.objects.filter(person_id=person).values_list("void", flat=True))


def prove_another(record, front):
    part = Part.objects.get(record=record, person_id=front.children[0])
    actions.identify(part=part, person_id=front.children[1], reason="The school knows her.")


def test_a_line_goes_where_its_part_goes(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        assert lines_of(front.children[0]) == [False]
        prove_another(record, front)
    with front.at_work(OFFICER):
        assert lines_of(front.children[0]) == []
        assert lines_of(front.children[1]) == [False]


def test_a_line_that_was_pinned_stays_struck_through(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        (line,) = queries.story([front.children[0]], front.reader(OFFICER), queries.Wanted(), 10)
        marking.mark(entry_id=line.entry.id, kind="pinned", holds=True, why="", reader=front.reader(OFFICER))
        prove_another(record, front)
    with front.at_work(OFFICER):
        assert lines_of(front.children[0]) == [True]
        assert lines_of(front.children[1]) == [False]
