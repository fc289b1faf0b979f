"""The invented staff: every role there is, at a place that exists."""

from kith.accounts.rules import PROFILES, password_problems
from kith.demo.places import TENANTS
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
