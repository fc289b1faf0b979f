"""A condition says the same in every language it is printed in."""

import json
from datetime import date
from html import escape, unescape

import jsonschema_rs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kith.vocabulary import All, Answered, Any_, Before, In, Is, MoreThan, Not, evaluate
from kith.vocabulary import conditions as c
from kith.vocabulary.printers import as_data, as_english, as_html_attributes, as_json_schema, as_python

NAMES = st.sampled_from(["told", "mark seen", "born", "it's"])
VALUES = st.one_of(st.booleans(), st.sampled_from(["yes", "no", "", "it's", "1"]), st.integers(-2, 2))
DATES = st.dates(date(1, 1, 1))
SINGLE = st.one_of(
    st.builds(Is, NAMES, VALUES),
    st.builds(In, NAMES, st.lists(VALUES, min_size=1, max_size=3).map(tuple)),
    st.builds(Answered, NAMES),
    st.builds(Before, NAMES, DATES),
    st.builds(MoreThan, NAMES, st.integers(-2, 2)),
)
CONDITIONS = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: All(*of)),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: Any_(*of)),
        inner.map(Not),
    ),
    max_leaves=6,
)
ANSWERS = st.dictionaries(
    NAMES,
    st.one_of(
        VALUES,
        st.none(),
        st.text(max_size=3),
        st.floats(allow_nan=False, allow_infinity=False, width=16),
        DATES.map(date.isoformat),
        DATES.map(lambda d: d.isoformat() + "\n"),
        st.lists(VALUES, max_size=2),
        st.dictionaries(st.text(max_size=2), VALUES, max_size=1),
    ),
)


def by_python(condition, answers):
    names = {"same": c.same, "answered": c.answered, "before": c.before, "more_than": c.more_than, "answers": answers}
    return eval(as_python(condition), {"__builtins__": {}}, names)


def by_json_schema(condition, answers):
    return jsonschema_rs.validator_for(as_json_schema(condition)).is_valid(answers)


def by_page(condition, answers):
    """What the page's script does with the attribute, after the way through HTML."""
    (text,) = as_html_attributes(condition).values()
    return _on_page(json.loads(unescape(escape(text))), json.loads(json.dumps(answers)))


def _on_page(data, answers):
    ((word, rest),) = data.items()
    if word in ("all", "any"):
        return {"all": all, "any": any}[word](_on_page(one, answers) for one in rest)
    if word == "not":
        return not _on_page(rest, answers)
    if word == "answered":
        return answers.get(rest) not in (None, "", []) or answers.get(rest) is False
    answer, wanted = answers.get(rest[0]), rest[1]
    if word == "before":
        return isinstance(answer, str) and c.ISO_DATE.fullmatch(answer) is not None and answer < wanted
    if word == "more_than":
        return isinstance(answer, int | float) and not isinstance(answer, bool) and answer > wanted
    return any(answer == one and isinstance(answer, bool) == isinstance(one, bool) for one in (
        wanted if word == "in" else [wanted]
    ))  # fmt: skip


@given(CONDITIONS, ANSWERS)
@example(Is("told", True), {"told": 1})
@example(Is("told", 1), {"told": 1.0})
@example(Answered("told"), {"told": False})
@example(Answered("told"), {"told": 0})
@example(MoreThan("told", 0), {"told": True})
@example(MoreThan("told", 0), {"told": "1"})
@example(MoreThan("told", 1), {"told": 1})
@example(MoreThan("told", 1), {"told": 1.5})
@example(Before("born", date(2010, 9, 1)), {"born": "2010-08-31"})
@example(Before("born", date(2010, 9, 1)), {"born": "2010-08-31\n"})
@example(Before("born", date(2010, 9, 1)), {"born": "٢010-08-31"})
def test_every_printing_agrees_with_the_evaluator(condition, answers):
    held = evaluate(condition, answers)
    assert by_python(condition, answers) is held
    assert by_json_schema(condition, answers) is held
    assert by_page(condition, answers) is held


@pytest.mark.parametrize("wrong", [lambda held: not held, lambda held: True])
def test_the_comparison_would_notice_a_printer_that_is_wrong(wrong):
    """The control: an evaluator that lies is found by the answers above."""
    cases = [(Is("told", True), {"told": 1}), (Is("told", True), {"told": True}), (MoreThan("told", 1), {"told": 1})]
    assert any(wrong(evaluate(*case)) is not by_json_schema(*case) for case in cases)


@given(CONDITIONS)
def test_every_condition_has_words_and_is_plain_data(condition):
    assert as_english(condition)
    assert json.loads(json.dumps(as_data(condition))) == as_data(condition)
    assert set(c.fields_of(condition)) <= {"told", "mark seen", "born", "it's"}


def test_the_words():
    condition = All(Is("mark_seen", True), Any_(In("told", ("no", "later")), Not(Answered("reason"))))
    assert as_english(condition) == ("mark seen is yes and (told is “no” or “later” or reason is not answered)")
    assert as_english(Before("born", date(2010, 9, 1))) == "born is before 1 September 2010"
    assert as_english(MoreThan("days_in_term", 15)) == "days in term is more than 15"


@pytest.mark.parametrize(
    ("denied", "words"),
    [
        (Is("told", True), "told is not yes"),
        (In("told", ("no", "later")), "told is not “no” or “later”"),
        (Before("born", date(2010, 9, 1)), "born is not before 1 September 2010"),
        (MoreThan("days", 15), "days is not more than 15"),
        (Not(Answered("reason")), "reason is answered"),
        (Any_(Answered("reason"), Is("told", True)), "reason is not answered and told is not yes"),
        (All(Answered("reason"), Not(Is("told", True))), "reason is not answered or told is yes"),
    ],
)
def test_what_must_not_be_is_said_of_each_thing_by_itself(denied, words):
    assert as_english(Not(denied)) == words
    beside = as_english(All(Answered("name"), Not(denied)))
    assert beside == f"name is answered and {f'({words})' if isinstance(denied, All | Any_) else words}"


def test_a_condition_over_nothing_is_refused():
    for made in (All, Any_, lambda: In("told", ())):
        with pytest.raises(ValueError, match="says nothing"):
            made()
