"""Whatever somebody is told of by mail stands on their first page, with a way to a page that they may open."""

import re
from collections.abc import Callable, Iterator

import pytest

from kith.cases import actions as cases
from kith.cases.models import Record
from kith.foundation.dates import today
from kith.intake.events import FeedTroubled
from kith.intake.feeds.keeping import set_feed
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.sharing import outbox
from kith.sharing.models import Notice
from kith.sharing.notice_rules import AT_MOST, Word
from kith.tasks.actions import open_task
from kith.tenancy import announce, tenancy
from kith.web.home.unread import WHAT
from tests.jobs.steps import work_off
from tests.rooms import give_post
from tests.sharing.referral.world import open_world
from tests.signin import client_for
from tests.web.casework import HEAD, LEAD, TEACHER, Casework
from tests.web.test_alerts import say_kind, send
from tests.web.test_staff_concern_let_read import let
from tests.web.test_staff_concerns import ADMIN, OFFICE, the_one, write

pytestmark = pytest.mark.django_db
# What the frame leads to, from every page.
FRAME = re.compile(r"<main.*</main>", re.S)


def a_concern() -> tuple[object, str]:
    """Its writer has added to it after somebody took it up and its clocks had stopped: only the notice is left."""
    work = Casework(ann="bullying")
    record = send(work)
    with work.school.at_work(LEAD):
        say_kind(record, "bullying")
        cases.move_stage(record=Record.objects.get(id=record.id), to="triaged")
    with work.school.at_work(TEACHER):
        cases.add_words(record=Record.objects.get(id=record.id), words="It was the bus again.")
    work_off()
    return work.school.controller.id, record.reference


def a_chair() -> tuple[object, str]:
    work = Casework(HEAD, TEACHER, ADMIN, ann="bullying")
    give_post(work.school.controller, work.school.organisation, Role.SYSTEM_ADMIN, "all@oakmere.example")
    write(work, about=HEAD)
    return work.school.controller.id, "governors"


def something_let_read() -> tuple[object, str]:
    work = Casework(*OFFICE, ann="bullying")
    let(work)
    return work.school.controller.id, the_one(work).reference


def a_feed() -> tuple[object, str]:
    work = Casework(HEAD, ADMIN, ann="bullying")
    with work.open():
        feed = set_feed(school=work.school.organisation, profile_name="xporter")
        announce(FeedTroubled(feed.id, None))
    return work.school.controller.id, work.school.organisation.name


def a_referral() -> tuple[object, str]:
    world = open_world()
    world.arrived()
    return world.council.controller.id, "Mia"


def an_answer() -> tuple[object, str]:
    world = open_world()
    contact = world.arrived()
    world.settle_as_new(contact)
    world.screen(contact)
    world.decide(contact)
    work_off()
    return world.school.controller.id, "We will visit this week."


def a_task() -> tuple[object, str]:
    work = Casework(ann="bullying")
    with work.open():
        open_task(kind="unowned", words="Nobody has taken this on", holder=work.school.holder.id, due_on=today(),
                  for_post=work.post_id(LEAD), record=work.concern)  # fmt: skip
    return work.school.controller.id, work.concern.reference


RAISED: dict[Word, Callable[[], tuple[object, str]]] = {
    Word.CONCERN: a_concern,
    Word.CHAIR: a_chair,
    Word.LET_READ: something_let_read,
    Word.FEED: a_feed,
    Word.ARRIVED: a_referral,
    Word.ANSWERED: an_answer,
    Word.TASK: a_task,
}


def told(controller: object, word: Word) -> list[Post]:
    with tenancy(controller, system="importer"):
        posts = Notice.objects.filter(word=word, read_at=None).values("post")
        return list(Post.objects.filter(id__in=posts).select_related("user"))


def forget(controller: object, word: Word) -> None:
    with tenancy(controller, system="importer"):
        Notice.objects.filter(word=word).delete()


def led_to(post: Post) -> Iterator[str]:
    """The pages to which their first page leads."""
    client = client_for(post.id)
    for address in re.findall(r'href="(/[^"]+)"', FRAME.findall(client.get("/").content.decode())[0]):
        answer = client.get(address, follow=True)
        if answer.status_code == 200:
            yield FRAME.findall(answer.content.decode())[0]


@pytest.mark.parametrize("word", list(Word))
def test_whoever_is_told_finds_on_their_first_page_the_way_to_a_page_that_names_it(word):
    controller, named = RAISED[word]()
    posts = told(controller, word)
    assert posts, "nobody is told: the walk shows nothing"
    for post in posts:
        assert any(named in page for page in led_to(post)), f"{word}: {post.role} finds no way to it"


@pytest.mark.parametrize("word", [Word.CONCERN, Word.CHAIR, Word.FEED])
def test_without_the_notice_nothing_there_leads_to_it(word):
    """The control: what is no task and stands in no list of work is found by its notice alone."""
    controller, named = RAISED[word]()
    posts = told(controller, word)
    forget(controller, word)
    assert posts and not any(named in page for post in posts for page in led_to(post))


@pytest.mark.parametrize("word", list(Word))
def test_what_is_read_in_vain_has_its_words_there_and_what_stands_with_nobody_else_has_none(word):
    controller, _ = RAISED[word]()
    with tenancy(controller, system="importer"):
        found = Notice.objects.filter(word=word)
        found.update(sent=AT_MOST)
        there = set(found.values_list("post__organisation__files_of", flat=True)) - {None}
        stands = any(outbox.unread(where=one).filter(word=word).exists() for one in there)
    assert stands is (word in WHAT)
