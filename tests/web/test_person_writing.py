"""The pages through which people write and re-read facts about a child, over HTTP."""

import re
from datetime import date

import pytest

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.people import actions, queries
from kith.people.models import Enrolment, Person, PersonAddress, PersonContact, PersonName, Relationship
from kith.reference.roles import Role
from tests.people.conftest import a_child, trust  # noqa: F401  (fixture)
from tests.rooms import give_post, lines
from tests.signin import client_for

pytestmark = pytest.mark.django_db
BORN = {"born.born_on": "14/3/2017", "born.precision": "day", "born.sex": "F"}
MIA = {"name.forename": "Mia", "name.surname": "Sole", **BORN}


@pytest.fixture
def school(trust):  # noqa: F811
    return trust.ours


@pytest.fixture
def lead(school):
    return client_for(school.posts[Role.DSL].id)


def body(answer):
    return answer.content.decode()


def a_form(client):
    return client.get("/people/new/").url


def known(school, **more):
    with school.at_work(Role.DSL):
        return a_child(school, born_on=date(2017, 3, 14), **more)


def name_of(school, person):
    with school.at_work(Role.DSL):
        return PersonName.objects.get(person=person), queries.cards([person.id])[person.id].name


def fact_url(person, slug, fact, then=""):
    return f"/people/{person.id}/said/{slug}/{fact.id}/{then}"


# Create


def test_nobody_is_written_down_before_somebody_looked(lead, school):
    known(school)
    form = a_form(lead)
    assert "Look first" in body(lead.get(form))
    empty = lead.post(form, {"do": "look"})
    assert empty.status_code == 422 and "Write a first name" in body(empty)
    found = lead.post(form, {"do": "look", "name.forename": "Mia", "name.surname": "Sole"})
    assert "It is this one" in body(found) and "None of these" in body(found)
    nobody = lead.post(form, {"do": "look", "name.forename": "Zara", "name.surname": "Quill"})
    assert "Nobody like this is known here" in body(nobody) and 'value="Quill"' in body(nobody)
    assert [about for about, _ in lines(school.controller.id, "person.search")] == ["person.search"] * 2


def test_a_child_is_written_down_with_all_that_is_known(lead, school):
    more = {
        "number.nhs": "999 000 0018",
        "address.type": "home",
        "address.lines": "4 Mill Row\nHarlow",
        "address.postcode": "cm201aa",
        "address.protected": "no",
        "contact.method": "mobile",
        "contact.value": "07700 900123",
        "contact.safe_to_use": "no",
        "other.kind": "preferred",
        "other.forename": "Mimi",
        "place.from_on": "3/9/2026",
        "place.year_group": "4",
        "source": "Her mother",
    }
    answer = lead.post(a_form(lead), {**MIA, **more, "do": "save"})
    page = body(lead.get(answer.url))
    for words in ("Mimi Sole", "999 000 0018", "4 Mill Row", "CM20 1AA", "Not safe to use", "Year 4", "14 March 2017"):
        assert words in page, words


def test_sent_twice_it_is_one_person(lead, school):
    form = a_form(lead)
    once, twice = (lead.post(form, {**MIA, "do": "save"}).url for _ in range(2))
    assert once == twice
    assert lead.get(form).url == once
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 1


def test_somebody_who_is_no_pupil_comes_on_no_roll(lead, school):
    form = a_form(lead)
    assert 'name="place.from_on" type="text" value=""' in body(lead.post(form, {**MIA, "do": "form"}))
    lead.post(form, {**MIA, "place.from_on": "", "place.year_group": "", "place.class_name": "", "do": "save"})
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 1 and not Enrolment.objects.exists()
    unsaid = lead.post(a_form(lead), {**MIA, "place.class_name": "4B", "do": "save"})
    assert unsaid.status_code == 422 and "Give the first day on the roll" in body(unsaid)


def test_an_unborn_child_has_the_date_it_is_expected(lead, school):
    day = date.today()
    given = {"name.surname": "Sole", "born.precision": "day", "born.expected_on": f"{day.day}/{day.month}/{day.year}"}
    assert "expected" in body(lead.get(lead.post(a_form(lead), {**given, "do": "save"}).url))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name.forename": "", "name.surname": ""}, "Write the first name, the last name or both."),
        ({"born.born_on": "14/3/2117"}, "This day is still to come."),
        ({"born.born_on": "31/2/2017"}, "not a date in the calendar"),
        ({"born.expected_on": "1/1/2017"}, "Leave this empty: the child is born."),
        ({"number.nhs": "999 000 0019"}, "The last digit does not fit"),
        ({"contact.method": "email", "contact.value": "nobody"}, "An email address has an @ in it"),
        ({"place.from_on": "yesterday"}, "is not a date: write it as"),
        ({"born.sex": "X"}, "Choose one from the list."),
        ({"name.forename": "M" * 101}, "Shorten this to 100 characters"),
        ({"name.forename": "M\x00" * 101}, "Shorten this to 100 characters"),
    ],
)
def test_what_needs_another_look_is_said_and_nothing_typed_is_lost(lead, school, typed, sentence):
    given = {**MIA, "address.lines": "4 Mill Row", "address.type": "home", "address.protected": "no", **typed}
    back = lead.post(a_form(lead), {**given, "do": "save"})
    assert back.status_code == 422 and sentence in body(back)
    assert "4 Mill Row" in body(back) and "Everything you typed is still here" in body(back)
    with school.at_work(Role.DSL):
        assert not Person.objects.exists()


def test_a_double_is_spotted_with_the_reason_and_the_writer_decides(lead, school):
    mia, form = known(school), a_form(lead)
    told = lead.post(form, {**MIA, "name.surname": "Sol", "address.lines": "4 Mill Row", "do": "save"})
    page = body(told)
    assert told.status_code == 409 and "There may be a record of this person already" in page
    assert f'href="/people/{mia.id}/"' in page and "Same date of birth" in page and "4 Mill Row" in page
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 1
    made = lead.post(form, {**MIA, "name.surname": "Sol", "do": "new"})
    assert made.url != f"/people/{mia.id}/"
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 2


def test_a_double_closed_to_the_reader_is_not_told_of(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        bar(user_id=school.posts[Role.DSL].user_id, person_id=mia.id, kind=BarKind.CONFLICT, reason="Own niece")
    answer = lead.post(a_form(lead), {**MIA, "do": "save"})
    assert answer.status_code == 302


# Confirmed


def test_somebody_written_down_by_hand_is_provisional_until_confirmed(lead, school):
    lead.post(form := a_form(lead), {**MIA, "do": "look"})
    made = lead.post(form, {**MIA, "do": "save"}).url
    page = body(lead.get(made))
    assert "Provisional" in page and "Confirm who this is" in page
    for _ in range(2):  # a second click confirms nothing again
        assert lead.post(f"{made}confirm/").status_code == 302
    page = body(lead.get(made))
    assert "Confirmed" in page and "Confirm who this is" not in page
    assert [action for action, _ in lines(school.controller.id, "person.confirm")] == ["person.confirm"]


def test_whoever_only_reads_is_offered_no_confirming(school):
    mia = known(school)
    reads = client_for(give_post(school.controller, school.organisation, Role.PLACEMENTS_OFFICER, "p@a.example").id)
    page = body(reads.get(f"/people/{mia.id}/"))
    assert "Provisional" in page and "Confirm who this is" not in page
    assert reads.post(f"/people/{mia.id}/confirm/").status_code == 404


# Sent twice


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


# Put right


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


# Protect


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


# Ties


def test_the_other_is_found_and_the_tie_stands_on_both_pages(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        ada = a_child(school, "Ada")
    url = f"/people/{mia.id}/relationships/new/"
    assert f"choose.{ada.id}" in body(lead.post(url, {"do": "look", "look_for": "Ada"}))
    chosen = body(lead.post(url, {"do": f"choose.{ada.id}", "type": "mother"}))
    assert f'value="{ada.id}"' in chosen
    given = {"other": ada.id, "type": "mother", "has_pr": "yes", "pr_basis": "birth_mother", "lives_with": "yes"}
    given |= {"contact_allowed": "yes", "do": "save"}
    for _ in range(2):
        assert lead.post(url, given).status_code == 302
    assert "parental responsibility" in body(lead.get(f"/people/{mia.id}/"))
    assert "Mia Sole" in body(lead.get(f"/people/{ada.id}/"))
    with school.at_work(Role.DSL):
        assert Relationship.objects.count() == 2
    nobody = lead.post(url, {**given, "other": ""})
    assert nobody.status_code == 422 and "choose them" in body(nobody)


def test_nothing_is_said_of_a_tie_that_nobody_was_asked(lead, school):
    """May they be in contact, is there parental responsibility: nothing is ticked, and nothing is kept unanswered."""
    mia = known(school)
    with school.at_work(Role.DSL):
        ada = a_child(school, "Ada")
    url = f"/people/{mia.id}/relationships/new/"
    assert " checked" not in body(lead.get(url))
    back = lead.post(url, {"other": ada.id, "type": "mother", "do": "save"})
    assert back.status_code == 422 and " checked" not in body(back)
    for asked in ("May they be in contact? Choose one.", "Do they have parental responsibility? Choose yes or no."):
        assert asked in body(back)
    with school.at_work(Role.DSL):
        assert not Relationship.objects.exists()


def test_a_tie_to_somebody_closed_to_the_reader_is_in_no_history(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        ada = a_child(school, "Ada")
        tie = actions.add_relationship(person=mia, other=ada, type="mother")
    assert "Ada Sole" in body(lead.get(f"/people/{mia.id}/said/"))
    with school.at_work(Role.DSL):
        bar(user_id=school.posts[Role.DSL].user_id, person_id=ada.id, kind=BarKind.CONFLICT, reason="Own sister")
    assert "Ada" not in body(lead.get(f"/people/{mia.id}/said/"))
    assert "Ada" not in body(lead.get(f"/people/{mia.id}/then/?day=1/1/2026&how=was"))
    assert lead.get(fact_url(mia, "relationship", tie)).status_code == 404


# On an earlier day


def test_a_day_gone_by_is_shown_and_never_taken_for_today(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        actions.add_address(person=mia, lines="1 Old Road", from_on=date(2024, 1, 1), until_on=date(2025, 1, 1))
        actions.add_address(person=mia, lines="2 New Road", from_on=date(2025, 1, 1))
    was = body(lead.get(f"/people/{mia.id}/then/?day=1/6/2024&how=was"))
    assert "This is not today" in was and "1 Old Road" in was and "2 New Road" not in was
    known_then = body(lead.get(f"/people/{mia.id}/then/?day=1/6/2024&how=known"))
    assert "Nothing was known on that day" in known_then
    for day, sentence in (("1/6/2124", "still to come"), ("soon", "is not a date")):
        wrong = lead.get(f"/people/{mia.id}/then/", {"day": day})
        assert wrong.status_code == 422 and sentence in body(wrong)
    assert "person.view_then" in [action for action, _ in lines(school.controller.id)]


# Who may


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


def test_another_school_finds_none_of_it(trust, lead):  # noqa: F811
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
