"""Several people on one record: who decides, who approves, whose section it is, whose work, what belongs together."""

from datetime import date

import pytest

from kith.access.words import Relation
from kith.cases import actions, front_door, linking, queries, sections
from kith.cases.actions import OwnAnswers, rules
from kith.cases.models import Assignment, OwnView, Part, Record
from kith.chronology.queries import entries
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.organisations.models import Post
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import history

from .council import open_council, take, write

pytestmark = pytest.mark.django_db
OFFICER, MANAGER = Role.MASH_OFFICER, Role.MASH_MANAGER
WORKER, LEAD, PARTNER = Role.EH_WORKER, Role.LEAD_PRACTITIONER, Role.PARTNER_USER


@pytest.fixture
def council():
    return open_council()


@pytest.fixture
def front(council):
    return council["front"]


def summed_up(front, *own, **shared):
    """A contact as a screener leaves it for a manager."""
    with front.at_work(OFFICER):
        record = front.send("contact", *own, **shared)
        take(record, "screening")
        write(record, summary="Seen before.", priority="amber")
        for part in Part.objects.filter(record=record, person__isnull=False):
            write(record, part.person_id, columns={"outcome": "referral"})
        return take(record, "decision_pending")


def test_a_step_waits_for_what_its_guard_asks_and_says_so(front):
    with front.at_work(OFFICER):
        record = take(front.send("contact"), "screening")
        with pytest.raises(rules.NotAllowed, match="First answer “What does all of this come to"):
            take(record, "decision_pending")


def test_what_a_later_stage_asks_can_not_be_answered_before(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        with pytest.raises(rules.NotReady):
            write(record, summary="Too soon.")


def test_a_manager_who_wrote_none_of_it_decides_and_who_screened_can_not(front):
    record = summed_up(front)
    with front.at_work(OFFICER), pytest.raises(rules.NotAllowed, match="is a step for: Front door manager"):
        take(record, "referred")
    with front.at_work(MANAGER):
        assert take(record, "referred", why="Injury not explained.").stage == "referred"


def test_who_wrote_in_it_can_not_approve_it_and_sends_it_back_instead(front):
    record = summed_up(front)
    with front.at_work(MANAGER):
        write(record, history="Known since 2024.")
        with pytest.raises(rules.NotAllowed, match="wrote none of this"):
            take(record, "referred")
        with pytest.raises(rules.NotAllowed, match="Say why"):
            take(record, "screening", why=" ")
        assert take(record, "screening", why="Ask the health visitor.").stage == "screening"


def test_another_post_of_the_same_person_is_no_second_person(front):
    record = summed_up(front)
    with front.at_work(OFFICER):
        user = Post.objects.get(id=front.posts[OFFICER]).user_id
        Post.objects.filter(id=front.posts[MANAGER]).update(user_id=user)
    with front.at_work(MANAGER), pytest.raises(rules.NotAllowed, match="wrote none of this"):
        take(record, "referred")


def test_a_record_is_given_out_handed_back_and_never_stands_with_two(front):
    worker, other = front.posts[Role.SOCIAL_WORKER], front.posts[OFFICER]
    with front.at_work(MANAGER):
        record = front.send("contact")
        actions.assign(record=record, post_id=other)
        actions.assign(record=Record.objects.get(id=record.id), post_id=worker, reason="Knows the family.")
        with pytest.raises(rules.NotAllowed, match="Only who has this"):
            actions.hand_back(record=record, reason="Not mine.")
        assert record.id not in front.reader(OFFICER).ties
        assert Relation.ALLOCATED in front.reader(Role.SOCIAL_WORKER).ties[record.id]
    with front.at_work(Role.SOCIAL_WORKER):
        actions.hand_back(record=Record.objects.get(id=record.id), reason="On leave from Monday.")
        assert Record.objects.get(id=record.id).owner_post is None
        assert record.id not in front.reader(Role.SOCIAL_WORKER).ties
        assert list(Assignment.objects.order_by("at").values_list("post", flat=True)) == [other, worker, None]


def test_each_agency_writes_its_section_and_whose_words_stand_where_is_kept(council):
    team = council["help"]
    child = team.children[0]
    with team.at_work(WORKER):
        record = team.send("early_help")
        team.tie(WORKER, record)
        team.tie(PARTNER, record, Relation.INVOLVED, parts=["development"])
        write(record, consent="given", consent_on="2026-11-02", consent_by="Mother", lead_practitioner="Ms Ash")
        take(record, "consented", "assessment")
        write(record, child, parenting_score=3, parenting_worries="Tired.")
        assert {"parenting", "learning", "plan"} <= sections.open_to(record, team.reader(WORKER))
    with team.at_work(PARTNER):
        write(record, child, development_score=2, development_worries="Weight.")
        with pytest.raises(rules.NotReady, match="is written by: Early help worker"):
            write(record, child, parenting_worries="Not mine to say.")
        with pytest.raises(rules.NotReady, match="asked to write other sections"):
            write(record, child, learning_worries="Not asked.")
    with team.at_work(WORKER):
        said = {one.question: one for one in sections.written(Part.objects.get(record=record, person_id=child))}
    by = {q.partition(":")[0]: one.by for q, one in said.items()}
    assert by["What worries about health and development?"] == team.posts[PARTNER]
    assert by["What worries at home?"] == team.posts[WORKER]


def test_help_is_not_agreed_by_who_wrote_the_assessment(council):
    team = council["help"]
    with team.at_work(WORKER):
        record = team.send("early_help")
        team.tie(WORKER, record)
        team.tie(LEAD, record)
        with pytest.raises(rules.NotAllowed):
            take(record, "consented")
        write(record, consent="given", consent_on="2026-11-02", consent_by="Mother", lead_practitioner="Ms Ash")
        take(record, "consented", "assessment")
        write(record, team.children[0], parenting_score=3, learning_score=4)
        take(record, "for_approval")
        with pytest.raises(rules.NotAllowed, match="wrote none of this"):
            take(record, "plan")
    with team.at_work(LEAD):
        assert take(record, "plan").stage == "plan"


def test_one_note_about_three_of_four_siblings_and_one_taken_out_later(front):
    three = front.children[:3]
    with front.at_work(OFFICER):
        record = front.send("contact", *[OwnAnswers(child, "sibling") for child in three])
        part = Part.objects.get(record=record, person_id=three[2])
        with pytest.raises(rules.NotReady):
            actions.strike(part=part, reason=" ")
        actions.strike(part=part, reason="Another family's child.")
    with front.at_work(OFFICER):
        reader = front.reader(OFFICER)
        lines = {child: entries(child, reader) for child in front.children}
        assert [len(lines[child]) for child in front.children] == [1, 1, 1, 0]
        assert [lines[child][0].void for child in three] == [False, False, True]
        sight = queries.look(record.id, reader)
        assert {p.person_id: p.struck for p in sight.own} == {three[0]: False, three[1]: False, three[2]: True}
        actions.strike(part=Part.objects.get(record=record, person_id=three[1]), reason="Nor this one.")
        with pytest.raises(rules.NotAllowed, match="Somebody has to be left"):
            actions.strike(part=Part.objects.get(record=record, person_id=three[0]), reason="Nor this one.")


def test_what_came_before_and_who_it_might_be_stand_beside_a_contact(front):
    child = front.children[0]
    with front.at_work(OFFICER):
        first = front.send("contact")
        front.send("contact", OwnAnswers(front.children[1], "subject"))
        second, third = front.send("contact"), front.send("contact")
        found = front_door.before(third, front.reader(OFFICER))
        assert [one.record.id for one in found] == [second.id, first.id]
        assert front_door.before(first, front.reader(OFFICER)) == []
        assert front_door.is_repeated(found, child) and not front_door.is_repeated(found[:1], child)
    with front.at_work(Role.SERVICE_MANAGER):
        assert len(front_door.before(third, front.reader(Role.SERVICE_MANAGER))) == 2


def test_a_child_who_is_named_is_proposed_with_the_reason_and_nobody_is_guessed(front):
    with front.at_work(OFFICER):
        mia = people.create_person(
            holder=front.holder, forename="Mia", surname="Soler", born_on=date(2015, 3, 4), because="contact"
        )
        named = {"forename": "Mia", "surname": "Soler", "born_on": "2015-03-04"}
        record = front.send("contact", children_told=[named, {"forename": "Zed", "surname": "Other"}])
        (one,) = front_door.proposals(record, front.reader(OFFICER))
        assert (one.row, one.person_id) == (0, mia.id) and one.match.reasons


def test_records_are_joined_and_what_was_said_is_not_typed_again(council):
    front = council["front"]
    with front.at_work(OFFICER):
        first = front.send("contact", OwnAnswers(front.children[0], "subject", {"child_words": "He hit me."}))
        shared, own = linking.carried_over(first, "early_help")
        assert shared == {"narrative": "A bruise was seen."}
        assert own == {front.children[0]: {"child_words": "He hit me."}}
        second = front.send("contact")
        joined = actions.link_records(record=first, other=second, kind="led_to")
        assert actions.link_records(record=first, other=second, kind="led_to").id == joined.id
        assert linking.joined_to(second, front.reader(OFFICER)) == [("Led to", first)]
        assert linking.joined_to(first, front.reader(OFFICER)) == [("Led to", second)]
        with pytest.raises(rules.NotReady):
            actions.link_records(record=first, other=first, kind="led_to")


def test_a_reader_is_not_told_of_a_joined_record_that_is_closed_to_them(council):
    front = council["front"]
    with front.at_work(OFFICER):
        first, second = front.send("contact"), front.send("contact", OwnAnswers(front.children[1], "subject"))
        actions.link_records(record=first, other=second, kind="led_to")
    with council["help"].at_work(WORKER):
        assert linking.joined_to(first, council["help"].reader(WORKER)) == []


def test_the_childs_own_view_stands_beside_and_changes_nothing(front):
    child, stranger = front.children[0], front.children[3]
    with front.at_work(OFFICER):
        record = front.send("contact")
        before = Part.objects.get(record=record, person_id=child)
        given = {"record": record, "words": "It was not like that.", "said_by": "child", "said_on": today()}
        actions.say_own_view(person_id=child, **given)
        with pytest.raises(rules.NotReady, match="Choose somebody"):
            actions.say_own_view(person_id=stranger, **given)
        after = Part.objects.get(record=record, person_id=child)
        assert (after.n, after.answers) == (before.n, before.answers)
        assert [v.words for v in linking.views_of(record, [child])] == ["It was not like that."]


def test_every_verb_sent_twice_is_done_once(front):
    tokens = [uuid7() for _ in range(5)]
    with front.at_work(OFFICER):
        record = front.send("contact")
        child = front.children[0]
        part = Part.objects.get(record=record, person_id=child)
        for _ in range(2):
            actions.add_words(record=record, words="And later.", token=tokens[0])
            actions.move_stage(record=Record.objects.get(id=record.id), to="screening", token=tokens[1])
            actions.correct(part=part, answers={"child_seen": True}, based_on=1, reason="Seen.", token=tokens[2])
            actions.say_own_view(
                record=record, person_id=child, words="No.", said_by="child", said_on=today(), token=tokens[3]
            )
            actions.link_person(record=record, person_id=front.children[1], role="sibling", token=tokens[4])
        assert record.additions.count() == OwnView.objects.count() == 1
        assert record.moves.count() == 2 and Part.objects.filter(record=record).count() == 3
        assert Part.objects.get(id=part.id).n == 2


def test_without_its_number_a_second_press_is_a_second_time(front):
    """The control."""
    with front.at_work(OFFICER):
        record = front.send("contact")
        for _ in range(2):
            actions.add_words(record=record, words="And later.")
        assert record.additions.count() == 2


def test_a_number_that_was_refused_can_be_sent_again_and_is_no_other_forms(front):
    token = uuid7()
    with front.at_work(OFFICER):
        record = front.send("contact")
        with pytest.raises(rules.NotReady):
            actions.add_words(record=record, words=" ", token=token)
        actions.add_words(record=record, words="Now.", token=token)
        with pytest.raises(rules.NotAllowed, match="sent before as another"):
            actions.link_person(record=record, person_id=front.children[1], role="sibling", token=token)


def test_two_who_change_different_answers_both_keep_theirs(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        read = Part.objects.get(record=record, person_id=None)
        write(record, risk_to_worker="A dog.")
        mine = {**read.answers, "action_taken": "Rang the school."}
        merged = actions.correct(part=read, answers=mine, based_on=read.n, reason="Said on the phone.")
        assert (merged.answers["risk_to_worker"], merged.answers["action_taken"]) == ("A dog.", "Rang the school.")
        with pytest.raises(actions.Overtaken) as given_back:
            stale = {**read.answers, "risk_to_worker": "None."}
            actions.correct(part=read, answers=stale, based_on=read.n, reason="Seen.")
        (clash,) = given_back.value.clashes
        assert (clash.field, clash.theirs, clash.mine) == ("risk_to_worker", "A dog.", "None.")
        with pytest.raises(history.Conflict):
            actions.correct(part=read, answers=mine, based_on=99, reason="Never read.")


def test_two_changes_that_only_together_make_no_sense_are_given_back(front):
    with front.at_work(OFFICER):
        record = front.send("contact", parents_informed=False, why_not_informed="Not safe.")
        read = Part.objects.get(record=record, person_id=None)
        write(record, why_not_informed="It would put her at risk.")
        mine = {k: v for k, v in read.answers.items() if k != "why_not_informed"} | {"parents_informed": True}
        with pytest.raises(actions.Overtaken):
            actions.correct(part=read, answers=mine, based_on=read.n, reason="They know now.")
