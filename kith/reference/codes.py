"""Code sets: lists of codes with their words and the days they are valid, read from `data/`.

    code_set("concern_category").label("bullying")

A set never loses a code: an old record still says it. Whether a code may be chosen is a question
of a day; whether it can be read is not.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

__all__ = ["Code", "CodeSet", "code_set", "declare", "kept_sets", "names_of_sets"]

DATA = Path(__file__).with_name("data")
_DECLARED: dict[str, "CodeSet"] = {}
_COMMON = ("code", "label", "valid_from", "valid_until")


@dataclass(frozen=True)
class Code:
    """One code, its words, and the first and last day it may be chosen."""

    code: str
    label: str
    valid_from: date | None = None
    valid_until: date | None = None
    more: Mapping[str, str] = field(default_factory=dict, hash=False)

    def is_valid(self, on: date) -> bool:
        """Whether it may be chosen for something that happened on this day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )


@dataclass(frozen=True)
class CodeSet:
    """A named list of codes in the order people should meet them."""

    name: str
    codes: Mapping[str, Code] = field(hash=False)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __getitem__(self, code: str) -> Code:
        return self.codes[code]

    def __len__(self) -> int:
        return len(self.codes)

    def label(self, code: str) -> str:
        """The words of a code; a code the set has never had is shown as it stands."""
        found = self.codes.get(code)
        return found.label if found else code

    def choices(self, on: date | None = None) -> tuple[tuple[str, str], ...]:
        """Code and words of what may be chosen on a day, or of all there ever was."""
        return tuple((c.code, c.label) for c in self if on is None or c.is_valid(on))


@cache
def code_set(name: str) -> CodeSet:
    """The set of this name. An unknown name is an error: it is always a slip in a declaration."""
    if name not in names_of_sets():
        raise KeyError(f"There is no code set {name!r}.")
    if name in _DECLARED:
        return _DECLARED[name]
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        codes = [_code(row) for row in csv.DictReader(file)]
    return CodeSet(name, {c.code: c for c in codes})


def declare(name: str, codes: Mapping[str, str]) -> str:
    """A short list that one service area alone asks from, declared beside its questions; its name.

    A list several ask from, or one that somebody else keeps, is a file in `data/`.
    """
    made = CodeSet(name, {code: Code(code, label) for code, label in codes.items()})
    if name in kept_sets() or _DECLARED.setdefault(name, made).codes != made.codes:
        raise ValueError(f"There is a code set {name!r} already.")
    return name


def names_of_sets() -> frozenset[str]:
    """Every set there is: the files in the folder, and what areas declare."""
    return kept_sets() | set(_DECLARED)


@cache
def kept_sets() -> frozenset[str]:
    """The sets that are files of this room."""
    return frozenset(path.stem for path in DATA.glob("*.csv"))


def _code(row: dict[str, str]) -> Code:
    more = {key: value for key, value in row.items() if key not in _COMMON}
    return Code(row["code"], row["label"], _day(row["valid_from"]), _day(row["valid_until"]), more)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
