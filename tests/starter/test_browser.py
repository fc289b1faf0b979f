"""The stand-ins for Playwright: the browser works and the test's thread may still ask the database."""

import pytest
from django.db import connection

from tests.browser import chromium, expect, violations

PAGE = (
    "data:text/html,<html lang=en><title>T</title><main><h1>Hello</h1>"
    "<button onclick=\"this.textContent='Done'\">Go</button>"
)


@pytest.mark.django_db
def test_a_page_and_a_query_in_one_test(page) -> None:
    page.goto(PAGE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("button")).to_have_text("Done")
    assert page.title() == "T"
    assert [b.text_content() for b in page.get_by_role("button").all()] == ["Done"]
    assert violations(page) == []


def test_axe_sees_a_picture_without_words(page) -> None:
    page.goto("data:text/html,<html lang=en><title>T</title><main><h1>Hi</h1><img src='data:,'>")
    assert any(problem.startswith("image-alt") for problem in violations(page))


def test_axe_sees_what_is_too_small_to_press(page) -> None:
    tiny = "<button style='width:8px;height:8px;padding:0;border:0;margin:1px' aria-label=Go></button>"
    page.goto(f"data:text/html,<html lang=en><title>T</title><main><h1>Hi</h1>{tiny * 3}")
    assert any(problem.startswith("target-size") for problem in violations(page))


def test_a_script_error_is_seen(browser_thread) -> None:
    from tests.browser import Pages

    pages = Pages(browser_thread)
    page = pages()
    page.goto("data:text/html,<script>nonsense()</script>")
    pages.close()
    assert any("nonsense" in problem for problem in pages.problems)


def test_without_chromium_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_CHROMIUM", "/no/such/browser")
    assert chromium() is None
