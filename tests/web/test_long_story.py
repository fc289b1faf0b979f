"""A person's page shows so much of a long story and says where the rest is; no clock is lost with the older lines."""

import re

import pytest

from kith.web.person import gather
from tests.web.conftest import LEAD, at_work


@pytest.mark.usefixtures("demo")
def test_what_is_older_is_in_the_chronology(monkeypatch) -> None:
    lead = at_work(LEAD)
    child, whole, shown = most_told_of(lead)
    assert shown > 1 and "Read what is older in the chronology" not in whole
    monkeypatch.setattr(gather, "MOST", shown - 1)
    cut = lead.get(child).content.decode()
    assert cut.count("k-chron__when") == shown - 1
    assert f"the newest {shown - 1} entr" in cut
    assert f'href="{child}chronology/"' in cut.split("Read what is older")[0][-80:]
    clocks = [page.split('id="clocks"')[1].split("</section>")[0] for page in (whole, cut)]
    assert clocks[0] == clocks[1]


def most_told_of(lead) -> tuple[str, str, int]:
    """Of the children in the newest concerns the one with the longest story."""
    board = lead.get("/concerns/").content.decode()
    found = set()
    for concern in re.findall(r'href="(/concerns/[0-9a-f-]{36}/)"', board)[:12]:
        found |= set(re.findall(r'href="(/people/[0-9a-f-]{36}/)"', lead.get(concern).content.decode()))
    pages = {child: lead.get(child).content.decode() for child in found}
    child = max(pages, key=lambda one: pages[one].count("k-chron__when"))
    return child, pages[child], pages[child].count("k-chron__when")
