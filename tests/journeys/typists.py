"""Somebody types at a page that saves what they type: the pages, the typist, a browser and a server that can fail.

The page's clock is the test's: its seconds pass when the test lets them, and after each step the test waits until the
server has answered. What is measured is therefore how much is not sent yet, not how busy this machine is.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kith.cases import actions as cases
from kith.cases.models import Draft, Part
from kith.foundation.dates import today
from kith.foundation.ids import random_id
from kith.organisations.models import Post
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from kith.web.record.areas import OURS
from tests.cases.conftest import SHARED
from tests.cases.council import WORKERS, open_council
from tests.killable import a_server
from tests.rooms import give_post, open_school
from tests.signin import client_for

SEED = 20261126 if "CI" in os.environ else random.SystemRandom().randrange(10**6)

# Counts what is on its way, from before the page's own script and its clock.
WATCH = """(() => {
  const real = window.fetch, flying = new Set(), wait = window.setTimeout.bind(window);
  window.fetch = (...what) => {
    const read = (a) => a.clone().text().catch(() => 0).then(() => flying.delete(one));
    const one = real(...what).then((a) => { read(a); return a; });
    flying.add(one); one.catch(() => flying.delete(one)); return one;
  };
  window.landed = async () => { do { await new Promise((r) => wait(r, 2)); } while (flying.size); };
})()"""
TYPE = """(word) => {
  const box = [...document.querySelectorAll("form[data-draft] textarea")].find((one) => one.offsetParent);
  box.value += ` ${word}`;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}"""


# Everything the browser holds for this place, as text.
HELD = """async () => {
  const said = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name, version } of await indexedDB.databases()) {
    const db = await new Promise((r) => { const o = indexedDB.open(name, version); o.onsuccess = () => r(o.result); });
    for (const store of db.objectStoreNames) said.push(JSON.stringify(await new Promise((r) => {
      const all = db.transaction(store).objectStore(store).getAll(); all.onsuccess = () => r(all.result); })));
    db.close();
  }
  for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys())
    said.push(one.url, await (await caches.match(one)).text());
  return said;
}"""


@dataclass(frozen=True)
class Form:
    """Where something is typed: its page, by whom, and who else may open it."""

    what: str
    address: str
    controller: Any
    writers: tuple[Any, ...]


@dataclass
class Typist:
    """Somebody types numbered words at one page, on the page's clock."""

    page: Any
    form: Form
    rng: random.Random
    name: str
    clock: float = 0.0
    typed: list[float] = field(default_factory=list)

    def until(self, moment: float) -> None:
        """Type on until then. What the last second sent may still be on its way."""
        while self.clock < moment:
            self.page.evaluate("landed()")
            self.word()
            self.pass_time(min(self.rng.choice((0.2, 0.3, 0.5, 0.5, 1.4)), max(moment - self.clock, 0.01)))

    def word(self) -> None:
        self.page.evaluate(TYPE, f"{self.name}{len(self.typed)}")
        self.typed.append(self.clock)

    def pass_time(self, seconds: float) -> None:
        self.page.clock.run_for(max(round(seconds * 1000), 1))
        self.clock += seconds

    def rest(self) -> None:
        """Nothing more is typed; the page has the time for two more tries."""
        for _ in range(2):
            self.pass_time(6)
            self.page.evaluate("landed()")

    def missing(self) -> list[int]:
        """The words that stand in no draft."""
        with tenancy(self.form.controller, system="importer"):
            kept = {w for d in Draft.objects.all() for v in d.answers.values() for w in str(v).split()}
        return [n for n in range(len(self.typed)) if f"{self.name}{n}" not in kept]

    def lost(self) -> float:
        """How many seconds of typing are nowhere but on the page."""
        return max((self.clock - self.typed[n] for n in self.missing()), default=0.0)


@dataclass
class World:
    """The server, the forms, and a browser."""

    server: Any
    new_page: Any
    forms: list[Form]
    rng: random.Random
    browsers: dict[int, Any] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def typist(self, form: Form, writer: int = 0) -> Typist:
        """Each types words that nobody else has ever typed."""
        return Typist(self.open(form, writer), form, self.rng, f"word{next(self.numbers)}.")

    def open(self, form: Form, writer: int = 0) -> Any:
        page = self._page(writer)
        self.sign_in(page, form.writers[writer % len(form.writers)])
        page.goto(self.server.url + form.address)
        page.evaluate(
            "document.querySelectorAll('details:has(form[data-draft])').forEach((one) => { one.open = true; })"
        )
        page.locator("form[data-draft] textarea:visible").first.wait_for()
        return page

    def _page(self, writer: int) -> Any:
        """A tab in the browser of the first or the second of the two who type."""
        if writer not in self.browsers:
            self.browsers[writer] = page = self.new_page()
            page.context.add_init_script(WATCH)
            page.clock.install()
            return page
        return self.browsers[writer].context.new_page()

    def sign_in(self, page: Any, post: Any) -> None:
        session = client_for(post).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.server.url}])


@contextmanager
def a_world(fresh: Any, new_page: Any) -> Iterator[World]:
    """All the forms that keep what is typed, on a server of their own."""
    rng = random.Random(SEED)
    with a_server(fresh) as server:
        yield World(server, new_page, [*forms_of_concerns(), *forms_of_areas()], rng)


def forms_of_concerns() -> list[Form]:
    school = open_school("oakmere", Role.SCHOOL_STAFF)
    with tenancy(school.controller.id, system="importer"):
        child = people.create_person(holder=school.holder.id, forename="Mia", surname="Sole")
        people.enrol(person=child, organisation=school.organisation, from_on=today(), year_group="4")
    with school.at_work(Role.SCHOOL_STAFF):
        own = [cases.OwnAnswers(child.id, "victim", {})]
        sent = cases.submit(
            token=random_id(),
            area="concern",
            shared=SHARED,
            own=own,
            holder=school.holder.id,
            occurred_at=timezone.now(),
        )
    me = (school.posts[Role.SCHOOL_STAFF].id,)
    return [
        Form("a new concern", reverse("write_concern", args=[random_id()]), school.controller.id, me),
        Form("words added to a concern", reverse("receipt", args=[sent.id]), school.controller.id, me),
    ]


def forms_of_areas() -> list[Form]:
    """Of every area: a new record, the correction of one, and what is written on its page."""
    found, council = [], open_council()
    for area in OURS:
        place, role = WORKERS[area.name]
        service = council[place]
        colleague = a_colleague(service, role, area.name)
        with service.at_work(role):
            record = service.send(area.name)
            for post in (service.posts[role], colleague):
                service.tie(role, record, post=post)
            part = Part.objects.get(record=record, person=None)
        mine, at = service.posts[role], {"area": area.name}
        new = reverse("write_record", kwargs=at | {"token": random_id()})
        found += [
            Form(f"a new {area.name}", new, service.controller, (mine,)),
            Form(
                f"the correction of a {area.name}",
                reverse("correct_record", kwargs=at | {"id": record.id, "part": part.id}),
                service.controller,
                (mine, colleague),
            ),
            Form(
                f"the page of a {area.name}",
                reverse("record", kwargs=at | {"id": record.id}),
                service.controller,
                (mine, colleague),
            ),
        ]
    return found


def a_colleague(service: Any, role: Role, area: str) -> Any:
    """Another who does the same work at the same place: both may write in one record."""
    with tenancy(service.controller, system="importer"):
        place = Post.objects.select_related("organisation").get(id=service.posts[role]).organisation
    controller = Controller.objects.get(id=service.controller)
    return give_post(controller, place, role, f"{area}@northshire.example").id


SCRIPT = Path(__file__).parents[2] / "kith/web/static/kith/kith.js"


def with_a_script_that(page: Any, *changes: tuple[str, str]) -> None:
    """Give this page the script, changed: each of these must stand in it."""
    said = SCRIPT.read_text()
    for before, after in changes:
        assert before in said
        said = said.replace(before, after)
    page.context.route("**/kith.js", lambda route: route.fulfill(body=said, content_type="text/javascript"))


def held(page: Any) -> str:
    """All that the browser keeps, as it can be read there."""
    return "\n".join(str(one) for one in page.evaluate(HELD))
