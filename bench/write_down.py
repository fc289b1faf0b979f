"""Writing down: a concern with version, clock, line of the chronology and ledger; words added to it; eight at once.

Goal 6 asks for no worse than GNU Health (6.63 ms for a note) and three times its notes a second with eight writers
(505 a second), the chain unbroken. GNU Health does not run beside this bench, so its figures (22 November 2026, the
same machine) are told as multiples of what is measured here each time. Its disk then took a commit in 18 microseconds;
as disks are not compared here, nobody waits for the disk: `synchronous_commit` is off for every side. Measured so on
the same machine, idle, on 26 November 2026:

- an INSERT and commit of the words takes 0.088 ms, so GNU Health's note is worth 75 of them;
- a plain view that keeps the words, their history and who did it takes 1.47 ms: its note is worth 4.5 of them;
- with eight at once an INSERT takes 0.032 ms, so three times its notes a second leave 62 of them for each.

Kith has no full-text index of notes. The eight writers stand in eight schools of one trust, so in one chain; within a
school references run without gaps, so there one waits for the other. The sealer numbers and signs beside them as it
does in life. Then the whole chain is proved, and every record must be there once, with all that belongs to it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench import database
from bench.inside import Place, kith
from bench.row import RUNS, Row, side_by_side

WRITERS, EACH, INSERTS, NOTES, ROUNDS = 8, 20, 500, 40, 3
WORDS = "She said that nobody was at home when she came back, and that she waited outside until it was dark. " * 4
IN_INSERTS, IN_VIEWS, IN_INSERTS_AT_ONCE = 75.0, 4.5, 62.0
SHARED = {"danger_now": False, "origin": "seen", "description": WORDS, "immediate_action": "Told the lead."}
FLOOR = "INSERT INTO plain_note (id, words) VALUES (%s, %s)"
COUNTED = (
    "SELECT (SELECT count(DISTINCT (holder_id, reference)) FROM cases_record),"
    " (SELECT count(*) FROM cases_partversion), (SELECT count(*) FROM chronology_entry),"
    " (SELECT count(*) FROM tasks_runningclock),"
    " (SELECT count(*) FROM audit_leaf WHERE action = 'concern.submit'),"
    " (SELECT sum(last) FROM cases_numbering)"
)


def rows() -> list[Row]:
    """A concern against a bare INSERT, words added against a plain view, and eight writers at once."""
    with kith() as place:
        with place.reading() as owner:
            _make_ready(owner)
        schools = list(_schools())
        first = schools[0]
        alone, bare = side_by_side(_many(partial(_send, *first), NOTES), _bare(place.told, NOTES))
        added, plainly = side_by_side(*_pages(*first, place))
        together, inserts = _at_once(place, schools)
        with place.reading() as owner:
            _assert_whole(owner, first[0].controller.id)
    return [
        Row("send a concern", alone / NOTES, bare / NOTES, "an INSERT and commit of its words", IN_INSERTS),
        Row("add words, by its page", added / NOTES, plainly / NOTES, "a plain view with history", IN_VIEWS),
        Row(f"a concern, {WRITERS} writers", together, inserts, f"{WRITERS} who INSERT and commit", IN_INSERTS_AT_ONCE),
    ]


def _make_ready(owner: Any) -> None:
    from bench.plain import NOTES as TABLES

    owner.execute(TABLES)
    owner.execute("GRANT ALL ON plain_note, plain_history, plain_audit TO kith_app")
    owner.execute(f"ALTER DATABASE {database.NAME} SET synchronous_commit = off")


def _schools() -> Iterator[tuple[Any, UUID]]:
    """Eight of one trust, each with a child."""
    from kith.organisations import actions as organisations
    from kith.people import actions as people
    from kith.reference.roles import Role
    from tests.rooms import open_school

    trust = organisations.open_controller(slug="bench", kind="trust", name="Bench Trust")
    for n in range(WRITERS):
        school = open_school(f"bench-{n}", Role.SCHOOL_STAFF, Role.DSL, controller=trust)
        with school.at_work(Role.DSL):
            yield school, people.create_person(holder=school.holder.id, forename="Mia", surname="Sole").id


def _send(school: Any, child: UUID) -> Any:
    """One unit of work, as its form is sent."""
    from django.utils import timezone

    from kith.cases import actions
    from kith.reference.roles import Role

    with school.at_work(Role.SCHOOL_STAFF):
        return actions.submit(
            token=uuid4(), area="concern", shared=SHARED, own=[actions.OwnAnswers(child, "victim", {})],
            holder=school.holder.id, occurred_at=timezone.now() - timedelta(hours=1),
        )  # fmt: skip


def _many(work: Callable[[], Any], times: int) -> Callable[[], None]:
    def done() -> None:
        for _ in range(times):
            work()

    return done


def _bare(told: dict[str, str], times: int) -> Callable[[], None]:
    connection = psycopg.connect(told["DATABASE_URL"], autocommit=True)
    return _many(lambda: connection.execute(FLOOR, [uuid4(), WORDS]), times)


def _pages(school: Any, child: UUID, place: Place) -> tuple[Callable[[], None], Callable[[], None]]:
    from django.conf import settings

    from bench import plain
    from kith.reference.roles import Role
    from tests.signin import client_for

    settings.ROOT_URLCONF = "bench.plain"
    plain.Plain.start(place.told["DATABASE_URL"])
    client, record = client_for(school.posts[Role.SCHOOL_STAFF].id), _send(school, child)

    def post(address: str) -> None:
        assert client.post(address, {"words": WORDS}).status_code == 302

    ours, theirs = f"/concerns/sent/{record.id}/add/", f"/plain/{record.id}/note/"
    return _many(partial(post, ours), NOTES), _many(partial(post, theirs), NOTES)


def _at_once(place: Place, schools: list[tuple[Any, UUID]]) -> tuple[float, float]:
    """Seconds for one concern and for one bare row, with eight processes at it."""
    from django.db import connections

    connections["default"].close()
    connections["default"].close_pool()
    with _sealer(), get_context("fork").Pool(WRITERS) as pool:
        ours = partial(pool.map, _writer, schools, 1)
        bare = partial(pool.map, _inserter, [place.told] * WRITERS, 1)
        ours()  # opens connections and reads code
        together, inserts = side_by_side(ours, bare, runs=ROUNDS)
        pool.close()  # they end by themselves: one that is ended while it holds a lock is waited for without end
        pool.join()
    return together / (WRITERS * EACH), inserts / (WRITERS * INSERTS)


def _writer(where: tuple[Any, UUID]) -> None:
    _many(partial(_send, *where), EACH)()


def _inserter(told: dict[str, str]) -> None:
    _bare(told, INSERTS)()


@contextmanager
def _sealer() -> Iterator[None]:
    sealer = subprocess.Popen([sys.executable, "-m", "kith.audit.sealer_process"], cwd=database.CHECKOUT)
    try:
        yield
    finally:
        sealer.send_signal(signal.SIGTERM)
        sealer.wait()


def _assert_whole(owner: Any, controller: UUID) -> None:
    """Every record once, with all that belongs to it, no number left out, and the chain unbroken."""
    from kith.audit import keys, proof
    from kith.audit.heads import HeadFolder
    from kith.audit.sealer import Sealer

    sent = NOTES * RUNS + 1 + WRITERS * EACH * (ROUNDS + 1)
    # A shared and an own part, a line, a clock, a line of the ledger, and the running numbers of the schools.
    assert owner.execute(COUNTED).fetchone() == (sent, 2 * sent, sent, sent, sent, sent)
    with psycopg.connect(os.environ["DATABASE_SEALER_URL"], autocommit=True) as sealing:
        Sealer(sealing, keys.store(), HeadFolder(keys.heads_folder())).seal(controller, whole=True)
    (proved,) = proof.verify_all()
    assert proved.ok and proved.lines == owner.execute("SELECT count(*) FROM audit_leaf").fetchone()[0], proved.faults
