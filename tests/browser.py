"""A real browser for journeys: `page` in a test is a Playwright page, with everything it can do.

Playwright's event loop lives in a thread of its own; in the test's thread it would make Django refuse every query.
So `page`, its locators and `expect` are stand-ins that hand each call over to that thread and wait.
"""

import os
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

NO_CHROMIUM = "no Chromium on this machine (install 'chromium', or name it in KITH_CHROMIUM)"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The browser program of this machine, if it has one."""
    if named := os.environ.get("KITH_CHROMIUM"):
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


# Seconds after which a browser that says nothing fails the test, so that a run never hangs.
LONGEST = 180


class BrowserThread:
    """One Chromium for all tests of this process."""

    def __init__(self, program: str) -> None:
        self._work: queue.Queue[tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]] | None]
        self._work = queue.Queue()
        self._thread = threading.Thread(target=self._run, args=(program,), name="browser", daemon=True)
        self._started: Future[Any] = Future()
        self._thread.start()
        self.browser = self._started.result(timeout=60)

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run `function` in the browser's thread and return what it returned."""
        answer: Future[Any] = Future()
        self._work.put((answer, function, args, kwargs))
        return answer.result(timeout=LONGEST)

    def stop(self) -> None:
        self._work.put(None)
        self._thread.join(timeout=30)

    def _run(self, program: str) -> None:
        from playwright.sync_api import sync_playwright

        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
                self._started.set_result(browser)
                while (work := self._work.get()) is not None:
                    _answer(*work)
                browser.close()
        except BaseException as error:
            if not self._started.done():
                self._started.set_exception(error)


def _answer(answer: "Future[Any]", function: Callable[..., Any], args: Any, kwargs: Any) -> None:
    try:
        answer.set_result(function(*args, **kwargs))
    except BaseException as error:
        answer.set_exception(error)


class StandIn:
    """Something of Playwright's, used from the test's thread."""

    def __init__(self, thing: Any, thread: BrowserThread) -> None:
        self.__dict__.update(_thing=thing, _thread=thread)

    def __getattr__(self, name: str) -> Any:
        return _wrap(self._thread.call(getattr, self._thing, name), self._thread)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        args = tuple(_unwrap(value) for value in args)
        kwargs = {key: _unwrap(value) for key, value in kwargs.items()}
        return _wrap(self._thread.call(self._thing, *args, **kwargs), self._thread)

    def __enter__(self) -> Any:
        return _wrap(self._thread.call(self._thing.__enter__), self._thread)

    def __exit__(self, *error: Any) -> Any:
        return self._thread.call(self._thing.__exit__, *error)


def _wrap(value: Any, thread: BrowserThread) -> Any:
    if isinstance(value, list):
        return [_wrap(item, thread) for item in value]
    of_playwright = (type(value).__module__ or "").startswith("playwright")
    return StandIn(value, thread) if of_playwright or callable(value) else value


def _unwrap(value: Any) -> Any:
    return value._thing if isinstance(value, StandIn) else value


def expect(target: StandIn, *args: Any) -> Any:
    """Playwright's `expect`, which waits until what it says is true."""
    from playwright.sync_api import expect as waiting

    return StandIn(waiting, target._thread)(target, *args)


def follow(page: Any, control: Any) -> None:
    """Click what leads to another page, and go on when that page has come.

    Without it what is asked next may be asked of the page that is left, or of neither.
    """
    with page.expect_navigation():
        control.click()


def go_to(page: Any, place: str) -> None:
    """Follow a place of the bar, also where it stands behind "More"."""
    found = page.locator(".k-nav").get_by_role("link", name=place, exact=True)
    if not found.is_visible():
        page.locator(".k-more > summary").click()
    follow(page, found)


# The rule about the size of what is pressed is off unless it is asked for.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: StandIn) -> list[str]:
    """What axe finds wrong with the page as it stands, each as a sentence with the place."""
    from axe_playwright_python.sync_playwright import Axe

    found = page._thread.call(Axe().run, page._thing, options=AXE).response["violations"]
    return [f"{v['id']}: {v['help']} ({node['target']})" for v in found for node in v["nodes"]]


def _is_a_problem(message: Any) -> bool:
    """An answer of 403 or 404 is something journeys ask for; a script or policy error never is."""
    return message.type == "error" and "Failed to load resource" not in message.text


class Pages:
    """Opens pages, each in a context of its own (as another person on another machine), and closes them."""

    def __init__(self, thread: BrowserThread) -> None:
        self.thread = thread
        self.problems: list[str] = []
        self._contexts: list[Any] = []

    def __call__(self, *, width: int = 1280, height: int = 900, **context: Any) -> StandIn:
        """A new page; further words go to Playwright's `new_context`, e.g. `java_script_enabled=False`."""
        return StandIn(self.thread.call(self._open, {"width": width, "height": height}, context), self.thread)

    def _open(self, viewport: dict[str, int], options: dict[str, Any]) -> Any:
        # What a service worker fetches passes by no route of Playwright's: a test that is about one says "allow".
        options = {"service_workers": "block", **options}
        context = self.thread.browser.new_context(viewport=viewport, locale="en-GB", **options)
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: self.problems.append(m.text) if _is_a_problem(m) else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        return page

    def close(self) -> None:
        for context in self._contexts:
            self.thread.call(context.close)


@pytest.fixture(scope="session")
def browser_thread() -> Iterator[BrowserThread]:
    program = chromium()
    if program is None:
        pytest.skip(NO_CHROMIUM)
    thread = BrowserThread(program)
    yield thread
    thread.stop()


@pytest.fixture
def new_page(browser_thread: BrowserThread) -> Iterator[Pages]:
    """Call it for a page: `new_page()`, `new_page(width=320)`, `new_page(java_script_enabled=False)`.

    A script error or a breach of the content security policy on any of them fails the test.
    """
    pages = Pages(browser_thread)
    yield pages
    pages.close()
    assert pages.problems == [], f"the browser’s console: {pages.problems}"


@pytest.fixture
def page(new_page: Pages) -> StandIn:
    return new_page()


def is_fit_for_all(page: Any, where: str = "") -> None:
    """No violation that axe can find, nothing that makes the page scroll sideways, and nothing cut off."""
    where = where or page.url
    assert (found := violations(page)) == [], f"{where}: {found}"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} scrolls sideways by {wide} px"
    assert (cut := page.evaluate(CUT_OFF)) == [], f"{where} cuts off {cut}"


def is_fit_at_both_widths(page: Any) -> None:
    """The same on a desk and on a narrow phone, whichever this page is on."""
    here = page.viewport_size
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": here["height"]})
        is_fit_for_all(page, f"{page.url} at {width} px")
    page.set_viewport_size(here)


# What stands in a box that shows no more than its own width: nobody can scroll to the rest.
CUT_OFF = """() => [...document.querySelectorAll("main, main *")]
  .filter((one) => ["clip", "hidden"].includes(getComputedStyle(one).overflowX) && !one.closest(".k-vh, svg"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && !one.matches("input, select, textarea"))
  .map((one) => `${one.className} by ${one.scrollWidth - one.clientWidth} px`)"""
