"""What a page costs once there are ten times the notes and three times the children: goal 12, at most 1.2 times.

A person with 200 entries, the same in both databases, and the first fifty of a search by a surname or a forename many
have, or by both (then as many as there are, so the larger council shows more); each signed in, decided and written to
the ledger. Both databases stand on one server and are asked in turns.

`KITH_BENCH_CHILDREN` names the smaller number of children, 3,000 if nothing is said; the promised council of 105,000
is the larger one at KITH_BENCH_CHILDREN=35000 (3.5 million notes, which take the server most of an hour to write).
"""

from datetime import timedelta
from typing import Any

from bench import database
from bench.council import CHILDREN, Council, add_children, open_council
from bench.inside import TWIN, kith, over, page, queries_of, size
from bench.row import Row, side_by_side

USUAL, NOTES_A_CHILD, ENTRIES = 3000, 10, 200
CLOSED = {"stage": "closed", "closed": True, "every": timedelta(minutes=5)}
PERSON = 'href="/people/'
# How each line goes on: among the newest 200 stand some of the notes every child has.
WRITTEN = ": written for a bench"
COMMON = (
    "SELECT {0} FROM people_personname WHERE {0} ~ '^[A-Za-z]+$' AND length({0}) > 2"
    " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
)
MORE_NOTES, MORE_PERSONS, GOAL = 10, 3, 1.2


def rows() -> list[Row]:
    """A row for the person page and one for each search."""
    with kith() as place:
        children = size(USUAL)
        council = open_council(place, children)
        heavy, (surname, forename) = _fill(council, children)
        pages = {
            "open a person with 200 entries": (f"/people/{heavy}/", WRITTEN, ENTRIES),
            "search a common surname": (_search(council, surname), PERSON, 50),
            "search a common forename": (_search(council, forename), PERSON, 50),
            "search both together": (_search(council, f"{forename} {surname}"), PERSON, 1),
        }
        return [_row(council, what, asked, children) for what, asked in pages.items()]


def _row(council: Council, what: str, asked: tuple[str, str, int], children: int) -> Row:
    client, (address, word, shown) = council.clients["mash_officer"], asked
    small, grown = (page(client, address, work_there=over(name)) for name in (database.NAME, TWIN))
    assert queries_of(small) == queries_of(grown), "the larger council is asked more often"
    for said in (small(), grown()):
        assert said.count(word) >= shown, f"{what}: not all of it is on the page"
    large, before = side_by_side(grown, small, runs=31)
    sizes = f"{children:,} children with {NOTES_A_CHILD} notes each, against {MORE_PERSONS} and {MORE_NOTES} times that"
    return Row(what, large, before, f"the same page at {sizes}", GOAL)


def _fill(council: Council, children: int) -> tuple[Any, list[str]]:
    """The notes of both councils; the child whose page is opened, and the surname and the forename most have."""
    notes = children * NOTES_A_CHILD
    with council.place.reading() as owner:
        heavy = owner.execute(CHILDREN).fetchone()[0]
        names = [owner.execute(COMMON.format(name)).fetchone()[0] for name in ("surname", "forename")]
    council.contacts(database.NAME, ENTRIES, persons=[heavy], prefix="HEAVY", **CLOSED)
    council.contacts(database.NAME, notes, prefix="NOTE", **CLOSED)
    council.place.make_twin()
    over(TWIN)()
    add_children(children * (MORE_PERSONS - 1), seed=2)
    council.contacts(TWIN, notes * (MORE_NOTES - 1), prefix="LATER", **CLOSED)
    council.place.settle(database.NAME, TWIN)
    return heavy, names


def _search(council: Council, name: str) -> str:
    from django.urls import reverse

    from kith.web.find.address import Terms, seal_terms

    return reverse("found", kwargs={"address": seal_terms(Terms(name), council.posts["mash_officer"])})
