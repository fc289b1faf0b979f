"""The stand-ins for Playwright: the browser works and the test's thread may still ask the database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.browser import NO_CHROMIUM, chromium, expect, violations

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


def test_without_chromium_a_run_says_how_many_were_skipped_and_why() -> None:
    """At its end, in words, and not only among the letters s."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "DATABASE_", "PYTEST_"))}
    two = ["test_axe_sees_a_picture_without_words", "test_axe_sees_what_is_too_small_to_press"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"{__file__}::{one}" for one in two)],
        cwd=Path(__file__).parents[2],
        env=outside | {"KITH_CHROMIUM": "/no/such/browser"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    assert f"2 browser journeys were skipped: {NO_CHROMIUM}" in ran.stdout
