"""Finding somebody whose name was mistyped, and the page of a search.

Goal 4: of one-edit slips in full names the right person stands among the first twenty for 98 in 100, and the statements
of the search take a fifteenth of what `pg_trgm` with a GIN index takes in the same database. Every statement counts, as
the application under row security: words alike, their bearers, and what the list says of them. Goal 5: the page of an
exact search by eight clients at once, three times as many a second as a plain view, which asks by trigram and answers
without tenant, decision, ledger line or reasons.

Names are drawn from 10,000 surnames put together from syllables and the demo's forenames. `KITH_BENCH_CHILDREN` names
how many persons, 20,000 if nothing is said; 300000 is what was promised.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg

from bench.inside import Place, kith, size
from bench.row import Row, side_by_side

USUAL, AT_ONCE, TYPOS, TIMED, FIRST = 20_000, 4_000, 400, 100, 20
CLIENTS, PAGES = 8, 80
RIGHT, OF_TRIGRAMS, OF_PLAIN = 0.98, 1 / 15, 1 / 3
PARTS = (
    "ba be bri cal cor da del dun fair far gil gos hal har hol kes kin lan mar mel nor os pen ros sal thor wes".split()
)
ENDS = "bury by combe dale den field ford ham hurst ley more ney ridge sby stow ton ville well wick worth".split()
TRIGRAMS = """CREATE EXTENSION pg_trgm;
CREATE TABLE plain_person AS SELECT person_id AS id, lower(forename || ' ' || surname) AS name, forename, surname
  FROM people_personname;
CREATE INDEX ON plain_person USING gin (name gin_trgm_ops);
CREATE INDEX ON plain_person USING gin (surname gin_trgm_ops);
CREATE INDEX ON plain_person (surname, forename);
GRANT SELECT ON plain_person TO kith_app, kith_owner"""
BY_TRIGRAM = "SELECT id FROM plain_person WHERE name %% %s ORDER BY name <-> %s LIMIT 20"


def rows() -> list[Row]:
    """The statements of a mistyped search, and the page of an exact one."""
    with kith() as place:
        from bench import plain
        from tests.signin import client_for

        door, post, people = _fill(place, size(USUAL))
        with place.filling() as owner:
            owner.execute(TRIGRAMS)
        place.settle()
        many = f"{len(people):,} persons"
        typed = _typos(people)
        found = _right(door, post, typed)
        print(
            f"of {len(typed)} slips among {many} {found} lead to the right person among the first {FIRST}",
            file=sys.stderr,
        )
        assert found >= RIGHT * len(typed), "too many are not found"
        ours, theirs = _statements(place, door, post, typed[:TIMED])
        plain.use(place.told["DATABASE_OWNER_URL"])
        page, peer = _pages(client_for, post, _surnames(people))
    return [
        Row(f"a slip among {many}, statements", ours, theirs, "pg_trgm with GIN in the same database", OF_TRIGRAMS),
        Row(f"search page, {CLIENTS} at once", page, peer, "a plain view by trigram, without promises", OF_PLAIN),
    ]


def _fill(place: Place, count: int) -> tuple[UUID, UUID, dict[UUID, str]]:
    """A council with so many persons its front door knows, written as an import writes them."""
    from bench.council import open_council
    from kith.foundation.ids import uuid7
    from kith.people import bulk
    from kith.people.models import PersonName
    from kith.tenancy import tenancy

    council, drawn, people = open_council(place, 1), _names(count), {}
    index = _index_of(council.controller)
    while some := list(islice(drawn, AT_ONCE)):
        came = {uuid7(): name for name in some}
        named = {id: {PersonName: [{"forename": a, "surname": b}]} for id, (a, b) in came.items()}
        with tenancy(council.controller, system="importer"):
            arrivals = [bulk.Arrival(id, facts) for id, facts in named.items()]
            bulk.add_many(arrivals, holder_id=index, because="drawn")
        people |= {id: f"{a} {b}" for id, (a, b) in came.items()}
    return council.controller, council.posts["mash_officer"], people


def _index_of(controller: UUID) -> UUID:
    from kith.tenancy import tenancy
    from kith.tenancy.models import Holder

    with tenancy(controller, system="importer"):
        return Holder.objects.get(is_index=True).id


def _names(count: int) -> Iterator[tuple[str, str]]:
    from kith.demo.names import ADULTS_EXTRA, BOYS, GIRLS

    chance = random.Random(4)
    forenames = sorted({*GIRLS, *BOYS, *ADULTS_EXTRA})
    surnames = sorted({(a + b + c).capitalize() for a in PARTS for b in ("", *PARTS) for c in ENDS})
    surnames = chance.sample(surnames, min(10_000, len(surnames)))
    for _ in range(count):
        yield chance.choice(forenames), chance.choice(surnames)


def _typos(people: dict[UUID, str]) -> list[tuple[UUID, str]]:
    """Full names with one slip in a word of four letters or more."""
    chance = random.Random(7)
    some = chance.sample(sorted(people.items()), TYPOS)
    return [(id, _slip(name.lower(), chance)) for id, name in some]


def _slip(name: str, chance: random.Random) -> str:
    words = name.split()
    n = chance.choice([n for n, word in enumerate(words) if len(word) >= 4] or [len(words) - 1])
    word, at = words[n], chance.randrange(len(words[n]))
    letter = chance.choice("abcdefghijklmnoprstuvwy")
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    ways = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped]
    words[n] = chance.choice(ways)
    return " ".join(words)


def _finding(words: str, post: UUID) -> list[UUID]:
    from kith.access.reader import Reader
    from kith.people import finding
    from kith.web import asks

    reader = Reader.build(post, second_factor=True)
    return [hit.person.id for hit in finding.find(asks.persons(reader), words=words, most=FIRST)]


def _right(controller: UUID, post: UUID, typed: Sequence[tuple[UUID, str]]) -> int:
    from kith.tenancy import tenancy

    with tenancy(controller, post=post):
        return sum(id in _finding(words, post) for id, words in typed)


def _statements(place: Place, controller: UUID, post: UUID, typed: Sequence[tuple[UUID, str]]) -> tuple[float, float]:
    """Seconds of a search's statements, sent again one by one; and of one by trigram."""
    from django.db import connection

    from kith.tenancy import tenancy

    with tenancy(controller, post=post), place.reading() as owner:
        said = [_said(words, post) for _, words in typed]
        cursor = psycopg.Cursor(connection.connection)
        pairs = []
        for statements, (_, words) in zip(said, typed, strict=True):
            again = [_run(cursor, text, values) for text, values in statements]
            pairs.append((sum(again), _run(owner.cursor(), BY_TRIGRAM, [words, words])))
    return median(a for a, _ in pairs), median(b for _, b in pairs)


def _said(words: str, post: UUID) -> list[tuple[Any, Any]]:
    """The statements `finding` sends, those that say who reads left out."""
    from django.db import connection

    from kith.access.reader import Reader
    from kith.people import finding
    from kith.web import asks

    told: list[tuple[Any, Any]] = []

    def tell(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        told.append((sql, params))
        return execute(sql, params, many, context)

    persons = asks.persons(Reader.build(post, second_factor=True))
    with connection.execute_wrapper(tell):
        finding.find(persons, words=words, most=FIRST)
    return told


def _run(cursor: Any, text: Any, values: Any) -> float:
    """The quickest of three: a busy machine makes many short statements wait oftener than a long one."""
    return min(_once(cursor, text, values) for _ in range(3))


def _once(cursor: Any, text: Any, values: Any) -> float:
    start = perf_counter()
    cursor.execute(text, values or None)
    if cursor.description:
        cursor.fetchall()
    return perf_counter() - start


def _surnames(people: dict[UUID, str]) -> list[str]:
    """Long ones: a short one stands inside others too, and the plain view gives those first."""
    every = sorted({surname for name in people.values() if len(surname := name.split()[-1]) > 9})
    return every[:: len(every) // PAGES or 1][:PAGES]


def _pages(client_for: Any, post: UUID, surnames: Sequence[str]) -> tuple[float, float]:
    """Seconds a page with eight clients at once, of ours and of the plain view."""
    from django.urls import reverse

    from kith.web.find.address import Terms, seal_terms

    clients = [client_for(post) for _ in range(CLIENTS)]
    ours = [reverse("found", kwargs={"address": seal_terms(Terms(name), post)}) for name in surnames]
    plainly = [f"/plain/search/?words={name}" for name in surnames]
    for one, other, name in zip(ours, plainly, surnames, strict=True):
        counts = [_open(clients[0], address).count(f"{name}</a>") for address in (one, other)]
        assert counts[0] >= counts[1] > 0, f"{counts} of that name on the two pages"
    page, peer = side_by_side(_at_once(clients, ours), _at_once(clients, plainly), runs=5)
    return page / len(ours), peer / len(plainly)


def _at_once(clients: Sequence[Any], addresses: Sequence[str]) -> Callable[[], None]:
    def done() -> None:
        from django.db import connection

        def some(n: int) -> None:
            for address in addresses[n::CLIENTS]:
                _open(clients[n], address)
            connection.close()

        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(some, range(CLIENTS)))

    return done


def _open(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())
