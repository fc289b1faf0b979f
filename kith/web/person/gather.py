"""What stands around a person for one reader, in a bounded number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from kith.access import closing
from kith.access.words import RESTRICTED
from kith.areas import all_areas
from kith.cases import chains
from kith.chronology.queries import entries_asked
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.people import at_school, merged
from kith.people.at_school import AtSchool
from kith.people.models import Known, Merge, Person
from kith.reference.roles import Role
from kith.tasks.queries import about_asked
from kith.tenancy.prepared import Given, Prepared, Unasked, together
from kith.web import asks
from kith.web.person import adding
from kith.web.person.kinds import KINDS, FactKind

# So many lines of a story stand on the page; the chronology has all of them.
MOST = 200
# Who leads on a child's safety, by where the child's file is kept.
LEADS = (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER)


_LEADS = Prepared(
    lambda: (
        live_posts(Given("now"))
        .filter(
            organisation__files_of__in=Known.objects.filter(person=Given("person")).values("holder_id"), role__in=LEADS
        )
        .order_by("role", "id")
    )
)


@dataclass(frozen=True)
class Around:
    entries: tuple[Any, ...] = ()
    has_older: bool = False
    stands: tuple[Any, ...] = ()
    clocks: tuple[Any, ...] = ()
    leads: tuple[Any, ...] = ()
    school: AtSchool = field(default_factory=AtSchool)
    may_log: bool = False
    may_see_lookers: bool = False
    may_allocate: bool = False
    may_close: bool = False
    may_merge: bool = False
    may_group: bool = False
    # The records that were merged into this one.
    merged: tuple[Merge, ...] = ()
    may_break_glass: bool = False
    is_opened: bool = False
    may_edit: bool = False
    may_add: tuple[FactKind, ...] = ()
    level: int = 0
    # Who keeps the list of a restricted person.
    keepers: tuple[Post, ...] = ()


def around(reader: Any, person: Person, *, full: bool) -> Around:
    """Lines and clocks of records this reader may open; who to ring; what they may do from here."""
    # What a school knows of its pupil is for those who work there: a council has tables of its own for it.
    of_school = at_school.asked(person.id) if full and reader.post.organisation.kind == "school" else ()
    told, due, leads, joined, *school = together(
        entries_asked(person.id, reader, MOST + 1) if full else Unasked(),
        about_asked(person.id, reader) if full else Unasked(),
        _LEADS.of(now=timezone.now(), person=person.id),
        merged.asked(person.id),
        *of_school,
    )
    may_edit = full and reader.may("person.edit", person.id).allowed
    level = reader.level(person.id)
    return Around(
        entries=tuple(told[:MOST]),
        has_older=len(told) > MOST,
        stands=tuple(chains.open_now(person.id, reader)) if full and _decides_standings(reader) else (),
        clocks=tuple(due),
        leads=tuple(leads),
        school=at_school.read(school),
        may_log=asks.may_open(reader, "concern.submit"),
        may_allocate=asks.may_open(reader, "person.allocate"),
        may_merge=may_edit and asks.may_open(reader, "person.merge"),
        may_group=asks.may_open(reader, "report.read"),
        merged=tuple(joined),
        may_close=asks.may_open(reader, "person.close"),
        may_see_lookers=reader.may("ledger.view", person.id).allowed,
        may_edit=may_edit,
        may_add=tuple(kind for kind in KINDS.values() if adding.open_to(kind, reader)) if may_edit else (),
        may_break_glass=asks.may_break_glass(reader),
        is_opened=person.id in reader.emergencies,
        level=level,
        keepers=tuple(closing.keepers(person.id)) if level == RESTRICTED else (),
    )


def _decides_standings(reader: Any) -> bool:
    """Whether this reader may read any record that decides how somebody stands; a school is not asked for one."""
    return any(one.chains and asks.may_open(reader, f"{one.name}.read") for one in all_areas() if one.name != "concern")
