"""A part proves to be about another child: the line moves with it, and what somebody had pointed at stays readable."""

import pytest

from kith.cases import actions
from kith.cases.models import Part
from kith.chronology import marking, queries
from kith.chronology.models import Entry
from kith.reference.roles import Role
from kith.web.story.kept import kept_of
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


def test_what_happened_follows_the_shared_part(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        entry = Entry.objects.get(person_id=front.children[0])
        shared = Part.objects.get(record=record, person=None)
        assert entry.told == shared.answers["narrative"]
        said = {**shared.answers, "narrative": "It was the other bruise."}
        actions.correct(part=shared, answers=said, based_on=shared.n, reason="Misheard.")
    with front.at_work(OFFICER):
        assert Entry.objects.get(id=entry.id).told == "It was the other bruise."


def test_what_was_put_together_goes_on_saying_what_it_said(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        entry, reader = Entry.objects.get(person_id=front.children[0]), front.reader(OFFICER)
        told = {"person_id": front.children[0], "entries": [entry.id], "notes": {}, "purpose": "For court"}
        kept = marking.select(**told, reader=reader)
        shared = Part.objects.get(record=record, person=None)
        said = {**shared.answers, "narrative": "It was the other bruise."}
        actions.correct(part=shared, answers=said, based_on=shared.n, reason="Misheard.")
    with front.at_work(OFFICER):
        (line,), _ = kept_of(kept, front.reader(OFFICER))
        assert line.told == entry.told and line.now.endswith("It was the other bruise.")
