"""Facts in words."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from kith.foundation.dates import LONDON
from kith.people.queries import Card
from kith.web.home import presenters as home
from kith.web.person.presenters import chronology
from kith.web.presenters import Problems, age, child, initials, spaced, year_group


@pytest.mark.parametrize(
    ("born", "on", "said"),
    [
        (date(2017, 3, 14), date(2026, 3, 13), "8"),
        (date(2017, 3, 14), date(2026, 3, 14), "9"),
        (date(2025, 10, 1), date(2026, 11, 1), "13 months"),
        (date(2026, 11, 1), date(2026, 11, 20), "2 weeks"),
        (date(2024, 2, 29), date(2026, 2, 28), "23 months"),
    ],
)
def test_ages(born: date, on: date, said: str) -> None:
    assert age(born, on) == said


def test_small_words() -> None:
    assert initials("Erin Mary Halloway") == "EH"
    assert initials("Cher") == "C"
    assert initials("") == ""
    assert spaced("nhs", "9994120379") == "999 412 0379"
    assert (year_group("5"), year_group("R"), year_group("X")) == ("Year 5", "Reception", "X")


def test_a_number_that_cannot_be_right_says_so_and_is_left_out_beside_one_that_can() -> None:
    card = Card(uuid4(), "Kate Weller", None, "day", None, "", "", "")
    wrong, right = (SimpleNamespace(kind="upn", value=v, trusted=t) for v, t in (("R8", False), ("P2", True)))
    assert [(one.kind, one.value) for one in child(card, [wrong]).numbers] == [("UPN, not valid", "R8")]
    assert [(one.kind, one.value) for one in child(card, [wrong, right]).numbers] == [("UPN", "P2")]


def test_the_list_of_problems_counts_them() -> None:
    assert Problems.of({}) is None
    one = Problems.of({"a": "x"})
    two = Problems.of({"a": "x", "b": "y"})
    assert one is not None and one.headline == "One answer needs another look"
    assert two is not None and two.headline == "Two answers need another look"


@dataclass
class Entry:
    occurred_at: datetime
    line: str
    told: str = ""
    childs_words: str = ""
    void: bool = False
    record_id: object = None
    area: str = "concern"


def test_a_chronology_draws_its_silences() -> None:
    days = [date(2026, 11, 20), date(2026, 11, 10), date(2026, 9, 1)]
    entries = [Entry(datetime(d.year, d.month, d.day, 9, tzinfo=LONDON), str(d), record_id=uuid4()) for d in days]
    lines = list(chronology(entries))
    assert [line.gap for line in lines] == ["", "", "Nothing recorded for 70 days", ""]
    assert lines[0].day == "Fri 20 Nov" and lines[0].year == "2026"
    assert list(chronology([])) == []


def test_a_line_opens_the_record_it_was_made_from_in_every_area() -> None:
    when, id = datetime(2026, 11, 20, 9, tzinfo=LONDON), uuid4()
    said = [Entry(when, "One", record_id=id, area=area) for area in ("concern", "contact", "looked_after")]
    assert [line.url for line in chronology(said)] == [
        f"/concerns/{id}/",
        f"/work/contact/{id}/",
        f"/work/looked-after/{id}/",
    ]


def test_a_problem_in_a_line_says_in_which():
    found = {"steps.1.by": "Give a date.", "own.0.marks.0.site": "Choose one.", "own.0.role": "Choose one."}
    told = [one.words for one in Problems.of(found).list]
    assert told == ["Line 2: Give a date.", "Mark 1: Choose one.", "Choose one."]


@pytest.mark.parametrize(
    ("area", "answers", "words"),
    [
        ("concern", {"description": "Came in late.", "immediate_action": "Rang home."}, "Came in late."),
        ("concern", {"own.0.child_words": "He said he was hungry."}, "He said he was hungry."),
        ("conversation", {"own.0.person": "01a21429-0000-7000-8000-000000000000"}, "Conversation: Nothing written yet"),
        ("conversation", {"agreed": "She rings on Friday."}, "Conversation: She rings on Friday."),
        ("referral", {"purpose": "Help at home."}, "Help at home."),
    ],
)
def test_a_draft_is_known_again_by_its_form_and_its_first_words(area, answers, words):
    assert home._begun(SimpleNamespace(area=area, answers=answers)) == words
