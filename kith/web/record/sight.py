"""One record as this reader may see it, in words: nothing here reads a part the access room did not give."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.access.reader import Reader
from kith.areas import NotInForce
from kith.cases import declarations, front_door, guarding, linking, sections
from kith.cases import queries as cases
from kith.cases.models import Part, Record
from kith.foundation.dates import in_words, london, moment_in_words
from kith.organisations.queries import named as posts_named
from kith.organisations.queries import team_named
from kith.people.queries import cards
from kith.reference.codes import code_set
from kith.tasks import queries as tasks
from kith.vocabulary import Area, Field
from kith.vocabulary.needs import needs_of
from kith.vocabulary.saying import label_of
from kith.web import asks
from kith.web.answers import Said, said
from kith.web.outcome import Line
from kith.web.presenters import Child, Status, child, due, named
from kith.web.standing.sight import Stands, of_record

SPINE = ("role", "category", "outcome")


BY_SOMEBODY = "Somebody who wrote none of this takes it."
BY_ANOTHER = "You wrote part of this, so somebody else takes it: ask a colleague who may."


@dataclass(frozen=True)
class Spoken:
    """A part in words: the shared one, or one person's own."""

    id: UUID
    child: Child | None
    standings: tuple[str, ...]
    answers: tuple[Said, ...]
    struck: bool
    may_correct: bool


@dataclass(frozen=True)
class Step:
    at: str
    words: str
    by: str
    why: str = ""


@dataclass(frozen=True)
class Clock:
    title: str
    law: str
    status: Status


@dataclass(frozen=True)
class Way:
    """A step that leads on, and what it asks first."""

    to: str
    verb: str
    asks: str


@dataclass(frozen=True)
class Joined:
    how: str
    area: str
    id: UUID
    reference: str
    note: str = ""


@dataclass(frozen=True)
class RecordPage:
    id: UUID
    area: Area
    reference: str
    stage: str
    meaning: str
    written: str
    happened: str
    owner: str
    shared: Spoken
    own: tuple[Spoken, ...]
    others: tuple[str, ...]
    clocks: tuple[Clock, ...]
    steps: tuple[Step, ...]
    additions: tuple[Step, ...]
    views: tuple[Step, ...]
    joined: tuple[Joined, ...]
    before: tuple[Joined, ...]
    repeated: tuple[str, ...]
    stands: tuple[Stands, ...]
    ways: tuple[Way, ...]
    may_work: bool
    is_writer: bool
    # Its work has ended: it waits for nobody.
    ended: bool


def look(reader: Reader, record: Record) -> cases.Sight:
    """What this reader may see of it; "not found" for nothing."""
    sight = cases.look(record.id, reader)
    if sight is None:
        raise Http404
    return sight


def line_of(sight: cases.Sight) -> Line:
    """What the ledger says of whoever is shown this."""
    record = sight.record
    detail = {"reference": record.reference, "area": record.area}
    return Line("record.view", subjects=subjects(sight), holder=record.holder_id, detail=detail)


def subjects(sight: cases.Sight) -> tuple[UUID, ...]:
    """Everybody the page names."""
    return tuple(part.person_id for part in sight.own if part.person_id)


@dataclass(frozen=True)
class Pen:
    """What this reader may write in a record now: asked once, however many persons it is about."""

    declared: Area | None
    reached: frozenset[str]
    sections: frozenset[str]
    workable: frozenset[UUID]

    def fields(self, part: Part) -> tuple[Field, ...]:
        """The questions of a part they may answer: of stages it reached, in sections that are theirs."""
        if self.declared is None:
            return ()
        mine = part.id in self.workable if part.person_id else bool(self.workable)
        return tuple(
            one
            for section in self.declared.parts
            for one in section.fields
            if section.name in self.sections
            and (mine or section.owned_by)
            and one.own is (part.person_id is not None)
            and (not one.spine or one.name in SPINE)
            and (not one.asked_at or one.asked_at in self.reached)
        )


def pen_of(reader: Reader, record: Record) -> Pen:
    try:
        declared = declarations.for_new(record.area, holder=record.holder_id)
    except NotInForce:
        declared = None
    reached, open_ = guarding.stages_reached(record), sections.open_to(record, reader)
    return Pen(declared, reached, open_, asks.workable(reader, record))


def fields_open(reader: Reader, record: Record, part: Part) -> tuple[Field, ...]:
    """The questions of one part this reader may answer now."""
    return pen_of(reader, record).fields(part)


def page_of(reader: Reader, sight: cases.Sight) -> RecordPage:
    """The whole page in words."""
    record, declared = sight.record, declarations.for_record(sight.record)
    known, people = cards(subjects(sight)), list(subjects(sight))
    views, earlier = linking.views_of(record, people), front_door.before(record, reader)
    posts = _posts(sight, [one.by for one in views])
    stage = declared.stage(record.stage)
    pen, of_version = pen_of(reader, record), _declared_of(sight)
    own = tuple(_spoken(part, known, pen, of_version[part.area_version]) for part in sight.own)
    return RecordPage(
        id=record.id,
        area=declared,
        reference=record.reference,
        stage=stage.title,
        meaning=stage.meaning,
        written=f"{named(posts, record.written_by)}, {moment_in_words(record.written_at)}",
        happened=moment_in_words(record.occurred_at),
        owner=named(posts, record.owner_post) if record.owner_post else team_named([record.team]).get(record.team, ""),
        shared=_spoken(sight.shared, known, pen, of_version[sight.shared.area_version]),
        own=own,
        others=sight.others,
        clocks=tuple(Clock(one.title, one.law, due(one)) for one in tasks.clocks_of(record)),
        steps=tuple(_step(declared, move, posts) for move in sight.steps),
        additions=tuple(Step(moment_in_words(a.at), a.words, named(posts, a.by)) for a in sight.additions),
        views=tuple(_view(one, known) for one in views),
        joined=tuple(_joined(how, one) for how, one in linking.joined_to(record, reader)),
        before=tuple(_before(b, declared, known[b.person_id].name) for b in earlier),
        repeated=tuple(known[id].name for id in people if front_door.is_repeated(earlier, id)),
        stands=of_record(reader, record, declared.chains, [one.child for one in own if one.child and not one.struck]),
        ways=ways(reader, record, declared, many=sum(not one.struck for one in own) + len(sight.others) > 1),
        may_work=bool(pen.workable),
        is_writer=record.written_by == reader.post.id,
        ended=stage.closes,
    )


def ways(reader: Reader, record: Record, declared: Area, *, many: bool = True) -> tuple[Way, ...]:
    """The steps this post may take from here, each with what it asks first."""
    moves = asks.moves_open_to(reader, record)
    second = BY_ANOTHER if any(one.second_person for one in moves) and guarding.is_author(record) else BY_SOMEBODY
    return tuple(Way(one.end, one.verb, _asks(one, declared, many, second)) for one in moves)


def _asks(move: Any, declared: Area, many: bool, second: str) -> str:
    said_of = [
        needs_of(declared, move.guard, many=many) if move.guard else "",
        "It needs a reason." if move.needs_rationale else "",
        second if move.second_person else "",
    ]
    return " ".join(one for one in said_of if one)


def spoken_answers(part: Any, declared: Area) -> tuple[Said, ...]:
    own = part.person_id is not None
    return said([one for one in declared.fields if one.own is own and not one.spine], part.answers)


def standings_of(part: Any, declared: Area) -> tuple[str, ...]:
    """Role, category and outcome in words."""
    if part.person_id is None:
        return ()
    role = code_set(declared.roles_of_persons).label(part.role) if part.role else ""
    spine = [one for one in declared.fields if one.spine and one.own and one.name in ("category", "outcome")]
    rest = (label_of(one, code) for one in spine if (code := getattr(part, one.name)))
    return tuple(one for one in (role, *rest) if one)


def _declared_of(sight: cases.Sight) -> dict[int, Area]:
    """The declaration each part is read through, by its version."""
    found: dict[int, Area] = {}
    for part in (sight.shared, *sight.own):
        part.record = sight.record
        if part.area_version not in found:
            found[part.area_version] = declarations.for_part(part)
    return found


def _spoken(part: Part, known: dict[UUID, Any], pen: Pen, declared: Area) -> Spoken:
    who = child(known[part.person_id]) if part.person_id else None
    may = bool(pen.fields(part)) and not part.struck
    return Spoken(part.id, who, standings_of(part, declared), spoken_answers(part, declared), part.struck, may)


def _posts(sight: cases.Sight, more: Sequence[Any]) -> dict[UUID, str]:
    record = sight.record
    doers = [one.by for one in (*sight.steps, *sight.additions)]
    return posts_named([id for id in (record.written_by, record.owner_post, *doers, *more) if id])


def _step(declared: Area, move: Any, posts: dict[UUID, str]) -> Step:
    return Step(moment_in_words(move.at), declared.stage(move.to_stage).title, named(posts, move.by), move.rationale)


def _view(one: Any, known: dict[UUID, Any]) -> Step:
    voice = code_set(linking.VOICES).label(one.said_by)
    return Step(in_words(one.said_on), one.words, f"{voice}, about {known[one.person_id].name}")


def _before(one: front_door.Before, declared: Area, name: str) -> Joined:
    """An earlier one about the same child: when, and what came of it."""
    field = next((f for f in declared.fields if f.own and f.name == "outcome"), None)
    came = label_of(field, one.outcome) if field and one.outcome else ""
    note = ", ".join(words for words in (in_words(london(one.record.written_at).date()), came) if words)
    return Joined(name, one.record.area, one.record.id, one.record.reference, note)


def _joined(how: str, record: Record) -> Joined:
    return Joined(how, record.area, record.id, record.reference)
