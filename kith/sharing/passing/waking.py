"""A file that is held until somebody knows the next school: it wakes as soon as that is known, whoever found it out."""

from datetime import date
from typing import Any

from django.db.models import Q

from kith import audit
from kith.people.models import Destination, DestinationVersion, Enrolment, EnrolmentVersion
from kith.sharing.models import Leaver
from kith.sharing.passing.leaving import AHEAD, off_the_lists, open_again
from kith.sharing.passing.schools import Destination as On
from kith.sharing.passing.schools import on_kith
from kith.tenancy.models import Fact

__all__ = ["NextSchool", "is_the_school", "known_school", "wake_what_is_known"]

# Its name and its DfE number.
NextSchool = tuple[str, str]


def wake_what_is_known() -> int:
    """Give every held file the school that became known since it was held, and put it on the list again. Returns how
    many that woke."""
    held = Leaver.objects.filter(held=True, stayed_on=None).select_related("organisation").order_by("id")
    known = [(one, place) for one in held if (place := known_school(one))]
    for one, place in known:
        _wake(one, place)
    return len(known)


def known_school(leaver: Leaver) -> NextSchool | None:
    """The school a child went to from here, as it was said among the children who left or as another roll here says.
    Of a file that is held only what became known since: whoever held it knew the rest."""
    return _said(leaver) or _on_a_roll(leaver)


def _said(leaver: Leaver) -> NextSchool | None:
    whose = {"person_id": leaver.person_id, "holder_id": leaver.holder_id, "kind": Destination.Kind.SCHOOL}
    since = max(leaver.left_on, date.min + AHEAD) - AHEAD
    said = Destination.objects.filter(**whose, from_on__gte=since).exclude(name="")
    found = said.order_by("-from_on", "-id").first()
    return (found.name, found.laestab) if found and _is_new(leaver, found, DestinationVersion) else None


def _is_new(leaver: Leaver, fact: Fact, versions: Any) -> bool:
    """Whether it became known after the file was held."""
    since = leaver.held_at
    return since is None or versions.objects.filter(of_id=fact.id, recorded_at__gt=since).exists()


def _on_a_roll(leaver: Leaver) -> NextSchool | None:
    """A school of the same trust. A dual place of before says nothing of where they went."""
    later = Q(from_on__gte=leaver.left_on) & (Q(until_on=None) | Q(until_on__gt=leaver.left_on))
    places = Enrolment.objects.filter(later, person_id=leaver.person_id).exclude(organisation=leaver.organisation_id)
    found = places.select_related("organisation").order_by("-from_on", "-id").first()
    if found is None or not _is_new(leaver, found, EnrolmentVersion):
        return None
    return found.organisation.name, found.organisation.laestab


def _wake(leaver: Leaver, place: NextSchool) -> None:
    name, laestab = place
    there = next((one for one in on_kith(leaver.organisation) if is_the_school(one, place)), None)
    leaver.held, leaver.held_why, leaver.held_at = False, "", None
    leaver.to_controller = there.controller if there else None
    leaver.to_name, leaver.to_urn = (there.name, there.urn) if there else (name, "")
    leaver.to_laestab = there.laestab if there else laestab
    leaver.save()
    about = {"leaver": str(leaver.id), "on_kith": there is not None}
    audit.record("file.wake", subjects=[leaver.person_id], holder=leaver.holder_id, detail=about)
    off_the_lists(leaver, "The next school is known")
    open_again(leaver)


def is_the_school(one: On, place: NextSchool) -> bool:
    """By its number; by its name only where one of them has none."""
    return one.laestab == place[1] if one.laestab and place[1] else one.name.casefold() == place[0].casefold()
