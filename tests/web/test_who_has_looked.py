"""Who has looked: for whom the access model says, in words whatever was done, and as far back as the ledger goes."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

import kith
from kith import audit
from kith.accounts.models import Reach, User
from kith.areas import all_areas
from kith.audit.queries import LOOKING
from kith.cases.models import Standing
from kith.organisations.models import Post
from kith.people.models import Known, Person
from kith.sharing import Way
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from kith.web.person import views
from kith.web.person.ledger_words import UNTOLD, looks, words_of
from tests.web.conftest import LEAD, TEACHER, at_work

LOOK = re.compile(rf"[a-z_]+\.(?:{'|'.join(LOOKING)})(?:_[a-z_]+)?")


def actions_that_are_looks() -> set[str]:
    """Every word of the source that would stand in the list; and what is written for areas and ways out."""
    # A migration names tables, and writes no line.
    files = (path for path in Path(kith.__path__[0]).rglob("*.py") if path.parent.name != "migrations")
    sources = [path.read_text() for path in files]
    literals = {node.value for text in sources for node in ast.walk(ast.parse(text)) if is_words(node)}
    found = {one for one in literals if LOOK.fullmatch(one)}
    found |= {f"release.{way.value}" for way in Way if way.value in LOOKING}
    return found | {f"{area.name}.{verb}" for area in all_areas() for verb in ("view", "list", "print", "receipt")}


def is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_action_that_can_stand_there_has_words() -> None:
    found = actions_that_are_looks()
    assert {"person.view", "pupil.search", "release.print", "contact.view"} <= found, "the walk found too little"
    assert {one for one in found if words_of(one) == UNTOLD} == set()


def test_an_action_without_words_would_be_seen() -> None:
    """Control: what nobody gave words comes out as what it is."""
    assert words_of("pupil.peruse") == words_of("nobody.view") == UNTOLD


def told(minute: int, action: str = "person.view", who: str = "Jan Marsh", reason: str = "") -> Any:
    at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC) + timedelta(minutes=minute)
    named = {"doer_name": who, "doer_post": "safeguarding lead", "doer_organisation": "Alder Vale"}
    return SimpleNamespace(time=at, action=action, reason=reason, facts={}, **named)


def test_the_same_look_again_and_again_is_one_row() -> None:
    rows = looks([told(30), told(20), told(10), told(5, "person.search"), told(0)])
    whats = [row.what for row in rows]
    assert whats == [
        "Opened the person page, 3 times from 10:10",
        "Saw the name in a search",
        "Opened the person page",
    ]


def test_another_person_or_reason_is_a_row_of_its_own() -> None:
    assert len(looks([told(3), told(2, who="Tola Okafor"), told(1, reason="Visit today")])) == 3


@pytest.mark.usefixtures("demo")
def test_information_governance_asks_the_ledger_and_does_not_read_the_record() -> None:
    officer = at_work("Hanne Brandt")
    child = somebody_known_to("Hanne Brandt")
    page = officer.get(f"/people/{child}/").content.decode()
    assert f"/people/{child}/looked/" in page
    assert "Hanne Brandt" in officer.get(f"/people/{child}/looked/").content.decode()
    # What was seen at another place of the council is in its ledger too.
    worker = at_work("Kemal Ibarra")
    with tenancy(Controller.objects.get(slug="wexshire").id, system="clock"):
        looked_after = Standing.objects.order_by("id")[0].person_id
    assert worker.get(f"/people/{looked_after}/").status_code == 200
    assert "Kemal Ibarra" in officer.get(f"/people/{looked_after}/looked/").content.decode()
    assert officer.get(f"/people/{child}/said/").status_code == 404
    # Control: a teacher may not even know that there is a list.
    assert at_work(TEACHER).get(f"/people/{child}/looked/").status_code == 404


@pytest.mark.usefixtures("demo")
def test_earlier_looks_are_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 3)
    lead, child = at_work(LEAD), somebody_known_to(LEAD)
    words = [f"Reason number {n}" for n in range(7)]
    with tenancy(Controller.objects.get(slug="alder-vale").id, post=post_of(LEAD)):
        for one in words:
            audit.record("person.view", subjects=[child], reason=one)
    address, seen = f"/people/{child}/looked/", ""
    for _ in range(5):
        page = lead.get(address).content.decode()
        seen += page
        older = re.search(r"\?before=[0-9a-f-]{36}", page)
        if older is None:
            break
        address = f"/people/{child}/looked/{older[0]}"
    assert all(one in seen for one in words)
    assert lead.get(f"/people/{child}/looked/?before=nonsense").status_code == 200


def post_of(name: str) -> UUID:
    return Reach.objects.filter(user=User.objects.get(display_name=name)).order_by("id")[0].post_id


def somebody_known_to(name: str) -> UUID:
    """A person in the files of the place where they work."""
    reached = Reach.objects.filter(user=User.objects.get(display_name=name)).order_by("id")[0]
    with tenancy(reached.tenant_id, post=reached.post_id):
        holder = Post.objects.get(id=reached.post_id).organisation.files_of_id
        known = Known.objects.filter(until=None, **({"holder": holder} if holder else {}))
        return Person.objects.filter(id__in=known.values("person_id")).order_by("id")[0].id
