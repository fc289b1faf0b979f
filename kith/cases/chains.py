"""How somebody stands, for the pages: as far as the reader may read the part of the record that decided it."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db.models import QuerySet

from kith.access.queries import parts_open_to, parts_visible_to
from kith.access.reader import Reader
from kith.access.shape import Shape
from kith.access.words import Verb
from kith.cases import standings
from kith.cases.models import Part, Standing, StandingVersion
from kith.tenancy.prepared import Given, Prepared


def open_now(person_id: UUID, reader: Reader) -> list[Standing]:
    """How this person stands today in every chain, in one query."""
    rows: list[Standing] = _open_of(Shape.of(reader)).rows(person=person_id, reader=reader, now=reader.now)
    return rows


@cache
def _open_of(shape: Shape) -> Prepared:
    def build() -> QuerySet[Standing]:
        parts = Part.objects.filter(parts_open_to(shape, Verb.READ), person=Given("person"), struck=False)
        links = Standing.objects.filter(person=Given("person"), until_on=None, record_id__in=parts.values("record_id"))
        return links.select_related("record").order_by("kind", "seq")

    return Prepared(build)


def last_of(person_ids: Iterable[UUID], reader: Reader) -> dict[tuple[UUID, str], Standing]:
    """The last link of each chain of these persons, open or ended, by person and chain; one query however many."""
    people = list(person_ids)
    parts = parts_visible_to(Part.objects.filter(person_id__in=people), reader).values("record_id")
    rows = Standing.objects.filter(person_id__in=people, record_id__in=parts).order_by("seq")
    return {(one.person_id, one.kind): one for one in rows}


def then(
    person_id: UUID, kind: str, reader: Reader, on: date, moment: datetime | None = None
) -> Standing | StandingVersion | None:
    """What it was at the end of that day: by what we know now, or by what we knew at that moment."""
    readable = {one.record_id for one in standings.chain_of(person_id, kind, reader)}
    found = standings.as_known(person_id, kind, on, moment) if moment else standings.as_at(person_id, kind, on)
    return found if found is not None and found.record_id in readable else None


def versions_in(record_id: UUID, person_ids: Iterable[UUID], reader: Reader) -> list[StandingVersion]:
    """All that this record has decided of these persons, link by link from the first word to the last; of each only
    where the reader may read their part."""
    parts = parts_visible_to(Part.objects.filter(record_id=record_id, person_id__in=list(person_ids)), reader)
    rows = StandingVersion.objects.filter(record_id=record_id, person_id__in=parts.values("person_id"))
    return list(rows.order_by("of_id", "n"))


def said_of(standing_ids: Iterable[UUID]) -> list[StandingVersion]:
    """All that was ever believed of these links, latest first. Ask only for links of `standings.chain_of`."""
    return list(StandingVersion.objects.filter(of_id__in=list(standing_ids)).order_by("-recorded_at", "-n"))
