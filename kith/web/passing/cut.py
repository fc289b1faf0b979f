"""A long list in parts: so many at once, how many older ones there are, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

__all__ = ["Cut", "cut"]


@dataclass(frozen=True)
class Cut:
    """One part of a list. `name` says in the address which part it is."""

    rows: Sequence[Any]
    name: str
    n: int
    more: int
    before: int

    @property
    def of(self) -> str:
        """Of how many in all, where this part is not all of them."""
        return f" of {self.before + len(self.rows) + self.more:,}" if self.more or self.before else ""

    @property
    def newer(self) -> str:
        return f"?{self.name}={self.n - 1}#{self.name}" if self.n > 1 else ""

    @property
    def older(self) -> str:
        return f"?{self.name}={self.n + 1}#{self.name}" if self.more else ""

    @property
    def words(self) -> str:
        return "1 older file" if self.more == 1 else f"{self.more:,} older files"


def cut(request: HttpRequest, name: str, found: QuerySet[Any], most: int) -> Cut:
    """The part that is asked for; the first where none is. Past the end it is empty, and leads back."""
    text = request.GET.get(name, "")
    n = max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    rows = list(found[(n - 1) * most : n * most])
    # Counted only where there may be more.
    more = max(found.count() - n * most, 0) if len(rows) == most else 0
    return Cut(rows, name, n, more, (n - 1) * most)
