"""From a concern at a school to a contact at the council, its decision, and back."""

from kith.cases.models import Part, Record
from kith.chronology.queries import entries
from kith.sharing.models import Arrival
from kith.sharing.referral import settling
from kith.sharing.rules import State
from tests.jobs.steps import work_off
from tests.sharing.referral.world import MIAS_WORDS, OFFICER, WORDS


def test_a_concern_becomes_a_contact_and_the_school_reads_what_was_decided(world):
    sent = world.refer()
    assert world.story(sent).standing.state is State.SENT
    work_off()
    contact = world.contact_of(sent)
    with world.at(OFFICER) as reader:
        record = Record.objects.get(id=contact)
        assert (record.area, record.stage, record.written_by) == ("contact", "received", None)
        shared = Part.objects.get(record=record, person=None).answers
        assert shared["narrative"] == WORDS and shared["source"] == "2A" and "Alder" in shared["referrer"]
        named = settling.named_in(Arrival.objects.get(record=record))
        assert [one.part.answers for one in named] == [{"child_words": MIAS_WORDS}, named[1].part.answers]
        assert entries(named[0].part.person_id, reader)[0].line.endswith("Referred by Alder School")
    world.settle_as_new(contact)
    world.screen(contact)
    work_off()
    assert world.story(sent).standing.state is State.ACCEPTED
    world.decide(contact, "We will visit this week.")
    work_off()
    story = world.story(sent)
    assert story.standing.state is State.DECIDED
    assert story.outcome_of(world.mia) == "Referral accepted"
    assert story.decision["reason"] == "We will visit this week."
    assert "Threshold is met." not in str(story.decision)
    with world.lead() as reader:
        assert "Referred to Wexshire Council" in entries(world.mia, reader)[0].line
        assert "referral accepted" in entries(world.mia, reader)[0].line
    with world.at(OFFICER):
        assert "feedback_on" in Part.objects.get(record_id=contact, person=None).answers
