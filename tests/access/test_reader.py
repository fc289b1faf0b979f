"""The reader as the database knows it: posts that end, grants and bars that start and lapse, levels."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.access import actions
from kith.access.holders import holders_of
from kith.access.hours import out_of_hours
from kith.access.models import Grantee, Subject
from kith.access.queries import visible_to
from kith.access.table import SYSTEM_POSTS, Over
from kith.access.words import BarKind, Relation, Verb
from kith.foundation.ids import uuid7
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import Post, Team
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import Doer, Refused, tenancy
from tests.access.conftest import child_of, reader_of
from tests.rooms import lines

pytestmark = pytest.mark.django_db


def allocate(school, role, child, **dates):
    """As the rooms above do when work is allocated."""
    with tenancy(school.controller.id, system="importer"):
        return actions.grant(
            to=school.posts[role].id,
            to_kind=Grantee.POST,
            about=child,
            about_kind=Subject.PERSON,
            relation=Relation.ALLOCATED,
            **dates,
        )


def ties(school, role, child):
    with school.at_work(role):
        return reader_of(school, role).ties_to(child)


def test_a_post_that_has_ended_has_no_reader_and_no_holders(alder):
    with alder.at_work(Role.DSL):
        organisations.end_post(post_id=alder.posts[Role.DSL].id)
        with pytest.raises(Refused, match="ended"):
            reader_of(alder, Role.DSL)
        assert holders_of(Doer(post_id=alder.posts[Role.DSL].id)) == ()


def test_a_tie_holds_from_its_first_to_its_last_moment(alder):
    child, now = child_of(alder), timezone.now()
    allocate(alder, Role.SOCIAL_WORKER, child, since=now, until=now + timedelta(hours=1))
    assert ties(alder, Role.SOCIAL_WORKER, child) == {Relation.ALLOCATED}
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert ties(alder, Role.SOCIAL_WORKER, child) == frozenset()


def test_a_tie_that_has_not_begun_opens_nothing(alder):
    child = child_of(alder)
    allocate(alder, Role.SOCIAL_WORKER, child, since=timezone.now() + timedelta(days=1))
    assert ties(alder, Role.SOCIAL_WORKER, child) == frozenset()


def test_what_ends_closes_at_once(alder):
    child = child_of(alder)
    tie = allocate(alder, Role.SOCIAL_WORKER, child)
    with tenancy(alder.controller.id, system="importer"):
        actions.end_grant(grant_id=tie.id)
    assert ties(alder, Role.SOCIAL_WORKER, child) == frozenset()


def test_own_family_is_closed_whatever_the_role_opens_and_the_try_can_be_logged(alder):
    """4.11 (9): a worker opens their own child. No page, no search hit."""
    child, post = child_of(alder), alder.posts[Role.DSL]
    with alder.at_work(Role.DSL):
        assert reader_of(alder, Role.DSL).check("person.view", child)
        actions.bar(user_id=post.user_id, person_id=child, kind=BarKind.CONFLICT, reason="Declared: own daughter")
        with pytest.raises(Refused) as refused:
            reader_of(alder, Role.DSL).check("person.view", child)
        assert refused.value.decision.outsider
        assert refused.value.decision.subjects == (child,)
        assert not visible_to(Person.objects, reader_of(alder, Role.DSL), "person.find").exists()


def test_what_is_restricted_is_seen_by_those_on_its_list(alder):
    child = child_of(alder)
    with alder.at_work(Role.DSL):
        actions.close_to(subject_id=child, subject_kind=Subject.PERSON, level=2, reason="A colleague's family")
        reader = reader_of(alder, Role.DSL)
        assert reader.may("person.view", child).outsider
        assert not visible_to(Person.objects, reader).exists()
        listed = {"to": reader.post.id, "to_kind": Grantee.POST, "relation": Relation.RESTRICTED_LIST}
        actions.grant(about=child, about_kind=Subject.PERSON, **listed)
        assert reader_of(alder, Role.DSL).may("person.view", child).allowed
        assert visible_to(Person.objects, reader_of(alder, Role.DSL)).exists()


def test_two_schools_of_a_trust_are_strangers(alder, birch):
    theirs = child_of(birch)
    with alder.at_work(Role.DSL):
        assert not visible_to(Person.objects, reader_of(alder, Role.DSL), "person.find").exists()
    with birch.at_work(Role.DSL):
        assert visible_to(Person.objects, reader_of(birch, Role.DSL)).get().id == theirs


def test_a_school_can_open_its_files_to_a_post_elsewhere(alder, birch):
    """4.4: a trust's lead reads if granted by each school."""
    theirs, post = child_of(birch), alder.posts[Role.DSL].id
    with tenancy(alder.controller.id, system="importer"):
        actions.grant(
            to=post,
            to_kind=Grantee.POST,
            about=birch.holder.id,
            about_kind=Subject.HOLDER,
            relation=Relation.DELEGATED,
            until=timezone.now() + timedelta(days=1),
        )
    with alder.at_work(Role.DSL):
        assert Person.objects.get().id == theirs
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)), alder.at_work(Role.DSL):
        assert not Person.objects.exists()


def test_files_opened_to_a_team_close_to_who_has_left_it(alder, birch):
    theirs, post = child_of(birch), alder.posts[Role.DSL]
    with tenancy(alder.controller.id, system="importer"):
        team = Team.objects.create(organisation=alder.organisation, name="Trust leads")
        actions.grant(
            to=team.id,
            to_kind=Grantee.TEAM,
            about=birch.holder.id,
            about_kind=Subject.HOLDER,
            relation=Relation.DELEGATED,
        )
    for since, until, found in ((None, None, True), (1, None, False), (None, -1, False), (-1, 1, True)):
        with tenancy(alder.controller.id, system="importer"):
            days = {"team_since": since, "team_until": until}
            when = {name: timezone.now() + timedelta(hours=h) if h else None for name, h in days.items()}
            Post.objects.filter(id=post.id).update(team=team, **when)
        with alder.at_work(Role.DSL):
            assert Person.objects.filter(id=theirs).exists() is found, (since, until)


def test_a_report_only_post_finds_pupils_by_name_and_opens_none(alder):
    """4.11 (1): no page, and not a refusal that would say there is one."""
    child = child_of(alder)
    with alder.at_work(Role.SCHOOL_STAFF):
        reader = reader_of(alder, Role.SCHOOL_STAFF)
        assert visible_to(Person.objects, reader, "person.find").exists()
        assert not visible_to(Person.objects, reader, "person.view").exists()
        assert not reader.may("person.view", child).allowed
        assert reader.may("concern.submit").allowed
        assert reader.may("concern.receipt", ties=[Relation.AUTHOR]).allowed
        assert reader.may("concern.read", ties=[Relation.AUTHOR]).allowed is False


def test_a_password_alone_reports_and_reads_nothing(alder):
    child = child_of(alder)
    with alder.at_work(Role.DSL):
        reader = reader_of(alder, Role.DSL, second_factor=False)
        assert reader.may("concern.submit").allowed
        assert reader.may("person.view", child).needs == "second factor"
        assert not visible_to(Person.objects, reader, "person.find").exists()


def test_a_closed_account_has_nothing(alder):
    with alder.at_work(Role.DSL):
        reader = reader_of(alder, Role.DSL)
        reader.post.user.is_active = False
        reader.post.user.save()
        assert not reader_of(alder, Role.DSL).may("concern.submit").allowed


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        ("2026-11-20T16:59+00:00", False),
        ("2026-11-20T17:00+00:00", True),
        ("2026-11-21T12:00+00:00", True),
        ("2026-11-23T08:59+00:00", True),
        ("2026-11-23T09:00+00:00", False),
        ("2026-12-25T12:00+00:00", True),
        ("2026-07-01T15:59+00:00", False),
        ("2026-07-01T16:00+00:00", True),
    ],
)
def test_the_office_is_closed_in_london_time(moment, closed):
    assert out_of_hours(timezone.datetime.fromisoformat(moment)) is closed


def test_the_emergency_duty_team_is_on_out_of_hours_only(alder):
    child = child_of(alder)
    for moment, allowed in (("2026-11-20T12:00Z", False), ("2026-11-20T22:00Z", True)):
        with time_machine.travel(moment), alder.at_work(Role.EDT_WORKER):
            with tenancy(alder.controller.id, post=alder.posts[Role.EDT_WORKER].id):
                post = alder.posts[Role.EDT_WORKER]
                type(post).objects.filter(id=post.id).update(since=timezone.now() - timedelta(days=1))
                queries.read_again(post.id)
                reader = reader_of(alder, Role.EDT_WORKER)
                assert reader.may("person.view", child).allowed is allowed
                assert visible_to(Person.objects, reader).exists() is allowed


@pytest.mark.parametrize("name", SYSTEM_POSTS)
def test_a_system_post_holds_what_the_table_says(alder, birch, name):
    with tenancy(alder.controller.id, system=name) as unit:
        everything = {alder.holder.id, birch.holder.id}
        assert set(unit.holders) == (everything if SYSTEM_POSTS[name].over is Over.EVERY_HOLDER else set())


def test_there_are_system_posts_of_both_sorts():
    """Without them the walk would hold of nothing: the door, for one, keeps no files."""
    assert {post.over for post in SYSTEM_POSTS.values()} == set(Over)
    assert SYSTEM_POSTS["sign-in"].over is Over.NOBODY


def test_there_is_no_other_system_post(alder):
    with pytest.raises(LookupError, match="no system post"), tenancy(alder.controller.id, system="admin"):
        pass


def test_every_change_of_who_may_see_leaves_a_line(alder):
    child = child_of(alder)
    tie = allocate(alder, Role.SOCIAL_WORKER, child)
    with tenancy(alder.controller.id, system="importer"):
        actions.end_grant(grant_id=tie.id)
        actions.bar(user_id=uuid7(), person_id=child, kind=BarKind.EXCLUSION, reason="Named in the concern")
        actions.close_to(subject_id=child, subject_kind=Subject.PERSON, level=2, reason="A colleague's family")
    found = [action for action, _ in lines(alder.controller.id, "access.")]
    assert found == ["access.grant", "access.grant_end", "access.bar", "access.level"]


def test_the_front_door_is_told_of_a_restricted_person(alder):
    child = child_of(alder)
    with alder.at_work(Role.MASH_OFFICER):
        actions.close_to(subject_id=child, subject_kind=Subject.PERSON, level=2, reason="Known to the press")
        reader = reader_of(alder, Role.MASH_OFFICER)
        assert not reader.may("person.view", child).outsider
        from kith.access.words import RecordType

        assert reader.decide(Verb.STUB, reader.subject(RecordType.PERSON, child)).allowed
