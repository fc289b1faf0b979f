"""What this room does by the clock."""

from kith.foundation.dates import today
from kith.jobs import Work, nightly
from kith.tasks.ringing import escalate_reviews, ring


@nightly("clocks.ring", system="bell", at="5 5 * * *")
def ring_every_morning(work: Work) -> None:
    """Tell of clocks that run out, before anybody comes to work."""
    with work.opened():
        ring(today())
        escalate_reviews(today())
