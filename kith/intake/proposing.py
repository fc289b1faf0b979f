"""What a file said about somebody known and that was not written over what people said: accepted, or turned down.

What would be written is found again at the moment somebody accepts it, from the row and from what we hold then. If
what we hold has changed since the proposal was shown, nothing is written and the sentence says so.

Worked example: the lead corrected Kate Weller to Kate Wellers from her passport; the next class list says Kate Ward.
The list proposes "Name: Kate Wellers, the file says Kate Ward". Accepted, the name has a further version, Kate Ward,
which the ledger line `person.import.accept` wrote; taken back, it says Kate Wellers again by one version more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.intake.committing import SOURCE, at_rest, of_school
from kith.intake.difference import Change, Proposed
from kith.intake.differing import difference
from kith.intake.facts import PROTECTED, facts_of
from kith.intake.held import COMPARED, Held
from kith.intake.models import Batch, Row, Settled, print_of
from kith.intake.placing import Placement, schools_named
from kith.intake.pupils import Pupil
from kith.intake.stages import NotNow
from kith.people import bulk
from kith.people.models import Enrolment, PersonName
from kith.tenancy import current, history
from kith.tenancy.models import Fact

__all__ = ["Proposal", "accept", "open_of", "settled_of", "take_back", "turn_down", "withheld"]


@dataclass(frozen=True)
class Proposal:
    """One fact a row proposes: what it is, as we held it, as the file says it; and what was decided about it."""

    row: Row
    fact: str
    ours: str
    theirs: str
    settled: Settled | None = None

    @property
    def what(self) -> str:
        """Which of the row's proposals this is, without its words."""
        return print_of(self.fact, self.ours, self.theirs)

    @property
    def key(self) -> str:
        """What a button sends."""
        return f"{self.row.id}-{self.what[:16]}"

    @property
    def words(self) -> Proposed:
        return (self.fact, self.ours, self.theirs)


def open_of(batch: Batch) -> list[Proposal]:
    """What waits for a person, in the order of the file. What is withheld for a protected address is not among it."""
    return [one for one in _all_of(batch) if one.settled is None]


def settled_of(batch: Batch) -> list[Proposal]:
    """What was decided and not taken back, the latest first."""
    found = [one for one in _all_of(batch) if one.settled is not None]
    return sorted(found, key=lambda one: one.settled.at, reverse=True)  # type: ignore[union-attr]


def withheld(batch: Batch) -> list[Row]:
    """Rows that gave an address beside a protected one: it was not kept, so there is nothing to accept."""
    rows = batch.rows.filter(proposals__contains=[list(PROTECTED)], back_line=None)
    return list(rows.exclude(applied_at=None).order_by("n"))


def accept(*, proposal: Proposal) -> Settled:
    """Write what the file says, as a further version. Raises NotNow if it no longer follows on what we hold."""
    row = _alone(proposal)
    changes = _would(row, proposal)
    if not changes:
        raise NotNow(
            "What you hold has changed since this was proposed. Look at the child’s page, then turn this down."
        )
    line = audit.record("person.import.accept", **_about(proposal))
    fact = _write(row, changes, line)
    return _settle(proposal, accepted=True, fact=fact.id, n=fact.n)


def turn_down(*, proposal: Proposal) -> Settled:
    """Leave what we hold as it is."""
    _alone(proposal)
    audit.record("person.import.turn_down", **_about(proposal))
    return _settle(proposal, accepted=False)


def take_back(*, proposal: Proposal) -> None:
    """Undo the decision: what was written says again what it said before, and the proposal waits once more."""
    found = Settled.objects.select_for_update(of=("self",)).filter(id=proposal.settled and proposal.settled.id).first()
    if found is None or found.taken_back_at is not None:
        raise NotNow("This was taken back already.")
    line = audit.record("person.import.take_back", **_about(proposal))
    if found.accepted:
        _unwrite(_MODELS[proposal.fact], found, line)
    found.taken_back_at = timezone.now()
    found.save(update_fields=["taken_back_at"])


def _all_of(batch: Batch) -> list[Proposal]:
    rows = batch.rows.exclude(proposals=[]).exclude(applied_at=None).order_by("n")
    decided = {(one.row_id, one.what): one for one in Settled.objects.filter(row__batch=batch, taken_back_at=None)}
    found = []
    for row in rows:
        for fact, ours, theirs in row.proposals:
            if (fact, ours, theirs) != PROTECTED:
                one = Proposal(row, fact, ours, theirs)
                found.append(replace(one, settled=decided.get((row.id, one.what))))
    return found


def _alone(proposal: Proposal) -> Row:
    """The row, while nobody else decides about it. Raises NotNow if somebody did."""
    at_rest(proposal.row.batch)
    row = Row.objects.select_for_update(of=("self",)).select_related("batch__school").get(id=proposal.row.id)
    if row.back_line is not None:
        raise NotNow("This row was taken back out of the records.")
    if Settled.objects.filter(row=row, what=proposal.what, taken_back_at=None).exists():
        raise NotNow("This is decided already.")
    return row


def _would(row: Row, proposal: Proposal) -> tuple[Change, ...]:
    """What the difference between the row and what we hold now would write, if a person says so."""
    pupil, batch = Pupil.from_json(row.staged), row.batch
    placement = Placement(batch.holder_id, batch.school)
    schools = {} if batch.school else schools_named([pupil.school])
    school = placement.school_of(pupil.school, schools)
    arriving = facts_of(pupil, school=school, holder_id=batch.holder_id, source=SOURCE[batch.kind])
    held = Held.of([row.person_id], holder_id=row.holder_id, arriving=[arriving])
    against = held.against(row.person_id)
    found = difference(arriving, older=True, day=batch.as_of, **against, **of_school(row, school))
    if proposal.fact == "Two schools" and (added := found.added.get(Enrolment)):
        # The other school has let the child go since.
        return (Change(Enrolment, None, None, added[0]),)
    return found.would.get(proposal.words, ())


def _write(row: Row, changes: Iterable[Change], line: UUID) -> Any:
    """Give the fact that was written last: what ends makes room for it."""
    for change in changes:
        whose = {} if change.id else {"person_id": row.person_id}
        said = {**change.values, **whose}
        fact = history.write(change.model, id=change.id, based_on=change.n, values=said, line=line)
        _follow(change.model, [row.person_id])
    return fact


def _unwrite(model: type[Fact], settled: Settled, line: UUID) -> None:
    """All that was written with the fact, by the same line, the last first."""
    versions = history.versions_model(model).objects
    main = versions.get(of_id=settled.fact, n=settled.n)
    for version in versions.filter(person_id=main.person_id, line=main.line).order_by("-id"):
        fact = model.objects.filter(id=version.of_id).first()
        if fact is None or fact.n != version.n:
            raise NotNow("Somebody has changed it since. Put it right on the child’s page.")
        if version.n == 1:
            history.withdraw(model, id=fact.id, based_on=1, line=line)
        else:
            before = versions.get(of_id=fact.id, n=version.n - 1)
            names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "controller", "n")]
            said = {name: getattr(before, name) for name in names}
            history.write(model, id=fact.id, based_on=fact.n, values=said, line=line)
    _follow(model, [main.person_id])


def _follow(model: type[Fact], persons: Iterable[UUID]) -> None:
    if model is PersonName:
        bulk.follow_names(persons)


def _settle(proposal: Proposal, *, accepted: bool, **written: Any) -> Settled:
    doer = current().doer
    return Settled.objects.create(
        row=proposal.row,
        holder_id=proposal.row.holder_id,
        what=proposal.what,
        accepted=accepted,
        by=doer.post_id or doer.on_behalf_of,
        at=timezone.now(),
        **written,
    )


def _about(proposal: Proposal) -> dict[str, Any]:
    detail = {"row": str(proposal.row.id), "fact": proposal.fact}
    return {"subjects": [proposal.row.person_id], "holder": proposal.row.holder_id, "detail": detail}


_MODELS: dict[str, type[Fact]] = {
    **dict(
        zip(("Name", "Born", "Number", "Address", "School", "Support at school", "Next school"), COMPARED, strict=True)
    ),
    "Two schools": Enrolment,
    "On roll again": Enrolment,
}
