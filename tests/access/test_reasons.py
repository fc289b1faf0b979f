"""A confidential person opens to whoever says why; every look then says it too (4.1, level 1; decision step 9)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.access import actions, rules
from kith.access.models import Subject
from kith.access.queries import visible_to
from kith.access.words import BarKind
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import Refused, tenancy
from tests.access.conftest import child_of, reader_of
from tests.rooms import lines
from tests.signin import client_for

pytestmark = pytest.mark.django_db
WHY = "Her grandmother rang about tomorrow"


@pytest.fixture
def confidential(alder):
    child = child_of(alder)
    with tenancy(alder.controller.id, system="importer"):
        actions.close_to(subject_id=child, subject_kind=Subject.PERSON, level=1, reason="A family known in town")
    return alder, child


def client_of(school, role=Role.DSL):
    return client_for(school.posts[role].id)


def test_the_page_asks_why_and_opens_with_the_answer(confidential):
    school, child = confidential
    client, page, why = client_of(school), f"/people/{child}/", f"/people/{child}/why/"
    assert client.get(page).headers["Location"] == why
    assert "Why do you need to see this record?" in client.get(why).content.decode()
    short = client.post(why, {"reason": "work"})
    assert (short.status_code, "at least 10 characters" in short.content.decode()) == (422, True)
    assert client.post(why, {"reason": WHY}).headers["Location"] == page
    assert client.get(page).status_code == 200


def test_the_line_of_each_look_carries_the_reason(confidential):
    school, child = confidential
    client = client_of(school)
    client.get(f"/people/{child}/")
    client.post(f"/people/{child}/why/", {"reason": WHY})
    client.get(f"/people/{child}/")
    client.get(f"/people/{child}/looked/")
    found = [line for line in lines(school.controller.id) if line[1] and not line[0].startswith("access.")]
    assert found == [
        ("request.refused", "Say why you need to see this."),
        ("person.say_why", WHY),
        ("person.view", WHY),
        ("ledger.view", WHY),
    ]


def test_it_closes_again_after_an_hour(confidential):
    school, child = confidential
    with school.at_work(Role.DSL):
        actions.say_why(reader=reader_of(school, Role.DSL), person_id=child, reason=WHY)
        assert reader_of(school, Role.DSL).may("person.view", child).allowed
        assert visible_to(Person.objects, reader_of(school, Role.DSL)).filter(id=child).exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=60, seconds=1)), school.at_work(Role.DSL):
        assert reader_of(school, Role.DSL).may("person.view", child).needs == "reason"
        assert not visible_to(Person.objects, reader_of(school, Role.DSL)).filter(id=child).exists()


def test_it_opens_to_the_one_who_said_it_only(confidential):
    school, child = confidential
    with school.at_work(Role.DSL):
        actions.say_why(reader=reader_of(school, Role.DSL), person_id=child, reason=WHY)
    with school.at_work(Role.MASH_OFFICER):
        assert reader_of(school, Role.MASH_OFFICER).may("person.view", child).needs == "reason"


def test_a_reason_helps_nobody_whom_something_else_keeps_out(confidential):
    """Neither a role that may not, nor one who is barred: and nothing shows them that a reason is asked for."""
    school, child = confidential
    assert client_of(school, Role.SCHOOL_STAFF).get(f"/people/{child}/why/").status_code == 404
    with school.at_work(Role.DSL):
        user = school.posts[Role.DSL].user_id
        actions.bar(user_id=user, person_id=child, kind=BarKind.CONFLICT, reason="Declared: own niece")
        with pytest.raises(Refused):
            actions.say_why(reader=reader_of(school, Role.DSL), person_id=child, reason=WHY)
    for page in ("", "why/"):
        assert client_of(school).get(f"/people/{child}/{page}").status_code == 404


def test_without_the_question_it_would_be_open_to_everybody(confidential, monkeypatch):
    """The negative control: leave the last check out."""
    school, child = confidential
    monkeypatch.setattr(rules, "CHECKS", tuple(c for c in rules.CHECKS if c.__name__ != "_purpose"))
    assert client_of(school).get(f"/people/{child}/").status_code == 200
