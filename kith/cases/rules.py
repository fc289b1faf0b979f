"""What must hold of a record, from facts alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from kith.foundation.dates import in_words, london, moment_in_words
from kith.foundation.visible import is_blank
from kith.reference.codes import code_set
from kith.vocabulary import Area, Move, evaluate
from kith.vocabulary.answers import MOST_LONG_TEXT
from kith.vocabulary.needs import needs_of

# Answers about a person that have columns of their own.
COLUMNS = ("role", "category", "outcome")


class NotReady(Exception):
    """Answers that can't be kept yet: field name -> a sentence that says what to do. Nothing typed is lost.

    A field of the n-th person is named own.<n>.<field>, a field of one of their rows own.<n>.marks.0.site.
    """

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class NotAllowed(Exception):
    """A step the area does not know, one that needs something first, or one that is not this person's to take."""


class AboutPerson(Protocol):
    """What a form says about one person."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def answers(self) -> dict[str, Any]: ...


def check_ready(
    area: Area, shared: Mapping[str, Any], own: Sequence[AboutPerson], occurred_at: datetime, now: datetime
) -> None:
    """Raise NotReady unless every required answer is there and makes sense."""
    day = london(now).date()
    problems = ahead(area, shared, day, own=False) | area.problems(shared, part="shared")
    for n, about in enumerate(own):
        found = ahead(area, about.answers, day, own=True)
        found |= own_problems(area, about.answers, role=about.role, category=about.category)
        problems |= {f"own.{n}.{name}": words for name, words in found.items()}
    if not own:
        problems["person"] = "Choose who this is about."
    if occurred_at > now:
        problems["occurred_at"] = f"It can’t be in the future: now it is {moment_in_words(now)}."
    _raise(problems)


def ahead(area: Area, answers: Mapping[str, Any], today: date, *, own: bool) -> dict[str, str]:
    """The days on which something was done in time or late that have not come yet: nothing is done ahead of its day."""
    judged = {name for clock in area.clocks for name in clock.met_on}
    names = [f.name for f in area.fields if f.own is own and (f.name if own else f"shared.{f.name}") in judged]
    words = f"It can’t be in the future: today is {in_words(today)}. Write it down once it was done."
    return {name: words for name in names if str(answers.get(name) or "") > today.isoformat()}


def check_own(area: Area, answers: Mapping[str, Any], *, stages: Collection[str] = (), **columns: str) -> None:
    """Raise NotReady unless one person's part makes sense."""
    _raise(own_problems(area, answers, stages=stages, **columns))


def own_problems(
    area: Area, answers: Mapping[str, Any], *, stages: Collection[str] = (), **columns: str
) -> dict[str, str]:
    """What is wrong with one person's part: its answers, role, category and outcome."""
    problems = area.problems(answers, part="own", stages=stages)
    for one in area.fields:
        if one.own and one.spine and one.name in columns:
            code = columns[one.name]
            missing = not code and one.required and not one.asked_at
            if missing or (code and code not in code_set(one.code_set) and code not in dict(one.more_codes)):
                problems[one.name] = "Choose one."
    return problems | _under_another(area, answers, columns.get("category", ""))


def _under_another(area: Area, answers: Mapping[str, Any], category: str) -> dict[str, str]:
    """What says more exactly of which kind it is, stands under that kind."""
    code = str(answers.get("subcategory", ""))
    named = {f.name for f in area.fields}
    if not code or not {"category", "subcategory"} <= named or code.removeprefix("own_").split(".")[0] == category:
        return {}
    return {"subcategory": "Choose one of the kind above, or none."}


def check_of_age(area: Area, own: Mapping[str, AboutPerson], grown_up: Collection[UUID]) -> None:
    """Raise NotReady where a part that only a child can have is given to a grown-up; `own` by the names of fields."""
    known = code_set(area.roles_of_persons)
    words = "They are no child any more: choose another part in it than “{}”."
    wrong = {at: one.role for at, one in own.items() if one.person_id in grown_up and one.role in known}
    _raise({at: words.format(known.label(role)) for at, role in wrong.items() if known[role].more.get("child")})


def check_move(area: Area, stage: str, to: str, rationale: str, own: Iterable[Mapping[str, Any]]) -> Move:
    """The step, if the area has it, its reason is given, and what it asks holds for every person. Else NotAllowed.

    `own` are the facts of each person's part, with those that stand beside them (see `Move`).
    """
    move = area.move(stage, to)
    if move is None:
        titles = {s.name: s.title for s in area.stages}
        raise NotAllowed(f"A record can’t go from “{titles.get(stage, stage)}” to “{titles.get(to, to)}”.")
    if move.needs_rationale and not rationale.strip():
        raise NotAllowed("Say why. The reason is kept with the record.")
    of_each = list(own)
    if move.guard is not None and not all(evaluate(move.guard, facts) for facts in of_each):
        needs = needs_of(area, move.guard, of_each, many=len(of_each) > 1)
        raise NotAllowed(f"“{move.verb}” can’t be done yet. {needs}")
    return move


def check_doer(move: Move, role: str, is_author: bool) -> None:
    """Raise NotAllowed unless this role takes the step, and an approval is taken by a second person."""
    if role and role not in move.moved_by:
        raise NotAllowed(f"“{move.verb}” is a step for: {', '.join(r.words for r in move.moved_by)}.")
    if move.second_person and is_author:
        raise NotAllowed("Somebody who wrote none of this has to approve it. Ask a colleague who may.")


def check_sections(area: Area, changed: Iterable[str], role: str, named: Collection[str] = ()) -> None:
    """Raise NotReady where an answer of another agency's section was changed: a section is its owner's to write.

    `named` are the sections this post was asked for, where its tie to the work says which.
    """
    closed = {}
    for name in changed:
        part = next((p for p in area.parts if any(f.name == name for f in p.fields)), None)
        if part is None or not part.owned_by or not role:
            continue
        if role not in part.owned_by:
            closed[name] = f"“{part.title}” is written by: {', '.join(r.words for r in part.owned_by)}."
        elif named and part.name not in named:
            closed[name] = f"You were asked to write other sections than “{part.title}”."
    _raise(closed)


def check_words(words: str) -> None:
    """Raise NotReady where nothing was written that can be read, or more than the first text may hold."""
    if is_blank(words):
        raise NotReady({"words": "Write something first."})
    if len(words) > MOST_LONG_TEXT:
        raise NotReady({"words": f"Shorten this: at most {MOST_LONG_TEXT} characters."})


def _raise(problems: dict[str, str]) -> None:
    if problems:
        raise NotReady(problems)
