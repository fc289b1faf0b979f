"""Whose work a record is, whom it is about, what is begun from it, and what is done to many at once."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.access import actions as access
from kith.access.models import Grantee, Subject
from kith.access.words import Relation
from kith.cases import actions
from kith.cases.actions import OwnAnswers
from kith.cases.models import Assignment, Draft, Link, OwnView, Part, Record
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from tests.cases.council import open_council, write
from tests.web.test_records import WORDS, at, begun, client_of, named, shut

pytestmark = pytest.mark.django_db
OFFICER, MANAGER = Role.MASH_OFFICER, Role.MASH_MANAGER


@pytest.fixture
def front(db):
    return named(open_council()["front"])


@pytest.fixture
def record(front):
    with front.at_work(OFFICER):
        return front.send("contact", OwnAnswers(front.children[0], "subject"), OwnAnswers(front.children[1], "sibling"))


def owner(front, record):
    with front.at_work(OFFICER):
        return Record.objects.get(id=record.id).owner_post


def test_a_record_is_given_to_somebody_and_handed_back_with_a_reason(front, record):
    officer, manager = client_of(front, OFFICER), client_of(front, MANAGER)
    page = officer.get(at("record", record)).content.decode()
    assert str(front.posts[MANAGER]) in page and "Hand it back" not in page
    assert officer.post(at("give_record", record), {"give_to": front.posts[MANAGER]}).status_code == 302
    assert owner(front, record) == front.posts[MANAGER]
    assert "Hand it back" in manager.get(at("record", record)).content.decode()
    assert manager.post(at("hand_record_back", record), {"back_why": " "}).status_code == 422
    assert officer.post(at("hand_record_back", record), {"back_why": "Mine."}).status_code == 422
    assert manager.post(at("hand_record_back", record), {"back_why": "I am away."}).status_code == 302
    assert owner(front, record) is None
    with front.at_work(OFFICER):
        assert Assignment.objects.filter(record=record).order_by("-at").first().reason == "I am away."


def test_nobody_who_may_not_write_there_is_given_one(front, record):
    answer = client_of(front, OFFICER).post(at("give_record", record), {"give_to": front.posts[Role.SERVICE_MANAGER]})
    assert answer.status_code == 422 and "Choose somebody who works here" in answer.content.decode()
    assert owner(front, record) is None


def test_somebody_is_brought_in_with_a_reason_and_struck_out_again(front, record):
    client, third = client_of(front, OFFICER), front.children[2]
    found = client.post(at("record_people", record), {"do": "look", "look_for": "Child2"}).content.decode()
    assert f"bring.{third}" in found
    bring = {"do": f"bring.{third}", "look_for": "Child2", "role": "sibling"}
    bare = client.post(at("record_people", record), bring)
    assert bare.status_code == 422 and "Say why" in bare.content.decode() and "Child2" in bare.content.decode()
    assert client.post(at("record_people", record), bring | {"reason": "She lives there."}).status_code == 302
    again = client.post(at("record_people", record), bring | {"reason": "Once more."})
    assert again.status_code == 422 and "part of it already" in again.content.decode()
    with front.at_work(OFFICER):
        part = Part.objects.get(record=record, person_id=third)
    strike = {"do": f"strike.{part.id}", "reason": "Another Zoe."}
    assert client.post(at("record_people", record), strike).status_code == 302
    page = client.get(at("record", record)).content.decode()
    assert "<del>Child2 Canary</del>" in page
    with front.at_work(OFFICER):
        assert Part.objects.get(id=part.id).struck


def test_whose_part_is_closed_is_not_named_and_not_struck(front, record):
    """The control: before the bar the same press is taken."""
    with front.at_work(OFFICER):
        part = Part.objects.get(record=record, person_id=front.children[1])
    client = client_of(front, OFFICER)
    assert "Child1 Canary" in client.get(at("record_people", record)).content.decode()
    shut(front, OFFICER, {1})
    assert "Child1 Canary" not in client.get(at("record_people", record)).content.decode()
    answer = client.post(at("record_people", record), {"do": f"strike.{part.id}", "reason": "Not hers."})
    assert answer.status_code == 422
    with front.at_work(OFFICER):
        assert not Part.objects.get(id=part.id).struck


def test_a_view_is_kept_of_the_day_it_was_said(front, record):
    client = client_of(front, OFFICER)
    now = today()
    offered = f'name="said_on" type="text" value="{now.day}/{now.month}/{now.year}"'
    assert offered in client.get(at("record", record)).content.decode()
    view = {"view": "I was scared.", "person": front.children[0], "said_by": "child"}
    tomorrow = (now + timedelta(days=1)).isoformat()
    for day, wrong in ((tomorrow, "still to come"), ("soon", "is not a date"), ("", "Give the day")):
        again = client.post(at("say_view", record), view | {"said_on": day})
        page = again.content.decode()
        assert again.status_code == 422 and wrong in page and "I was scared." in page and f'value="{day}"' in page
    assert client.post(at("say_view", record), view | {"said_on": "3/11/2026"}).status_code == 302
    with front.at_work(OFFICER):
        assert OwnView.objects.get().said_on == date(2026, 11, 3)


def test_children_a_contact_names_are_proposed_with_the_reason(front):
    with front.at_work(OFFICER):
        people.add_birth(person=Person.objects.get(id=front.children[3]), born_on=date(2017, 3, 14))
        told = [{"forename": "Child3", "surname": "Canary", "born_on": "2017-03-14"}]
        record = front.send("contact", children_told=told)
    page = client_of(front, OFFICER).get(at("record_people", record)).content.decode()
    assert "Child3 Canary" in page and "Perhaps named in this record" in page


def test_a_record_is_begun_from_another_and_the_two_are_joined(front, record):
    worker = Role.SOCIAL_WORKER
    with front.at_work(worker):
        access.grant(to=front.posts[worker], to_kind=Grantee.POST, about=front.children[0],
                     about_kind=Subject.PERSON, relation=Relation.ALLOCATED)  # fmt: skip
    client = client_of(front, worker)
    assert "Begin another record from this one" in client.get(at("record", record)).content.decode()
    address = client.post(at("begin_from", record), {"to": "looked_after"}).url
    page = client.get(address).content.decode()
    assert "A bruise was seen." in page and "begun from another record" in page
    assert "Child0 Canary" in page and "Child1 Canary" not in page
    sent = {
        "day": "2/11/2026", "clock": "9:00", "started_on": "2/11/2026", "why": "A bruise was seen.",
        "own.0.person": str(front.children[0]), "own.0.role": "child", "begun_from": str(record.id),
    }  # fmt: skip
    made = client.post(address, sent)
    assert made.status_code == 302
    assert made.url in client.get(at("record", record)).content.decode()
    with front.at_work(worker):
        assert Link.objects.get().kind == "led_to"


def test_only_areas_that_take_something_over_are_offered(front, record):
    page = client_of(front, OFFICER).get(at("record", record)).content.decode()
    assert "Begin another record from this one" not in page
    assert client_of(front, OFFICER).post(at("begin_from", record), {"to": "exclusion"}).status_code == 404
    with front.at_work(OFFICER):
        assert not Draft.objects.exists() and not Link.objects.exists()


def test_the_list_is_narrowed_and_every_number_opens_its_rows(front, record):
    with front.at_work(OFFICER):
        other = front.send("contact")
        actions.assign(record=other, post_id=front.posts[OFFICER])
    client = client_of(front, OFFICER)
    page = client.get(at("work_list")).content.decode()
    said = dict(re.findall(r'href="\?whose=(\w+)"[^>]*>[^<]*: (\d+)<', page))
    assert said == {"mine": "1", "nobodys": "1", "late": "0", "unseen": "2"}
    for word, many in said.items():
        rows = client.get(at("work_list"), {"whose": word}).content.decode()
        assert len(re.findall(r'<a href="/work/contact/[0-9a-f-]{36}/"', rows)) == int(many), word
    assert "nobody has it" in page and "has it</span>" in page


def test_the_list_takes_the_same_queries_however_much_there_is(front, record):
    client, counts = client_of(front, OFFICER), []
    for _ in range(2):
        with front.at_work(OFFICER):
            for _ in range(3):
                front.send("contact")
        client.get(at("work_list"))
        with CaptureQueriesContext(connection) as asked:
            client.get(at("work_list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_was_closed_over_the_years_is_not_counted_out(front, record, monkeypatch):
    monkeypatch.setattr("kith.web.record.lists.COUNTED", 2)
    said = []
    for _ in range(3):
        with front.at_work(OFFICER):
            ended = front.send("contact")
        with front.at_work(MANAGER):
            actions.move_stage(record=ended, to="void", rationale="Entered twice.")
        page = client_of(front, OFFICER).get(at("work_list")).content.decode()
        said.append(re.findall(r">(Open|Received|Void|Closed): ([^<.]+)<", page))
    void = reverse("work_stage", kwargs={"area": "contact", "stage": "void"})
    assert "See fewer" in page and "See fewer" not in client_of(front, OFFICER).get(void).content.decode()
    assert said == [[("Open", "1"), ("Received", "1"), ("Void", many)] for many in ("1", "2", "more than 2")]


def test_a_record_takes_the_same_queries_however_many_it_is_about(front):
    client, counts = client_of(front, OFFICER), []
    for many in (1, 4):
        with front.at_work(OFFICER):
            about = front.send("contact", *(OwnAnswers(child, "subject") for child in front.children[:many]))
        client.get(at("record", about))
        with CaptureQueriesContext(connection) as asked:
            client.get(at("record", about))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_many_are_given_at_once_and_taken_back_but_for_what_has_gone_on(front, record):
    with front.at_work(OFFICER):
        second, third = front.send("contact"), front.send("contact")
        actions.assign(record=third, post_id=front.posts[OFFICER])
    client = client_of(front, OFFICER)
    ticked = {"record": [record.id, second.id, third.id], "do": "give"}
    assert client.post(at("many_records"), ticked | {"give_to": uuid7()}).status_code == 422
    page = client.post(at("many_records"), ticked | {"give_to": front.posts[MANAGER]}).content.decode()
    assert "3 records given to" in page
    assert {owner(front, one) for one in (record, second, third)} == {front.posts[MANAGER]}
    with front.at_work(MANAGER):
        actions.hand_back(record=second, reason="Not ours.")
    back = dict(re.findall(r'name="(before\.[^"]*|to)" value="([^"]*)"', page))
    assert "2 records taken back" in client.post(at("many_records_back"), back).content.decode()
    assert [owner(front, one) for one in (record, second, third)] == [None, None, front.posts[OFFICER]]


def test_what_a_reader_may_not_work_on_is_not_given_by_ticking_it(front, record):
    shut(front, OFFICER, {0, 1})
    client_of(front, OFFICER).post(
        at("many_records"), {"record": [record.id], "do": "give", "give_to": front.posts[MANAGER]}
    )
    assert owner(front, record) is None


def test_many_are_marked_as_seen(front, record):
    client_of(front, OFFICER).post(at("many_records"), {"record": [record.id], "do": "seen"})
    with front.at_work(OFFICER):
        assert Record.objects.get(id=record.id).seen_by == front.posts[OFFICER]


def test_one_note_for_three_siblings_and_one_who_is_left_out(front):
    with front.at_work(OFFICER):
        first, *others = (Person.objects.get(id=child) for child in front.children)
        for one in others:
            people.add_relationship(person=first, other=one, type="sibling")
    client = client_of(front, OFFICER)
    address, posted = begun(client, front.children[0])
    page = client.get(address).content.decode()
    assert "brothers and sisters" in page and "Choose all 3" in page
    client.post(address, posted | {"do": "group"})
    page = client.get(address).content.decode()
    four = {f"own.{n}.person": id for n, id in re.findall(r'name="own\.(\d)\.person" value="([^"]*)"', page)}
    assert set(four.values()) == {str(child) for child in front.children}
    out = next(name.split(".")[1] for name, id in four.items() if id == str(front.children[3]))
    roles = {f"own.{n}.role": "sibling" for n in range(1, 4)} | {"own.0.role": "subject"}
    client.post(address, four | roles | {"do": f"remove.{out}"})
    page = client.get(address).content.decode()
    three = {f"own.{n}.person": id for n, id in re.findall(r'name="own\.(\d)\.person" value="([^"]*)"', page)}
    roles = {f"own.{n}.role": "sibling" for n in (1, 2)} | {"own.0.role": "subject"}
    sent = client.post(address, three | roles | WORDS)
    assert sent.status_code == 302
    with front.at_work(OFFICER):
        about = Part.objects.filter(record_id=sent.url.split("/")[3], person__isnull=False)
        assert set(about.values_list("person_id", flat=True)) == set(front.children[:3])


def test_the_history_says_what_it_was_and_what_it_is_now(front, record):
    with front.at_work(OFFICER):
        write(record, narrative="Two bruises.", reason="Heard again.")
    page = client_of(front, OFFICER).get(at("record_history", record)).content.decode()
    assert "<del><bdi>A bruise was seen.</bdi></del>" in page and "<ins><bdi>Two bruises.</bdi></ins>" in page
