"""Promise: a child who is somebody's own family is on no page of theirs, whatever their role opens.

Every page there is is asked for as a lead, before they say so and after: what the first walk shows of the child is the
control, and the second shows nothing of it. A page that is added is walked by itself.
"""

import pytest
from django.urls import reverse

from kith.access import closing
from kith.access.words import BarKind
from kith.cases.models import Part, Record
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from tests.promises.page_table import Page
from tests.promises.page_world import BROUGHT_BY, SIGNED_BY, World, make_world
from tests.promises.test_pages_by_role import AT_WORK, ask
from tests.signin import client_for

pytestmark = pytest.mark.django_db
WHO, NAME = Role.DSL, "Zephyrine"
# What is typed is shown again, so it is typed with a small letter.
LOOKED_FOR = {
    "find": {"words": NAME.lower()},
    "find_while_typing": {"words": NAME.lower()},
    "own_family": {"look_for": NAME.lower(), "do": "look"},
}


@pytest.fixture
def world(db):
    return make_world([WHO, Role.HEADTEACHER, Role.DEPUTY_DSL])


def marks_of(world: World) -> set[str]:
    """What would give the child away: her name, her id, the numbers of records that are about nobody else, and the
    schools she came from and moved to.

    What the lead wrote stays among what they have sent, by its number: they know what they wrote.
    """
    child, school = world.here.child, world.here.school
    with school.at_work(WHO):
        parts = Part.objects.filter(person_id=child).values("record_id")
        others = Record.objects.exclude(id=world.here.own[WHO])
        alone = others.filter(id__in=parts).exclude(parts__person__in=Person.objects.exclude(id=child))
        return {NAME, str(child), SIGNED_BY, BROUGHT_BY, *alone.values_list("reference", flat=True)}


def telling(world: World, marks: set[str], pages: list[Page]) -> set[str]:
    """The pages that show one of these marks to the lead, as they stand and as answers to her name."""
    client = client_for(world.here.school.posts[WHO].id)
    texts = [(page.name, ask(client, "GET", page, world.ids(page.about, WHO)[0]).text) for page in pages]
    for name, words in LOOKED_FOR.items():
        texts.append((name, client.post(reverse(name), words, follow=True).content.decode()))
    return {name for name, text in texts if any(mark in text for mark in marks)}


def test_ones_own_child_is_on_no_page_at_all(world):
    school = world.here.school
    with school.at_work(WHO):
        people.add_name(person=Person.objects.get(id=world.here.child), kind="legal", forename=NAME, surname="Ash")
    marks, pages = marks_of(world), [page for page in AT_WORK if page.name not in LOOKED_FOR]
    before = telling(world, marks, pages)
    assert len(before) >= 40 and {"board", "find", "merges", "patterns", "files"} <= before, (
        "the control: a lead who is no family is shown her everywhere"
    )
    with school.at_work(Role.HEADTEACHER):
        closing.keep_from(
            user_id=school.posts[WHO].user_id, person_id=world.here.child, kind=BarKind.CONFLICT, reason="Own daughter."
        )
    after = telling(world, marks, pages)
    assert after == set(), after
