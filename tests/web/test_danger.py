"""A child in danger now: loud for whoever leads, on every page, until somebody has opened it."""

from __future__ import annotations

import re

from tests.web.conftest import LEAD, OTHER_LEAD, TEACHER, at_work
from tests.web.test_pages import a_child_of, body, start, typed

BANNER = "A child is in danger now: "


def test_nothing_about_safety_is_answered_beforehand(demo) -> None:
    page = body(at_work(TEACHER).get(start(teacher := at_work(TEACHER))))
    (asked,) = re.findall(r'<fieldset[^>]*>(?:(?!</fieldset>).)*name="danger_now"(?:(?!</fieldset>).)*', page, re.S)
    assert "checked" not in asked
    (choices,) = re.findall(r'<select[^>]*name="origin"[^>]*>(.*?)</select>', page, re.S)
    assert not any(re.findall(r'value="([^"]*)" selected', choices))
    child, _ = a_child_of(at_work(LEAD))
    address, gone = start(teacher), {"danger_now", "origin"}
    back = teacher.post(address, {k: v for k, v in typed(child).items() if k not in gone} | {"do": "send"})
    assert back.status_code == 422 and "Is a child in danger now?" in body(back)


def test_it_stands_first_and_on_every_page_until_it_is_opened(demo) -> None:
    lead, teacher, other = at_work(LEAD), at_work(TEACHER), at_work(OTHER_LEAD)
    child, _ = a_child_of(lead)
    quiet = teacher.post(start(teacher), {**typed(child), "do": "send"}).url.replace("/sent", "")
    assert BANNER not in body(lead.get("/you/")) and "k-alarm" not in body(lead.get("/concerns/"))
    loud = teacher.post(start(teacher), {**typed(child, danger_now="yes"), "do": "send"}).url.replace("/sent", "")
    assert all(BANNER in body(lead.get(page)) for page in ("/", "/concerns/", "/find/", "/you/"))
    assert not any(BANNER in body(who.get("/you/")) for who in (teacher, other))
    for page in (body(lead.get(page)).split("<main")[1] for page in ("/concerns/", "/")):
        assert re.findall(r'href="(/concerns/[0-9a-f-]{36}/)"', page)[0] == loud
        assert "k-alarm" in page and "due now" in page.lower() and "cannot wait" in page
    assert "says who wrote this" not in body(lead.get(quiet))
    assert "says who wrote this" in body(lead.get(loud))
    assert BANNER not in body(lead.get("/you/")), "one of those who work it has opened it"


def test_what_nobody_has_read_stands_before_all_that_waits_until_it_is_opened(demo) -> None:
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, _ = a_child_of(lead)
    sent = teacher.post(start(teacher), {**typed(child), "do": "send"}).url.replace("/sent", "")

    def groups() -> list[str]:
        return body(lead.get("/")).split("<main")[1].split("<h2 ")

    _, first, *others = groups()
    assert "New, not read" in first and f'href="{sent}"' in first
    assert any("Late" in one.partition("<span")[0] for one in others), "the control: there is something late"
    assert not any(f'href="{sent}"' in one for one in others if "You are told of this" not in one)
    lead.get(sent)
    assert not any(f'href="{sent}"' in one for one in groups() if "New, not read" in one)
