"""The error of a value that cannot be read: its message is a sentence for the person who typed it."""

__all__ = ["NotAValue"]


class NotAValue(ValueError):
    """A text is not the value it should be. `str(error)` is a plain sentence that may be shown."""
