"""What is said of a delivery that could not be taken, and of one over which something broke that nobody thought of."""

import logging
from traceback import extract_tb

from kith.intake.feeds.asking import Refused
from kith.intake.placing import NoPlace
from kith.intake.sources import BadFile
from kith.jobs import Interrupted

__all__ = ["UNFORESEEN", "why_not"]

UNFORESEEN = (
    "Something in it is written as Kith does not expect it, so nothing of it was taken. Tell whoever runs Kith: the "
    "log says where it stopped."
)
logger = logging.getLogger(__name__)


def why_not(wrong: Exception) -> str:
    """A sentence for the run, so that it ends and the next feed has its turn. What is no fault of the delivery is
    raised again: a worker that stops, a folder that can't be read."""
    if isinstance(wrong, (BadFile, NoPlace, Refused)):
        return str(wrong)
    if isinstance(wrong, (Interrupted, OSError)):
        raise wrong
    # Its own message may hold what the delivery said, so the log has the kind and the place.
    places = [f"{frame.filename}:{frame.lineno}" for frame in extract_tb(wrong.__traceback__)[-4:]]
    logger.error("A feed was refused over %s at %s", type(wrong).__name__, ", ".join(places))
    return UNFORESEEN
