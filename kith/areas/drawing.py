"""The stages of an area, drawn: an SVG that cannot lie, since it is made from the declaration.

Stages stand in one column in the order they are declared. A step to the next is a straight arrow,
a longer step forward an arc on the right, a step back an arc on the left. The table under the
picture says the same in words.
"""

from html import escape

from kith.vocabulary import Area

__all__ = ["stage_diagram"]

WIDE, HIGH, DOWN, EDGE, BULGE = 160, 40, 76, 20, 26
STYLE = (
    "text{font:14px sans-serif;text-anchor:middle;fill:#1d2433}"
    "rect{fill:#fff;stroke:#1d2433;stroke-width:1.5}.closes{fill:#e7ebf2}"
    "path{fill:none;stroke:#5a6478;stroke-width:1.5;marker-end:url(#tip)}"
)
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<polygon points="0,0 8,4 0,8" fill="#5a6478"/></marker></defs>'
)


def stage_diagram(area: Area) -> str:
    """The picture as SVG text, with a title and a description for who does not see it."""
    order = {stage.name: row for row, stage in enumerate(area.stages)}
    steps = [(order[m.start], order[m.end]) for m in area.moves]
    left = EDGE + BULGE * max([start - end for start, end in steps if start > end], default=0)
    right = EDGE + BULGE * max([end - start for start, end in steps if end > start + 1], default=0)
    words = "; ".join(f"{area.stage(m.start).title} to {area.stage(m.end).title}" for m in area.moves)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + WIDE + right}'
        f' {2 * EDGE + DOWN * (len(order) - 1) + HIGH}" role="img">',
        f"<title>Stages of {escape(area.title)}</title>",
        f"<desc>{escape(words)}</desc>",
        f"<style>{STYLE}</style>{TIP}",
        *(_step(start, end, left) for start, end in steps),
        *(_box(stage.title, stage.closes, row, left) for row, stage in enumerate(area.stages)),
        "</svg>\n",
    ])  # fmt: skip


def _box(title: str, closes: bool, row: int, x: int) -> str:
    y = _top(row)
    kind = ' class="closes"' if closes else ""
    text = f'<text x="{x + WIDE // 2}" y="{y + HIGH // 2 + 5}">{escape(title)}</text>'
    return f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6"{kind}/>{text}'


def _step(start: int, end: int, left: int) -> str:
    """Arcs leave low and arrive high going forward, the other way going back, so that they stay apart."""
    if end == start + 1:
        middle = left + WIDE // 2
        return f'<path d="M{middle} {_top(start) + HIGH}V{_top(end)}"/>'
    forward = end > start
    x = left + WIDE if forward else left
    bulge = x + (2 if forward else -2) * BULGE * abs(end - start)
    y1 = _top(start) + (HIGH - 8 if forward else 8)
    y2 = _top(end) + (8 if forward else HIGH - 8)
    return f'<path d="M{x} {y1}Q{bulge} {(y1 + y2) // 2} {x} {y2}"/>'


def _top(row: int) -> int:
    return EDGE + DOWN * row
