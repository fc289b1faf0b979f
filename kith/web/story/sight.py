"""A chronology in words: whose lines, narrowed to what was asked, with what stays on top and where each comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.areas import all_areas
from kith.areas import area as area_named
from kith.chronology import queries
from kith.chronology.queries import Told, Wanted
from kith.chronology.rules import category_in_words
from kith.chronology.whole import Whole, whole_of
from kith.foundation.dates import NotADate, in_words, london, moment_in_words, parse_day
from kith.organisations.queries import named as posts_named
from kith.people.models import Person, Relationship
from kith.people.queries import cards
from kith.web.addresses import address_of
from kith.web.answers import id_of
from kith.web.family import SIBLINGS
from kith.web.presenters import named
from kith.web.story.more import More, more_of

# So many lines stand on a page; whoever puts a chronology together, or prints, has more of them before them.
AT_ONCE, MOST = 50, 500
# So many can stay on top.
ON_TOP = 50
# A silence this long is drawn: that nothing was written is something to see.
GAP_DAYS = 28
ASKED = ("whose", "who", "area", "category", "kind", "since", "until", "only", "before", "many")
USUAL = ("whose", "child")
KINDS = ((queries.RECORDED, "What was recorded"), (queries.STATUS, "Statuses and placements"))
WHOSE = (("child", "This person"), ("siblings", "With brothers and sisters"), ("household", "Everybody they live with"))


@dataclass(frozen=True)
class Row:
    """One line: when, what, about whom, from where, and what was said of it."""

    id: UUID
    day: str
    words: str
    told: str
    childs_words: str
    # Whose words they are where several are told of together, and what the others said.
    speaks: str
    also: tuple[tuple[str, str], ...]
    url: str
    void: bool
    who: str
    # What the same record says of the others it is about, where that is something else: whose, and what.
    others: tuple[tuple[str, str], ...]
    # This line and those of the others, as a box that is ticked names them.
    ids: str
    source: str
    significant: str
    pinned: bool
    may_mark: bool
    # All else the record says: what sort of thing, in which words, when and by whom, about whom.
    more: tuple[More, ...]
    # A page asks each of its lines whether it is a silence.
    gap: ClassVar[str] = ""


@dataclass(frozen=True)
class Gap:
    """A silence between two lines, in words."""

    gap: str


@dataclass(frozen=True)
class Story:
    """The whole page in words. `older` and `all` are how the address goes on, where there is more."""

    pinned: tuple[Row, ...]
    rows: tuple[Row | Gap, ...]
    people: tuple[UUID, ...]
    more: bool
    several: bool
    # Whom and which categories it can be narrowed to.
    names: tuple[tuple[str, str], ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    older: str = ""
    all: str = ""


def asked_of(given: Mapping[str, Any]) -> tuple[dict[str, str], Wanted, dict[str, str]]:
    """What the form asked for, as typed; as the room takes it; and what is wrong with it."""
    asked = {name: str(given.get(name, "")).strip() for name in ASKED}
    asked["whose"] = asked["whose"] if asked["whose"] in dict(WHOSE) else "child"
    asked["area"] = asked["area"] if asked["area"] in {one.name for one in all_areas()} else ""
    asked["kind"] = asked["kind"] if asked["kind"] in dict(KINDS) else ""
    asked["category"] = asked["category"][:60]
    asked["who"] = str(id_of(asked["who"]) or "")
    days: dict[str, date | None] = {}
    errors: dict[str, str] = {}
    for name in ("since", "until"):
        try:
            days[name] = parse_day(asked[name]) if asked[name] else None
        except NotADate as wrong:
            days[name], errors[name] = None, str(wrong)
    wanted = Wanted(
        area=asked["area"],
        category=asked["category"],
        kind=asked["kind"],
        since=days["since"],
        until=days["until"],
        significant=asked["only"] == "significant",
        before=_place_of(asked["before"]),
    )
    return asked, wanted, errors


def address_again(asked: Mapping[str, str], **more: str) -> str:
    """What was asked for, as the end of an address; empty where it is what a page shows by itself."""
    return urlencode({name: value for name, value in {**asked, **more}.items() if value and (name, value) != USUAL})


def _place_of(text: str) -> tuple[datetime, UUID] | None:
    """The line after which to go on. An address that was changed begins at the newest again."""
    moment, _, id = text.partition(" ")
    try:
        at = datetime.fromisoformat(moment)
        return (at, UUID(id)) if at.tzinfo else None
    except ValueError:
        return None


def _place_after(one: Told) -> str:
    return f"{one.entry.occurred_at.astimezone(UTC).isoformat()} {one.entry.id}"


def around(person_id: UUID, whose: str, reader: Reader) -> list[UUID]:
    """Whose lines: the person's, and of those around them whom this reader may read."""
    if whose == "child":
        return [person_id]
    ties = Relationship.objects.filter(person_id=person_id, until_on=None)
    ties = ties.filter(type__in=SIBLINGS) if whose == "siblings" else ties.filter(lives_with=True)
    others = visible_to(Person.objects.filter(id__in=ties.values("other_id")), reader, "person.view")
    return [person_id, *others.order_by("id").values_list("id", flat=True)]


def story(person_id: UUID, asked: Mapping[str, str], wanted: Wanted, reader: Reader, *, printing: bool) -> Story:
    """Their lines, newest first, with the silences drawn: a page of them, or as many as are printed."""
    wanted = replace(wanted, before=None) if printing else wanted
    most = MOST if printing or asked["many"] == str(MOST) else AT_ONCE
    around_them = around(person_id, asked["whose"], reader)
    people = [one for one in around_them if asked["who"] in ("", str(one))] or around_them
    told, top = queries.story(people, reader, wanted, most + 1), queries.pinned(people, reader, wanted, ON_TOP)
    posts = posts_named([one.entry.record.written_by for one in (*told, *top)])
    names = {id: card.name for id, card in cards(around_them).items()} if len(around_them) > 1 else {}
    shown, more = told[:most], len(told) > most
    wholes = whole_of(one.entry for line in (*shown, *top) for one in (line, *line.others))
    return Story(
        pinned=tuple(_row(one, names, posts, wholes) for one in top),
        rows=tuple(_with_gaps(shown, [_row(one, names, posts, wholes) for one in shown], wanted)),
        people=tuple(people),
        more=more,
        several=people != [person_id],
        names=tuple((str(id), name) for id, name in names.items()),
        categories=_categories(around_them, reader),
        older=address_again(asked, before=_place_after(shown[-1])) if more else "",
        all=address_again(asked, many=str(MOST)) if more and most < MOST else "",
    )


def _categories(people: Sequence[UUID], reader: Reader) -> tuple[tuple[str, str], ...]:
    """Code and words, each once, in the order of the words."""
    found = {code: category_in_words(area_named(area), code) for area, code in queries.categories(people, reader)}
    return tuple(sorted(found.items(), key=lambda one: one[1]))


def _row(told: Told, names: Mapping[UUID, str], posts: Mapping[UUID, str], wholes: Mapping[UUID, Whole]) -> Row:
    entry, record = told.entry, told.entry.record
    written = f"{named(posts, record.written_by)}, {moment_in_words(record.written_at)}"
    beside, whole = [one.entry for one in told.others], wholes.get(told.entry.id, Whole())
    same = [one for one in beside if one.line == entry.line]
    return Row(
        id=entry.id,
        day=in_words(london(entry.occurred_at).date()),
        words=entry.line,
        told=whole.told or entry.told,
        childs_words=whole.childs_words or entry.childs_words,
        speaks=names.get(entry.person_id, ""),
        also=tuple(
            (names.get(e.person_id, ""), wholes.get(e.id, Whole()).childs_words or e.childs_words)
            for e in beside
            if e.childs_words
        ),
        url=address_of(entry.area, entry.record_id),
        void=entry.void,
        who=_and([names[e.person_id] for e in (entry, *same) if e.person_id in names]),
        others=tuple((names.get(e.person_id, ""), e.line) for e in beside if e not in same),
        ids=" ".join(str(e.id) for e in (entry, *beside)),
        source=f"{area_named(entry.area).title}, written by {written}",
        significant=next((one.significant for one in (told, *told.others) if one.significant), ""),
        pinned=told.pinned,
        may_mark=told.may_mark,
        more=tuple(more_of([entry, *beside], names, wholes)),
    )


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _with_gaps(told: Sequence[Told], rows: Sequence[Row], wanted: Wanted) -> Sequence[Row | Gap]:
    found: list[Row | Gap] = []
    later = london(wanted.before[0]).date() if wanted.before else None
    for one, row in zip(told, rows, strict=True):
        day = london(one.entry.occurred_at).date()
        if later is not None and (later - day).days > GAP_DAYS:
            found.append(Gap(f"Nothing recorded for {(later - day).days} days"))
        later = day
        found.append(row)
    return found
