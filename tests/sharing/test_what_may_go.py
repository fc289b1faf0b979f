"""The gate on envelopes and notices: to whom, by whom, about whom, and what must not go."""

import pytest

from kith import sharing
from kith.foundation.ids import uuid7
from kith.people.addresses import add_address
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing import Kind, NotReleased, Way, release, withheld
from kith.sharing.models import Envelope, Sent
from tests.rooms import lines
from tests.sharing.world import BODY, WHY

WRONG = {
    "to itself": (lambda w: {"to": w.school.controller.id}, "another school of it"),
    "to nobody": (lambda w: {"to": uuid7()}, "another council"),
    "about nobody": (lambda w: {"subjects": []}, "whom it is about"),
    "about a stranger": (lambda w: {"subjects": [w.child, uuid7()]}, "may not open"),
    "by nobody who was asked": (lambda w: {"reader": None}, "asked about each child"),
    "for no purpose": (lambda w: {"purpose": " "}, "what it is for"),
    "on no basis": (lambda w: {"basis": ""}, "what basis"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_envelope_that_may_not_go_leaves_no_row_and_no_line(world, wrong):
    given, words = WRONG[wrong]
    with pytest.raises(NotReleased, match=words):
        world.send(**given(world))
    with world.machine(world.school):
        assert not Envelope.objects.exists() and not Sent.objects.exists()
    assert lines(world.school.controller.id, "release.") == []


def hide(world, lines="4 Harbour Lane\nNether Brook", postcode="KB9 4XY"):
    with world.school.at_work(Role.DSL):
        child = Person.objects.get(id=world.child)
        add_address(person=child, lines=lines, postcode=postcode, protected=True)


@pytest.mark.parametrize("words", ["They hide at 4, harbour LANE now.", "Near kb94xy, mother says."])
def test_a_protected_address_does_not_go_however_it_got_into_the_words(world, words):
    hide(world)
    with pytest.raises(NotReleased, match="protected address") as refused:
        world.send(body={"child": {"notes": ["", words]}})
    assert "Harbour" not in str(refused.value)
    sent = world.send(body=BODY)
    with world.school.at_work(Role.DSL), pytest.raises(NotReleased, match="protected address"):
        sharing.recall(envelope=sent.envelope_id, words=words)


ELM = "14 Elm Street, Milbrook"
FLAT = "Flat 2\n14 Elm Street\nMilbrook"
TOWN = "14 Elm Street\nMilbrook"
NAMED = "Rose Cottage\nMill Lane\nMilbrook"
ONE_LINE = "Flat 2 14 Elm Street Milbrook"


@pytest.mark.parametrize(
    ("address", "postcode", "words"),
    [
        (ELM, "MB1 2CD", "They stay at 14 Elm Street."),
        (ELM, "MB1 2CD", "Somewhere in mb12cd"),
        (FLAT, "MB1 2CD", "They stay at 14 Elm Street."),
        (FLAT, "MB1 2CD", "Flat 2, 14, Elm Street"),
        (TOWN, "", "They stay at 14 Elm Street."),
        (NAMED, "MB1 2CD", "They stay at Rose Cottage."),
        (f"Rose Cottage\n{ELM}", "MB1 2CD", "They stay at Rose Cottage."),
        ("Rose Cottage", "MB1 2CD", "They stay at Rose Cottage."),
        (f"{ELM}, Harbour House", "MB1 2CD", "They stay in Harbour House."),
        ("14\nElm Street\nMilbrook", "", "They stay at 14 Elm Street."),
        ("14 Elm Street Milbrook", "", "They stay at 14 Elm Street."),
        (ONE_LINE, "", "They stay at 14 Elm Street."),
        (ELM, "", "They stay somewhere on Elm Street."),
        (TOWN, "MB1 2CD", "At the flat in Elm St."),
        ("14 Elm Rd", "", "They stay at 14 Elm Road."),
        ("14 Elm Rd", "", "Somewhere in Elm Road."),
        ("Rose Cottage\nMill Lane", "", "They were seen in Mill Lane."),
        ("2 Rose Court\nMill Lane\nMilbrook", "", "They were seen in Mill Lane."),
        ("14 Meadow View", "", "They were seen in Meadow View."),
        ("3 The Street", "", "They stay at 3, the st."),
        ("3 The Court Road", "", "Somewhere in Court Road, The Court Road."),
        ("3 High Street\nMilbrook", "", "At 3 High St., Milbrook"),
        ("12 Grove Road", "", "Somewhere in Grove Rd"),
        ("9 St Mary’s Cl", "", "At saint MARYS close"),
        ("14 Elm Street", "", "14\n\nEl-\nm_street"),
    ],
)
def test_whatever_finds_the_house_does_not_go_in_whichever_lines_it_was_written(world, address, postcode, words):
    hide(world, address, postcode)
    with pytest.raises(NotReleased, match="protected address"):
        world.send(body={"notes": words})


@pytest.mark.parametrize("address", [ELM, FLAT, TOWN, NAMED, "Milbrook", "Flat 2\nMilbrook"])
@pytest.mark.parametrize("postcode", ["MB1 2CD", ""])
def test_a_town_a_flat_and_another_house_may_be_named(world, address, postcode):
    hide(world, address, postcode)
    assert world.send(body={"notes": "Goes to school in Milbrook. Their aunt has Flat 2, 9 Oak Road, MB1 9ZZ."})


HARMLESS = [
    ("3 The Street", "She told the staff at once."),
    ("The Close", "The classroom was empty."),
    ("5 The Close\nMilbrook", "The classroom was empty, and she stood close by the close."),
    ("7 The Drive", "The drinking began in spring."),
    ("9 The Grove", "The grandmother takes the child."),
    ("12 High Street", "High standard of care at home."),
    ("12 High Street\nMilbrook", "They meet in the High Street on Saturdays."),
    ("3 The Street\nMilbrook", "She plays in the street."),
    ("The House\nMilbrook", "She left the house at ten."),
    ("14 Elm Road\nForest Hill\nLondon", "Goes to school in Forest Hill."),
    ("14 Top End Road", "They sit at the top end of the table."),
    ("4 Ash Drive", "At 14 Ashdown Drive."),
]


@pytest.mark.parametrize(("address", "words"), HARMLESS)
def test_words_that_only_share_letters_or_name_what_every_town_has_may_go(world, address, words):
    hide(world, address, "")
    assert world.send(body={"notes": words})


def test_without_the_look_it_would_have_gone(world, monkeypatch):
    """The negative control."""
    hide(world)
    monkeypatch.setattr(withheld, "is_told", lambda subjects, body: False)
    assert world.send(body={"notes": "4 Harbour Lane"}).line


def test_a_notice_goes_to_a_colleague_and_is_about_nobody(world):
    how = {"what": "notice", "way": Way.MESSAGE, "kind": Kind.COLLEAGUE, **WHY}
    me = world.school.posts[Role.DSL].id
    with world.school.at_work(Role.DSL):
        with pytest.raises(NotReleased, match="about anybody"):
            release(to=me, subjects=[world.child], **how)
        with pytest.raises(NotReleased, match="works here now"):
            release(to=world.council.posts[Role.DSL].id, **how)
        assert release(to=me, **how).to == me


def test_words_about_an_envelope_go_to_its_other_party_alone(world):
    sent = world.send()
    how = {"what": "words", "way": Way.ENVELOPE, "kind": Kind.OTHER_PARTY, "envelope": sent.envelope_id, **WHY}
    with world.school.at_work(Role.DSL):
        with pytest.raises(NotReleased, match="other party"):
            release(to=world.stranger.controller.id, **how)
        assert release(to=world.council.controller.id, **how).line
