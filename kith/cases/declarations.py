"""Which declaration a record is worked by: the version it was answered under, as this controller has adjusted it, and
for its own files whoever keeps them.

Worked example: a trust calls bullying “Unkindness”, and one of its schools adds “On the bus” under it. In that school
both are said, in the others the first alone; and where the trust words it anew, it does so in that school too.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.areas import area as area_named
from kith.areas import in_force
from kith.cases.models import Adjustment, Part, Record
from kith.cases.rules import NotReady, check_words
from kith.foundation.dates import london, today
from kith.organisations.queries import acting
from kith.reference.codes import code_set
from kith.tenancy import current
from kith.tenancy.prepared import Asked, Prepared, Unasked
from kith.vocabulary import Adjustment as Wish
from kith.vocabulary import Area, Field, adjusted
from kith.vocabulary.adjusting import problem_with
from kith.vocabulary.saying import label_of


def for_new(area: str, on: date | None = None, holder: UUID | None = None) -> Area:
    """What a record written on this day is answered under, in the files of whoever writes unless others are named.
    Raises areas.NotInForce."""
    day = on or today()
    return adjusted(in_force(area, day), _in_force(area, day, holder or _own_files()))


def for_all(area: str) -> Area:
    """The same as it holds for all files, whatever some of them have made different."""
    return adjusted(in_force(area, today()), _in_force(area, today(), None))


def for_record(record: Record) -> Area:
    """What a record is worked by: its version, with the controller's own as of the day it was written."""
    written = london(record.written_at).date()
    return adjusted(area_named(record.area, record.version), _in_force(record.area, written, record.holder_id))


def for_part(part: Part) -> Area:
    """What the answers of a part are read through."""
    record = part.record
    written = london(record.written_at).date()
    return adjusted(area_named(record.area, part.area_version), _in_force(record.area, written, record.holder_id))


def answers_ever(area: str, field: Field) -> dict[str, str]:
    """Every answer a question from a list has had here: code -> this controller's words of today. What it added once
    and has taken out again keeps the words it had."""
    wishes = [one.value for one in _wishes().get(area, ()) if one.what == f"{field.name}.codes"]
    added = {code: words for value in wishes for code, words in value}
    codes = dict.fromkeys((*dict(code_set(field.code_set).choices()), *dict(field.more_codes)))
    return added | {code: label_of(field, code) for code in codes}


def adjust(
    *, area: str, what: str, value: Any, reason: str, from_on: date | None = None, holder: UUID | None = None
) -> Adjustment:
    """Make one thing different for this controller, or for one holder of it, from a day on. Raises NotReady where the
    area does not allow it.

    Records written before that day keep what held then.
    """
    check_words(reason)
    day = from_on or today()
    if day < today():
        raise NotReady({"from_on": "Choose today or a later day: what was written before stays as it was."})
    if problem := problem_with(in_force(area, day), Wish(what, value)):
        raise NotReady({"value": problem})
    made = Adjustment.objects.create(
        area=area, what=what, value=value, from_on=day, at=timezone.now(), by=current().doer.post_id, reason=reason,
        holder_id=holder,
    )  # fmt: skip
    current().kept.pop(_WISHES, None)
    detail = {"area": area, "what": what, "from": day.isoformat()}
    audit.record("area.adjust", holder=holder, reason=reason, detail=detail)
    return made


def _in_force(area: str, on: date, holder: UUID | None) -> Iterable[Wish]:
    """The newest wish for each thing, as of a day: that for all files, and of one holder beside it."""
    rows = [row for row in _wishes().get(area, ()) if row.from_on <= on]
    for_all = {row.what: row.value for row in rows if row.holder_id is None}
    own = {row.what: row.value for row in rows if holder and row.holder_id == holder}
    return [Wish(what, _beside(for_all.get(what), own.get(what))) for what in {**for_all, **own}]


def _beside(for_all: Any, own: Any) -> Any:
    """Lists are joined, and of what both say the own words count; anything else is as whoever keeps the files says."""
    if for_all is None or own is None:
        return for_all if own is None else own
    return [list(pair) for pair in {**dict(for_all), **dict(own)}.items()] if isinstance(own, list) else own


def _own_files() -> UUID | None:
    """Whose files the post that acts keeps; none of a post over several, or where no person acts."""
    post = acting(current().doer.post_id) if current().doer.post_id else None
    return post.organisation.files_of_id if post else None


def _wishes() -> Mapping[str, list[Adjustment]]:
    """All of this controller’s by area, oldest first. They are few and asked for with each record: read once a unit."""
    asked().rows()
    return current().kept[_WISHES]  # type: ignore[no-any-return]


def asked() -> Asked:
    """What a declaration is asked for with, to be asked `together` with other things."""
    return Unasked() if _WISHES in current().kept else _ALL.of().then(_keep)


def _keep(rows: list[Adjustment]) -> list[Adjustment]:
    kept = current().kept[_WISHES] = {}
    for row in rows:
        kept.setdefault(row.area, []).append(row)
    return rows


_WISHES = "adjustments"
_ALL = Prepared(lambda: Adjustment.objects.order_by("from_on", "at", "id"))
