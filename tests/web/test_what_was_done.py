"""What was done about a concern says all of it: stages, who took it, who came in or was struck out, kinds changed."""

import re

import pytest

from kith.cases import actions
from kith.tenancy import tenancy
from tests.web.casework import HEAD, LEAD, PASTORAL, Casework

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return Casework(ann="bullying", ben="bullying", stage="submitted")


def doing(work, role):
    return tenancy(work.school.controller.id, post=work.post_id(role))


def decide(work, name, category, why):
    part = work.part(work.concern, name)
    actions.correct(part=part, answers=part.answers, based_on=part.n, reason=why, category=category)


def done(page):
    """The words of the list, without marks."""
    told = page.split('id="steps"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told))


def test_it_says_who_took_it_who_came_and_went_and_what_became_of_its_kind(work):
    cleo = work.child("cleo")
    before = done(work.page(LEAD))
    assert not any(words in before for words in ("Taken by", "Brought in", "Struck out", "Kind for")), "the control"
    with doing(work, LEAD):
        actions.assign(record=work.concern, post_id=work.post_id(LEAD))
        decide(work, "ann", "home", "It began at home.")
        actions.link_person(record=work.concern, person_id=cleo, role="witness", reason="She saw it.")
        actions.strike(part=work.part(work.concern, "ben"), reason="He was away.")
        actions.assign(record=work.concern, post_id=work.post_id(HEAD), reason="I am away.")
    told = done(work.page(LEAD))
    said = ("Taken by", "Kind for Ann Sole", "It began at home.", "Brought in: Cleo Sole", "She saw it.",
            "Struck out: Ben Sole", "He was away.", "Given to", "I am away.")  # fmt: skip
    places = [told.find(words) for words in said]
    assert -1 not in places and places == sorted(places), list(zip(said, places, strict=True))


def test_of_a_child_whose_part_somebody_may_not_read_it_says_nothing(work):
    with doing(work, LEAD):
        decide(work, "ben", "child_protection", "He told me more.")
    assert "Kind for Ben Sole" in done(work.page(LEAD)), "the control"
    assert "Ben" not in done(work.page(PASTORAL)) and "told me more" not in done(work.page(PASTORAL))
