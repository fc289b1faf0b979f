"""One chain of one person in words: every link, what was believed of it before, and how it stood on another day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.access.reader import Reader
from kith.audit.queries import lines_about
from kith.cases import chain_links, chains, standings
from kith.cases.models import Part, Record, Standing, StandingVersion
from kith.foundation.dates import LONDON, NotADate, in_words, moment_in_words, parse_day, today
from kith.organisations.queries import named as posts_named
from kith.people import merged
from kith.people.queries import cards
from kith.reference.codes import code_set
from kith.vocabulary import Chain
from kith.web import asks
from kith.web.outcome import Line
from kith.web.presenters import Child, child, named

MOST_LINES = 1000
HOW = (("was", "As it was"), ("known", "As we knew it"))
TO_COME = "This day is still to come. Give today or an earlier day."


@dataclass(frozen=True)
class Link:
    """One link: what, since when, until when and why. `may_change` where this reader works on its record."""

    id: UUID
    n: int
    what: str
    days: str
    reference: str
    is_open: bool
    may_change: bool


@dataclass(frozen=True)
class Believed:
    """What was said of a link once: what it was, when it began, who said it, when and why."""

    what: str
    days: str
    said: str
    why: str


@dataclass(frozen=True)
class Then:
    """How it stood on another day, in a sentence, under that day."""

    on: str
    words: str


@dataclass(frozen=True)
class Chained:
    """The chain of one person, as one reader may see it."""

    record: Record
    part: Part
    chain: Chain
    links: tuple[Standing, ...]
    workable: frozenset[UUID]

    @property
    def person_id(self) -> UUID:
        return self.part.person_id  # type: ignore[return-value]

    @property
    def may_work(self) -> bool:
        return self.part.id in self.workable and not self.part.struck

    @property
    def may_decide(self) -> bool:
        """Whether something new may begin here: a closed record is only put right."""
        return self.may_work and not chain_links.is_closed(self.record)

    @property
    def last(self) -> Standing | None:
        return self.links[-1] if self.links else None

    def has_an_end_of_its_own(self, link: Standing) -> bool:
        """Whether it ended without another one beginning."""
        return link.until_on is not None and link.ended_because not in self.chain.goes_on

    @property
    def is_open(self) -> bool:
        return self.last is not None and self.last.until_on is None

    def look(self) -> Line:
        """What the ledger says of whoever is shown this."""
        detail = {"reference": self.record.reference, "kind": self.chain.name}
        return Line("standing.view", subjects=(self.person_id,), holder=self.record.holder_id, detail=detail)


def chained(reader: Reader, area: str, id: UUID, person: UUID, kind: str) -> Chained:
    """The chain of somebody this record is about and whose part this reader may read. Raises Refused, Http404."""
    record = asks.record(reader, id, area)
    chain = chain_links.chain_named(record, kind)
    part = next((one for one in asks.own_parts(reader, [record.id]) if one.person_id == person), None)
    if chain is None or part is None:
        raise Http404
    links = tuple(standings.chain_of(person, kind, reader))
    return Chained(record, part, chain, links, asks.workable(reader, record))


def link_of(seen: Chained, id: UUID) -> Standing:
    """One link that was decided by this record: another's is put right at its own."""
    found = next((one for one in seen.links if one.id == id and one.record_id == seen.record.id), None)
    if found is None:
        raise Http404
    return found


def links_of(seen: Chained) -> tuple[Link, ...]:
    """The links in order."""
    return tuple(_link(one, seen) for one in seen.links)


def _link(one: Standing, seen: Chained) -> Link:
    may = seen.may_work and one.record_id == seen.record.id
    days = _days(one.from_on, one.until_on, _why(seen.chain, one))
    what, was_open = _label(seen.chain, one.code), one.until_on is None
    return Link(one.id, one.n, what, days, one.record.reference, was_open, may)


def whose(seen: Chained) -> Child:
    return child(cards([seen.person_id])[seen.person_id])


def believed(seen: Chained, links: Iterable[Standing]) -> tuple[Believed, ...]:
    """Everything that was ever said of these links, latest first."""
    return _believed(seen, chains.said_of([one.id for one in links]))


def taken_back(seen: Chained, reader: Reader) -> tuple[Believed, ...]:
    """What proved never to have been: what it was, who took it back, when and why."""
    return _believed(seen, standings.taken_back(seen.person_id, seen.chain.name, reader))


def _believed(seen: Chained, versions: Sequence[StandingVersion]) -> tuple[Believed, ...]:
    if not versions:
        return ()
    posts = posts_named([one.by for one in versions if one.by])
    why = {line.id: line.reason for line in lines_about(merged.all_ids(seen.person_id), limit=MOST_LINES)}
    return tuple(
        Believed(
            _label(seen.chain, one.code),
            _days(one.from_on, one.until_on, _why(seen.chain, one)),
            f"{named(posts, one.by)}, {moment_in_words(one.recorded_at)}",
            why.get(one.line, ""),
        )
        for one in versions
    )


def then(seen: Chained, reader: Reader, day: str, how: str) -> tuple[Then | None, dict[str, str]]:
    """How it stood on a day that was typed, and what is wrong with the day."""
    if not day:
        return None, {}
    try:
        on = parse_day(day)
    except NotADate as wrong:
        return None, {"day": str(wrong)}
    if on > today():
        return None, {"day": TO_COME}
    moment = datetime.combine(on + timedelta(days=1), time(), LONDON) if how == "known" else None
    found = chains.then(seen.person_id, seen.chain.name, reader, on, moment)
    by = "by what we knew at the end of that day" if moment else "by what we know now"
    what = _label(seen.chain, found.code) if found else "nothing"
    return Then(f"On {in_words(on)}", f"{seen.chain.title} on {in_words(on)}, {by}: {what}."), {}


def reasons(chain: Chain) -> tuple[tuple[str, str], ...]:
    """Why a chain may end here: the reasons after which nothing follows."""
    return tuple((one.code, one.label) for one in code_set(chain.ended_because) if one.code not in chain.goes_on)


@dataclass(frozen=True)
class Stands:
    """How one person stands in one chain, and where it is opened."""

    area: str
    record: UUID
    person: UUID
    name: str
    kind: str
    title: str
    words: str


def of_record(reader: Reader, record: Record, declared: Iterable[Chain], people: Iterable[Child]) -> tuple[Stands, ...]:
    """For the page of a record: each chain of each person this reader is shown there."""
    chains_of, shown = tuple(declared), tuple(people)
    if not chains_of:
        return ()
    last = chains.last_of([who.id for who in shown], reader)
    return tuple(
        Stands(
            record.area, record.id, who.id, who.name, one.name, one.title, words_of(one, last.get((who.id, one.name)))
        )
        for who in shown
        for one in chains_of
    )


def words_of(chain: Chain, last: Any) -> str:
    """Interim care order, since Tue 10 Mar."""
    if last is None:
        return "Not begun yet"
    return f"{_label(chain, last.code)}, {_days(last.from_on, last.until_on, _why(chain, last))}"


def _label(chain: Chain, code: str) -> str:
    return code_set(chain.code_set).label(code)


def _why(chain: Chain, one: Any) -> str:
    return "" if one.ended_because in ("", *chain.goes_on) else code_set(chain.ended_because).label(one.ended_because)


def _days(since: Any, until: Any, why: str) -> str:
    if until is None:
        return f"since {in_words(since)}"
    if since == until:
        return f"on {in_words(since)}, for less than a day" + (f": {why}" if why else "")
    return f"from {in_words(since)} until {in_words(until)}" + (f": {why}" if why else "")
