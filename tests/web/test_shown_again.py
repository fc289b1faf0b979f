"""What was typed stands in the form when its page is opened anew, after an answer that named errors.

Two ways there are: the address opened afresh, and a browser that loads a page once more by sending what it sent before,
though more was typed and kept since.
"""

import pytest
from django.urls import reverse

from kith.cases import actions
from kith.cases.models import Draft, Part, Record
from kith.reference.roles import Role
from kith.web import keeping
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)
from tests.cases.council import open_council
from tests.sharing.referral.world import MANAGER, open_world
from tests.signin import client_for
from tests.web.test_handover import address, came, council, form_of, lead
from tests.web.test_records import WORDS, at, begun, client_of, named

pytestmark = pytest.mark.django_db
OFFICER = Role.MASH_OFFICER
MINE = "Written before the error."
SINCE = "Typed after the error."


def page(edit):
    """What a form says of the open page it stands on."""
    return {"draft.id": "one-page", "draft.edit": str(edit), "draft.seen": ""}


@pytest.fixture
def world(db):
    return open_world()


@pytest.fixture
def front(db):
    return named(open_council()["front"])


def test_a_referral_shows_it_on_a_fresh_look_and_when_the_page_is_loaded_once_more(world):
    client, form = lead(world), form_of(world, note=MINE, purpose="") | {"do": "look"}
    assert client.post(address(world), form | page(1)).status_code == 422
    assert MINE in client.get(address(world)).content.decode()
    client.post(address(world, "keep_referral"), form | page(2) | {"note": SINCE})
    again = client.post(address(world), form | page(1)).content.decode()
    assert SINCE in again and MINE not in again and 'name="draft.edit" value="2"' in again
    assert SINCE in client.get(address(world)).content.decode()


def test_a_form_of_an_area_shows_it_too(front):
    client = client_of(front, OFFICER)
    where, posted = begun(client, front.children[0])
    form = posted | WORDS | {"narrative": MINE, "consent": ""}
    assert client.post(where, form | page(3)).status_code == 422
    assert MINE in client.get(where).content.decode()
    client.post(where + "keep/", form | page(4) | {"narrative": SINCE})
    again = client.post(where, form | page(3)).content.decode()
    assert SINCE in again and MINE not in again


def test_what_a_page_sends_for_the_first_time_is_taken_as_it_is(front):
    """The control: the same press, of a page that nobody typed on since."""
    client = client_of(front, OFFICER)
    where, posted = begun(client, front.children[0])
    client.post(where + "keep/", posted | WORDS | page(4) | {"narrative": SINCE})
    assert client.post(where, posted | WORDS | page(4) | {"narrative": SINCE}).status_code == 302
    with front.at_work(OFFICER):
        assert Record.objects.filter(area="contact").count() == 1


@pytest.fixture
def record(front):
    with front.at_work(OFFICER):
        return front.send("contact")


@pytest.mark.parametrize(
    ("name", "field", "form"),
    [
        ("move_record", "why", {"to": "decision_pending"}),
        ("say_view", "view", {"said_by": "child", "person": ""}),
    ],
)
def test_a_form_on_the_page_of_a_record_shows_it(front, record, name, field, form):
    client = client_of(front, OFFICER)
    assert client.post(at(name, record), form | {field: MINE}).status_code == 422
    assert MINE in client.get(at("record", record)).content.decode()


def test_it_is_gone_once_it_is_done(front, record):
    client = client_of(front, OFFICER)
    client.post(at("move_record", record), {"to": "decision_pending", "why": MINE})
    assert client.post(at("move_record", record), {"to": "screening", "why": MINE}).status_code == 302
    with front.at_work(OFFICER):
        assert not Draft.objects.exists()


def test_a_correction_without_a_reason_is_shown_again(front, record):
    client = client_of(front, OFFICER)
    with front.at_work(OFFICER):
        part = Part.objects.get(record=record, person=None)
    where = at("correct_record", record, part=part.id)
    form = WORDS | {"n": "1", "narrative": MINE, "reason": ""}
    assert client.post(where, form | page(1)).status_code == 422
    assert MINE in client.get(where).content.decode()
    client.post(at("keep_correction", record, part=part.id), form | page(2) | {"narrative": SINCE})
    assert SINCE in client.post(where, form | page(1)).content.decode()
    with front.at_work(OFFICER):
        assert Part.objects.get(id=part.id).n == 1


def test_what_a_lead_was_deciding_is_shown_unless_the_part_was_written_since(school):  # noqa: F811
    with school.as_teacher():
        concern = school.send()
    with school.as_lead():
        part = Part.objects.get(record=concern, person__isnull=False)
    client, where = client_for(school.lead), reverse("concern", kwargs={"id": concern.id})
    form = {f"own.{part.id}.n": "1", f"own.{part.id}.category": "bullying", "to": "reopened", "why": MINE}
    assert client.post(where + "decide/", form).status_code == 422
    shown = client.get(where).content.decode()
    assert MINE in shown and '<option value="bullying" selected>' in shown
    with school.as_lead():
        actions.correct(part=part, answers=part.answers, based_on=1, reason="Seen since.", category="attendance")
    shown = client.get(where).content.decode()
    assert MINE in shown and '<option value="bullying" selected>' not in shown


def test_what_a_manager_was_writing_to_the_school_is_shown(world):
    contact = world.arrived()
    world.screen(contact)
    client = council(world, MANAGER)
    assert client.post(came(world, "decide_came"), {"to": "", "why": MINE, "told": SINCE}).status_code == 422
    shown = client.get(came(world)).content.decode()
    assert MINE in shown and SINCE in shown
    # Nobody else reads what somebody was about to write.
    assert MINE not in council(world).get(came(world)).content.decode()


def test_without_keeping_in_spite_of_errors_the_words_are_gone(world, monkeypatch):
    monkeypatch.setattr(keeping, "kept_in_spite", lambda *given: None)
    contact = world.arrived()
    world.screen(contact)
    client = council(world, MANAGER)
    client.post(came(world, "decide_came"), {"to": "", "why": MINE, "told": SINCE})
    assert MINE not in client.get(came(world)).content.decode()


def test_words_a_writer_adds_and_that_are_too_long_stay(school):  # noqa: F811
    with school.as_teacher():
        concern = school.send()
    client, where = client_for(school.teacher), reverse("receipt", kwargs={"id": concern.id})
    assert client.post(where + "add/", {"words": MINE + "x" * 20_001}).status_code == 422
    assert MINE in client.get(where).content.decode()
