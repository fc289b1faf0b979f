"""A school with one child whose story is long, written by the rooms' own actions."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone


def school_with_a_long_story(entries: int) -> tuple[Any, UUID]:
    """A client signed in as the safeguarding lead, and the child with so many concerns."""
    from kith.cases import actions as cases
    from kith.foundation.ids import random_id
    from kith.people import actions as people
    from kith.reference.roles import Role
    from tests.rooms import open_school
    from tests.signin import client_for

    school = open_school("bench", Role.DSL)
    with school.at_work(Role.DSL):
        child = people.create_person(holder=school.holder.id, forename="Mia", surname="Sole", born_on=date(2017, 5, 3))
        people.enrol(person=child, organisation=school.organisation, from_on=date(2024, 9, 2), year_group="4")
    for n in range(entries):
        with school.at_work(Role.DSL):
            record = cases.submit(
                token=random_id(),
                area="concern",
                shared={
                    "danger_now": False,
                    "origin": "seen",
                    "description": f"What was seen on day {n}: late, tired, without a coat.",
                    "immediate_action": "Told the safeguarding lead.",
                },
                own=[cases.OwnAnswers(child.id, "victim", {}, category="cause_for_concern")],
                holder=school.holder.id,
                occurred_at=timezone.now() - timedelta(days=n + 1),
            )
            cases.move_stage(record=record, to="triaged")
    # As the server's own housekeeping would, a minute later.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return client_for(school.posts[Role.DSL].id), child.id
