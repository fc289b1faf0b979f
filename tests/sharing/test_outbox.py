"""Notices by e-mail: opaque, after the commit, once, again when the server was away, chased until read."""

import socket
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.utils import timezone

from kith.foundation.ids import uuid7
from kith.organisations.actions import end_post
from kith.reference.roles import Role
from kith.sharing import mail, outbox
from kith.sharing.gate import Kind, NotReleased, Released, Way
from kith.sharing.models import Notice
from kith.sharing.notice_rules import AT_MOST, Word
from kith.sharing.posting import POST_ROOM
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.rooms import lines, open_school

pytestmark = pytest.mark.django_db
ABOUT = uuid7()


@pytest.fixture
def school():
    return open_school("alder", Role.DSL, Role.HEADTEACHER)


def tell(school, **more):
    with school.at_work(Role.HEADTEACHER):
        return outbox.tell(post=school.posts[Role.DSL].id, word=Word.ARRIVED, about=ABOUT, **more)


def notice(school):
    with tenancy(school.controller.id, system=POST_ROOM):
        return Notice.objects.get()


def make_due(school):
    with tenancy(school.controller.id, system=POST_ROOM):
        Notice.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(seconds=1))


class Mailbox:
    """The other side: what a mail server was given."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], bytes]] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.got.append((envelope.rcpt_tos, envelope.content))
        return self.answer


@pytest.fixture
def server(settings):
    box = Mailbox()
    with listening(box) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield box


@contextmanager
def listening(box):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def test_a_real_mail_server_is_given_one_mail_that_says_nothing(school, server, settings):
    settings.KITH_ORIGINS = ["https://kith.alder.example"]
    tell(school)
    tell(school)
    assert server.got == []
    work_off()
    ((to, content),) = server.got
    sent = message_from_bytes(content)
    assert to == ["dsl@alder.example"]
    assert sent["Subject"] == "Something is waiting for you in Kith"
    body = sent.get_payload(decode=True).decode().replace("\r\n", "\n").strip()
    assert body == (
        "Something is waiting for you in Kith.\n\nSign in to read it: https://kith.alder.example/\n\n"
        "This mail says no more, to keep what it is about safe. Please do not answer it."
    )
    assert str(ABOUT) not in content.decode() and "Alder" not in content.decode()
    assert lines(school.controller.id, "release.") == [("release.message", "to say that something waits")]


def test_a_server_that_takes_nothing_delays_and_does_not_lose(school, server):
    server.answer = "451 try again later"
    tell(school)
    work_off()
    assert (notice(school).failed, notice(school).sent, server.got) == (1, 0, [])
    assert lines(school.controller.id, "release.") == []
    assert outbox.chase(school.controller.id) == 0
    server.answer = "250 OK"
    make_due(school)
    assert outbox.chase(school.controller.id) == 1
    assert len(server.got) == 1 and notice(school).failed == 0


def test_a_server_that_is_away_is_a_delay_too(school, server, settings):
    settings.EMAIL_PORT = 1
    tell(school)
    work_off()
    assert (notice(school).failed, server.got) == (1, [])


def test_nothing_is_told_of_what_was_taken_back(school):
    with pytest.raises(RuntimeError), school.at_work(Role.HEADTEACHER):
        outbox.tell(post=school.posts[Role.DSL].id, word=Word.ARRIVED, about=ABOUT)
        raise RuntimeError
    assert work_off() == 0 and django_mail.outbox == []


def test_once_however_often_its_job_runs(school):
    told = tell(school)
    work_off()
    assert outbox.send_now(school.controller.id, told.id) is False
    assert outbox.chase(school.controller.id) == 0
    assert len(django_mail.outbox) == 1


def test_what_cannot_wait_is_worded_so_that_it_is_opened_at_once_and_says_no_more(school):
    """And the control: what waits is worded as everything else."""
    tell(school, cannot_wait=True)
    work_off()
    make_due(school)
    outbox.chase(school.controller.id)
    first, again = django_mail.outbox
    assert first.subject == "Something is urgent in Kith: open it now" and "still urgent" in again.subject
    assert first.body.startswith("Something is urgent in Kith: open it now.") and "child" not in first.body
    assert "Alder" not in first.body + first.subject


def test_chased_until_read(school):
    tell(school)
    work_off()
    make_due(school)
    assert outbox.chase(school.controller.id) == 1
    assert [m.subject for m in django_mail.outbox][-1] == "Something is still waiting for you in Kith"
    with school.at_work(Role.DSL):
        assert outbox.read(post=school.posts[Role.DSL].id, about=[ABOUT]) == 1
    make_due(school)
    assert outbox.chase(school.controller.id) == 0 and len(django_mail.outbox) == 2


def test_who_has_read_is_told_once_more_only_if_there_is_more_to_read(school):
    tell(school)
    work_off()
    tell(school, anew=True)
    assert work_off() == 0 and len(django_mail.outbox) == 1, "not read yet: the first mail still says it"
    with school.at_work(Role.DSL):
        outbox.read(post=school.posts[Role.DSL].id, about=[ABOUT])
    tell(school)
    assert work_off() == 0 and len(django_mail.outbox) == 1
    tell(school, anew=True)
    work_off()
    assert [m.subject for m in django_mail.outbox] == ["Something is waiting for you in Kith"] * 2
    assert notice(school).sent == 1 and notice(school).read_at is None


def test_whom_nobody_reaches_stands_in_a_list_and_is_left_alone(school):
    """The control of the one above: without a reading it goes on, to its end."""
    tell(school)
    for _ in range(AT_MOST + 2):
        work_off()
        make_due(school)
        outbox.chase(school.controller.id)
    assert len(django_mail.outbox) == AT_MOST
    with tenancy(school.controller.id, system=POST_ROOM):
        assert [n.about for n in outbox.unread(where=school.holder.id)] == [ABOUT]
        assert not outbox.unread(where=uuid7())


def test_a_lost_job_is_found_by_the_clock(school):
    told = tell(school)
    assert django_mail.outbox == [] and told.sent == 0
    assert outbox.chase(school.controller.id) == 1


def test_whoever_has_left_is_told_nothing(school):
    tell(school)
    with tenancy(school.controller.id, system="importer"):
        end_post(post_id=school.posts[Role.DSL].id)
    work_off()
    assert django_mail.outbox == [] and notice(school).due_at is None


def test_a_mail_without_a_release_never_leaves(school):
    """A release for a print, or something that looks like one, lets no mail out; one from the gate does."""
    to = school.posts[Role.DSL].id
    printed = Released("page", Way.PRINT, Kind.OWN_SCREEN, uuid7(), to)
    for wrong in (None, printed, object()):
        with school.at_work(Role.DSL), pytest.raises(NotReleased, match="without passing the gate"):
            mail.post(wrong, number=uuid7(), sent=0)
    assert django_mail.outbox == []
    with school.at_work(Role.DSL):
        mail.post(Released("notice", Way.MESSAGE, Kind.COLLEAGUE, uuid7(), to), number=uuid7(), sent=0)
    assert len(django_mail.outbox) == 1
