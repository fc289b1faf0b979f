"""Another child is brought into a concern: brothers and sisters are offered, in one query however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.cases.actions import OwnAnswers
from kith.people import actions as people
from kith.people.models import Person
from kith.tenancy import tenancy
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)
from tests.cases.council import child_known_to
from tests.signin import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(school):  # noqa: F811
    """Three children, and of the first a half-brother and a cousin."""
    with tenancy(school.controller, system="importer"):
        school.children += [child_known_to(school.holder) for _ in range(2)]
    with school.as_lead():
        all_five = [Person.objects.get(id=one) for one in school.children]
        for n, one in enumerate(all_five):
            people.add_name(person=one, kind="legal", forename=f"Child{n}", surname="Ash")
        people.add_relationship(person=all_five[0], other=all_five[3], type="half_sibling")
        people.add_relationship(person=all_five[0], other=all_five[4], type="cousin")
    return school


def looked(school, many):  # noqa: F811
    own = [OwnAnswers(one, "victim", {"child_words": "He hit me."}) for one in school.children[:many]]
    with school.as_teacher():
        record = school.send(*own)
    with CaptureQueriesContext(connection) as asked:
        page = client_for(school.lead).get(reverse("link_child", kwargs={"id": record.id})).content.decode()
    return page, len(asked)


def test_brothers_and_sisters_are_offered_in_the_same_number_of_queries(family):
    (one, few), (three, many) = looked(family, 1), looked(family, 3)
    for page in (one, three):
        assert "Child3 Ash" in page and "Child4 Ash" not in page
    assert few == many
