"""What this room does by the clock."""

from kith.conduct.lending import tell_what_is_over
from kith.conduct.telling import tell_of_what_waits
from kith.jobs import Work, nightly


@nightly("adults.tell", system="bell", at="15 5 * * *")
def tell_every_morning(work: Work) -> None:
    """Heads and chairs come and go: whoever came to answer for something is told, before anybody comes to work."""
    with work.opened():
        tell_what_is_over()
        tell_of_what_waits()
