"""Somebody's planner, the reminders in it, and the calendar that tells days and nothing else."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.access.models import Bar
from kith.accounts import actions, second_factor
from kith.accounts.models import User
from kith.foundation.dates import today
from kith.sharing import Kind, NotReleased, Way, calendars, release
from kith.sharing.models import CalendarKey
from kith.tasks import reminding
from kith.tasks.models import Reminder, RunningClock, Task
from kith.tenancy import tenancy
from kith.web.planner import feed, gather
from tests.foundation.ical_reader import read
from tests.rooms import lines
from tests.web.casework import HEAD, LEAD, TEACHER, Casework
from tests.web.test_told_at_night import keep_from_ann

pytestmark = pytest.mark.django_db
WORDS = "canary-words: ask Ann’s aunt"
DAY = "%d/%m/%Y"


@pytest.fixture
def work():
    made = Casework(ann="bullying")
    with made.open():
        RunningClock.objects.create(
            record=made.concern, holder=made.school.holder, clock="looked_at", started_at=made.concern.written_at,
            counts_from=today(), due_on=today() + timedelta(days=2),
        )  # fmt: skip
    return made


def remind(work, to=LEAD, by=LEAD, days=1, words=WORDS):
    address = reverse("new_reminder", args=[work.concern.id])
    given = {"to": str(work.post_id(to)), "on": f"{today() + timedelta(days=days):{DAY}}", "words": words}
    return work.client(by).post(address, given)


def month(work, role=LEAD):
    """The planner of two months, so that no test depends on the day it runs."""
    first = today().replace(day=1)
    later = (first + timedelta(days=32)).replace(day=1)
    return "".join(work.page(role, f"/planner/?show=month&from={one}") for one in (first, later))


def made(work, role=LEAD):
    """The address of somebody's calendar, as their page shows it once."""
    page = work.client(role).post("/you/calendar/", {"do": "new"}).content.decode()
    return urlsplit(re.search(r"(http://testserver/calendar/[^<]*)", page)[1]).path


@pytest.mark.shows("C40")
def test_a_reminder_is_set_rings_on_its_day_and_is_seen_by_two_only(work):
    refused = remind(work, words="")
    assert refused.status_code == 422 and "Write what to think of." in refused.content.decode()
    assert remind(work, to=TEACHER, by=HEAD, days=3).status_code == 302
    with work.open():
        one = Reminder.objects.get()
        assert not Task.objects.filter(kind="reminder").exists(), "not before its day"
    assert WORDS in month(work, TEACHER) and WORDS in month(work, HEAD) and WORDS not in month(work, LEAD)
    with tenancy(work.school.controller.id, system="bell"):
        assert [reminding.ring_reminders(today() + timedelta(days=n)) for n in (2, 3, 4)] == [0, 1, 0]
    at = reverse("reminder", args=[one.id])
    day = work.page(TEACHER, "/")
    assert "Something you are to be reminded of" in day and at in day and "canary" not in day
    page = work.page(TEACHER, at)
    assert WORDS in page and work.concern.reference not in page, "the record opens to nobody by it"
    assert work.client(LEAD).get(at).status_code == 404
    assert work.client(TEACHER).post(reverse("reminder_done", args=[one.id])).status_code == 302
    assert at not in work.page(TEACHER, "/") and WORDS not in month(work, TEACHER)


def test_nobody_is_reminded_of_a_child_they_are_kept_from(work):
    keep_from_ann(work, TEACHER)
    refused = remind(work, to=TEACHER)
    assert refused.status_code == 422 and "They cannot be asked about this" in refused.content.decode()
    assert remind(work, to=TEACHER, by=TEACHER).status_code == 404, "nor by whoever may not read it"


@pytest.fixture
def kept(work):
    """Set before the teacher was kept from the child."""
    remind(work, to=TEACHER, by=HEAD)
    keep_from_ann(work, TEACHER)
    with work.open():
        return Reminder.objects.get()


def test_who_is_kept_from_the_child_later_reads_the_words_nowhere(work, kept):
    """The control is who set it, and is kept from nobody."""
    at = reverse("reminder", args=[kept.id])
    assert WORDS not in month(work, TEACHER) and work.client(TEACHER).get(at).status_code == 404
    assert work.client(TEACHER).post(reverse("reminder_done", args=[kept.id])).status_code == 404
    assert WORDS in month(work, HEAD) and work.client(HEAD).get(at).status_code == 200


@pytest.mark.parametrize("still", [True, False])
def test_nor_does_it_ring_for_them_until_they_are_let_in_again(work, kept, still):
    if not still:
        with work.open():
            Bar.objects.update(until=timezone.now())
    with tenancy(work.school.controller.id, system="bell"):
        assert reminding.ring_reminders(kept.on) == (0 if still else 1)
    assert ("Something you are to be reminded of" in work.page(TEACHER, "/")) is not still


@pytest.mark.parametrize("later", [True, False])
def test_what_rang_for_them_before_leaves_their_list(work, later):
    """It would open nothing to them, and nobody could say that it is done. The control is kept from nobody."""
    remind(work, to=TEACHER, by=HEAD, days=0)
    words = "Something you are to be reminded of"
    assert words in work.page(TEACHER, "/")
    if later:
        keep_from_ann(work, TEACHER)
    ring = lambda: reminding.ring_reminders(today())  # noqa: E731
    with tenancy(work.school.controller.id, system="bell"):
        assert ring() == 0
    assert (words in work.page(TEACHER, "/")) is not later
    with tenancy(work.school.controller.id, system="bell"):
        Bar.objects.update(until=timezone.now())
        assert [ring(), ring()] == ([1, 0] if later else [0, 0])


def test_reading_reminders_in_the_planner_is_a_line(work):
    month(work)
    assert lines(work.school.controller.id, "reminder.list") == []
    remind(work)
    month(work)
    assert lines(work.school.controller.id, "reminder.list")


def test_the_planner_shows_what_is_due_and_a_print_names_nobody(work):
    remind(work)
    page = month(work)
    assert "Ann Sole" in page and WORDS in page and reverse("concern", args=[work.concern.id]) in page
    for odd in ("/planner/?from=never&show=year", "/planner/?from=0001-01-01"):
        assert work.client(LEAD).get(odd).status_code == 200
    client = work.client(LEAD)
    assert client.post("/planner/print/", {"show": "month", "purpose": " "}).status_code == 422
    first = (today() + timedelta(days=1)).replace(day=1)
    given = {"show": "month", "from": first.isoformat(), "purpose": "My desk"}
    printed = client.post("/planner/print/", given).content.decode()
    assert "Reminder" in printed and "Ann" not in printed and "canary" not in printed
    assert "release.print" in [action for action, _ in lines(work.school.controller.id)]


def leaks(content, work):
    """What a calendar must not say: words, names, references, ids of anything there."""
    said = content.decode().lower()
    ids = [work.concern.id, work.children["ann"], work.post_id(LEAD), work.school.holder.id]
    words = ["ann’", "sole", "canary", "oakmere", "bullying", work.concern.reference.lower(), "/concerns/"]
    return [one for one in (*words, *map(str, ids)) if one in said]


@pytest.mark.parametrize("careless", [False, True])
def test_the_calendar_tells_days_and_sorts_and_nothing_else(work, careless, monkeypatch):
    """`careless` is the control: titles as the planner has them."""
    remind(work)
    if careless:
        titled = lambda found, key: [feed.Day(one.id, one.on, one.title) for one in found]  # noqa: E731
        monkeypatch.setattr(feed, "opaque", titled)
    path = made(work)
    answer = Client().get(path)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = read(answer.content)
    assert {one["DTSTART;VALUE=DATE"] for one in events} >= {
        f"{today() + timedelta(days=n):%Y%m%d}" for n in (1, 2)
    }  # fmt: skip
    if careless:
        assert leaks(answer.content, work)
        return
    assert leaks(answer.content, work) == []
    assert {one["SUMMARY"] for one in events} <= {f"Kith: {sort}" for sort in gather.Sort}
    again = {one["UID"] for one in read(Client().get(path).content)}
    assert again == {one["UID"] for one in events}, "the same event is the same event"
    assert leaks(path.encode(), work) == []


def test_its_address_is_a_secret_that_is_renewed_and_turned_off(work):
    path = made(work)
    key = path.split("/")[-2]
    with work.open():
        assert key not in CalendarKey.objects.get().fingerprint
    assert key not in work.page(LEAD, "/you/notices/"), "it stands once"
    newer = made(work)
    assert Client().get(path).status_code == 404 and Client().get(newer).status_code == 200
    assert Client().post(newer).status_code == 405
    other = made(work, TEACHER)
    assert read(Client().get(other).content) == [], "nothing is due for a teacher"
    work.client(LEAD).post("/you/calendar/", {"do": "off"})
    assert Client().get(newer).status_code == 404 and Client().get(other).status_code == 200
    asked = [reason for action, reason in lines(work.school.controller.id, "release.file")]
    assert len(asked) == 3, "each time it is fetched is a line"


@pytest.mark.parametrize("end", [actions.end_sessions, second_factor.forget, actions.disable, None])
def test_it_ends_with_the_sessions_of_a_lost_phone(work, end):
    """Nor does it come back with an account that is woken. The last is the control, and so is somebody else's."""
    path, other = made(work), made(work, HEAD)
    user = User.objects.get(id=work.school.posts[LEAD].user_id)
    if end:
        end(user=user)
        actions.reactivate(user=user)
    assert Client().get(path).status_code == (404 if end else 200) and Client().get(other).status_code == 200
    with work.school.at_work(LEAD):
        assert calendars.is_on(work.post_id(LEAD)) is not bool(end)
        assert calendars.was_ended(work.post_id(LEAD)) is bool(end)


def test_who_comes_back_reads_that_it_ended_and_makes_another(work):
    made(work)
    said = "The address ended when your sessions were ended"
    assert said not in work.page(LEAD, "/you/notices/")
    actions.end_sessions(user=User.objects.get(id=work.school.posts[LEAD].user_id))
    assert said in work.page(LEAD, "/you/notices/")
    assert Client().get(made(work)).status_code == 200
    page = work.page(LEAD, "/you/notices/")
    assert said not in page and "It is on." in page


def test_a_calendar_leaves_to_its_own_post_and_about_nobody(work):
    why = {"what": "calendar", "way": Way.FILE, "kind": Kind.OWN_CALENDAR, "purpose": "p", "basis": "b"}
    me, other = work.post_id(LEAD), work.post_id(HEAD)
    with work.school.at_work(LEAD):
        release(**why, to=me)
        for wrong in ({"to": other}, {}, {"to": me, "subjects": [work.children["ann"]]}):
            with pytest.raises(NotReleased):
                release(**why, **wrong)


@pytest.mark.parametrize(
    ("text", "said"), [("soon", "is not a date"), ("1/1/20", "still to come"), ("", "Give the day as")]
)
def test_what_is_no_day_and_what_is_over_are_told_apart(work, text, said):
    sent = {"to": str(work.post_id(LEAD)), "on": text, "words": WORDS}
    answer = work.client(LEAD).post(reverse("new_reminder", args=[work.concern.id]), sent)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_a_day_with_a_short_year_is_taken(work):
    day = today() + timedelta(days=3)
    sent = {"to": str(work.post_id(LEAD)), "on": f"{day.day}/{day.month}/{day:%y}", "words": WORDS}
    assert work.client(LEAD).post(reverse("new_reminder", args=[work.concern.id]), sent).status_code == 302
