"""Promise: whoever reads a column of a reporting view finds it there tomorrow, or reads why it went."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from kith.areas import all_areas
from kith.areas import area as area_named
from kith.cases import reporting_columns
from kith.cases import reporting_contract as contract
from kith.cases.reporting_columns import columns_of
from kith.cases.reporting_page import reference_page
from kith.commands.verbs import parse
from kith.vocabulary import Field, Kind

PAGE = Path("docs/reference/reporting.md")
CONCERN, DAY = area_named("concern"), date(2026, 12, 1)
MORE = Field("weather", "What was the weather like?", Kind.TEXT)


def with_fields(change):
    """Every area, the concern with its fields as `change` leaves them; none of its released versions lends a column."""
    parts = tuple(replace(part, fields=tuple(change(part.fields))) for part in CONCERN.parts)
    return [replace(CONCERN, parts=parts), *(one for one in all_areas() if one.name != "concern")]


@pytest.fixture
def alone(monkeypatch):
    """A declaration stands for itself: a column that only an earlier version has is not there."""
    monkeypatch.setattr(reporting_columns, "versions", lambda name: ())


@pytest.fixture
def copy(tmp_path):
    path = tmp_path / "changes.json"
    path.write_text(contract.CHANGES.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def without_place(fields):
    return [field for field in fields if field.name != "place"]


def place_a_number(fields):
    return [replace(field, kind=Kind.NUMBER) if field.name == "place" else field for field in fields]


def with_weather(fields):
    return [*fields, MORE] if fields[0].name == CONCERN.fields[0].name else fields


@pytest.mark.django_db
@pytest.mark.parametrize("area", all_areas(), ids=lambda a: a.name)
def test_the_view_has_the_columns_that_are_promised_and_no_others(area):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname::text, regexp_replace(format_type(atttypid, atttypmod), '^character varying.*', 'text')"
            " FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0",
            [f"reporting.{area.name}"],
        )
        assert dict(cursor.fetchall()) == contract.promised(contract.changes()[area.name])


def test_the_contract_is_what_the_declarations_say():
    assert contract.faults(all_areas()) == [], "run bin/kith areas columns"


def test_the_page_is_the_one_the_declarations_write():
    assert PAGE.read_text(encoding="utf-8") == reference_page(all_areas(), contract.changes()), (
        "run bin/kith areas columns"
    )
    assert reference_page(with_fields(with_weather), contract.changes()) != PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (without_place, "reporting.concern would lose its column place."),
        (place_a_number, "reporting.concern.place would become numeric."),
        (with_weather, "reporting.concern has a column weather (text) more."),
    ],
)
def test_each_change_is_said(alone, copy, change, sentence):
    """The controls: nothing is said of what is promised today, one sentence of one change."""
    contract.enter(with_fields(list), DAY, "Columns of earlier versions.", copy)
    assert contract.faults(with_fields(list), copy) == []
    assert contract.faults(with_fields(change), copy) == [sentence]


@pytest.mark.parametrize("change", [without_place, place_a_number])
def test_a_column_goes_only_with_a_reason_and_the_next_version(alone, copy, change):
    contract.enter(with_fields(list), DAY, "Columns of earlier versions.", copy)
    before = copy.read_text(encoding="utf-8")
    number = contract.version(contract.changes(copy)["concern"])
    for unexplained in ("", "  "):
        with pytest.raises(contract.Broken, match=r"place.*\n.*--because"):
            contract.enter(with_fields(change), DAY, unexplained, copy)
    assert copy.read_text(encoding="utf-8") == before
    contract.enter(with_fields(change), DAY, "It was never asked.", copy)
    last = contract.changes(copy)["concern"][-1]
    assert (last["version"], last["on"], last["because"]) == (number + 1, "2026-12-01", "It was never asked.")
    assert contract.faults(with_fields(change), copy) == []


def test_a_column_more_needs_no_reason_and_no_version(alone, copy):
    contract.enter(with_fields(list), DAY, "Columns of earlier versions.", copy)
    number = contract.version(contract.changes(copy)["concern"])
    said = contract.enter(with_fields(with_weather), DAY, path=copy)
    assert said == ["reporting.concern has a column weather (text) more."]
    assert contract.version(contract.changes(copy)["concern"]) == number
    assert contract.enter(with_fields(with_weather), DAY, path=copy) == []


def test_an_area_that_is_gone_is_said(copy):
    there = [one for one in all_areas() if one.name != "concern"]
    assert "reporting.concern would lose its column place." in contract.faults(there, copy)


def test_two_columns_of_one_name_are_refused():
    twice = [replace(MORE, name="unreadable"), MORE]
    with pytest.raises(ValueError, match="two columns called unreadable"):
        columns_of(with_fields(lambda fields: [*fields, twice[0]])[0])


def test_the_verb_writes_nothing_where_a_reason_is_missing(monkeypatch, tmp_path, capsys):
    verb, options = parse(["areas", "columns", "--to", str(tmp_path / "page.md")])
    left = json.loads(contract.CHANGES.read_text(encoding="utf-8"))
    left["concern"][0]["added"]["weather"] = "text"
    path = tmp_path / "changes.json"
    path.write_text(json.dumps(left), encoding="utf-8")
    monkeypatch.setattr(contract.enter, "__defaults__", ("", path))
    monkeypatch.setattr(contract.changes, "__defaults__", (path,))
    assert verb.load()(options) == 1
    assert "reporting.concern would lose its column weather." in capsys.readouterr().err
    assert json.loads(path.read_text(encoding="utf-8")) == left and not options.to.exists()
    options.because = "Nobody read it."
    assert verb.load()(options) == 0
    assert "Nobody read it." in options.to.read_text(encoding="utf-8")
