"""The stages of a batch, in one table: where it stands, what may follow, and how a page says it."""

from enum import StrEnum

__all__ = ["ACCEPTS", "AT_WORK", "NEXT", "WORDS", "Accept", "NotNow", "Outcome", "Stage", "Task", "check_step"]


class Stage(StrEnum):
    QUEUED = "queued"
    STAGED = "staged"
    VALIDATED = "validated"
    MATCHED = "matched"
    REVIEW = "review"
    COMMITTED = "committed"
    UNDONE = "undone"
    CANCELLED = "cancelled"


NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.QUEUED: (Stage.STAGED, Stage.CANCELLED),
    Stage.STAGED: (Stage.VALIDATED, Stage.CANCELLED),
    Stage.VALIDATED: (Stage.MATCHED, Stage.CANCELLED),
    Stage.MATCHED: (Stage.REVIEW, Stage.COMMITTED, Stage.CANCELLED),
    Stage.REVIEW: (Stage.COMMITTED, Stage.CANCELLED),
    # What was set aside may be decided and committed later.
    Stage.COMMITTED: (Stage.COMMITTED, Stage.UNDONE),
    # What had to be kept may be taken back later, when nothing stands on it any more.
    Stage.UNDONE: (Stage.UNDONE,),
    Stage.CANCELLED: (),
}
WORDS = {
    Stage.QUEUED: "Waiting to be read",
    Stage.STAGED: "Read",
    Stage.VALIDATED: "Checked",
    Stage.MATCHED: "Compared with your records",
    Stage.REVIEW: "Waiting for you",
    Stage.COMMITTED: "In the records",
    Stage.UNDONE: "Taken back",
    Stage.CANCELLED: "Cancelled",
}

# How the work towards a stage is said while it goes on.
AT_WORK = {
    Stage.QUEUED: "Waiting for its turn",
    Stage.STAGED: "Reading and checking",
    Stage.MATCHED: "Comparing with your records",
    Stage.COMMITTED: "Putting into the records",
    Stage.UNDONE: "Taking back",
}


class Task(StrEnum):
    """What a job does with a batch, from one thing a person says to the next."""

    COMPARE = "compare"
    COMMIT = "commit"
    UNDO = "undo"


class Outcome(StrEnum):
    """What became of a row: these four, and every row is one of them."""

    NEW = "new"
    MATCHED = "matched"
    REVIEW = "review"
    REJECTED = "rejected"


class Accept(StrEnum):
    """What is put into the records without a person looking.

    exact: a match by number, or by full name and date of birth, and a child nobody is like.
    rule: also what a stated rule joins, because one home or the rest of the name settles it (`people.judging.STATED`).
    none: nothing; a person looks at the batch and commits it.
    """

    EXACT = "exact"
    RULE = "rule"
    NONE = "none"


# What whoever sends a file chooses among: in words, and what that means. What the rule adds is said line by line.
ACCEPTS = {
    Accept.NONE: ("Nothing goes in until you say so", "Every row is compared, and waits until you put it in."),
    Accept.EXACT: (
        "What is certain goes in at once",
        "The same number under the same or a close name; the same full name and date of birth; and children whom "
        "nobody in your records is like. What is only close waits for you.",
    ),
    Accept.RULE: (
        "What is certain and what the stated rule joins goes in at once",
        "As above, and also children with",
    ),
}


class NotNow(ValueError):
    """A step was asked for that does not follow on where the batch stands. The message is a sentence."""


def check_step(now: str, to: Stage) -> None:
    """Raise NotNow unless `to` may follow."""
    if to not in NEXT[Stage(now)]:
        raise NotNow(f"This import is at “{WORDS[Stage(now)]}” and can’t go to “{WORDS[to]}” from there.")
