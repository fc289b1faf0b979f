"""The form of those who may only submit: what they sent, whether it was seen, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kith.access import actions as access
from kith.access.models import Party
from kith.access.words import RecordType
from kith.cases.models import Draft, Part, PartVersion, Record
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.people.models import Person, PersonName
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.cases.council import open_council
from tests.signin import client_for
from tests.web.test_records import WORDS

pytestmark = pytest.mark.django_db
PARTNER = Role.PARTNER_USER


@pytest.fixture
def help(db):
    """Early help with a partner under an agreement; the worker there may read none of their contacts."""
    service = open_council()["help"]
    with service.at_work(PARTNER):
        place = service.reader(PARTNER).post.organisation_id
    with tenancy(service.controller, system="importer"):
        day = today()
        access.agree(party=place, party_kind=Party.ORGANISATION, purpose="Referrals", basis="Children Act 2004, s10",
                     record_types=[RecordType.CONTACT], signed_by="A Head", from_on=day - timedelta(days=1),
                     until_on=day + timedelta(days=90), review_on=day + timedelta(days=60))  # fmt: skip
    return service


def at(name, **more):
    return reverse(name, kwargs={"area": "contact", **more})


def sent(client, **changed):
    address = client.get(at("new_sending")).url
    return address, client.post(address, WORDS | {"do": "send"} | changed)


def test_it_is_sent_once_and_they_see_their_words_and_whether_they_were_seen(help):
    client = client_for(help.posts[PARTNER])
    assert "Send: Contact and referral" in client.get(reverse("home")).content.decode()
    address, answer = sent(client)
    assert answer.status_code == 302 and "/sent/" in answer.url
    assert client.post(address, WORDS | {"do": "send"}).url == answer.url
    page = client.get(answer.url).content.decode()
    assert "A bruise was seen." in page and "Not seen yet" in page and "Zed, Other" in page
    with help.at_work(PARTNER):
        (record,) = Record.objects.all()
        (person,) = Part.objects.filter(record=record, person__isnull=False).values_list("person_id", flat=True)
        assert PersonName.objects.get(person_id=person).forename == "Zed"
        assert Person.objects.get(id=person).status == Person.Status.PROVISIONAL
    assert answer.url in client.get(reverse("home")).content.decode()
    added = client.post(answer.url, {"words": "He came back."}, follow=True).content.decode()
    assert "He came back." in added
    assert client.post(answer.url, {"words": " "}).status_code == 422


def test_nothing_of_what_came_of_it_is_shown(help):
    client = client_for(help.posts[PARTNER])
    _, answer = sent(client)
    with help.at_work(PARTNER):
        record = Record.objects.get()
        part = Part.objects.get(record=record, person=None)
        Record.objects.filter(id=record.id).update(stage="screening", owner_post=help.posts[Role.EH_WORKER])
        history.write(Part, id=part.id, based_on=part.n, values={"answers": {**part.answers, "summary": "Father hit."}})
        assert PartVersion.objects.filter(of_id=part.id).count() == 2
    page = client.get(answer.url).content.decode()
    assert "Father hit." not in page and "screening" not in page.lower() and "A bruise was seen." in page


def test_what_somebody_else_sent_is_not_there(help):
    """The control is the sender, who is shown it above."""
    _, answer = sent(client_for(help.posts[PARTNER]))
    with help.at_work(PARTNER):
        Record.objects.update(written_by=uuid7())
    assert client_for(help.posts[PARTNER]).get(answer.url).status_code == 404


def test_a_form_without_a_child_is_not_sent_and_what_was_typed_stays(help):
    client = client_for(help.posts[PARTNER])
    bare = {"children_told.0.forename": "", "children_told.0.surname": ""}
    _, answer = sent(client, **bare)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Name the child it is about" in page and "A bruise was seen." in page
    with help.at_work(PARTNER):
        assert not Record.objects.exists() and not Part.objects.exists()
    address, _ = sent(client, **bare, consent="")
    assert "A bruise was seen." in client.get(address).content.decode()
    assert client.post(address + "keep/", WORDS).content.startswith(b"Saved")
    with help.at_work(PARTNER):
        assert Draft.objects.count() == 2, "each of the two forms keeps its own"
    again = client.post(address, WORDS | {"do": "row.children_told"}).content.decode()
    assert 'name="children_told.1.forename"' in again


def test_a_grown_up_named_as_the_child_is_said_where_they_are_named_and_leaves_nobody_behind(help):
    client = client_for(help.posts[PARTNER])
    with help.at_work(PARTNER):
        before = Person.objects.count()
    _, answer = sent(client, **{"children_told.0.born_on": "14/2/1990"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "They are no child any more" in page and "A bruise was seen." in page
    assert page.index('id="children_told"') < page.rindex("They are no child any more")
    with help.at_work(PARTNER):
        assert (Record.objects.count(), Person.objects.count()) == (0, before)
    # The control: a child is taken.
    assert sent(client, **{"children_told.0.born_on": "14/2/2016"})[1].status_code == 302


def test_who_works_there_is_not_sent_to_this_form_and_without_an_agreement_nobody_is(db):
    council = open_council()
    assert client_for(council["front"].posts[Role.MASH_OFFICER]).get(at("new_sending")).status_code == 404
    assert client_for(council["help"].posts[PARTNER]).get(at("new_sending")).status_code == 404
