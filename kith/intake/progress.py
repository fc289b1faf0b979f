"""How far an import has come, for a page and a command line alike; and the question whether to stop."""

from collections.abc import Callable
from dataclasses import dataclass

from kith.intake.stages import WORDS, Stage

__all__ = ["Cancelled", "Progress", "Tell", "nobody"]


@dataclass(frozen=True)
class Progress:
    """So many rows of so many, in the stage that runs."""

    stage: Stage
    done: int
    total: int

    @property
    def words(self) -> str:
        """Compared with your records: 4,000 of 9,396"""
        return f"{WORDS[self.stage]}: {self.done:,} of {self.total:,}"


class Cancelled(Exception):
    """Whoever was told of the progress asked to stop. Nothing is in the records."""


# Told after every step; may raise Cancelled.
Tell = Callable[[Progress], None]


def nobody(progress: Progress) -> None:
    """For imports that nobody watches."""
