"""Another child is brought into a concern: brothers and sisters are offered, in one query however many there are. Only
a child can be, and whoever was brought in by mistake is struck out where it is read."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.cases import actions
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part
from kith.cases.rules import NotReady
from kith.foundation.dates import today
from kith.organisations.models import Organisation
from kith.people import actions as people
from kith.people.grown_up import grown_up
from kith.people.models import Person, PersonBirth
from kith.reference.roles import Role
from kith.sharing.referral import choosing
from kith.tenancy import history, tenancy
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)
from tests.cases.council import child_known_to
from tests.signin import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(school):  # noqa: F811
    """Three children, and of the first a half-brother and a cousin."""
    with tenancy(school.controller, system="importer"):
        school.children += [child_known_to(school.holder) for _ in range(2)]
    with school.as_lead():
        all_five = [Person.objects.get(id=one) for one in school.children]
        for n, one in enumerate(all_five):
            people.add_name(person=one, kind="legal", forename=f"Child{n}", surname="Ash")
        people.add_relationship(person=all_five[0], other=all_five[3], type="half_sibling")
        people.add_relationship(person=all_five[0], other=all_five[4], type="cousin")
    return school


def looked(school, many):  # noqa: F811
    own = [OwnAnswers(one, "victim", {"child_words": "He hit me."}) for one in school.children[:many]]
    with school.as_teacher():
        record = school.send(*own)
    with CaptureQueriesContext(connection) as asked:
        page = client_for(school.lead).get(reverse("link_child", kwargs={"id": record.id})).content.decode()
    return page, len(asked)


def test_brothers_and_sisters_are_offered_in_the_same_number_of_queries(family):
    (one, few), (three, many) = looked(family, 1), looked(family, 3)
    for page in (one, three):
        assert "Child3 Ash" in page and "Child4 Ash" not in page
    assert few == many


BORN = {3: date(1990, 2, 14), 4: date(2016, 5, 1)}


@pytest.fixture
def sent(family):
    """A concern about the first child. The fourth proves to be a grown-up, and is the brother; the fifth is nine."""
    with family.as_lead():
        for n, day in BORN.items():
            history.write(PersonBirth, values={"person_id": family.children[n], "born_on": day})
    with family.as_teacher():
        return family.send(OwnAnswers(family.children[0], "victim", {"child_words": "He hit me."}))


def bring_in(school, record, n, role="sibling"):  # noqa: F811
    where = reverse("link_child", kwargs={"id": record.id})
    return client_for(school.lead).post(where, {"do": "link", "who": str(school.children[n]), "role": role})


def test_a_grown_up_is_neither_offered_nor_brought_in_as_a_child(family, sent):
    page = client_for(family.lead).get(reverse("link_child", kwargs={"id": sent.id})).content.decode()
    assert "Child3 Ash" not in page
    refused = bring_in(family, sent, 3)
    assert refused.status_code == 422 and "They are no child any more" in refused.content.decode()
    # The control: a child is.
    assert bring_in(family, sent, 4, "sibling").status_code == 302


def test_a_grown_up_is_found_and_has_a_part_that_is_no_child_s(family, sent):
    where = reverse("link_child", kwargs={"id": sent.id})
    assert "Child3 Ash" in client_for(family.lead).post(where, {"do": "look", "look_for": "Ash"}).content.decode()
    assert bring_in(family, sent, 3, "witness").status_code == 302


@pytest.mark.parametrize(("role", "taken"), [("victim", False), ("sibling", False), ("alleged", True)])
def test_a_form_that_gives_a_grown_up_the_part_of_a_child_is_not_sent(family, sent, role, taken):
    child = OwnAnswers(family.children[4], "victim", {"child_words": "He hit me."})
    grown = OwnAnswers(family.children[3], role, child.answers)
    with family.as_teacher():
        if taken:
            assert family.send(child, grown)
            return
        with pytest.raises(NotReady) as refused:
            family.send(child, grown)
    assert list(refused.value.problems) == ["own.1.role"]


def test_nobody_says_that_a_child_s_part_is_about_a_grown_up(family, sent):
    with family.as_lead():
        part = Part.objects.get(record=sent, person_id=family.children[0])
        with pytest.raises(NotReady, match="no child any more"):
            actions.identify(part=part, person_id=family.children[3], reason="It was her.")
        assert actions.identify(part=part, person_id=family.children[4], reason="It was him.")


def test_a_parent_whose_birth_nobody_wrote_down_is_no_child_either(family, sent):
    with family.as_lead():
        persons = [Person.objects.get(id=family.children[n]) for n in (0, 1)]
        people.add_relationship(person=persons[0], other=persons[1], type="mother")
    assert bring_in(family, sent, 1).status_code == 422
    assert bring_in(family, sent, 2).status_code == 302


def test_a_pupil_of_eighteen_is_a_child_still_and_of_nobody_else_of_that_age_is_it_said(family):
    with family.as_lead():
        pupil, left, other = (Person.objects.get(id=family.children[n]) for n in range(3))
        for one in (pupil, left, other):
            history.write(PersonBirth, values={"person_id": one.id, "born_on": today() - timedelta(days=18 * 366)})
        here = Organisation.objects.get(files_of_id=family.holder)
        people.enrol(person=pupil, organisation=here, from_on=today() - timedelta(days=400))
        gone = today() - timedelta(days=30)
        people.enrol(person=left, organisation=here, from_on=today() - timedelta(days=400), until_on=gone)
        assert grown_up([pupil.id, left.id, other.id], today()) == {left.id, other.id}


def test_no_page_gives_a_grown_up_the_part_of_a_child(family, sent):
    with family.as_lead():
        grown, child = family.children[3], family.children[4]
        with pytest.raises(NotReady, match="no child any more"):
            actions.link_person(record=sent, person_id=grown, role="sibling")
        assert actions.link_person(record=sent, person_id=child, role="sibling")


def test_a_grown_up_who_stands_in_a_concern_is_not_offered_to_a_council(family, sent):
    with family.as_lead():
        actions.link_person(record=sent, person_id=family.children[3], role="other")
        actions.link_person(record=sent, person_id=family.children[4], role="witness")
        offer = choosing.offer(sent, family.reader(Role.DSL))
        assert family.children[3] not in {one.person for one in offer.children} and not offer.others
        assert {family.children[0], family.children[4]} == {one.person for one in offer.children}


def test_whoever_was_brought_in_by_mistake_is_struck_out_on_the_page_of_the_concern(family, sent):
    bring_in(family, sent, 4, "witness")
    client, page = client_for(family.lead), reverse("concern", kwargs={"id": sent.id})
    with family.as_lead():
        part = Part.objects.get(record=sent, person_id=family.children[4])
        first = Part.objects.get(record=sent, person_id=family.children[0])
    assert "Child4 Ash was brought in by mistake" in client.get(page).content.decode()
    where, form = reverse("strike_child", kwargs={"id": sent.id}), {"part": str(part.id)}
    assert client.post(where, form).status_code == 422
    assert client.post(where, form | {f"strike.{part.id}": "Another child of that name."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "<del>Child4 Ash</del>" in shown and "was brought in by mistake" not in shown
    # Somebody has to be left.
    left = client.post(where, {"part": str(first.id), f"strike.{first.id}": "Him too."})
    assert left.status_code == 422 and "Somebody has to be left" in left.content.decode()
    assert "Child4" not in client_for(family.lead).get(reverse("board")).content.decode()


def test_it_asks_who_first_then_what_part_they_had_and_guesses_none(family, sent):
    where = reverse("link_child", kwargs={"id": sent.id})
    page = client_for(family.lead).post(where, {"do": "look", "look_for": "Child4"}).content.decode()
    order = ["Who is it?", "Look for a child", "Child4 Ash</bdi>", "What part did they have in it?", "Bring them in<"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    asked = page[page.index('name="role"') :].split("</select>")[0]
    assert " selected" not in asked, "a child who was looked for is nobody's brother until somebody says so"
    refused = bring_in(family, sent, 4, "")
    assert refused.status_code == 422 and "Say what part this child had in it." in refused.content.decode()


def test_children_of_the_readers_own_classes_stand_first_as_where_a_concern_is_written(family, sent):
    with family.as_lead():
        here = Organisation.objects.get(files_of_id=family.holder)
        for n, class_name in ((2, "Elm"), (4, "Oak")):
            child = Person.objects.get(id=family.children[n])
            people.enrol(person=child, organisation=here, from_on=today(), class_name=class_name)
    client, where = client_for(family.lead), reverse("link_child", kwargs={"id": sent.id})

    def in_order() -> list[str]:
        page = client.post(where, {"do": "look", "look_for": "Ash"}).content.decode()
        return [name for name in re.findall(r"<bdi>(Child\d) Ash</bdi>", page) if name in ("Child2", "Child4")]

    assert in_order() == ["Child2", "Child4"], "the control: no class is theirs yet"
    client.post(reverse("own_classes"), {"class": ["Oak"]})
    assert in_order() == ["Child4", "Child2"]
