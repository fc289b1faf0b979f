"""What keeps two records apart, what is kept of both, and what holds once they are taken apart."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.access import actions as access
from kith.access import closing
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.words import BarKind, Relation
from kith.audit.queries import who_has_looked
from kith.foundation.dates import today
from kith.people import actions as people
from kith.people import joining, merged, merging, relations, said
from kith.people.merge_rules import Stage
from kith.people.models import Known, Person, PersonBirth, PersonContact, PersonName
from kith.people.then import facts_then
from kith.tenancy import tenancy
from kith.tenancy.models import Holder
from tests.people.conftest import a_child
from tests.people.merging.steps import FIRST, SECOND, join, part, propose, reader, stands
from tests.promises.page_world import record_of
from tests.rooms import open_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return open_school("alder", FIRST, SECOND)


def child(school, surname="Sole", **more):
    with school.at_work(FIRST):
        return a_child(school, "Mia", surname, **{"born_on": date(2016, 3, 1), **more}).id


@pytest.fixture
def two(school):
    return child(school), child(school, "Reed", born_on=date(2016, 3, 2))


def matcher(school):
    return tenancy(school.controller.id, system="matcher")


def test_one_is_not_merged_with_their_own_relative(school, two):
    with school.at_work(FIRST):
        one, other = (Person.objects.get(id=id) for id in two)
        relations.add_relationship(person=one, other=other, type="mother")
    assert join(school, *two).answer == joining.TIED


def test_both_in_one_record_stay_two_until_one_is_struck_out(school, two):
    with matcher(school):
        record = record_of(school, "contact", two[0])
        from kith.cases.models import Part
        from kith.tenancy import history

        spine = {"record_id": record.id, "holder_id": school.holder.id}
        history.write(Part, values={**spine, "person_id": two[1]})
    refused = join(school, *two)
    assert refused.stage == Stage.REFUSED and "Both have a part" in refused.answer
    with school.at_work(FIRST):
        assert PersonName.objects.filter(person_id=two[1]).exists(), "nothing was carried over"


def test_nobody_who_could_open_it_again_keeps_them_two(school, two):
    for person, role in zip(two, (FIRST, SECOND), strict=True):
        with school.at_work(role):
            closing.close(person_id=person, level=2, reason="Staff child.", post_id=school.posts[role].id)
    with matcher(school):
        from kith.foundation.ids import uuid7
        from kith.people.models import Merge

        told = {"stage": Stage.AGREED, "why": "Same.", "by": uuid7(), "at": timezone.now()}
        merge = Merge.objects.create(survivor_id=two[0], merged_id=two[1], file_of=school.holder.id, **told)
        joining.join(merge.id)
    assert stands(school, merge).answer == joining.NOBODY_LEFT
    with matcher(school):
        assert Grant.objects.filter(until=None).count() == 2, "nothing was ended"


def test_a_bar_on_either_closes_the_one_who_stays(school, two):
    with school.at_work(SECOND):
        access.bar(user_id=school.posts[FIRST].user_id, person_id=two[1], kind=BarKind.CONFLICT, reason="Her niece.")
        assert reader(school, SECOND).may("person.view", two[0]).allowed
    with matcher(school):
        assert Bar.objects.get().subject_id == two[1]
    merge = join_by(school, *two)
    with school.at_work(FIRST):
        assert not reader(school, FIRST).may("person.view", two[0]).allowed
    apart(school, merge)
    with school.at_work(FIRST):
        assert reader(school, FIRST).may("person.view", two[0]).allowed
        assert not reader(school, FIRST).may("person.view", two[1]).allowed


def test_what_closed_it_meanwhile_closes_both_afterwards(school, two):
    merge = join_by(school, *two)
    with school.at_work(SECOND):
        closing.close(person_id=two[0], level=2, reason="Staff child.", post_id=school.posts[SECOND].id)
    apart(school, merge)
    for person in two:
        with school.at_work(FIRST):
            assert not reader(school, FIRST).may("person.view", person).allowed
        with school.at_work(SECOND):
            assert reader(school, SECOND).may("person.view", person).allowed


def test_whoever_lets_go_of_the_one_lets_go_of_both(school, two):
    merge = join_by(school, *two)
    with school.at_work(SECOND):
        people.forget_known(person=Person.objects.get(id=two[0]), holder=school.holder.id, because="moved")
    with matcher(school):
        assert Known.objects.get(person_id=two[1]).until is None
    apart(school, merge)
    with school.at_work(FIRST):
        assert not Person.objects.exists()


def test_who_had_let_go_of_one_before_knows_the_other_as_before(school, two):
    """At the merge the school knows the one who stays again; afterwards only the other, as it did."""
    with matcher(school):
        Known.objects.filter(person_id=two[0]).update(until=timezone.now() - timedelta(days=3))
        # An index knows both, as a council's does.
        index = Holder.objects.create(slug="index", name="Elm", is_index=True)
    with matcher(school):
        now = timezone.now()
        Known.objects.bulk_create(Known(person_id=id, holder=index, since=now, because="index") for id in two)
    merge = join_by(school, *two)
    with matcher(school):
        assert Known.objects.get(person_id=two[0], holder=school.holder).until is None
    apart(school, merge)
    with matcher(school):
        ended = {k.person_id: k.until is not None for k in Known.objects.filter(holder=school.holder)}
        assert ended == {two[0]: True, two[1]: False}


def test_a_tie_that_would_open_more_ends_and_comes_back(school, two):
    with matcher(school):
        record_of(school, "looked_after", two[1])
        from kith.organisations.models import Post
        from kith.reference.roles import Role

        Post.objects.filter(id=school.posts[FIRST].id).update(role=Role.SOCIAL_WORKER)
        who = {"to": school.posts[FIRST].id, "to_kind": Grantee.POST, "about_kind": Subject.PERSON}
        tie = access.grant(about=two[0], relation=Relation.ALLOCATED, **who)
    merge = join_by(school, *two)
    with matcher(school):
        assert Grant.objects.get(id=tie.id).until is not None
    apart(school, merge)
    with matcher(school):
        assert Grant.objects.get(id=tie.id).until is None


def test_a_tie_stays_where_it_shows_nothing_more(school, two):
    with matcher(school):
        who = {"to": school.posts[FIRST].id, "to_kind": Grantee.POST, "about_kind": Subject.PERSON}
        tie = access.grant(about=two[1], relation=Relation.ALLOCATED, **who)
    join_by(school, *two)
    with matcher(school):
        stays = Grant.objects.get(id=tie.id)
        assert (stays.subject_id, stays.until) == (two[0], None)


def test_what_was_said_of_both_is_read_under_the_one_who_stays(school, two):
    with school.at_work(FIRST):
        from kith import audit

        audit.record("person.view", subjects=[two[1]])
    merge = join(school, *two)
    with school.at_work(FIRST):
        one = Person.objects.get(id=two[0])
        births = [f for f in said.everything(one) if f.model is PersonBirth]
        assert {f.stands.born_on for f in births} == {date(2016, 3, 1), date(2016, 3, 2)}, "both, to be settled"
        known = facts_then(one, on=today(), known=True, others=Person.objects.all())
        assert {n.surname for n in known.names} == {"Sole", "Reed"}
        assert "person.view" in {line.action for line in who_has_looked(merged.all_ids(two[0]))}
    part(school, merge)
    with school.at_work(FIRST):
        one = Person.objects.get(id=two[0])
        known = facts_then(one, on=today(), known=True, others=Person.objects.all())
        assert [n.surname for n in known.names] == ["Sole"]


def test_what_was_written_since_stays_unless_it_is_chosen(school, two):
    merge = join(school, *two)
    with school.at_work(FIRST):
        one = Person.objects.get(id=two[0])
        stays, goes = (people.add_contact(person=one, method="mobile", value=f"07700 90011{n}").id for n in (1, 2))
    assert part(school, merge, chosen=[goes]).stage == Stage.UNDONE
    with school.at_work(FIRST):
        whose = dict(PersonContact.objects.values_list("id", "person_id"))
        assert whose == {stays: two[0], goes: two[1]}


def test_after_ninety_days_it_stays(school, two):
    merge = join(school, *two)
    for days, may in ((89, True), (91, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False), school.at_work(FIRST):
            if may:
                assert merge.done_at is not None
                continue
            with pytest.raises(merging.NotNow, match="too long ago"):
                merging.ask_to_part(reader=reader(school, FIRST), merge=merge, why="They are two persons.")


def test_what_was_merged_later_is_taken_apart_first(school, two):
    third = child(school, "Third", born_on=date(2016, 3, 3))
    first, second = join(school, *two), join(school, two[0], third)
    assert part(school, first).answer == joining.LATER_FIRST
    assert part(school, second).stage == Stage.UNDONE
    assert part(school, first).stage == Stage.UNDONE


def test_one_after_the_other_is_read_through_both(school, two):
    third = child(school, "Third", born_on=date(2016, 3, 3))
    join(school, two[1], third)
    join(school, *two)
    with school.at_work(FIRST):
        assert merged.survivor_of(third) == two[0]
        assert merged.all_ids(two[0]) == [two[0], two[1], third]


def test_the_merged_one_is_proposed_to_nobody_again(school, two):
    join(school, *two)
    third = child(school, "Third", born_on=date(2016, 3, 3))
    with pytest.raises(merging.NotNow, match="merged already"):
        propose(school, third, two[1], why="The same girl, I believe, as the nursery said so.")


def test_what_was_written_at_the_very_moment_follows_at_night(school, two):
    """A writer who waited for the merge names the merged one a moment later: no check of theirs could see it."""
    from kith.tenancy import history

    merge = join(school, *two)
    with matcher(school):
        late = history.write(PersonContact, values={"person_id": two[1], "method": "mobile", "value": "07700 900123"})
    with matcher(school):
        assert joining.follow_up(merge.id) == 1
    with matcher(school):
        assert joining.follow_up(merge.id) == 0
        assert PersonContact.objects.get(id=late.id).person_id == two[0]
    part(school, merge)
    with matcher(school):
        assert PersonContact.objects.get(id=late.id).person_id == two[1]


def join_by(school, one, other):
    """Agreed without asking the two posts, who may be kept from one of them: what the matcher does is asked about."""
    from kith.foundation.ids import uuid7
    from kith.people.models import Merge

    told = {"stage": Stage.AGREED, "why": "Same.", "by": uuid7(), "at": timezone.now()}
    with matcher(school):
        merge = Merge.objects.create(survivor_id=one, merged_id=other, file_of=school.holder.id, **told)
        joining.join(merge.id)
    done = stands(school, merge)
    assert done.stage == Stage.DONE, done.answer
    return done


def apart(school, merge):
    from kith.people.models import Merge

    with matcher(school):
        Merge.objects.filter(id=merge.id).update(stage=Stage.UNDO_AGREED, undo_why="Two.")
        joining.part(merge.id)
    with matcher(school):
        left = Merge.objects.filter(id=merge.id).first()
        assert left is None or left.stage == Stage.UNDONE, left.answer
