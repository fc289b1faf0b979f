"""When two persons may be merged, and taken apart again. Pure.

1. Whoever proposes has looked at both; a second person with the duty, another account, agrees.
2. What speaks against it has to be answered: two different numbers, or another forename at the same birthday, as twins
   have. Such a pair is never proposed by Kith, and a person who proposes it says why in more than a few words.
3. For 90 days it can be taken apart again, by two as well.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.people.judging import Verdict
from kith.people.matching import Child, against, compare

__all__ = ["DAYS", "LONG_REASON", "Seen", "Stage", "may_undo", "missing_in", "seen"]

DAYS = 90
LEAST, LONG_REASON = 10, 40


class Stage(enum.StrEnum):
    """Where it stands."""

    # The rule says so, and nobody has looked yet.
    ALIKE = "alike"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done"
    # Looked at, and two persons: not proposed again.
    DIFFERENT = "different"
    # Agreed and not done, for the reason that stands in its answer.
    REFUSED = "refused"
    UNDO_ASKED = "undo asked"
    UNDO_AGREED = "undo agreed"
    UNDONE = "undone"


# The merged one is found under the survivor.
STANDING = (Stage.DONE, Stage.UNDO_ASKED, Stage.UNDO_AGREED)
# Somebody, or the queue, has something to do.
WAITING = (Stage.PROPOSED, Stage.AGREED, Stage.UNDO_ASKED, Stage.UNDO_AGREED)


@dataclass(frozen=True)
class Seen:
    """What the rule says of a pair: what speaks for one person, and what for two."""

    verdict: Verdict
    reasons: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def is_alike(self) -> bool:
        """Whether it is proposed without anybody having asked."""
        return self.verdict is not Verdict.DIFFERENT and not self.against


def seen(one: Child, other: Child) -> Seen:
    """The two side by side, as the rule of matching has it."""
    found = compare(one, other)
    return Seen(found.verdict, found.reasons, tuple(against(one, other)))


def missing_in(reason: str, against: Sequence[str]) -> str:
    """What a reason still lacks, in a sentence; nothing where it will do."""
    said = len(" ".join(reason.split()))
    if said < LEAST:
        return "Say why they are one person, so that a colleague can judge it."
    if against and said < LONG_REASON:
        return "Something speaks for two persons. Say how you know that they are one all the same."
    return ""


def may_undo(done_at: datetime, now: datetime) -> bool:
    return now < done_at + timedelta(days=DAYS)
