"""Clocks follow the stages of records, and a record opened in an emergency asks for a review.

Which reaction follows which event stands in kith/wiring.py.
"""

from uuid import UUID

from django.utils import timezone

from kith.access.events import GlassBroken, Shut
from kith.access.models import Grant
from kith.cases import events, just_written
from kith.cases.models import Record
from kith.foundation.dates import london
from kith.foundation.days import Period, Unit, due
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.reference.roles import Role
from kith.tasks import actions, chasing, ending, giving, rules, running
from kith.tasks.models import Task
from kith.tenancy import current

REVIEW = Period(1, Unit.WORKING_DAYS)


def on_record_submitted(event: events.RecordSubmitted) -> None:
    """A new record stands at its first stage: what is due from then on begins."""
    record = just_written.record_of(event.record_id)
    running.start(record, record.stage, record.written_at)


def on_stage_moved(event: events.StageMoved) -> None:
    """A step stops the clocks that waited for it, holds those it pauses, and starts those that count from it. With one
    that ends the work ends what was asked for it."""
    record, now = Record.objects.get(id=event.record_id), timezone.now()
    running.stop(record, event.to_stage, now)
    running.hold(record, event.to_stage, now)
    running.start(record, event.to_stage, now)
    if record.closed_at is not None:
        _taken(record.id)
        ending.end_with(record.id)


def on_record_assigned(event: events.RecordAssigned) -> None:
    """Somebody has it now: nobody is asked to take it any longer."""
    if not chasing.unowned().filter(id=event.record_id).exists():
        _taken(event.record_id)


def _taken(record: UUID) -> None:
    for task in Task.objects.filter(record=record, kind=rules.UNOWNED, done_at=None).order_by("id"):
        actions.finish(task=task, outcome="Taken on.")


def on_part_corrected(event: events.PartCorrected) -> None:
    """An answer was put right: what counts from it is due by the day it says now."""
    running.recount(Record.objects.get(id=event.record_id))


def on_part_identified(event: events.PartIdentified) -> None:
    """It proves to be about another child: so does what was asked of anybody about them."""
    giving.follow(record=event.record_id, before=event.before, person=event.person_id)


def on_person_named(event: events.PersonLinked | events.PartIdentified) -> None:
    """It is about somebody more, or somebody else: what was asked ends where they may not hear of that child."""
    ending.end_what_is_shut(event.record_id)


def on_shut(event: Shut) -> None:
    """Whoever may hear of it no longer does nothing about it either."""
    ending.end_what_is_shut(event.subject_id)


def on_glass_broken(event: GlassBroken) -> None:
    """A record was opened in an emergency: who leads there says within one working day whether rightly."""
    grant = Grant.objects.get(id=event.grant_id)
    opener = Post.objects.select_related("organisation").get(id=grant.grantee_id)
    holder = opener.organisation.files_of_id or current().holders[0]
    others = live_posts().filter(organisation__files_of_id=holder).exclude(user_id=opener.user_id)
    present = {Role(role) for role in others.values_list("role", flat=True)}
    actions.open_task(
        kind=rules.REVIEW,
        words="Review a record that was opened in an emergency",
        holder=holder,
        due_on=due(london(grant.since).date(), REVIEW),
        for_role=rules.reviewer(opener.organisation.kind, present),
        about=grant.id,
        opened_for=opener.id,
    )
