"""Who moved school is told apart from who is only known: on a council's index, where several schools are named."""

from datetime import timedelta

import pytest

from kith.foundation.dates import today
from kith.intake import queries
from kith.intake.command import run_import
from kith.intake.models import Row
from kith.intake.sources import Source
from kith.people.actions import end_enrolment
from kith.people.models import Enrolment

HEAD = "Surname,Forename,DOB,School,Leaving date\n"


def into_index(*rows, **more):
    run_import([Source.of_bytes("list.csv", (HEAD + "".join(rows)).encode())], "wexshire", **more)


@pytest.mark.parametrize(
    ("row", "from_there"),
    [
        ("Weller,Kate,2018-02-03,Elm School,\n", "Oak School"),
        ("WELLER,Kate,2018-02-03,Oak School,\n", None),  # where we hold her
        ("Weller,Kate,2018-02-03,Elm School,2023-07-20\n", None),  # she was there once
        ("Weller,Kate,2018-02-03,,\n", None),  # the file does not say where
    ],
)
def test_a_child_the_file_has_at_another_school_has_moved(world, row, from_there):
    into_index("Weller,Kate,2018-02-03,Oak School,\n")
    into_index(row, accept="none")
    with world.council_open():
        batch = Row.objects.order_by("batch__started_at").last().batch
        moved = batch.rows.exclude(moved_from=None).first()
        assert (moved and moved.moved_from.name) == from_there
        assert queries.summary(batch).moved == (1 if from_there else 0)


@pytest.mark.parametrize(("days", "moved"), [(7, 1), (-1, 0)])
def test_who_has_a_last_day_is_held_there_until_it_is_over(world, days, moved):
    into_index("Weller,Kate,2018-02-03,Oak School,\n")
    with world.council_open():
        oak = Enrolment.objects.get()
        end_enrolment(enrolment=oak, on=today() + timedelta(days=days), based_on=oak.n)
    into_index("Weller,Kate,2018-02-03,Elm School,\n", accept="none")
    with world.council_open():
        assert queries.summary(Row.objects.order_by("batch__started_at").last().batch).moved == moved
