"""Two at the same time: nobody's words are lost and nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from kith.cases import actions, drafts, numbering, rules
from kith.cases.drafts import OpenPage
from kith.cases.models import Part, Record, StageMove
from kith.foundation.ids import uuid7
from kith.tenancy.prepared import Unasked

from .test_records import decide


def at_once(*works):
    """Run these in threads that start together; what each returned or raised."""
    together = Barrier(len(works))

    def run(work):
        try:
            together.wait(timeout=20)
            return work()
        except (rules.NotAllowed, actions.Overtaken) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_a_form_sent_four_times_at_once_is_one_record(fresh, school):
    token = uuid7()

    def send():
        with school.as_teacher():
            return school.send(token=token).id

    assert len(set(at_once(send, send, send, send))) == 1
    with school.as_lead():
        record = Record.objects.get()
        assert Part.objects.filter(record=record).count() == 2
        assert StageMove.objects.filter(record=record).count() == 1


def test_a_number_that_was_not_needed_goes_to_the_next(fresh, school, monkeypatch):
    """Two who send the same form both take a number; the record has one, and none is left out after it."""
    assert references_after_twice(school, monkeypatch) == ["OA-1001", "OA-1002"]


def test_a_number_that_is_not_given_back_would_be_left_out(fresh, school, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(numbering, "give_back", lambda holder: None)
    assert references_after_twice(school, monkeypatch) == ["OA-1001", "OA-1003"]


def references_after_twice(school, monkeypatch):
    """One form sent twice, the second before anybody sees the first; then another form."""
    token = uuid7()
    with school.as_teacher():
        first = school.send(token=token)
    with monkeypatch.context() as unseen, school.as_teacher():
        unseen.setattr(actions, "sent_before", lambda token: Unasked())
        assert school.send(token=token) == first
    with school.as_teacher():
        return [first.reference, school.send().reference]


def test_different_forms_at_once_have_numbers_of_their_own(fresh, school):
    def send():
        with school.as_teacher():
            return school.send().reference

    assert sorted(at_once(send, send, send)) == ["OA-1001", "OA-1002", "OA-1003"]


def test_the_first_saves_of_a_form_at_once_keep_one_draft(fresh, school):
    token = uuid7()

    def save():
        with school.as_teacher():
            return drafts.save(token=token, area="concern", answers={"description": "Half"}, holder=school.holder)

    assert at_once(save, save, save) == [None] * 3
    with school.as_teacher():
        assert drafts.find(token).answers == {"description": "Half"}


def test_of_two_leads_who_take_the_same_step_one_is_told(fresh, school):
    with school.as_teacher():
        record_id = school.send().id
    with school.as_lead():
        decide(Record.objects.get(id=record_id), category="bullying")

    def triage():
        with school.as_lead():
            record = Record.objects.get(id=record_id)
            return actions.move_stage(record=record, to="triaged").stage

    found = at_once(triage, triage)
    assert sorted(str(f) for f in found)[1] == "triaged"
    assert any(isinstance(f, rules.NotAllowed) for f in found)
    with school.as_lead():
        assert StageMove.objects.filter(record_id=record_id, to_stage="triaged").count() == 1


def test_of_two_corrections_at_once_one_is_kept_and_the_other_given_back_with_both_texts(fresh, school):
    with school.as_teacher():
        record = school.send()

    def put_right(place):
        def work():
            with school.as_lead():
                part = Part.objects.get(record_id=record.id, person__isnull=True)
                changed = {**part.answers, "place": place}
                return actions.correct(part=part, answers=changed, based_on=1, reason="Seen on camera.")

        return work

    kept, given_back = sorted(at_once(put_right("Hall"), put_right("Gym")), key=lambda f: isinstance(f, Exception))
    assert isinstance(given_back, actions.Overtaken)
    assert {kept.answers["place"], given_back.mine["place"]} == {"Hall", "Gym"}
    assert given_back.theirs.answers["place"] == kept.answers["place"]


def test_two_who_change_different_answers_at_once_both_keep_theirs(fresh, school):
    with school.as_teacher():
        record = school.send()

    def put_right(**change):
        def work():
            with school.as_lead():
                part = Part.objects.get(record_id=record.id, person__isnull=True)
                answers = {**part.answers, **change}
            with school.as_lead():
                return actions.correct(part=part, answers=answers, based_on=1, reason="Seen on camera.").n

        return work

    found = at_once(put_right(place="Gym"), put_right(who_saw="Mr Ash"), put_right(told_whom="The head"))
    assert sorted(found) == [2, 3, 4]
    with school.as_lead():
        said = Part.objects.get(record_id=record.id, person__isnull=True).answers
        assert (said["place"], said["who_saw"], said["told_whom"]) == ("Gym", "Mr Ash", "The head")


def test_many_writers_at_once_lose_nothing(fresh, school):
    """Each writer adds its own line to what it read and tries again with both texts until it is kept."""
    with school.as_teacher():
        record = school.send(description="Start.")

    def write(n):
        def work():
            for round_ in range(4):
                _add_line(school, record.id, f"{n}.{round_}")

        return work

    at_once(*(write(n) for n in range(6)))
    with school.as_lead():
        said = Part.objects.get(record_id=record.id, person__isnull=True).answers["description"].split()
        assert sorted(said[1:]) == sorted(f"{n}.{r}" for n in range(6) for r in range(4))


def _add_line(school, record_id, words):
    while True:
        with school.as_lead():
            part = Part.objects.get(record_id=record_id, person__isnull=True)
        answers = {**part.answers, "description": f"{part.answers['description']} {words}"}
        try:
            with school.as_lead():
                actions.correct(part=part, answers=answers, based_on=part.n, reason="Added.")
            return
        except actions.Overtaken:
            continue


def test_a_verb_sent_four_times_at_once_is_done_once(fresh, school):
    with school.as_teacher():
        record = school.send()
    token = uuid7()

    def add():
        with school.as_teacher():
            return actions.add_words(record=Record.objects.get(id=record.id), words="Later.", token=token).id

    assert len(set(at_once(add, add, add, add))) == 1
    with school.as_lead():
        assert Record.objects.get(id=record.id).additions.count() == 1


def test_two_pages_of_a_form_that_save_at_once_again_and_again_lose_nothing(fresh, school):
    token = uuid7()

    def type_on(page):
        def work():
            for n in range(12):
                with school.as_teacher():
                    said = {"description": f"{page} {n}"}
                    drafts.save(token=token, area="concern", answers=said, holder=school.holder, page=OpenPage(page, n))

        return work

    at_once(type_on("one"), type_on("two"))
    with school.as_teacher():
        assert sorted(one.answers["description"] for one in drafts.mine()) == ["one 11", "two 11"]
