"""Posts: dated, reached in the same transaction, and what they hold."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.access.rules import granted
from kith.access.words import RecordType, Relation, Verb
from kith.accounts.actions import create_user
from kith.accounts.models import Reach
from kith.accounts.queries import reach
from kith.organisations import actions
from kith.organisations.models import Post
from kith.organisations.queries import live_post, words_of
from kith.organisations.rules import reads_about_others
from kith.reference.roles import Role
from kith.tenancy import Doer, tenancy
from kith.tenancy.models import Holder
from tests.rooms import lines, open_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder(db):
    return open_school("alder", Role.DSL, Role.SCHOOL_STAFF)


def importer(school):
    return tenancy(school.controller.id, system="importer")


def another(school, **dates):
    """A second post of the lead's account."""
    user = school.posts[Role.DSL].user
    return actions.grant_post(user=user, organisation=school.organisation, role=Role.SENCO, **dates)


def test_a_post_is_there_from_its_first_to_its_last_moment(alder):
    now = timezone.now()
    with importer(alder):
        post = another(alder, since=now + timedelta(days=1), until=now + timedelta(days=2))
        for hours, there in ((0, False), (25, True), (49, False)):
            with time_machine.travel(now + timedelta(hours=hours), tick=False):
                assert (live_post(post.id) is not None) is there
                assert (reach(post.user, post.id) is not None) is there


def test_a_post_and_its_reach_are_written_together(alder):
    with importer(alder):
        post = another(alder)
    assert Reach.objects.get(post_id=post.id).user_id == post.user_id
    assert reach(post.user, post.id).controller_id == alder.controller.id


def test_neither_stays_where_the_whole_fails(alder):
    """The negative control: what a failure takes back, it takes back from both rooms."""
    with pytest.raises(RuntimeError), importer(alder):
        failed = another(alder)
        raise RuntimeError
    assert not Reach.objects.filter(post_id=failed.id).exists()
    with importer(alder):
        assert not Post.objects.filter(id=failed.id).exists()


def test_a_post_that_ends_is_reached_no_more(alder):
    post = alder.posts[Role.DSL]
    assert reach(post.user, post.id)
    with importer(alder):
        actions.end_post(post_id=post.id)
        assert live_post(post.id) is None
    assert reach(post.user, post.id) is None


def test_the_other_posts_of_the_account_go_on(alder):
    with importer(alder):
        second = another(alder)
        actions.end_post(post_id=alder.posts[Role.DSL].id)
    assert reach(second.user, second.id)


def test_a_controllers_posts_are_not_seen_by_another(alder):
    birch = open_school("birch", Role.DSL)
    with importer(birch):
        assert live_post(alder.posts[Role.DSL].id) is None


def test_a_council_post_holds_its_own_file_and_the_index():
    council = actions.open_controller(slug="wexshire", kind="council", name="Wexshire")
    with tenancy(council.id, system="importer"):
        actions.add_holder(slug="index", name="Index", is_index=True)
        care = actions.add_holder(slug="social-care", name="Social care")
        actions.add_holder(slug="adoption", name="Adoption")
        service = actions.add_organisation(kind="service", name="Social care", files_of=care)
        user = create_user(email="ines@wexshire.example", display_name="Ines Okafor")
        post = actions.grant_post(user=user, organisation=service, role=Role.SOCIAL_WORKER)
    with tenancy(council.id, post=post.id) as unit:
        names = set(Holder.objects.filter(id__in=unit.holders).values_list("slug", flat=True))
    assert names == {"index", "social-care"}


def test_the_ledger_names_a_doer_as_they_are_named_that_day(alder):
    post = alder.posts[Role.DSL]
    with importer(alder):
        own = words_of(Doer(post_id=post.id))
        for_them = words_of(Doer(system="importer", on_behalf_of=post.id))
    assert own == {"name": post.user.display_name, "post": Role.DSL.words, "organisation": "Alder School"}
    assert for_them["post"] == f"importer for {Role.DSL.words}"


def test_every_change_leaves_a_line(alder):
    with importer(alder):
        actions.end_post(post_id=another(alder).id)
        actions.add_team(organisation=alder.organisation, name="Year 7 pastoral")
    assert [action for action, _ in lines(alder.controller.id)][-3:] == ["post.grant", "post.end", "team.add"]


def test_report_only_roles_are_those_to_whom_the_table_opens_nothing_of_others():
    """What the door asks of a role and what the table gives it must not drift apart."""
    own_only = {Verb.FLAG, Verb.SUBMIT, Verb.RECEIPT}
    for role in Role:
        verbs = set().union(*(granted(role, kind, frozenset(Relation)) for kind in RecordType))
        if verbs:
            assert reads_about_others(role) is not (verbs <= own_only), role
