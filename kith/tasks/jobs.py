"""What this room does by the clock."""

from uuid import UUID

from kith.foundation.dates import now, today
from kith.jobs import Work, job, nightly
from kith.organisations.models import Organisation
from kith.tasks.chasing import chase_actions, chase_unowned
from kith.tasks.reminding import ring_reminders
from kith.tasks.ringing import escalate_reviews, ring, ring_hours
from kith.tasks.running import recount_school_days


@nightly("clocks.ring", system="bell", at="5 5 * * *")
def ring_every_morning(work: Work) -> None:
    """Tell of clocks that run out, before anybody comes to work."""
    with work.opened():
        ring(today())
        escalate_reviews(today())
        chase_actions(today())
        chase_unowned(today())
        ring_reminders(today())


@job("calendar.recount", system="bell")
def recount_after_calendar(work: Work, organisation: UUID) -> None:
    """Whoever told the terms of a school may open none of its files: what counts its days is counted anew for them."""
    with work.opened():
        recount_school_days(Organisation.objects.get(id=organisation))


@nightly("clocks.ring_hours", system="bell", at="*/15 * * * *")
def ring_every_quarter(work: Work) -> None:
    """Tell of clocks that count hours: what runs out tonight is not left for the morning."""
    with work.opened():
        ring_hours(now())
