"""The form of a concern: what was posted, kept as a draft, and made into what the cases room takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kith.areas import area
from kith.cases.receipts import Receipt
from kith.vocabulary import Area
from kith.web.area_form import AreaForm
from kith.web.keeping import kept_of

__all__ = ["AREA", "LOOKED_FOR", "Form"]

AREA = area("concern")
SHARED = tuple(AREA.asked(own=False))
OWN = tuple(AREA.asked(own=True))
# What bears on a child's safety has no first guess: an answer nobody gave must not stand in the record.
USUAL_ROLES = ("victim", "witness")
# The last search of a form, so that its page shows what was found. Gone with the next answer that is kept.
LOOKED_FOR = "looked_for"
# What a form begins with, and what its buttons bring.
NOT_TYPED = ("day", "clock", "person", "role", LOOKED_FOR)


@dataclass
class Form(AreaForm):
    """The form of a concern."""

    declared: Area = AREA
    usual_roles: tuple[str, ...] = USUAL_ROLES

    @classmethod
    def new(cls) -> "Form":
        """An empty one, with the time as it is."""
        form = cls({})
        form.begin()
        return form

    @classmethod
    def posted(cls, post: Mapping[str, Any]) -> "Form":
        return cls(kept_of(post))

    @property
    def is_begun(self) -> bool:
        """Whether anything stands in it but whom it is about and what it began with: else nothing would be lost."""
        return any(value.strip() for name, value in self.given.items() if name.rpartition(".")[2] not in NOT_TYPED)

    def add_mark(self, n: int) -> str:
        """One more row for a mark on the n-th person. Returns the name of its first answer."""
        return self.add_row(f"own.{n}.marks", "site")

    def says_the_same(self, sent: Receipt) -> bool:
        """Whether what was sent are these words."""
        shared = [part.answers for part in sent.parts if part.person_id is None]
        theirs = {part.person_id: (part.role, part.answers) for part in sent.parts if part.person_id}
        mine = {one.person_id: (one.role, one.answers) for one in self.own}
        return (shared, theirs, sent.occurred_at) == ([self.shared], mine, self.occurred_at)
