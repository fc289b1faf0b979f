"""What a guard may look at when a record is about to take a step, and who stands behind what it says."""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from kith.cases import just_written, rules
from kith.cases.models import Part, PartVersion, Record, StageMove, Standing
from kith.cases.writing import doer
from kith.organisations.controller_settings import here, rules_of
from kith.organisations.models import Post
from kith.tenancy import current
from kith.vocabulary import Area, Move
from kith.vocabulary.needs import has_place

# A room above that keeps something about records hands in how it is read: "clock" -> record -> name -> word.
Beside = Callable[[Record], dict[str, str]]
_BESIDE: dict[str, Beside] = {}


def stand_beside(word: str, facts: Beside) -> None:
    """Let guards name `word.<name>`. Called at start-up, as the rooms above may not be imported from here."""
    _BESIDE[word] = facts


def have_place(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Those the controller’s own rules leave room for: where two have to agree nobody closes alone, and else nobody is
    asked to agree. The rules are read only where a step has a guard."""
    set_here = rules_of(here().settings) if any(move.guard for move in moves) else {}
    return tuple(move for move in moves if has_place(move, set_here))


def facts_of_each(record: Record, declared: Area) -> list[Mapping[str, Any]]:
    """For every person of a record what its guards may name (see `vocabulary.Move`).

    Most guards name little of it: what stands beside the answers is read when it is named.
    """
    parts = [part for part in just_written.parts_of(record) if not part.struck]
    beside = _Beside(record, declared, next((p for p in parts if p.person_id is None), None))
    return [ChainMap(_own(part, declared), beside) for part in parts if part.person_id]  # type: ignore[arg-type]


def stages_reached(record: Record) -> frozenset[str]:
    """Every stage a record has stood at: what they ask may be answered."""
    return frozenset(StageMove.objects.filter(record=record).values_list("to_stage", flat=True)) | {record.stage}


def role_of_doer() -> str:
    """The role of the post at work; none for a system post."""
    role = Post.objects.filter(id=current().doer.post_id).values_list("role", flat=True).first()
    return role or ""


def is_author(record: Record) -> bool:
    """Whether the person at work wrote anything of this, or asked for the step: in whichever post."""
    me = Post.objects.filter(id=doer()).values_list("user_id", flat=True).first()
    return me is not None and Post.objects.filter(id__in=authors(record), user_id=me).exists()


def authors(record: Record) -> set[UUID | None]:
    """The posts that wrote the record or any version of its parts, or moved it to where it stands."""
    wrote = set(PartVersion.objects.filter(record_id=record.id).values_list("by", flat=True))
    moved = StageMove.objects.filter(record=record).order_by("-at", "-id").values_list("by", flat=True)[:1]
    return wrote | set(moved) | {record.written_by}


def _own(part: Part, declared: Area) -> dict[str, Any]:
    columns = {name: getattr(part, name) for name in rules.COLUMNS}
    standings = {f"standing.{c.name}": _stands(part, c.name) for c in declared.chains}
    return {**declared.upcast(part.answers, part.area_version), **columns, **standings}


def _stands(part: Part, kind: str) -> str | None:
    """How a chain of this person stands now: its last link, unless that has ended."""
    last = Standing.objects.filter(person_id=part.person_id, kind=kind).order_by("seq").last()
    return last.code if last and last.until_on is None else None


class _Beside(Mapping[str, Any]):
    """What stands beside a person's own answers, by whole names: `shared.danger_now`, `clock.review`, `doer.role`;
    `outcomes.referral`: whether that is what is to happen for anybody of the record; `ever.child_protection`: whether
    that was its kind for anybody, whatever it was called since; `rule.…`: what the controller has set."""

    def __init__(self, record: Record, declared: Area, shared: Part | None) -> None:
        self._record, self._declared, self._shared = record, declared, shared
        self._told: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, name: str) -> Any:
        word, _, rest = name.partition(".")
        if word not in self._told:
            self._told[word] = self._ask(word)
        return self._told[word][rest]

    def __iter__(self) -> Iterator[str]:
        return (
            f"{word}.{name}"
            for word in ("shared", "doer", "outcomes", "ever", "rule", *_BESIDE)
            for name in self._ask(word)
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _ask(self, word: str) -> Mapping[str, Any]:
        if word == "outcomes":
            parts = Part.objects.filter(record=self._record, struck=False).exclude(outcome="")
            return dict.fromkeys(parts.values_list("outcome", flat=True), True)
        if word == "ever":
            said = PartVersion.objects.filter(record_id=self._record.id).exclude(category="")
            return dict.fromkeys(said.values_list("category", flat=True), True)
        if word == "rule":
            return rules_of(here().settings)
        if word == "doer":
            return {"role": role_of_doer(), "author": is_author(self._record)}
        if word == "shared":
            part = self._shared
            return self._declared.upcast(part.answers, part.area_version) if part else {}
        return _BESIDE[word](self._record)
