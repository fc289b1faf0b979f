"""A place in a group in words, through its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.foundation.dates import in_words, moment_in_words, today
from kith.insight.models import GroupPlaceVersion
from kith.insight.register import GROUPS
from kith.reference.codes import code_set
from kith.web.presenters import named

__all__ = ["Placed", "Step", "placed"]


@dataclass(frozen=True)
class Step:
    """One thing that was said of it: what, by whom, when."""

    words: str
    who: str
    when: str
    reason: str = ""


@dataclass(frozen=True)
class Placed:
    """`stands`: it was not taken back; `goes_on`: it has no last day that is over."""

    id: UUID
    title: str
    days: str
    source: str
    why: str
    based_on: int
    stands: bool
    goes_on: bool
    steps: tuple[Step, ...]


def placed(versions: Sequence[GroupPlaceVersion], who: Mapping[UUID, str], why: Mapping[UUID, str]) -> Placed:
    last = versions[-1]
    steps = tuple(_step(one, n, who, why) for n, one in enumerate(versions))
    goes_on = not last.void and (last.until_on is None or last.until_on > today())
    title = code_set(GROUPS).label(last.kind) if last.kind else last.own
    return Placed(
        last.of_id, title, _days(last), last.source, last.why, last.n, not last.void, goes_on, tuple(reversed(steps))
    )  # fmt: skip


def _step(one: GroupPlaceVersion, n: int, who: Mapping[UUID, str], why: Mapping[UUID, str]) -> Step:
    did = "Taken back" if one.void else f"Ends on {in_words(one.until_on)}" if n else "Written down"
    reason = why.get(one.line, "") if one.void else ""
    return Step(did, named(who, one.by) if one.by else "Kith", moment_in_words(one.recorded_at), reason)


def _days(one: GroupPlaceVersion) -> str:
    until = f" until {in_words(one.until_on)}" if one.until_on else ""
    return f"From {in_words(one.from_on)}{until}"
