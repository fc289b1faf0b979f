"""What somebody was told of four times and has not opened stands with whoever leads there, until it is read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.sharing import outbox
from kith.sharing.models import Notice
from kith.sharing.notice_rules import AT_MOST, Word
from kith.tenancy import tenancy
from tests.cases.council import open_council
from tests.rooms import lines
from tests.signin import client_for
from tests.web.test_records import named

pytestmark = pytest.mark.django_db
OFFICER, MANAGER, WORKER = Role.MASH_OFFICER, Role.MASH_MANAGER, Role.SOCIAL_WORKER


@pytest.fixture
def council(db):
    return open_council()


@pytest.fixture
def front(council):
    return named(council["front"])


def told_of(service, role, about, sent=AT_MOST):
    """Somebody was told so often, by a mail each working day."""
    with tenancy(service.controller, system="importer"):
        notice = outbox.tell(post=service.posts[role], word=Word.ARRIVED, about=about)
        Notice.objects.filter(id=notice.id).update(
            sent=sent, due_at=None, sent_at=timezone.now(), made_at=timezone.now() - timedelta(days=5)
        )
    return notice


def day_of(service, role):
    return client_for(service.posts[role]).get(reverse("home")).content.decode()


def test_it_stands_with_who_leads_there_and_opens_what_it_is_about(front):
    with front.at_work(WORKER):
        record = front.send("contact")
    told_of(front, OFFICER, record.id)
    page = day_of(front, MANAGER)
    assert 'href="#unread">One notice was not read.' in page and "Told 4 times" in page
    assert f'href="{reverse("came", kwargs={"id": record.id})}"' in page
    with front.at_work(OFFICER):
        assert Post.objects.get(id=front.posts[OFFICER]).user.display_name in page


def test_not_with_others_there_nor_with_who_leads_elsewhere_nor_too_soon(council, front):
    with front.at_work(WORKER):
        record = front.send("contact")
    notice = told_of(front, OFFICER, record.id, sent=AT_MOST - 1)
    assert "not read" not in day_of(front, MANAGER)
    with tenancy(front.controller, system="importer"):
        Notice.objects.filter(id=notice.id).update(sent=AT_MOST)
    assert "was not read" in day_of(front, MANAGER)
    assert "was not read" not in day_of(front, OFFICER)
    assert "was not read" not in day_of(council["care"], Role.TEAM_MANAGER)


def test_read_by_whom_it_was_for_it_leaves(front):
    with front.at_work(WORKER):
        record = front.send("contact")
    told_of(front, OFFICER, record.id)
    with front.at_work(OFFICER):
        outbox.read(post=front.posts[OFFICER], about=[record.id])
    assert "was not read" not in day_of(front, MANAGER)


def test_who_leads_sees_to_it_once_and_a_line_says_so(front):
    with front.at_work(WORKER):
        record = front.send("contact")
    address = reverse("see_to_notice", kwargs={"id": told_of(front, OFFICER, record.id).id})
    client = client_for(front.posts[MANAGER])
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert "was not read" not in day_of(front, MANAGER)
    assert len(lines(front.controller, "notice.see_to")) == 1


def test_nobody_who_leads_another_service_ends_it(council, front):
    """The control: the same address, by somebody with the same duty elsewhere."""
    with front.at_work(WORKER):
        record = front.send("contact")
    address = reverse("see_to_notice", kwargs={"id": told_of(front, OFFICER, record.id).id})
    assert client_for(council["care"].posts[Role.TEAM_MANAGER]).post(address).status_code == 404
    assert client_for(front.posts[OFFICER]).post(address).status_code == 404
    assert "was not read" in day_of(front, MANAGER)
    assert lines(front.controller, "notice.see_to") == []
