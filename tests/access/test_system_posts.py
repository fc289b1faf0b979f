"""A system post does what it was declared for and nothing else; whatever it tries beyond that is loud."""

from contextlib import nullcontext

import pytest
from django.db import connection

from kith import audit
from kith.access.holders import rights_of
from kith.access.table import SYSTEM_POSTS, Over
from kith.access.words import Verb
from kith.organisations.models import Team
from kith.people.models import Person
from kith.tenancy import Doer, NotDeclared, Rights, install, tenancy, unit
from kith.tenancy.guard import beyond
from tests.access.conftest import child_of
from tests.rooms import lines

pytestmark = pytest.mark.django_db
READS = [name for name, post in SYSTEM_POSTS.items() if Verb.READ in post.verbs]
CHANGES = [name for name, post in SYSTEM_POSTS.items() if post.verbs & {Verb.SUBMIT, Verb.WRITE}]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


# The same thing tried through the models, and in words of one's own.
READING = {
    "the models": lambda school: Person.objects.count(),
    "raw SQL": lambda school: run("select count(*) from people_person"),
    "a lock": lambda school: Person.objects.select_for_update().first(),
    "a reporting view": lambda school: run("SELECT count(*) FROM reporting.concern"),
}
CHANGING = {
    "a new row": lambda school: Team.objects.create(organisation=school.organisation, name="Stray"),
    "many rows": lambda school: Team.objects.bulk_create([Team(organisation=school.organisation, name="Stray")]),
    "a change": lambda school: Person.objects.update(sort_key="x"),
    "a removal": lambda school: Team.objects.filter(name="Stray")._raw_delete("default"),
    "a change in small letters": lambda school: run('update "people_person" set sort_key = sort_key'),
    "a change inside a query": lambda school: run(
        "WITH gone AS (DELETE FROM organisations_team RETURNING id) SELECT count(*) FROM gone"
    ),
}


def told_off(declared, words):
    """Nothing where it is declared; else loud, and the whole unit is taken back."""
    return nullcontext() if declared else pytest.raises(NotDeclared, match=words)


@pytest.mark.parametrize("how", READING)
@pytest.mark.parametrize("name", SYSTEM_POSTS)
def test_who_is_declared_to_read_reads_and_nobody_else(alder, name, how):
    child_of(alder)
    with told_off(name in READS, f"{name} is not declared to read"), tenancy(alder.controller.id, system=name):
        READING[how](alder)


@pytest.mark.parametrize("how", CHANGING)
@pytest.mark.parametrize("name", SYSTEM_POSTS)
def test_who_is_declared_to_change_changes_and_nobody_else(alder, name, how):
    refusal = f"{name} is not declared to (read|change)"
    with told_off(name in CHANGES, refusal), tenancy(alder.controller.id, system=name):
        CHANGING[how](alder)


def keeps_files(name):
    return SYSTEM_POSTS[name].over is Over.EVERY_HOLDER


@pytest.mark.parametrize("name", SYSTEM_POSTS)
def test_each_of_them_can_say_what_it_did(alder, name):
    with tenancy(alder.controller.id, system=name):
        audit.record("system.try", reason=name, holder=alder.holder.id if keeps_files(name) else None)
    assert lines(alder.controller.id, "system.try") == [("system.try", name)]


def test_there_are_posts_of_every_sort():
    """Without them the walk would hold of nothing."""
    assert READS and CHANGES and set(SYSTEM_POSTS) - set(READS) and set(READS) - set(CHANGES)


def test_a_post_of_a_person_has_no_such_rights_and_is_asked_about_each_thing(alder):
    assert rights_of(Doer(post_id=alder.holder.id)) is None


def test_what_the_ledger_keeps_is_no_reading():
    nothing = Rights(read=False, change=False)
    assert beyond("INSERT INTO audit_leaf (id) VALUES (%s)", nothing) is None
    assert beyond("INSERT INTO audit_leaf (id) SELECT id FROM people_person", nothing) == "read people_person"


def test_without_the_rights_the_clock_would_change_what_it_only_reads(alder):
    """The negative control."""
    before = unit._installed
    install(rights_of=lambda doer: None)
    try:
        with tenancy(alder.controller.id, system="clock"):
            CHANGING["a new row"](alder)
            assert Team.objects.filter(name="Stray").exists()
    finally:
        unit._installed = before
