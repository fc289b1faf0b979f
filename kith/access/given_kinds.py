"""Kinds of concern that a team reads beside the lead: given by whoever answers for the file, and taken back.

It opens nothing to a role that reads no kinds of its own (who only logs stays so), and never child protection.
"""

from uuid import UUID

from django.db.models import QuerySet

from kith.access import actions
from kith.access.holders import live
from kith.access.kinds import givable_kinds
from kith.access.models import Grant, Grantee, Subject
from kith.access.table import permits
from kith.access.words import RecordType, Relation, Verb
from kith.organisations.queries import teams_at
from kith.reference.codes import code_set
from kith.reference.roles import Role

__all__ = ["NotGiven", "givable", "give", "given", "readers", "take_back"]

KINDS = "concern_category"


class NotGiven(Exception):
    """Why a kind is not given: question -> sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


def readers() -> list[Role]:
    """The roles that read kinds of their own, and so may be given more of them."""
    return [role for role in Role if any(_by_kind(one) for one in permits(role, RecordType.CONCERN))]


def _by_kind(permit: object) -> bool:
    return Relation.CATEGORY in permit.because and Verb.READ in permit.verbs  # type: ignore[attr-defined]


def givable() -> list[tuple[str, str]]:
    """The kinds that may be given: all that have no stricter rule of their own."""
    return [(code, code_set(KINDS).label(code)) for code in givable_kinds()]


def given(holder_id: UUID) -> QuerySet[Grant]:
    """What was given of this file and holds now, oldest first."""
    return live(Grant).filter(subject_id=holder_id, relation=Relation.CATEGORY).order_by("since", "id")


def give(*, holder_id: UUID, team_id: UUID | None, kind: str, reason: str) -> Grant:
    """A team reads this kind from now on. Given already, it stays as it is. Raises NotGiven."""
    wrong = {}
    if team_id not in {team.id for team in teams_at(holder_id)}:
        wrong["team"] = "Choose a team in which somebody works."
    if kind not in dict(givable()):
        wrong["kind"] = "Choose a kind from the list."
    if not reason.strip():
        wrong["reason"] = "Say why they have to read these. It is written down."
    if wrong or team_id is None:
        raise NotGiven(wrong)
    stands = next((one for one in given(holder_id).filter(grantee_id=team_id) if one.parts == [kind]), None)
    tie = {"about": holder_id, "about_kind": Subject.HOLDER, "relation": Relation.CATEGORY, "parts": [kind]}
    return stands or actions.grant(to=team_id, to_kind=Grantee.TEAM, purpose=reason.strip(), **tie)  # type: ignore[arg-type]


def take_back(*, holder_id: UUID, grant_id: UUID | None, reason: str) -> None:
    """They read it no more. Raises NotGiven."""
    if not reason.strip():
        raise NotGiven({f"why.{grant_id}": "Say why it closes to them. It is written down."})
    if not given(holder_id).filter(id=grant_id).exists():
        raise NotGiven({"kind": "It was taken back already."})
    actions.end_grant(grant_id=grant_id, reason=reason.strip())  # type: ignore[arg-type]
