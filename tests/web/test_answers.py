"""What is posted becomes answers of the area, and its own rules then accept them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from kith.web.answers import answers_of, moment_of, place_of, questions, said
from kith.web.concern.form import AREA, Form

ME = "0198c0de-0000-7000-8000-000000000001"
YOU = "0198c0de-0000-7000-8000-000000000002"
TYPED = {
    "danger_now": "no",
    "origin": "seen",
    "description": "Held her arm.",
    "day": "24/11/2026",
    "clock": "8.50",
    "immediate_action": "Told the lead.",
    "own.0.person": ME,
    "own.0.role": "victim",
    "own.0.mark_seen": "yes",
    "own.0.marks.0.site": "front.left_forearm",
    "own.0.marks.0.type": "bruise",
    "own.0.marks.0.size_cm": "2.5",
    "own.0.marks.0.skin_broken": "no",
    "own.0.marks.1.site": "",
}


class Anybody:
    """Those who may be written about: everybody, or nobody."""

    def __init__(self, there: bool = True) -> None:
        self.there = there

    def filter(self, **ids: object) -> "Anybody":
        return self

    def exists(self) -> bool:
        return self.there


def test_a_whole_form_is_ready() -> None:
    form = Form(dict(TYPED), AREA)
    assert form.problems(dict.fromkeys(form.people)) == {}
    (own,) = form.own
    assert own.answers["marks"] == [
        {"site": "front.left_forearm", "type": "bruise", "size_cm": 2.5, "skin_broken": False}
    ]


def test_each_missing_answer_is_named_where_the_page_asks_it() -> None:
    form = Form({"day": "yesterday", "own.0.person": ME, "own.0.mark_seen": "yes"}, AREA)
    found = form.problems(dict.fromkeys(form.people))
    assert {"danger_now", "origin", "description", "immediate_action", "day", "own.0.role", "own.0.marks"} <= set(found)
    assert "look_for" in Form({}, AREA).problems({})


def test_somebody_who_is_not_on_the_list_can_not_be_sent() -> None:
    assert "look_for" in Form(dict(TYPED), AREA).problems({})


def test_what_is_not_asked_is_left_out() -> None:
    given = {"mark_seen": "no", "marks.0.site": "front.neck", "marks.0.type": "bruise"}
    assert answers_of(AREA.asked(own=True), given) == {"mark_seen": False}


def test_taking_a_child_away_moves_the_others_up() -> None:
    form = Form(dict(TYPED), AREA)
    form.add(YOU, among=Anybody())
    form.given["own.1.child_words"] = "He did."
    form.remove(0)
    assert [str(one) for one in form.people] == [YOU]
    assert form.given["own.0.child_words"] == "He did."
    assert not any(name.startswith("own.1.") for name in form.given)


def test_nobody_is_added_twice_and_nonsense_is_nobody() -> None:
    form = Form({}, AREA)
    for one in (ME, ME, "drop table", ""):
        form.add(one, among=Anybody())
    assert len(form.people) == 1


def test_nobody_is_added_who_may_not_be_written_about() -> None:
    """Not to a draft either: what is kept of a form was looked up first."""
    form = Form({}, AREA)
    form.add(ME, among=Anybody(False))
    assert form.people == []


@pytest.mark.parametrize("place", ["²", "99999999999", "-1", "x", ""])
def test_a_row_at_no_place_a_form_has_is_no_row(place: str) -> None:
    assert place_of(place) is None
    form = Form({f"own.{place}.role": "victim", f"own.0.marks.{place}.site": "front.chest", "own.0.person": ME}, AREA)
    form.remove(7)
    assert [str(one) for one in form.people] == [ME]
    assert "marks" not in form.own[0].answers


@pytest.mark.parametrize("typed", ["9.9e999", "-9.e999", "nan", "9" * 5000])
def test_a_number_nobody_can_mean_stays_text_and_is_refused_as_such(typed: str) -> None:
    given = {**TYPED, "own.0.marks.0.size_cm": typed}
    assert "own.0.marks.0.size_cm" in Form(given, AREA).problems({UUID(ME): None})


def test_day_and_time_as_people_type_them() -> None:
    assert moment_of("24/11/2026", "8:50") == datetime(2026, 11, 24, 8, 50, tzinfo=UTC)
    assert moment_of("1/7/2026", "09.05") == datetime(2026, 7, 1, 8, 5, tzinfo=UTC)
    assert moment_of("31/2/2026", "9") is None
    assert moment_of("1/7/2026", "25:00") is None


def test_answers_are_said_in_words_with_the_childs_own_apart() -> None:
    form = Form(dict(TYPED) | {"own.0.child_words": "It hurts."}, AREA)
    words = said(AREA.asked(own=True), form.own[0].answers)
    assert [one.words for one in words if one.childs_words] == ["It hurts."]
    (marks,) = [one.rows for one in words if one.rows]
    assert marks[0].startswith("Left forearm, front, Bruise, 2.5 cm")


def test_a_question_keeps_what_was_typed_beside_its_problem() -> None:
    (asked,) = [
        q for q in questions(AREA.asked(own=False), {"place": "Hall"}, {"place": "Too long."}) if q.id == "place"
    ]
    assert (asked.value, asked.error) == ("Hall", "Too long.")
