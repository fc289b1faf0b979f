"""Code sets: whole, dated, and what they point at exists."""

from datetime import date

import pytest

from kith.foundation.upn import NotAUpn, Upn
from kith.reference import la_codes
from kith.reference.codes import DATA, code_set, declare, kept_sets


@pytest.mark.parametrize("name", sorted(kept_sets()))
def test_a_set_has_codes_with_words_and_none_twice(name):
    rows = (DATA / f"{name}.csv").read_text().splitlines()[1:]
    found = code_set(name)
    assert len(found) == len(rows) > 0
    assert all(c.code and c.label for c in found)
    assert all(c.valid_from is None or c.valid_until is None or c.valid_from <= c.valid_until for c in found)


def test_every_set_has_its_source_written_down():
    notice = (DATA / "README.md").read_text()
    for name in kept_sets():
        assert f"`{name}.csv`" in notice or f"`{name.split('_')[0]}_*.csv`" in notice, name


def test_an_unknown_set_is_an_error():
    with pytest.raises(KeyError, match="no code set"):
        code_set("../codes")


def test_an_unknown_code_is_shown_as_it_stands():
    assert code_set("ethnicity").label("XXXX") == "XXXX"


def test_every_subcategory_has_its_category():
    assert {c.more["parent"] for c in code_set("concern_subcategory")} <= set(code_set("concern_category").codes)


def test_every_relationship_has_an_inverse_in_the_set():
    types = code_set("relationship_type")
    assert all(c.more["inverse"] in types for c in types)


def test_who_cares_for_a_child_is_said_once_and_is_grown_up():
    types = code_set("relationship_type")
    assert {c.more["grown_up"] for c in types} == {"carer", "yes", ""}
    assert types["mother"].more["grown_up"] == "carer" and types["aunt_uncle"].more["grown_up"] == "yes"
    assert not any(types[c.more["inverse"]].more["grown_up"] for c in types if c.more["grown_up"])


def test_body_sites_are_on_a_view_and_left_has_its_right():
    sites = code_set("body_site")
    assert {c.more["view"] for c in sites} == set(code_set("body_view").codes)
    side = {name: {c.code for c in sites if c.more["side"] == name} for name in ("left", "right")}
    assert {code.replace("left", "right") for code in side["left"]} == side["right"]


def test_a_choice_depends_on_the_day():
    assert "U" not in dict(code_set("sex").choices(date(2023, 9, 1)))
    assert "U" in dict(code_set("sex").choices(date(2024, 9, 1)))


def test_councils_now_and_then():
    councils = code_set("la_code")
    then, now = (dict(councils.choices(day)) for day in (date(2023, 3, 31), date(2026, 11, 25)))
    assert now["865"] == "Wiltshire" and "909" not in now and "942" in now
    assert "909" in then and "942" not in then
    assert len([c for c in councils if c.more["kind"] == "current"]) == 153


def test_a_upn_may_be_of_an_abolished_council_or_a_pseudo_code_but_of_no_other():
    assert {"909", "838", "943", "001"} <= la_codes.issuing()
    with pytest.raises(NotAUpn, match="899"):
        Upn.parse("T899900126001", la_codes=la_codes.issuing())


def test_a_list_an_area_declares_is_read_like_any_other_and_never_takes_a_name_that_is_taken():
    name = declare("a_list_of_a_test", {"one": "One thing", "two": "Another"})
    assert declare(name, {"one": "One thing", "two": "Another"}) == name
    assert (code_set(name).label("two"), name in kept_sets()) == ("Another", False)
    for taken in ("agency", name):
        with pytest.raises(ValueError, match="already"):
            declare(taken, {"one": "Something else"})
