"""The answers of tests/promises/expected_access.csv, looked up without the code they judge."""

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PROMISES = Path(__file__).parent.parent / "promises"
CASE = ("allocated", "co_worker", "team", "manager_chain")
# Whoever may read also sees the summary, and whoever sees that knows that it is so.
INCLUDES = {"read": {"summary", "flag"}, "summary": {"flag"}}
CONTENT = {"summary", "read", "write", "authorise"}
CHANGING = {"submit", "write", "authorise"}
FILTERS = {
    "nothing": lambda verbs: set(),
    "as plain": lambda verbs: verbs,
    "only submit receipt": lambda verbs: verbs & {"submit", "receipt"},
    "only without content": lambda verbs: verbs - CONTENT,
    "only without writing": lambda verbs: verbs - CHANGING,
    "stub": lambda verbs: {"stub"} if verbs else set(),
}


@dataclass(frozen=True)
class Answers:
    """Plain rows by role, type and tie; and rows that hold for a condition."""

    plain: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    twice: list[tuple[str, str, str]] = field(default_factory=list)
    overlays: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)

    def verbs(self, role: str, record_type: str, tie: str) -> frozenset[str]:
        """What is expected with nothing in the way. No row: no access."""
        bare = self.plain.get((role, record_type, "-"), frozenset())
        return self.plain.get((role, record_type, tie), bare)

    def under(self, condition: str, role: str, record_type: str, tie: str, opener: str = "") -> tuple[set[str], str]:
        """What is left under a condition, and what is asked for. `opener` is a second tie beside `tie`."""
        names = [(who, condition, why) for why in (opener or tie, "any") for who in (role, "*")]
        effect, needs = next((self.overlays[name] for name in names if name in self.overlays), ("as plain", ""))
        return FILTERS[effect](set(self.verbs(role, record_type, tie))), needs


@cache
def rows() -> list[dict[str, str]]:
    with (PROMISES / "expected_access.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def areas_of_types() -> dict[str, list[str]]:
    with (PROMISES / "record_types.csv").open(encoding="utf-8") as file:
        return {row["record_type"]: row["areas"].split() for row in csv.DictReader(file)}


@cache
def expected() -> Answers:
    answers = Answers()
    for row in rows():
        ties = CASE if row["relation"] == "case" else (row["relation"],)
        for role in row["role"].split():
            for tie in ties:
                if row["condition"]:
                    answers.overlays[role, row["condition"], tie] = (row["may"], row["needs"])
                    continue
                for kind in row["record_type"].split():
                    _add(answers, (role, kind, tie), row["may"])
    return answers


def _add(answers: Answers, key: tuple[str, str, str], may: str) -> None:
    if key in answers.plain:
        answers.twice.append(key)
    verbs = set() if may == "nothing" else set(may.split())
    answers.plain[key] = frozenset(verbs.union(*(INCLUDES.get(verb, set()) for verb in verbs)))
