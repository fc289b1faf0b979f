"""The adults a file names beside a child: each a proposal to tie the child to somebody we know, or to somebody new.

A file says what an adult is called, what they are to the child, and whether they have parental responsibility: no date
of birth and no number. So the rule of `people.matching` never finds one surely: whoever has the same name is shown, and
a person says whether it is them. Where nobody has, a new adult needs no more than a yes.

Nothing is proposed where somebody of the household has a protected address. Who a child lives with, or that two people
belong together, is what a family in hiding must not have written down for it.

Worked example: the transfer file of Kate Sole names Dana Sole, her mother. Nobody here is called so: accepted, Dana is
written down and tied to Kate on both pages. The file of Kate's brother names her again: now she is offered for a link.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kith.access.reader import Reader
from kith.foundation.dates import today
from kith.intake.facts import PROTECTED
from kith.intake.models import Batch, Row, Settled
from kith.intake.pupils import Contact
from kith.intake.sight import hidden
from kith.people.candidates import as_stored, candidates_for
from kith.people.looked_for import by_looks, name_pair
from kith.people.matching import Candidate, Child, Verdict, compare
from kith.people.models import Relationship
from kith.people.queries import kept_secret

__all__ = ["TYPES", "Named", "named_in", "open_of", "pair_of", "rows_of", "settled_of", "sure", "withheld"]

# What files call an adult, and our word for it. Anything else is asked.
TYPES = {
    "MTH": "mother", "PAM": "mother", "MOTHER": "mother", "FTH": "father", "PAF": "father", "FATHER": "father",
    "STP": "step_parent", "FOP": "foster_carer", "GRP": "grandparent", "PARENT": "parent", "GUARDIAN": "guardian",
}  # fmt: skip
# Nobody younger is taken for the adult a file names.
GROWN_UP = 16


@dataclass(frozen=True)
class Named:
    """An adult a row names; who it might be among those we know; what was decided about it."""

    row: Row
    contact: Contact
    candidates: tuple[UUID, ...] = ()
    settled: Settled | None = None

    @property
    def called(self) -> str:
        return f"{self.contact.forename} {self.contact.surname}".strip()

    @property
    def type(self) -> str:
        """What they are to the child, where the file's word for it is known."""
        return TYPES.get(self.contact.relationship.upper(), "")

    @property
    def what(self) -> str:
        """Which of the adults of the row this is, without the name."""
        words = f"adult\n{self.called}\n{self.contact.relationship}"
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def key(self) -> str:
        """What a button sends."""
        return f"{self.row.id}-{self.what[:16]}"


def open_of(batch: Batch, reader: Reader) -> list[Named]:
    """The adults of rows in the records nobody has decided about, with whom each might be; those the reader may see.

    Somebody of the same name who is tied to the child already is that adult, and not asked about.
    """
    rows, _ = rows_of(batch)
    decided = set(_decided(rows).values_list("row_id", "what"))
    waiting = [one for one in named_in(rows) if (one.row.id, one.what) not in decided]
    waiting = _not_tied(waiting)
    found = _with_candidates(batch, waiting)
    whom = {one.key: {one.row.person_id, *one.candidates} for one in found}
    everybody = set[UUID]().union(*whom.values())
    closed = hidden(everybody, reader) | kept_secret(everybody)
    return [one for one in found if not closed & whom[one.key]]


def settled_of(batch: Batch, reader: Reader) -> list[Named]:
    """What was decided and not taken back, the latest first."""
    rows, _ = rows_of(batch)
    decided = {(one.row_id, one.what): one for one in _decided(rows)}
    found = [Named(one.row, one.contact, (), decided.get((one.row.id, one.what))) for one in named_in(rows)]
    closed = hidden({one.row.person_id for one in found}, reader)
    said = [one for one in found if one.settled and one.row.person_id not in closed]
    return sorted(said, key=lambda one: one.settled.at, reverse=True)  # type: ignore[union-attr]


def sure(waiting: Sequence[Named]) -> list[Named]:
    """Those who need no more than a yes: it is said who they are, and nobody is called so here or again in the file."""
    names = Counter(one.called.casefold() for one in waiting)
    return [
        one
        for one in waiting
        if one.type and one.contact.forename and not one.candidates and names[one.called.casefold()] == 1
    ]


def withheld(batch: Batch) -> int:
    """Of how many children no adult is proposed, because somebody's address is protected."""
    return rows_of(batch)[1]


def rows_of(batch: Batch) -> tuple[list[Row], int]:
    """Rows in the records that name adults; and how many are left out for a protected household."""
    there = batch.rows.filter(staged__has_key="contacts", back_line=None).exclude(applied_at=None).order_by("n")
    rows = list(there)
    secret = _protected({row.person_id for row in rows})
    open_ = [row for row in rows if row.person_id not in secret and list(PROTECTED) not in row.proposals]
    return open_, len(rows) - len(open_)


def _protected(children: set[UUID]) -> set[UUID]:
    """Those of these children who have a protected address, or live with somebody who has."""
    home = Relationship.objects.filter(person_id__in=list(children), lives_with=True, until_on=None)
    pairs = list(home.values_list("person_id", "other_id"))
    secret = kept_secret({*children, *(other for _, other in pairs)})
    return (children & secret) | {child for child, other in pairs if other in secret}


def named_in(rows: Iterable[Row]) -> list[Named]:
    """Every adult these rows name."""
    return [Named(row, Contact.from_json(one)) for row in rows for one in row.staged["contacts"]]


def _decided(rows: Sequence[Row]) -> QuerySet[Settled]:
    return Settled.objects.filter(row__in=rows, taken_back_at=None)


def _not_tied(waiting: Sequence[Named]) -> list[Named]:
    """Without those whose name somebody has who is tied to the child."""
    children = {one.row.person_id for one in waiting}
    ties = list(Relationship.objects.filter(person_id__in=list(children)).values_list("person_id", "other_id"))
    known = as_stored({other for _, other in ties})
    names = {(child, name) for child, other in ties for name in known[other].names}
    return [one for one in waiting if (one.row.person_id, pair_of(one)) not in names]


def _with_candidates(batch: Batch, waiting: Sequence[Named]) -> list[Named]:
    """Each with those of the holder who may be meant, whoever shares the child's home first."""
    asked = {n: _as_child(one) for n, one in enumerate(waiting)}
    found = candidates_for(asked, holder_id=batch.holder_id, ask=by_looks)
    too_young = today().replace(day=1, month=1).replace(year=today().year - GROWN_UP)
    return [
        Named(one.row, one.contact, tuple(_like(asked[n], found.get(n, ()), too_young, one.row.person_id)))
        for n, one in enumerate(waiting)
    ]


def _like(adult: Child, among: Iterable[Candidate], too_young: date, child: UUID) -> list[UUID]:
    compared = [
        (compare(adult, one.child), one.person_id)
        for one in among
        if one.person_id != child and not (one.child.born and one.child.born > too_young)
    ]
    like = [(not found.at_home, person) for found, person in compared if found.verdict is not Verdict.DIFFERENT]
    return [person for _, person in sorted(like)]


def _as_child(one: Named) -> Child:
    """The adult as matching compares somebody: by name, and by the child's home if they live there."""
    homes = one.row.staged.get("addresses", ()) if one.contact.lives_with else ()
    postcodes = frozenset(home["postcode"] for home in homes if home["postcode"])
    return Child(frozenset([pair_of(one)]), None, {}, postcodes)


def pair_of(one: Named) -> tuple[str, str]:
    """How an adult is looked for among those of a child."""
    return name_pair(one.contact.forename, one.contact.surname)
