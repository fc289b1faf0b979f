"""Whoever reviews an emergency opening reads whose record it was, if that child is theirs to see."""

import pytest
from django.urls import reverse

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.organisations.models import Post
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tasks.models import Task
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)
from tests.signin import client_for
from tests.tasks.test_reviews import open_in_an_emergency

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(school):  # noqa: F811
    """The lead opened it; the head reviews."""
    with school.as_lead():
        people.add_name(
            person=Person.objects.get(id=school.children[0]), kind="legal", forename="Mia", surname="Canary"
        )
    open_in_an_emergency(school, Role.DSL)
    return school


def page_of(school):  # noqa: F811
    with school.at_work(Role.HEADTEACHER):
        task = Task.objects.get()
    answer = client_for(school.posts[Role.HEADTEACHER]).get(reverse("review_opening", kwargs={"id": task.id}))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_child_is_named_and_not_in_the_title(opened):
    page = page_of(opened)
    assert "It is the record of" in page and "Mia Canary" in page
    assert "Canary" not in page.split("<title>")[1].split("</title>")[0]


def test_who_may_not_see_the_child_reads_no_name(opened):
    with opened.as_lead():
        me = Post.objects.get(id=opened.posts[Role.HEADTEACHER]).user_id
        bar(user_id=me, person_id=opened.children[0], kind=BarKind.CONFLICT, reason="Family")
    page = page_of(opened)
    assert "Mia Canary" not in page and "It is the record of" not in page
