"""Possible patterns as a reader may see them, and what people said of each. Nothing follows from one by itself."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.cases.models import Part
from kith.foundation.dates import london, today
from kith.insight.models import PatternAnswer
from kith.insight.patterns import FOUR_WEEKS, RISES, Finding, Happened, findings
from kith.insight.sight import Sight
from kith.tenancy import current

__all__ = ["answer", "answered", "waiting"]

# As far back as any rule looks.
_BACK = FOUR_WEEKS * RISES


def waiting(sight: Sight) -> list[Finding]:
    """What the rules find and nobody has answered: of the rows this reader may read, and of no others."""
    said = {_key(one.rule, one.records) for one in answered(sight)}
    return [one for one in findings(_rows(sight), today()) if _key(one.rule, one.records) not in said]


def answered(sight: Sight, most: int = 200) -> list[PatternAnswer]:
    """What was said of patterns here, latest first; of those alone whose every record this reader may read, and of one
    about a child only where they may read that child's part of each."""
    found = list(PatternAnswer.objects.filter(holder_id=sight.holder).order_by("-at", "-id")[:most])
    asked = {id for one in found for id in one.records}
    open_now = set(sight.parts.filter(record_id__in=asked).values_list("record_id", "person_id"))
    records = {record for record, _ in open_now}
    return [
        one
        for one in found
        if (all((id, one.person_id) in open_now for id in one.records) if one.person_id else {*one.records} <= records)
    ]


def answer(*, sight: Sight, finding: Finding, accepted: bool, why: str) -> PatternAnswer:
    """A person's word on a possible pattern. It is kept with the rows it was about, and changes none of them."""
    audit.record(
        "pattern.accept" if accepted else "pattern.dismiss",
        subjects=[finding.person] if finding.person else [],
        holder=sight.holder,
        reason=why,
        detail={"rule": finding.rule, "records": [str(id) for id in finding.records]},
    )
    return PatternAnswer.objects.create(
        holder_id=sight.holder,
        rule=finding.rule,
        about=finding.about,
        person_id=finding.person,
        records=list(finding.records),
        words=finding.words,
        accepted=accepted,
        why=why,
        at=timezone.now(),
        by=current().doer.post_id,
    )


def _rows(sight: Sight) -> list[Happened]:
    since = today() - _BACK
    lately = sight.parts.filter(record__occurred_at__date__gte=since).exclude(record__stage="void")
    found = list(lately.values_list("record_id", "person_id", "record__occurred_at", "category"))
    places = _places({record for record, *_ in found})
    return [
        Happened(record, person, london(moment).date(), places.get(record, ""), category)
        for record, person, moment, category in found
    ]


def _places(records: set[UUID]) -> dict[UUID, str]:
    """Where each happened, as it stands in what all of a record share."""
    shared = Part.objects.filter(record_id__in=records, person=None)
    return {id: str(said or "") for id, said in shared.values_list("record_id", "answers__place")}


def _key(rule: str, records: Sequence[UUID]) -> tuple[str, frozenset[UUID]]:
    """A pattern with the same rows is the same, whatever became of whom it names."""
    return rule, frozenset(records)
