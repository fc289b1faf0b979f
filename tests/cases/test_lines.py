"""No ledger line, no change: every verb of a record leaves one about each child, and none holds what was said."""

import json

import pytest

from kith import audit
from kith.cases import actions
from kith.cases.models import Part, Record
from kith.tenancy import tenancy

from .test_records import decide

pytestmark = pytest.mark.django_db


def lines(school, child):
    with tenancy(school.controller, system="clock"):
        return audit.lines_about([child])[::-1]


def test_each_verb_leaves_a_line_with_who_and_why(school):
    first, _, third = school.children
    with school.as_teacher():
        record = school.send()
        actions.add_words(record=record, words="He was limping later.")
    with school.as_lead():
        record = Record.objects.get(id=record.id)
        actions.mark_seen(record=record)
        actions.assign(record=record, post_id=school.lead)
        decide(record, category="bullying", outcome="resolved")
        actions.link_person(record=record, person_id=third, role="witness")
        decide(record, category="bullying", outcome="resolved")
        actions.move_stage(record=record, to="triaged")
        actions.move_stage(record=record, to="closed", rationale="Settled between them.")
    found = lines(school, first)
    done = ["submit", "add", "seen", "assign", "correct", "correct", "move", "move"]
    assert [line.action for line in found] == [f"concern.{verb}" for verb in done]
    assert {line.post_id for line in found[:2]} == {school.teacher} and found[2].post_id == school.lead
    assert found[-1].reason == "Settled between them."
    assert found[-1].facts["from"] == "triaged" and found[-1].facts["reference"] == record.reference
    assert lines(school, third)[0].action == "concern.link"


def test_a_line_never_holds_what_was_said(school):
    with school.as_teacher():
        record = school.send()
        actions.add_words(record=record, words="He was limping later.")
    told = json.dumps([[line.reason, line.terms, line.facts] for line in lines(school, school.children[0])])
    for words in ("He hit me", "fighting", "limping", "Behind the hall"):
        assert words not in told


def test_where_the_line_can_not_be_written_nothing_is_changed(school, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("The ledger is out of reach.")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError), school.as_teacher():
        school.send()
    with school.as_lead():
        assert not Record.objects.exists() and not Part.objects.exists()
