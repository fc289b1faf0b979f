"""The board and the page of a concern in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from uuid import UUID

from kith.areas import area
from kith.cases.models import Part, Record
from kith.cases.naming import NAMED
from kith.foundation.beginning import beginning_of
from kith.foundation.dates import in_words, london, moment_in_words, today
from kith.tasks.by_day import Standing
from kith.vocabulary import Move
from kith.web.answers import Question, Said, questions
from kith.web.board.agreeing import TO_AGREE
from kith.web.board.deciding import COLUMNS, EXACTLY, Decision, field_of
from kith.web.board.gather import GROUPS, MOST_IN_GROUP, Row, Seen, Whole
from kith.web.board.kinds import by_kind, category_words, offered, outcome_words
from kith.web.board.safety import asked
from kith.web.board.steps import Step, steps_of
from kith.web.concern.form import AREA
from kith.web.concern.presenters import Spoken, spoken
from kith.web.presenters import Child, Status, child, due, named

__all__ = ["Board", "ConcernPage", "board", "concern_page", "set_aside"]

SNIPPET = 110
# Of standing in one place.
LONG_DAYS = 28
DECIDED = ("category", EXACTLY, "outcome")


@dataclass(frozen=True)
class Item:
    id: UUID
    reference: str
    names: str
    # What kind it is, and the class of the child where it is about one.
    kind: str
    # What its writer said that cannot be overlooked: the kind they named, a mark, danger.
    said: str
    words: str
    written: str
    stage: str
    status: Status | None
    alarm: str
    owner: str
    # Nobody who is still there has it.
    nobodys: bool
    age: str
    # It has stood here for so long that somebody asks why.
    stuck: bool


@dataclass(frozen=True)
class Group:
    title: str
    concerns: tuple[Item, ...]
    said: str = ""


@dataclass(frozen=True)
class Board:
    sentence: str
    # What cannot wait, whatever step it has come to.
    now: tuple[Item, ...]
    groups: tuple[Group, ...]
    ended: tuple[Item, ...]
    added: tuple[Item, ...]
    nobodys: int


def board(seen: Seen, *, filtered: bool = False) -> Board:
    now = tuple(_item(row, seen.posts) for row in seen.open if row.at_once)
    groups = tuple(_group(title, stages, seen) for title, stages in GROUPS)
    nobodys = sum(not row.owned for row in seen.open)
    ended, added = (tuple(_item(row, seen.posts) for row in rows) for rows in (seen.ended, seen.added))
    return Board(_sentence(seen, filtered=filtered), now, groups, ended, added, nobodys)


def _sentence(seen: Seen, *, filtered: bool) -> str:
    rows = seen.open
    late = sum(1 for row in rows if row.due and row.due.standing is Standing.LATE)
    now = sum(1 for row in rows if row.at_once)
    first = f"{_many(now)} cannot wait. " if now else ""
    if seen.more:
        return f"{first}More is open than stands here: the oldest {MOST_IN_GROUP} of each group."
    whole = "open of what you asked for." if filtered else "open in all."
    new = sum(row.record.stage in GROUPS[0][1] for row in rows)
    return f"{first}{_many(new)} new. {_late(late)} {_many(len(rows))} {whole}"


def _late(count: int) -> str:
    """Of concerns alone: what was asked of somebody, and of agencies, has days of its own."""
    if count == 0:
        return "No concern is late."
    return "One concern is late." if count == 1 else f"{_many(count)} concerns are late."


def _group(title: str, stages: Sequence[str], seen: Seen) -> Group:
    """What stands there but what cannot wait, which stands before all of it; and what standing there means."""
    rows = [row for row in seen.open if row.record.stage in stages and not row.at_once]
    return Group(title, tuple(_item(row, seen.posts) for row in rows), AREA.stage(stages[0]).meaning)


def _item(row: Row, posts: Mapping[UUID, str]) -> Item:
    record = row.record
    written = f"{named(posts, record.written_by)}, {moment_in_words(record.written_at)}"
    status, alarm = (due(row.due), row.due.title if row.at_once else "") if row.due else (None, "")
    return Item(
        id=record.id,
        reference=record.reference,
        names=", ".join(card.name for card in row.people),
        kind=_kind(row),
        said=_said(row),
        words=beginning_of(str(row.told.get("description", "")), SNIPPET),
        written=written,
        stage=area(record.area).stage(record.stage).title,
        status=status,
        alarm=alarm,
        owner=named(posts, record.owner_post) if record.owner_post else "",
        nobodys=not row.owned and row.record.closed_at is None,
        age=_age(row),
        stuck=record.closed_at is None and (today() - london(row.since).date()).days > LONG_DAYS,
    )


def _kind(row: Row) -> str:
    """Of each kind once; a class where one child is meant."""
    kinds = dict.fromkeys(_category(part) for part in row.record.seen_parts if not part.struck)  # type: ignore[attr-defined]
    where = [row.people[0].class_name] if len(row.people) == 1 and row.people[0].class_name else []
    return ". ".join([", ".join(kinds), *where])


def _said(row: Row) -> str:
    said = [
        "A child was in danger" if row.told.get("danger_now") is True and not row.at_once else "",
        f"Its writer suggests: {category_words(row.suggested)}" if row.suggested else "",
        "A mark was seen" if row.has_mark else "",
        "A child was not found on the roll: say who it is" if row.unsettled else "",
        "A second person is to agree that it ends" if row.record.stage == TO_AGREE else "",
    ]
    return ". ".join(filter(None, said))


def _age(row: Row) -> str:
    """How long it has stood here, and how long it has been open."""
    day, ended = today(), row.record.closed_at is not None
    here, whole = ((day - london(at).date()).days for at in (row.since, row.record.written_at))
    if ended:
        return f"Closed {in_words(london(row.since).date())}"
    return f"Here {_days(here)}, open {_days(whole)}" if here != whole else f"Here {_days(here)}"


def _days(count: int) -> str:
    return {0: "since today", 1: "for a day"}.get(count, f"for {count} days")


@dataclass(frozen=True)
class Earlier:
    """What a part said before it was put right: whose words and when, and how they came to be changed. Answers that
    were left as they are stand above already."""

    said: str
    changed: str
    why: str
    answers: tuple[Said, ...]
    standings: tuple[str, ...]


@dataclass(frozen=True)
class Own:
    """One child's part, and what this reader may decide about it; of one they may only read, nothing."""

    field: str
    version: int
    child: Child
    spoken: Spoken
    category: str
    outcome: str
    decide: tuple[Question, ...]
    earlier: tuple[Earlier, ...]
    struck: bool
    # The part this reader may strike out, since somebody is left whom it is about.
    strike: str
    # The part of a child whom the writer did not find, where this reader may say who that is; nobody has yet.
    settle: str
    unsettled: bool


@dataclass(frozen=True)
class ConcernPage:
    id: UUID
    reference: str
    stage: str
    meaning: str
    status: Status | None
    alarm: str
    law: str
    written: str
    happened: str
    seen: str
    owner: str
    shared: Spoken
    earlier: tuple[Earlier, ...]
    own: tuple[Own, ...]
    others: str
    additions: tuple[Step, ...]
    steps: tuple[Step, ...]
    moves: tuple[tuple[str, str], ...]
    ended: bool
    # Who is safe now, where that is still to be said; and the version of what is said of all.
    safety: tuple[Question, ...]
    version: int


def concern_page(whole: Whole, moves: Iterable[Move], typed: Decision, problems: Mapping[str, str]) -> ConcernPage:
    """One concern: what was said, about whom, where it stands, and what may be done next."""
    record = whole.sight.record
    return ConcernPage(
        id=record.id,
        reference=record.reference,
        **_stands(record),
        **_runs(whole),
        written=f"{named(whole.posts, record.written_by)}, {moment_in_words(record.written_at)}",
        happened=moment_in_words(record.occurred_at),
        seen=f"{named(whole.posts, record.seen_by)}, {moment_in_words(record.seen_at)}" if record.seen_at else "",
        owner=named(whole.posts, record.owner_post) if record.owner_post else "",
        shared=spoken(whole.sight.shared, whole.cards),
        earlier=_earlier(whole.sight.shared, whole),
        own=tuple(_own(part, whole, typed.given, problems) for part in whole.sight.own),
        others=_others(whole.sight.others),
        additions=tuple(_added(one, whole) for one in whole.sight.additions),
        steps=steps_of(whole),
        moves=tuple((move.end, move.verb) for move in moves),
        safety=asked(whole.sight.shared.answers, typed.safe, problems),
        version=whole.sight.shared.n,
    )


def _stands(record: Record) -> dict[str, Any]:
    stage = area(record.area).stage(record.stage)
    return {"stage": stage.title, "meaning": stage.meaning, "ended": stage.closes}


def _runs(whole: Whole) -> dict[str, Any]:
    """The clock that is shown: one that is to be met at once, else the last."""
    running = next((one for one in whole.clocks if one.at_once), whole.clocks[-1] if whole.clocks else None)
    if running is None:
        return {"status": None, "alarm": "", "law": ""}
    alarm = running.title if running.at_once else ""
    return {"status": due(running), "alarm": alarm, "law": f"{running.title}: {running.law}"}


def _added(one: Any, whole: Whole) -> Step:
    danger = "A child is in danger now, its writer says" if one.danger else ""
    return Step(moment_in_words(one.at), one.words, named(whole.posts, one.by), danger)


def _own(part: Part, whole: Whole, given: Mapping[str, str], problems: Mapping[str, str]) -> Own:
    stands = {field_of(part, name): getattr(part, name) for name in COLUMNS}
    stands[field_of(part, EXACTLY)] = str(part.answers.get(EXACTLY, ""))
    may = part.id in whole.workable and not part.struck
    return Own(
        field=field_of(part, ""),
        version=part.n,
        child=child(whole.cards[part.person_id]),
        spoken=spoken(part, whole.cards),
        category=_category(part),
        outcome=_outcome(part),
        decide=_decide(part, stands, given, problems) if may else (),
        earlier=_earlier(part, whole),
        struck=part.struck,
        strike=str(part.id) if may and whole.many else "",
        settle=str(part.id) if may and part.answers.get(NAMED) else "",
        unsettled=part.id in whole.unsettled,
    )


def _decide(
    part: Part, stands: Mapping[str, str], given: Mapping[str, str], problems: Mapping[str, str]
) -> tuple[Question, ...]:
    """What is asked about one child. What is said more exactly stands under its kind, that of this child first."""
    asked = [offered(name, stands[field_of(part, name)], part.holder_id) for name in DECIDED]
    exactly, answers = field_of(part, EXACTLY), {**stands, **given}
    kind = answers[field_of(part, "category")]
    return tuple(
        replace(one, groups=by_kind(one.choices, kind, stands[exactly], part.holder_id)) if one.id == exactly else one
        for one in questions(asked, answers, problems, field_of(part, ""))
    )


def set_aside(chosen: Iterable[tuple[Part, str]], whole: Whole) -> tuple[str, ...]:
    """What a reader had chosen of parts that somebody else decided meanwhile."""
    return tuple(
        f"For {whole.cards[part.person_id].name} you had chosen {category_words(kind)}. Now it is: {_category(part)}."
        for part, kind in chosen
    )


def _category(part: Any) -> str:
    return category_words(part.category) if part.category else "Not yet categorised"


def _outcome(part: Any) -> str:
    return outcome_words(part.outcome) if part.outcome else ""


def _earlier(part: Part, whole: Whole) -> tuple[Earlier, ...]:
    """Latest first. Each was changed by the version after it, which says by whom and why. What was only added to what
    was sent, such as who is safe now, changes none of it."""
    found = (_one_earlier(one, later, whole) for later, one in pairwise(whole.versions.get(part.id, [])))
    return tuple(one for one in found if one.answers or one.standings)


def _one_earlier(one: Any, later: Any, whole: Whole) -> Earlier:
    shown = spoken(one, whole.cards)
    standings = (shown.role, _category(one), _outcome(one)) if one.person_id else ()
    return Earlier(
        said=_by(one, whole),
        changed=_by(later, whole),
        why=whole.why.get(later.line, ""),
        answers=shown.answers if shown.answers != spoken(later, whole.cards).answers else (),
        standings=tuple(part for part in standings if part),
    )


def _by(version: Any, whole: Whole) -> str:
    return f"{named(whole.posts, version.by)}, {moment_in_words(version.recorded_at)}"


def _others(roles: Sequence[str]) -> str:
    """Of pupils this reader may not see, only the part they had in it."""
    if not roles:
        return ""
    said = "; ".join(role.lower() for role in roles)
    return f"Another pupil is part of this concern: {said}." if len(roles) == 1 else f"Other pupils: {said}."


def _many(count: int) -> str:
    return {0: "None", 1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}.get(count, str(count))
