"""Many persons at once: for imports, transfers and demonstrations. Set-based, in the open unit of work.

The order is the law of the tables: known first, then the person, then the facts, each with its version. The ledger
lines are written by the caller, who knows why; each arrival names its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Func, Q, QuerySet
from django.utils import timezone

from kith.foundation.ids import uuid7
from kith.foundation.names import sort_key
from kith.people import rules, words
from kith.people.models import Known, NameToken, Person, PersonName
from kith.people.tokens import token_rows
from kith.tenancy import history
from kith.tenancy.bulk import insert_values, update_many
from kith.tenancy.models import Fact

__all__ = ["Arrival", "Facts", "add_facts", "add_many", "follow_names", "known_to", "take_back"]

Facts = Mapping[type[Fact], Sequence[dict[str, Any]]]

# The moment row security goes by: when this unit of work began. What ends now is unseen at once.
NOW = Func(function="transaction_timestamp", output_field=DateTimeField())


@dataclass(frozen=True)
class Arrival:
    """One person and what is said of them: values by table, without the person. `line` is their ledger line,
    `token` the number of the form they were written down on."""

    person_id: UUID
    facts: Facts
    line: UUID | None = None
    token: UUID | None = None


def add_many(
    arrivals: Sequence[Arrival], *, holder_id: UUID, because: str, status: str = Person.Status.CONFIRMED
) -> None:
    """New persons, known to one holder."""
    now = timezone.now()
    names = {a.person_id: _names(a) for a in arrivals}
    known = {"holder_id": holder_id, "since": now, "because": because}
    insert_values(Known, [{"id": uuid7(), "person_id": id, **known} for id in names])
    persons = ((a, _sort_key(names[a.person_id])) for a in arrivals)
    insert_values(Person, [{"id": a.person_id, "status": status, "sort_key": k, "token": a.token} for a, k in persons])
    _write_facts(arrivals)
    tokens = [token for id in names for token in _tokens(id, names[id])]
    insert_values(NameToken, tokens)
    words.learn(holder_id, (token["token"] for token in tokens))


def add_facts(arrivals: Sequence[Arrival]) -> None:
    """Further facts about persons, all new: none of them takes the place of another."""
    _write_facts(arrivals)
    follow_names([a.person_id for a in arrivals if a.facts.get(PersonName)])


def follow_names(person_ids: Iterable[UUID]) -> None:
    """Order and search follow the names: called by whoever wrote, corrected or withdrew some."""
    ids = set(person_ids)
    if not ids:
        return
    names: dict[UUID, list[PersonName]] = defaultdict(list)
    for name in PersonName.objects.filter(person_id__in=ids).order_by("id"):
        names[name.person_id].append(name)
    persons = [Person(id=id, sort_key=_sort_key(names[id])) for id in ids]
    update_many(Person, persons, ["sort_key"])
    NameToken.objects.filter(person_id__in=ids).delete()
    tokens = [token for id in ids for token in _tokens(id, names[id])]
    insert_values(NameToken, tokens)
    words.follow(tokens)


def known_to(holder_id: UUID) -> QuerySet[Known]:
    """Whom a holder knows now."""
    now = timezone.now()
    return Known.objects.filter(Q(until=None) | Q(until__gt=now), holder_id=holder_id)


def take_back(person_ids: Iterable[UUID], *, holder_id: UUID) -> None:
    """A holder no longer knows these persons: nobody of it sees them. What was known of them stays."""
    Known.objects.filter(person_id__in=list(person_ids), holder_id=holder_id).update(until=NOW)


def _write_facts(arrivals: Sequence[Arrival]) -> None:
    rows: dict[type[Fact], list[dict[str, Any]]] = defaultdict(list)
    lines: dict[type[Fact], list[Any]] = defaultdict(list)
    for arrival in arrivals:
        for model, facts in arrival.facts.items():
            rows[model] += [{**values, "person_id": arrival.person_id} for values in facts]
            lines[model] += [arrival.line] * len(facts)
    for model, facts in rows.items():
        history.pour(model, facts, line=lines[model])


def _names(arrival: Arrival) -> list[PersonName]:
    return [PersonName(**values) for values in arrival.facts.get(PersonName, ())]


def _sort_key(names: Sequence[PersonName]) -> str:
    """Lists are ordered by the name that is shown."""
    forename, surname = rules.called(names)
    shown = rules.shown_name(names)
    return sort_key(surname, forename, shown.middle if shown else "")[:300]


def _tokens(person_id: UUID, names: Sequence[PersonName]) -> list[dict[str, Any]]:
    return [{"id": uuid7(), "person_id": person_id, **row._asdict()} for row in token_rows(names)]
