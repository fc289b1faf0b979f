"""What imports do because of something that happened elsewhere, and to keep a protected address to nobody.

An address somebody hides is taken out of the rows of files that arrived before. A file that comes later brings it
again: as soon as a row is found to be, or perhaps to be, that child, it loses its address too.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.intake.facts import PROTECTED
from kith.intake.models import Batch, FilePiece, Row
from kith.people.events import AddressProtected
from kith.people.models import PersonAddress

__all__ = ["on_address_protected", "withhold_addresses", "withhold_protected"]


def on_address_protected(event: AddressProtected) -> None:
    """Rows that arrived before a family had to hide keep no address in plain words, nor do the files they came in."""
    _withhold(Row.objects.all(), [event.person_id])


def withhold_protected(batch: Batch) -> None:
    """Rows of a batch that was just compared, and are or may be a child whose address is protected, lose theirs."""
    protected = PersonAddress.objects.filter(protected=True).values_list("person_id", flat=True)
    _withhold(Row.objects.filter(batch=batch), list(protected.distinct()))


def withhold_addresses(rows: Iterable[Row]) -> None:
    """Take the address, and the adults who may live there, out of what these rows keep of their file and propose."""
    for row in rows:
        had = "addresses" in row.staged
        row.staged = {name: value for name, value in row.staged.items() if name not in ("addresses", "contacts")}
        others = [one for one in row.proposals if one[0] != PROTECTED[0]]
        row.proposals = [*others, list(PROTECTED)] if had or others != row.proposals else others
        row.save(update_fields=["staged", "proposals"])


def _withhold(rows: Any, persons: list[UUID]) -> None:
    """Rows about these persons, or like a row about them."""
    if not persons:
        return
    about = list(rows.filter(Q(person_id__in=persons) | Q(candidates__overlap=persons)))
    like = Q(pk__in=[])
    for row in about:
        like |= Q(batch_id=row.batch_id, like_row=row.n)
    found = {row.id: row for row in [*about, *rows.filter(like)]}.values()
    FilePiece.objects.filter(batch__in={row.batch_id for row in found}).delete()
    withhold_addresses(found)
