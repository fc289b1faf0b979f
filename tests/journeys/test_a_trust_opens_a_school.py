"""A trust opens a primary of 180 pupils by itself: from the empty trust to a logged concern that its lead reads.

Nobody at the machine does anything after the trust's first administrator has an account. Each press and each answer
that somebody writes is counted, also those of the door: four people come through it for the first time.
"""

from dataclasses import dataclass, field

import pytest

from kith.accounts import actions as accounts
from kith.organisations import actions as organisations
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.browser import expect, follow
from tests.jobs.steps import a_worker
from tests.journeys.steps import is_fit_for_all
from tests.rooms import give_post
from tests.signin import can_sign_in, code_of, sign_in

PUPILS, A_JOB = 180, 120_000
BORN = [f"{2015 + n % 7}-0{1 + n % 9}-{10 + n % 18}" for n in range(PUPILS)]
NAMES = [f"Pupil{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(PUPILS)]
ROLL = "Surname,Forename,DOB\n" + "".join(f"{name},Robin,{born}\n" for name, born in zip(NAMES, BORN, strict=True))
FILE = {"name": "roll.csv", "mimeType": "text/csv", "buffer": ROLL.encode()}
STAFF = """Name,E-mail,Role
Lea Ward,lea@beech.example,DSL
Dan Hart,dan@beech.example,Deputy DSL
Hedy Cole,hedy@beech.example,Head
Tess Moor,tess@beech.example,Teacher
"""
PASSWORD, WORDS = "five spoons and a red ladder", "Robin had no coat and said there was none at home."
# Presses and answers of all four together. Half an hour is 1,800 seconds: ten for each.
AT_MOST = 70


@dataclass
class Counted:
    """Somebody at a page, whose presses and answers are counted with those of the others."""

    page: object
    base: str
    steps: list[str] = field(default_factory=list)

    def press(self, name: str, role: str = "button") -> None:
        self.steps.append(name)
        follow(self.page, self.page.get_by_role("main").get_by_role(role, name=name).first)

    def open(self, words: str) -> None:
        self.steps.append(words)
        self.page.locator("summary", has_text=words).first.click(timeout=A_JOB)

    def write(self, label: str, text: str) -> None:
        self.steps.append(label)
        self.page.get_by_label(label).first.fill(text)

    def tick(self, what: str) -> None:
        self.steps.append(what)
        self.page.locator(what).check()

    def choose(self, what: str, code: str) -> None:
        self.steps.append(what)
        self.page.locator(what).select_option(code)


@pytest.fixture
def admin(fresh):
    controller = organisations.open_controller(slug="vale", kind="trust", name="Vale Trust")
    with tenancy(controller.id, system="operator"):
        office = organisations.add_organisation(kind="trust", name="Vale Trust")
    post = give_post(controller, office, Role.SYSTEM_ADMIN, "admin@vale.example")
    accounts.accept_agreement(user=post.user, version=accounts.publish_agreement(text="I look where my work takes me."))
    return can_sign_in(post.user)


def the_trust_opens_the_school(who: Counted) -> str:
    who.page.goto(f"{who.base}/setting-up/")
    who.press("Open a new school", "link")
    is_fit_for_all(who.page)
    for label, text in (("What it is called", "Beech Hill"), ("LAESTAB", "899/4012"), ("Who looks after", "Ola Finn"),
                        ("The address they sign in", "ola@beech.example")):  # fmt: skip
        who.write(label, text)
    who.press("Open it")
    is_fit_for_all(who.page)
    return who.page.locator(".k-well").inner_text()


def somebody_comes_in(who: Counted, link: str, email: str) -> None:
    """By their link: a password, a code where their role reads, what everybody agrees to."""
    page = who.page
    page.goto(link)
    who.write("New password", PASSWORD)
    who.write("New password once more", PASSWORD)
    who.press("Keep this password")
    if page.get_by_label("Work email").count():
        who.write("Work email", email)
        who.write("Password", PASSWORD)
        who.press("Continue")
    if page.get_by_label("Code").count():
        key = page.locator("[translate=no].k-num").inner_text().replace(" ", "")
        who.write("Code", code_of(key))
        who.press("Continue")
        who.press("I have kept them", "link")
    who.tick("input[type=checkbox]")
    who.press("Go on")


def the_school_invites_its_staff(who: Counted) -> dict[str, str]:
    page = who.page
    page.goto(f"{who.base}/setting-up/")
    expect(page.get_by_text("1 of 12 steps are done").or_(page.get_by_text("2 of 12 steps are done"))).to_be_visible()
    is_fit_for_all(page)
    who.press("Invite staff from a list", "link")
    who.write("Or type it here", STAFF)
    who.press("Look at it")
    is_fit_for_all(page)
    who.press("Give these 4 posts")
    is_fit_for_all(page)
    links = page.locator(".k-well")
    return dict(zip(("lea", "dan", "hedy", "tess"), [links.nth(n).inner_text() for n in range(4)], strict=True))


def the_lead_brings_the_pupils_in(who: Counted) -> None:
    page = who.page
    page.goto(f"{who.base}/imports/")
    who.steps.append("the file")
    page.get_by_label("Pupils in a file").set_input_files(FILE)
    who.press("Upload and compare")
    who.press("Save and compare")
    who.open("Put the accepted rows into the records")
    who.steps.append("Yes, put them in")
    page.get_by_role("button", name="Yes, put them in").click()
    expect(page.locator("summary", has_text="Take it back")).to_be_visible(timeout=A_JOB)


def a_teacher_logs_a_concern(who: Counted) -> None:
    who.page.goto(f"{who.base}/")
    who.press("Log a concern", "link")
    who.write("Name of the child", "Pupilab")
    who.press("Look")
    who.press("Robin Pupilab")
    who.tick("[name='danger_now'][value=no]")
    who.choose("[name='origin']", "seen")
    who.write("What happened?", WORDS)
    who.write("What have you done so far?", "Told Lea Ward.")
    who.press("Send to safeguarding")


@pytest.mark.shows("C78")
def test_a_trust_opens_a_small_school_and_a_concern_is_logged(live, fresh, admin, new_page, tell):
    steps: list[str] = []

    def somebody() -> Counted:
        return Counted(new_page(), live.url, steps)

    trust, local, lead, teacher = (somebody() for _ in range(4))
    sign_in(trust.page, admin.email, base=live.url)
    expect(trust.page.get_by_role("heading", name="My day")).to_be_visible()
    somebody_comes_in(local, the_trust_opens_the_school(trust), "ola@beech.example")
    links = the_school_invites_its_staff(local)
    somebody_comes_in(lead, links["lea"], "lea@beech.example")
    with a_worker(fresh):
        the_lead_brings_the_pupils_in(lead)
    somebody_comes_in(teacher, links["tess"], "tess@beech.example")
    a_teacher_logs_a_concern(teacher)
    lead.page.goto(f"{live.url}/concerns/")
    lead.press("Robin Pupilab", "link")
    expect(lead.page.get_by_text(WORDS)).to_be_visible()
    local.page.goto(f"{live.url}/setting-up/")
    expect(local.page.get_by_text(f"{PUPILS} children are on the roll.")).to_be_visible()
    is_fit_for_all(local.page)
    tell(f"A trust opened a school of {PUPILS} pupils and a concern was read in {len(steps)} presses and answers.")
    assert len(steps) <= AT_MOST
