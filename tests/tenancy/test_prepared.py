"""Queries whose text is kept: they say what the query set says, alone or for one journey with others."""

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from kith.accounts.models import User
from kith.reference.roles import Role
from kith.tenancy import NoTenant, tenancy
from kith.tenancy.models import Controller, Holder
from kith.tenancy.prepared import Given, Prepared, Unasked, first_of, together
from tests.rooms import open_school

pytestmark = pytest.mark.django_db

CONTROLLERS = Prepared(lambda: Controller.objects.filter(slug=Given("slug")))
USERS = Prepared(lambda: User.objects.filter(email__among=Given("emails")).order_by("email"))
NAMES = Prepared(lambda: User.objects.order_by("email").values_list("email", "created_at", named=True))
HOLDERS = Prepared(lambda: Holder.objects.filter(controller__slug=Given("slug")).select_related("controller"))


@pytest.fixture
def school():
    made = open_school("alder", Role.DSL)
    made.controller.settings = {"colour": "#123456", "terms": [{"from": "2026-09-01"}]}
    made.controller.save()
    return made


def test_a_row_is_what_the_query_set_would_have_made_of_it_json_and_moments_too(school):
    [found] = CONTROLLERS.rows(slug="alder")
    assert found == Controller.objects.get(slug="alder")
    assert found.settings == school.controller.settings
    usual = list(User.objects.order_by("email"))
    asked = USERS.rows(emails=[one.email for one in usual])
    assert [(one, one.created_at, one.created_at.tzinfo) for one in asked] == [
        (one, one.created_at, one.created_at.tzinfo) for one in usual
    ]
    assert NAMES.rows()[0].created_at == usual[0].created_at


def test_what_is_asked_together_is_answered_in_its_order(school):
    with tenancy(school.controller.id, post=school.posts[Role.DSL].id):
        holders, nothing, controllers, nobody = together(
            HOLDERS.of(slug="alder"), Unasked(), CONTROLLERS.of(slug="alder"), CONTROLLERS.of(slug="birch")
        )
    assert [one.controller.slug for one in holders] == ["alder"]
    assert (nothing, nobody, first_of(nobody)) == ([], [], None)
    assert first_of(controllers).slug == "alder"


def test_what_follows_is_done_to_the_answer(school):
    slugs = CONTROLLERS.of(slug="alder").then(lambda rows: [one.slug for one in rows])
    assert together(slugs) == [["alder"]]


def test_each_of_several_passes_the_guard(school):
    with pytest.raises(NoTenant):
        together(CONTROLLERS.of(slug="alder"), HOLDERS.of(slug="alder"))


def test_each_of_several_is_counted(school):
    with CaptureQueriesContext(connection) as asked:
        together(CONTROLLERS.of(slug="alder"), USERS.of(emails=[]))
    assert len(asked) == 2


def test_an_error_of_one_of_several_is_told_as_any_other(school):
    broken = Prepared(lambda: User.objects.extra(where=["1 / (length(email) - length(email)) = 0"]))
    with pytest.raises(DatabaseError):
        together(CONTROLLERS.of(slug="alder"), broken.of())
