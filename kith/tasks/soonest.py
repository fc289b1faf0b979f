"""The first of what is due, in the order of days, without reading the rest: open work grows, and a list does not."""

from functools import cache
from operator import attrgetter

from django.db.models import Q, QuerySet

from kith.access.queries import records_visible_to
from kith.access.reader import Reader
from kith.cases.models import Record
from kith.organisations.models import Post
from kith.tasks.leading import answers_of
from kith.tasks.models import RunningClock, Task
from kith.tenancy import current
from kith.tenancy.prepared import Asked, Given, Prepared, together

SOONEST = ("due_on", "started_at", "id")


def running() -> QuerySet[RunningClock]:
    """The clocks that run, each with its record, soonest first."""
    return RunningClock.objects.filter(stopped_at__isnull=True).select_related("record").order_by(*SOONEST)


# So many of the soonest clocks for each that is listed are looked at before all are.
GLANCE = 4


def first_of(records: QuerySet[Record], reader: Reader, most: int) -> list[RunningClock]:
    """The soonest clocks of those of these records that this reader may open.

    Where work waits for many, nearly all that is due soonest is theirs: it is read in the order of days, and what is
    due later is not looked at. Where that gives too few, everything open is gone through and put in order.
    """
    glance = most * GLANCE
    near = sorted((one for rows in together(*_soonest(glance)) for one in rows), key=attrgetter(*SOONEST))[:glance]
    about = records.filter(id__in=[one.record_id for one in near])
    ours = set(records_visible_to(about, reader).values_list("id", flat=True))
    found = [one for one in near if one.record_id in ours][:most]
    if len(found) == most or len(near) < glance:
        return _with_records(found)
    return list(running().filter(record__in=records_visible_to(records, reader).values("id"))[:most])


def _soonest(most: int) -> list[Asked]:
    """The soonest clocks of each holder: their index is in this order for one holder at a time."""
    return [_soonest_of(most).of(holder=holder) for holder in current().holders]


@cache
def _soonest_of(most: int) -> Prepared:
    def build() -> QuerySet[RunningClock]:
        return RunningClock.objects.filter(stopped_at__isnull=True, holder=Given("holder")).order_by(*SOONEST)[:most]

    return Prepared(build)


def _with_records(clocks: list[RunningClock]) -> list[RunningClock]:
    records = {one.id: one for one in _RECORDS.rows(ids=[clock.record_id for clock in clocks])}
    for clock in clocks:
        clock.record = records[clock.record_id]
    return clocks


_RECORDS = Prepared(lambda: Record.objects.filter(id__among=Given("ids")))


def first_tasks(reader: Reader, most: int | None) -> list[Task]:
    """Those of the post and those of its roles are asked apart: each has an index in the order of days."""
    roles = {name: list(those) for name, those in vars(answers_of(reader)).items()} | {"holder": reader.holder_id}
    own, shared = together(_own_tasks(most).of(post=reader.post.id), _tasks_of_roles(most).of(**roles))
    found = {one.id: one for one in (*own, *shared)}
    return sorted(found.values(), key=attrgetter("due_on", "opened_at"))[:most]


@cache
def _own_tasks(most: int | None) -> Prepared:
    return Prepared(lambda: _open_tasks(most, for_post=Given("post")))


@cache
def _tasks_of_roles(most: int | None) -> Prepared:
    openers = Post.objects.filter(user_id__among=Given("openers")).values("id")
    looked_at = Q(for_role__among=Given("others"), opened_for__in=openers)
    which = Q(for_role__among=Given("roles")) | looked_at
    return Prepared(lambda: _open_tasks(most, which, holder_id=Given("holder")))


def _open_tasks(most: int | None, *which: Q, **whose: Given) -> QuerySet[Task]:
    found = Task.objects.filter(*which, done_at__isnull=True, **whose).select_related("record")
    return found.order_by("due_on", "opened_at")[:most]
