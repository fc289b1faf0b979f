"""Records the benches write by the thousand have the shape of one that was sent."""

import pytest
from django.db import connection

from bench import many
from kith.cases.models import Part, PartVersion, Record, StageMove
from kith.chronology.models import Entry
from kith.reference.roles import Role
from kith.tasks.models import RunningClock
from tests.cases.council import form, open_council

pytestmark = pytest.mark.django_db
OFFICER = Role.MASH_OFFICER
OF_RECORD = (StageMove, Part, PartVersion, Entry, RunningClock)
# What differs from one record to the next, and what nobody has done to the one that was just sent.
OWN = {"id", "of_id", "record_id", "reference", "token", "line", "answers", "seen_at", "seen_by"}

TIMES = ("_at", "_on", "_from", "at")


def shape(front, record):
    """Every row of a record without what is its own; of moments whether they are there."""
    with front.at_work(OFFICER):
        rows = [("Record", Record.objects.filter(id=record).values())]
        rows += [(model.__name__, model.objects.filter(record=record).values()) for model in OF_RECORD]
        return sorted((name, plain(row)) for name, found in rows for row in found)


def plain(row):
    said = {name: value for name, value in row.items() if name not in OWN}
    return str({name: value is not None if name.endswith(TIMES) else value for name, value in said.items()})


def test_they_are_as_a_record_that_was_sent(db):
    front = open_council()["front"]
    with front.at_work(OFFICER):
        sent = front.send("contact")
    drawn = many.Records(
        controller=front.controller, holder=front.holder, writer=front.posts[OFFICER], persons=front.children[:1],
        count=2, area="contact", stage="received", role="subject", shared=form("contact"), prefix="MANY",
        clocks=("decided", "feedback"),
    )  # fmt: skip
    with front.at_work(OFFICER):
        many.write(connection.connection, drawn)
        made = list(Record.objects.filter(reference__startswith="MANY").values_list("id", flat=True))
    assert len(made) == 2 and all(shape(front, id) == shape(front, sent.id) for id in made)
