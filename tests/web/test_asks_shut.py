"""To restrict a concern or a child ends what was asked of a colleague: who does it reads so first; both are told."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kith.access import closing, closing_record
from kith.access.models import Bar, Grantee, Subject
from kith.access.words import RESTRICTED, BarKind
from kith.cases import actions as cases
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.people import joining
from kith.people.merge_rules import Stage
from kith.people.models import Merge
from kith.reference.roles import Role
from kith.tasks import giving
from kith.tasks.models import Action
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework
from tests.web.test_asked_to_do import WORDS, ask, asked
from tests.web.test_asks_end import FOR_WHO_ASKED, FOR_WHO_WAS_ASKED

pytestmark = pytest.mark.django_db
RESTRICT = {"do": "restrict", "why": "It names somebody who works here."}
EMAIL = "school_staff@oakmere.example"
OPEN = "Something you were asked to do"
THEIRS = f"Asked of {TEACHER.words} of Oakmere School"


@pytest.fixture
def work() -> Casework:
    """The lead has asked a teacher, and the mail about that has gone."""
    work = Casework(LEAD, HEAD, TEACHER, PASTORAL, Role.LOCAL_ADMIN, ann="bullying")
    ask(work)
    work_off()
    mail.outbox.clear()
    return work


def page_of(work):
    return reverse("record_closed", kwargs={"id": work.concern.id})


def test_whoever_restricts_reads_first_whose_it_takes_away(work):
    page = work.page(HEAD, page_of(work))
    assert "This ends, and both are told so and no more" in page and THEIRS in page and WORDS not in page


def test_it_ends_and_both_are_told_without_a_word_of_what_it_was(work):
    assert OPEN in work.page(TEACHER, "/")
    assert work.client(HEAD).post(page_of(work), RESTRICT).status_code == 302
    assert not asked(work).is_open
    work_off()
    assert len(mail.outbox) == 2 and all("Ann" not in one.body + one.subject for one in mail.outbox)
    for role, line in ((TEACHER, FOR_WHO_WAS_ASKED), (LEAD, FOR_WHO_ASKED)):
        day = work.page(role, "/")
        assert line in day and OPEN not in day
        assert all(words not in day for words in ("Ann", WORDS, work.concern.reference, f"/actions/{asked(work).id}/"))
    assert work.client(TEACHER).get(f"/actions/{asked(work).id}/").status_code == 404


def test_lifting_it_brings_nothing_back(work):
    work.client(HEAD).post(page_of(work), RESTRICT)
    work.client(HEAD).post(page_of(work), {"do": "lift", "lift_why": "It was another."})
    assert not asked(work).is_open and OPEN not in work.page(TEACHER, "/")


def test_what_was_asked_of_who_restricts_it_stays_theirs(work):
    """The control: the list begins with them."""
    ask(work, HEAD)
    work.client(TEACHER).post(f"/actions/{asked_of(work, TEACHER).id}/done/", {"how": "I rang."})
    assert "This ends" not in work.page(HEAD, page_of(work))
    work.client(HEAD).post(page_of(work), RESTRICT)
    assert asked_of(work, HEAD).is_open and OPEN in work.page(HEAD, "/")


def test_of_a_child_who_is_restricted_it_is_the_same(work):
    address = reverse("closed", kwargs={"id": work.children["ann"]})
    assert THEIRS in work.page(HEAD, address)
    sent = {"do": "level", "level": "2", "level_why": "A case in court."}
    assert work.client(HEAD).post(address, sent).status_code == 302
    assert not asked(work).is_open and FOR_WHO_WAS_ASKED in work.page(TEACHER, "/")


def test_a_child_made_confidential_takes_nothing_away(work):
    """The control."""
    sent = {"do": "level", "level": "1", "level_why": "Ask first."}
    work.client(HEAD).post(reverse("closed", kwargs={"id": work.children["ann"]}), sent)
    assert asked(work).is_open and OPEN in work.page(TEACHER, "/")


def test_whoever_is_kept_from_the_child_is_told_too(work):
    with work.school.at_work(HEAD):
        teacher = work.school.posts[TEACHER].user_id
        closing.keep_from(user_id=teacher, person_id=work.children["ann"], kind=BarKind.CONFLICT, reason="Own niece")
    assert not asked(work).is_open and FOR_WHO_WAS_ASKED in work.page(TEACHER, "/")


def test_whoever_is_taken_off_the_list_is_told_too(work):
    work.client(HEAD).post(page_of(work), RESTRICT)
    work.client(HEAD).post(page_of(work), {"do": "list", "listed": EMAIL, "listed_why": "She helps."})
    with work.school.at_work(HEAD):
        giving.give(record=work.concern, to=work.post_id(TEACHER), kind="monitoring", words=WORDS, due_on=today())
        again = Action.objects.latest("given_at")
        tie = closing.listed(work.concern.id).get(grantee_id=work.school.posts[TEACHER].user_id)
    assert again.is_open and OPEN in work.page(TEACHER, "/"), "the control: on the list they may be asked"
    with work.school.at_work(HEAD):
        closing_record.take_off_list(grant=tie, persons=[], reason="She has moved on.")
    with work.open():
        assert not Action.objects.get(id=again.id).is_open


def restricted(work, name="bea"):
    child = work.child(name)
    with work.school.at_work(HEAD):
        closing.close(person_id=child, level=RESTRICTED, reason="A case in court.", post_id=work.post_id(HEAD))
    return child


def bring_in(work, child):
    with work.school.at_work(HEAD):
        cases.link_person(record=work.concern, person_id=child, role="witness", reason="He saw it.")


def is_about(work, child):
    with work.open():
        part = work.part(work.concern, "ann")
    with work.school.at_work(HEAD):
        cases.identify(part=part, person_id=child, reason="It was her sister.")


def merged_with(work, child):
    said = {"stage": Stage.AGREED, "why": "Drawn.", "by": uuid7(), "at": timezone.now()}
    with tenancy(work.school.controller.id, system="matcher"):
        told = {"survivor_id": work.children["ann"], "merged_id": child, "file_of": work.school.holder.id}
        merge = Merge.objects.create(**told, **said)
        joining.join(merge.id)
        assert Merge.objects.get(id=merge.id).stage == Stage.DONE


WAYS = pytest.mark.parametrize("comes_in", [bring_in, is_about, merged_with])


@WAYS
def test_with_a_restricted_child_in_it_it_is_the_same(work, comes_in):
    comes_in(work, restricted(work))
    assert not asked(work).is_open and FOR_WHO_WAS_ASKED in work.page(TEACHER, "/")
    assert work.client(TEACHER).get(f"/actions/{asked(work).id}/").status_code == 404


@WAYS
def test_with_a_child_who_is_not_it_stays_theirs(work, comes_in):
    """The control."""
    comes_in(work, work.child("cai"))
    assert asked(work).is_open and OPEN in work.page(TEACHER, "/")


def test_what_does_not_open_is_not_on_their_list_either():
    """One rule for both: kept from any child of the concern, whichever it was asked about."""
    work = Casework(ann="bullying", ben="bullying")
    ask(work)
    with work.open():
        Bar.objects.create(
            grantee_kind=Grantee.USER, grantee_id=work.school.posts[TEACHER].user_id, subject_kind=Subject.PERSON,
            subject_id=work.children["ben"], since=timezone.now(), kind=BarKind.CONFLICT,
        )  # fmt: skip
    assert work.client(TEACHER).get(f"/actions/{asked(work).id}/").status_code == 404
    assert OPEN not in work.page(TEACHER, "/")


def asked_of(work, role):
    with work.open():
        return Action.objects.get(for_post=work.post_id(role))
