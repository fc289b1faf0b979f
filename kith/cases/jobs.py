"""What this room does by the clock."""

from kith.cases.destroying import carry_on_each_night, carry_out
from kith.cases.wording import catch_up
from kith.jobs import Work, nightly

__all__ = ["carry_on_each_night", "carry_out", "catch_up_each_night"]


@nightly("words.catch_up", system="matcher", at="50 3 * * *")
def catch_up_each_night(work: Work) -> None:
    """So many records in a unit of their own, until all can be searched."""
    while True:
        with work.opened():
            if not catch_up():
                return
        work.go_on()
