"""A kind of concern given to a team: read by those in it whose role reads kinds, and by nobody else; taken back."""

import pytest

from kith.access import actions, given_kinds
from kith.access.models import Grantee, Subject
from kith.access.queries import parts_visible_to
from kith.access.words import Relation
from kith.cases.models import Part
from kith.foundation.ids import uuid7
from kith.organisations.models import Post, Team
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.access.conftest import child_of, reader_of
from tests.access.test_parts import concern
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
ROLES = (Role.DSL, Role.SENCO, Role.SCHOOL_STAFF, Role.ATTENDANCE_LEAD)
KINDS, PAGE = ("child_protection", "send", "home", "attendance", "domestic_abuse"), "/concerns/kinds/"


class Given:
    """A school with a concern of each kind, and a team of its SENCO and a teacher."""

    def __init__(self):
        self.school = open_school("oakmere", *ROLES, laestab="8654001")
        with tenancy(self.school.controller.id, system="importer"):
            for kind in KINDS:
                self.concern = concern(self.school, uuid7(), {child_of(self.school): kind})
            self.team = Team.objects.create(organisation=self.school.organisation, name="Family team")
            among = [self.school.posts[role].id for role in (Role.SENCO, Role.SCHOOL_STAFF)]
            Post.objects.filter(id__in=among).update(team=self.team)

    def seen(self, role):
        with self.school.at_work(role):
            found = parts_visible_to(Part.objects.all(), reader_of(self.school, role))
            return set(found.values_list("category", flat=True))

    def give(self, kind):
        what = {"team": self.team.id, "kind": kind, "reason": "They meet the families."}
        return client_for(self.school.posts[Role.DSL].id).post(PAGE, what)


@pytest.fixture
def given(db):
    return Given()


@pytest.mark.shows("C14")
def test_it_opens_to_those_of_the_team_whose_role_reads_kinds_and_closes_again(given):
    assert given.seen(Role.SENCO) == {"send"}
    assert given.give("home").status_code == given.give("home").status_code == 302
    assert given.seen(Role.SENCO) == {"send", "home"}
    assert (given.seen(Role.SCHOOL_STAFF), given.seen(Role.ATTENDANCE_LEAD)) == (set(), {"attendance"})
    lead = client_for(given.school.posts[Role.DSL].id)
    (one,) = _live(given)
    assert lead.post(PAGE, {"do": "take_back", "grant": one.id}).status_code == 422
    assert lead.post(PAGE, {"do": "take_back", "grant": one.id, f"why.{one.id}": "No more."}).status_code == 302
    assert given.seen(Role.SENCO) == {"send"}
    assert [action for action, _ in lines(given.school.controller.id, "access.g")] == [
        "access.grant",
        "access.grant_end",
    ]


def test_child_protection_is_not_given_and_would_open_nothing(given):
    """The control: written past the page, such a row is no tie to the files it is of."""
    assert given.give("child_protection").status_code == 422
    with given.school.at_work(Role.DSL):
        tie = {"about": given.school.holder.id, "about_kind": Subject.HOLDER, "relation": Relation.CATEGORY}
        actions.grant(to=given.team.id, to_kind=Grantee.TEAM, parts=["child_protection"], **tie)
    assert given.seen(Role.SENCO) == {"send"} and given.seen(Role.SCHOOL_STAFF) == set()
    with given.school.at_work(Role.SENCO):
        reader = reader_of(given.school, Role.SENCO)
        assert not reader.may("concern.read", given.school.holder.id).allowed


def test_a_kind_given_at_one_school_opens_it_at_no_other_the_post_reaches(given):
    """The family team works for two schools of the trust, and was given another kind at each."""
    other = open_school("birch", Role.DSL, controller=given.school.controller)
    with tenancy(other.controller.id, system="importer"):
        there = {kind: child_of(other) for kind in ("home", "attendance")}
        for kind, child in there.items():
            concern(other, uuid7(), {child: kind})
    given.give("home")
    with other.at_work(Role.DSL):
        tie = {"about": other.holder.id, "about_kind": Subject.HOLDER, "relation": Relation.CATEGORY}
        actions.grant(to=given.team.id, to_kind=Grantee.TEAM, parts=["attendance"], **tie)
    with given.school.at_work(Role.SENCO):
        reader = reader_of(given.school, Role.SENCO)
        assert (reader.own("concern"), reader.own("contact")) == (["attendance", "home", "mental_health", "send"], [])
        found = parts_visible_to(Part.objects.all(), reader)
        seen = {(part.holder_id == other.holder.id, part.category) for part in found}
    # The control: what was given at each is read there, and what is of the role itself wherever the post reaches.
    assert seen == {(False, "send"), (False, "home"), (True, "attendance")}


def test_whoever_keeps_the_posts_gives_none(given):
    assert client_for(given.school.posts[Role.SENCO].id).get(PAGE).status_code == 404


def _live(given):
    with given.school.at_work(Role.DSL):
        return list(given_kinds.given(given.school.holder.id))
