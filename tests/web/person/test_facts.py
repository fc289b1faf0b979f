"""A fact added, put right, ended and put back, and who may do it."""

import re
from datetime import date

import pytest

from kith.people import actions, queries
from kith.people.models import PersonContact, PersonName
from kith.reference.roles import Role
from tests.rooms import give_post, lines
from tests.signin import client_for
from tests.web.person.steps import body, fact_url, known, name_of

pytestmark = pytest.mark.django_db


def test_a_fact_is_put_right_with_its_reason_and_its_history_says_so(lead, school):
    mia = known(school)
    name, _ = name_of(school, mia)
    form = body(lead.get(fact_url(mia, "name", name, "correct/")))
    assert 'value="Sole"' in form and 'name="based_on" value="1"' in form
    given = {"kind": "legal", "forename": "Mia", "surname": "Soler", "based_on": "1"}
    back = lead.post(fact_url(mia, "name", name, "correct/"), given)
    assert back.status_code == 422 and "Say in a few words why" in body(back) and 'value="Soler"' in body(back)
    assert (
        lead.post(fact_url(mia, "name", name, "correct/"), {**given, "reason": "Birth certificate"}).status_code == 302
    )
    page = body(lead.get(fact_url(mia, "name", name)))
    assert "Mia Sole<" in page and "Mia Soler" in page and "Why: Birth certificate" in page
    assert school.posts[Role.DSL].user.display_name in page
    assert ("person.correct", "Birth certificate") in lines(school.controller.id, "person.")


def test_two_at_once_both_see_both_and_the_second_chooses(lead, school):
    mia = known(school)
    name, _ = name_of(school, mia)
    url, given = fact_url(mia, "name", name, "correct/"), {"kind": "legal", "forename": "Mia", "based_on": "1"}
    lead.post(url, {**given, "surname": "Soler", "reason": "Mother said so"})
    both = lead.post(url, {**given, "surname": "Solér", "reason": "Passport"})
    page = body(both)
    assert both.status_code == 409
    for words in ("Legal name: Mia Sole<", "Legal name: Mia Soler", "Legal name: Mia Solér", 'value="Passport"'):
        assert words in page, words
    assert name_of(school, mia)[1] == "Mia Soler"
    again = {**given, "surname": "Solér", "reason": "Passport", "both": "1", "began_at": "1", "based_on": "2"}
    unsaid = lead.post(url, again)
    assert unsaid.status_code == 422 and "Choose which of the two stands" in body(unsaid)
    lead.post(url, {**again, "keep": "theirs"})
    assert name_of(school, mia)[1] == "Mia Soler"
    lead.post(url, {**again, "keep": "mine"})
    assert name_of(school, mia)[1] == "Mia Solér"
    assert len([a for a, _ in lines(school.controller.id, "person.correct")]) == 2


def test_a_correction_sent_twice_is_one(lead, school):
    mia = known(school)
    name, _ = name_of(school, mia)
    given = {"kind": "legal", "forename": "Mia", "surname": "Soler", "based_on": "1", "reason": "Passport"}
    for _ in range(2):
        assert lead.post(fact_url(mia, "name", name, "correct/"), given).status_code == 302
    assert name_of(school, mia)[0].n == 2


def test_what_was_taken_back_is_put_back_from_its_history(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        phone = actions.add_contact(person=mia, method="mobile", value="07700 900123")
    page = fact_url(mia, "contact", phone)
    assert lead.post(f"{page}withdraw/", {"based_on": "1"}).status_code == 422
    assert lead.post(f"{page}withdraw/", {"based_on": "1", "reason": "Wrong child"}).status_code == 302
    assert "07700" not in body(lead.get(f"/people/{mia.id}/"))
    assert "Taken back" in body(lead.get(f"/people/{mia.id}/said/"))
    assert "Put it back" in body(lead.get(page))
    stale = lead.post(f"{page}put-back/", {"based_on": "1"})
    assert stale.status_code == 422
    assert lead.post(f"{page}put-back/", {"based_on": "2"}).status_code == 302
    assert "07700" in body(lead.get(f"/people/{mia.id}/"))


def test_what_ended_began_before(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        home = actions.add_address(person=mia, lines="4 Mill Row", from_on=date(2025, 1, 1))
    page = fact_url(mia, "address", home)
    early = lead.post(f"{page}end/", {"based_on": "1", "on": "1/1/2024"})
    assert early.status_code == 422 and "This is before it began" in body(early)
    assert lead.post(f"{page}end/", {"based_on": "1", "on": "1/6/2026"}).status_code == 302
    assert "Ended" in body(lead.get(page))


def test_a_further_fact_is_added_once_however_often_it_is_sent(lead, school):
    mia = known(school)
    given = {"method": "mobile", "value": "07700 900123", "safe_to_use": "yes", "safe_times": "After six"}
    assert "A way to reach them" in body(lead.get(f"/people/{mia.id}/said/contact/add/"))
    for _ in range(2):
        assert lead.post(f"/people/{mia.id}/said/contact/add/", given).status_code == 302
    with school.at_work(Role.DSL):
        assert PersonContact.objects.count() == 1
    wrong = lead.post(f"/people/{mia.id}/said/contact/add/", {**given, "value": ""})
    assert wrong.status_code == 422 and "After six" in body(wrong)
    again = lead.post(f"/people/{mia.id}/said/birth/add/", {"precision": "day", "born_on": "1/1/2017"})
    assert again.status_code == 422 and "recorded for them already" in body(again)


def test_who_may_not_write_sees_no_button_and_no_form(school):
    mia = known(school)
    name, _ = name_of(school, mia)
    post = give_post(school.controller, school.organisation, Role.IRO, "iro@ash.example")
    reads = client_for(post.id)
    page = body(reads.get(fact_url(mia, "name", name)))
    assert "Mia Sole" in page and "Put it right" not in page and "Take it back" not in page
    assert "Add a name" not in body(reads.get(f"/people/{mia.id}/"))
    for url in ("correct/",):
        assert reads.get(fact_url(mia, "name", name, url)).status_code == 404
    assert reads.get("/people/new/").status_code == 404
    assert "Add a person" not in body(reads.get("/find/"))


def test_another_school_finds_none_of_it(trust, lead):
    mia = known(trust.ours)
    name, _ = name_of(trust.ours, mia)
    other = client_for(trust.theirs.posts[Role.DSL].id)
    for where in ("said/", "said/name/add/", "then/", "relationships/new/"):
        assert lead.get(f"/people/{mia.id}/{where}").status_code == 200
        assert other.get(f"/people/{mia.id}/{where}").status_code == 404
    assert other.get(fact_url(mia, "name", name)).status_code == 404


def test_a_fact_of_somebody_else_does_not_open_under_this_child(lead, school):
    mia, noah = known(school), known(school, forename="Noah")
    name, _ = name_of(school, noah)
    assert lead.get(fact_url(mia, "name", name)).status_code == 404
    assert lead.get(fact_url(noah, "name", name)).status_code == 200
    assert lead.get(fact_url(noah, "address", name)).status_code == 404
    assert lead.get(f"/people/{noah.id}/said/nothing/add/").status_code == 404


def test_titles_and_addresses_name_nobody(lead, school):
    mia = known(school)
    name, _ = name_of(school, mia)
    for url in ("said/", f"said/name/{name.id}/", f"said/name/{name.id}/correct/", "said/name/add/", "then/"):
        title = re.search(r"<title>(.*?)</title>", body(lead.get(f"/people/{mia.id}/{url}")))
        assert title and "Mia" not in title[1] and "Sole" not in title[1]


def test_a_second_name_of_a_kind_is_kept_and_not_shown_until_the_first_has_ended(school):
    """Whichever was written to last: a list says the name the page says (docs/explanation/names.md)."""
    mia = known(school)
    with school.at_work(Role.DSL):
        first = PersonName.objects.get(person=mia)
        actions.add_name(person=mia, kind="legal", forename="Mia", surname="Other")
        actions.correct(fact=first, based_on=first.n, reason="As she writes it.", middle="Jo")
        assert queries.cards([mia.id])[mia.id].name == queries.facts(mia).card.name == "Mia Sole"
        stands = PersonName.objects.get(id=first.id)
        actions.end(fact=stands, on=date(2024, 9, 3), based_on=stands.n)
        assert queries.cards([mia.id])[mia.id].name == queries.facts(mia).card.name == "Mia Other"
        actions.add_name(person=mia, kind="preferred", forename="Mimi")
        assert queries.cards([mia.id])[mia.id].name.startswith("Mimi ")
