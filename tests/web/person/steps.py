"""What tests of the pages of facts do again and again."""

from datetime import date

from kith.people import queries
from kith.people.models import PersonName
from kith.reference.roles import Role
from tests.people.conftest import a_child


def body(answer):
    return answer.content.decode()


def known(school, **more):
    """A child the school knows."""
    with school.at_work(Role.DSL):
        return a_child(school, born_on=date(2017, 3, 14), **more)


def name_of(school, person):
    with school.at_work(Role.DSL):
        return PersonName.objects.get(person=person), queries.cards([person.id])[person.id].name


def fact_url(person, slug, fact, then=""):
    return f"/people/{person.id}/said/{slug}/{fact.id}/{then}"
