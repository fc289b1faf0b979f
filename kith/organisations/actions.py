"""Opening controllers, organisations and posts. A post and its account's reach are written together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.audit import keys
from kith.organisations import queries
from kith.organisations.models import Organisation, Post, Team
from kith.organisations.rules import reads_about_others
from kith.reference.roles import Role
from kith.tenancy import current
from kith.tenancy.models import Controller, Holder


def open_controller(*, slug: str, kind: str, name: str, settings: dict[str, Any] | None = None) -> Controller:
    """A new tenant, with its keys. Outside any tenancy: it is the platform that grows."""
    controller = Controller.objects.create(slug=slug, kind=kind, name=name, settings=settings or {})
    keys.create(controller.id)
    return controller


def add_holder(*, slug: str, name: str, is_index: bool = False) -> Holder:
    holder = Holder.objects.create(slug=slug, name=name, is_index=is_index)
    audit.record("holder.add", detail={"holder": str(holder.id)})
    return holder


def add_organisation(*, kind: str, name: str, files_of: Holder | None = None, **numbers: str) -> Organisation:
    """A school, service, trust office or agency; `laestab` and `urn` where it has them."""
    organisation = Organisation.objects.create(kind=kind, name=name, files_of=files_of, **numbers)
    audit.record("organisation.add", detail={"organisation": str(organisation.id)})
    return organisation


def bring_up_to_date(*, organisation: Organisation, **values: Any) -> None:
    """What the register of establishments says of it: name, URN, the day it closed."""
    Organisation.objects.filter(id=organisation.id).update(**values)
    audit.record("organisation.update", detail={"organisation": str(organisation.id), "fields": sorted(values)})


def add_team(*, organisation: Organisation, name: str) -> Team:
    team = Team.objects.create(organisation=organisation, name=name)
    audit.record("team.add", detail={"team": str(team.id)})
    return team


def rename_team(*, team: Team, name: str) -> None:
    """It is called otherwise from now on, also where it stands on work it was given before."""
    audit.record("team.rename", detail={"team": str(team.id), "from": team.name, "to": name})
    Team.objects.filter(id=team.id).update(name=name)


def end_team(*, team: Team, until: datetime | None = None) -> None:
    """Nothing is given to it from this minute on, and it is gone with the end of its last day."""
    Team.objects.filter(id=team.id).update(until=until or timezone.now())
    audit.record("team.end", detail={"team": str(team.id), "until": str(until or "")})


def grant_post(
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    team: Team | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Post:
    """Give somebody a role at an organisation; they can choose it with their next sign-in."""
    post = Post.objects.create(
        user=user, organisation=organisation, role=role, team=team, since=since or timezone.now(), until=until
    )
    accounts.grant_reach(
        user_id=user.id,
        controller_id=current().controller_id,
        post_id=post.id,
        since=post.since,
        until=until,
        reads=reads_about_others(role),
    )
    audit.record("post.grant", detail={"post": str(post.id), "role": role.value})
    return post


def end_post(*, post_id: UUID, until: datetime | None = None) -> None:
    """End a post. Its reach ends in the same transaction, so the next request of an open session is refused."""
    ends = until or timezone.now()
    Post.objects.filter(id=post_id).update(until=ends)
    queries.read_again(post_id)
    accounts.end_reach(post_id=post_id, until=ends)
    audit.record("post.end", detail={"post": str(post_id)})


def put_in_team(*, post: Post, team: Team, since: datetime | None = None, until: datetime | None = None) -> None:
    """It works in this team from then on: what is given to the team is open to it, and stands on its My day."""
    Post.objects.filter(id=post.id).update(team=team, team_since=since or timezone.now(), team_until=until)
    queries.read_again(post.id)
    detail = {"post": str(post.id), "team": str(team.id), "until": str(until or "")}
    audit.record("team.put_in", detail=detail)


def put_out_of_team(*, post: Post, until: datetime | None = None) -> None:
    """It works in its team no longer, and what was open to it as one of the team closes in the same minute."""
    Post.objects.filter(id=post.id).update(team_until=until or timezone.now())
    queries.read_again(post.id)
    audit.record("team.put_out", detail={"post": str(post.id), "team": str(post.team_id), "until": str(until or "")})


def publish_agreement(*, text: str) -> int:
    """A new wording of the end-user agreement, by somebody of a controller; its number."""
    number = accounts.publish_agreement(text=text).number
    audit.record("agreement.publish", detail={"version": number})
    return number
