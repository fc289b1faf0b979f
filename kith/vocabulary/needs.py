"""What a step needs first, said as a colleague would say it: on its button, in a refusal, and beside its questions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from kith.vocabulary.area import Area
from kith.vocabulary.conditions import All, Answered, Any_, Condition, Not, evaluate, fields_of
from kith.vocabulary.printers import as_english
from kith.vocabulary.saying import RULES, words_of
from kith.vocabulary.words import Move

__all__ = ["has_place", "needed_for", "needs_of"]


def needs_of(area: Area, guard: Condition, own: Sequence[Mapping[str, Any]] | None = None, *, many: bool = True) -> str:
    """Sentences that say what has to be so; of a record whose facts are given, what is not so yet.

    `many`: whether several persons have answers of their own.
    """
    open_ = [one for one in _parts(guard) if own is None or not all(evaluate(one, facts) for facts in own)]
    asked = [(f"“{area.field(name).question}”", _is_own(one)) for one in open_ if (name := _question(area, one))]
    shared, each = ([words for words, is_own in asked if is_own is own_ones] for own_ones in (False, True))
    ruled = {rule: None for one in open_ if own is not None for rule in _rules(one)}
    rest = [_said(area, one) for one in open_ if not _question(area, one) and not (own is not None and _rules(one))]
    answer = _answer(shared, each, _whom(area) if many else "")
    return " ".join(filter(None, [answer, *(RULES[rule][1] for rule in ruled), _only_where(rest)]))


def has_place(move: Move, rules: Mapping[str, bool]) -> bool:
    """Whether what the controller has set leaves this step a place at all: no answer to a question brings it back."""
    facts = {f"rule.{name}": value for name, value in rules.items()}
    alone = (one for one in (_parts(move.guard) if move.guard is not None else ()) if _is_rule(one))
    return all(evaluate(one, facts) for one in alone)


def _is_rule(one: Condition) -> bool:
    return all(name.startswith("rule.") for name in fields_of(one))


def _rules(one: Condition) -> list[str]:
    return [name.removeprefix("rule.") for name in fields_of(one) if name.startswith("rule.")]


def needed_for(area: Area, stages: Collection[str]) -> dict[str, str]:
    """Question -> the step that can't be taken from one of these stages before it is answered."""
    found: dict[str, str] = {}
    for move in (one for one in area.moves if one.start in stages):
        for name in _answers_of(area, move):
            found.setdefault(name, move.verb)
    return found


def _answers_of(area: Area, move: Move) -> Iterator[str]:
    for one in _parts(move.guard) if move.guard is not None else ():
        if name := _question(area, one):
            yield name


def _parts(guard: Condition) -> Iterator[Condition]:
    """What has to hold, one by one."""
    if isinstance(guard, All):
        for one in guard.of:
            yield from _parts(one)
    else:
        yield guard


def _question(area: Area, one: Condition) -> str:
    """The question a condition only asks an answer to; none where it asks more, or about something else."""
    if not isinstance(one, Answered):
        return ""
    name = one.field.removeprefix("shared.")
    return name if any(f.name == name for f in area.fields) else ""


def _said(area: Area, one: Condition) -> str:
    """Any other condition in words: a status of the person has begun or ended, one of several things is so."""
    inner = one.condition if isinstance(one, Not) else one
    if isinstance(inner, Answered) and inner.field.startswith("standing."):
        chain = next(c for c in area.chains if c.name == inner.field.removeprefix("standing."))
        return f"{'no' if inner is not one else 'a'} {chain.title.lower()} is open"
    words = as_english(one, words_of(area))
    return f"either {words}" if isinstance(one, Any_) else words


def _is_own(one: Condition) -> bool:
    return isinstance(one, Answered) and not one.field.startswith("shared.")


def _answer(shared: list[str], each: list[str], whom: str) -> str:
    """First answer “A” and “B”, and for each child “C”."""
    if not (shared or each):
        return ""
    if not whom or not each:
        return f"First answer {_and([*shared, *each])}."
    of_each = f"for each {whom} {_and(each)}"
    return f"First answer {_and(shared)}, and {of_each}." if shared else f"First answer {of_each}."


def _only_where(rest: list[str]) -> str:
    return f"It can be done only if {_and(rest)}." if rest else ""


def _whom(area: Area) -> str:
    return "child" if any(f.childs_words for f in area.fields) else "person"


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
