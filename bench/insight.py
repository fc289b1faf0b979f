"""Trends and the report to governors of a school of 2,000 children with ten years of concerns.

A question is held against the floor of the same run: one plain count over the tables below, grouped in the same way, by
the owner without any policy. And pages ask the database as often with a year behind them as with ten.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench import database, many
from bench.inside import TWIN, kith, over, page, queries_of
from bench.row import Row, side_by_side

CHILDREN, A_YEAR, YEARS = 2000, 3000, 10
FLOOR, GROWTH = 12.0, 3.0
SAID = {"danger_now": False, "origin": "seen", "description": "Came without a coat again.", "place": "The hall",
        "immediate_action": "Told the safeguarding lead."}  # fmt: skip
KINDS = ("bullying", "behaviour", "attendance", "child_protection")
COUNTED = """
SELECT own.category, date_trunc('month', r.occurred_at), count(*)
FROM cases_record r
JOIN cases_part own ON own.record_id = r.id AND own.person_id IS NOT NULL
WHERE r.holder_id = %s AND r.area = 'concern' AND r.occurred_at > now() - interval '1 year'
GROUP BY 1, 2
"""
PAGES = (("trends of a lead", "/reports/trends/"), ("report to governors", "/reports/for/governors/"),
         ("groups of children", "/reports/groups/"))  # fmt: skip


def rows() -> list[Row]:
    """One row for the engine against the floor, and one a page against the same with a tenth of the years."""
    with kith() as place:
        school, client = _school()
        pupils = _pupils(school)
        for name, years in ((database.NAME, 1), (TWIN, YEARS)):
            if name == TWIN:
                place.make_twin()
            with place.filling(name) as connection:
                _write(connection, school, pupils, years)
        place.settle(database.NAME, TWIN)
        found = [_engine(place, school)]
        for what, address in PAGES:
            found.append(_page(what, client, address))
        return found


def _engine(place: Any, school: Any) -> Row:
    over(TWIN)()
    asked = _asked(school)
    assert asked().total > A_YEAR / 2
    with place.reading(TWIN) as owner:

        def counted() -> int:
            return sum(n for *_, n in owner.execute(COUNTED, [school.holder.id]).fetchall())

        assert counted() > A_YEAR / 2
        ours, floor = side_by_side(asked, counted, runs=9)
    return Row(f"kinds by half-term of {A_YEAR * YEARS:,} concerns", ours, floor, "a plain count by the owner", FLOOR)


def _asked(school: Any) -> Callable[[], Any]:
    from kith.access.reader import Reader
    from kith.insight.counting import answer
    from kith.insight.questions import question
    from kith.insight.sight import as_read
    from kith.reference.roles import Role
    from kith.tenancy import tenancy

    def ask() -> Any:
        post = school.posts[Role.DSL].id
        with tenancy(school.controller.id, post=post):
            return answer(question("category"), as_read(Reader.build(post, second_factor=True), school.holder.id))

    return ask


def _page(what: str, client: Any, address: str) -> Row:
    grown, small = (page(client, address, work_there=over(name)) for name in (TWIN, database.NAME))
    many_, few = queries_of(grown), queries_of(small)
    assert many_ == few, f"{what}: {many_} queries, and {few} with a year"
    ten, one = side_by_side(grown, small, runs=7)
    return Row(f"{what}, {YEARS} years", ten, one, f"the same page with one year; {many_} queries at both", GROWTH)


def _school() -> tuple[Any, Any]:
    from kith.reference.roles import Role
    from tests.rooms import open_school
    from tests.signin import client_for

    school = open_school("oakside", Role.DSL)
    return school, client_for(school.posts[Role.DSL].id)


def _pupils(school: Any) -> list[Any]:
    from kith.demo.children import receive
    from kith.foundation.ids import uuid7
    from kith.people.bulk import Arrival
    from kith.people.models import Enrolment, PersonName
    from kith.tenancy import tenancy

    pupils = [uuid7() for _ in range(CHILDREN)]
    with tenancy(school.controller.id, system="importer"):
        name = {"kind": "legal", "forename": "Mia", "middle": "", "surname": "Sole"}
        place = {"holder_id": school.holder.id, "organisation_id": school.organisation.id}
        facts = [{PersonName: [name], Enrolment: [{**place, "year_group": str(n % 7)}]} for n in range(CHILDREN)]
        arrivals = [Arrival(one, told) for one, told in zip(pupils, facts, strict=True)]
        receive(arrivals, holder=school.holder.id, because="drawn")
    return pupils


def _write(connection: Any, school: Any, pupils: list[Any], years: int) -> None:
    """Evenly over the years, a quarter of each kind; in the twin the first year stands already."""
    count = A_YEAR * years // len(KINDS)
    each = timedelta(days=365 * years) / count
    for n, kind in enumerate(KINDS):
        told = many.Records(
            controller=school.controller.id, holder=school.holder.id, writer=next(iter(school.posts.values())).id,
            persons=pupils, count=count, area="concern", stage="closed", closed=True, role="victim", shared=SAID,
            category=kind, prefix=f"Y{years}{n}", every=each,
        )  # fmt: skip
        many.write(connection, told)
