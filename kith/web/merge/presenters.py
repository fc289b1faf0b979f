"""A merge in words: who asked and agreed, what it did to ties and facts, what was written since."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.access.models import Grant
from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.accounts.queries import names_of
from kith.areas import area
from kith.cases.models import Part
from kith.foundation.dates import in_words, london, moment_in_words
from kith.organisations.models import Post
from kith.organisations.queries import named
from kith.people import alike, parting, queries
from kith.people.merge_rules import DAYS, STANDING, Stage, may_undo
from kith.people.models import Merge, Person
from kith.web.merge.beside import Beside, side_by_side
from kith.web.person.kinds import KINDS
from kith.web.presenters import Child, child

__all__ = ["Page", "Waiting", "of_merge", "persons_of", "waiting"]

MOST = 50
SAID = {
    Stage.ALIKE: "Kith found these two records alike. Nobody has looked at them yet.",
    Stage.PROPOSED: "Proposed. A second person has to agree.",
    Stage.AGREED: "Agreed. It is being done; load this page again in a moment.",
    Stage.DONE: "The two records are one.",
    Stage.DIFFERENT: "They are two persons. Kith does not propose them again.",
    Stage.REFUSED: "It was agreed and could not be done.",
    Stage.UNDO_ASKED: "Somebody has asked to take it apart. A second person has to agree.",
    Stage.UNDO_AGREED: "Agreed. It is being taken apart; load this page again in a moment.",
    Stage.UNDONE: "It was taken apart again.",
}


@dataclass(frozen=True)
class Pair:
    """A line of a list: whom it is about, where it leads, what was said."""

    who: tuple[Child, ...]
    merge: UUID | None
    words: str
    note: str


@dataclass(frozen=True)
class Waiting:
    proposed: tuple[Pair, ...]
    alike: tuple[Pair, ...]

    @property
    def everybody(self) -> set[UUID]:
        return {one.id for pair in (*self.proposed, *self.alike) for one in pair.who}


@dataclass(frozen=True)
class Since:
    """One row that came to name the one who stays since the merge."""

    id: UUID
    words: str


@dataclass(frozen=True)
class Page:
    id: UUID
    stage: str
    words: str
    survivor: Child
    beside: Beside | None
    reasons: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    is_mine: bool
    may_part: bool
    until: str
    ended: tuple[str, ...]
    differences: tuple[str, ...]
    since: tuple[Since, ...]


def persons_of(merge: Merge) -> list[UUID]:
    """Who can be asked about: both, or once they are one the one who stays."""
    return [merge.survivor_id] if merge.stage in STANDING else merge.both


def waiting(reader: Reader, among: QuerySet[Person]) -> Waiting:
    """What this reader may decide, of persons they may write about."""
    ids = among.values("id")
    both = Merge.objects.filter(stage=Stage.PROPOSED, merged__in=ids, survivor__in=ids)
    apart = Merge.objects.filter(stage=Stage.UNDO_ASKED, survivor__in=ids)
    asked = [*both.order_by("at")[:MOST], *apart.order_by("at")[:MOST]]
    found = alike.waiting(among, MOST)
    cards = queries.cards({id for one in (*asked, *found) for id in persons_of(one)})
    who = _names([one.by for one in asked] + [one.undo_by for one in asked])
    return Waiting(
        tuple(_pair(one, cards, _asked_by(one, who)) for one in asked),
        tuple(_pair(one, cards, " ".join(one.reasons)) for one in found),
    )


def _pair(merge: Merge, cards: Any, note: str) -> Pair:
    persons = tuple(child(cards[id]) for id in persons_of(merge))
    return Pair(persons, None if merge.stage == Stage.ALIKE else merge.id, SAID[Stage(merge.stage)], note)


def _asked_by(merge: Merge, who: dict[UUID, str]) -> str:
    by = merge.undo_by if merge.stage == Stage.UNDO_ASKED else merge.by
    return f"Asked by {who.get(by, 'somebody')}." if by else ""


def of_merge(reader: Reader, merge: Merge) -> Page:
    """All that one page says of a merge."""
    together = merge.stage in STANDING
    stands = merge.stage == Stage.DONE and merge.done_at is not None
    asker = merge.undo_by if merge.stage == Stage.UNDO_ASKED else merge.by
    mine = Post.objects.filter(id=asker, user_id=reader.post.user_id).exists()
    return Page(
        id=merge.id,
        stage=merge.stage,
        words=SAID[Stage(merge.stage)],
        survivor=child(queries.cards([merge.survivor_id])[merge.survivor_id]),
        beside=None if together else side_by_side(reader, *merge.both),
        reasons=tuple(merge.reasons),
        told=tuple(_told(merge)),
        is_mine=mine,
        may_part=stands and may_undo(merge.done_at, timezone.now()),  # type: ignore[arg-type]
        until=in_words(london(merge.done_at + timedelta(days=DAYS)).date()) if merge.done_at else "",
        ended=tuple(_ended(merge)) if together else (),
        differences=tuple(_differences(merge)) if together else (),
        since=tuple(_since(reader, merge)) if together else (),
    )


def _told(merge: Merge) -> list[tuple[str, str]]:
    """Who did what, in the order it happened."""
    who = _names([merge.by, merge.decided_by, merge.undo_by, merge.undo_decided_by])
    steps = [
        ("Proposed", merge.by, merge.at, merge.why),
        ("Answered", merge.decided_by, merge.decided_at, merge.answer),
        ("Done", None, merge.done_at, ""),
        ("Asked to take it apart", merge.undo_by, None, merge.undo_why),
        ("Agreed to take it apart", merge.undo_decided_by, None, ""),
        ("Taken apart", None, merge.undone_at, ""),
    ]
    told = []
    for what, by, at, why in steps:
        words = ", ".join(part for part in (who.get(by, "") if by else "", moment_in_words(at) if at else "") if part)
        if words:
            told.append((what, f"{words}. {why}" if why else words))
    return told


def _names(posts: list[Any]) -> dict[UUID, str]:
    return named([one for one in posts if one])


def _ended(merge: Merge) -> list[str]:
    """To whom a tie ended, so that somebody may give it again."""
    ended = merge.steps.filter(did="ended").values_list("row", flat=True)
    ties = list(Grant.objects.filter(id__in=list(ended)).order_by("since"))
    who = names_of([one.grantee_id for one in ties]) | named([one.grantee_id for one in ties])
    return [f"{who.get(one.grantee_id, one.get_grantee_kind_display())}: {one.get_relation_display()}" for one in ties]


def _differences(merge: Merge) -> list[str]:
    """What both have one of: both are kept, and somebody has to settle which is right."""
    stayed = set(merge.steps.filter(did="stayed").values_list("row", flat=True))
    return [kind.said(row) for kind in KINDS.values() for row in kind.model.objects.filter(id__in=stayed)]


def _since(reader: Reader, merge: Merge) -> list[Since]:
    """Facts written since, and parts of records this reader may read; of nothing else it is said that it is there."""
    rows = [(column.model, row) for column, row in parting.written_since(merge) if column.field.name == "person"]
    parts = [row.id for model, row in rows if model is Part]
    found = [Since(row.id, kind.said(row)) for kind in KINDS.values() for model, row in rows if model is kind.model]
    for part in parts_visible_to(Part.objects.filter(id__in=parts), reader).select_related("record"):
        found.append(Since(part.id, f"{area(part.record.area).title} {part.record.reference}"))
    return found
