"""Search follows names, whichever way they are written: nobody is left who could not be found by a name they have.

A module that writes facts is listed here with the ways in which it writes names; a new one fails until it is.
"""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.foundation.ids import uuid7
from kith.intake import proposing
from kith.intake.command import run_undo
from kith.intake.models import Batch
from kith.people import actions, bulk, words
from kith.people.models import Known, NameKey, NameToken, Person, PersonName
from kith.people.tokens import is_word, keys, token_rows
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.intake.conftest import world  # noqa: F401
from tests.intake.test_import import KATE, into_oak
from tests.people.conftest import a_child

ROOMS = Path(__file__).resolve().parents[2] / "kith"
WRITES = {"write", "write_many", "write_changed", "pour", "withdraw", "withdraw_many", "put_back"}
# Who writes facts through history, and by which ways names are among them; none: never a name.
WRITERS: dict[str, tuple[str, ...]] = {
    "people/actions.py": ("added", "corrected", "ended", "withdrawn", "put back"),
    "people/bulk.py": ("made", "made by hundreds", "added by many"),
    "people/addresses.py": (),
    "people/relations.py": (),
    # `merging/test_thin_path.py` finds the one who stays by the names of both, and the other again afterwards.
    "people/carrying.py": (),
    "people/chasing.py": (),
    "people/supports.py": (),
    "intake/committing.py": ("brought by a file", "changed by a file"),
    "intake/proposing.py": ("accepted", "taken back"),
    "intake/telephones.py": (),
    "intake/tying.py": (),
    "intake/undoing.py": ("undone",),
    "cases/actions.py": (),
    "cases/chain_links.py": (),
    "cases/chain_mending.py": (),
    "cases/correcting.py": (),
    "cases/following.py": (),
    "cases/standings.py": (),
    "cases/writing.py": (),
    "demo/at_school.py": (),
    "insight/register.py": (),
}
# How somebody comes to be known, each by a verb that writes `Known`.
KNOWERS = {"people/actions.py": ("known to another",), "people/bulk.py": ("made",), "people/joining.py": ()}
Way = Callable[[object], None]
WAYS: dict[str, Way] = {}


def forgotten() -> list[str]:
    """Whom search does not know as they are called, and words no key leads to, of all that can be seen."""
    wrong = []
    for person in Person.objects.all():
        names = list(PersonName.objects.filter(person=person).order_by("id"))
        rows = sorted(NameToken.objects.filter(person=person).values_list("token", "beside"))
        if rows != [tuple(row) for row in token_rows(names)]:
            wrong.append(f"{person.sort_key!r} stands as {rows}")
        for holder in Known.objects.filter(person=person, until=None).values_list("holder_id", flat=True):
            for word in {token for token, _ in rows if is_word(token)}:
                there = set(NameKey.objects.filter(holder_id=holder, word=word).values_list("key", flat=True))
                if there != keys(word):
                    wrong.append(f"{word} has the keys {there}")
    return wrong


def way(name: str) -> Callable[[Way], Way]:
    def listed(do: Way) -> Way:
        WAYS[name] = do
        return do

    return listed


def by_lead(do):
    """In the unit of a lead of a school, given the school and a child of it."""

    def done(trust):
        with trust.ours.at_work(Role.DSL):
            mia = a_child(trust.ours, "Mia Rose", "O’Neill-Ward")
            do(trust.ours, mia)
            assert forgotten() == []

    return done


@way("made")
@by_lead
def _made(school, mia):
    actions.create_person(holder=school.holder.id, forename="Zoë", surname="Sole", confirmed_new=True)


@way("made by hundreds")
@by_lead
def _made_by_hundreds(school, mia):
    named = [{PersonName: [{"forename": "Zoë", "surname": f"Sole{chr(97 + n)}"}]} for n in range(26)] * 9
    bulk.add_many([bulk.Arrival(uuid7(), f) for f in named], holder_id=school.holder.id, because="import")


@way("added by many")
@by_lead
def _added_by_many(school, mia):
    bulk.add_facts([bulk.Arrival(mia.id, {PersonName: [{"kind": "preferred", "forename": "Quill"}]})])


@way("added")
@by_lead
def _added(school, mia):
    actions.add_name(person=mia, kind="alias", forename="Mimi", surname="Starling")


@way("corrected")
@by_lead
def _corrected(school, mia):
    actions.correct(fact=PersonName.objects.get(), based_on=1, surname="Quillfeather")


@way("ended")
@by_lead
def _ended(school, mia):
    alias = actions.add_name(person=mia, kind="alias", forename="Mimi", surname="Starling")
    actions.end(fact=alias, based_on=1, on=mia.known_to.get().since.date())


@way("withdrawn")
@by_lead
def _withdrawn(school, mia):
    alias = actions.add_name(person=mia, kind="legal", forename="Mimi", surname="Starling")
    actions.withdraw(fact=alias, based_on=1, reason="Another Mia.")


@way("put back")
@by_lead
def _put_back(school, mia):
    alias = actions.add_name(person=mia, kind="alias", forename="Mimi", surname="Starling")
    actions.withdraw(fact=alias, based_on=1, reason="Another Mia.")
    last = history.versions_model(PersonName).objects.filter(of_id=alias.id).latest("n")
    actions.put_back(fact=last, based_on=2)


@way("known to another")
def _known_to_another(trust):
    with trust.ours.at_work(Role.DSL):
        mia = a_child(trust.ours, "Mia Rose", "O’Neill-Ward")
    with tenancy(trust.controller.id, system="importer"):
        actions.make_known(person=mia, holder=trust.theirs.holder.id, because="transfer")
        assert forgotten() == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(WAYS))
def test_whichever_way_a_name_is_written(trust, name):
    WAYS[name](trust)


BY_FILE = {"brought by a file", "changed by a file", "accepted", "taken back", "undone"}


def test_whichever_way_files_bring_and_take_names(world):  # noqa: F811
    into_oak(KATE)
    checked(world)
    later = into_oak(KATE.replace("Weller", "Ward"))
    checked(world)
    run_undo(later["batch"])
    checked(world)
    with world.trust_open():
        name = PersonName.objects.get()
        actions.correct(fact=name, based_on=name.n, surname="Wellers")
    batch = into_oak(KATE.replace("Weller", "Quill"))["batch"]
    with world.trust_open():
        batch = Batch.objects.get(id=batch)
        proposing.accept(proposal=next(found for found in proposing.open_of(batch) if found.fact == "Name"))
        assert forgotten() == []
        (settled,) = proposing.settled_of(batch)
        proposing.take_back(proposal=settled)
        assert forgotten() == []


def checked(world):  # noqa: F811
    with world.trust_open():
        assert forgotten() == []


def test_every_module_that_writes_facts_is_listed_with_its_ways():
    found = {str(path.relative_to(ROOMS)) for path in ROOMS.rglob("*.py") if writes_facts(path)}
    found -= {path for path in found if path.startswith("tenancy/")}
    assert found == set(WRITERS)
    ways = {name for several in (*WRITERS.values(), *KNOWERS.values()) for name in several}
    assert ways == set(WAYS) | BY_FILE


def test_every_module_that_writes_who_is_known_is_listed():
    marks = ("Known.objects.update_or_create", "insert_values(Known", "Known.objects.create", "Known(")
    found = {
        str(path.relative_to(ROOMS))
        for path in ROOMS.rglob("*.py")
        if any(f" {mark}" in f" {path.read_text().replace('class Known(', '')}" for mark in marks)
    }
    assert found == set(KNOWERS)


def writes_facts(path: Path) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "history"
        for node in ast.walk(ast.parse(path.read_text()))
    )


@pytest.mark.django_db
def test_what_does_not_follow_is_seen(trust, monkeypatch):
    """The control."""
    with trust.ours.at_work(Role.DSL):
        mia = a_child(trust.ours)
        history.write(PersonName, values={"person_id": mia.id, "kind": "alias", "forename": "Mimi"})
        assert forgotten()
        bulk.follow_names([mia.id])
        assert forgotten() == []
        monkeypatch.setattr(words, "learn", lambda *_: None)
        actions.add_name(person=mia, kind="alias", forename="Quill")
        assert forgotten()


def test_everybody_of_the_demo_is_known_to_search(demo):
    from kith.tenancy.models import Controller

    for controller in Controller.objects.all():
        with tenancy(controller.id, system="importer"):
            assert forgotten() == []
