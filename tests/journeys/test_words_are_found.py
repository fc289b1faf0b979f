"""A safeguarding lead looks for words in records: from Find, by keyboard, at a desk and on a phone."""

import pytest

from tests.browser import follow, is_fit_for_all
from tests.web.conftest import LEAD, demo_live, opened  # noqa: F401  (fixtures)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_lead_finds_concerns_by_their_words(opened, width):  # noqa: F811
    page = opened(LEAD, width=width)
    page.goto("/find/")
    follow(page, page.get_by_role("link", name="Search in records"))
    is_fit_for_all(page)
    page.get_by_label("Words in a record").fill("coat lunch")
    page.keyboard.press("Enter")
    page.locator("mark").first.wait_for()
    assert "coat" not in page.url and "coat" not in page.title()
    is_fit_for_all(page)
    follow(page, page.locator(".k-people a").first)
    assert "coat" in page.locator("main").inner_text()
