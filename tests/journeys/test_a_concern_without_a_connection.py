"""The connection goes while a teacher writes, and the tab is closed. The words are locked on the device, and are hers
again when she is back; a form can be had with no connection at all; and nothing in the browser can be read.
"""

import pytest

from kith.accounts.models import User
from kith.cases.models import Draft
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import is_fit_at_both_widths, is_fit_for_all
from tests.jobs.steps import until
from tests.journeys.typists import Typist, World, a_world, held
from tests.rooms import give_post

ROWS = "async () => (await indexedDB.databases()).length"
READY = "async () => (await caches.keys()).length && !!navigator.serviceWorker.controller"


@pytest.fixture
def world(fresh, new_page):
    def open_page(**options):
        return new_page(service_workers="allow", **options)

    with a_world(fresh, open_page) as made:
        yield made


def address_of(post_id, controller) -> str:
    with tenancy(controller, system="importer"):
        return User.objects.get(id=Post.objects.get(id=post_id).user_id).email


def a_colleague_of(world: World):
    """Somebody else who works at the same school."""
    controller = Controller.objects.get(id=world.forms[0].controller)
    with tenancy(controller.id, system="importer"):
        place = Post.objects.select_related("organisation").get(id=world.forms[0].writers[0]).organisation
    return give_post(controller, place, Role.SCHOOL_STAFF, "colleague@oakmere.example").id


def words_of(world: World, one: Typist) -> list[int]:
    """The connection goes, she writes on, and closes the tab."""
    one.until(3)
    one.page.context.set_offline(True)
    for _ in range(3):
        one.word()
        one.pass_time(6)
        one.page.evaluate("landed()")
    until(lambda: one.page.evaluate(ROWS))
    return one.missing()


@pytest.mark.shows("C44")
def test_what_was_typed_is_hers_again_after_the_tab_was_closed(world):
    form = world.forms[0]
    one = world.typist(form)
    assert words_of(world, one), "nothing was offline at all"
    assert "locked on this device, which cannot read it" in one.page.locator("[data-saved]").first.inner_text()
    assert one.name not in held(one.page), "what was typed can be read in the browser"
    context = one.page.context
    one.page.close()
    context.set_offline(False)
    back = context.new_page()
    back.goto(world.server.url)
    until(lambda: "is a draft of yours again" in back.locator("main").inner_text())
    is_fit_for_all(back)
    assert one.missing() == [] and back.evaluate(ROWS) == 0, "they are sent once, and gone from the device"
    back.get_by_role("link", name="Read it over and send it").click()
    assert one.name in back.locator("textarea[name=description]").input_value()


def the_empty_form(world, form):
    """What stands where a form is opened with no connection, once its writer was there before."""
    page = world.new_page()
    world.sign_in(page, form.writers[0])
    page.goto(world.server.url + form.address)
    until(lambda: page.evaluate(READY))
    page.context.set_offline(True)
    page.goto(world.server.url + "/concerns/new/")
    return page


def test_with_no_connection_at_all_there_is_an_empty_form_of_her_own(world):
    form = world.forms[0]
    page = the_empty_form(world, form)
    assert page.get_by_role("heading", level=1).inner_text() == "Write down a concern"
    is_fit_at_both_widths(page)
    said = page.locator("[data-saved]")
    page.get_by_label("What happened?").fill("She told Ollerenshaw about Grimthorpe.")
    page.get_by_role("button", name="Lock it").click()
    until(lambda: "Write your e-mail address first" in said.inner_text())
    page.get_by_label("Your e-mail address").fill(address_of(form.writers[0], form.controller))
    page.get_by_label("Name of the child").fill("Mia")
    page.get_by_role("button", name="Lock it").click()
    until(lambda: "the page is clear" in said.inner_text())
    assert "Ollerenshaw" not in held(page) and "Mia" not in held(page)
    page.context.set_offline(False)
    page.goto(world.server.url)
    page.get_by_role("link", name="Read it over and send it").click()
    assert page.get_by_label("What happened?").input_value() == "She told Ollerenshaw about Grimthorpe."
    assert "Mia" in page.locator("#found").inner_text()


def test_on_a_shared_machine_it_waits_for_its_writer(world):
    form, colleague = world.forms[0], a_colleague_of(world)
    one = world.typist(form)
    assert words_of(world, one)
    context = one.page.context
    one.page.close()
    context.set_offline(False)
    other = context.new_page()
    world.sign_in(other, colleague)
    other.goto(world.server.url)
    other.evaluate("landed()")
    assert "without a connection" not in other.locator("main").inner_text()
    assert other.evaluate(ROWS) == 1
    with tenancy(form.controller, system="importer"):
        assert not Draft.objects.filter(author=colleague).exists()


@pytest.mark.parametrize(
    ("hours", "said"), [(71, "is a draft of yours again"), (73, "did not come in within three days")]
)
def test_what_lay_there_for_more_than_three_days_is_gone_and_that_is_said(world, hours, said):
    """The first is the control: an hour before that it is hers."""
    one = world.typist(world.forms[0])
    assert words_of(world, one)
    context = one.page.context
    one.page.close()
    context.set_offline(False)
    back = context.new_page()
    back.clock.fast_forward(hours * 3600 * 1000)
    back.goto(world.server.url)
    until(lambda: said in back.locator("main").inner_text())
    is_fit_for_all(back)
    assert one.name not in back.locator("[role=status]", has_text=said).inner_text()
    until(lambda: back.evaluate(ROWS) == 0)
    back.reload()
    back.evaluate("landed()")
    assert said not in back.locator("main").inner_text(), "it is said once"


def test_an_address_that_was_mistyped_is_said_and_the_words_are_given_to_nobody(world):
    form = world.forms[0]
    page = the_empty_form(world, form)
    page.get_by_label("What happened?").fill("She told Ollerenshaw about Grimthorpe.")
    said, lock = page.locator("[data-saved]"), page.get_by_role("button", name="Lock it")
    page.get_by_label("Your e-mail address").fill("techer@oakmere")
    lock.click()
    until(lambda: "Write your e-mail address first" in said.inner_text())
    page.get_by_label("Your e-mail address").fill("techer@oakmere.example")
    lock.click()
    until(lambda: "the page is clear" in said.inner_text())
    page.context.set_offline(False)
    page.goto(world.server.url)
    until(lambda: "an e-mail address that nobody here signs in with" in page.locator("main").inner_text())
    assert "Ollerenshaw" not in page.content() and page.evaluate(ROWS) == 1


def test_a_page_that_kept_it_as_it_is_would_be_found(world):
    """The negative control."""
    one = world.typist(world.forms[0])
    one.until(3)
    one.page.evaluate("localStorage.setItem('kept', document.querySelector('form[data-draft] textarea').value)")
    assert one.name in held(one.page)
