"""What people wrote stands by itself: it turns no other words round, and nobody is told to do what they may not."""

from __future__ import annotations

from pathlib import Path

import pytest

import kith.web
from kith.demo.agreement import AGREEMENT
from kith.web.home.presenters import my_day
from kith.web.signin.steps import paragraphs

TEMPLATES = Path(kith.web.__path__[0]) / "templates"
# Where the words of a concern, its additions, its reasons and its drafts are shown.
WRITTEN = {
    "parts/questions.html": ("{{ one.words }}</bdi></p>", "{{ one.words }}</bdi></blockquote>", "{{ row }}</bdi>"),
    "board/board.html": ("{{ item.words }}</bdi>", "{{ item.names }}</bdi>"),
    "board/concern.html": ("{{ one.words }}</bdi></p></div>", "{{ one.rationale }}</bdi>", "{{ one.why }}</bdi>"),
    "concern/receipt.html": ("{{ added }}</bdi></p></div>",),
    "home/home.html": ("{{ one.words }}</bdi></p>",),
    "home/review.html": ("{{ said.reason }}</bdi>",),
    "person/looked.html": ("{{ one.what }}</bdi>",),
    "parts/show.html": ("{{ child.name }}</bdi>", "{{ line }}</bdi>"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_people_wrote_is_kept_apart_in_both_directions(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    assert [one for one in WRITTEN[name] if f"<bdi>{one}" not in text] == []


def test_only_who_may_write_is_told_to_write_it_down() -> None:
    told = "write it down today"
    assert told in my_day((), (), (), leads=False, may_log=True).sentence
    assert told not in my_day((), (), (), leads=False, may_log=False).sentence


def test_the_points_of_the_agreement_are_a_list() -> None:
    (first, none), (nothing, points), (last, _) = paragraphs(AGREEMENT)
    assert first.startswith("Kith holds") and last.startswith("Looking up") and (none, nothing) == ([], "")
    assert len(points) == 5 and not any(point.startswith("-") for point in points)
