"""What of a feed is asked about first: so much at once that a fault is likelier than life. No Django."""

__all__ = ["asks_first", "sentence"]

SHARE, FEW = 10, 5


def asks_first(count: int, among: int) -> bool:
    """More than a tenth of those it has on the roll, and more than a handful.

    Of a school of 40 children six may go on one day, and of one of 900 ninety.
    """
    return count > max(FEW, among // SHARE) and among > 0


def sentence(what: str, count: int, among: int) -> str:
    return (
        f"{what} {count:,} of the {among:,} children it has on the roll, which is more than a feed does by itself. "
        "Nothing was changed for them. If it is right, put this import in; if not, cancel it and see to the feed."
    )
