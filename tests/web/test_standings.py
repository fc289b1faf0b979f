"""Pages of a chain: legal status and placement begun, changed, ended, put right, and seen on another day."""

import re
from datetime import date

import pytest
from django.urls import reverse
from markupsafe import escape

from kith.access import actions as access
from kith.access.models import Grantee, Subject
from kith.access.words import BarKind, Relation
from kith.cases import chain_mending
from kith.cases.actions import OwnAnswers
from kith.cases.models import Standing
from kith.chronology.models import Entry
from kith.organisations.models import Post
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.codes import code_set
from kith.reference.roles import Role
from tests.cases.council import open_council, take
from tests.signin import client_for

pytestmark = pytest.mark.django_db
WORKER, MANAGER = Role.SOCIAL_WORKER, Role.TEAM_MANAGER


@pytest.fixture
def care(db):
    service = open_council()["care"]
    with service.at_work(WORKER):
        for n, child in enumerate(service.children):
            people.add_name(person=Person.objects.get(id=child), kind="legal", forename=f"Child{n}", surname="Canary")
    return service


@pytest.fixture
def record(care):
    with care.at_work(WORKER):
        own = [OwnAnswers(child, "child") for child in care.children[:2]]
        record = care.send("looked_after", *own)
        for role in (WORKER, MANAGER):
            care.tie(role, record)
            for child in care.children[:2]:
                access.grant(to=care.posts[role], to_kind=Grantee.POST, about=child, about_kind=Subject.PERSON,
                             relation=Relation.ALLOCATED)  # fmt: skip
    return record


def at(name, care, record, kind="legal_status", n=0, **more):
    kept = {"area": "looked_after", "id": record.id, "person": care.children[n], "kind": kind}
    return reverse(name, kwargs=kept | more)


def said(care, kind="legal_status", n=0):
    rows = Standing.objects.filter(person_id=care.children[n], kind=kind).order_by("seq")
    return [(one.code, one.from_on, one.until_on) for one in rows]


def posted(client, care, record, do, n=0, kind="legal_status", **typed):
    address = at("decide_standing", care, record, kind, n)
    page = client.get(at("standing", care, record, kind, n)).content.decode()
    read = {
        name: found[-1] for name in ("n", "token") if (found := re.findall(rf'name="{name}" value="([^"]*)"', page))
    }
    return client.post(address, read | {"do": do} | typed)


def test_it_begins_changes_and_ends_and_every_change_is_a_line_of_the_story(care, record):
    client = client_for(care.posts[WORKER])
    assert "Nothing has begun" in client.get(at("standing", care, record)).content.decode()
    assert posted(client, care, record, "begin", code="V2", from_on="3/3/2026").status_code == 302
    assert posted(client, care, record, "change", code="C1", from_on="10/3/2026").status_code == 302
    assert posted(client, care, record, "end", until_on="20/3/2026", ended_because="E4A").status_code == 302
    with care.at_work(WORKER):
        assert said(care) == [("V2", date(2026, 3, 3), date(2026, 3, 10)), ("C1", date(2026, 3, 10), date(2026, 3, 20))]
        lines = Entry.objects.filter(person_id=care.children[0], standing__isnull=False).order_by("occurred_at")
        first, second = lines.values_list("line", flat=True)
    assert first.endswith("until 10 March 2026") and second.endswith("until 20 March 2026: Returned home: planned")
    page = client.get(reverse("person", kwargs={"id": care.children[0]})).content.decode()
    assert first in page and second in page
    assert (
        at("standing", care, record)
        in client.get(reverse("record", kwargs={"area": "looked_after", "id": record.id})).content.decode()
    )


def history_of(client, record, child=""):
    """The cards of the page, each as (title or question, words), latest first; of all, or those about one child."""
    page = client.get(reverse("record_history", kwargs={"area": "looked_after", "id": record.id})).content.decode()
    cards = re.findall(r'<li class="k-card">(.*?)</li>', page, re.DOTALL)
    words = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", card)).strip() for card in cards]
    return [one for one in words if one.startswith(child)]


def test_the_history_of_a_record_tells_what_was_decided_and_by_whom(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    posted(client, care, record, "change", code="C1", from_on="10/3/2026")
    posted(client, care, record, "end", until_on="20/3/2026", ended_because="E4A")
    with care.at_work(WORKER):
        last = Standing.objects.filter(person_id=care.children[0]).order_by("seq").last()
        put_right = chain_mending.correct(standing=last, based_on=last.n, reason="The order says so.", code="C2")
        chain_mending.take_back(standing=put_right, based_on=put_right.n, reason="There was no order.")
    told = [one for one in history_of(client, record, "Child0") if "Legal status" in one]
    told = [re.sub(r".* Legal status, ", "", one) for one in told]
    assert [one.partition(" ")[0] for one in told] == ["put", "taken", "put", "ended", "changed", "begun"]
    until, taken, right, ended, changed, begun = told
    assert re.search("Was: .* until Tue 10 Mar .*Now: .* until Fri 20 Mar", until)
    assert "There was no order." in history_of(client, record, "Child0")[1]
    assert taken.startswith("taken back Was:") and "It never was." in taken
    assert "Was:" in right and "Interim care order" in right and "Full care order" in right
    assert "until Fri 20 Mar" in ended and "Returned home: planned" in ended
    assert "Was:" not in begun + changed + ended


def test_what_gave_way_to_what_began_after_it_is_no_line_of_its_own(care, record):
    """The control is the line of what began: it is there."""
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    before = len(history_of(client, record))
    posted(client, care, record, "change", code="C1", from_on="10/3/2026")
    assert len(history_of(client, record)) == before + 1
    with care.at_work(WORKER):
        assert sum(1 for _ in Standing.objects.all()) == 2


def test_the_history_tells_of_nobody_whose_part_is_closed(care, record):
    client, manager = client_for(care.posts[WORKER]), client_for(care.posts[MANAGER])
    for n in (0, 1):
        posted(client, care, record, "begin", code="V2", from_on="3/3/2026", n=n)
    assert [bool(history_of(manager, record, f"Child{n}")) for n in (0, 1)] == [True, True]
    with care.at_work(WORKER):
        user = Post.objects.get(id=care.posts[MANAGER]).user_id
        access.bar(user_id=user, person_id=care.children[1], kind=next(iter(BarKind)), reason="Family")
    told = history_of(manager, record)
    assert sum("Legal status, begun" in one for one in told) == 1
    assert not [one for one in told if "Child1" in one]


def test_who_ends_a_legal_status_is_told_of_the_placement_that_goes_on(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    address, placed = at("standing", care, record), at("standing", care, record, kind="placement")
    assert "goes on" not in client.get(address).content.decode()
    posted(client, care, record, "begin", kind="placement", code="U1", from_on="5/3/2026")
    before = client.get(address).content.decode()
    sentence = f"{code_set('placement_type').label('U1')}, since Thu 5 Mar"
    assert f"The placement goes on when this ends: {escape(sentence)}" in before and f'href="{placed}#end"' in before
    posted(client, care, record, "end", until_on="20/3/2026", ended_because="E4A")
    after = client.get(address).content.decode()
    assert f"Legal status has ended and placement goes on: {escape(sentence)}" in after
    assert f'href="{placed}#end"' in after and 'id="end"' in client.get(placed).content.decode()
    posted(client, care, record, "end", kind="placement", until_on="20/3/2026", ended_because="E4A")
    assert "goes on" not in client.get(address).content.decode()


def test_a_placement_that_ends_says_nothing_of_the_legal_status_and_another_childs_is_not_named(care, record):
    """The controls: an order holds without a placement, and what goes on is this child's."""
    client = client_for(care.posts[WORKER])
    for kind, code in (("legal_status", "V2"), ("placement", "U1")):
        posted(client, care, record, "begin", kind=kind, code=code, from_on="3/3/2026")
    assert "goes on" not in client.get(at("standing", care, record, kind="placement")).content.decode()
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026", n=1)
    assert "goes on" not in client.get(at("standing", care, record, n=1)).content.decode()


def test_a_person_page_says_how_they_stand_today_and_opens_the_chain(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    page = client.get(reverse("person", kwargs={"id": care.children[0]})).content.decode()
    assert f'href="{at("standing", care, record)}"' in page and "since Tue 3 Mar" in page
    posted(client, care, record, "end", until_on="20/3/2026", ended_because="E4A")
    page = client.get(reverse("person", kwargs={"id": care.children[0]})).content.decode()
    assert f'href="{at("standing", care, record)}"' not in page


def test_what_can_not_be_is_said_and_nothing_typed_is_lost(care, record):
    client = client_for(care.posts[WORKER])
    nothing = posted(client, care, record, "begin", code="", from_on="")
    assert nothing.status_code == 422
    to_come = posted(client, care, record, "begin", code="V2", from_on="3/3/2090")
    assert "still to come" in to_come.content.decode() and 'value="3/3/2090"' in to_come.content.decode()
    assert posted(client, care, record, "begin", code="V2", from_on="3/3/2026").status_code == 302
    early = posted(client, care, record, "change", code="C1", from_on="1/3/2026")
    assert early.status_code == 422 and "Put that right first" in early.content.decode()
    ended = posted(client, care, record, "end", until_on="20/3/2026", ended_because="X1")
    assert ended.status_code == 422 and "Choose why it ended" in ended.content.decode()
    with care.at_work(WORKER):
        assert said(care) == [("V2", date(2026, 3, 3), None)]


def test_who_read_an_older_link_writes_over_nothing(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    address = at("decide_standing", care, record)
    answer = client.post(address, {"do": "change", "code": "C1", "from_on": "10/3/2026", "n": "7"})
    assert answer.status_code == 422 and "has changed since you opened it" in answer.content.decode()
    assert client.post(address, {"do": "change", "code": "C1", "from_on": "10/3/2026", "n": "1"}).status_code == 302


def test_a_link_is_put_right_one_is_put_in_and_another_day_says_what_was_known(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", kind="placement", code="U6", from_on="3/3/2026")
    posted(client, care, record, "change", kind="placement", code="K2", from_on="20/3/2026")
    with care.at_work(WORKER):
        first, second = Standing.objects.filter(kind="placement").order_by("seq")
    address = at("standing_link", care, record, "placement", link=first.id)
    bare = client.post(address, {"do": "correct", "code": "U3", "from_on": "3/3/2026", "n": first.n})
    assert bare.status_code == 422
    between = {"do": "between", "between": "U3", "between_on": "10/3/2026", "n": first.n}
    outside = client.post(address, between | {"between_on": "1/3/2026"})
    assert outside.status_code == 422 and "within the one it follows" in outside.content.decode()
    assert client.post(address, between).status_code == 302
    right = {"do": "correct", "code": "K2", "from_on": "22/3/2026", "n": second.n, "reason": "The record was read."}
    assert client.post(at("standing_link", care, record, "placement", link=second.id), right).status_code == 302
    with care.at_work(WORKER):
        assert [code for code, *_ in said(care, "placement")] == ["U6", "U3", "K2"]
        assert said(care, "placement")[1][2] == date(2026, 3, 22)
    page = client.get(at("standing_link", care, record, "placement", link=second.id)).content.decode()
    assert "The record was read." in page and "since Fri 20 Mar" in page and "since Sun 22 Mar" in page
    chain = at("standing", care, record, "placement")
    was = client.get(chain, {"day": "21/3/2026", "how": "was"}).content.decode()
    known = client.get(chain, {"day": "21/3/2026", "how": "known"}).content.decode()
    assert "by what we know now: " in was and "nothing." in known
    assert client.get(chain, {"day": "1/1/2090"}).status_code == 422


def test_an_end_is_put_right_and_what_never_was_is_taken_back(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    posted(client, care, record, "change", code="C1", from_on="10/3/2026")
    posted(client, care, record, "end", until_on="20/3/2026", ended_because="E4A")
    with care.at_work(WORKER):
        first, last = Standing.objects.order_by("seq")
    pages = [at("standing_link", care, record, link=one.id) for one in (first, last)]
    assert ["Put its end right" in client.get(page).content.decode() for page in pages] == [False, True]
    end = {"do": "end", "n": last.n, "until_on": "22/3/2026", "ended_because": "E4A"}
    bare = client.post(pages[1], end)
    assert bare.status_code == 422 and 'id="end_why-error"' in bare.content.decode()
    assert client.post(pages[1], end | {"end_why": "The plan was read."}).status_code == 302
    with care.at_work(WORKER):
        assert said(care)[1][2] == date(2026, 3, 22)
    gone = {"do": "gone", "n": last.n + 1, "gone_why": "No order was made."}
    assert client.post(pages[1], gone | {"gone_why": ""}).status_code == 422
    assert client.post(pages[1], gone).status_code == 302
    page = client.get(at("standing", care, record)).content.decode()
    assert "Taken back" in page and "No order was made." in page
    with care.at_work(WORKER):
        assert said(care) == [("V2", date(2026, 3, 3), date(2026, 3, 22))]
        assert Entry.objects.filter(person_id=care.children[0], standing__isnull=False).count() == 1


def test_in_a_closed_record_nothing_new_begins_and_what_it_decided_is_put_right(care, record):
    """The control is the open record, in which the same press is taken."""
    client = client_for(care.posts[WORKER])
    assert posted(client, care, record, "begin", code="V2", from_on="3/3/2026").status_code == 302
    with care.at_work(MANAGER):
        take(record, "void")
        (link,) = Standing.objects.all()
    assert "It changes" not in client.get(at("standing", care, record)).content.decode()
    late = posted(client, care, record, "change", code="C1", from_on="10/3/2026")
    assert late.status_code == 422 and "This record is closed" in late.content.decode()
    right = {"do": "correct", "code": "C1", "from_on": "3/3/2026", "n": link.n, "reason": "The order was read."}
    assert client.post(at("standing_link", care, record, link=link.id), right).status_code == 302


def test_the_chain_of_a_child_whose_part_is_closed_is_not_there(care, record):
    """The control is the same worker before the bar."""
    client = client_for(care.posts[WORKER])
    assert client.get(at("standing", care, record, n=1)).status_code == 200
    with care.at_work(WORKER):
        me = Post.objects.get(id=care.posts[WORKER]).user_id
        access.bar(user_id=me, person_id=care.children[1], kind=next(iter(BarKind)), reason="Family")
    assert client.get(at("standing", care, record)).status_code == 200
    assert client.get(at("standing", care, record, n=1)).status_code == 404
    assert posted(client, care, record, "begin", code="V2", from_on="3/3/2026").status_code == 302
    address = at("decide_standing", care, record, n=1)
    assert client.post(address, {"do": "begin", "code": "V2", "from_on": "3/3/2026"}).status_code == 404


def links(care):
    with care.at_work(WORKER):
        return [code for code, *_ in said(care)]


def test_the_same_on_the_same_day_is_refused_and_a_double_press_is_one(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    again = posted(client, care, record, "change", code="V2", from_on="3/3/2026", again="yes")
    words = again.content.decode()
    assert again.status_code == 422 and "stands there already from Tue 3 Mar" in words
    page = client.get(at("standing", care, record)).content.decode()
    kept = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("n", "token")}
    change = kept | {"do": "change", "code": "C1", "from_on": "3/3/2026"}
    where = at("decide_standing", care, record)
    assert [client.post(where, change).status_code for _ in range(2)] == [302, 302]
    assert links(care) == ["V2", "C1"], "another one on the same day is taken, once"


def test_the_same_twice_in_a_row_is_asked_about_first(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    asked = posted(client, care, record, "change", code="V2", from_on="10/3/2026")
    words = asked.content.decode()
    assert asked.status_code == 422 and "another one of the same sort began" in words and 'name="again"' in words
    assert 'name="again"' not in client.get(at("standing", care, record)).content.decode()
    assert posted(client, care, record, "change", code="V2", from_on="10/3/2026", again="yes").status_code == 302
    assert links(care) == ["V2", "V2"]


def test_what_was_forgotten_is_asked_about_too(care, record):
    client = client_for(care.posts[WORKER])
    posted(client, care, record, "begin", code="V2", from_on="3/3/2026")
    with care.at_work(WORKER):
        link = Standing.objects.get(person_id=care.children[0])
    where = at("standing_link", care, record, link=link.id)
    form = {"do": "between", "n": link.n, "between": "V2", "between_on": "5/3/2026"}
    asked = client.post(where, form)
    assert asked.status_code == 422 and 'name="between_again"' in asked.content.decode()
    assert client.post(where, form | {"between_again": "yes"}).status_code == 302
