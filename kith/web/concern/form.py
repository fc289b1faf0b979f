"""The form of a concern: what was posted, kept as a draft, and made into what the cases room takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kith.areas import area
from kith.cases import declarations
from kith.cases.actions import OwnAnswers
from kith.cases.receipts import OwnWords, Receipt
from kith.foundation.ids import random_id
from kith.foundation.visible import is_blank
from kith.vocabulary import Area, Field
from kith.web.area_form import MOST_PEOPLE, AreaForm
from kith.web.keeping import kept_of

__all__ = ["AREA", "LOOKED_FOR", "NAMED", "OTHER", "Form", "every_question"]

AREA = area("concern")
# What bears on a child's safety has no first guess: an answer nobody gave must not stand in the record.
USUAL_ROLES = ("victim", "witness")
# The last search of a form, so that its page shows what was found. Gone with the next answer that is kept.
LOOKED_FOR = "looked_for"
# What a form begins with, and what its buttons bring.
NOT_TYPED = ("day", "clock", "person", "role", LOOKED_FOR)
# What is asked of a child who is not on the roll, in the form before they are added and with the child afterwards.
NAMED, OTHER = ("named", "about_age", "known_how"), "other"


@dataclass
class Form(AreaForm):
    """The form of a concern."""

    # As it is worked here: what is asked, and the words for it, are the school’s.
    declared: Area = field(default_factory=lambda: declarations.for_new("concern"))
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

    @property
    def named(self) -> dict[UUID, str]:
        """Those who are not on the roll: the place each has in the form, and what they are called."""
        found = {id: self.given.get(f"own.{n}.named", "").strip() for n, id in enumerate(self.people)}
        return {id: name for id, name in found.items() if not is_blank(name)}

    def add_named(self) -> None:
        """Somebody who is not on the roll, as they were just described. Nothing where nothing was said of them."""
        said = {name: self.given.pop(f"{OTHER}.{name}", "").strip() for name in NAMED}
        if is_blank(said["named"]) or len(self.people) >= MOST_PEOPLE:
            self.given |= {f"{OTHER}.{name}": words for name, words in said.items() if words}
            return
        self.given[LOOKED_FOR] = ""
        self.put(random_id())
        prefix = f"own.{len(self.people) - 1}."
        self.given |= {prefix + name: words for name, words in said.items()}

    def says_the_same(self, sent: Receipt) -> bool:
        """Whether what was sent are these words. Of whom is not on the roll the name says who is meant."""
        shared = [part.answers for part in sent.parts if part.person_id is None]
        theirs = [_about(one) for one in sent.parts if one.person_id]
        mine = [_about(one) for one in self.own]
        in_order = (sorted(theirs, key=repr), sorted(mine, key=repr))
        return (shared, in_order[0], sent.occurred_at) == ([self.shared], in_order[1], self.occurred_at)


def every_question(*, own: bool) -> tuple[Field, ...]:
    """As it is asked here; also what a school asks no more, as what was answered then stays said."""
    here = {one.name: one for one in declarations.for_new("concern").asked(own=own)}
    return tuple(here.get(one.name, one) for one in AREA.asked(own=own))


def _about(one: OwnAnswers | OwnWords) -> tuple[Any, ...]:
    return ("" if one.answers.get("named") else str(one.person_id), one.role, one.answers)
