"""Who works at the invented places: the people of the stories by name, and one of every other role there is."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kith.demo import names
from kith.demo.places import COUNCIL, TRUST
from kith.reference.roles import Role

# One password for all, long enough and mixed enough for both policies. It opens invented lives only.
PASSWORD = "Lanterns-over-7-hills"
DOMAIN = "example.org"


@dataclass(frozen=True)
class Worker:
    """Somebody with a post. The same person may be named again with another post."""

    name: str
    role: Role
    tenant: str
    place: str

    @property
    def email(self) -> str:
        first, *_, last = self.name.casefold().replace("’", "").replace("'", "").split()
        return f"{first}.{last}@{DOMAIN}"


def secret_of(email: str) -> str:
    """The secret of this person's code app: known, since the demo must be openable; never used elsewhere."""
    return base64.b32encode(hashlib.sha256(f"kith demo {email}".encode()).digest()[:20]).decode()


def code_now(secret: str) -> str:
    """The six figures an app with this secret shows now (RFC 6238)."""
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), step, "sha1")
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def _at(tenant: str, place: str, **roles: str) -> tuple[Worker, ...]:
    return tuple(Worker(name, Role(role), tenant, place) for role, name in roles.items())


NAMED = (
    *_at(
        "alder-vale",
        "oakmere",
        school_staff="Tola Okafor",
        dsl="Jan Marsh",
        headteacher="Peter Dunne",
        senco="Sally Lyle",
        deputy_dsl="Imran Malik",
        school_admin="Carol Pugh",
        governor="Amara Reed",
    ),
    *_at(
        "alder-vale",
        "hollin-bridge",
        school_staff="Gwen Howells",
        dsl="Nadia Farrow",
        headteacher="Tom Brindle",
        school_admin="Pauline Seddon",
    ),
    *_at(
        "alder-vale",
        "st-wilfrids",
        school_staff="Marcus Grant",
        dsl="Ruth Kershaw",
        deputy_dsl="Owen Bowen",
        headteacher="Helen Ashdown",
        pastoral_lead="Dean Rigby",
        attendance_lead="Farah Akhtar",
        designated_teacher="Lucy Mather",
        school_admin="Brian Uttley",
    ),
    *_at("alder-vale", "trust-office", trust_dsl="Moira Reid"),
    *_at(
        "larkfield",
        "larkfield",
        headteacher="Anil Mehta",
        dsl="Grace Mensah",
        school_staff="Amara Reed",
        school_admin="Denise Naylor",
    ),
    *_at("wexshire", "front-door", mash_officer="Rana Nasser", mash_manager="Della Voss", edt_worker="Eiko Tanaka"),
    *_at(
        "wexshire",
        "social-care",
        social_worker="Kemal Ibarra",
        team_manager="Martin Poole",
        cp_chair="Beth Quist",
        head_of_service="Laura Finch",
    ),
    *_at("wexshire", "council", ig_officer="Hanne Brandt", records_manager="Chidi Adeyemi"),
)
# Named after the others have their names, which are drawn one after the other.
LAST = (
    *_at("alder-vale", "oakmere", local_admin="Joan Tilley"),
    *_at("alder-vale", "trust-office", system_admin="Nerys Colley"),
)
# Who is not staff: children, parents, carers and outsiders sign in by ways of their own.
NOT_STAFF = frozenset({
    Role.CHILD, Role.PARENT_CARER, Role.CARE_LEAVER, Role.REPRESENTATIVE, Role.FOSTER_CARER, Role.PROVIDER_USER,
    Role.PARTNER_USER, Role.DELEGATED_CONTRIBUTOR, Role.EXTERNAL_KEY_AGENCY,
})  # fmt: skip
IN_SCHOOLS = tuple(Role)[tuple(Role).index(Role.SCHOOL_STAFF) : tuple(Role).index(Role.EXTERNAL_KEY_AGENCY)]


def workers() -> Iterator[Worker]:
    """The named ones, then one of every role that nobody of them has, then who was named last."""
    yield from NAMED
    random = Random("one of every role")
    taken = {worker.name for worker in NAMED}
    had = {worker.role for worker in NAMED}
    for role in Role:
        if role in had or role in NOT_STAFF:
            continue
        name = next(n for n in iter(lambda: _name(random), "") if n not in taken)
        taken.add(name)
        yield Worker(name, role, *_place_of(role))
    yield from LAST


def _name(random: Random) -> str:
    given = [name for name in names.ADULTS_EXTRA if name.isascii()]
    family = [name for name in names.FAMILIES if name.isalpha()]
    return f"{random.choice(given)} {random.choice(family)}"


def _place_of(role: Role) -> tuple[str, str]:
    if role in IN_SCHOOLS:
        return TRUST.slug, "st-wilfrids"
    words = set(role.value.split("_"))
    if words & {"eh", "family", "practitioner"}:
        return COUNCIL.slug, "early-help"
    if words & {"send", "ep", "sensory"}:
        return COUNCIL.slug, "send"
    order = tuple(Role)
    if order.index(Role.EWO) <= order.index(role) <= order.index(Role.YOUTH_JUSTICE_WORKER):
        return COUNCIL.slug, "education"
    if order.index(role) >= order.index(Role.SYSTEM_ADMIN):
        return COUNCIL.slug, "council"
    return COUNCIL.slug, "social-care"
