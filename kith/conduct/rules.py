"""Who answers for a concern about an adult, and what can be done about one. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from kith.foundation.days import Period, Unit, due
from kith.foundation.names import normalise
from kith.people.why import likeness_of

__all__ = [
    "LAW",
    "STAGES",
    "STEPS",
    "Step",
    "is_the_chairs",
    "may_be_called",
    "may_mean",
    "names",
    "names_a_head",
    "next_stage",
    "officer_due",
    "speaks_of_a_head",
]

LAW = "Keeping children safe in education, Part four: concerns and allegations about staff, low-level ones among them"
STAGES: Mapping[str, str] = MappingProxyType({
    "sent": "Nothing done yet",
    "looking": "Looked into",
    "with_lado": "With the designated officer of the council",
    "closed": "Closed",
})  # fmt: skip
# What was done -> its words, and where it then stands; nothing: where it stood.
Step = tuple[str, str]
STEPS: Mapping[str, Step] = MappingProxyType({
    "talked": ("Talked with them", "looking"),
    "asked": ("Asked somebody who was there", "looking"),
    "low_level": ("Decided: it is below the harm threshold", "looking"),
    "threshold": ("Decided: it may meet the harm threshold", "looking"),
    "lado": ("Told the designated officer of the council", "with_lado"),
    "advice": ("Heard from the designated officer", "with_lado"),
    "note": ("Noted", ""),
    "closed": ("Closed, with what came of it", "closed"),
    "reopened": ("Taken up again", "looking"),
})  # fmt: skip

# Once it may meet the harm threshold the designated officer is told within this; these say that it was done, or that
# it need not be.
OFFICER_WITHIN = Period(1, Unit.WORKING_DAYS)
STARTS_OFFICER, ENDS_OFFICER = "threshold", frozenset({"lado", "advice", "low_level", "closed"})

# What a head is called who is not called by name, and what stands before anybody's.
HEADS = ("head", "principal")
# How one is spoken of: neither a deputy nor the head of a year, and no part of anybody's body.
_SPOKEN = re.compile(
    r"(?<!deputy )(?<!assistant )(?<!vice )\b(?:head[ -]?(?:teacher|master|mistress)|principal)s?\b"
    r"|\b(?:the|our|my)(?: (?:acting|executive|interim|new|old|former))? head\b(?! (?:of|boy|girl)\b)",
    re.IGNORECASE,
)
# Other words for one, and how they are signed.
CALLED = frozenset({"boss", "leader", "ht", "headmaster", "headmistress"})
BEFORE_A_NAME = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "the", "of", "and", "our", "my"})


class NotReady(Exception):
    """What keeps it from being sent or done: field -> a sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


def names_a_head(typed: str) -> bool:
    """Whether somebody is named by being the head: "the Headteacher", "our principal"."""
    words = normalise(typed).split()
    return any(word.startswith(HEADS) or word in CALLED for word in words) or "".join(words[-2:]) == "ht"


def may_mean(typed: str, head: str) -> bool:
    """Whether what was typed may mean this head: by what they are, or by one of their names, nearly as it is spelt."""
    theirs = _names(head)
    alike = any(_is_like(one, other) for one in _names(typed) for other in theirs)
    return names_a_head(typed) or alike or _is_initials(typed, theirs)


def _is_initials(typed: str, theirs: Sequence[str]) -> bool:
    """ "P. D.", "PD" and "Mr D" of Peter Dunne."""
    letters = "".join(word for word in normalise(typed).split() if word not in BEFORE_A_NAME)
    first = [name[0] for name in theirs]
    return letters == "".join(first) or (len(letters) == 1 and letters in first)


def names(words: str, head: str) -> bool:
    """Whether somebody who writes of another calls this head by a name, as it is spelt: "Mr Dunne was rude"."""
    return bool({name for name in _names(head) if len(name) > 2} & set(normalise(words).split()))


def may_be_called(typed: str, name: str) -> bool:
    """Whether what was typed may be the name of this colleague: all that both give, nearly as it is spelt. A name they
    share is not enough: more people bear it than a head. "The head" is not Tom Headley."""
    theirs = _names(name)
    words = [word for word in _names(typed) if word not in HEADS or word in theirs]
    few, many = sorted((words, theirs), key=len)
    alike = bool(few) and all(any(_is_like(one, other) or _is_like(other, one) for other in many) for one in few)
    return alike or normalise(typed) == normalise(name)


def _names(text: str) -> list[str]:
    return [word for word in normalise(text).split() if word not in BEFORE_A_NAME and len(word) > 1]


def _is_like(typed: str, name: str) -> bool:
    return typed == name or likeness_of(typed, name) is not None


def speaks_of_a_head(words: str) -> bool:
    """Whether a head is spoken of in what somebody wrote."""
    return _SPOKEN.search(" ".join(words.split())) is not None


def is_the_chairs(*, about_a_head: bool, headed: bool) -> bool:
    """Whether whoever chairs the governors answers for it, and not the head: of what is about a head, and of everything
    while nobody is head."""
    return about_a_head or not headed


def officer_due(steps: Iterable[tuple[str, date]]) -> date | None:
    """By which day the designated officer is to be told, of what was done and when, in its order; None where nobody has
    to, or they were. Said twice, it is the first day that counts."""
    since = None
    for kind, day in steps:
        if kind in ENDS_OFFICER:
            since = None
        elif kind == STARTS_OFFICER:
            since = since or day
    return due(since, OFFICER_WITHIN) if since else None


def next_stage(stage: str, kind: str) -> str | None:
    """Where it stands after this was done; None where it can't be done from here."""
    if kind not in STEPS or (stage == "closed") is not (kind == "reopened"):
        return None
    return STEPS[kind][1] or ("looking" if stage == "sent" else stage)
