"""The first words of a long text, for lists and lines: whole words on one line, and a sign that there is more."""

__all__ = ["beginning_of"]


def beginning_of(text: str, most: int) -> str:
    """The text, if it has at most so many characters; else as many whole words of it as fit, and " …"."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
