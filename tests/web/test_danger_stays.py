"""A child in danger stays first until somebody says who is safe now: to say of what kind it is does not say that."""

import re

import pytest

from kith.cases.models import PartVersion, Record
from tests.web.casework import LEAD, TEACHER, Casework
from tests.web.test_alerts import send

pytestmark = pytest.mark.django_db
ALARM = "A child is in danger now"
SAFE = "Her aunt has her, and the police were there at ten."


@pytest.fixture
def work() -> Casework:
    return Casework(ann="bullying")


def address(record) -> str:
    return f"/concerns/{record.id}/"


def decide(work, record, role=LEAD, **said):
    """The lead, or another, fills in the form of the concern as it stands."""
    client = work.client(role)
    form = client.get(address(record)).content.decode().split("What will you do?")[1]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+\.?n)" value="([^"]*)">', form))
    about = next((name.removesuffix("n") for name in hidden if name.startswith("own.")), "")
    own = {f"{about}{name}": said.pop(name) for name in ("category", "outcome") if name in said}
    return client.post(address(record) + "decide/", {**hidden, **own, "to": "", "why": ""} | said)


def first_on(work, page: str) -> str:
    """The concern that stands first there."""
    return re.findall(r'href="(/concerns/[0-9a-f-]{36}/)"', work.page(LEAD, page).split("<main")[1])[0]


def cannot_wait(work, record) -> bool:
    """Whether it stands first and loud, on My day as on the board."""
    pages = {page: work.page(LEAD, page).split("<main")[1] for page in ("/", "/concerns/")}
    loud = {"k-alarm" in page for page in pages.values()}
    assert len(loud) == 1, "the two pages say the same"
    if loud == {True}:
        assert {first_on(work, page) for page in pages} == {address(record)}
    return loud.pop()


def test_a_kind_alone_leaves_it_first_until_somebody_says_who_is_safe(work):
    record = send(work, danger=True)
    assert cannot_wait(work, record)
    assert decide(work, record, category="child_protection", to="triaged").status_code == 302
    assert cannot_wait(work, record)
    assert decide(work, record, to="active").status_code == 302 and cannot_wait(work, record)
    assert decide(work, record, made_safe=SAFE).status_code == 302
    assert not cannot_wait(work, record)


def test_one_that_nobody_was_in_danger_in_leaves_with_its_kind(work):
    """The control."""
    record = send(work)
    assert not cannot_wait(work, record) and "made_safe" not in work.page(LEAD, address(record))
    decide(work, record, category="child_protection", to="triaged")
    assert address(record) not in work.page(LEAD, "/").split("<main")[1]


def test_it_can_be_said_in_the_same_press_and_stands_with_what_was_done(work):
    record = send(work, danger=True)
    assert "made_safe" in work.page(LEAD, address(record))
    decide(work, record, category="child_protection", to="triaged", made_safe=SAFE)
    page = work.page(LEAD, address(record))
    assert not cannot_wait(work, record) and 'name="made_safe"' not in page
    assert SAFE in page.split("What was done about it")[1]
    assert "What this said before" not in page.split('id="own-1"')[0], "what was sent is as it was"


def test_the_words_of_its_writer_stay_as_they_were_sent(work):
    record = send(work, danger=True)
    decide(work, record, made_safe=SAFE)
    with work.open():
        first, last = PartVersion.objects.filter(record=record, person=None).order_by("n")
    assert {**first.answers, "made_safe": SAFE} == last.answers
    assert SAFE not in work.page(TEACHER, f"/concerns/sent/{record.id}/"), "the receipt tells what they sent"


def test_whoever_closes_it_is_told_that_nobody_has_said_so(work):
    record = send(work, danger=True)
    decide(work, record, category="bullying", to="triaged")
    ends = {"outcome": "resolved", "to": "closed", "why": "It has ended."}
    told = decide(work, record, **ends)
    assert told.status_code == 422 and "Nobody has said that the child is safe now" in told.content.decode()
    assert decide(work, record, **ends, made_safe=SAFE).status_code == 302
    with work.open():
        assert Record.objects.get(id=record.id).stage == "closed"


def test_two_who_say_it_at_once_both_keep_their_words(work):
    """The second reads that it was said since, and what they typed is still there."""
    record = send(work, danger=True)
    client = work.client(LEAD)
    form = client.get(address(record)).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+\.?n)" value="([^"]*)">', form))
    assert decide(work, record, made_safe=SAFE).status_code == 302
    late = client.post(address(record) + "decide/", {**hidden, "to": "", "why": "", "made_safe": "He is at school."})
    assert late.status_code == 422 and "He is at school." in late.content.decode()


@pytest.mark.parametrize("danger", [True, False])
def test_its_writer_reads_first_that_nobody_has_read_it_and_whom_to_call(work, danger):
    """The control: of one that nobody is in danger in, and of one that was read, nothing of it."""
    record = send(work, danger=danger)
    receipt = f"/concerns/sent/{record.id}/"
    urgent = "A child is in danger, and nobody has read this yet."
    assert (urgent in work.page(TEACHER, receipt)) is danger
    work.page(LEAD, address(record))
    assert urgent not in work.page(TEACHER, receipt)
