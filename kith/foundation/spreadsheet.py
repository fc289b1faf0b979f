"""Cells that a spreadsheet would take for a formula: made harmless on the way out, plain again on the way in.

A file of somebody's words is opened in a spreadsheet, and a cell that begins with = + - or @ is run there, also
behind blanks and quotation marks. A leading apostrophe makes it text. Reading takes just that apostrophe away
again, so that a file may go out and come back ten times without drifting.
"""

__all__ = ["is_risky", "plain_cell", "safe_cell"]

_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")
_PASSED_OVER = " \u00a0\u3000\"'“”‘’"


def is_risky(text: str) -> bool:
    """Would a spreadsheet run this, or might it after the next program has trimmed it?"""
    if text[:1] in _STARTS:
        return bool(text)
    rest = text.lstrip(_PASSED_OVER)
    return bool(rest) and rest[0] in _STARTS


def safe_cell(text: str) -> str:
    """The text as it may stand in a CSV file: =1+1 becomes '=1+1."""
    return "'" + text if is_risky(text) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` was given: '=1+1 becomes =1+1. Any other text stays, O'Neill too."""
    return text[1:] if text[:1] == "'" and is_risky(text[1:]) else text
