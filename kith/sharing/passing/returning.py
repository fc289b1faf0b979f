"""A child who came back to the school after their file had gone: when they leave again, it goes again."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from kith.people.models import EnrolmentVersion
from kith.sharing.models import Leaver, Went

__all__ = ["came_back"]

# A last day that is corrected by less than this is the same leaving.
STAYED = timedelta(days=14)


def came_back(leavers: Collection[Leaver]) -> set[UUID]:
    """Of these files those whose child was on the roll again, as it became known after the file had gone. Of what has
    not gone the roll is followed."""
    went = dict(Went.objects.filter(leaver__in=leavers).order_by("at").values_list("leaver", "at"))
    if not went:
        return set()
    since = {"person_id__in": {one.person_id for one in leavers}, "recorded_at__gt": min(went.values())}
    said = EnrolmentVersion.objects.filter(void=False, **since)
    versions = list(said.values_list("person_id", "organisation_id", "recorded_at", "until_on"))
    return {
        one.id
        for one in leavers
        for person, school, at, until in versions
        if (person, school) == (one.person_id, one.organisation_id) and one.id in went and at > went[one.id]
        if until is None or _is_later(until, one.left_on)
    }


def _is_later(until: date, left_on: date) -> bool:
    return until - left_on > STAYED
