"""Which addresses are taken for one that is kept secret."""

import pytest

from kith.people.models import PersonAddress
from kith.people.secret_places import SecretPlaces

SECRET = PersonAddress(lines="77 Hidden Close\nSekretville", postcode="BS9 7QQ")


@pytest.mark.parametrize(
    "lines, postcode",
    [
        ("77 Hidden Close\nSekretville", "BS9 7QQ"),
        ("77, Hidden Cl., Sekretville", "bs97qq"),
        ("Flat 2\n77 HIDDEN CLOSE", "BS9 7QQ"),
        ("", "BS9 7QQ"),
        ("77 Hidden Close", ""),
    ],
)
def test_the_same_house_however_it_is_written(lines, postcode):
    assert SecretPlaces([SECRET]).hold(lines, postcode)


@pytest.mark.parametrize(
    "lines, postcode",
    [
        ("79 Hidden Close\nSekretville", "BS9 7QQ"),
        ("77 Hidden Close", "BS9 7QR"),
        ("", "BS9 7QR"),
        ("77 Mill Lane", ""),
        ("", ""),
        ("Flat 3\n79 Hidden Close", "BS9 7QQ"),
    ],
)
def test_another_house_is_another(lines, postcode):
    """The negative control."""
    assert not SecretPlaces([SECRET]).hold(lines, postcode)


@pytest.mark.parametrize(
    "secret, said",
    [
        ("77A Hidden Close", "Flat A, 77 Hidden Close"),
        ("77A Hidden Close", "77 A Hidden Close"),
        ("77 Hidden Close", "77/79 Hidden Close"),
        ("77 Hidden Close", "Seventy-seven Hidden Close"),
        ("77 Hidden Close", "No.77 Hidden Close"),
        ("77 Hidden Close", "Flat1 77 Hidden Close"),
        ("77 Hidden Close", "Flat 2, Haven Court"),
        ("Haven House", "Room 3, Haven House"),
        ("Haven House\n4 Mill Lane", "Haven House, Mill Lane"),
        ("Rose Cottage", "The Rose Cottage, Mill Lane"),
        ("Rose Cottage", "Rosse Cotage"),
        ("Rose Cottage, Mill Lane", "12 Mill Lane"),
    ],
)
def test_one_house_said_in_two_ways_is_one(secret, said):
    for one, other in ((secret, said), (said, secret)):
        assert SecretPlaces([PersonAddress(lines=one, postcode="BS9 7QQ")]).hold(other, "BS9 7QQ")


@pytest.mark.parametrize(
    "secret, said", [("Rose Cottage", "Ash Cottage"), ("77A Hidden Close", "7 Hidden Close"), ("4 Hill", "14 Hill")]
)
def test_two_houses_are_two(secret, said):
    """The negative control: two numbers, or two names."""
    for one, other in ((secret, said), (said, secret)):
        assert not SecretPlaces([PersonAddress(lines=one, postcode="BS9 7QQ")]).hold(other, "BS9 7QQ")


def test_a_house_with_a_name_and_one_without_a_postcode():
    cottage = SecretPlaces([PersonAddress(lines="Rose Cottage, Mill Lane", postcode="BS9 7QQ")])
    assert cottage.hold("Rose Cottage\nOakton", "BS9 7QQ") and not cottage.hold("Ash Cottage", "BS9 7QQ")
    nowhere = SecretPlaces([PersonAddress(lines="77 Hidden Close", postcode="")])
    assert nowhere.hold("77 Hidden Close", "BS9 7QQ") and not nowhere.hold("", "BS9 7QQ")
    assert not SecretPlaces([])
