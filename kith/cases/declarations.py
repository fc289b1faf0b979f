"""Which declaration a record is worked by: the version it was answered under, as this controller has adjusted it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from kith import audit
from kith.areas import area as area_named
from kith.areas import in_force
from kith.cases.models import Adjustment, Part, Record
from kith.cases.rules import NotReady, check_words
from kith.foundation.dates import london, today
from kith.reference.codes import code_set
from kith.tenancy import current
from kith.tenancy.prepared import Asked, Prepared, Unasked
from kith.vocabulary import Adjustment as Wish
from kith.vocabulary import Area, Field, adjusted
from kith.vocabulary.adjusting import problem_with
from kith.vocabulary.saying import label_of


def for_new(area: str, on: date | None = None) -> Area:
    """What a record written on this day is answered under. Raises areas.NotInForce."""
    day = on or today()
    return adjusted(in_force(area, day), _in_force(area, day))


def for_record(record: Record) -> Area:
    """What a record is worked by: its version, with the controller's own as of the day it was written."""
    return adjusted(area_named(record.area, record.version), _in_force(record.area, london(record.written_at).date()))


def for_part(part: Part) -> Area:
    """What the answers of a part are read through."""
    return adjusted(
        area_named(part.record.area, part.area_version),
        _in_force(part.record.area, london(part.record.written_at).date()),
    )


def answers_ever(area: str, field: Field) -> dict[str, str]:
    """Every answer a question from a list has had here: code -> this controller's words of today. What it added once
    and has taken out again keeps the words it had."""
    wishes = [one.value for one in _wishes().get(area, ()) if one.what == f"{field.name}.codes"]
    added = {code: words for value in wishes for code, words in value}
    codes = dict.fromkeys((*dict(code_set(field.code_set).choices()), *dict(field.more_codes)))
    return added | {code: label_of(field, code) for code in codes}


def adjust(*, area: str, what: str, value: Any, reason: str, from_on: date | None = None) -> Adjustment:
    """Make one thing different for this controller, from a day on. Raises NotReady where the area does not allow it.

    Records written before that day keep what held then.
    """
    check_words(reason)
    day = from_on or today()
    if day < today():
        raise NotReady({"from_on": "Choose today or a later day: what was written before stays as it was."})
    if problem := problem_with(in_force(area, day), Wish(what, value)):
        raise NotReady({"value": problem})
    made = Adjustment.objects.create(
        area=area, what=what, value=value, from_on=day, at=timezone.now(), by=current().doer.post_id, reason=reason
    )
    current().kept.pop(_WISHES, None)
    detail = {"area": area, "what": what, "from": day.isoformat()}
    audit.record("area.adjust", reason=reason, detail=detail)
    return made


def _in_force(area: str, on: date) -> Iterable[Wish]:
    """The newest wish for each thing, as of a day."""
    newest = {row.what: row.value for row in _wishes().get(area, ()) if row.from_on <= on}
    return [Wish(what, value) for what, value in newest.items()]


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
