"""Paper: only what the Print form let out, and on it by whom, when and that it is confidential."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.browser import expect
from tests.web.conftest import LEAD, at_work
from tests.web.test_pages import a_child_of, body, lines


def test_a_page_is_blank_on_paper_until_the_form_lets_it_out(opened: Callable[..., Any]) -> None:
    page = opened(LEAD)
    page.goto("/concerns/")
    page.locator(".k-queue a").first.click()
    concern = page.url
    page.locator("section h2 a").first.click()
    person = page.url
    for address in (concern, person):
        page.goto(address)
        page.emulate_media(media="print")
        expect(page.locator("main")).to_be_hidden()
        expect(page.locator(".k-unprinted")).to_be_visible()
        # Control: on a screen the same page is there.
        page.emulate_media(media="screen")
        expect(page.locator("main")).to_be_visible()
        page.add_init_script("window.print = () => {}")
        page.locator("summary").filter(has_text="Print").click()
        page.get_by_label("What is the print for?").fill("Meeting with the parents")
        page.get_by_role("button", name="Show it for printing").click()
        expect(page.get_by_role("status")).to_contain_text("ready for paper")
        page.emulate_media(media="print")
        expect(page.locator("main")).to_be_visible()
        expect(page.locator(".k-print-line")).to_be_visible()
        page.emulate_media(media="screen")


def test_what_is_let_out_says_by_whom_when_and_what_it_is(demo: None) -> None:
    lead = at_work(LEAD)
    child, name = a_child_of(lead)
    assert lead.post(f"/people/{child}/print/", {"purpose": " \u200b "}).status_code == 422
    assert lines("release.print") == []
    paper = body(lead.post(f"/people/{child}/print/", {"purpose": "Meeting with the parents"}))
    assert name in paper
    assert re.search(rf"Confidential: .*Printed by {LEAD}, .* on \d+ \w+ \d{{4}} at \d\d:\d\d", paper)
    assert "for: <bdi>Meeting with the parents</bdi>" in paper
    assert lines("release.print")[-1][:2] == ([child], "Meeting with the parents")
    assert "k-print-line" not in body(lead.get(f"/people/{child}/"))
