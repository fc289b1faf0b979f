"""Lists of work: what there is in an area, what is due first, and how many stand where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.access.reader import Reader
from kith.areas import area as area_named
from kith.cases import drafts
from kith.cases import queries as cases
from kith.cases.models import Record
from kith.cases.receipts import unread
from kith.foundation.beginning import beginning_of
from kith.foundation.dates import moment_in_words
from kith.organisations.queries import manned, named, team_named
from kith.people.queries import cards
from kith.tasks import queries as tasks
from kith.vocabulary import Area
from kith.web import asks
from kith.web.board.gather import most_urgent
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Status, due
from kith.web.presenters import named as post_named
from kith.web.record import areas
from kith.web.record.takers import takers

MOST = 200
# So much of what happened stands in a row.
SNIPPET = 160
# Of what has ended so many are counted at each stage.
COUNTED = 500
WORDS = {"mine": "Yours", "nobodys": "Nobody has it", "late": "Late", "unseen": "Not seen yet"}


@dataclass(frozen=True)
class Item:
    """One record in a list."""

    id: UUID
    reference: str
    names: str
    stage: str
    written: str
    status: Status | None
    told: str
    clock: str
    owner: str


@dataclass(frozen=True)
class AtStage:
    """How many stand at a stage; the number opens them. `more`: there are more than were counted."""

    stage: str
    title: str
    many: int
    more: bool = False

    @property
    def said(self) -> str:
        """The number in words: "12", or "more than 500"."""
        return f"more than {self.many}" if self.more else str(self.many)


@dataclass(frozen=True)
class Filter:
    """One way to see fewer of what is open: its word in the address, and how many it leaves; the number opens them."""

    word: str
    title: str
    many: int


@dataclass(frozen=True)
class ListPage:
    area: Area
    stage: str
    title: str
    counts: tuple[AtStage, ...]
    open: int
    filters: tuple[Filter, ...]
    shown: str
    takers: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    more: bool
    may_begin: bool
    begun: tuple[tuple[UUID, str], ...]


@page(policy="an_area.read")
def work(request: HttpRequest) -> HttpResponse:
    """The areas this post may see, with how many records are open in each."""
    found = areas.open_to(request.reader)
    rows = [(one, _open_in(request.reader, one)) for one in found]
    return show(request, "record/areas.html", areas=rows)


def _open_in(reader: Reader, declared: Area) -> int:
    stages = [one.name for one in declared.stages if not one.closes]
    return asks.records(reader, declared.name).order_by().filter(stage__in=stages).count()


@page(policy="area.read")
def work_list(request: HttpRequest, area: str, stage: str = "") -> HttpResponse:
    """What is open in an area, or stands at one stage. Seeing the names is a line."""
    declared, reader = area_named(area), request.reader  # type: ignore[attr-defined]
    stages = [stage] if stage else [one.name for one in declared.stages if not one.closes]
    shown = word if (word := request.GET.get("whose", "")) in WORDS else ""
    narrowed = _narrowed(cases.records(reader, area=area, stages=stages), shown, reader)
    found = list(narrowed[: MOST + 1])
    audit.record("record.list", subjects=_subjects(found[:MOST]), detail={"area": area})
    return show(request, "record/list.html", page=_page(reader, declared, stage, found, shown))


def _narrowed(records: QuerySet[Record], word: str, reader: Reader) -> QuerySet[Record]:
    match word:
        case "mine":
            return records.filter(owner_post=reader.post.id)
        case "nobodys":
            return records.filter(tasks.nobodys(manned()))
        case "late":
            return records.filter(id__in=tasks.late_records())
        case "unseen":
            return records.filter(unread())
    return records


def _page(reader: Reader, declared: Area, stage: str, found: Sequence[Any], shown: str) -> ListPage:
    open_ = _open(reader, declared)
    stands = declared.stage(stage) if stage else None
    may_work = asks.may_open(reader, f"{declared.name}.work")
    return ListPage(
        area=declared,
        stage=stage,
        title=stands.title if stands else "Open",
        counts=_counts(declared, open_, _ended(reader, declared)),
        open=sum(one["many"] for one in open_.values()),
        filters=() if stands and stands.closes else _filters(open_, stage),
        shown=shown,
        takers=takers(declared.name, reader.holder_id) if may_work else (),
        items=_items(declared, found[:MOST]),
        more=len(found) > MOST,
        may_begin=areas.may_begin(reader, declared.name),
        begun=tuple((one.token, moment_in_words(one.saved_at)) for one in drafts.mine(declared.name)),
    )


def _open(reader: Reader, declared: Area) -> dict[str, dict[str, int]]:
    """Of each open stage that has any: how many this reader may open, and how many every filter leaves. One query."""
    tests = {
        "mine": Q(owner_post=reader.post.id),
        "nobodys": tasks.nobodys(manned()),
        "late": Q(id__in=tasks.late_records()),
        "unseen": unread(),
    }
    stages = [one.name for one in declared.stages if not one.closes]
    here = asks.records(reader, declared.name).order_by().filter(stage__in=stages).values("stage")
    counted = {word: Count("id", filter=test) for word, test in tests.items()}
    return {row.pop("stage"): row for row in here.annotate(many=Count("id"), **counted)}


def _ended(reader: Reader, declared: Area) -> Counter[str]:
    """How many stand at each stage that ends the work: not counted out, since they are all that was ever closed."""
    here = asks.records(reader, declared.name).order_by().values_list("stage", flat=True)
    first, *others = [here.filter(stage=one.name)[: COUNTED + 1] for one in declared.stages if one.closes]
    return Counter(first.union(*others, all=True))


def _counts(declared: Area, open_: dict[str, dict[str, int]], ended: Counter[str]) -> tuple[AtStage, ...]:
    many = {**ended, **{stage: row["many"] for stage, row in open_.items()}}
    return tuple(
        AtStage(one.name, one.title, min(many[one.name], COUNTED), many[one.name] > COUNTED)
        if one.closes
        else AtStage(one.name, one.title, many[one.name])
        for one in declared.stages
        if one.name in many
    )


def _filters(open_: dict[str, dict[str, int]], stage: str) -> tuple[Filter, ...]:
    """Every way to see fewer of what is open, or of one stage of it, with how many each leaves."""
    rows = [row for name, row in open_.items() if stage in ("", name)]
    return tuple(Filter(word, title, sum(row[word] for row in rows)) for word, title in WORDS.items())


def _items(declared: Area, found: Sequence[Any]) -> tuple[Item, ...]:
    """What is due first stands first; what has no clock follows, the newest first."""
    known, posts = cards(_subjects(found)), named([one.owner_post for one in found if one.owner_post])
    told = cases.told([one.id for one in found], declared)
    posts |= team_named([one.team for one in found if not one.owner_post])
    running = most_urgent(tasks.running_on([one.id for one in found]))
    ends = {id: (not one.at_once, one.due_on) for id, one in running.items()}
    ordered = sorted(found, key=lambda one: (one.id not in ends, ends.get(one.id, ())))
    return tuple(_item(declared, one, known, running.get(one.id), posts, told.get(one.id) or "") for one in ordered)


def _item(declared: Area, record: Any, known: dict[UUID, Any], clock: Any, posts: dict[UUID, str], told: str) -> Item:
    return Item(
        id=record.id,
        reference=record.reference,
        names=", ".join(known[part.person_id].name for part in record.seen_parts),
        stage=declared.stage(record.stage).title,
        written=moment_in_words(record.written_at),
        status=due(clock) if clock else None,
        told=beginning_of(told, SNIPPET),
        clock=clock.title if clock else "",
        owner=post_named(posts, record.owner_post) if record.owner_post else posts.get(record.team, ""),
    )


def open_items(reader: Reader, area: str) -> tuple[Item, ...]:
    """What is open in an area for a page that shows it beside other things, with its line."""
    declared = area_named(area)
    stages = [one.name for one in declared.stages if not one.closes]
    found = list(cases.records(reader, area=area, stages=stages)[:MOST])
    if found:
        audit.record("record.list", subjects=_subjects(found), detail={"area": area})
    return _items(declared, found)


def _subjects(found: Sequence[Any]) -> list[UUID]:
    return list(dict.fromkeys(part.person_id for record in found for part in record.seen_parts))
