"""Promise: no change of what decides in lists, in the reader, in what pages ask and declare goes unseen.

The mutants of the decision itself and of its table are in `tests/access/test_mutants.py`.
"""

import pytest
from django.db import connection, transaction

from kith.access import queries, reader, shape
from kith.web import asks, policy
from tests.promises import asking, reading
from tests.promises.mutating import survivors

pytestmark = pytest.mark.django_db


# Changes that change no answer, and why.
SAME = {
    queries: {
        "now Q() in: Q(pk__in=[])": 'only ever the first of several joined by "or", and Q() is nothing to them',
        "if never in: if rules.refused_everything(reader.facts, verb):": "`_needed` refuses each sort by itself",
        "if never in: if not categories:": "no categories: none of them is left out",
        "if always in: if self.all_of is None:": "the column of each row says the same, and is joined for it",
        "now Q() in: Q(level__lt=RESTRICTED)": "whoever has no tie at all has none that opens a higher level",
    },
    reader: {
        "without its if in:  for id in about if id": "nothing is known of None",
        "first of two always in: _level_of(list(ids)) if ids else 0": "the level of nobody is 0 too, by one more query",
        "if always in: if ids not in self.levels:": "the same level, read once more",
        "true <-> false in: False": "whether what was read is compared and printed with a reader decides nothing",
        "now live(Bar, Given('now')).filter(subject_id__among=Given('ids')) in: live(Bar, Given('now'))"
        ".filter(grantee_kind=Grantee.EVERYBODY, subject_id__among=Given('ids'))": "a bar of one account has level 0",
    },
    shape: {},
    asks: {
        "and <-> or in: helping or ()": "both are no tie at all",
        "comparison turned in: policy == A_RECORD": "whoever reads concerns reads what stands beside them",
        "without its if in:  for one in all_areas() if policy == A_RECORD or one.name != 'concern'": (
            "whoever reads concerns reads what stands beside them"
        ),
        "person.find -> person.list in: 'person.find'": "whoever breaks the glass finds and lists by role alone",
    },
    policy: {},
}
# Changes this walk does not meet yet: what they decide is asked by the tests named beside them.
GIVEN = "kinds that are given to a team: tests/access/test_given_kinds.py"
LENT = "a document that is shown for a time: tests/web/test_documents_shown.py"
ELSEWHERE = {
    reader: {
        "without its if in:  for one in grants if one[1] != Relation.CATEGORY": GIVEN,
        "comparison turned in: one[1] == Relation.CATEGORY": GIVEN,
        "without its if in:  for one in grants if one[1] == Relation.CATEGORY": GIVEN,
        "comparison turned in: area == 'concern'": GIVEN,
        "first of two always in: self.given.keys() if area == 'concern' else frozenset()": GIVEN,
        "second of two always in: self.given.keys() if area == 'concern' else frozenset()": GIVEN,
        "| -> & in: own_categories(self.facts.role, area) | "
        "(self.given.keys() if area == 'concern' else frozenset())": GIVEN,
        "left out in: found[kind].add(holder)": GIVEN,
    },
    queries: {
        "now Q(holder_id__among=reader.given_at(kind)) in: Q(category=kind, holder_id__among=reader.given_at(kind))": (
            GIVEN
        ),
        "|= -> &= in: given |= Q(category=kind, holder_id__among=reader.given_at(kind))": GIVEN,
    },
    asks: {
        "READ -> STUB in: Verb.READ": LENT,
        "comparison turned in: verb is Verb.READ": LENT,
        "if never in: if verb is Verb.READ and (shown := lending.lent(id, reader)):": LENT,
        "and <-> or in: filing.look(id, reader) or shown[0]": LENT,
        "and <-> or in: verb is Verb.READ and lending.waits_for_a_code(reader, id)": LENT,
        "left out in: check_code(reader)": LENT,
        "if always in: if verb is Verb.READ and lending.waits_for_a_code(reader, id):": LENT,
        "if never in: if verb is Verb.READ and lending.waits_for_a_code(reader, id):": LENT,
    },
}
ASKED = {queries: reading.lists, reader: reading.pages, shape: reading.kept}
ASKED |= {asks: asking.questions, policy: asking.pages}


@pytest.fixture
def world(db):
    """Made once for all mutants: what one of them is asked is taken back before the next."""
    with connection.cursor() as cursor:
        # Nobody has analysed what is not committed: the planner takes every table for a table of one row.
        cursor.execute("SET LOCAL enable_nestloop = off")
    return reading.make_world()


def test_no_change_survives_and_without_one_there_is_no_difference(world):
    with transaction.atomic():
        assert [different for asked in ASKED.values() for different in asked(world)] == []
        transaction.set_rollback(True)
    known = {module: SAME[module] | ELSEWHERE.get(module, {}) for module in ASKED}
    tried = {module: survivors(module, lambda: ASKED[module](world), known[module]) for module in ASKED}  # noqa: B023
    assert {module.__name__: found for module, (found, _) in tried.items() if found} == {}
    assert all(count for _, count in tried.values()) and sum(count for _, count in tried.values()) > 200


def test_a_difference_that_is_not_told_would_be_seen(world):
    """The negative control of the survivors: asked nothing, all of them survive."""
    found, count = survivors(shape, lambda: iter(()), SAME[shape])
    assert len(found) == count > 0
