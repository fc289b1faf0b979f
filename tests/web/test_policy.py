"""Every page says who it is for, or nothing starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import path

from kith.web import policy


def test_every_page_there_is_has_a_policy_that_access_knows() -> None:
    policy.require_everywhere()
    assert len(list(policy.all_pages())) > 30


def silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_page_that_says_nothing_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same check over addresses with one silent page."""
    monkeypatch.setattr(policy, "all_pages", lambda: [("silent", silent)])
    with pytest.raises(ImproperlyConfigured, match="silent"):
        policy.require_everywhere()


def test_so_does_a_policy_nobody_has_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up = policy.page(policy="person.peek")(silent)
    monkeypatch.setattr(policy, "all_pages", lambda: [("made_up", made_up)])
    with pytest.raises(ImproperlyConfigured, match="made_up"):
        policy.require_everywhere()


def test_no_address_carries_more_than_ids_and_what_is_sealed() -> None:
    from kith.web.urls import urlpatterns

    converters = {
        type(one).__name__ for entry in urlpatterns if isinstance(entry, type(path("", silent)))
        for one in entry.pattern.converters.values()
    }  # fmt: skip
    assert converters <= {"UUIDConverter", "StringConverter", "SlugConverter", "IntConverter"}
    # A number is the place of a child in a referral, or which version of a document it is.
    numbered = {e.name for e in urlpatterns if "int:" in str(e.pattern)}
    assert numbered == {"settle_child", "shown_document", "download_document"}
    assert [e.name for e in urlpatterns if "str:" in str(e.pattern)] == ["found", "words_found", "calendar_feed"]
    # A slug is a controller's, a kind of fact, the place of a form on a page, or the name of a report, a question or a
    # group as it is declared; never what somebody typed.
    counted = {"report", "print_report", "export_report", "trend", "keep_question", "trend_rows", "group"}
    slugs = {e.name for e in urlpatterns if "slug:" in str(e.pattern)}
    said = {e.name for e in urlpatterns if "/said/<slug:slug>/" in str(e.pattern)}
    assert slugs - said == {"theme", "keep_beside_record"} | counted
