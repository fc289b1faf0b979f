"""Each lock of the intake room, and what would happen without it (the negative control of each)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import QuerySet

from kith.foundation.dates import today
from kith.intake import actions, committing, orders, proposing
from kith.intake.models import Batch, Row
from kith.intake.placing import place
from kith.intake.stages import NotNow, Task
from kith.people import actions as people
from kith.people.models import Person, PersonName
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.intake.conftest import World, build_world
from tests.intake.test_import import KATE, TOM, a_list, into_oak
from tests.intake.test_review import KATHERINE
from tests.rooms import give_post
from tests.together import one_after_the_other

Works = tuple[Callable[[], Any], Callable[[], Any]]
Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass
class Lock:
    """What is there before, what two then do at once, what must hold of it, and how the lock is taken away."""

    before: Callable[[World], Any]
    works: Callable[[World, Any], Works]
    holds: Callable[[list[Any]], bool]
    without: Patch


def waiting_list(*rows: str) -> Any:
    """A list that is read and compared and waits for somebody to put it in."""
    return into_oak(*rows, accept="none")["batch"]


def arriving(world: World, _: Any) -> Works:
    def arrive() -> Any:
        sources, placement = a_list(KATE, TOM), place(school="8654001")
        delivery = actions.receive(sources=sources, placement=placement, today=today())
        return orders.arrive(delivery=delivery, sources=sources, placement=placement).id

    return arrive, arrive


def asking(world: World, batch: Any) -> Works:
    ask = lambda: orders.ask(batch=Batch.objects.get(id=batch), task=Task.COMMIT)  # noqa: E731
    return ask, ask


def committing_two(world: World, batches: Any) -> Works:
    first, second = (lambda id=id: actions.commit(batch=Batch.objects.get(id=id)) for id in batches)
    return first, second


def two_lists_with_one_child(world: World) -> list[Any]:
    return [waiting_list(TOM), waiting_list(TOM.replace("3B", "3C"), KATE)]


def list_with_a_question(world: World) -> Any:
    into_oak(KATE)
    return into_oak(KATHERINE, TOM, accept="none")["batch"]


def committing_and_answering(world: World, batch: Any) -> Works:
    def answer() -> Any:
        row = Row.objects.get(batch_id=batch, outcome="review")
        return actions.decide(row=row, answer=Row.Answer.DIFFERENT)

    return lambda: actions.commit(batch=Batch.objects.get(id=batch)), answer


def list_that_says_otherwise(world: World) -> Any:
    into_oak(KATE)
    with world.trust_open():
        name = PersonName.objects.get()
        people.correct(fact=name, based_on=name.n, surname="Wellers")
    return into_oak(KATE.replace("Weller", "Ward"))["batch"]


def turned_down(world: World) -> Any:
    batch = list_that_says_otherwise(world)
    with world.trust_open():
        proposing.turn_down(proposal=proposing.open_of(Batch.objects.get(id=batch))[0])
    return batch


def deciding(world: World, batch: Any) -> Works:
    turn_down = lambda: proposing.turn_down(proposal=the_name(batch, proposing.open_of))  # noqa: E731
    return turn_down, turn_down


def taking_back(world: World, batch: Any) -> Works:
    take_back = lambda: proposing.take_back(proposal=the_name(batch, proposing.settled_of))  # noqa: E731
    return take_back, take_back


def the_name(batch: Any, of: Any) -> Any:
    return next(one for one in of(Batch.objects.get(id=batch)) if one.fact == "Name")


def is_told(found: list[Any]) -> bool:
    return isinstance(found[1], NotNow)


def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders.waiting, "alone", lambda words: None)


def no_place_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (actions, committing):
        monkeypatch.setattr(room, "alone", lambda batch: Batch.objects.get(id=batch.id))


def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (actions, proposing):
        monkeypatch.setattr(room, "at_rest", lambda batch: Batch.objects.get(id=batch.id))


def no_row_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)


LOCKS = {
    "files that arrive twice are one import": Lock(
        lambda world: None, arriving, lambda found: found[0] == found[1], no_waiting
    ),
    "a job is asked for once": Lock(
        lambda world: waiting_list(KATE), asking, lambda found: found[1] is None, no_waiting
    ),
    "an import is put in once": Lock(
        lambda world: [waiting_list(KATE)] * 2,
        committing_two,
        lambda found: Person.objects.count() == 1,
        no_place_alone,
    ),
    "two lists make a child once": Lock(
        two_lists_with_one_child, committing_two, lambda found: Person.objects.count() == 2, no_place_alone
    ),
    "nobody answers for a row while the list goes in": Lock(
        list_with_a_question, committing_and_answering, is_told, no_rest
    ),
    "a proposal is decided once": Lock(list_that_says_otherwise, deciding, is_told, no_row_kept),
    "a decision is taken back once": Lock(turned_down, taking_back, is_told, no_row_kept),
}  # fmt: skip


def tried(database: Any, lock: Lock) -> bool:
    world = build_world()
    lead = give_post(world.trust, world.oak, Role.DSL, "lead@oak.example")
    before = lock.before(world)

    def opened():
        return tenancy(world.trust.id, system="importer", on_behalf_of=lead.id)

    found = one_after_the_other(database, opened, lock.works(world, before))
    with world.trust_open():
        return lock.holds(found)


@pytest.mark.parametrize("what", LOCKS)
def test_with_the_lock(fresh, what):
    assert tried(fresh, LOCKS[what])


@pytest.mark.parametrize("what", LOCKS)
def test_without_the_lock_it_would_happen(fresh, monkeypatch, what):
    """The negative control."""
    LOCKS[what].without(monkeypatch)
    assert not tried(fresh, LOCKS[what])
