"""A controller's colour: read as it is typed, and refused where it is lost on white."""

import pytest

from kith.foundation.colour import Colour, NotAColour


@pytest.mark.parametrize(
    ("text", "contrast"),
    # As the WCAG and its usual calculators give them.
    [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0), ("#11454A", 10.6)],
)
def test_the_contrast_with_white_is_that_of_the_wcag(text, contrast):
    assert Colour.parse(text).on_white == pytest.approx(contrast, abs=0.05)


def test_the_grey_that_is_just_enough_and_the_one_that_is_not():
    Colour.parse(" #767676 ").check_on_white()
    with pytest.raises(NotAColour, match=r"contrast with white is 4\.47 to 1, and 4\.5 is needed"):
        Colour.parse("#777777").check_on_white()


@pytest.mark.parametrize("text", ["", "red", "#123", "#12345g", "#123456;", "#1234567", "＃123456"])
def test_what_is_no_colour_is_refused_in_a_sentence(text):
    with pytest.raises(NotAColour, match="A colour looks like"):
        Colour.parse(text)
