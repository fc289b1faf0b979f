"""What this room does by the clock."""

from kith.foundation.dates import now, today
from kith.jobs import Work, nightly
from kith.tasks.chasing import chase_actions, chase_unowned
from kith.tasks.reminding import ring_reminders
from kith.tasks.ringing import escalate_reviews, ring, ring_hours


@nightly("clocks.ring", system="bell", at="5 5 * * *")
def ring_every_morning(work: Work) -> None:
    """Tell of clocks that run out, before anybody comes to work."""
    with work.opened():
        ring(today())
        escalate_reviews(today())
        chase_actions(today())
        chase_unowned(today())
        ring_reminders(today())


@nightly("clocks.ring_hours", system="bell", at="*/15 * * * *")
def ring_every_quarter(work: Work) -> None:
    """Tell of clocks that count hours: what runs out tonight is not left for the morning."""
    with work.opened():
        ring_hours(now())
