"""What a lead decides in one go: a kind and an outcome for each child, and the next step.

Every answer stands under the number of the part it is about, never under its place on the page: what a reader may
see can change between the page and the press, and a decision must not slide to the next child.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kith.access.reader import require
from kith.access.rules import Decision as Answer
from kith.areas import area
from kith.cases import actions, rules
from kith.cases.models import Part, Record
from kith.tenancy.history import Conflict
from kith.vocabulary.adjusting import OWN_CODES
from kith.web import asks
from kith.web.board.safety import MADE_SAFE, READ, say
from kith.web.board.unfinished import SURE, check_finished
from kith.web.meanwhile import check_not_meanwhile

COLUMNS = ("category", "outcome")
# An answer like others, of which the decision is the only form.
EXACTLY = "subcategory"
NOT_YOURS = "This reader may read this part of the concern and not decide about it."


def is_under(code: str, category: str) -> bool:
    """Whether this says more exactly what the kind is: bullying.online and own_bullying.on_the_bus of bullying."""
    return code.removeprefix(OWN_CODES).split(".")[0] == category


def field_of(part: Part, name: str) -> str:
    """What a field about this part is called in the form."""
    return f"own.{part.id}.{name}"


def _of(name: str) -> str:
    """The part a field is about."""
    return name.split(".")[1]


def _read_as(kept: Mapping[str, str], name: str) -> str:
    """The version of that part that stood on the page."""
    return kept.get(f"own.{_of(name)}.n", "")


@dataclass(frozen=True)
class Decision:
    """As posted: `own.<part>.category` and so on, the stage to go to, and why."""

    given: Mapping[str, str]
    to: str
    why: str
    # Close it though something is left to do.
    sure: bool = False
    # Who is safe now, and the version of what is said of all on which that was written.
    safe: str = ""
    safe_on: str = ""

    @classmethod
    def posted(cls, post: Mapping[str, Any]) -> "Decision":
        given = {name: str(value) for name, value in post.items() if name.startswith("own.")}
        to, why, safe, read = (str(post.get(name, "")).strip() for name in ("to", "why", MADE_SAFE, READ))
        return cls(given, to, why, SURE in post, safe, read)

    @classmethod
    def begun(cls, kept: Mapping[str, str], parts: Iterable[Part]) -> "Decision":
        """As it was begun. About a part that somebody wrote since, nothing is taken from it."""
        stands = {str(part.id): str(part.n) for part in parts}
        given = {n: v for n, v in kept.items() if n.startswith("own.") and _read_as(kept, n) == stands.get(_of(n), "-")}
        return cls(given, kept.get("to", ""), kept.get("why", ""), safe=kept.get(MADE_SAFE, ""))

    def as_it_stands(self, parts: Iterable[Part]) -> "Decision":
        """Without what was chosen about a part that somebody wrote since: sent again, it would write over theirs."""
        now = Decision.begun(self.given, parts).given
        return replace(self, given={n: v for n, v in self.given.items() if n in now or not n.startswith("own.")})

    def set_aside(self, parts: Iterable[Part]) -> list[tuple[Part, str]]:
        """The kinds that were chosen for parts somebody wrote since, and are otherwise now."""
        chosen = [(part, self.given.get(field_of(part, "category"), "")) for part in parts]
        stale = [(part, kind) for part, kind in chosen if _read_as(self.given, field_of(part, "n")) != str(part.n)]
        return [(part, kind) for part, kind in stale if kind and kind != part.category]

    def carry_out(self, reader: Any, record: Record) -> None:
        """Write what changed about each child, then take the step: all or, when this raises, nothing.

        Raises Refused for a part that is not this reader's to decide about, Conflict for one they no longer see or
        that somebody wrote since, and what the cases room raises.
        """
        check_not_meanwhile(record, self.to)
        changed = [self._about(part, record) for part in self._parts(reader, record)]
        changed.append(say(record, self.safe, self.safe_on))
        if not self.to and not any(changed):
            raise rules.NotAllowed("Nothing was changed. Choose what it is, what comes of it, or a next step.")
        if not self.to:
            return
        if self.to not in {move.end for move in asks.moves_open_to(reader, record)}:
            raise rules.NotAllowed("This step is not yours to take from here.")
        if not self.sure:
            check_finished(record, self.to, asks.own_parts(reader, [record.id]))
        actions.move_stage(record=record, to=self.to, rationale=self.why)

    def _parts(self, reader: Any, record: Record) -> list[Part]:
        """The parts that were answered about."""
        read = {str(part.id): part for part in asks.own_parts(reader, [record.id])}
        named = dict.fromkeys(_of(name) for name in self.given)
        if not read.keys() >= named.keys():
            raise Conflict(record.id, None)
        parts = [read[id] for id in named]
        workable = asks.workable(reader, record)
        for part in parts:
            require(Answer(part.id in workable, NOT_YOURS), part.person_id)
        return parts

    def _about(self, part: Part, record: Record) -> bool:
        """Write what was decided about one child; whether anything was."""
        given = {name: self.given.get(field_of(part, name), getattr(part, name)) for name in COLUMNS}
        changed = {name: value for name, value in given.items() if value != getattr(part, name)}
        answers = self._answers(part, given["category"])
        if not changed and answers == part.answers:
            return False
        said = self.why or f"Decided at “{area(record.area).stage(record.stage).title}”"
        try:
            actions.correct(part=part, answers=answers, based_on=self._read(part), reason=said, **changed)
        except rules.NotReady as not_yet:
            raise rules.NotReady({field_of(part, name): words for name, words in not_yet.problems.items()}) from None
        return True

    def _answers(self, part: Part, category: str) -> dict[str, Any]:
        """With what was said more exactly; what was said of another kind does not stay when the kind changes."""
        was = str(part.answers.get(EXACTLY, ""))
        code = self.given.get(field_of(part, EXACTLY), was)
        if code == was and not is_under(code, category):
            code = ""
        rest = {name: value for name, value in part.answers.items() if name != EXACTLY}
        return {**rest, EXACTLY: code} if code else rest

    def _read(self, part: Part) -> int:
        """The version that stood on the page when it was decided. Without one nothing is written over."""
        if self.given.get(field_of(part, "n")) != str(part.n):
            raise Conflict(part.id, part.n)
        return part.n
