"""Sharing agreements on a page: put into force, ended with a reason, and told of on My day before they end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kith.access.models import Agreement
from kith.access.words import RecordType, Relation, Verb
from kith.foundation.dates import today
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.access.conftest import reader_of
from tests.rooms import School, give_post, lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
KEEPER, PARTNER = Role.IG_OFFICER, Role.PARTNER_USER
PAGE = "/agreements/"


@pytest.fixture
def council():
    """A council with who keeps its agreements, and a charity whose worker holds a post there."""
    council = open_school("moor", KEEPER, Role.SYSTEM_ADMIN, Role.HEAD_OF_SERVICE)
    with tenancy(council.controller.id, system="importer"):
        charity = organisations.add_organisation(kind="agency", name="Lantern", files_of=council.holder)
    post = give_post(council.controller, charity, PARTNER, "w@lantern.example")
    return School(council.controller, council.holder, charity, {**council.posts, PARTNER: post})


def form(council, days=40, **changed):
    day = lambda n: (today() + timedelta(days=n)).strftime("%d/%m/%Y")  # noqa: E731
    return {
        "do": "sign", "party": council.organisation.id, "types": ["early_help"], "basis": "Children Act 2004, s10",
        "purpose": "Family help for children the charity works with", "signed_by": "The director",
        "from_on": day(0), "until_on": day(days), "review_on": day(days), **changed,
    }  # fmt: skip


def keeper(council):
    return client_for(council.posts[KEEPER].id)


def shown(council):
    """Whether the charity's worker, involved with a child, is shown a summary of early help."""
    with council.at_work(PARTNER):
        reader = reader_of(council, PARTNER)
        asked = reader.subject(RecordType.EARLY_HELP, ties=[Relation.INVOLVED])
        return reader.decide(Verb.SUMMARY, asked).allowed


def day_of(council, role=KEEPER):
    return client_for(council.posts[role].id).get(reverse("home")).content.decode()


def test_what_is_put_into_force_opens_and_what_is_ended_closes(council):
    client = keeper(council)
    assert not shown(council), "the control: without one a partner is shown nothing"
    assert [client.post(PAGE, form(council)).status_code for _ in range(2)] == [302, 302]
    assert shown(council)
    page = client.get(PAGE).content.decode()
    assert "Lantern" in page and "Early help" in page and "40 days left" in page
    with council.at_work(KEEPER):
        one = Agreement.objects.get()
    assert client.post(PAGE, {"do": "end", "agreement": one.id}).status_code == 422
    assert shown(council)
    end = {"do": "end", "agreement": one.id, f"why.{one.id}": "The charity has closed."}
    assert [client.post(PAGE, end).status_code for _ in range(2)] == [302, 302]
    assert not shown(council) and ">Ended<" in client.get(PAGE).content.decode()
    told = lines(council.controller.id, "agreement.")
    assert [action for action, _ in told] == ["agreement.start", "agreement.end"]
    assert told[1][1] == "The charity has closed."


def test_what_is_missing_is_said_beside_its_question(council):
    empty = keeper(council).post(PAGE, {"do": "sign"})
    said = empty.content.decode()
    assert empty.status_code == 422
    for words in (
        "Choose with whom",
        "Choose what it is about",
        "Say what is shared",
        "Say which law",
        "Say who signed",
    ):
        assert words in said
    turned = keeper(council).post(PAGE, form(council, until_on="1/1/2020"))
    assert "The last day is before the first." in turned.content.decode()
    over = keeper(council).post(PAGE, form(council, from_on="1/1/2020", until_on="1/2/2020"))
    assert "This day has passed" in over.content.decode()
    assert keeper(council).post(PAGE, {"do": "end", "agreement": "nothing"}).status_code == 404
    with council.at_work(KEEPER):
        assert not Agreement.objects.exists()


@pytest.mark.parametrize(("days", "warned"), [(61, False), (59, True), (7, True), (0, True)])
def test_my_day_says_it_from_sixty_days_before(council, days, warned):
    keeper(council).post(PAGE, form(council, days))
    page = day_of(council)
    assert ("Agreements that end" in page) is ("One agreement ends before long." in page) is warned
    assert ("Nothing waits for you." in page) is not warned
    assert "Agreements that end" not in day_of(council, Role.HEAD_OF_SERVICE)


def test_one_that_goes_on_by_another_is_not_told_of(council):
    keeper(council).post(PAGE, form(council, 20))
    keeper(council).post(PAGE, form(council, 300, types=["contact"]))
    assert "Agreements that end" in day_of(council), "the other is about something else"
    keeper(council).post(PAGE, form(council, 400))
    assert "Agreements that end" not in day_of(council)


def test_nobody_else_finds_the_page(council):
    """The control."""
    for role in (Role.SYSTEM_ADMIN, Role.HEAD_OF_SERVICE, PARTNER):
        client = client_for(council.posts[role].id)
        assert client.get(PAGE).status_code == client.post(PAGE, form(council)).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed"), [("basis", "b" * 201), ("signed_by", "s" * 201), ("until_on", "31/12/9999")]
)
def test_what_is_too_long_or_too_far_is_said_and_nothing_is_lost(council, name, typed):
    answer = keeper(council).post(PAGE, {**form(council), name: typed})
    assert answer.status_code == 422 and typed in answer.content.decode()
