"""Whose pupils a file brings: the holder of the batch, and the school of each row.

A single school's pupils are its own. In a trust the school must be named, since two schools of one trust are as
separate as two trusts. A council keeps every child in its index; the schools its files name (by DfE number, or by
the word the download uses, such as SCH1) become organisations without files of their own, so that an enrolment
says where a child learns and opens nothing to anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kith.organisations.actions import add_organisation
from kith.organisations.models import Organisation
from kith.tenancy import current
from kith.tenancy.models import Controller, Holder

__all__ = ["NoPlace", "Placement", "known_as", "made_up_name", "place"]


class NoPlace(ValueError):
    """It can't be told whose pupils these are. The message says what to add."""


@dataclass(frozen=True)
class Placement:
    """The holder of a batch, the one school it is for (if one), and what was understood."""

    holder_id: UUID
    school: Organisation | None = None

    def school_of(self, named: str, known: dict[str, Organisation]) -> Organisation | None:
        """The school of a row: the one the batch is for, else the one the row names."""
        return self.school or known.get(named)


def place(*, school: str = "") -> Placement:
    """Where the rows go. `school` is a DfE number such as 865/4012. Raises NoPlace."""
    controller = Controller.objects.get(id=current().controller_id)
    named = _named(school) if school else None
    if controller.kind == Controller.Kind.COUNCIL:
        index = Holder.objects.filter(is_index=True).first()
        if index is None:
            raise NoPlace(f"{controller.name} has no child index yet, so there is nowhere to put its children.")
        return Placement(index.id, named)
    schools = list(Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).order_by("name"))
    if named is None and len(schools) != 1:
        raise NoPlace(f"{controller.name} has several schools. Say which one: {_listed(schools)}.")
    chosen = named or schools[0]
    if chosen.files_of_id is None:
        raise NoPlace(f"{chosen.name} keeps no files here, so it can’t be given pupils.")
    return Placement(chosen.files_of_id, chosen)


def schools_named(names: Iterable[str]) -> dict[str, Organisation]:
    """The organisation for each school a council's files name, by its number or by its name; one that is new is added.

    8654012 becomes School 8654012, SCH1 School SCH1; Brook Primary is called as it is.
    """
    return {name: known_as(name) or _added(name) for name in sorted(set(names) - {""})}


def known_as(name: str) -> Organisation | None:
    """The school a file calls so, if we know it."""
    schools = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL)
    if number := dfe_number(name):
        return Organisation.objects.filter(laestab=number).first()
    return schools.filter(name__iexact=name).first() or schools.filter(name=_called(name), laestab="").first()


def _added(name: str) -> Organisation:
    return add_organisation(kind=Organisation.Kind.SCHOOL, name=_called(name), laestab=dfe_number(name))


def made_up_name(school: Organisation) -> bool:
    """Is it called by its number, since a file of pupils named it so?"""
    return bool(school.laestab) and school.name == f"School {school.laestab}"


def _called(name: str) -> str:
    return name if " " in name and not dfe_number(name) else f"School {dfe_number(name) or name}"


def dfe_number(text: str) -> str:
    """865/4012 and 8654012 are one school; SCH1 is no number."""
    digits = text.replace("/", "").replace(" ", "")
    return digits if len(digits) == 7 and digits.isdigit() else ""


def _named(school: str) -> Organisation:
    found = Organisation.objects.filter(laestab=dfe_number(school) or school).exclude(laestab="").first()
    if found is None:
        schools = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, closed_on=None).exclude(laestab="")
        schools = schools.order_by("name")
        raise NoPlace(f"There is no school with the number {school}. Known are: {_listed(schools)}.")
    return found


def _listed(schools: Iterable[Organisation]) -> str:
    return ", ".join(f"{s.laestab} {s.name}" if s.laestab else s.name for s in schools) or "none"
