"""Telephone numbers of a feed: in with the adult, then as the feed has them; what a person said of one stays."""

import pytest

from kith.access.reader import Reader
from kith.foundation.telephone import digits_of
from kith.intake import actions, adults, tying
from kith.intake.models import Batch
from kith.people import actions as people
from kith.people.bulk import known_to
from kith.people.models import PersonContact, PersonName, Relationship
from kith.reference.roles import Role
from tests.rooms import give_post

pytestmark = pytest.mark.django_db
HEAD = "StudentID,Surname,Forename,Relationship,ParentalResponsibility,LivesWithStudent,Mobile,HomePhone,Priority\n"


def contacts(mobile="07700 900123", home="01632 960456", priority="2"):
    return HEAD + f"2,Bello,Femi,Father,Yes,Yes,{mobile},{home},{priority}\n"


@pytest.fixture
def reader(dropping):
    return give_post(dropping.world.trust, dropping.world.oak, Role.DSL, "lead@oak.example")


def tie(dropping, post):
    """The lead says that Femi Bello is who the file names."""
    with dropping.opened():
        batch, who = Batch.objects.get(), Reader.build(post.id, second_factor=True)
        [one] = adults.open_of(batch, who)
        tying.accept(batch=batch, key=one.key, type="father", person_id=None, reader=who)


def numbers(dropping):
    with dropping.opened():
        return {one.method: one.value for one in PersonContact.objects.all()}


def test_one_number_written_in_several_ways_is_one():
    assert {digits_of(one) for one in ("+44 7700 900123", "07700900123", "+44 (0)7700 900 123", "0044 7700900123")} == {
        "07700900123"
    }
    assert digits_of("ask Nan") == digits_of("") == ""


@pytest.mark.shows("C70")
def test_they_go_in_with_the_adult_and_out_with_the_import(dropping, reader):
    dropping.comes(contacts=contacts())
    assert numbers(dropping) == {}
    tie(dropping, reader)
    assert numbers(dropping) == {"mobile": "07700 900123", "landline": "01632 960456"}
    with dropping.opened():
        child = PersonName.objects.get(forename="Ade").person_id
        assert Relationship.objects.get(person=child).priority == 2
        assert {one.source for one in PersonContact.objects.all()} == {"school system"}
        actions.undo(batch=Batch.objects.get())
        assert not PersonContact.objects.exists() and not known_to(dropping.feed.holder_id).exists()


def test_a_later_feed_brings_its_own_number_up_to_date_and_undo_says_the_one_before(dropping, reader):
    dropping.comes(contacts=contacts())
    tie(dropping, reader)
    dropping.comes(contacts=contacts(mobile="07700 900777"))
    assert numbers(dropping) == {"mobile": "07700 900777", "landline": "01632 960456"}
    dropping.comes(contacts=contacts(mobile="", home="01632 960456"))
    assert numbers(dropping)["mobile"] == "07700 900777"  # an empty cell says nothing
    with dropping.opened():
        second = Batch.objects.order_by("id")[1]
        actions.undo(batch=second)
        assert PersonContact.objects.get(method="mobile").value == "07700 900123"


@pytest.mark.parametrize("did", ["corrected", "taken back", "unsafe"])
def test_what_a_person_said_of_a_number_stays(dropping, reader, did):
    dropping.comes(contacts=contacts(home=""))
    tie(dropping, reader)
    with dropping.opened():
        one = PersonContact.objects.get()
        if did == "taken back":
            people.withdraw(fact=one, based_on=one.n, reason="Her ex-husband’s")
        else:
            said = {"value": "07700 900555"} if did == "corrected" else {"safe_to_use": False}
            people.correct(fact=one, based_on=one.n, reason="She said so", **said)
    before = numbers(dropping)
    dropping.comes(contacts=contacts(mobile="07700 900777" if did == "unsafe" else "07700900123", home=""))
    assert numbers(dropping) == before
    with dropping.opened():
        assert Batch.objects.count() == 2
