"""Where a file goes, or that nobody knows; what of it goes, and what was decided of each name in it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kith import audit
from kith.sharing.models import Leaver
from kith.sharing.packing.making import KEEP, OUT, TAKE_OUT, Choice
from kith.sharing.passing.leaving import HELD_TASKS, off_the_lists
from kith.sharing.passing.schools import Destination

__all__ = ["choose", "chosen_of", "go_to", "hold"]


def go_to(*, leaver: Leaver, to: Destination | None, name: str, lead: str, urn: str = "", laestab: str = "") -> None:
    """Say which school it goes to and who leads there; without `to` it is one that is not on Kith."""
    leaver.to_controller = to.controller if to else None
    leaver.to_name, leaver.to_urn, leaver.to_laestab = (to.name, to.urn, to.laestab) if to else (name, urn, laestab)
    leaver.to_lead, leaver.held, leaver.held_why, leaver.held_at = lead.strip(), False, "", None
    leaver.save()
    off_the_lists(leaver, "The next school is known", HELD_TASKS)
    _line(leaver, "address", {"school": leaver.to_name, "on_kith": to is not None})


def hold(*, leaver: Leaver, why: str) -> None:
    """Nobody knows where the child went: the file stays, and somebody is asked again and again until it is known. Held
    once more, with what was tried since, it is asked anew."""
    leaver.held, leaver.held_why, leaver.held_at = True, why.strip(), timezone.now()
    leaver.to_controller, leaver.to_name, leaver.to_urn, leaver.to_laestab, leaver.to_lead = None, "", "", "", ""
    leaver.save()
    off_the_lists(leaver, "Held: nobody knows the next school")
    _line(leaver, "hold", reason=leaver.held_why)


def choose(*, leaver: Leaver, choice: Choice) -> None:
    """Keep which records and documents go and what was decided of each name."""
    leaver.chosen = choice.as_kept()
    leaver.save(update_fields=["chosen"])
    names = list(choice.names.values())
    counted = {what: names.count(what) for what in (KEEP, TAKE_OUT, OUT)}
    _line(leaver, "choose", {"records": len(choice.records), "documents": len(choice.documents), "names": counted})


def chosen_of(leaver: Leaver) -> Choice | None:
    """What was chosen before; None where nobody has chosen yet."""
    return Choice.kept(leaver.chosen) if leaver.chosen else None


def _line(leaver: Leaver, verb: str, detail: Mapping[str, Any] | None = None, reason: str = "") -> None:
    about = {"leaver": str(leaver.id), **(detail or {})}
    audit.record(f"file.{verb}", subjects=[leaver.person_id], holder=leaver.holder_id, reason=reason, detail=about)
