"""Whose work a record is: giving it to a post, and handing it back."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.access import actions as access
from kith.access.holders import live
from kith.access.models import Grant, Grantee, Subject
from kith.access.words import Relation
from kith.cases import events, rules
from kith.cases.models import Assignment, Record
from kith.cases.once import once
from kith.cases.writing import doer, line
from kith.organisations.queries import live_post, posts_in, takes_work
from kith.people.models import Person
from kith.tenancy import announce
from kith.tenancy.numbers import number_of_each


@once(Assignment)
def assign(*, record: Record, post_id: UUID, reason: str = "") -> Assignment:
    """Give a record an owner, so that nothing stands unowned. The tie opens it to them, and closes to who had it."""
    if live_post(post_id) is None:
        raise rules.NotAllowed("This post has ended. Choose somebody who works here now.")
    stands = Record.objects.select_for_update().get(id=record.id)
    newest = Assignment.objects.filter(record=record, post=post_id).order_by("-at", "-id").first()
    if stands.owner_post == post_id and newest is not None:
        return newest  # pressed twice: it is theirs already
    if stands.owner_post is not None:
        _untie(stands)
    team = stands.team
    if team is not None and not posts_in(team).filter(id=post_id).exists():
        _untie_team(stands)
        team = None
    access.grant(
        to=post_id,
        to_kind=Grantee.POST,
        about=record.id,
        about_kind=Subject.RECORD,
        relation=Relation.ALLOCATED,
    )
    return _given(record, post_id, team, "assign", reason)


@once(Assignment)
def assign_team(*, record: Record, team_id: UUID, reason: str = "") -> Assignment:
    """Give a record to a team: it opens to all of it and is nobody's of it yet, and closes to who had it."""
    if not takes_work(team_id):
        raise rules.NotAllowed("Nobody works in this team now, or it is ending. Choose somebody, or another team.")
    stands = Record.objects.select_for_update().get(id=record.id)
    newest = Assignment.objects.filter(record=record).order_by("-at", "-id").first()
    if (stands.team, stands.owner_post) == (team_id, None) and newest is not None:
        return newest  # pressed twice: it is theirs already
    if stands.owner_post is not None:
        _untie(stands)
    if stands.team != team_id:
        _untie_team(stands)
        _tie_team(record.id, team_id)
    return _given(record, None, team_id, "assign_team", reason)


@once(Assignment)
def hand_back(*, record: Record, reason: str) -> Assignment:
    """The owner can't go on with it: it goes back to the team with a reason, and stands unowned on its list."""
    rules.check_words(reason)
    stands = Record.objects.select_for_update().get(id=record.id)
    if stands.owner_post is None or stands.owner_post != doer():
        raise rules.NotAllowed("Only who has this record can hand it back.")
    _untie(stands)
    return _given(record, None, stands.team, "hand_back", reason)


def put_back(*, record: Record, given_to: UUID, before: UUID | None) -> Assignment | None:
    """Whoever gave a record away by mistake takes that back: it is as it was. Nothing, if it has gone on since."""
    stands = Record.objects.select_for_update().get(id=record.id)
    newest = Assignment.objects.filter(record=record).order_by("-at", "-id").first()
    if newest is None or (newest.post, newest.by, stands.owner_post) != (given_to, doer(), given_to):
        return None
    _tie_again(stands, Assignment.objects.filter(record=record).exclude(id=newest.id).order_by("-at", "-id").first())
    if before is not None and live_post(before) is not None:
        again: Assignment = assign(record=record, post_id=before, reason="Taken back.")
        return again
    _untie(stands)
    return _given(record, None, stands.team, "put_back", "Taken back.")


def work_of(team_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Team -> how many open records and children it has, over all files: for who keeps teams and opens none of it."""
    teams = list(team_ids)
    children = live(Grant).filter(grantee_id__in=teams, subject_kind=Subject.PERSON, relation=Relation.TEAM)
    records = number_of_each(Record.objects.filter(team__in=teams, closed_at=None), "team")
    return dict(Counter(records) + Counter(children.values_list("grantee_id", flat=True)))


def _tie_team(record_id: UUID, team_id: UUID) -> None:
    about = {"about": record_id, "about_kind": Subject.RECORD, "relation": Relation.TEAM}
    access.grant(to=team_id, to_kind=Grantee.TEAM, **about)


def _tie_again(stands: Record, earlier: Assignment | None) -> None:
    """To the team that had it before it was given away, if somebody works there still."""
    team = earlier.team if earlier else None
    if team is None or team == stands.team or not takes_work(team):
        return
    _untie_team(stands)
    _tie_team(stands.id, team)
    stands.team = team
    stands.save(update_fields=["team"])


def _given(record: Record, post_id: UUID | None, team: UUID | None, verb: str, reason: str) -> Assignment:
    record.owner_post, record.team = post_id, team
    record.save(update_fields=["owner_post", "team"])
    made = Assignment.objects.create(
        record=record,
        holder_id=record.holder_id,
        post=post_id,
        team=record.team,
        at=timezone.now(),
        by=doer(),
        reason=reason,
    )
    line(record, verb, reason=reason, detail={"post": str(post_id or ""), "team": str(record.team or "")})
    announce(events.RecordAssigned(record.id, post_id))
    return made


def _untie(record: Record) -> None:
    _end(record, relation=Relation.ALLOCATED, grantee_kind=Grantee.POST, grantee_id=record.owner_post)


def _untie_team(record: Record) -> None:
    _end(record, relation=Relation.TEAM, grantee_kind=Grantee.TEAM, grantee_id=record.team)


def _end(record: Record, **which: Any) -> None:
    for tie in live(Grant).filter(subject_id=record.id, **which):
        access.end_grant(grant_id=tie.id)


def allocate(*, person: Person, post_id: UUID, why: str = "") -> Grant:
    """Give a child's work to a post: they see the child, and write their service's records. Given twice it is once."""
    if live_post(post_id) is None:
        raise rules.NotReady({"to": "This post has ended. Choose somebody who works here now."})
    return _allocated_to(person, post_id, Grantee.POST, Relation.ALLOCATED, why)


def allocate_team(*, person: Person, team_id: UUID, why: str = "") -> Grant:
    """Give a child's work to a team: everybody who works in it sees the child and may begin records, while they do."""
    if not takes_work(team_id):
        raise rules.NotReady({"to": "Nobody works in this team now, or it is ending. Choose another."})
    return _allocated_to(person, team_id, Grantee.TEAM, Relation.TEAM, why)


def _allocated_to(person: Person, to: UUID, kind: Grantee, relation: Relation, why: str) -> Grant:
    Person.objects.select_for_update(no_key=True).get(id=person.id)
    if (stands := next((one for one in allocated(person.id) if one.grantee_id == to), None)) is not None:
        return stands
    about = {"about": person.id, "about_kind": Subject.PERSON, "relation": relation}
    return access.grant(to=to, to_kind=kind, **about, purpose=why.strip()[:200])


def allocated(person_id: UUID) -> QuerySet[Grant]:
    """The allocations of this child to posts and teams that hold now, oldest first."""
    to_post = Q(grantee_kind=Grantee.POST, relation=Relation.ALLOCATED)
    to_team = Q(grantee_kind=Grantee.TEAM, relation=Relation.TEAM)
    about = {"subject_kind": Subject.PERSON, "subject_id": person_id}
    return live(Grant).filter(to_post | to_team, **about).order_by("since", "id")


def end_allocation(*, grant: Grant, why: str) -> None:
    """It ends now, for a reason. A record the post has stays theirs until it is given to somebody else. Ends once."""
    rules.check_words(why)
    Person.objects.select_for_update(no_key=True).get(id=grant.subject_id)
    if live(Grant).filter(id=grant.id).exists():
        access.end_grant(grant_id=grant.id, reason=why.strip()[:200])
