"""A record from its draft to its end: nothing typed is lost, nothing sent is overwritten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kith.cases import actions, drafts, rules
from kith.cases.actions import OwnAnswers
from kith.cases.models import Draft, Part, PartVersion, Record, StageMove
from kith.chronology.models import Entry
from kith.foundation.ids import uuid7
from kith.tasks.models import RunningClock
from kith.tenancy import history

pytestmark = pytest.mark.django_db


def decide(record, **more):
    """The lead says what it is, for every child."""
    for part in Part.objects.filter(record=record, person__isnull=False):
        actions.correct(part=part, answers=part.answers, based_on=part.n, reason="Read and decided.", **more)


def test_a_sent_concern_has_a_shared_part_and_one_for_each_child(school):
    first, second, _ = school.children
    with school.as_teacher():
        record = school.send(
            OwnAnswers(first, "victim", {"child_words": "He hit me."}), OwnAnswers(second, "alleged", {})
        )
    with school.as_lead():
        parts = {p.person_id: p for p in Part.objects.filter(record=record)}
        assert set(parts) == {None, first, second}
        assert parts[first].answers == {"child_words": "He hit me."} and parts[second].answers == {}
        assert parts[None].answers["place"] == "Behind the hall"
        assert (record.reference, record.stage, record.written_by) == ("OA-1001", "submitted", school.teacher)


def test_references_run_by_school(schools):
    for school, names in zip(schools, (["OA-1001", "OA-1002"], ["AP-1001", "AP-1002"]), strict=True):
        with school.as_teacher():
            assert [school.send().reference for _ in names] == names


def test_the_same_form_sent_twice_is_one_record(school):
    token = uuid7()
    with school.as_teacher():
        first, second = school.send(token=token), school.send(token=token)
        assert first.id == second.id and Record.objects.count() == 1
        assert school.send().id != first.id


def test_the_other_school_sees_nothing_of_it(schools):
    ours, theirs = schools
    with ours.as_teacher():
        record = ours.send()
    with ours.as_lead():
        assert Record.objects.filter(id=record.id).exists()
    with theirs.as_lead():
        for model in (Record, Part, PartVersion, StageMove, Entry, RunningClock):
            assert not model.objects.exists(), model


@pytest.mark.parametrize(
    ("own", "shared", "field"),
    [
        ([], {"description": ""}, "description"),
        ([OwnAnswers(uuid7(), "bystander", {})], {}, "own.0.role"),
        ([OwnAnswers(uuid7(), "victim", {"mark_seen": True})], {}, "own.0.marks"),
    ],
)
def test_a_form_that_is_not_ready_is_refused_in_sentences(school, own, shared, field):
    with school.as_teacher(), pytest.raises(rules.NotReady) as refused:
        school.send(*own, **shared)
    assert field in refused.value.problems
    with school.as_lead():
        assert not Record.objects.exists()


def test_a_form_about_nobody_or_about_tomorrow_is_refused(school):
    with school.as_teacher(), pytest.raises(rules.NotReady) as refused:
        actions.submit(
            token=uuid7(),
            area="concern",
            shared={},
            own=[],
            holder=school.holder,
            occurred_at=timezone.now() + timedelta(days=1),
        )
    assert {"person", "occurred_at", "description"} <= set(refused.value.problems)


def test_a_child_of_another_school_and_a_child_named_twice_are_refused(schools):
    ours, theirs = schools
    stranger, child = OwnAnswers(theirs.children[0], "victim", {}), OwnAnswers(ours.children[0], "victim", {})
    for own in ([stranger], [child, stranger], [child, child]):
        with ours.as_teacher(), pytest.raises(rules.NotReady, match="from those you can find here"):
            ours.send(*own)
    with ours.as_teacher():
        record = ours.send(child)
        with pytest.raises(rules.NotReady):
            actions.link_person(record=record, person_id=theirs.children[0], role="witness")


def test_a_draft_is_found_again_by_its_author_alone_and_goes_when_it_is_sent(school):
    token = uuid7()
    with school.as_teacher():
        drafts.save(token=token, area="concern", answers={"description": "Half a sen"}, holder=school.holder)
        drafts.save(token=token, area="concern", answers={"description": "Half a sentence"}, holder=school.holder)
        assert [d.answers for d in drafts.mine("concern")] == [{"description": "Half a sentence"}]
    with school.as_lead():
        assert drafts.find(token) is None
    with school.as_teacher():
        school.send(token=token)
        assert not Draft.objects.exists()


def test_whoever_uses_the_number_of_a_form_writes_one_of_their_own(schools):
    """An address was passed on: nobody's draft is taken, nobody is locked out, at one school or across two."""
    ours, theirs = schools
    token, first = uuid7(), {"description": "Mine"}
    with ours.as_teacher():
        drafts.save(token=token, area="concern", answers=first, holder=ours.holder)
    for school in (ours, theirs):
        with school.as_lead():
            drafts.save(token=token, area="concern", answers={"description": "Another"}, holder=school.holder)
            assert drafts.find(token).answers == {"description": "Another"}
            school.send(token=token)
    with ours.as_teacher():
        assert drafts.find(token).answers == first and drafts.sent_as(token) is None
        mine = ours.send(token=token)
        assert drafts.sent_as(token) == mine


def test_a_save_after_sending_is_refused_and_has_a_number_to_go_to(school):
    token = uuid7()
    with school.as_teacher():
        assert drafts.after(token) == token
        school.send(token=token)
        with pytest.raises(drafts.AlreadySent, match="OA-1001"):
            drafts.save(token=token, area="concern", answers={"description": "Late"}, holder=school.holder)
        assert not Draft.objects.exists()
        then = drafts.after(token)
        drafts.save(token=then, area="concern", answers={"description": "Late"}, holder=school.holder)
        assert drafts.after(token) == then
        school.send(token=then)
        assert drafts.after(token) not in (token, then)


def test_no_more_is_kept_than_can_be_sent_and_read(school):
    with school.as_teacher():
        with pytest.raises(drafts.TooLong, match="Shorten this"):
            drafts.save(token=uuid7(), area="concern", answers={"place": "x" * drafts.MOST}, holder=school.holder)
        record = school.send()
        for words in ("x" * 20_001, "\u200b" * 30):
            with pytest.raises(rules.NotReady):
                actions.add_words(record=record, words=words)
        actions.add_words(record=record, words="x" * 20_000)


def test_a_draft_whose_form_was_sent_meanwhile_is_not_offered(school):
    """The save and the sending overlapped: the row is there, and nobody is asked to send it again."""
    token = uuid7()
    with school.as_teacher():
        drafts.save(token=token, area="concern", answers={"description": "Early"}, holder=school.holder)
        kept = Draft.objects.get()
        school.send(token=token)
        kept.save(force_insert=True)
        assert drafts.find(token) is None and not drafts.mine().exists()


def test_a_step_needs_every_child_decided(school):
    with school.as_teacher():
        first, second, _ = school.children
        record = school.send(OwnAnswers(first, "victim", {}), OwnAnswers(second, "alleged", {}))
    with school.as_lead():
        part = Part.objects.get(record=record, person_id=first)
        actions.correct(part=part, answers={}, based_on=1, reason="Decided.", category="bullying")
        with pytest.raises(rules.NotAllowed, match="What kind of concern"):
            actions.move_stage(record=record, to="triaged")
        decide(record, category="bullying")
        actions.move_stage(record=record, to="triaged")
        assert Record.objects.get(id=record.id).stage == "triaged"


def test_a_step_the_area_does_not_have_or_without_its_reason_is_refused(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        with pytest.raises(rules.NotAllowed, match="can’t go"):
            actions.move_stage(record=record, to="closed", rationale="Done.")
        with pytest.raises(rules.NotAllowed, match="Say why"):
            actions.move_stage(record=record, to="void")


def test_a_record_keeps_every_step_and_who_took_it(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        decide(record, category="bullying", outcome="resolved")
        for to in ("triaged", "closed", "reopened"):
            actions.move_stage(record=record, to=to, rationale="As agreed.")
        steps = StageMove.objects.filter(record=record).order_by("at", "id")
        assert [s.to_stage for s in steps] == ["submitted", "triaged", "closed", "reopened"]
        assert [s.by for s in steps] == [school.teacher] + [school.lead] * 3
        assert Record.objects.get(id=record.id).closed_at is None


def test_a_correction_stands_beside_what_was_said_and_a_stale_one_is_a_conflict(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        part = Part.objects.get(record=record, person__isnull=True)
        changed = {**part.answers, "place": "In the hall"}
        actions.correct(part=part, answers=changed, based_on=1, reason="The writer named the wrong place.")
        with pytest.raises(history.Conflict):
            actions.correct(part=part, answers={**changed, "place": "In the gym"}, based_on=1, reason="Again.")
        said = PartVersion.objects.filter(of_id=part.id).order_by("n").values_list("answers__place", flat=True)
        assert list(said) == ["Behind the hall", "In the hall"]


@pytest.mark.parametrize(
    ("answers", "more"), [({"surprise": 1}, {}), ({}, {"category": "gossip"}), ({}, {"outcome": "gossip"})]
)
def test_a_correction_is_held_to_the_same_questions(school, answers, more):
    with school.as_teacher():
        record = school.send()
    with school.as_lead(), pytest.raises(rules.NotReady):
        part = Part.objects.get(record=record, person__isnull=False)
        actions.correct(part=part, answers=answers, based_on=1, reason="Decided.", **more)


def test_what_the_writer_adds_stands_beside_what_they_sent(school):
    with school.as_teacher():
        record = school.send()
        actions.add_words(record=record, words="He was limping later.")
        with pytest.raises(rules.NotReady):
            actions.add_words(record=record, words="  ")
    with school.as_lead():
        assert [a.words for a in record.additions.all()] == ["He was limping later."]
        assert PartVersion.objects.filter(record=record).count() == 2


def test_another_child_joins_with_a_part_of_their_own(school):
    with school.as_teacher():
        record = school.send()
    with school.as_lead():
        actions.link_person(record=record, person_id=school.children[2], role="witness")
        assert Part.objects.filter(record=record, person_id=school.children[2], role="witness").exists()
        with pytest.raises(rules.NotReady):
            actions.link_person(record=record, person_id=school.children[1], role="bystander")
