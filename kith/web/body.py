"""The body map: a plain lay figure, front and back, that answers the list of places. The list is the control.

Each drawn part stands for the places of the code set that lie on it. Left means the child's left, so on the front
it is on the right of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

__all__ = ["Figure", "figures"]


@dataclass(frozen=True)
class Shape:
    """One drawn part: its outline, its middle, and the places on it."""

    path: str
    x: int
    y: int
    sites: tuple[str, ...]


@dataclass(frozen=True)
class Pin:
    n: int
    x: int
    y: int


@dataclass(frozen=True)
class Drawn:
    path: str
    x: int
    y: int
    sites: str
    on: bool


@dataclass(frozen=True)
class Figure:
    """One view with its pins, ready to draw."""

    title: str
    left_words: str
    right_words: str
    parts: tuple[Drawn, ...]
    pins: tuple[Pin, ...]


_MIDDLE = {
    "head": ("M62 31a18 22 0 1 0 36 0a18 22 0 1 0-36 0Z", 80, 28),
    "neck": ("M73 57h14v9h-14Z", 80, 61),
    "chest": ("M57 69Q80 62 103 69Q110 72 109 82L105 118Q80 124 55 118L51 82Q50 72 57 69Z", 80, 92),
    "belly": ("M56 121Q80 127 104 121L103 146Q80 152 57 146Z", 80, 136),
    "hips": (
        "M56 149Q80 155 104 149Q109 160 107 172Q96 178 84 174L80 170L76 174Q64 178 53 172Q51 160 56 149Z",
        80,
        162,
    ),
}
# Drawn on the left of the page; the other side is its mirror.
_LIMBS = {
    "upper_arm": ("M33.6 78.6A9.5 9.5 0 1 1 52.2 82.3L42.3 122.8A7.5 7.5 0 0 1 27.6 119.9Z", 40, 92),
    "forearm": ("M25.9 135.1A7.2 7.2 0 1 1 40 137.6L32.3 172.2A5.4 5.4 0 0 1 21.6 170.4Z", 30, 148),
    "hand": ("M18.6 184.9A6.4 6.4 0 1 1 31.1 187L27.4 198.4A4.6 4.6 0 0 1 18.4 196.9Z", 24, 190),
    "thigh": ("M52.1 190.7A12.4 12.4 0 1 1 76.9 191L73.4 232.8A9.4 9.4 0 0 1 54.6 232.6Z", 64, 206),
    "shin": ("M54.8 253.7A9 9 0 1 1 72.8 253.4L70.6 299.3A6.2 6.2 0 0 1 58.2 299.5Z", 64, 270),
    "foot": ("M58.2 311.4A6.4 6.4 0 1 1 69.2 317.7L64.6 324.2A5.6 5.6 0 0 1 54.9 318.7Z", 62, 317),
}
_MIRRORED = {
    "upper_arm": ("M107.8 82.3A9.5 9.5 0 1 1 126.4 78.6L132.4 119.9A7.5 7.5 0 0 1 117.7 122.8Z", 120, 92),
    "forearm": ("M120 137.6A7.2 7.2 0 1 1 134.1 135.1L138.4 170.4A5.4 5.4 0 0 1 127.7 172.2Z", 130, 148),
    "hand": ("M128.9 187A6.4 6.4 0 1 1 141.4 184.9L141.6 196.9A4.6 4.6 0 0 1 132.6 198.4Z", 136, 190),
    "thigh": ("M83.1 191A12.4 12.4 0 1 1 107.9 190.7L105.4 232.6A9.4 9.4 0 0 1 86.6 232.8Z", 96, 206),
    "shin": ("M87.2 253.4A9 9 0 1 1 105.2 253.7L101.8 299.5A6.2 6.2 0 0 1 89.4 299.3Z", 96, 270),
    "foot": ("M90.8 317.7A6.4 6.4 0 1 1 101.8 311.4L105.1 318.7A5.6 5.6 0 0 1 95.4 324.2Z", 98, 317),
}
# Which places lie on which part, without their side.
_FRONT = {
    "head": "head.forehead head.nose head.mouth head.chin head.top_of_head head.SIDE_eye head.SIDE_cheek head.SIDE_ear"
    " head.SIDE_temple head.SIDE_jaw head.SIDE_side_of_head",
    "neck": "front.neck",
    "chest": "front.SIDE_chest",
    "belly": "front.abdomen",
    "hips": "front.SIDE_hip front.genital_area",
    "upper_arm": "front.SIDE_upper_arm front.SIDE_shoulder front.SIDE_elbow",
    "forearm": "front.SIDE_forearm front.SIDE_wrist",
    "hand": "hands.SIDE_palm hands.SIDE_thumb hands.SIDE_fingers",
    "thigh": "front.SIDE_thigh",
    "shin": "front.SIDE_shin front.SIDE_knee front.SIDE_ankle",
    "foot": "feet.SIDE_top_of_foot feet.SIDE_toes",
}
_BACK = {
    "head": "head.back_of_head",
    "neck": "back.neck",
    "chest": "back.upper_back back.spine back.SIDE_shoulder_blade",
    "belly": "back.SIDE_lower_back",
    "hips": "back.SIDE_buttock",
    "upper_arm": "back.SIDE_upper_arm back.SIDE_elbow",
    "forearm": "back.SIDE_forearm back.SIDE_wrist",
    "hand": "hands.SIDE_back_of_hand",
    "thigh": "back.SIDE_thigh",
    "shin": "back.SIDE_calf back.SIDE_back_of_knee",
    "foot": "feet.SIDE_sole back.SIDE_heel",
}


def figures(chosen: Sequence[str] = ()) -> tuple[Figure, Figure]:
    """Front and back, with a numbered pin for each place chosen, in the order of the list."""
    return (
        _figure("Front", "Their right", "Their left", _shapes("front"), chosen),
        _figure("Back", "Their left", "Their right", _shapes("back"), chosen),
    )


@cache
def _shapes(view: str) -> tuple[Shape, ...]:
    places, near, far = (_FRONT, "right", "left") if view == "front" else (_BACK, "left", "right")
    middle = [Shape(*_MIDDLE[part], _both(places[part])) for part in _MIDDLE]
    drawn_left = [Shape(*_LIMBS[part], _on(places[part], near)) for part in _LIMBS]
    drawn_right = [Shape(*_MIRRORED[part], _on(places[part], far)) for part in _MIRRORED]
    return (*middle, *drawn_left, *drawn_right)


def _on(places: str, side: str) -> tuple[str, ...]:
    return tuple(place.replace("SIDE", side) for place in places.split())


def _both(places: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_on(places, "left"), *_on(places, "right"))))


def _figure(title: str, left: str, right: str, shapes: Iterable[Shape], chosen: Sequence[str]) -> Figure:
    pins: list[Pin] = []
    parts = []
    for shape in shapes:
        here = [n for n, site in enumerate(chosen, start=1) if site in shape.sites]
        pins += [Pin(n, shape.x, shape.y + 16 * step) for step, n in enumerate(here)]
        parts.append(Drawn(shape.path, shape.x, shape.y, " ".join(shape.sites), bool(here)))
    return Figure(title, left, right, tuple(parts), tuple(pins))
