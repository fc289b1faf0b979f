"""The figure answers the list: every place of the list lies on exactly one drawn part."""

import re
from collections import Counter

from kith.reference.codes import code_set
from kith.web.body import figures


def places_drawn(chosen: tuple[str, ...] = ()) -> Counter[str]:
    return Counter(site for view in figures(chosen) for part in view.parts for site in part.sites.split())


def test_every_place_is_on_exactly_one_part() -> None:
    drawn = places_drawn()
    assert set(drawn) == set(code_set("body_site").codes)
    assert set(drawn.values()) == {1}


def test_the_childs_left_is_on_the_right_of_the_front_and_on_the_left_of_the_back() -> None:
    front, back = figures()
    for view, places, is_right in ((front, "front.left_forearm", True), (back, "back.left_forearm", False)):
        (part,) = [part for part in view.parts if places in part.sites.split()]
        assert (part.x > 80) is is_right
        first = float(re.match(r"M([\d.]+)", part.path)[1])  # type: ignore[index]
        assert (first > 80) is is_right


def test_pins_are_numbered_as_the_list_and_two_on_one_part_do_not_cover_each_other() -> None:
    front, back = figures(("front.left_upper_arm", "back.neck", "front.left_elbow"))
    assert [pin.n for pin in front.pins] == [1, 3]
    assert front.pins[0].y != front.pins[1].y
    assert [pin.n for pin in back.pins] == [2]
    assert [part.on for part in front.parts].count(True) == 1
