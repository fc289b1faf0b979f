"""My day and the lists of open work, as a council of 105,000 children and its schools have them.

Every post's page is held against fetching the rows it shows and joining them to a string, and against the same page at
a tenth of the size. What is open grows with the council: at both sizes there is more than a list shows, so that what
is measured is the same list. Each page must ask the database the same number of times at both sizes.

`KITH_BENCH_CHILDREN` names the larger number of children, 6,000 if nothing is said; 105000 is the promised council.
"""

from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

from bench import database
from bench.council import Council, add_children, open_council
from bench.inside import TWIN, kith, over, page, queries_of, size
from bench.row import Row, side_by_side
from bench.school import School, open_school_beside

USUAL, TENTH = 6000, 10
# At a tenth of the promised council: what is open at the front door, and what was closed in the years before.
OPEN_A_THOUSAND, CLOSED_A_THOUSAND, AT_LEAST = 25, 600, 260
FLOOR, GROWTH = 40.0, 1.5
"""Of a list of two hundred with names, clocks, tasks and rights, against one query that knows all of it beforehand."""
SHOWN = """
SELECT r.id, r.reference, r.written_at, n.forename, n.surname, c.clock, c.due_on
FROM (SELECT * FROM cases_record WHERE area = %s AND stage = %s ORDER BY written_at DESC LIMIT %s) r
JOIN cases_part p ON p.record_id = r.id AND p.person_id IS NOT NULL
LEFT JOIN people_personname n ON n.person_id = p.person_id
LEFT JOIN tasks_runningclock c ON c.record_id = r.id AND c.stopped_at IS NULL
"""


def rows() -> list[Row]:
    """Two rows a page: against the floor, and against a tenth."""
    with kith() as place:
        children = size(USUAL)
        council, school = _built(place, children)
        found: list[Row] = []
        for what, client, address, shown in _pages(council, school):
            found += _rows(council, f"{what}, {children:,} children", client, address, shown)
        return found
