"""Drafts of a form that is open twice: nobody's words are written over."""

import pytest

from kith.cases import drafts
from kith.cases.drafts import OpenPage
from kith.cases.models import Draft
from kith.foundation.ids import random_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(school):
    """Save these words as one page's n-th, under the form's number."""
    token = random_id()

    def save(page, edit, words, seen=""):
        with school.as_teacher():
            answers, typed_on = {"description": words}, OpenPage(page, edit, seen)
            drafts.save(token=token, area="concern", answers=answers, holder=school.holder, page=typed_on)

    save.token = token
    return save


def words_of(school):
    with school.as_teacher():
        return sorted(one.answers["description"] for one in drafts.mine("concern"))


def test_two_pages_of_one_form_keep_both_texts(school, keep):
    for n, (page, words) in enumerate((("one", "A"), ("two", "B"), ("one", "A a"), ("two", "B b"), ("one", "A a a"))):
        keep(page, n, words)
    assert words_of(school) == ["A a a", "B b"]


def test_a_page_opened_with_the_words_of_another_takes_them_on(school, keep):
    keep("one", 1, "A")
    keep("two", 1, "A and more", seen="one.1")
    assert words_of(school) == ["A and more"]


def test_a_page_that_has_not_shown_the_newest_words_does_not_take_their_place(school, keep):
    keep("one", 1, "A")
    keep("one", 2, "A newer")
    keep("two", 1, "A and more", seen="one.1")
    assert words_of(school) == ["A and more", "A newer"]


def test_words_that_arrive_late_are_older_words(school, keep):
    keep("one", 2, "Newer")
    keep("one", 1, "Older")
    assert words_of(school) == ["Newer"]


def test_sending_one_page_keeps_what_the_other_typed(school, keep):
    keep("one", 1, "A")
    with school.as_teacher():
        drafts.set_apart(token=keep.token, page=OpenPage("two", 1))
        school.send(token=keep.token)
    assert words_of(school) == ["A"]


def test_without_setting_apart_the_first_text_is_gone(school, keep, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(drafts, "set_apart", lambda **given: None)
    keep("one", 1, "A")
    keep("two", 1, "B")
    assert words_of(school) == ["B"]


def test_what_is_written_beside_a_record_is_no_form_of_its_own(school):
    with school.as_teacher():
        record = school.send()
        number = drafts.beside(record.id, "words")
        drafts.save(
            token=number,
            area="concern",
            answers={"words": "Later"},
            holder=school.holder,
            about=record.id,
            place="words",
        )
        assert not drafts.mine().exists()
        stands, apart = drafts.kept_beside(record.id)
        assert stands["words"].answers == {"words": "Later"} and apart == []
    with school.as_lead():
        assert drafts.kept_beside(record.id) == ({}, [])
        assert Draft.objects.count() == 1
