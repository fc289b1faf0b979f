"""Which concerns of the board somebody wants to see: whose, of what kind, about which child."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.access.queries import parts_visible_to
from kith.areas import area
from kith.cases.models import Part, Record
from kith.organisations.queries import named
from kith.people.queries import cards
from kith.reference.codes import code_set
from kith.tasks.chasing import unowned_now
from kith.web import asks
from kith.web.answers import id_of
from kith.web.board.kinds import category_words

MINE, NOBODYS = "mine", "nobody"
KINDS = area("concern").field("category").code_set
# So many children can be chosen from.
MOST = 500


@dataclass(frozen=True)
class Wanted:
    """`owner`: mine, nobody, or the number of a post; `kind`: a category; `child`: the number of a child."""

    owner: str = ""
    kind: str = ""
    child: str = ""

    @classmethod
    def asked(cls, given: Mapping[str, Any]) -> "Wanted":
        """What the address says; what means nothing asks for nothing."""
        owner, kind, child = (str(given.get(name, "")) for name in ("owner", "kind", "child"))
        return cls(
            owner if owner in (MINE, NOBODYS) or id_of(owner) else "",
            kind if kind in code_set(KINDS) else "",
            child if id_of(child) else "",
        )

    @property
    def is_all(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True)
class Choices:
    """What can be asked for, each with its words."""

    owners: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    children: tuple[tuple[str, str], ...]


def narrowed(reader: Any, wanted: Wanted) -> QuerySet[Record]:
    """What is wanted of the concerns this reader may read: a kind or a child is looked for in parts they may read."""
    found = asks.records(reader)
    if wanted.owner:
        found = found.filter(_whose(reader, wanted.owner))
    if wanted.kind or wanted.child:
        about = {"category": wanted.kind} if wanted.kind else {}
        about |= {"person_id": UUID(wanted.child)} if wanted.child else {}  # type: ignore[dict-item]
        found = found.filter(id__in=_parts(reader).filter(**about).values("record_id"))
    return found


def choices(reader: Any) -> Choices:
    """Who has any of it, of what kinds it is, and about which children."""
    open_ = asks.records(reader).filter(closed_at=None)
    owners = named(list(open_.exclude(owner_post=None).order_by().values_list("owner_post", flat=True).distinct()))
    about = _parts(reader).filter(record__in=open_.values("id"))
    children = cards(set(about.order_by().values_list("person_id", flat=True).distinct()[:MOST]))
    kinds = set(about.order_by().values_list("category", flat=True).distinct())
    return Choices(
        ((MINE, "Mine"), (NOBODYS, "Nobody’s"), *_by_words({str(id): name for id, name in owners.items()})),
        tuple((code.code, category_words(code.code)) for code in code_set(KINDS) if code.code in kinds),
        _by_words({str(card.id): card.name for card in children.values()}),
    )


def _parts(reader: Any) -> QuerySet[Part]:
    return parts_visible_to(Part.objects.filter(struck=False), reader, all_of="concern").filter(record__area="concern")


def _whose(reader: Any, owner: str) -> Q:
    if owner == MINE:
        return Q(owner_post=reader.post.id)
    return unowned_now() if owner == NOBODYS else Q(owner_post=UUID(owner))


def _by_words(found: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(found.items(), key=lambda one: one[1]))
