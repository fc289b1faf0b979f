"""The reference page of an area, written from its declaration. Nobody edits the page by hand."""

from collections.abc import Callable, Iterable

from kith.foundation.numbers import in_words
from kith.vocabulary import Area, Clock, Field, Kind, Move, Part, See
from kith.vocabulary.conditions import All, Answered, Value
from kith.vocabulary.printers import as_english
from kith.vocabulary.saying import words_of

__all__ = ["reference_page"]

Say = Callable[[str, Value | None], str]


def reference_page(area: Area) -> str:
    """The page as Markdown; the picture of the stages lies beside it as `<area>.svg`."""
    say = words_of(area)
    sections = [
        f"# {area.title}",
        "<!-- Written from the declaration by `bin/kith areas pages`; change the declaration instead. -->",
        area.purpose,
        f"Version {area.version}, in force from {area.in_force.day} {area.in_force:%B %Y}. Law: {'; '.join(area.law)}.",
        "## Questions",
        *(f"### {part.title}\n\n{_owners(part)}{_questions(part.fields, say)}" for part in area.parts),
        "## Stages",
        f"![Stages of {area.title}]({area.name}.svg)",
        _table(("Stage", "Meaning"), ((s.title, s.meaning) for s in area.stages)),
        _table(("From", "To", "Step", "Taken by", "When"), (_move(area, m, say) for m in area.moves)),
        "## Clocks",
        _table(
            ("What", "From", "Counted from", "Only when", "Until", "In", "Law or policy"),
            (_clock(area, c, say) for c in area.clocks),
        ),
        *_decided(area),
        "## Who sees it",
        _table(("Roles", "What"), (_see(s) for s in area.sees)),
        *_special(area),
        "## Kept",
        _kept(area),
        *_adjusted(area),
        "## Shared",
        _table(("With", "Parts", "Basis"), ((s.to, ", ".join(s.parts), s.basis) for s in area.shares)),
    ]
    return "\n\n".join(sections) + "\n"


def _questions(fields: Iterable[Field], say: Say) -> str:
    rows = []
    for one in fields:
        rows.append((one.question, _kind(one), "yes" if one.required else "", _asked(one, say), _whose(one)))
        rows += [(f"– {r.question}", _kind(r), "yes" if r.required else "", "", _words(r)) for r in one.rows]
    return _table(("Question", "Answer", "Needed", "Asked when", "Whose"), rows)


def _kind(field: Field) -> str:
    limit = f", at most {in_words(field.most)}" if field.kind is Kind.CODES and field.most else ""
    return f"{field.kind} (`{field.code_set}`){limit}" if field.code_set else str(field.kind)


def _asked(field: Field, say: Say) -> str:
    stage = f"at {field.asked_at}" if field.asked_at else ""
    asked = " and ".join(filter(None, [stage, as_english(field.asked_when, say) if field.asked_when else ""]))
    first = f"not before {say(field.not_before, None)}" if field.not_before else ""
    return "; ".join(filter(None, [asked, first]))


def _whose(field: Field) -> str:
    return ", ".join(filter(None, ["each child’s own" if field.own else "shared", _words(field)]))


def _words(field: Field) -> str:
    kept = f"goes into no file of another family’s child ({', '.join(field.kept_from)})" if field.kept_from else ""
    return ", ".join(filter(None, ["the child’s words" if field.childs_words else "", kept]))


def _move(area: Area, move: Move, say: Say) -> tuple[str, ...]:
    when = [as_english(move.guard, say) if move.guard else "", "with a reason" if move.needs_rationale else "",
            "by somebody who wrote none of it" if move.second_person else ""]  # fmt: skip
    roles = ", ".join(role.words for role in move.moved_by)
    return (area.stage(move.start).title, area.stage(move.end).title, move.verb, roles, "; ".join(filter(None, when)))


def _clock(area: Area, clock: Clock, say: Say) -> tuple[str, ...]:
    start, stop = (", ".join(area.stage(s).title for s in names) for names in (clock.starts_on, clock.stops_on))
    until = [stop, as_english(clock.stops_when, say) if clock.stops_when else "", _met(clock, say)]
    changes = " (the controller may change it)" if clock.adjustable else ""
    since = say(clock.counts_from, None) if clock.counts_from else ""
    when = as_english(clock.only_when, say) if clock.only_when else ""
    return (clock.title, start, since, when, "; or ".join(filter(None, until)), str(clock.period) + changes, clock.law)


def _met(clock: Clock, say: Say) -> str:
    if not clock.met_on:
        return ""
    answered = as_english(All(*map(Answered, clock.met_on)), say)
    return f"{answered}, and is judged by {'the last of these days' if len(clock.met_on) > 1 else 'that day'}"


def _owners(part: Part) -> str:
    owners = ", ".join(role.words for role in part.owned_by)
    return f"A section written by: {owners}.\n\n" if owners else ""


def _see(see: See) -> tuple[str, str]:
    factor = ", after a second factor" if see.second_factor else ""
    return (", ".join(role.words for role in see.roles), f"{see.sight}{factor}")


def _adjusted(area: Area) -> list[str]:
    """What a controller may make different, by the names that `cases.declarations.adjust` takes."""
    names = ", ".join(f"`{what}`" for what in area.adjustable)
    return ["## Left to the controller", names + "."] if names else []


def _decided(area: Area) -> list[str]:
    """The statuses a record of this area decides."""
    titles = {chain.name: chain.title for chain in area.chains}
    rows = ((one.title, f"`{one.code_set}`", titles.get(one.stands_on, ""), one.law) for one in area.chains)
    return ["## Statuses it decides", _table(("What", "One of", "Stands on", "Law"), rows)] if area.chains else []


def _special(area: Area) -> list[str]:
    """Which answers may be of a special category, and the condition relied on for them."""
    rows = ((one.question, which) for one, which in area.special)
    said = "; ".join(area.relied_on)
    return ["## Special categories of data", f"Condition relied on: {said}.", _table(("Question", "May say"), rows)]


def _kept(area: Area) -> str:
    keep = area.keep
    passes = f" It passes to {keep.passes_to}." if keep.passes_to else ""
    return f"{keep.rule}: {keep.years} years from {keep.after}, then {keep.then}.{passes} {keep.because}."


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
