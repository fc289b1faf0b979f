"""Where the marks of a picture stand. One ink, labels on the marks; what is not said is an empty dashed box. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kith.insight.questions import Plot
from kith.insight.suppressing import Shown
from kith.insight.telling import Told

__all__ = ["Mark", "Picture", "Text", "bars", "picture"]

FULL, LEFT, ROW, HEAD = 1130, 220, 36, 44
TALLEST, WIDE = 26, 22
BAR, LONGEST = 820, 30
RUN_HIGH, RUN_LEFT = 236, 40
RUN_TOP, RUN_FOOT, RUN_RIGHT = 26, RUN_HIGH - 50, FULL - 120
RUN_NOTE = "Week beginning. A diamond is a week of a shift; an open ring is the week that runs."


@dataclass(frozen=True)
class Mark:
    """A shape: `bar`, `bar2` (hatched: not finished), `hidden` (dashed), `dot`, `hollow`, `ring` (a diamond)."""

    shape: str
    x: float
    y: float
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Text:
    words: str
    x: float
    y: float
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True)
class Picture:
    """`says` is what the picture says to whoever does not see it; `lines` are drawn as (class, path)."""

    width: int
    height: int
    says: str
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]
    lines: tuple[tuple[str, str], ...] = ()
    # Whether a narrow screen opens at its end, which is today.
    from_end: bool = False
    # Whether its table ends with what is newest, and a narrow screen shows that first, beside the names of the rows.
    newest_last: bool = False


def picture(told: Told) -> Picture | None:
    """The picture of an answer; none where there is nothing to draw."""
    if not told.down or not told.across:
        return None
    return _PLOTS[told.question.plot](told)


def bars(labels: Sequence[str], numbers: Sequence[Shown], unit: str = "") -> Picture:
    """A bar for each, from nought."""
    most = max([one.number or 0 for one in numbers] + [1])
    marks, texts = [], []
    for n, (label, one) in enumerate(zip(labels, numbers, strict=True)):
        y = 8 + n * ROW
        texts.append(Text(_short(label), LEFT - 12, y + 17, "end"))
        length = BAR * (one.number or 0) / most
        marks.append(Mark("hidden", LEFT, y, WIDE, 24) if one.is_hidden else Mark("bar", LEFT, y, length, 24))
        texts.append(Text(one.words, LEFT + (WIDE if one.is_hidden else length) + 8, y + 17, strong=True))
    high = 16 + len(labels) * ROW
    says = ". ".join(f"{label}: {one.words}{unit}" for label, one in zip(labels, numbers, strict=True))
    return Picture(FULL, high, says, tuple(marks), tuple(texts), (("axis", f"M{LEFT} 0V{high - 8}"),))


def _bars(told: Told) -> Picture:
    key = told.across[0][0]
    return bars([words for _, words in told.down], [told.cells[down, key] for down, _ in told.down])


def _grid(told: Told) -> Picture:
    """A row for each, and in each cell a small bar with its number."""
    most = max([one.number or 0 for one in told.cells.values()] + [1])
    wide = min(190, (FULL - LEFT) // len(told.across))
    marks: list[Mark] = []
    texts: list[Text] = []
    for column, (across, words) in enumerate(told.across):
        head, _, below = words.rpartition(" ") if told.question.across.time else (words, "", "")
        x = LEFT + column * wide + wide / 2
        texts.append(Text(head or words, x, 14, "middle"))
        texts.append(Text(below + (" so far" if across in told.running else ""), x, 30, "middle"))
        for row, (down, _) in enumerate(told.down):
            one, foot = told.cells[down, across], HEAD + (row + 1) * ROW - 4
            texts.append(Text(one.words if one.number != 0 else "0", x + 6, foot - 4, strong=bool(one.number)))
            marks += _cell(one, x - WIDE, foot, most, across in told.running)
    lines = [
        ("grid", f"M{LEFT} {HEAD + n * ROW - 4}H{LEFT + len(told.across) * wide}") for n in range(1, len(told.down) + 1)
    ]
    for row, (_, words) in enumerate(told.down):
        texts.append(Text(_short(words), LEFT - 12, HEAD + (row + 1) * ROW - 8, "end"))
    size = (FULL, HEAD + len(told.down) * ROW + 4)
    newest_last = bool(told.question.across.time)
    return Picture(*size, _read_out(told), tuple(marks), tuple(texts), tuple(lines), newest_last=newest_last)


def _cell(one: Shown, x: float, foot: float, most: int, runs: bool) -> list[Mark]:
    if one.is_hidden:
        return [Mark("hidden", x, foot - 14, WIDE, 14)]
    high = round(TALLEST * (one.number or 0) / most, 1)
    return [Mark("bar2" if runs else "bar", x, foot - high, WIDE, high)] if high else []


def _run(told: Told) -> Picture:
    """Weeks from left to right, their middle, and a diamond for each week of a shift."""
    numbers = [(told.rows or {})[key].number or 0 for key, _ in told.down]
    most, said = max(*numbers, 4), told.run.middle if told.run else 0
    step = (RUN_RIGHT - RUN_LEFT) / max(1, len(numbers) - 1)
    places = [(round(RUN_LEFT + n * step, 1), _high(number, most)) for n, number in enumerate(numbers)]
    middle = _high(said, most)
    flat = (("grid", RUN_FOOT), ("grid", RUN_TOP), ("limit", middle))
    lines = [(kind, f"M{RUN_LEFT} {y}H{RUN_RIGHT}") for kind, y in flat]
    ended = [at for at, (key, _) in zip(places, told.down, strict=True) if key not in told.running]
    if ended:
        lines.append(("line", "M" + "L".join(f"{x} {y}" for x, y in ended)))
    texts = [Text(words, RUN_LEFT - 8, y + 4, "end") for words, y in (("0", RUN_FOOT), (str(most), RUN_TOP))]
    texts.append(Text(f"middle {said:g}", RUN_RIGHT + 10, middle + 4))
    texts += [
        Text(words, x, RUN_FOOT + 20, "middle") for (x, _), (_, words) in [*zip(places, told.down, strict=True)][::4]
    ]
    texts.append(Text(RUN_NOTE, RUN_LEFT, RUN_HIGH - 8))
    return Picture(FULL, RUN_HIGH, _read_out(told), _weeks(told, places), tuple(texts), tuple(lines), from_end=True)


def _high(number: float, most: int) -> float:
    """How high a number stands where so many reach the top."""
    return round(RUN_FOOT - (RUN_FOOT - RUN_TOP) * number / most, 1)


def _weeks(told: Told, places: Sequence[tuple[float, float]]) -> tuple[Mark, ...]:
    shifted = set(told.run.shift) if told.run else set()
    shapes = (
        "hollow" if key in told.running else "ring" if n in shifted else "dot" for n, (key, _) in enumerate(told.down)
    )
    return tuple(Mark(shape, x, y) for shape, (x, y) in zip(shapes, places, strict=True))


def _read_out(told: Told) -> str:
    """The numbers, row by row."""
    return " ".join(
        f"{words}: {', '.join(told.cells[down, across].words for across, _ in told.across)}."
        for down, words in told.down
    )


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


_PLOTS: dict[Plot, Callable[[Told], Picture]] = {Plot.GRID: _grid, Plot.BARS: _bars, Plot.RUN: _run}
