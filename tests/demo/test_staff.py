"""The invented staff: every role there is, at a place that exists."""

from pathlib import Path

from kith.access.table import DUTIES
from kith.accounts.rules import PROFILES, password_problems
from kith.areas import all_areas, area
from kith.demo import staff
from kith.demo.places import TENANTS
from kith.demo.sign_ins import WORTH_TRYING, sign_ins
from kith.demo.staff import NOT_STAFF, PASSWORD, workers
from kith.reference.roles import Role


def test_every_role_of_staff_has_somebody() -> None:
    assert {worker.role for worker in workers()} == set(Role) - NOT_STAFF


def test_everybody_works_at_a_place_that_exists_and_has_an_address_of_their_own() -> None:
    places = {(tenant.slug, place) for tenant in TENANTS for place in tenant.places}
    people = list(workers())
    assert {(worker.tenant, worker.place) for worker in people} <= places
    assert len({worker.email for worker in people}) == len({worker.name for worker in people})
    assert all(worker.email.isascii() for worker in people)


def test_somebody_works_for_two_controllers() -> None:
    assert {worker.tenant for worker in workers() if worker.name == "Amara Reed"} == {"alder-vale", "larkfield"}


def test_the_password_of_the_demo_keeps_every_policy() -> None:
    for policy in PROFILES.values():
        assert password_problems(PASSWORD, policy, set(), ["Tola", "Okafor"]) == []


def roles_printed() -> set[Role]:
    """The roles of whom `bin/run` prints to sign in as."""
    named = {name for name, _ in WORTH_TRYING}
    return {worker.role for worker in workers() if worker.name in named}


def test_whoever_is_printed_works_here_and_is_said_with_what_they_do() -> None:
    lines = sign_ins()
    for name, what in WORTH_TRYING:
        assert next(worker for worker in workers() if worker.name == name).email in lines and what in lines


def test_the_command_for_a_code_names_the_folder_it_was_begun_in() -> None:
    assert "KITH_VAR" not in sign_ins()
    assert "KITH_VAR='/srv/a demo' bin/kith demo code" in sign_ins(Path("/srv/a demo"))


def test_for_everything_that_only_some_may_do_somebody_is_printed() -> None:
    """A newcomer finds who makes teams, keeps agreements, keeps somebody from a child and gives a child's work."""
    assert [duty for duty, roles in DUTIES.items() if not roles & roles_printed()] == []


def test_somebody_is_printed_who_works_each_area_the_demo_has_records_of() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in Path(staff.__file__).parent.glob("*.py"))
    shown = [one for one in all_areas() if f'"{one.name}"' in told]
    assert len(shown) > 1
    assert [one.name for one in shown if not roles_printed() & {r for m in one.moves for r in m.moved_by}] == []


def test_those_who_are_printed_take_a_referral_all_the_way() -> None:
    """From the school that sends it through every step at the council, and a second person decides."""
    printed = roles_printed()
    assert all(printed & set(move.moved_by) for move in area("contact").moves)
    deciding = [move for move in area("contact").moves if move.second_person]
    assert all(printed - set(move.moved_by) for move in deciding)
    without = printed - {Role.MASH_MANAGER}
    assert not all(without & set(move.moved_by) for move in deciding)  # the control: nobody who decides
