"""A census file of a whole council: from the bytes to a queue one can open, and into the records. Goal 10.

The floor is what nobody can do without: the file parsed once, and its pupils copied into a table with the four indexes
a register needs. `KITH_BENCH_CHILDREN` names the register the file is held against, 10,000 if nothing is said; the file
is of nearly as many pupils.
"""

import io
from collections.abc import Iterable
from typing import Any

from lxml import etree

from bench import matched
from bench.drawn import Drawn
from bench.inside import Place, kith, size
from bench.register import draw
from bench.row import Row, seconds

USUAL, SEED = 10_000, 31
TO_QUEUE, TO_RECORDS = 4, 12
_FLOOR = """
CREATE TABLE census_floor (n int PRIMARY KEY, surname text, forename text, born text, upn text, postcode text);
CREATE INDEX ON census_floor (upn);
CREATE INDEX ON census_floor (born);
CREATE INDEX ON census_floor (surname, forename);
"""


def rows() -> list[Row]:
    """A row up to the queue, and one for the commit of all that needs no person."""
    with kith() as place:
        drawn = draw(size(USUAL), SEED)
        controller, _, _ = matched.keep(drawn.kept, "census")
        place.settle()
        file = census_of(drawn.came)
        floor = min(_floor(place, file) for _ in range(3))
        to_queue, batch = _to_queue(controller, file, len(drawn.came))
        to_records = _commit(controller, batch)
        return [
            Row("from the file to a queue", to_queue, floor, "parsed and copied", TO_QUEUE),
            Row("all accepted into the records", to_records, floor, "parsed and copied", TO_RECORDS),
        ]


def _to_queue(controller: Any, file: bytes, pupils: int) -> tuple[float, Any]:
    """Read, staged, compared, and what waits for a person asked for."""
    from kith.foundation.dates import today
    from kith.intake import actions, queries
    from kith.intake.placing import place
    from kith.intake.sources import Source
    from kith.intake.stages import Accept
    from kith.tenancy import tenancy

    found: list[Any] = []

    def work() -> None:
        with tenancy(controller, system="importer"):
            where = place()
            delivery = actions.receive(sources=[Source.of_bytes("census.xml", file)], placement=where, today=today())
            batch = actions.stage(delivery=delivery, placement=where, accept=Accept.RULE, today=today())
            batch = actions.compare(batch=batch)
            found.extend([batch, list(queries.to_review(batch)[:50])])

    took = seconds(work)
    with tenancy(controller, system="importer"):
        told = queries.summary(found[0])
        assert told.rows == pupils, f"{told.rows} of {pupils} rows are accounted for"
        assert told.matched > 0.8 * pupils and told.new and told.review, told
    return took, found[0]


def _commit(controller: Any, batch: Any) -> float:
    from kith.intake import actions, queries
    from kith.people.models import Person
    from kith.tenancy import tenancy

    with tenancy(controller, system="importer"):
        before, told = Person.objects.count(), queries.summary(batch)

    def work() -> None:
        with tenancy(controller, system="importer"):
            actions.commit(batch=batch)

    took = seconds(work)
    with tenancy(controller, system="importer"):
        assert Person.objects.count() == before + told.new
    return took


def _floor(place: Place, file: bytes) -> float:
    with place.reading() as owner:
        owner.execute("DROP TABLE IF EXISTS census_floor")
        owner.execute(_FLOOR)

        def work() -> None:
            with owner.cursor() as cursor, cursor.copy("COPY census_floor FROM STDIN") as copy:
                for n, pupil in enumerate(_parsed(file)):
                    copy.write_row((n, *pupil))

        return seconds(work)


def _parsed(file: bytes) -> Iterable[tuple[str | None, ...]]:
    for _, element in etree.iterparse(io.BytesIO(file), tag="PupilOnRoll"):
        names = ("Surname", "Forename", "DOB", "UPN", "PostCode")
        yield tuple(element.findtext(f".//{name}") for name in names)
        element.clear()


def census_of(children: Iterable[Drawn]) -> bytes:
    """The file a council would be sent."""
    from tests.intake.xml_samples import Told, census

    told = (
        Told(
            one.surname, one.forename, one.born.isoformat(), one.upn, postcode=one.postcode,
            more={"MiddleNames": one.middle} if one.middle else {},
        )
        for one in children
    )  # fmt: skip
    return census(*told).encode()
