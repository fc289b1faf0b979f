"""The places of a trust: a new school is opened by the trust's own administrator, and every place says its numbers."""

import re
from uuid import UUID

from kith.foundation.names import normalise
from kith.foundation.visible import is_blank
from kith.organisations import actions, staff
from kith.organisations.models import Organisation, Post
from kith.organisations.staff import NotYours
from kith.reference.roles import Role
from kith.tenancy import current
from kith.tenancy.models import Controller, Holder

__all__ = ["digits_of", "may_open", "name_numbers", "open_school", "problems_with"]

MOST = 200
NOT_A_LAESTAB = "A LAESTAB has seven digits: three of the council and four of the school, such as 865/4012."
NOT_THEIRS = "The administrator of the whole trust opens its schools."
NOT_A_URN = "A URN has five or six digits. Leave it empty if you do not know it."


def may_open(by: Post) -> bool:
    """Whoever keeps all of a trust opens its schools. A single school is one already, a council opens none."""
    kind = Controller.objects.get(id=current().controller_id).kind
    return by.role == Role.SYSTEM_ADMIN and kind == Controller.Kind.TRUST


def digits_of(text: str) -> str:
    """865/4012: 8654012."""
    return re.sub(r"[\s/-]", "", text)


def problems_with(*, name: str, laestab: str, urn: str, besides: UUID | None = None) -> dict[str, str]:
    """What keeps a place from being called and numbered so: question -> sentence. `besides` is the place itself."""
    others = Organisation.objects.exclude(id=besides)
    wrong: dict[str, str] = {}
    if is_blank(name):
        wrong["name"] = "Say what the school is called."
    elif len(name) > MOST:
        wrong["name"] = f"Shorten this: at most {MOST} characters."
    elif others.filter(name__iexact=name.strip()).exists():
        wrong["name"] = "There is a place of this name already. Say what tells them apart."
    number = digits_of(laestab)
    if not re.fullmatch(r"[0-9]{7}", number):
        wrong["laestab"] = NOT_A_LAESTAB
    elif others.filter(laestab=number).exists():
        wrong["laestab"] = "Another place here has this number."
    if urn.strip() and not re.fullmatch(r"[0-9]{5,6}", urn.strip()):
        wrong["urn"] = NOT_A_URN
    return wrong


def open_school(*, by: Post, name: str, laestab: str, urn: str) -> Organisation:
    """One more school of the trust, with files of its own that nobody of the others sees. Raises NotYours."""
    if not may_open(by):
        raise NotYours(NOT_THEIRS, "name")
    if wrong := problems_with(name=name, laestab=laestab, urn=urn):
        raise NotYours.all_of(wrong)
    holder = actions.add_holder(slug=_slug(name), name=name.strip())
    numbers = {"laestab": digits_of(laestab), "urn": urn.strip()}
    return actions.add_organisation(kind=Organisation.Kind.SCHOOL, name=name.strip(), files_of=holder, **numbers)


def name_numbers(*, by: Post, organisation_id: UUID | None, name: str, laestab: str, urn: str) -> None:
    """A school is called and numbered as the register of establishments has it. Raises NotYours."""
    place = staff.places(by).filter(id=organisation_id, kind=Organisation.Kind.SCHOOL).first()
    if place is None:
        raise NotYours("Choose a school from the list.", "name")
    if wrong := problems_with(name=name, laestab=laestab, urn=urn, besides=place.id):
        raise NotYours.all_of(wrong)
    said = {"name": name.strip(), "laestab": digits_of(laestab), "urn": urn.strip()}
    if changed := {key: value for key, value in said.items() if getattr(place, key) != value}:
        actions.bring_up_to_date(organisation=place, **changed)


def _slug(name: str) -> str:
    """Beech Hill Primary: beech-hill-primary; beech-hill-primary-2 where that is taken."""
    plain = "-".join(re.findall(r"[a-z0-9]+", normalise(name).lower()))[:40] or "school"
    taken = set(Holder.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    return next(one for n in range(1, len(taken) + 2) if (one := plain if n == 1 else f"{plain}-{n}") not in taken)
