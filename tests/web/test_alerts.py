"""A concern comes: those the school's rule names are told, each as they wish; a mail and the list say nothing of it."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kith.access import actions as access
from kith.access.words import BarKind
from kith.cases import actions as cases
from kith.cases import declarations
from kith.cases.models import Part, Record
from kith.foundation.dates import LONDON
from kith.reference.roles import Role
from kith.sharing import outbox
from kith.sharing.models import Notice
from kith.sharing.posting import POST_ROOM
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework

pytestmark = pytest.mark.django_db
DEPUTY = Role.DEPUTY_DSL
FRIDAY_NOON, FRIDAY_NIGHT = (datetime(2032, 3, 5, hour, 0, tzinfo=LONDON) for hour in (12, 21))
SATURDAY, MONDAY = datetime(2032, 3, 6, 10, tzinfo=LONDON), datetime(2032, 3, 8, 7, 31, tzinfo=LONDON)


@pytest.fixture
def work():
    return Casework(ann="bullying")


def send(work, danger=False):
    """A teacher sends a concern, and what follows from it is done."""
    with work.school.at_work(TEACHER):
        record = written(work, danger)
    work_off()
    return record


def written(work, danger=False, names=("ann",)):
    """It is sent, inside an open unit; nobody is told yet."""
    return cases.submit(
        token=uuid4(), area="concern", holder=work.school.holder.id, occurred_at=timezone.now(),
        shared={"danger_now": danger, "origin": "seen", "description": "canary-words", "immediate_action": "-"},
        own=[cases.OwnAnswers(work.children[name], "victim", {}) for name in names],
    )  # fmt: skip


def say_kind(record, kind, *of):
    """The lead has read it and says of what kind it is; inside an open unit."""
    part = Part.objects.get(record=record, person__isnull=False, **({"person__in": of} if of else {}))
    cases.correct(part=part, answers=part.answers, based_on=part.n, reason="Read.", category=kind)


def told(work, record, **more):
    """Who was told of it, by role."""
    with work.open():
        rows = Notice.objects.filter(about=record.id, word="concern", **more).select_related("post")
        return {Role(one.post.role) for one in rows}


def settle(work, **given):
    """The lead settles the rule on its page, with what stands there."""
    client = work.client(LEAD)
    form = client.get("/alerts/").content.decode()
    ticked = dict.fromkeys(re.findall(r'name="(role\.[^"]*)" value="yes" checked', form), "yes")
    return client.post("/alerts/", ticked | given)


def test_who_leads_safeguarding_is_told_unless_the_school_says_otherwise(work):
    record = send(work)
    assert told(work, record) == {LEAD, DEPUTY}
    assert len(mail.outbox) == 2 and all("canary" not in one.body + one.subject for one in mail.outbox)
    day = work.page(LEAD, "/")
    assert record.reference in day and "You are told of this" in day and "canary" not in day
    work.page(LEAD, f"/concerns/{record.id}/")
    assert told(work, record, read_at=None) == {DEPUTY}, "whoever opens it is chased no longer"
    with work.school.at_work(LEAD):
        say_kind(record, "bullying")
        cases.move_stage(record=Record.objects.get(id=record.id), to="triaged")
    assert told(work, record, read_at=None) == set(), "it was decided"


def test_a_kind_has_its_own_people_who_may_open_nothing_by_it(work):
    assert settle(work, **{"role..dsl": "", "role..deputy_dsl": ""}).status_code == 422
    teacher = {"post.bullying.0": str(work.post_id(TEACHER)), "role.bullying.pastoral_lead": "yes"}
    head = {"post.bullying.1": str(work.post_id(HEAD))}
    assert settle(work, **teacher, **head).status_code == 302
    assert "Pastoral lead" in work.page(LEAD, "/alerts/")
    with work.open():
        access.bar(user_id=work.school.posts[HEAD].user_id, person_id=work.children["ann"], kind=BarKind.CONFLICT,
                   reason="His own child.")  # fmt: skip
    record = send(work)
    assert told(work, record) == {LEAD, DEPUTY}, "its kind is not known yet"
    with work.school.at_work(LEAD):
        say_kind(record, "bullying")
    work_off()
    assert told(work, record) == {LEAD, DEPUTY, PASTORAL}, "never who wrote it, never who is kept from the child"
    other = send(work)
    with work.school.at_work(LEAD):
        say_kind(other, "cin_cp_cla")
    work_off()
    assert PASTORAL not in told(work, other)


def test_being_told_opens_nothing_and_is_read_on_ones_own_page(work):
    settle(work, **{"role..headteacher": "yes", "role..school_staff": "yes"})
    with work.school.at_work(LEAD):
        record = cases.submit(
            token=uuid4(), area="concern", holder=work.school.holder.id, occurred_at=timezone.now(),
            shared={"danger_now": False, "origin": "seen", "description": "canary-words", "immediate_action": "-"},
            own=[cases.OwnAnswers(work.children["ann"], "victim", {})],
        )  # fmt: skip
    work_off()
    assert told(work, record) == {DEPUTY, HEAD, TEACHER}
    day = work.page(TEACHER, "/")
    assert "A concern came in that you are to know of" in day
    assert record.reference not in day and "Ann" not in day and "canary" not in day
    assert work.client(TEACHER).get(f"/concerns/{record.id}/").status_code == 404
    work.client(TEACHER).post(reverse("read_alert", args=[record.id]))
    assert told(work, record, read_at=None) == {DEPUTY, HEAD}
    assert "A concern came in" not in work.page(TEACHER, "/")


def test_when_the_school_is_closed_danger_goes_to_who_is_on_call_and_the_rest_waits(work):
    hours = {"opens": "7:30", "closes": "18:00", "call..0": str(work.post_id(HEAD))}
    assert settle(work, opens="7:30").status_code == 422
    assert settle(work, **hours).status_code == 302
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        danger, other = send(work, danger=True), send(work)
        assert told(work, danger) == {LEAD, DEPUTY, HEAD} and told(work, danger, sent=1) == {HEAD}
        assert told(work, other) == {LEAD, DEPUTY} and told(work, other, sent=1) == set()
    for moment, sent in ((SATURDAY, set()), (MONDAY, {LEAD, DEPUTY})):
        with time_machine.travel(moment, tick=True):
            outbox.chase(work.school.controller.id)
            assert told(work, other, sent=1) == sent
    settle(work, opens="7:30", closes="18:00", **{"call..0": ""})
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        assert told(work, send(work, danger=True), sent=1) == {LEAD, DEPUTY}, "nobody on call: all of them, at once"


def test_each_says_how_they_want_to_be_told_and_a_digest_is_one_mail(work):
    lead, address = work.client(LEAD), "/you/notices/"
    wrong = lead.post(address, {"how": "digest", "digest_at": "half past", "quiet_from": "18:00", "quiet_until": ""})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "half past" in page and "Give both hours, or neither." in page
    given = {"how": "digest", "digest_at": "15:30", "quiet_from": "18:00", "quiet_until": "7:30"}
    assert lead.post(address, given).status_code == 302 and 'value="15:30"' in work.page(LEAD, address)
    with time_machine.travel(FRIDAY_NOON, tick=True):
        first, second = send(work), send(work)
        assert told(work, first, sent=1) == {DEPUTY}, "the lead waits for the mail of the day"
        assert told(work, send(work, danger=True), sent=1) == {LEAD, DEPUTY}, "a child in danger waits for nothing"
    mail.outbox.clear()
    with time_machine.travel(datetime(2032, 3, 5, 15, 31, tzinfo=LONDON), tick=True):
        outbox.chase(work.school.controller.id)
        assert told(work, first, sent=1) == told(work, second, sent=1) == {LEAD, DEPUTY}
        assert [one.to for one in mail.outbox].count([f"{LEAD}@oakmere.example"]) == 1, "all of it in one mail"
    with tenancy(work.school.controller.id, system=POST_ROOM):
        assert Notice.objects.filter(sent=0).count() == 0


def test_whoever_was_not_told_before_somebody_decided_is_told_of_its_kind_alone(work):
    settle(work, **{"role.bullying.pastoral_lead": "yes"})
    with work.school.at_work(TEACHER):
        record = written(work, danger=True)
    with work.school.at_work(LEAD):
        say_kind(record, "bullying")
        cases.move_stage(record=Record.objects.get(id=record.id), to="triaged")
    work_off()
    assert told(work, record) == {PASTORAL}, "that it came is no news to those who decide"
    assert "You are told of this" not in work.page(LEAD, "/")


def test_it_says_the_kind_and_the_danger_to_whoever_may_open_it_alone(work):
    settle(
        work, **{"role.bullying.headteacher": "yes", "role.bullying.school_staff": "yes", "role.bullying.dsl": "yes"}
    )
    with work.school.at_work(LEAD):
        record = written(work)
        say_kind(record, "bullying")
    work_off()
    quiet = send(work)
    loud = send(work, danger=True)
    rows = {one: row_of(work, LEAD, one) for one in (quiet, loud)}
    assert "Nobody has said of what kind it is" in rows[quiet] and "danger now" not in rows[quiet]
    assert "A child is in danger now." in rows[loud]
    assert "Bullying." in row_of(work, HEAD, record)
    assert "Bullying" not in work.page(TEACHER, "/") and "You are told of this" in work.page(TEACHER, "/")


def test_a_kind_is_said_in_the_words_the_school_gave_it(work):
    settle(work, **{"role.bullying.dsl": "yes"})
    record = send(work)
    with work.school.at_work(LEAD):
        declarations.adjust(area="concern", what="category.words", value=[["bullying", "Unkindness"]], reason="Ours.")
    with work.school.at_work(LEAD):
        say_kind(record, "bullying")
    work_off()
    assert "Unkindness." in row_of(work, LEAD, record)


def test_of_a_kind_said_of_a_child_closed_to_them_nothing_is_said():
    """And the controls: while nobody has said a kind, that is said; and whoever reads both children reads the kind."""
    work = Casework(ann="bullying", ben="bullying")
    with work.school.at_work(TEACHER):
        record = written(work, names=("ann", "ben"))
    work_off()
    with work.open():
        lead = work.school.posts[LEAD].user_id
        access.bar(user_id=lead, person_id=work.children["ann"], kind=BarKind.CONFLICT, reason="Own child.")
    assert "Nobody has said" in row_of(work, LEAD, record)
    with work.school.at_work(DEPUTY):
        say_kind(record, "bullying", work.children["ann"])
    row, other = (row_of(work, role, record) for role in (LEAD, DEPUTY))
    assert "Nobody has said" not in row and "Bullying" not in row and "Bullying." in other


def test_all_that_stood_there_is_marked_at_one_press_but_no_danger_and_nothing_of_others(work):
    first, second, loud = send(work), send(work), send(work, danger=True)
    page = work.page(LEAD, "/")
    shown = re.findall(r'name="about" value="([^"]+)"', page)
    assert set(shown) == {str(first.id), str(second.id)} and "Mark all as seen" in page
    since = send(work)
    work.client(LEAD).post("/alerts/read/", {"about": [*shown, str(loud.id), "junk"]})
    for one in (first, second):
        assert told(work, one, read_at=None) == {DEPUTY}
    for one in (loud, since):
        assert told(work, one, read_at=None) == {LEAD, DEPUTY}
    assert "Mark all as seen" not in work.page(LEAD, "/")


def row_of(work, role, record):
    """What this role's first page says of it where it tells them of it."""
    _, *told_of = re.split("You are told of this|This cannot wait", work.page(role, "/"))
    lists = [one.split("<h2")[0] for one in told_of]
    return next(one for those in lists for one in those.split("<li") if record.reference in one)


def test_a_child_in_danger_stands_before_all_that_waits_and_is_not_named_where_it_does_not_open(work):
    settle(work, **{"role..dsl": "yes", "role..school_staff": "yes", "call..0": ""})
    send(work)
    with work.school.at_work(HEAD):
        written(work, danger=True)
    work_off()
    for role in (LEAD, TEACHER):
        page = work.page(role, "/").split("<main")[1]
        heads = [one.split("<")[0].strip() for one in page.split('class="k-h2 k-group">')[1:]]
        assert heads[0] == "This cannot wait", heads
    assert "danger" not in page, "a teacher is told that it is there"
