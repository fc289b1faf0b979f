"""A person's page in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse

from kith.access.words import RESTRICTED, SEALED
from kith.areas import area as area_named
from kith.foundation.dates import in_words, london
from kith.people.rules import CHECKED
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.web.addresses import address_of
from kith.web.person.at_school import School, school_of
from kith.web.person.gather import Around
from kith.web.presenters import Child, Status, child, due, initials, spaced, year_group

__all__ = ["Page", "chronology", "page"]

# A silence this long is shown: that nothing was written is something to see.
GAP_DAYS = 28
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Fact:
    label: str
    words: str
    note: str = ""
    # Where it is put right, and what was said before; empty where there is no such page.
    url: str = ""


@dataclass(frozen=True)
class Address:
    id: UUID
    words: str
    note: str
    protected: bool
    url: str = ""


@dataclass(frozen=True)
class Relative:
    child: Child
    type: str
    note: str
    url: str = ""


@dataclass(frozen=True)
class Lead:
    name: str
    initials: str
    role: str


class Line(NamedTuple):
    """A line of the chronology, or the words of a gap. The template takes it apart in this order."""

    day: str = ""
    year: str = ""
    line: str = ""
    told: str = ""
    url: str = ""
    void: bool = False
    gap: str = ""
    childs_words: str = ""


@dataclass(frozen=True)
class Clock:
    status: Status
    words: str
    law: str


@dataclass(frozen=True)
class Page:
    """Everything the template says, as strings."""

    child: Child
    full: bool
    status: str
    sex: str
    facts: tuple[Fact, ...]
    standings: tuple[str, ...]
    stands: tuple[Fact, ...]
    names: tuple[Fact, ...]
    numbers: tuple[Fact, ...]
    addresses: tuple[Address, ...]
    contacts: tuple[Fact, ...]
    relatives: tuple[Relative, ...]
    enrolments: tuple[Fact, ...]
    school: School
    leads: tuple[Lead, ...]
    clocks: tuple[Clock, ...]
    lines: tuple[Line, ...]
    count: str
    has_older: bool
    may_log: bool
    may_see_lookers: bool
    may_allocate: bool
    may_close: bool
    may_merge: bool
    may_group: bool
    merged: tuple[tuple[Any, str], ...]
    may_break_glass: bool
    is_opened: bool
    has_protected: bool
    closed: tuple[str, str] | None
    may_edit: bool
    may_confirm: bool
    adds: tuple[Fact, ...]


def page(facts: Any, around: Around, *, full: bool) -> Page:
    said = reverse("said", kwargs={"id": facts.person.id})
    shown = child(facts.card, facts.identifiers if full else ())
    return Page(
        child=shown,
        full=full,
        status=facts.person.get_status_display(),
        sex=code_set("sex").label(facts.sex) if facts.sex else "",
        facts=_facts(shown),
        standings=(shown.place,) if shown.place else (),
        stands=tuple(_stands(one) for one in around.stands),
        names=tuple(Fact(n.get_kind_display(), _name(n), _dates(n), f"{said}name/{n.id}/") for n in facts.names)
        if full
        else (),
        numbers=tuple(_number(one, said) for one in facts.identifiers) if full else (),
        addresses=tuple(_address(one, said) for one in facts.addresses) if full else (),
        contacts=tuple(_contact(one, said) for one in facts.contacts) if full else (),
        relatives=tuple(_relative(one, said) for one in facts.relatives) if full else (),
        enrolments=tuple(_enrolment(one, said if full else "") for one in facts.enrolments),
        school=school_of(around.school, said),
        leads=tuple(_lead(post) for post in around.leads),
        clocks=tuple(_clock(one) for one in around.clocks),
        lines=tuple(chronology(around.entries)),
        count=_count(len(around.entries), around.has_older),
        has_older=around.has_older,
        may_log=around.may_log,
        may_allocate=around.may_allocate,
        may_close=around.may_close,
        may_merge=around.may_merge,
        may_group=around.may_group,
        merged=tuple((one.id, _merged(one)) for one in around.merged),
        may_see_lookers=around.may_see_lookers,
        may_break_glass=around.may_break_glass,
        is_opened=around.is_opened,
        has_protected=any(one.protected for one in facts.addresses) if full else False,
        closed=_closed(around),
        may_edit=around.may_edit,
        may_confirm=around.may_edit and facts.person.status == "provisional",
        adds=tuple(Fact(kind.add, "", url=f"{said}{kind.slug}/add/") for kind in around.may_add),
    )


def _merged(one: Any) -> str:
    return f"Another record of this person was merged into this one on {in_words(london(one.done_at).date())}."


def _closed(around: Around) -> tuple[str, str] | None:
    """What those to whom it opens have to know of a record that is closed to everybody else."""
    if around.level == SEALED:
        return "This record is sealed.", "Two people agreed that it opens to you. It opens to nobody else."
    if around.level != RESTRICTED:
        return None
    by = " and ".join(f"{one.user.display_name}, {one.title}" for one in around.keepers)
    kept = f"The list is kept by {by}." if by else "Nobody on the list may change it."
    return "This record is restricted.", f"It opens only to those on its list. {kept} Speak of it with nobody else."


def _count(shown: int, has_older: bool) -> str:
    if has_older:
        return f"the newest {shown} entries"
    return f"{shown} {'entry' if shown == 1 else 'entries'}"


def chronology(entries: Iterable[Any]) -> Iterable[Line]:
    """Newest first, with the silences drawn."""
    later: date | None = None
    # Looked up once for each area: asking the resolver for each of hundreds of lines is most of the time they take.
    around: dict[str, tuple[str, str]] = {}
    for entry in entries:
        day = london(entry.occurred_at).date()
        if later is not None and (later - day).days > GAP_DAYS:
            yield Line(gap=f"Nothing recorded for {(later - day).days} days")
        later = day
        if entry.area not in around:
            before, _, after = address_of(entry.area, NOBODY).partition(str(NOBODY))
            around[entry.area] = before, after
        before, after = around[entry.area]
        url = f"{before}{entry.record_id}{after}"
        yield Line(
            in_words(day, as_of=day), str(day.year), entry.line, entry.told, url, entry.void, "", entry.childs_words
        )


def _stands(one: Any) -> Fact:
    """How they stand by law, and the chain behind it."""
    chain = next(c for c in area_named(one.record.area, one.record.version).chains if c.name == one.kind)
    ids = {"area": one.record.area, "id": one.record_id, "person": one.person_id, "kind": one.kind}
    words = code_set(chain.code_set).label(one.code)
    return Fact(chain.title, words, f"since {in_words(one.from_on)}", reverse("standing", kwargs=ids))


def _facts(shown: Child) -> tuple[Fact, ...]:
    return (Fact("Age", shown.born), *(Fact(one.kind, one.value) for one in shown.numbers))


def _name(name: Any) -> str:
    return " ".join(part for part in (name.forename, name.middle, name.surname) if part)


def _dates(fact: Any) -> str:
    """From 3 Sep 2024 to 21 Jul 2026."""
    from_on = f"from {in_words(fact.from_on)}" if fact.from_on else ""
    until = f"until {in_words(fact.until_on)}" if fact.until_on else ""
    return " ".join(part for part in (from_on, until) if part)


def _number(one: Any, said: str) -> Fact:
    source = f"from the {one.source}" if one.source else ""
    wrong = "not valid: ask the school for the number" if one.kind in CHECKED else "not checked"
    note = source if one.trusted else f"{wrong}, {source}".rstrip(", ")
    return Fact(one.get_kind_display(), spaced(one.kind, one.value), note, f"{said}number/{one.id}/")


def _address(one: Any, said: str) -> Address:
    label = code_set("address_type").label(one.type)
    checked = f"confirmed {in_words(one.verified_on)}" if one.verified_on else ""
    note = ", ".join(part for part in (label, _dates(one), checked, one.source) if part)
    words = "Protected" if one.protected else ", ".join(p for p in (*one.lines.splitlines(), one.postcode) if p)
    return Address(one.id, words, note, one.protected, f"{said}address/{one.id}/")


def _contact(one: Any, said: str) -> Fact:
    note = one.safe_times if one.safe_to_use else "Not safe to use"
    return Fact(code_set("contact_method").label(one.method), one.value, note, f"{said}contact/{one.id}/")


def _relative(one: Any, said: str) -> Relative:
    notes = (
        "parental responsibility" if one.has_pr else "",
        "lives with them" if one.lives_with else "",
        "" if one.contact_allowed == "yes" else f"contact: {code_set('contact_allowed').label(one.contact_allowed)}",
    )
    type_words = code_set("relationship_type").label(one.type)
    note = ", ".join(part for part in notes if part)
    return Relative(child(one.card), type_words, note, f"{said}relationship/{one.id}/")


def _enrolment(one: Any, said: str) -> Fact:
    place = ", ".join(part for part in (year_group(one.year_group), one.class_name) if part)
    return Fact(one.organisation.name, place, _dates(one), f"{said}school/{one.id}/" if said else "")


def _lead(post: Any) -> Lead:
    name = post.user.display_name
    return Lead(name, initials(name), Role(post.role).words)


def _clock(one: Any) -> Clock:
    return Clock(due(one), f"{one.title} ({one.record.reference})", one.law)
