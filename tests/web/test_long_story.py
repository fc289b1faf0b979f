"""A person's page shows so much of a long story and says where the rest is; no clock is lost with the older lines."""

import pytest

from kith.web.person import gather
from tests.web.conftest import LEAD, at_work
from tests.web.test_who_has_looked import somebody_known_to


@pytest.mark.usefixtures("demo")
def test_what_is_older_is_in_the_chronology(monkeypatch) -> None:
    lead = at_work(LEAD)
    child = somebody_known_to(LEAD)
    whole = lead.get(f"/people/{child}/").content.decode()
    assert "Read what is older in the chronology" not in whole
    shown = whole.count("k-chron__when")
    assert shown > 1
    monkeypatch.setattr(gather, "MOST", shown - 1)
    cut = lead.get(f"/people/{child}/").content.decode()
    assert cut.count("k-chron__when") == shown - 1
    assert f"the newest {shown - 1} entr" in cut
    assert f'href="/people/{child}/chronology/"' in cut.split("Read what is older")[0][-80:]
    clocks = [page.split('id="clocks"')[1].split("</section>")[0] for page in (whole, cut)]
    assert clocks[0] == clocks[1]
