"""What is released stays as it was: files, hashes, declarations and pages."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kith.areas import all_areas, area
from kith.areas.drawing import stage_diagram
from kith.areas.pages import reference_page
from kith.areas.releases import RELEASED, AlreadyReleased, faults, finalise, frozen, release, released
from kith.vocabulary.thawing import thawed

PAGES = Path("docs/reference/areas")
CONCERN = area("concern")
CHANGED = replace(CONCERN, purpose="Something else.")
N = CONCERN.version


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(RELEASED, tmp_path / "released"))


def test_every_area_is_released_and_no_released_file_has_changed():
    assert faults(all_areas()) == []


def test_a_changed_file_is_found(copy):
    path = copy / f"concern/{N}.json"
    path.write_text(path.read_text().replace("What happened?", "What happened then?"))
    found = " ".join(faults(all_areas(), copy))
    assert f"concern/{N}.json has been changed since it was released" in found
    assert "give it a new number" in found


def test_a_lost_file_and_one_that_was_slipped_in_are_found(copy):
    (copy / f"concern/{N}.json").rename(copy / "concern/9.json")
    found = " ".join(faults([], copy))
    assert f"concern/{N}.json was released and is gone" in found and "concern/9.json has no entry" in found


def test_a_changed_declaration_needs_a_new_number(copy):
    assert faults([CHANGED], copy) == [f"concern has changed since version {N} was released: give it a new number."]
    with pytest.raises(AlreadyReleased, match="new number"):
        release(CHANGED, copy)
    assert release(replace(CHANGED, version=N + 1), copy) == copy / f"concern/{N + 1}.json"
    assert faults([replace(CHANGED, version=N + 1)], copy) == []


def test_a_number_that_is_not_final_is_frozen_anew_only_where_that_is_asked_for(copy):
    assert release(CHANGED, copy, anew=True) == copy / f"concern/{N}.json"
    assert faults([CHANGED], copy) == []


def test_a_number_that_is_final_is_never_written_again(copy):
    every = [f"concern/{n}.json" for n in range(1, N + 1)]
    assert finalise(CONCERN, copy) == every and finalise(CONCERN, copy) == []
    assert faults(all_areas(), copy) == []
    for is_there in (True, False):
        with pytest.raises(AlreadyReleased, match="is final"):
            release(CHANGED, copy, anew=True)
        if is_there:
            (copy / f"concern/{N}.json").unlink()
    assert release(replace(CHANGED, version=N + 1), copy), "the next number is free"


def test_a_final_file_whose_hash_was_changed_with_it_is_found(copy):
    """The control: before it is final the same two changes are no fault."""
    release(CHANGED, copy, anew=True)
    finalise(CHANGED, copy)
    final = (copy / "final.json").read_text()
    (copy / "final.json").unlink()
    release(CONCERN, copy, anew=True)
    assert faults([CONCERN], copy) == []
    (copy / "final.json").write_text(final)
    assert faults([CONCERN], copy) == [f"concern/{N}.json is final and was frozen anew."]


def test_what_is_not_as_it_was_released_is_not_made_final(copy):
    with pytest.raises(ValueError, match="give it a new number"):
        finalise(CHANGED, copy)
    assert json.loads((copy / "final.json").read_text()) == {}


def test_releasing_twice_changes_nothing(copy):
    before = (copy / "hashes.json").read_bytes()
    assert release(CONCERN, copy) is None
    assert (copy / "hashes.json").read_bytes() == before


def test_an_unreleased_area_is_named(tmp_path):
    assert faults([CONCERN], tmp_path) == [f"concern {N} has not been released."]


def test_the_frozen_form_is_plain_data_and_read_back():
    assert json.loads(json.dumps(frozen(CONCERN))) == frozen(CONCERN)
    assert thawed(released("concern", N)) == CONCERN


@pytest.mark.parametrize("one", all_areas(), ids=lambda a: a.name)
def test_the_reference_page_is_the_one_the_declaration_writes(one):
    assert (PAGES / f"{one.name}.md").read_text(encoding="utf-8") == reference_page(one), "run bin/kith areas pages"
    assert (PAGES / f"{one.name}.svg").read_text(encoding="utf-8") == stage_diagram(one), "run bin/kith areas pages"


def test_the_page_follows_the_declaration():
    assert reference_page(CHANGED) != reference_page(CONCERN)
    assert stage_diagram(replace(CONCERN, moves=CONCERN.moves[1:])) != stage_diagram(CONCERN)
