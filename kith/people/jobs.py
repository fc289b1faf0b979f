"""The jobs of this room, where the queue looks for them."""

from kith.jobs import Work, nightly
from kith.people.alike import find_each_night, follow_merges
from kith.people.merging import do_join, do_part
from kith.people.words import sweep
from kith.tenancy.models import Holder

__all__ = ["do_join", "do_part", "find_each_night", "follow_merges", "sweep_each_night"]


@nightly("words.sweep", system="matcher", at="40 3 * * *")
def sweep_each_night(work: Work) -> None:
    """Each holder's words in a unit of their own: a holder somebody is writing for waits for the next night."""
    with work.opened():
        holders = list(Holder.objects.values_list("id", flat=True))
    for holder in holders:
        with work.opened():
            sweep(holder)
