"""What was asked of a colleague ends with its concern: both are told in a line, and nothing brings it back unasked."""

import re

import pytest
from django.core import mail

from kith.cases import actions as cases
from kith.cases.models import Record
from kith.reference.roles import Role
from kith.tasks.models import Action, Task
from tests.jobs.steps import work_off
from tests.web.casework import HEAD, LEAD, TEACHER, Casework
from tests.web.test_asked_to_do import WORDS, ask, asked
from tests.web.test_closing_unfinished import close

pytestmark = pytest.mark.django_db
DEPUTY = Role.DEPUTY_DSL
FOR_WHO_WAS_ASKED = "What you were asked to do need not be done any more"
FOR_WHO_ASKED = "What you asked of a colleague has ended"


@pytest.fixture
def work() -> Casework:
    """The lead has asked a teacher, and the mail about that has gone."""
    work = Casework(ann="bullying")
    ask(work)
    work_off()
    mail.outbox.clear()
    return work


def move(work, to, role=LEAD):
    with work.school.at_work(role):
        cases.move_stage(record=Record.objects.get(id=work.concern.id), to=to, rationale="It came back.")


def test_it_ends_when_the_concern_is_closed_and_both_are_told_in_one_line(work):
    assert "ends with it" in close(work).content.decode() and asked(work).is_open
    assert close(work, all_the_same="yes").status_code == 302
    assert not asked(work).is_open and "The work it was asked for has ended." in work.page(LEAD)
    day = work.page(TEACHER, "/")
    assert day.count(f"{FOR_WHO_WAS_ASKED}</p>") == 1 and "Something you were asked to do" not in day
    assert not {"Ann", WORDS, work.concern.reference} & set(re.findall(r"Ann|Ring home[^<]*|CON-[0-9-]+", day))
    assert FOR_WHO_ASKED not in work.page(LEAD, "/"), "who closed it knows"
    work_off()
    assert not mail.outbox, "nothing waits for them: no mail goes"


def test_who_asked_is_told_where_another_closes_it(work):
    with work.open():
        Record.objects.filter(id=work.concern.id).update(stage="submitted")
    move(work, "void", HEAD)
    assert not asked(work).is_open
    assert FOR_WHO_ASKED in work.page(LEAD, "/") and FOR_WHO_ASKED not in work.page(DEPUTY, "/")


LATE = "I rang: he cried and said more."


def too_late(work):
    """The concern is closed while the teacher writes how it was done."""
    assert close(work, all_the_same="yes").status_code == 302
    at = f"/actions/{asked(work).id}/done/"
    return [work.client(TEACHER).post(at, {"how": LATE, "token": str(work.concern.id)}) for _ in range(2)]


def test_what_its_writer_was_writing_as_it_ended_is_added_once_to_their_concern(work):
    with work.open():
        Record.objects.filter(id=work.concern.id).update(written_by=work.post_id(TEACHER))
    assert {one.url for one in too_late(work)} == {f"/concerns/sent/{work.concern.id}/"}
    assert work.page(LEAD).count(LATE) == 1


def test_anybody_else_reads_what_to_do_with_their_words_and_has_them_there(work):
    """The control: who did not write the concern adds nothing to it."""
    page = too_late(work)[0]
    assert page.status_code == 422 and LATE in page.content.decode()
    assert "Copy your words" in page.content.decode() and LATE not in work.page(LEAD)


def test_having_read_the_line_they_take_it_off(work):
    close(work, all_the_same="yes")
    page = work.page(TEACHER, "/")
    assert "What is due stays due" not in page
    (form,) = re.findall(r'action="(/tasks/[^"]+/finish/)"', page)
    assert work.client(TEACHER).post(form).status_code == 302
    assert FOR_WHO_WAS_ASKED not in work.page(TEACHER, "/")


def test_reopening_brings_nothing_back_and_it_can_be_asked_anew(work):
    close(work, all_the_same="yes")
    move(work, "reopened")
    assert not asked(work).is_open and "Something you were asked to do" not in work.page(TEACHER, "/")
    assert ask(work).status_code == 302 and "Something you were asked to do" in work.page(TEACHER, "/")


def test_a_step_that_does_not_end_it_leaves_what_was_asked(work):
    """The control."""
    close(work, to="monitoring")
    assert asked(work).is_open and FOR_WHO_WAS_ASKED not in work.page(TEACHER, "/")


def test_what_was_done_stays_done(work):
    work.client(TEACHER).post(f"/actions/{asked(work).id}/done/", {"how": "Her aunt answered."})
    close(work)
    with work.open():
        assert Action.objects.get().how == "Her aunt answered."
        assert not Task.objects.filter(kind="action_ended").exists()


def test_words_that_come_too_late_are_not_lost_without_a_word(work):
    close(work, all_the_same="yes")
    late = work.client(TEACHER).post(f"/actions/{asked(work).id}/done/", {"how": "Her aunt answered."})
    said = late.content.decode()
    assert late.status_code == 422 and "has ended meanwhile" in said and "Her aunt answered." in said
    assert "It is done</button>" not in said
