"""The page that finds records by their words."""

import pytest
from django.urls import reverse

from kith.cases.words_found import MARK, UNMARK
from kith.tenancy.models import Controller
from kith.web.words.presenters import marked
from tests.rooms import lines
from tests.web.conftest import LEAD, OTHER_LEAD, TEACHER, at_work


def _looked(client, words):
    sent = client.post(reverse("words"), {"words": words})
    assert sent.status_code == 302 and words.split()[0] not in sent["Location"]
    return client.get(sent["Location"]).content.decode()


@pytest.mark.shows("C27")
def test_a_lead_finds_concerns_by_a_word_in_them_and_the_search_is_a_line(demo):
    lead = at_work(LEAD)
    assert "No record has these words" in _looked(lead, "zeppelin")
    page = _looked(lead, "coats")
    assert "<mark>coat</mark>" in page and "Concern" in page
    school = Controller.objects.get(slug="alder-vale").id
    assert [said for said, _ in lines(school, "record.search")] == ["record.search"] * 2


def test_nothing_typed_asks_for_a_word(demo):
    answer = at_work(LEAD).post(reverse("words"), {"words": "  "})
    assert answer.status_code == 422 and "Type one or more words" in answer.content.decode()


@pytest.mark.shows("C27", "C82")
def test_whoever_only_logs_has_no_such_page(demo):
    assert at_work(TEACHER).get(reverse("words")).status_code in (403, 404)


def test_the_address_of_somebody_elses_list_opens_nothing(demo):
    address = at_work(LEAD).post(reverse("words"), {"words": "coat"})["Location"]
    assert at_work(OTHER_LEAD).get(address).status_code == 410


def test_what_was_written_is_text_and_only_our_marks_are_elements():
    said = marked(f"<b>He</b> was {MARK}tired{UNMARK} & <mark>cold</mark>")
    assert said == "&lt;b&gt;He&lt;/b&gt; was <mark>tired</mark> &amp; &lt;mark&gt;cold&lt;/mark&gt;"
