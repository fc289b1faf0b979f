"""What this room does by the clock."""

from kith.jobs import Work, nightly
from kith.people.words import sweep
from kith.tenancy.models import Holder


@nightly("words.sweep", system="matcher", at="40 3 * * *")
def sweep_each_night(work: Work) -> None:
    """Each holder's words in a unit of their own: a holder somebody is writing for waits for the next night."""
    with work.opened():
        holders = list(Holder.objects.values_list("id", flat=True))
    for holder in holders:
        with work.opened():
            sweep(holder)
