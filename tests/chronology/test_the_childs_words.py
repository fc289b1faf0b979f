"""A line says what the child said, set apart from what was written: from their own part, and of another child never."""

import re
from importlib import import_module
from io import BytesIO

import pypdf
import pytest
from django.db import connection

from kith.areas import area
from kith.cases import actions
from kith.cases.models import Part
from kith.chronology import marking, rules
from kith.chronology.models import Entry, Selection
from kith.web.story.kept import kept_of
from tests.sharing.passing.world import LEAD, NOAHS, ZEDS, open_world
from tests.signin import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return open_world()


def words_of(person):
    return set(Entry.objects.filter(person_id=person).values_list("childs_words", flat=True))


def test_each_line_has_the_words_of_its_own_child(world):
    with world.at(world.oakmere):
        assert words_of(world.noah) == {NOAHS} and words_of(world.zed) == {ZEDS}


def test_words_that_were_put_right_are_put_right_on_the_line(world):
    with world.at(world.oakmere):
        part = Part.objects.get(record=world.concerns[1], person_id=world.noah)
        said = part.answers | {"child_words": "Mum shouted."}
        actions.correct(part=part, answers=said, based_on=part.n, reason="Misheard.", category="bullying")
    with world.at(world.oakmere):
        assert words_of(world.noah) == {NOAHS, "Mum shouted."}


def test_pages_set_them_apart_with_whose_they_are(world):
    lead = client_for(world.oakmere.posts[LEAD].id)
    for page in ("", "chronology/"):
        shown = lead.get(f"/people/{world.noah}/{page}").content.decode()
        quote = shown.split('<blockquote class="k-quote')[1].split("</blockquote>")[0]
        assert NOAHS in quote and "<cite>The child, in their own words</cite>" in quote and ZEDS not in shown


def test_what_another_child_said_is_not_quoted_on_a_line_that_is_struck_out(world):
    made, lead = kept(world), client_for(world.oakmere.posts[LEAD].id)
    pages = [f"/people/{world.noah}/chronology/", f"/people/{world.noah}/chronology/kept/{made.id}/"]
    quoted = [lead.get(page).content.decode().count(NOAHS) for page in pages]
    with world.at(world.oakmere):
        part = Part.objects.get(record=world.concerns[0], person_id=world.noah)
        actions.strike(part=part, reason="It was another Noah.")
    with world.at(world.oakmere):
        assert Entry.objects.get(record=world.concerns[0], person_id=world.noah).childs_words == ""
    assert [lead.get(page).content.decode().count(NOAHS) for page in pages] == [n - 1 for n in quoted]


def kept(world):
    with world.at(world.oakmere) as reader:
        ids = list(Entry.objects.filter(person_id=world.noah).values_list("id", flat=True))
        return marking.select(person_id=world.noah, entries=ids, notes={}, purpose="For court", reader=reader)


def test_what_was_put_together_keeps_them_and_the_copy_for_a_court_says_them(world):
    made = kept(world)
    lead, page = client_for(world.oakmere.posts[LEAD].id), f"/people/{world.noah}/chronology/kept/{made.id}/"
    assert NOAHS in lead.get(page).content.decode()
    asked = {"version": "COURT", "recipient": "Family court", "why": "Proceedings"}
    text = copied(lead, page, asked)
    assert f"In the child’s own words: “{NOAHS}”" in text
    assert NOAHS not in copied(lead, page, asked | {"version": "TRANSFER"}), "it may tell of somebody else"


def copied(lead, page, asked):
    answer = lead.post(page + "copy/", asked)
    if answer.status_code == 422:  # who else is named in it is asked about first
        names = re.findall(r'type="radio" name="(name[^"]*)"', answer.content.decode())
        answer = lead.post(page + "copy/", asked | dict.fromkeys(names, "keep"))
    assert answer.status_code == 200
    return " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(answer.content)).pages).split())


def test_what_was_put_together_before_lines_had_them_says_nothing_of_today(world):
    made = kept(world)
    with world.at(world.oakmere) as reader:
        lines, _ = kept_of(Selection.objects.get(id=made.id), reader)
        assert {one.now for one in lines} == {""} and {one.childs_words for one in lines} == {NOAHS}


def test_lines_from_before_are_told_when_kith_is_brought_up_to_date(world):
    tell = import_module("kith.chronology.migrations.0004_the_childs_words").TELL
    with world.at(world.oakmere):
        Entry.objects.update(childs_words="")
        with connection.cursor() as cursor:
            cursor.execute(tell)
        assert words_of(world.noah) == {NOAHS} and words_of(world.zed) == {ZEDS}


def test_without_any_words_there_are_none():
    assert rules.childs_words_of(area("concern"), {}) == ""
    assert rules.childs_words_of(area("concern"), {"child_words": "a " * 300}).endswith(" …")


def test_lines_that_were_written_under_an_early_number_are_told_then_too(world):
    """And the control: a line that says something keeps it."""
    tell = import_module("kith.chronology.migrations.0005_the_whole_that_was_kept").TELL
    with world.at(world.oakmere):
        told = dict(Entry.objects.filter(area="concern").values_list("id", "told"))
        kept, *others = told
        Entry.objects.filter(id__in=others).update(told="")
        Entry.objects.filter(id=kept).update(told="As it stood.")
        with connection.cursor() as cursor:
            cursor.execute(tell)
        assert dict(Entry.objects.filter(area="concern").values_list("id", "told")) == {**told, kept: "As it stood."}
        assert all(told.values()) and others
