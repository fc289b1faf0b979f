"""A concern about an adult who works there: anybody writes one, whoever answers for it reads it, and nobody else."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.models import Grant
from kith.accounts.models import User
from kith.audit.models import Leaf
from kith.cases.models import Record
from kith.chronology.models import Entry
from kith.conduct.models import StaffConcern
from kith.conduct.sight import chairs_of
from kith.foundation.dates import today
from kith.foundation.days import Period, Unit, due
from kith.organisations import actions as organisations
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing.models import Notice
from kith.tasks.models import Task
from tests.rooms import give_post
from tests.signin import client_for
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework

pytestmark = pytest.mark.django_db
GOVERNOR, ADMIN = Role.GOVERNOR, Role.LOCAL_ADMIN
OFFICE = (LEAD, HEAD, TEACHER, PASTORAL, GOVERNOR, ADMIN)
WORDS = "He gave a pupil a lift home and told nobody."


@pytest.fixture
def work() -> Casework:
    return Casework(*OFFICE, ann="bullying")


def write(work, role=TEACHER, about=PASTORAL, **more):
    """Somebody writes about a colleague."""
    day = today()
    sent = {"about": work.post_id(about) if about else "", "words": WORDS, "on": f"{day.day}/{day.month}/{day.year}"}
    return work.client(role).post(f"/colleagues/write/{uuid4()}/", sent | more)


def the_one(work) -> StaffConcern:
    with work.open():
        return StaffConcern.objects.get()


def status(work, role, address):
    return work.client(role).get(address).status_code


def test_a_teacher_writes_sees_their_receipt_and_the_head_alone_reads_it(work):
    receipt = write(work).url
    one = f"/colleagues/{the_one(work).id}/"
    assert WORDS in work.page(TEACHER, receipt) and "Not read yet" in work.page(TEACHER, receipt)
    assert WORDS in work.page(HEAD, one) and the_one(work).reference in work.page(HEAD, "/colleagues/")
    for role in (TEACHER, LEAD, PASTORAL, GOVERNOR, ADMIN):
        assert status(work, role, one) == 404
        assert the_one(work).reference not in work.page(role, "/") + work.page(role, "/colleagues/")
    assert status(work, PASTORAL, receipt) == 404
    work.client(HEAD).post(one, {"kind": "low_level", "words": "One lift, in the rain."})
    page = work.page(TEACHER, receipt)
    assert "Read " in page and "in the rain" not in page and "threshold" not in page


def test_it_is_of_no_child_and_no_search_or_story_comes_upon_it(work):
    with work.open():
        before = Person.everybody.count(), Record.objects.count(), Entry.objects.count()
    write(work)
    with work.open():
        assert before == (Person.everybody.count(), Record.objects.count(), Entry.objects.count())
        lines = Leaf.objects.filter(action__startswith="staff_concern")
        assert lines.exists() and not any(line.subjects for line in lines)
    for role in (LEAD, HEAD):
        found = work.client(role).post("/records/find/", {"words": "lift home"}, follow=True).content.decode()
        assert WORDS not in found


def test_whoever_has_a_post_there_may_be_written_about_a_governor_among_them(work):
    assert str(work.post_id(GOVERNOR)) in work.client(TEACHER).get(f"/colleagues/write/{uuid4()}/").content.decode()
    assert write(work, about=GOVERNOR).status_code == 302


def test_what_is_about_the_head_goes_to_who_chairs_and_never_to_the_head(work):
    receipt = write(work, about=HEAD).url
    assert "Nobody is named here yet who may read this" in work.page(TEACHER, receipt)
    one = f"/colleagues/{the_one(work).id}/"
    assert status(work, HEAD, one) == status(work, GOVERNOR, one) == 404
    assert the_one(work).reference not in work.page(HEAD, "/colleagues/")
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    day = work.page(GOVERNOR, "/")
    assert WORDS in work.page(GOVERNOR, one)
    assert "Something was sent to you alone" in day and f'href="{one}"' in day, "and leads to where it is answered"
    assert status(work, HEAD, one) == status(work, ADMIN, one) == 404
    write(work, about=PASTORAL)
    with work.open():
        other = StaffConcern.objects.exclude(id=the_first(work)).get()
        assert set(Task.objects.filter(about=other.id).values_list("for_post", flat=True)) == {work.post_id(HEAD)}
    assert status(work, GOVERNOR, f"/colleagues/{other.id}/") == 404


def told_of_a_chair(work):
    """Who has a notice that a chair is needed which they have not seen to, by role."""
    with work.open():
        posts = set(Notice.objects.filter(word="chair", read_at=None).values_list("post_id", flat=True))
    return {role for role in OFFICE if work.post_id(role) in posts}


def test_who_may_name_a_chair_is_told_at_once_that_one_is_needed_and_not_what_for(work):
    """And the control: of what somebody answers for they are told nothing."""
    write(work, about=PASTORAL)
    assert told_of_a_chair(work) == set() and "chair of governors" not in work.page(ADMIN, "/")
    write(work, about=HEAD)
    assert told_of_a_chair(work) == {ADMIN}
    day = work.page(ADMIN, "/")
    assert "A chair of governors is to be named" in day and 'href="/staff/chair/"' in day
    assert "A-" not in day.split("<main")[1] and WORDS not in day and "Headteacher" not in day.split("<main")[1]
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    assert told_of_a_chair(work) == set() and "chair of governors" not in work.page(ADMIN, "/")


TYPED = {"about": None, "name": "the headteacher"}


@pytest.mark.parametrize("sent", [{"about": HEAD}, TYPED | {"is_head": "yes"}, TYPED | {"asked": "yes"}])
def test_a_head_who_also_keeps_the_posts_is_not_told_that_something_waits(work, sent):
    """And the control: whoever else keeps them is."""
    with work.open():
        head = User.objects.get(id=work.school.posts[HEAD].user_id)
        both = organisations.grant_post(user=head, organisation=work.school.organisation, role=ADMIN)
    assert write(work, **sent).status_code == 302
    assert told_of_a_chair(work) == {ADMIN}
    with work.open():
        assert not Notice.objects.filter(post=both).exists()


def also(work, role, further):
    """Somebody who has a post is given another beside it."""
    with work.open():
        user = User.objects.get(id=work.school.posts[role].user_id)
        return organisations.grant_post(user=user, organisation=work.school.organisation, role=further)


def test_a_head_is_not_named_chair_by_their_own_post_as_governor(work):
    """And the control: another governor is."""
    own = also(work, HEAD, GOVERNOR)
    offered = work.page(ADMIN, "/staff/chair/")
    assert str(own.id) not in offered and str(work.post_id(GOVERNOR)) in offered
    answer = work.client(ADMIN).post("/staff/chair/", {"to": own.id})
    assert answer.status_code == 422 and "Whoever is head here does not chair" in answer.content.decode()
    assert work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)}).status_code == 302


def test_a_chair_who_became_head_counts_as_none_and_reads_nothing_about_a_head(work):
    """And the control: who chairs and is no head reads it, and so do they once they are head no longer."""
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    write(work, about=HEAD)
    one = f"/colleagues/{the_one(work).id}/"
    assert status(work, GOVERNOR, one) == 200
    risen = also(work, GOVERNOR, HEAD)
    assert status(work, GOVERNOR, one) == client_for(risen.id).get(one).status_code == 404
    assert "Nobody here chairs the governors yet" in work.page(TEACHER, f"/colleagues/write/{uuid4()}/")
    assert "Nobody is named yet" in work.page(ADMIN, "/staff/chair/")
    with work.open():
        assert chairs_of([work.school.holder.id]) == {}
        organisations.end_post(post_id=risen.id)
        assert list(chairs_of([work.school.holder.id])) == [work.school.holder.id]
    assert status(work, GOVERNOR, one) == 200


def test_who_writes_is_told_before_that_nobody_could_read_it_and_whom_to_ring(work):
    """And the control: not once a chair is named."""
    work.client(LEAD).post("/alerts/", {"role..dsl": "yes", "officer": "Lena Ode, 01234 567890"})
    form = f"/colleagues/write/{uuid4()}/"
    page = work.page(TEACHER, form)
    assert "Nobody here chairs the governors yet" in page and "Lena Ode, 01234 567890" in page
    assert "Lena Ode, 01234 567890" in work.page(TEACHER, write(work, about=HEAD).url)
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    assert "Nobody here chairs" not in work.page(TEACHER, form)


def the_first(work):
    return StaffConcern.objects.order_by("written_at").first().id


def test_somebody_refers_themselves_and_sees_their_own_words_only(work):
    receipt = write(work, TEACHER, TEACHER).url
    assert "About <bdi>Yourself" in work.page(TEACHER, receipt)
    assert "Written by themselves" in work.page(HEAD, f"/colleagues/{the_one(work).id}/")


def test_the_lead_reads_one_only_where_the_head_lets_them(work):
    write(work)
    one = f"/colleagues/{the_one(work).id}/"
    lend = {"to": work.post_id(LEAD), "reason": "I am away next week."}
    assert work.client(LEAD).post(one + "let-read/", lend).status_code == 404
    assert work.client(HEAD).post(one + "let-read/", lend | {"to": work.post_id(PASTORAL)}).status_code == 422
    assert work.client(HEAD).post(one + "let-read/", lend).status_code == 302
    assert WORDS in work.page(LEAD, one) and "Say what you did" not in work.page(LEAD, one)
    assert work.client(LEAD).post(one, {"kind": "note", "words": "Read."}).status_code in (403, 404)
    with work.open():
        Grant.objects.filter(relation="delegated").update(until=timezone.now())
    assert status(work, LEAD, one) == 404


def test_nothing_is_sent_without_whom_when_and_what_and_nothing_typed_is_lost(work):
    answer = write(work, about=None, words="", done="I spoke to him.")
    page = answer.content.decode()
    assert answer.status_code == 422 and "Choose whom it is about" in page and "I spoke to him." in page
    token = uuid4()
    day = today()
    sent = {"name": "Sam Locum", "words": WORDS, "on": f"{day.day}/{day.month}/{day.year}"}
    client = work.client(TEACHER)
    assert len({client.post(f"/colleagues/write/{token}/", sent).url for _ in range(2)}) == 1
    assert the_one(work).about_name == "Sam Locum"


def test_a_name_as_long_as_no_name_is_comes_back_with_a_sentence_and_nothing_typed_is_lost(work):
    """And the control: one that just fits is sent."""
    answer = write(work, about=None, name="Sam " + "y" * 197, done="I spoke to him.")
    page = answer.content.decode()
    assert answer.status_code == 422 and "at most 200 letters" in page
    assert "y" * 197 in page and WORDS in page and "I spoke to him." in page
    assert write(work, about=None, name="Sam " + "y" * 196).status_code == 302
    assert write(work, about=PASTORAL, name="y" * 300).status_code == 302, "who is chosen needs no name"


@pytest.mark.parametrize("odd", ["x" * 100_000, "31/12/9999"], ids=["long", "late"])
def test_nothing_that_is_typed_anywhere_on_these_pages_is_an_error_of_the_server(work, odd):
    for field in ("name", "words", "done", "on", "is_head", "asked"):
        assert write(work, about=None, **{"name": "Sam Locum"} | {field: odd}).status_code in (302, 422), field
    with work.open():
        one = f"/colleagues/{the_first(work)}/"
    for address in (one, f"{one}let-read/", "/staff/chair/"):
        for field in ("kind", "words", "to", "reason"):
            sent = {"kind": "note", "words": "Rang.", "to": work.post_id(LEAD), "reason": "Away."} | {field: odd}
            who = ADMIN if "chair" in address else HEAD
            assert work.client(who).post(address, sent).status_code in (302, 422), (address, field)


def test_a_head_who_is_typed_and_not_chosen_does_not_read_it_either(work):
    """And the control: of anybody else who is typed the head does."""
    name = work.school.posts[HEAD].user.display_name
    write(work, about=None, name=f" {name.upper()} ")
    assert status(work, HEAD, f"/colleagues/{the_one(work).id}/") == 404
    write(work, about=None, name="Sam Locum")
    with work.open():
        other = StaffConcern.objects.get(about_name="Sam Locum").id
    assert status(work, HEAD, f"/colleagues/{other}/") == 200


def test_what_is_about_a_head_who_has_no_account_yet_goes_to_who_chairs(work):
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    write(work, about=None, name="The acting head")
    new = give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example")
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    one = f"/colleagues/{the_one(work).id}/"
    assert client_for(new.id).get(one).status_code == 404 and status(work, GOVERNOR, one) == 200


def test_what_was_begun_about_a_head_stays_with_who_chairs_when_the_head_has_left(work):
    """And the control: what was about somebody else is the new head's."""
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    write(work, about=HEAD)
    one = f"/colleagues/{the_one(work).id}/"
    work.client(GOVERNOR).post(one, {"kind": "lado", "words": "Rang them."})
    write(work, about=PASTORAL)
    with work.open():
        other = StaffConcern.objects.exclude(id=the_first(work)).get().id
        organisations.end_post(post_id=work.post_id(HEAD))
    new = client_for(give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example").id)
    assert status(work, GOVERNOR, one) == 200 and new.get(one).status_code == 404
    assert new.get(f"/colleagues/{other}/").status_code == 200


def test_a_head_who_comes_later_is_told_the_next_morning_of_what_waits(work):
    """And the control: of what is closed they are not, and nobody is told twice."""
    write(work, about=PASTORAL)
    write(work, about=TEACHER, role=LEAD)
    with work.open():
        closed = StaffConcern.objects.get(id=the_first(work))
        StaffConcern.objects.filter(id=closed.id).update(stage="closed")
        organisations.end_post(post_id=work.post_id(HEAD))
    new = give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example")
    for _ in range(2):
        app.tasks["adults.tell"](context=None, timestamp=0)
    with work.open():
        told = Task.objects.filter(for_post=new.id, kind="conduct").values_list("about", flat=True)
        assert list(told) == [StaffConcern.objects.exclude(id=closed.id).get().id]


def test_somebody_who_became_head_and_left_is_not_read_of_by_the_head_after_them(work):
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    write(work, about=PASTORAL)
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
        user = User.objects.get(id=work.school.posts[PASTORAL].user_id)
        risen = organisations.grant_post(user=user, organisation=work.school.organisation, role=HEAD)
    app.tasks["adults.tell"](context=None, timestamp=0)
    one = f"/colleagues/{the_one(work).id}/"
    assert "Something was sent to you alone" in work.page(GOVERNOR, "/")
    with work.open():
        organisations.end_post(post_id=risen.id)
    assert status(work, GOVERNOR, one) == 200


def call(work, role, name):
    """The name somebody at work there goes by."""
    with work.open():
        User.objects.filter(id=work.school.posts[role].user_id).update(display_name=name)


def test_what_was_closed_is_only_taken_up_again(work):
    write(work)
    one = f"/colleagues/{the_one(work).id}/"
    head = work.client(HEAD)
    assert head.post(one, {"kind": "reopened", "words": "Again."}).status_code == 422
    assert head.post(one, {"kind": "closed", "words": " "}).status_code == 422
    assert head.post(one, {"kind": "closed", "words": "He was told the rule."}).status_code == 302
    assert head.post(one, {"kind": "talked", "words": "Again."}).status_code == 422
    assert head.post(one, {"kind": "reopened", "words": "A second lift."}).status_code == 302


def kept(work, role=TEACHER, edit=1, page="one", **typed):
    """What the page sends by itself while somebody types."""
    open_page = {"draft.id": page, "draft.edit": edit, "draft.seen": ""}
    return work.client(role).post("/colleagues/write/keep/", {"words": WORDS, **open_page, **typed})


def begun(work, role=TEACHER):
    return work.client(role).get("/colleagues/write/", follow=True).content.decode()


def test_it_is_kept_while_it_is_typed_and_found_again_by_its_writer_alone(work):
    assert WORDS not in begun(work)
    assert kept(work).content.startswith(b"Saved ")
    assert WORDS in begun(work) and "Throw this draft away" in begun(work)
    for role in (LEAD, HEAD, PASTORAL):
        assert WORDS not in begun(work, role) and "Throw this draft away" not in begun(work, role)
    assert WORDS not in work.page(TEACHER, "/"), "nobody reads it over a shoulder on the first page"
    with work.open():
        assert not StaffConcern.objects.exists()


def test_once_it_is_sent_the_draft_is_gone(work):
    kept(work)
    write(work, **{"draft.id": "one", "draft.edit": 1})
    assert WORDS not in begun(work)


def test_what_a_second_page_holds_stands_apart_and_is_not_sent_with_it(work):
    kept(work)
    kept(work, page="two", words="He shouted at a pupil.")
    page = begun(work)
    assert "You also typed this on another page" in page and WORDS in page
    write(work, words="He shouted at a pupil.", **{"draft.id": "two", "draft.edit": 1})
    assert WORDS in begun(work)


def test_its_writer_throws_it_away(work):
    kept(work)
    throw = begun(work).split('name="throw" value="')[1].split('"')[0]
    assert work.client(PASTORAL).post("/colleagues/write/keep/", {"throw": throw}).status_code == 302
    assert WORDS in begun(work), "nobody else can"
    work.client(TEACHER).post("/colleagues/write/keep/", {"throw": throw})
    assert WORDS not in begun(work)


def test_a_form_that_came_back_is_kept_as_it_was_sent(work):
    assert write(work, on="some day").status_code == 422
    assert WORDS in begun(work)


def officer_tasks(work):
    with work.open():
        found = Task.objects.filter(kind="conduct_officer", done_at=None)
        return list(found.values_list("for_post", "due_on"))


@pytest.mark.parametrize("ends", ["lado", "low_level", "closed"])
def test_the_designated_officer_is_to_be_told_within_a_working_day_of_what_may_meet_the_threshold(work, ends):
    """And the controls: not of what is only talked about, once however often it is said, and no longer once done."""
    write(work)
    one = f"/colleagues/{the_one(work).id}/"
    head = work.client(HEAD)
    head.post(one, {"kind": "talked", "words": "He was asked."})
    assert officer_tasks(work) == []
    for _ in range(2):
        head.post(one, {"kind": "threshold", "words": "It may be."})
    assert officer_tasks(work) == [(work.post_id(HEAD), due(today(), Period(1, Unit.WORKING_DAYS)))]
    day = work.page(HEAD, "/")
    assert "The designated officer of the council is to be told" in day and f'href="{one}"' in day
    head.post(one, {"kind": "note", "words": "Rang, nobody there."})
    assert officer_tasks(work)
    head.post(one, {"kind": ends, "words": "Done."})
    assert officer_tasks(work) == []


def in_vain(work):
    """What the chair was told four times and has not opened."""
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    write(work, about=HEAD)
    with work.open():
        told = Notice.objects.filter(post_id=work.post_id(GOVERNOR), word="task")
        told.update(sent=4, due_at=None, sent_at=timezone.now())
        return told.get()


@pytest.mark.parametrize("alone", [True, False])
def test_what_a_chair_has_not_opened_stands_with_nobody_else_and_least_with_the_head(work, alone):
    """The control: a task of another kind stands there, and whoever leads may see to it."""
    notice = in_vain(work)
    if not alone:
        with work.open():
            Task.objects.filter(id=notice.about).update(kind="reminder")
    for role in (HEAD, LEAD):
        assert ("A task on their list" in work.page(role, "/")) is not alone
    pressed = work.client(HEAD).post(reverse("see_to_notice", args=[notice.id]))
    assert pressed.status_code == (404 if alone else 302)
    with work.open():
        assert Notice.objects.filter(id=notice.id, read_at=None).exists() is alone
