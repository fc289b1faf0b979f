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
        ("Rose Cottage", "BS9 7QQ"),
    ],
)
def test_another_house_is_another(lines, postcode):
    """The negative control."""
    assert not SecretPlaces([SECRET]).hold(lines, postcode)


def test_a_house_with_a_name_and_one_without_a_postcode():
    cottage = SecretPlaces([PersonAddress(lines="Rose Cottage, Mill Lane", postcode="BS9 7QQ")])
    assert cottage.hold("Rose Cottage\nOakton", "BS9 7QQ") and not cottage.hold("Ash Cottage", "BS9 7QQ")
    nowhere = SecretPlaces([PersonAddress(lines="77 Hidden Close", postcode="")])
    assert nowhere.hold("77 Hidden Close", "BS9 7QQ") and not nowhere.hold("", "BS9 7QQ")
    assert not SecretPlaces([])
