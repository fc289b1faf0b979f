"""A colleague is asked to do something about a concern: they see that and no more, say how it was done, are chased."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kith.access import actions as access
from kith.access.models import Subject
from kith.access.words import RESTRICTED, BarKind
from kith.cases import actions as cases
from kith.cases.models import Record
from kith.foundation.dates import today
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.sharing.models import Notice
from kith.tasks import chasing, giving
from kith.tasks.models import Action, Task
from kith.tenancy import tenancy
from tests.signin import client_for
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework

pytestmark = pytest.mark.django_db
WORDS = "Ring home each morning this week before nine."


@pytest.fixture
def work() -> Casework:
    return Casework(ann="child_protection", ben="bullying")


def ask(work, role=TEACHER, **more):
    day = today() + timedelta(days=3)
    sent = {
        "to": work.post_id(role),
        "kind": "phone_call",
        "words": WORDS,
        "due_on": f"{day.day}/{day.month}/{day.year}",
    }
    return work.client(LEAD).post(work.address + "ask/", sent | {"person": work.children["ann"]} | more)


def asked(work) -> Action:
    with work.open():
        return Action.objects.get()


def test_a_teacher_sees_what_they_are_to_do_and_nothing_of_the_concern(work):
    assert ask(work).status_code == 302
    one = asked(work)
    day = work.page(TEACHER, "/")
    assert "Something you were asked to do" in day and "Ann" not in day and WORDS not in day
    page = work.page(TEACHER, f"/actions/{one.id}/")
    assert WORDS in page and "Ann Sole" in page and work.concern.reference not in page
    assert work.client(TEACHER).get(work.address).status_code == 404
    assert work.client(PASTORAL).get(f"/actions/{one.id}/").status_code == 404
    assert WORDS not in work.page(PASTORAL) and WORDS in work.page(LEAD)


def test_who_has_more_behind_a_second_factor_shows_it_first(work):
    """A teacher has nothing there, and reads by a password what was asked of them."""
    for role, status in ((TEACHER, 200), (HEAD, 302)):
        ask(work, role)
        with work.open():
            one = Action.objects.get(for_post=work.post_id(role))
        by_password = client_for(work.post_id(role), second_factor=False)
        answer = by_password.get(f"/actions/{one.id}/")
        assert (answer.status_code, WORDS in answer.content.decode()) == (status, status == 200)
        assert WORDS in work.page(role, f"/actions/{one.id}/")


def test_they_say_how_it_was_done_and_the_lead_reads_it_on_the_concern(work):
    ask(work)
    one = asked(work)
    client = work.client(TEACHER)
    assert client.post(f"/actions/{one.id}/done/", {"how": " "}).status_code == 422
    assert client.post(f"/actions/{one.id}/done/", {"how": "Her aunt answered."}).status_code == 302
    assert client.post(f"/actions/{one.id}/done/", {"how": "Nobody did."}).status_code == 302
    page = work.page(LEAD)
    assert "Her aunt answered." in page and "Nobody did." not in page and "Done in time" in page
    assert "Something you were asked to do" not in work.page(TEACHER, "/")


def test_whoever_is_kept_from_a_child_is_not_asked_about_them(work):
    teacher = work.school.posts[TEACHER]
    with work.open():
        access.bar(user_id=teacher.user_id, person_id=work.children["ben"], kind=BarKind.CONFLICT, reason="Own son")
    answer = ask(work)
    assert answer.status_code == 422 and "They cannot be asked about this" in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_nor_do_they_read_of_it_once_they_are(work):
    ask(work)
    teacher = work.school.posts[TEACHER]
    with work.open():
        access.bar(user_id=teacher.user_id, person_id=work.children["ann"], kind=BarKind.CONFLICT, reason="Own niece")
    assert work.client(TEACHER).get(f"/actions/{asked(work).id}/").status_code == 404
    assert "Something you were asked to do" not in work.page(TEACHER, "/")


def test_nothing_on_their_list_leads_to_a_record_that_was_closed_since(work):
    """And the control: before, it leads to a page that opens."""
    ask(work)
    assert "Something you were asked to do" in work.page(TEACHER, "/")
    with work.open():
        access.close_to(
            subject_id=work.children["ann"], subject_kind=Subject.PERSON, level=RESTRICTED, reason="A case in court"
        )
    assert work.client(TEACHER).get(f"/actions/{asked(work).id}/").status_code == 404
    assert "Something you were asked to do" not in work.page(TEACHER, "/")


def test_nor_where_another_child_of_the_same_concern_is_one_they_are_kept_from(work):
    """The words name no child, and may be about either. And the control: of a concern without that child they read."""
    ask(work, person="")
    one, teacher = asked(work), work.school.posts[TEACHER]
    assert WORDS in work.page(TEACHER, f"/actions/{one.id}/")
    with work.open():
        access.bar(user_id=teacher.user_id, person_id=work.children["ben"], kind=BarKind.CONFLICT, reason="Own son")
    for address, said in ((f"/actions/{one.id}/", None), (f"/actions/{one.id}/done/", {"how": "I rang."})):
        client = work.client(TEACHER)
        assert (client.post(address, said) if said else client.get(address)).status_code == 404


def test_whoever_only_reads_the_concern_does_not_say_that_a_colleague_has_done_it():
    """And the control: whoever leads it does."""
    work = Casework(ann="bullying")
    ask(work)
    done = f"/actions/{asked(work).id}/done/"
    assert WORDS in work.page(PASTORAL, f"/actions/{asked(work).id}/")
    assert work.client(PASTORAL).post(done, {"how": "He said so."}).status_code in (403, 404)
    assert asked(work).is_open
    assert work.client(LEAD).post(done, {"how": "He said so."}).status_code == 302 and not asked(work).is_open


def test_who_works_with_no_child_here_is_not_asked_about_one():
    """And the control: a colleague without a line of the table may be."""
    none = (Role.GOVERNOR, Role.SAFEGUARDING_GOVERNOR, Role.LOCAL_ADMIN)
    work = Casework(LEAD, Role.SCHOOL_NURSE, *none, ann="bullying")
    form = work.page(LEAD, work.address + "ask/")
    assert str(work.post_id(Role.SCHOOL_NURSE)) in form
    for role in none:
        assert str(work.post_id(role)) not in form and ask(work, role).status_code == 422
    with work.open():
        assert not Action.objects.exists()


@pytest.mark.shows("C23", "C40")
def test_what_is_late_is_asked_for_again_told_to_the_lead_and_then_to_the_head(work):
    ask(work)
    one = asked(work)
    assert chase(work, one.due_on) == {"action"}
    assert chase(work, one.due_on + timedelta(days=1)) == {"action", "action_late"}
    assert chase(work, one.due_on + timedelta(days=1)) == {"action", "action_late"}
    assert chase(work, one.due_on + timedelta(days=7)) == {"action", "action_late", "action_still_late"}
    with work.open():
        told = set(Notice.objects.values_list("post_id", flat=True))
        tasks = {t.kind: t.for_post or t.for_role for t in Task.objects.all()}
    assert told == {work.post_id(role) for role in (TEACHER, LEAD, HEAD)}
    assert tasks["action_late"] == work.post_id(LEAD) and tasks["action_still_late"] == "headteacher"
    work.client(TEACHER).post(f"/actions/{one.id}/done/", {"how": "At last."})
    with work.open():
        (left,) = Task.objects.filter(done_at=None)
    assert left.kind == "action_done"


DONE = "Something you asked for was done"


@pytest.mark.parametrize("where", ["action", "concern"])
def test_who_asked_is_told_that_it_was_done_until_they_read_how(work, where):
    ask(work)
    one = asked(work)
    assert DONE not in work.page(LEAD, "/")
    work.client(TEACHER).post(f"/actions/{one.id}/done/", {"how": "Nobody was in."})
    day = work.page(LEAD, "/")
    assert DONE in day and "Nobody was in." not in day and DONE not in work.page(HEAD, "/")
    with work.open():
        assert Notice.objects.filter(post=work.post_id(LEAD), read_at=None).exists()
    work.page(HEAD, f"/actions/{one.id}/")
    assert DONE in work.page(LEAD, "/"), "somebody else read it"
    work.page(LEAD, f"/actions/{one.id}/" if where == "action" else work.address)
    assert DONE not in work.page(LEAD, "/")


def test_who_asked_has_left_and_who_takes_the_next_step_reads_it(work):
    ask(work)
    one = asked(work)
    with work.open():
        organisations.end_post(post_id=work.post_id(LEAD))
    work.client(TEACHER).post(f"/actions/{one.id}/done/", {"how": "Nobody was in."})
    assert DONE in work.page(Role.DEPUTY_DSL, "/")


def test_who_says_themselves_that_it_is_done_is_not_told(work):
    ask(work)
    work.client(LEAD).post(f"/actions/{asked(work).id}/done/", {"how": "He said so."})
    assert DONE not in work.page(LEAD, "/")


def test_who_has_read_and_not_done_it_is_told_again(work):
    """And the control: on a Sunday nobody is."""
    ask(work)
    one = asked(work)
    work.page(TEACHER, f"/actions/{one.id}/")
    monday = one.due_on + timedelta(days=7 - one.due_on.weekday())
    chase(work, monday + timedelta(days=6))
    assert read(work) == [True]
    chase(work, monday)
    assert read(work) == [False]


def test_the_lead_takes_it_back_and_nobody_is_chased(work):
    ask(work)
    one = asked(work)
    assert work.client(TEACHER).post(f"/actions/{one.id}/take-back/", {"why": "No."}).status_code in (403, 404)
    assert work.client(LEAD).post(f"/actions/{one.id}/take-back/", {"why": "They moved."}).status_code == 302
    assert chase(work, one.due_on + timedelta(days=30)) == {"action"}
    assert "Taken back" in work.page(LEAD)


def test_what_nobody_has_is_told_to_who_may_take_it_until_somebody_does():
    work = Casework(ann="home", stage="active")
    tomorrow, later = today() + timedelta(days=1), today() + timedelta(days=7)
    assert unowned(work, today()) == unowned(work, tomorrow) == 0
    assert unowned(work, later) == 1 and unowned(work, later) == 0
    assert "Nobody has taken this on" in work.page(LEAD, "/")
    work.client(LEAD).post(work.address + "take/")
    with work.open():
        assert not Task.objects.filter(kind="unowned", done_at=None).exists()
    with work.school.at_work(LEAD):
        cases.hand_back(record=Record.objects.get(id=work.concern.id), reason="I am away.")
    assert unowned(work, later) == 1


def unowned(work, on):
    with tenancy(work.school.controller.id, system="bell"):
        return chasing.chase_unowned(on)


def chase(work, on):
    """The night before this day; what stands on anybody's list or did."""
    with tenancy(work.school.controller.id, system="bell"):
        chasing.chase_actions(on)
    with work.open():
        return set(Task.objects.values_list("kind", flat=True))


def read(work):
    """Whether the teacher has read what they were told of."""
    with work.open():
        told = Notice.objects.filter(post_id=work.post_id(TEACHER)).values_list("read_at", flat=True)
        return [at is not None for at in told]


def test_two_presses_ask_once(work):
    with work.school.at_work(LEAD):
        once = {"record": work.concern, "to": work.post_id(TEACHER), "kind": "monitoring", "words": WORDS}
        token = work.children["ann"]
        made = [giving.give(**once, due_on=timezone.now().date() + timedelta(days=1), token=token) for _ in range(2)]
    assert made[0].id == made[1].id
