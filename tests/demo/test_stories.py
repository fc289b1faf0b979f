"""The invented concerns: each is a form that could be sent, and takes steps that the area knows."""

from datetime import UTC, datetime
from random import Random
from types import SimpleNamespace

import pytest

from kith.areas import area
from kith.cases.rules import check_move, check_ready
from kith.demo import stories
from kith.reference.codes import code_set

CONCERN = area("concern")
THEN, NOW = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize("told", stories.TOLD, ids=lambda told: told.description[8:40])
def test_every_story_is_a_form_that_can_be_sent(told) -> None:
    own = SimpleNamespace(role="victim", category="", answers=stories.own_answers(told))
    check_ready(CONCERN, stories.shared_answers(told, "Ola"), [own], THEN, NOW)


@pytest.mark.parametrize("path", [path for path, _ in stories.PATHS], ids="-".join)
def test_every_path_is_one_the_area_knows(path) -> None:
    stage = CONCERN.first_stage
    for to in path:
        check_move(CONCERN, stage, to, stories.RATIONALES.get(to, ""), [{"category": "home", "outcome": "resolved"}])
        stage = to


def test_what_is_old_has_been_read() -> None:
    random = Random(1)
    assert all(stories.path(random, 30) for _ in range(300))
    assert not all(stories.path(random, 1) for _ in range(300))


def test_every_outcome_is_a_code() -> None:
    assert set(stories.OUTCOMES) <= set(code_set("concern_outcome").codes)
