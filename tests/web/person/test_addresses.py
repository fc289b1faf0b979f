"""Addresses: kept secret, put right without being shown, and written once."""

import re

import pytest

from kith.access.actions import close_to
from kith.access.models import Subject
from kith.people import actions
from kith.people.models import PersonAddress
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web.person import protecting
from tests.people.conftest import a_child
from tests.rooms import give_post
from tests.signin import client_for
from tests.web.person.steps import body, fact_url, known

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_secret_for_the_whole_household(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        noah = a_child(school, "Noah")
        home = actions.add_address(person=mia, lines="4 Mill Row", postcode="ZZ99 9ZZ")
        actions.add_address(person=noah, lines="4 Mill Row", postcode="ZZ99 9ZZ")
    page = f"/people/{mia.id}/protect/{home.id}/"
    assert "Noah Sole" in body(lead.get(page))
    assert lead.post(page, {"based_on": "1"}).status_code == 422
    assert lead.post(page, {"based_on": "1", "scope": "household"}).status_code == 302
    with school.at_work(Role.DSL):
        assert [one.protected for one in PersonAddress.objects.all()] == [True, True]
    for child in (mia, noah):
        for where in ("", "said/", "then/?day=1/1/2026&how=known"):
            assert "Mill Row" not in body(lead.get(f"/people/{child.id}/{where}"))
    history = body(lead.get(fact_url(mia, "address", home)))
    assert "Mill Row" not in history and "Protected address" in history


def beside(school, home, *others):
    """Mia at the first address, and each of the others at theirs: gives the page, and everybody by name."""
    mia = known(school)
    with school.at_work(Role.DSL):
        home = actions.add_address(person=mia, lines=home, postcode="BS9 7QQ")
        people = {name: a_child(school, name) for name, _ in others}
        for name, lines in others:
            actions.add_address(person=people[name], lines=lines, postcode="BS9 7QQ")
    return f"/people/{mia.id}/protect/{home.id}/", people


def hidden(school):
    with school.at_work(Role.DSL):
        return set(PersonAddress.objects.filter(protected=True).values_list("person_id", flat=True))


def ticked(page):
    return set(re.findall(r'name="house" value="([^"]+)"[^>]* checked', page))


def test_who_may_live_in_the_same_house_is_said_so_and_chosen(lead, school):
    page, who = beside(
        school, "4 Mill Row", ("Noah", "4 Mill Row"), ("Ada", ""), ("Tom", "Ash Cottage"), ("Eve", "9 Mill Row")
    )
    text = body(lead.get(page))
    assert "Recorded there as well: Noah Sole." in text and "Eve Sole" not in text
    assert "These may live in the same house" in text
    maybe = {str(who[name].id) for name in ("Ada", "Tom")}
    assert ticked(text) == maybe == set(re.findall(r'name="asked" value="([^"]+)"', text))
    given = {"based_on": "1", "asked": sorted(maybe), "house": [str(who["Ada"].id)]}
    assert ticked(body(lead.post(page, given))) == {str(who["Ada"].id)}
    assert lead.post(page, {**given, "scope": "household"}).status_code == 302
    assert {who["Noah"].id, who["Ada"].id} <= hidden(school) and len(hidden(school)) == 3


def test_of_a_postcode_alone_nobody_is_recorded_there_as_well_and_nobody_is_ticked(lead, school):
    page, who = beside(school, "", ("Noah", "1 Kiln Lane"), ("Ada", ""))
    text = body(lead.get(page))
    assert "Nobody else is recorded there." in text and "Ada Sole" in text and ticked(text) == set()
    asked = [str(one.id) for one in who.values()]
    given = {"based_on": "1", "scope": "household", "asked": asked, "house": [str(who["Ada"].id)]}
    assert lead.post(page, given).status_code == 302
    assert who["Ada"].id in hidden(school) and who["Noah"].id not in hidden(school)


@pytest.mark.parametrize(("home", "said"), [("", "They are not hidden"), ("4 Mill Row", "they are hidden as well")])
def test_of_many_who_may_live_there_it_is_said_what_becomes_of_them(lead, school, monkeypatch, home, said):
    monkeypatch.setattr(protecting, "FEW", 1)
    page, who = beside(school, home, ("Noah", "Ash Cottage"), ("Ada", "Elm Cottage"))
    text = body(lead.get(page))
    assert "Addresses of 2 more people may be the same house" in text and said in text and "Ash Cottage" not in text
    assert lead.post(page, {"based_on": "1", "scope": "household"}).status_code == 302
    assert {one.id for one in who.values()} <= hidden(school) if home else len(hidden(school)) == 1


@pytest.mark.parametrize(("home", "said"), [("", "not hidden"), ("4 Mill Row", "are hidden as well")])
def test_of_somebody_closed_who_may_live_there_only_that_is_said(lead, school, home, said):
    page, who = beside(school, home, ("Ada", "Ash Cottage"))
    assert "Ada Sole" in body(lead.get(page))  # the control
    with tenancy(school.controller.id, system="importer"):
        close_to(subject_id=who["Ada"].id, subject_kind=Subject.PERSON, level=3, reason="adopted")
    text = body(lead.get(page))
    assert "Others may live in the same house" in text and said in text and "Ada" not in text
    assert str(who["Ada"].id) not in text


def test_whom_the_page_names_by_no_number_is_refused_in_a_sentence(lead, school):
    page, _ = beside(school, "4 Mill Row", ("Ada", ""))
    back = lead.post(page, {"based_on": "1", "scope": "household", "asked": "nobody"})
    assert back.status_code == 422 and len(hidden(school)) == 0


def test_a_protected_address_is_put_right_without_being_shown(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        home = actions.add_address(person=mia, lines="4 Mill Row", protected=True)
    url = fact_url(mia, "address", home, "correct/")
    assert "Mill Row" not in body(lead.get(url))
    given = {"type": "temporary", "lines": "", "postcode": "", "based_on": "1", "reason": "A refuge"}
    assert lead.post(url, given).status_code == 302
    with school.at_work(Role.DSL):
        stands = PersonAddress.objects.get()
        assert stands.type == "temporary" and actions.reveal_address(address=stands) == ("4 Mill Row", "")


def test_a_protected_address_sent_twice_is_written_once_and_another_is_another(lead, school):
    mia = known(school)
    url = f"/people/{mia.id}/said/address/add/"
    given = {"type": "home", "lines": "4 Kiln Lane", "postcode": "RG1 1AA", "protected": "yes"}
    number = re.search(r'name="form" value="([^"]+)"', body(lead.get(url)))[1]
    for _ in range(2):
        assert lead.post(url, {**given, "form": number}).status_code == 302
    with school.at_work(Role.DSL):
        assert PersonAddress.objects.filter(person=mia, protected=True).count() == 1
    other = re.search(r'name="form" value="([^"]+)"', body(lead.get(url)))[1]
    assert other != number
    assert lead.post(url, {**given, "form": other}).status_code == 302
    with school.at_work(Role.DSL):
        assert PersonAddress.objects.filter(person=mia, protected=True).count() == 2


@pytest.mark.parametrize(("scope", "hidden"), [("household", True), ("one", False)])
def test_a_secret_address_that_is_added_is_kept_secret_for_whom_it_is_said(lead, school, scope, hidden):
    mia = known(school)
    with school.at_work(Role.DSL):
        noah, far = a_child(school, "Noah"), a_child(school, "Ada", "Lark")
        actions.add_address(person=noah, lines="4 Kiln Lane", postcode="RG1 1AA")
        actions.add_address(person=far, lines="5 Kiln Lane", postcode="RG1 1AA")
    url = f"/people/{mia.id}/said/address/add/"
    page = body(lead.get(url))
    assert "Everybody recorded at this address" in page
    number = re.search(r'name="form" value="([^"]+)"', page)[1]
    given = {"type": "home", "lines": "4 Kiln Lane", "postcode": "RG1 1AA", "protected": "yes", "scope": scope}
    assert lead.post(url, {**given, "form": number}).status_code == 302
    with school.at_work(Role.DSL):
        assert PersonAddress.objects.get(person=mia).protected
        assert PersonAddress.objects.get(person=noah).protected is hidden
        assert not PersonAddress.objects.get(person=far).protected


def test_a_form_of_an_address_keeps_its_number_when_it_comes_back(lead, school):
    mia = known(school)
    url = f"/people/{mia.id}/said/address/add/"
    number = re.search(r'name="form" value="([^"]+)"', body(lead.get(url)))[1]
    back = lead.post(url, {"type": "home", "lines": "", "protected": "yes", "form": number})
    assert back.status_code == 422 and f'name="form" value="{number}"' in body(back)


def test_the_number_of_somebody_elses_form_is_refused_in_a_sentence(lead, school):
    mia = known(school)
    url = f"/people/{mia.id}/said/address/add/"
    given = {"type": "home", "lines": "4 Kiln Lane", "postcode": "RG1 1AA", "protected": "yes"}
    number = re.search(r'name="form" value="([^"]+)"', body(lead.get(url)))[1]
    lead.post(url, {**given, "form": number})
    deputy = client_for(give_post(school.controller, school.organisation, Role.DEPUTY_DSL, "d@a.example").id)
    refused = deputy.post(url, {**given, "form": number})
    assert refused.status_code == 422 and "sent before as another one" in body(refused)
    with school.at_work(Role.DSL):
        assert PersonAddress.objects.filter(person=mia, protected=True).count() == 1
