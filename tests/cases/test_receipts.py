"""Who reports sees their own words and whether they were seen: and that is all."""

from dataclasses import asdict

import pytest

from kith.cases import actions, receipts
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part, Record

from .test_records import decide

pytestmark = pytest.mark.django_db


def test_a_receipt_has_the_writers_words(school):
    with school.as_teacher():
        record = school.send()
        actions.add_words(record=record, words="He was limping later.")
        (receipt,) = receipts.mine()
        assert (receipt.reference, receipt.words, receipt.seen_at) == ("OA-1001", "Sent", None)
        assert [p.answers.get("child_words") for p in receipt.parts if p.person_id] == ["He hit me."]
        assert [one.words for one in receipt.additions] == ["He was limping later."]


def test_the_writer_learns_that_it_was_seen_and_once(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        actions.mark_seen(record=record)
        first = Record.objects.get(id=record.id).seen_at
        actions.mark_seen(record=Record.objects.get(id=record.id))
        actions.mark_seen(record=record)
    with school.as_teacher():
        assert receipts.find(record.id).seen_at == first is not None


def test_nothing_of_the_leads_work_reaches_the_receipt(school):
    with school.as_teacher():
        record = school.send()
        before = asdict(receipts.find(record.id))
    with school.as_lead():
        shared = Part.objects.get(record=record, person__isnull=True)
        told = {**shared.answers, "description": "A lead's correction."}
        actions.correct(part=shared, answers=told, based_on=1, reason="Names taken out.")
        actions.link_person(record=record, person_id=school.children[2], role="sibling")
        decide(record, category="child_protection", outcome="referred")
        actions.move_stage(record=record, to="triaged")
        actions.move_stage(record=record, to="closed", rationale="Referred.")
    with school.as_teacher():
        assert asdict(receipts.find(record.id)) == before


def test_a_report_entered_by_mistake_says_so(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        actions.move_stage(record=record, to="void", rationale="Wrong child.")
    with school.as_teacher():
        assert receipts.find(record.id).words == "Marked as entered by mistake"


def test_a_colleague_has_no_receipt_and_can_add_nothing(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        assert receipts.mine() == [] and receipts.find(record.id) is None
        with pytest.raises(actions.rules.NotAllowed, match="Only who wrote this"):
            actions.add_words(record=record, words="More.")


def test_a_lead_who_wrote_it_and_links_somebody_later_has_the_receipt_as_it_was_sent(school):
    with school.as_lead():
        record = school.send()
    with school.as_lead():
        actions.link_person(record=record, person_id=school.children[2], role="sibling")
        assert {p.person_id for p in receipts.find(record.id).parts} == {None, school.children[0]}


def test_receipts_stand_newest_first(school):
    with school.as_teacher():
        sent = [school.send(OwnAnswers(child, "victim", {})).reference for child in school.children]
        assert [r.reference for r in receipts.mine()] == sent[::-1]
        assert len(receipts.mine(newest=2)) == 2
