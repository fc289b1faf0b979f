"""A school's system is asked page by page: what is cut off goes on where it stopped, and by half nobody is gone."""

import pytest

from kith.audit.models import Detail
from kith.demo.school_system import TOKEN
from kith.foundation.dates import today
from kith.intake.feeds import taking
from kith.intake.feeds.asking import Away, ask, same_place
from kith.intake.feeds.pages import delivered_of
from kith.intake.feeds.profiles import profile
from kith.intake.models import Batch, Feed, FeedPage, FeedRun
from kith.people.at_school import groups_of
from kith.people.models import AttendanceTally, BehaviourTally, Enrolment, PersonName
from tests.intake.test_import import everything

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The machine stops between two pages."""


def killed_after(pages):
    left = [pages]

    def asked(url, token):
        if not left[0]:
            raise Killed
        left[0] -= 1
        return ask(url, token)

    return asked


@pytest.mark.shows("C53", "C63")
def test_everything_that_is_given_arrives_and_the_same_again_is_nothing(asking, caplog):
    told = asking.go()
    assert (told.did, told.counts["seen"], told.counts["joined"]) == ("taken", 6, 6)
    with asking.opened():
        mia = PersonName.objects.get(forename="Mia").person_id
        ade = PersonName.objects.get(forename="Ade").person_id
        assert groups_of([mia, ade]) == {mia: {"sen"}, ade: {"fsm"}}
        assert Enrolment.objects.get(person=mia).class_name == "2B"
        assert AttendanceTally.objects.count() == 6
        [adult] = Batch.objects.get().rows.get(person=mia).staged["contacts"]
        assert (adult["relationship"], adult["responsible"], adult["lives_with"]) == ("Mother", True, True)
        before = everything()
    assert asking.go().did == "same"
    with asking.opened():
        assert everything() == before
        assert FeedPage.objects.count() == 0
        # The token stands nowhere but under its seal.
        assert TOKEN.encode() not in bytes(Feed.objects.get().token)
        assert not [one for one in Detail.objects.all() if TOKEN in str(one.__dict__)]
    assert TOKEN not in caplog.text
    assert not any(TOKEN in path for path in asking.server.asked)


def test_killed_between_any_two_pages_it_goes_on_and_arrives_whole(asking):
    for pages in (1, 2):
        with pytest.raises(Killed):
            asking.go(ask=killed_after(pages))
        with asking.opened():
            assert not PersonName.objects.exists()
    first = [path for path in asking.server.asked if "students/" in path and "leaver" not in path]
    told = asking.go()
    assert told.counts["joined"] == 6
    # The three pages of pupils were asked for once each.
    assert len(first) == 3
    with asking.opened():
        assert FeedRun.objects.count() == 1


@pytest.mark.parametrize("killed", [True, False])
def test_killed_between_two_pages_it_makes_nobody_gone_who_slipped_meanwhile(asking, killed):
    """The control: asked in one go, whoever is in it no more has left."""
    asking.go()
    asking.parts["students"][3]["groups"]["data"][0]["name"] = "9Z"
    if killed:
        with pytest.raises(Killed):
            asking.go(ask=killed_after(2))
    del asking.parts["students"][0]
    told = asking.go()
    assert (told.did, told.counts["left"]) == ("taken", 0 if killed else 1)
    with asking.opened():
        assert Enrolment.objects.filter(until_on=None).count() == (6 if killed else 5)
        assert Enrolment.objects.filter(class_name="9Z").count() == 1
    assert asking.go().counts["left"] == (1 if killed else 0)


@pytest.mark.parametrize("careless", [False, True])
def test_a_feed_that_stops_half_way_makes_nobody_gone(asking, careless):
    asking.go()
    asking.server.breaks[:] = [0, *[503] * 4]
    asking.parts["students"][3]["groups"]["data"][0]["name"] = "9Z"
    told = asking.go()
    assert (told.did, asking.pauses) == ("waiting", [1.0, 5.0, 20.0])
    if careless:
        # What a reader would do that took the pages there are for all of them.
        with asking.opened():
            run = FeedRun.objects.select_related("feed__school").get(state="going")
            run.tries, run.words = 0, ""
            half = delivered_of(run, profile("wonde"), today())
            assert taking.take(run, half).counts["gone"] == 4
        return
    with asking.opened():
        assert Enrolment.objects.filter(until_on=None).count() == 6
    # It goes on; whoever slipped between the pages meanwhile is not gone either.
    del asking.parts["students"][0]
    asking.go()
    with asking.opened():
        assert Enrolment.objects.filter(until_on=None).count() == 6
        assert Enrolment.objects.filter(class_name="9Z").count() == 1
        assert "nobody was taken to have left" in " ".join(FeedRun.objects.order_by("-began_at").first().remarks)
    assert asking.go().counts["left"] == 1


def test_events_are_counted_by_week_and_one_that_was_struck_out_is_gone(asking):
    when = f"{today().isoformat()}T10:00:00+00:00"
    asking.parts["behaviours"] += [{"incident_date": when, "students": {"data": [{"id": "A1"}]}} for _ in range(3)]
    asking.parts["achievements"] += [{"achievement_date": when, "students": {"data": [{"id": "A1"}]}}]
    asking.go()
    with asking.opened():
        week = BehaviourTally.objects.filter(until_on__gte=today()).get()
        assert (week.incidents, week.credits) == (3, 1)
    del asking.parts["behaviours"][0]
    asking.go()
    with asking.opened():
        assert BehaviourTally.objects.get(id=week.id).incidents == 2
    asking.parts["behaviours"].clear()
    asking.parts["achievements"].clear()
    asking.go()
    with asking.opened():
        week.refresh_from_db()
        assert (week.incidents, week.credits) == (0, 0)


@pytest.mark.parametrize("shared", [True, False])
def test_a_kind_of_event_that_is_not_shared_any_more_stays_as_it_was_counted(asking, shared):
    """The control: a kind that comes without an event is counted as none."""
    when = f"{today().isoformat()}T10:00:00+00:00"
    asking.parts["behaviours"] += [{"incident_date": when, "students": {"data": [{"id": "A1"}]}}]
    asking.parts["achievements"] += [{"achievement_date": when, "students": {"data": [{"id": "A1"}]}}]
    asking.go()
    asking.parts["behaviours"] *= 2
    asking.parts["achievements"].clear()
    if not shared:
        del asking.parts["achievements"]
    asking.go()
    with asking.opened():
        week = BehaviourTally.objects.filter(until_on__gte=today()).get()
        assert (week.incidents, week.credits) == (2, 0 if shared else 1)


def test_what_a_school_does_not_share_is_not_changed(asking):
    asking.go()
    for pupil in asking.parts["students"]:
        pupil["extended_details"] = None
        pupil["contacts"] = {"data": []}
    del asking.parts["attendance-summaries"]
    told = asking.go()
    assert told.did == "taken"
    with asking.opened():
        mia = PersonName.objects.get(forename="Mia").person_id
        assert groups_of([mia]) == {mia: {"sen"}}
        assert AttendanceTally.objects.count() == 6
        assert "does not share attendance-summaries" in " ".join(FeedRun.objects.order_by("-began_at").first().remarks)


@pytest.mark.parametrize("status", [401, 404])
def test_a_token_that_is_not_taken_is_said_and_changes_nothing(asking, status):
    asking.go()
    asking.server.breaks[:] = [status]
    told = asking.go()
    assert told.did == "refused" and told.counts == {}
    with asking.opened():
        assert Enrolment.objects.filter(until_on=None).count() == 6


@pytest.mark.shows("C96")
def test_the_token_follows_no_page_to_another_address(asking):
    lures = []

    def lured(url, token):
        lures.append(url)
        return {"data": [], "meta": {"pagination": {"next": "http://localhost:1/steal"}}}

    told = asking.go(ask=lured)
    assert told.did == "refused" and len(lures) == 1
    assert same_place("https://a.example/x?y", "https://a.example/v1.0")
    for other in ("http://a.example/x", "https://b.example/x", "https://a.example:444/x", "https://[", ""):
        assert not same_place(other, "https://a.example/v1.0")


def test_pages_that_lead_round_in_a_circle_end(asking):
    def round_and_round(url, token):
        return {"data": [], "meta": {"pagination": {"next": url}}}

    assert asking.go(ask=round_and_round).did == "refused"


def test_answers_that_make_no_sense_change_nothing_and_stop_nothing(asking):
    """Rows as no school would send them: each costs itself, and those beside it arrive."""
    good = asking.parts["students"][1]
    asking.parts["students"][:] = [
        good,
        None,
        "a pupil",
        {"id": "B1"},
        {**good, "id": "B2", "date_of_birth": {"date": "2017-13-45"}},
        {**good, "id": "B3", "forename": ["Mia"], "surname": 7},
        {**good, "id": "B4", "forename": "M\0ia"},
        {**good, "id": "B5", "forename": "\ud800", "surname": "Ashe"},
        {**good, "id": {"deep": {}}, "education_details": "none"},
        {
            **good,
            "id": "B6",
            "forename": "Tom",
            "contacts": {"data": [None, {"surname": {}}, 3]},
            "extended_details": [],
        },
        {**good, "id": "A1", "forename": "Twice"},
    ]
    told = asking.go()
    assert told.did == "taken"
    with asking.opened():
        assert {"Mia", "Tom"} <= set(PersonName.objects.values_list("forename", flat=True))
        assert told.counts["refused"] >= 5
        assert not PersonName.objects.filter(forename="Twice").exists()


def test_who_is_away_is_asked_again_and_then_left(asking):
    calls = []

    def away(url, token):
        calls.append(url)
        raise Away("The school’s system could not be reached.", wait=7)

    assert asking.go(ask=away).did == "waiting"
    assert (len(calls), asking.pauses) == (4, [7, 7, 20.0])
