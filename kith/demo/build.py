"""Building the demo: the controllers, their places, and who works there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from kith.accounts import actions as accounts
from kith.accounts import second_factor
from kith.accounts.models import User
from kith.accounts.queries import needs_second_factor
from kith.demo.agreement import AGREEMENT
from kith.demo.places import TENANTS, Tenant
from kith.demo.population import Child
from kith.demo.staff import PASSWORD, Worker, code_now, secret_of, workers
from kith.organisations import actions as organisations
from kith.organisations.models import Organisation, Post
from kith.tenancy import tenancy
from kith.tenancy.models import Holder

A_YEAR = timedelta(days=365)
# The system post that sets up what a newcomer needs.
SYSTEM = "importer"


@dataclass
class Built:
    """What stands so far: ids of controllers, holders and places by slug, posts by who and where."""

    controllers: dict[str, UUID] = field(default_factory=dict)
    holders: dict[str, Holder] = field(default_factory=dict)
    places: dict[str, Organisation] = field(default_factory=dict)
    posts: dict[tuple[str, str], list[Post]] = field(default_factory=lambda: defaultdict(list))
    # Children by place, with the id each has there.
    pupils: dict[str, list[tuple[Child, UUID]]] = field(default_factory=lambda: defaultdict(list))
    # Children the council knows too.
    at_council: set[Child] = field(default_factory=set)


def build_places(built: Built, tenants: Sequence[Tenant] = TENANTS) -> None:
    """Controllers, their keys, holders and organisations."""
    for tenant in tenants:
        controller = organisations.open_controller(
            slug=tenant.slug, kind=tenant.kind, name=tenant.name, settings=tenant.settings
        )
        built.controllers[tenant.slug] = controller.id
        with tenancy(controller.id, system=SYSTEM):
            for slug, name in tenant.holders.items():
                built.holders[slug] = organisations.add_holder(slug=slug, name=name, is_index=slug == tenant.index)
            for slug, place in tenant.places.items():
                numbers = {"laestab": place.laestab, "urn": place.urn}
                built.places[slug] = organisations.add_organisation(
                    kind=place.kind, name=place.name, files_of=built.holders.get(place.holder), **numbers
                )


def build_staff(built: Built) -> None:
    """Accounts and posts; whoever is asked for a second factor has one whose secret the demo knows."""
    accounts.publish_agreement(text=AGREEMENT)
    # One slow hash for all: they have one password, and everybody knows it.
    password = {"password": make_password(PASSWORD), "password_changed_at": timezone.now()}
    users: dict[str, User] = {}
    for worker in workers():
        if worker.email not in users:
            users[worker.email] = accounts.create_user(email=worker.email, display_name=worker.name)
        _post(built, worker, users[worker.email])
    User.objects.update(**password)
    for user in filter(needs_second_factor, users.values()):
        secret = secret_of(user.email)
        second_factor.set_up(user=user, secret=secret, code=code_now(secret))


def _post(built: Built, worker: Worker, user: User) -> None:
    with tenancy(built.controllers[worker.tenant], system=SYSTEM):
        post = organisations.grant_post(
            user=user, organisation=built.places[worker.place], role=worker.role, since=timezone.now() - A_YEAR
        )
    built.posts[worker.place, worker.role].append(post)
