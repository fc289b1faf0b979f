"""Files a school's system puts into its folder: taken once, held against the last, and put away with a report."""

import os
from datetime import date

import pytest

from kith.foundation.dates import today
from kith.intake import actions, proposing
from kith.intake.feeds import going, schedule
from kith.intake.feeds.command import sync
from kith.intake.feeds.keeping import stop
from kith.intake.feeds.standing import standings
from kith.intake.feeds.unforeseen import UNFORESEEN
from kith.intake.models import Batch, FeedPupil, FeedRun
from kith.intake.stages import Stage
from kith.jobs import Interrupted, Work
from kith.people import actions as people
from kith.people import chasing
from kith.people.at_school import groups_of
from kith.people.models import AttendanceTally, BehaviourTally, Destination, Enrolment, Person, PersonName, Support
from kith.people.supports import add_support
from tests.intake.feeds.conftest import ATTENDANCE, BEHAVIOUR, CONTACTS, STUDENTS
from tests.intake.test_import import everything

pytestmark = pytest.mark.django_db


def named(forename):
    return PersonName.objects.get(forename=forename).person_id


def without(forename, text=STUDENTS):
    return "".join(line for line in text.splitlines(keepends=True) if forename not in line)


@pytest.mark.shows("C52", "C53", "C62", "C63", "C70")
def test_a_first_delivery_brings_pupils_support_attendance_and_behaviour(dropping):
    told = dropping.comes(contacts=CONTACTS, attendance=ATTENDANCE, behaviour=BEHAVIOUR)
    assert (told.did, told.counts["seen"], told.counts["joined"]) == ("taken", 3, 3)
    with dropping.opened():
        kate, ade = named("Kate"), named("Ade")
        assert groups_of([kate, ade]) == {ade: {"sen", "fsm", "pupil_premium"}}
        assert {*Support.objects.values_list("source", flat=True)} == {"school system"}
        place = Enrolment.objects.get(person=kate)
        assert (place.year_group, place.class_name, place.until_on) == ("3", "3B", None)
        [tally] = AttendanceTally.objects.all()
        assert (tally.person_id, tally.possible, tally.attended, tally.late) == (kate, 70, 68, 4)
        assert BehaviourTally.objects.get(person=ade).incidents == 2
        # The adults wait for a person: a name is no proof of who somebody is.
        assert [one["responsible"] for one in Batch.objects.get().rows.get(person=ade).staged["contacts"]] == [True]
    put_away = sorted(path.name for path in (dropping.folder / "done").rglob("*") if path.is_file())
    assert put_away == ["attendance.csv", "behaviour.csv", "contacts.csv", "report.txt", "students.csv"]
    assert "Kate" not in next((dropping.folder / "done").rglob("report.txt")).read_text()


def test_the_same_again_is_nothing_new_and_so_is_another_order(dropping):
    dropping.comes(attendance=ATTENDANCE)
    with dropping.opened():
        before = everything()
    lines = STUDENTS.splitlines(keepends=True)
    for students in (STUDENTS, "".join([lines[0], *reversed(lines[1:])])):
        told = dropping.comes(students, attendance=ATTENDANCE)
        assert told.did in ("same", "taken") and not any(told.counts[one] for one in ("joined", "left", "changed"))
    with dropping.opened():
        assert everything() == before
        assert Batch.objects.count() == 1


@pytest.mark.shows("C53")
def test_what_changed_is_brought_up_to_date_with_the_day(dropping):
    dropping.comes()
    told = dropping.comes(
        STUDENTS.replace("4C,K,Yes,Yes", "5C,E,No,").replace(
            "Ola,09/03/2017,,Year 4,4C,,,", "Ola,09/03/2017,,Year 4,4C,K,,"
        )
    )
    assert (told.counts["joined"], told.counts["changed"]) == (0, 2)
    with dropping.opened():
        ade, ola = named("Ade"), named("Ola")
        assert Enrolment.objects.get(person=ade).class_name == "5C"
        held = {(one.kind, one.value): (one.from_on, one.until_on) for one in Support.objects.filter(person=ade)}
        # An empty cell says nothing: pupil premium stays.
        assert held == {
            ("sen", "K"): (None, today()),
            ("sen", "E"): (today(), None),
            ("fsm", ""): (None, today()),
            ("pupil_premium", ""): (None, None),
        }
        assert groups_of([ade, ola]) == {ade: {"ehcp", "pupil_premium"}, ola: {"sen"}}


def test_what_a_person_wrote_is_proposed_against_and_stays(dropping):
    dropping.comes(STUDENTS.replace("3B,N,No,No", "3B,,,"))
    with dropping.opened():
        kate = Person.objects.get(id=named("Kate"))
        add_support(person=kate, organisation=dropping.world.oak, kind="sen", value="E", source="the plan itself")
    dropping.comes()
    with dropping.opened():
        assert groups_of([kate.id]) == {kate.id: {"ehcp"}}
        row = Batch.objects.order_by("-started_at").first().rows.get(person=kate)
        assert row.proposals == [
            ["Support at school", "Education, health and care plan", "No Education, health and care plan"]
        ]
        assert [n for _, n in standings()[0].waiting] == [1]


def test_support_a_person_accepts_ends_the_one_before_as_a_file_does_by_itself(dropping):
    """A plan begins on the day the feed gives, not on that of what there was before."""
    dropping.comes(STUDENTS.replace("3B,N,No,No", "3B,,,"))
    with dropping.opened():
        kate = Person.objects.get(id=named("Kate"))
        given = {"organisation": dropping.world.oak, "kind": "sen", "value": "K", "from_on": date(2024, 1, 8)}
        add_support(person=kate, source="her teacher", **given)
    dropping.comes(STUDENTS.replace("3B,N,No,No", "3B,E,No,No"))
    with dropping.opened():
        batch = Batch.objects.order_by("-started_at").first()
        [found] = proposing.open_of(batch)
        proposing.accept(proposal=found)
        told = Support.objects.filter(person=kate).values_list("value", "from_on", "until_on")
        assert set(told) == {("K", date(2024, 1, 8), today()), ("E", today(), None)}
        proposing.take_back(proposal=proposing.settled_of(batch)[0])
        assert told.get() == ("K", date(2024, 1, 8), None)


@pytest.mark.shows("C15")
def test_who_left_for_nobody_knows_where_is_asked_after_until_somebody_says_it(dropping, monkeypatch):
    dropping.comes()
    told = dropping.comes(
        without("Kate").replace("2 Mill Lane,BA14 8JN,,\n3", "2 Mill Lane,BA14 8JN,2026-01-09,Hollin Bridge\n3")
    )
    assert told.counts["left"] == 2
    monkeypatch.setattr(chasing, "today", lambda: today().replace(year=today().year + 1))
    with dropping.opened():
        kate = named("Kate")
        # The file said where Ade went.
        assert Destination.objects.get().name == "Hollin Bridge"
        [left] = chasing.unknown()
        assert (left.person_id, left.left_on) == (kate, today())
        chasing.note(left=left, words="Rang her aunt: no answer.")
        assert [one.words for one in chasing.unknown()[0].notes] == ["Rang her aunt: no answer."]
        said = chasing.settle(person_id=kate, kind="school", name="Elm")
        assert chasing.unknown() == []
        with pytest.raises(chasing.NotChased):
            chasing.settle(person_id=kate, kind="home")
        people.withdraw(fact=said, based_on=1, reason="Another Kate")
        assert [one.person_id for one in chasing.unknown()] == [kate]
        assert Person.objects.filter(id=kate).exists()


def many(count):
    born = [f"{1 + n % 28:02}/{1 + n % 12:02}/{2011 + n // 6}" for n in range(count)]
    rows = (
        f"{n},{'aeiouy'[n % 6]}{'lmnrst'[n // 6 % 6]}{n * 7919 % 97}son,Child,{day}\n" for n, day in enumerate(born)
    )
    return "StudentID,Surname,Forename,DateOfBirth\n" + "".join(rows)


def test_more_than_a_tenth_gone_is_asked_first_and_the_next_feed_asks_anew(dropping):
    dropping.comes(many(40))
    told = dropping.comes(many(30))
    assert (told.counts["gone"], told.counts["left"]) == (10, 0)
    with dropping.opened():
        assert Enrolment.objects.filter(until_on=None).count() == 40
        asked = FeedRun.objects.order_by("-began_at").first().gone_batch
        assert asked.stage == Stage.REVIEW and "10 of the 40" in " ".join(asked.remarks)
    # All but six are back: six are asked about, in a new import, and the first is thrown away.
    told = dropping.comes(many(34))
    with dropping.opened():
        asked.refresh_from_db()
        assert asked.stage == Stage.CANCELLED
        again = FeedRun.objects.order_by("-began_at").first().gone_batch
        assert (again.total, again.stage) == (6, Stage.REVIEW)
        actions.commit(batch=again)
        assert Enrolment.objects.filter(until_on=None).count() == 34
    assert dropping.comes(many(34)).counts.get("gone") == 0


def test_what_was_taken_back_comes_again_and_who_was_kept_is_not_taken_off_again(dropping):
    dropping.comes()
    dropping.comes(without("Kate"))
    with dropping.opened():
        gone = FeedRun.objects.order_by("-began_at").first().gone_batch
        actions.undo(batch=gone)
        assert Enrolment.objects.get(person=named("Kate")).until_on is None
    dropping.comes(without("Kate", STUDENTS.replace("4C", "4D")))
    with dropping.opened():
        # Somebody said that she is here: the next feed that leaves her out says nothing new.
        assert Enrolment.objects.get(person=named("Kate")).until_on is None
        first = Batch.objects.order_by("started_at").first()
        actions.undo(batch=Batch.objects.order_by("-started_at").first())
    told = dropping.comes(without("Kate", STUDENTS.replace("4C", "4D")))
    assert told.did == "taken" and told.counts["changed"] == 2
    assert first.total == 3


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"students": STUDENTS.replace("DateOfBirth", "Birthday")}, "no column DateOfBirth"),
        ({"students": STUDENTS.split("\n")[0] + "\n"}, "nobody in it"),
        ({"students": STUDENTS.split("\n", 1)[1]}, "same heading in columns"),
        (
            {"students": "1,Weller,Kate,03/02/2018,1 Mill Lane\n2,Bello,Ade,09/03/2017,2 Mill Lane\n"},
            "no column StudentID",
        ),
        ({"control": "File,Rows\nstudents.csv,4\n"}, "should have 4"),
        ({"control": "File,Rows\nstudents.csv,3\nfamilies.csv,1\n"}, "families.csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_changes_nothing(dropping, files, said):
    dropping.comes()
    with dropping.opened():
        before = everything()
    told = dropping.comes(**files)
    assert told.did == "refused" and said in told.words
    with dropping.opened():
        assert everything() == before
        assert said in standings()[0].trouble.words
    report = next((dropping.folder / "refused").rglob("report.txt")).read_text()
    assert said in report
    # Of a file without headings the first child stands there: an administrator reads this, who opens no file.
    assert not any(one in f"{told} {report}" for one in ("Weller", "Kate", "03/02/2018", "Mill Lane"))


def test_of_a_row_that_cannot_be_read_its_place_is_told_and_not_what_it_says(dropping):
    dropping.comes(STUDENTS + ",Weller,Toby,31/02/2019\n" + f"{'9' * 101},Ashe,Zoe,03/02/2018\n")
    with dropping.opened():
        said = " ".join(FeedRun.objects.get().remarks)
    assert "students.csv row 5" in said and "row 6" in said
    assert not any(one in said for one in ("Toby", "Weller", "31/02/2019", "999"))


@pytest.mark.parametrize(
    "odd", [{"control": "File,Rows\nstudents.csv,²\n"}, {"students": STUDENTS.replace("1,W", f"{'1' * 101},W")}]
)
def test_an_odd_cell_costs_no_more_than_itself(dropping, odd):
    assert dropping.comes(**odd).did == "taken"


def test_what_nobody_thought_of_ends_the_run_and_keeps_no_other_from_its_turn(dropping, monkeypatch, caplog):
    def breaks(*_, **__):
        raise ValueError("Kate Weller, born on 03/02/2018")

    with monkeypatch.context() as broken:
        broken.setattr(going, "take", breaks)
        dropping.put()
        [told] = sync("alder")
    assert told.did == "refused" and told.words == UNFORESEEN
    assert "ValueError" in caplog.text and "Weller" not in f"{caplog.text} {told}"
    assert not (dropping.folder / "students.csv").exists()
    # The control: what is no fault of the delivery is told as before, and the delivery waits.
    with monkeypatch.context() as broken:
        broken.setattr(going, "take", lambda *_: (_ for _ in ()).throw(Interrupted))
        dropping.put()
        with pytest.raises(Interrupted):
            dropping.go()
    assert (dropping.folder / "students.csv").exists()
    assert dropping.go().did == "taken"


def test_files_of_a_feed_that_was_stopped_are_destroyed_after_a_week(dropping):
    dropping.comes()
    taken = next(path for path in (dropping.folder / "done").iterdir())
    os.utime(taken, (0, 0))
    dropping.put()
    nightly = Work(dropping.feed.controller_id, None, "importer")
    schedule.clear_folders(nightly)
    # The control: what waits to be taken stays.
    assert not taken.exists() and (dropping.folder / "students.csv").exists()
    with dropping.opened():
        stop(feed=dropping.feed)
    schedule.clear_folders(nightly)
    assert not (dropping.folder / "students.csv").exists()


def test_a_file_with_rows_that_cannot_be_read_makes_nobody_gone(dropping):
    dropping.comes()
    broken = without("Kate").replace("3,Bello,Ola", '3,"Bello,Ola')
    told = dropping.comes(broken)
    assert (told.counts["left"], told.counts["gone"]) == (0, 0)
    with dropping.opened():
        assert Enrolment.objects.filter(until_on=None).count() == 3
        assert any(
            "nobody was taken to have left" in one for one in FeedRun.objects.order_by("-began_at").first().remarks
        )


def test_what_is_still_arriving_waits_and_another_school_is_not_touched(dropping, capsys):
    dropping.put(still=False)
    assert dropping.go().did == "waiting"
    assert (dropping.folder / "students.csv").exists()
    dropping.put()
    [told] = sync("alder")
    assert told.did == "taken"
    with dropping.opened():
        assert not FeedPupil.objects.exclude(holder=dropping.world.oak.files_of).exists()
        assert not Enrolment.objects.exclude(organisation=dropping.world.oak).exists()
