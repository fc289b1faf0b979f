"""What was written about the family of the child it happened to stays out of the file of who may have done it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kith.cases import actions as cases
from kith.cases.models import Part
from kith.sharing.packing import offering
from kith.tenancy import history
from tests.sharing.passing.world import TEACHER

pytestmark = pytest.mark.django_db
WHY = "canary-family: her father would hit her."
SAFE = "canary-safe: she is with her aunt in Mill Lane."
WHAT = "There was a fight at the gate."


def write(world, **roles):
    """A concern in which these children had these parts, and somebody said who is safe now."""
    own = [cases.OwnAnswers(getattr(world, name), role, {}) for name, role in roles.items()]
    said = {"danger_now": True, "origin": "seen", "description": WHAT, "immediate_action": "Told the lead.",
            "told_parent": "no_not_safe", "why_not_told": WHY}  # fmt: skip
    with world.oakmere.at_work(TEACHER):
        record = cases.submit(
            token=uuid4(), area="concern", holder=world.oakmere.holder.id, shared=said, own=own,
            occurred_at=timezone.now() - timedelta(days=9),
        )  # fmt: skip
    with world.at(world.oakmere):
        shared = Part.objects.get(record=record, person=None)
        answers = {**shared.answers, "made_safe": SAFE}
        cases.correct(part=shared, answers=answers, based_on=shared.n, reason="Said who is safe now")
    return record


def file_of_noah(world):
    leaver = world.addressed(world.hollin)
    with world.at(world.oakmere) as reader:
        return json.dumps(world.made(leaver, reader).file)


def canaries(text):
    assert WHAT in text, "the concern itself is there"
    return {one for one in ("canary-family", "canary-safe", "no_not_safe", "parent or carer know") if one in text}


@pytest.mark.parametrize("role", ["alleged", "witness", "other"])
def test_they_stay_out_of_the_file_of_another_child(world, role):
    write(world, noah=role, zed="victim")
    assert canaries(file_of_noah(world)) == set()


@pytest.mark.parametrize("role", ["victim", "sibling"])
def test_they_go_with_the_child_it_happened_to_and_with_their_family(world, role):
    """The control."""
    write(world, noah=role, zed="victim" if role == "sibling" else "alleged")
    assert {"canary-family", "canary-safe", "parent or carer know"} <= canaries(file_of_noah(world))


def test_where_nobody_else_is_in_it_it_is_their_own_family(world):
    """The control."""
    write(world, noah="alleged")
    assert "canary-family" in canaries(file_of_noah(world))


def test_what_was_answered_under_an_earlier_version_stays_out_too(world):
    record = write(world, noah="alleged", zed="victim")
    with world.at(world.oakmere):
        shared = Part.objects.get(record=record, person=None)
        was = {name: value for name, value in shared.answers.items() if name != "made_safe"}
        history.write(Part, id=shared.id, based_on=shared.n, values={"answers": was, "area_version": 2})
    assert "canary-family" not in file_of_noah(world)


def test_nor_does_the_lead_choose_among_them(world):
    """What is not offered cannot be sent by any way that is made from the offer, to an agency among them."""
    write(world, noah="alleged", zed="victim")
    leaver = world.leaver()
    with world.at(world.oakmere) as reader:
        for whole in (True, False):
            texts = [
                text for one in offering.offer(leaver, reader, whole=whole).pieces for text in offering.texts_of(one)
            ]
            assert WHAT in texts and WHY not in texts and SAFE not in texts
