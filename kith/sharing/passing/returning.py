"""A child who came back to the school after their file had gone: when they leave again, it goes again."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from kith.people.models import Enrolment, EnrolmentVersion
from kith.sharing.models import Leaver, Went

__all__ = ["came_back", "slipped"]

# A last day that is corrected by less than this is the same leaving.
STAYED = timedelta(days=14)


def came_back(leavers: Collection[Leaver]) -> set[UUID]:
    """Of these files those whose child was on the roll again, as it became known after the file had gone and as it
    stands now. Of what has not gone the roll is followed."""
    said = list(_said_since(leavers))
    now = dict(Enrolment.objects.filter(id__in=[time for _, time, _ in said]).values_list("id", "until_on"))
    return {one.id for one, time, until in said if time in now and _stands(one.left_on, until, now[time])}


def slipped(leavers: Collection[Leaver]) -> set[UUID]:
    """Those of which the same was said since, and taken back: a slip on the roll."""
    return {one.id for one, _, until in _said_since(leavers) if _is_back(one.left_on, until)} - came_back(leavers)


def _said_since(leavers: Collection[Leaver]) -> Iterator[tuple[Leaver, UUID, date | None]]:
    """File, time at its school, and a last day of that time that was said after the file had gone."""
    went = dict(Went.objects.filter(leaver__in=leavers).order_by("at").values_list("leaver", "at"))
    gone = [one for one in leavers if one.id in went]
    since = {"person_id__in": {one.person_id for one in gone}, "recorded_at__gt": min(went.values(), default=None)}
    said = EnrolmentVersion.objects.filter(void=False, **since) if gone else EnrolmentVersion.objects.none()
    rows = list(said.values_list("person_id", "organisation_id", "of_id", "recorded_at", "until_on"))
    for one in gone:
        for person, school, time, at, until in rows:
            if (person, school) == (one.person_id, one.organisation_id) and at > went[one.id]:
                yield one, time, until


def _is_back(left_on: date, until: date | None) -> bool:
    return until is None or until - left_on > STAYED


def _stands(left_on: date, said: date | None, now: date | None) -> bool:
    """Whether what was said still holds: whoever was on the roll again for a few days has left on a later day."""
    return _is_back(left_on, now) or (said is None and now is not None and now > left_on)
