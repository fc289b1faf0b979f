"""The invented council, trust and school, and what each is made of."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Place:
    """An organisation. `holder` names whose files its staff keep; several may keep the same."""

    name: str
    kind: str
    holder: str = ""
    laestab: str = ""
    urn: str = ""


@dataclass(frozen=True)
class Tenant:
    """A controller with its holders (slug -> name) and organisations (slug -> place)."""

    slug: str
    kind: str
    name: str
    holders: dict[str, str]
    places: dict[str, Place]
    settings: dict[str, Any] = field(default_factory=dict)
    index: str = ""


COUNCIL = Tenant(
    slug="wexshire",
    kind="council",
    name="Wexshire Council",
    holders={
        "index": "Wexshire child index",
        "social-care": "Children’s social care",
        "early-help": "Early help",
        "send": "SEND",
        "education": "Education services",
    },
    places={
        "front-door": Place("Front door", "service", "social-care"),
        "social-care": Place("Children’s social care", "service", "social-care"),
        "early-help": Place("Early help", "service", "early-help"),
        "send": Place("SEND service", "service", "send"),
        "education": Place("Education services", "service", "education"),
        "council": Place("Information governance", "service"),
    },
    settings={"password_profile": "modern", "idle_minutes": 15},
    index="index",
)
TRUST = Tenant(
    slug="alder-vale",
    kind="trust",
    name="Alder Vale Learning Trust",
    holders={"oakmere": "Oakmere Primary", "hollin-bridge": "Hollin Bridge Primary", "st-wilfrids": "St Wilfrid’s"},
    places={
        "oakmere": Place("Oakmere Primary", "school", "oakmere", "8999001", "900001"),
        "hollin-bridge": Place("Hollin Bridge Primary", "school", "hollin-bridge", "8999002", "900002"),
        "st-wilfrids": Place("St Wilfrid’s Secondary", "school", "st-wilfrids", "8999003", "900003"),
        "trust-office": Place("Alder Vale trust office", "trust"),
    },
    settings={"password_profile": "source", "idle_minutes": 20},
)
SCHOOL = Tenant(
    slug="larkfield",
    kind="school",
    name="Larkfield Primary",
    holders={"larkfield": "Larkfield Primary"},
    places={"larkfield": Place("Larkfield Primary", "school", "larkfield", "8999010", "900010")},
    settings={"password_profile": "source"},
)
TENANTS = (COUNCIL, TRUST, SCHOOL)
