"""Every area keeps these promises, whoever wrote it: one walk over all declarations.

Each promise is a function from an area to the sentences that say where it is broken; the controls
break the concern on purpose, one promise at a time, and each must be found by its own.
"""

from dataclasses import replace

import pytest

from kith.access.rules import ties_that_allow
from kith.access.words import RecordType, Verb
from kith.areas import all_areas, area
from kith.foundation.days import Period, Unit
from kith.organisations.controller_settings import RULES
from kith.reference.codes import code_set, names_of_sets
from kith.vocabulary import Answered, Area, Is, Keep, Kind, Role, See, Sight, Stage
from kith.vocabulary.adjusting import may_be_adjusted
from kith.vocabulary.conditions import fields_of

LINE_WORDS = {"reference", "category", "role", "stage", "outcome", "place", "kind", "principal"}


def stages_are_reached_and_end(area: Area) -> list[str]:
    """Every stage is reached from the first, and from every stage work can end."""
    ahead = {s.name: {m.end for m in area.moves_from(s.name)} for s in area.stages}
    reached = _spread({area.first_stage}, ahead)
    ends = {s.name for s in area.stages if s.closes}
    stuck = [n for n in ahead if n not in ends and not ends & _spread({n}, ahead)]
    unknown = {m.start for m in area.moves} | {m.end for m in area.moves}
    return (
        [f"{name} is never reached" for name in set(ahead) - reached]
        + [f"from {name} nothing ends" for name in stuck]
        + [f"{name} is no stage" for name in unknown - set(ahead)]
    )


def moves_are_taken_by_somebody_once(area: Area) -> list[str]:
    """A step has someone who may take it and stands once; ending or reopening work asks for a reason."""
    pairs = [(m.start, m.end) for m in area.moves]
    closes = {s.name for s in area.stages if s.closes}
    return (
        [f"{pair} stands twice" for pair in set(pairs) if pairs.count(pair) > 1]
        + [f"nobody may go {m.start} to {m.end}" for m in area.moves if not m.moved_by]
        + [f"{m.start} to {m.end} without a reason" for m in area.moves
           if {m.start, m.end} & closes and not m.needs_rationale]
    )  # fmt: skip


def clocks_join_real_stages_and_cite_law(area: Area) -> list[str]:
    """A clock starts and stops at stages the area has, takes some time or none at all, and cites law or policy."""
    names = {s.name for s in area.stages}
    broken = []
    for clock in area.clocks:
        broken += [f"{clock.name}: {n} is no stage" for n in {*clock.starts_on, *clock.stops_on} - names]
        broken += [f"{clock.name}: {n} is no stage" for n in {*clock.pauses_on} - names]
        if not clock.starts_on or not clock.stops_on or set(clock.starts_on) & set(clock.stops_on):
            broken.append(f"{clock.name} does not start and stop")
        if (clock.period.length < 1 and not clock.at_once) or len(clock.law) < 12:
            broken.append(f"{clock.name} says no time or no law")
    return broken


def questions_are_questions(area: Area) -> list[str]:
    """Every question ends with a question mark, has its own name, and its codes come from a set there is."""
    every = [*area.fields, *(r for f in area.fields for r in f.rows)]
    names = [f.name for f in area.fields]
    return (
        [f"{f.name}: {f.question}" for f in every if not f.question.endswith("?") or not f.question[0].isupper()]
        + [f"{f.name}: no set {f.code_set}" for f in every if f.code_set and f.code_set not in names_of_sets()]
        + [f"{name} stands twice" for name in set(names) if names.count(name) > 1]
    )


def conditions_speak_about_the_same_part(area: Area) -> list[str]:
    """What decides whether something is asked or allowed is asked before, in the same part."""
    broken, before = [], {True: set(), False: set()}
    for one in area.fields:
        wanted = set(fields_of(one.asked_when)) if one.asked_when else set()
        broken += [f"{one.name} looks at {name}" for name in wanted - before[one.own]]
        before[one.own].add(one.name)
    known = before[True] | {f"shared.{name}" for name in before[False]} | {"doer.role", "doer.author"}
    known |= {f"clock.{c.name}" for c in area.clocks} | {f"standing.{c.name}" for c in area.chains}
    outcome = next((f for f in area.fields if f.own and f.name == "outcome"), None)
    known |= {f"outcomes.{code.code}" for code in code_set(outcome.code_set)} if outcome else set()
    category = next((f for f in area.fields if f.own and f.name == "category"), None)
    known |= {f"ever.{code.code}" for code in code_set(category.code_set)} if category else set()
    known |= {f"rule.{name}" for name in RULES}
    for title, condition in [
        *((m.verb, m.guard) for m in area.moves),
        *((c.name, c.only_when) for c in area.clocks),
        *((c.name, c.stops_when) for c in area.clocks),
    ]:
        wanted = set(fields_of(condition)) if condition else set()
        broken += [f"{title} looks at {name}" for name in wanted - known]
    broken += [
        f"{c.name} counts from {c.counts_from}" for c in area.clocks if c.counts_from and c.counts_from not in known
    ]
    broken += [
        f"{c.name} stands on {c.stands_on}"
        for c in area.chains
        if c.stands_on and c.stands_on not in {other.name for other in area.chains} - {c.name}
    ]
    dates = {f.name if f.own else f"shared.{f.name}" for f in area.fields if f.kind is Kind.DATE}
    broken += [f"{c.name} is met on {name}" for c in area.clocks for name in c.met_on if name not in dates]
    asked_at = {f.asked_at for f in area.fields} - {""}
    return broken + [f"asked at {name}" for name in asked_at - {s.name for s in area.stages}]


def a_guard_asks_for_what_was_asked(area: Area) -> list[str]:
    """What a step waits for is asked at its own stage or at one before it; else nobody could ever take it."""
    ahead = {s.name: {m.end for m in area.moves_from(s.name)} for s in area.stages}
    later = {f"{'' if f.own else 'shared.'}{f.name}": f.asked_at for f in area.fields if f.asked_at and not f.spine}
    return [
        f"{move.verb} waits for {name}, asked at {later[name]}"
        for move in area.moves
        for name in (fields_of(move.guard) if move.guard else ())
        if name in later and move.start not in _spread({later[name]}, ahead)
    ]


def somebody_may_see_it(area: Area) -> list[str]:
    """Somebody works it; whoever moves it may write in it; the writer's receipt has words."""
    write = {role for see in area.sees if see.sight is Sight.WRITE for role in see.roles}
    movers = {role for move in area.moves for role in move.moved_by}
    stages = {s.name for s in area.stages}
    return (
        ([] if write else ["nobody may write"])
        + [f"{role} moves it and cannot see it" for role in movers - write]
        + [f"receipt of {name}" for name in set(area.receipt) - stages]
        + ([] if area.first_stage in area.receipt else ["a writer sees no receipt"])
    )


def keeping_is_explained(area: Area) -> list[str]:
    """How long, from when, why, and what happens then."""
    keep = area.keep
    said = all(len(words) > 3 for words in (keep.rule, keep.after, keep.because, keep.then))
    return [] if said and keep.years > 0 else ["keeping is not explained"]


def shares_name_real_parts_and_a_basis(area: Area) -> list[str]:
    """What may leave is parts the area has, to somebody, on a basis."""
    parts = {part.name for part in area.parts}
    return [
        f"share with {share.to}"
        for share in area.shares
        if not share.parts or set(share.parts) - parts or len(share.basis) < 12
    ]


def the_childs_voice_has_its_place(area: Area) -> list[str]:
    """An area about children asks for their words apart from the writer's, about each child."""
    return [] if any(f.childs_words and f.own for f in area.fields) else ["no place for the child's words"]


def the_line_names_what_there_is(area: Area) -> list[str]:
    """The chronology line fills from words every record has."""
    try:
        area.line.format(**dict.fromkeys(LINE_WORDS, "x"))
    except (KeyError, IndexError, ValueError) as unknown:
        return [f"the line names {unknown}"]
    return []


def what_stands_below_the_line_is_nobodys_own(area: Area) -> list[str]:
    """The chronology tells what happened in words that everybody shares who may read any part."""
    tells = next((f for f in area.fields if f.name == area.tells), None)
    if tells is None or tells.own or tells.childs_words or tells.asked_at or tells.kind is not Kind.LONG_TEXT:
        return [f"{area.tells or 'no question'} does not tell what happened"]
    return []


def what_is_of_a_special_category_rests_on_a_condition(area: Area) -> list[str]:
    """Free words may say anything, so every area has such answers: each condition names its Article and the Act."""
    cited = all("Article 9(2)" in one and "Data Protection Act 2018" in one for one in area.relied_on)
    return [] if bool(area.special) == bool(area.relied_on) and cited else ["no condition for special categories"]


def an_approval_can_be_refused(area: Area) -> list[str]:
    """Where a second person approves, they can also send it back, with a reason."""
    asked = {m.start for m in area.moves if m.second_person}
    back = {
        m.start for m in area.moves
        if m.needs_rationale and not m.second_person and not area.stage(m.end).closes
    }  # fmt: skip
    return [f"nothing can be sent back from {name}" for name in asked - back]


def sections_are_written_by_who_sees_it(area: Area) -> list[str]:
    """Who owns a section may at least read the record it stands in."""
    see = {role for s in area.sees if s.sight in (Sight.WRITE, Sight.READ) for role in s.roles}
    return [f"{p.name}: {role} does not see it" for p in area.parts for role in p.owned_by if role not in see]


def the_access_table_allows_what_it_says(area: Area) -> list[str]:
    """Whom the area lets write or read has that in its column, with some tie at least; and it has a column."""
    verbs = {Sight.WRITE: Verb.WRITE, Sight.READ: Verb.READ}
    if area.column not in set(RecordType):
        return ["it has no column in the access model"]
    return [
        f"{role} may not {see.sight}"
        for see in area.sees
        for role in see.roles
        if see.sight in verbs and ties_that_allow(role, RecordType(area.column), verbs[see.sight]) == frozenset()
    ]


def what_may_be_changed_is_there(area: Area) -> list[str]:
    """A controller may adjust what the area marks so, and what the law sets is never marked."""
    marked = {c.name for c in area.clocks if c.adjustable} | ({"keep"} if area.keep.adjustable else set())
    return [f"adjustable: {name}" for name in marked - set(area.adjustable)] + [
        f"not to be adjusted: {what}" for what in area.adjustable if may_be_adjusted(area, what) is None
    ]


PROMISES = [
    stages_are_reached_and_end,
    moves_are_taken_by_somebody_once,
    clocks_join_real_stages_and_cite_law,
    questions_are_questions,
    conditions_speak_about_the_same_part,
    a_guard_asks_for_what_was_asked,
    somebody_may_see_it,
    keeping_is_explained,
    shares_name_real_parts_and_a_basis,
    the_childs_voice_has_its_place,
    the_line_names_what_there_is,
    what_stands_below_the_line_is_nobodys_own,
    what_may_be_changed_is_there,
    what_is_of_a_special_category_rests_on_a_condition,
    an_approval_can_be_refused,
    sections_are_written_by_who_sees_it,
    the_access_table_allows_what_it_says,
]


@pytest.mark.parametrize("one", all_areas(), ids=lambda a: a.name)
@pytest.mark.parametrize("promise", PROMISES, ids=lambda p: p.__name__)
def test_every_area_keeps_it(one, promise):
    assert promise(one) == []


CONCERN = area("concern")
WHAT = CONCERN.parts[0]


def _with_field(name, /, **change):
    parts = tuple(
        replace(p, fields=tuple(replace(f, **change) if f.name == name else f for f in p.fields)) for p in CONCERN.parts
    )
    return replace(CONCERN, parts=parts)


def _guarded(name, **change):
    return replace(_with_field(name, **change), moves=(replace(CONCERN.moves[0], guard=Answered(name)),))


def _with_moves(**change):
    return replace(CONCERN, moves=tuple(replace(m, **change) for m in CONCERN.moves))


def _with_clock(**change):
    return replace(CONCERN, clocks=(replace(CONCERN.clock("looked_at"), **change),))


def _placed_on(ground):
    one = area("looked_after")
    return replace(one, chains=tuple(replace(c, stands_on=ground) if c.stands_on else c for c in one.chains))


BROKEN = [
    (stages_are_reached_and_end, replace(CONCERN, stages=(*CONCERN.stages, Stage("lost", "Lost", "Nowhere.")))),
    (stages_are_reached_and_end, replace(CONCERN, moves=tuple(m for m in CONCERN.moves if m.start != "reopened"))),
    (moves_are_taken_by_somebody_once, replace(CONCERN, moves=(*CONCERN.moves, CONCERN.moves[0]))),
    (moves_are_taken_by_somebody_once, _with_moves(moved_by=())),
    (moves_are_taken_by_somebody_once, _with_moves(needs_rationale=False)),
    (clocks_join_real_stages_and_cite_law, _with_clock(starts_on=("submited",))),
    (clocks_join_real_stages_and_cite_law, _with_clock(stops_on=())),
    (clocks_join_real_stages_and_cite_law, _with_clock(period=Period(0, Unit.WORKING_DAYS))),
    (questions_are_questions, _with_field("place", question="Place")),
    (questions_are_questions, _with_field("origin", code_set="origins")),
    (questions_are_questions, _with_field("place", name="origin")),
    (conditions_speak_about_the_same_part, _with_field("marks", asked_when=Is("danger_now", True))),
    (conditions_speak_about_the_same_part, _with_field("mark_seen", asked_when=Answered("marks"))),
    (conditions_speak_about_the_same_part, _with_field("category", asked_at="later")),
    (a_guard_asks_for_what_was_asked, _guarded("child_words", asked_at="void")),
    (somebody_may_see_it, replace(CONCERN, sees=())),
    (somebody_may_see_it, replace(CONCERN, sees=(See(Sight.WRITE, (CONCERN.sees[0].roles[0],)),))),
    (somebody_may_see_it, replace(CONCERN, receipt={})),
    (keeping_is_explained, replace(CONCERN, keep=Keep("RET-09", 25, "date of birth", "", "review"))),
    (shares_name_real_parts_and_a_basis, replace(CONCERN, shares=(replace(CONCERN.shares[0], parts=("all",)),))),
    (the_childs_voice_has_its_place, _with_field("child_words", childs_words=False)),
    (the_line_names_what_there_is, replace(CONCERN, line="{forename} {reference}")),
    (what_stands_below_the_line_is_nobodys_own, replace(CONCERN, tells="")),
    (what_stands_below_the_line_is_nobodys_own, replace(CONCERN, tells="child_words")),
    (what_may_be_changed_is_there, replace(CONCERN, adjustable=())),
    (what_may_be_changed_is_there, replace(CONCERN, adjustable=(*CONCERN.adjustable, "danger_now.asked"))),
    (conditions_speak_about_the_same_part, _with_clock(counts_from="shared.nothing")),
    (conditions_speak_about_the_same_part, _with_clock(met_on=("shared.nothing",))),
    (conditions_speak_about_the_same_part, _placed_on("nothing")),
    (conditions_speak_about_the_same_part, _placed_on("placement")),
    (conditions_speak_about_the_same_part, _with_clock(met_on=("shared.narrative",))),
    (conditions_speak_about_the_same_part, _with_clock(stops_when=Answered("clock.nothing"))),
    (clocks_join_real_stages_and_cite_law, _with_clock(pauses_on=("nowhere",))),
    (what_is_of_a_special_category_rests_on_a_condition, replace(CONCERN, relied_on=())),
    (what_is_of_a_special_category_rests_on_a_condition, replace(CONCERN, relied_on=("Somebody agreed.",))),
    (an_approval_can_be_refused, replace(CONCERN, moves=(replace(CONCERN.moves[0], second_person=True),))),
    (sections_are_written_by_who_sees_it, replace(CONCERN, parts=(replace(WHAT, owned_by=(Role.EP,)),))),
    (the_access_table_allows_what_it_says, replace(CONCERN, sees=(See(Sight.WRITE, (Role.GOVERNOR,)),))),
    (the_access_table_allows_what_it_says, replace(CONCERN, column="")),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "broken"), BROKEN)
def test_an_area_broken_on_purpose_is_found(promise, broken):
    assert promise(broken)


def test_every_promise_has_a_control():
    assert {promise for promise, _ in BROKEN} == set(PROMISES)


def test_what_a_declaration_alone_can_get_wrong_is_refused_when_it_is_made():
    for wrong in (
        lambda: _with_clock(law=" "),
        lambda: _with_clock(statutory=True),
        lambda: _with_field("place", code_set="agency"),
        lambda: _with_field("origin", code_set=""),
        lambda: _with_field("marks", rows=()),
        lambda: _with_field("place", kind=Kind.ROWS),
    ):
        with pytest.raises(ValueError):
            wrong()


def _spread(found: set[str], ahead: dict[str, set[str]]) -> set[str]:
    while more := {n for f in found for n in ahead.get(f, set())} - found:
        found = found | more
    return found
