"""My day and the lists of open work, as a council of 105,000 children and a school in it have them.

A page is held against fetching the rows it shows and joining them to a string (goal 2: six times), and against the same
page at a tenth of the size. At both sizes more is open at the front door than a list shows, so the same list is drawn;
a school has its size, and what grows is what it closed. Each page asks the database as often at both sizes.

`KITH_BENCH_CHILDREN` names the larger number of children, 6,000 if nothing is said; 105000 is the promised council.
"""

from collections.abc import Callable
from html import escape
from typing import Any

from bench import database, open_work
from bench.inside import TWIN, kith, over, page, queries_of, size
from bench.open_work import LEAD, Work
from bench.row import Row, side_by_side

USUAL, FLOOR, GROWTH = 6000, 6.0, 1.5
SHOWN = """
SELECT r.id, r.reference, r.stage, r.written_at, n.forename, n.surname, c.clock, c.due_on
FROM (SELECT * FROM cases_record WHERE holder_id = %s AND area = %s AND closed_at IS NULL
      ORDER BY written_at DESC LIMIT %s) r
JOIN cases_part p ON p.record_id = r.id AND p.person_id IS NOT NULL
JOIN people_personname n ON n.person_id = p.person_id
LEFT JOIN tasks_runningclock c ON c.record_id = r.id AND c.stopped_at IS NULL
"""
# Page, whose, where, and how many records stand on it.
PAGES = (
    ("My day of a screener", "mash_officer", "/", 100),
    ("My day of a manager", "mash_manager", "/", 100),
    ("list of contacts", "mash_manager", "/work/contact/", 200),
    ("contacts for decision", "mash_manager", "/work/contact/at/decision-pending/", 130),
    ("number of all work", "mash_manager", "/work/", 0),
    ("My day of a lead", LEAD, "/", 40),
    ("triage board of a lead", LEAD, "/concerns/", 120),
)


def rows() -> list[Row]:
    """Two rows a page: against the floor, and against a tenth."""
    with kith() as place:
        children = size(USUAL)
        work = open_work.build(place, children)
        found: list[Row] = []
        for what, role, address, shown in PAGES:
            found += _rows(work, f"{what} at {children:,}", (role, address, shown))
        return found


def _rows(work: Work, what: str, asked: tuple[str, str, int]) -> list[Row]:
    role, address, shown = asked
    client = work.clients[role]
    grown, small = (page(client, address, work_there=over(name)) for name in (TWIN, database.NAME))
    for said in (grown(), small()):
        assert said.count("</a>") >= shown, f"{what}: fewer than {shown} records"
    many, few = queries_of(grown), queries_of(small)
    assert many == few, f"{what}: {many} queries, and {few} at a tenth"
    large, tenth = side_by_side(grown, small, runs=15)
    found = [Row(what, large, tenth, f"the same page at a tenth; {many} queries at both", GROWTH)]
    if shown:
        with work.council.place.reading(TWIN) as owner:
            ours, floor = side_by_side(grown, _floor(owner, work, asked), runs=9)
        found.append(Row(what, ours, floor, f"fetching {shown} rows and joining them to a string", FLOOR))
    return found


def _floor(owner: Any, work: Work, asked: tuple[str, str, int]) -> Callable[[], str]:
    role, _, shown = asked
    holder, area = (work.school.holder.id, "concern") if role == LEAD else (work.council.holder, "contact")

    def fetched() -> str:
        found = owner.execute(SHOWN, [holder, area, shown]).fetchall()
        return "".join(f"<li>{''.join(f'<p>{escape(str(word))}</p>' for word in row)}</li>" for row in found)

    assert fetched().count("<li>") >= shown
    return fetched
