"""What imports do because of something that happened elsewhere, and to keep a protected address to nobody.

An address somebody hides is taken out of the rows of files that arrived before. A file that comes later brings it
again: as soon as a row is found to be, or perhaps to be, that child, it loses its address too. So does every other row
that gives the same address, whoever it is about: a sister's page must not say where her brother hides.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith import audit
from kith.intake import kept_files
from kith.intake.facts import PROTECTED
from kith.intake.models import Batch, FilePiece, Row, Settled, print_of
from kith.people.bulk import known_to
from kith.people.events import AddressProtected
from kith.people.models import PersonAddress
from kith.people.secret_places import SecretPlaces

# Up to so many postcodes the database is asked for; of more, every address is looked at here.
FEW = 5
# Rows whose address may go into a record yet: those that wait, and those that propose one.
WRITES_STILL = Q(applied_at=None) | Q(proposals__contains=[[PROTECTED[0]]])

__all__ = ["on_address_protected", "withhold_addresses", "withhold_protected"]


def on_address_protected(event: AddressProtected) -> None:
    """Rows that arrived before a family had to hide keep no address in plain words, nor do the files they came in."""
    _withhold(Row.objects.all(), [event.person_id])
    secret = SecretPlaces(PersonAddress.objects.filter(protected=True, person_id=event.person_id))
    _withhold_there(Row.objects.filter(WRITES_STILL), secret)
    if secret:
        kept_files.let_go(secret)


def withhold_protected(batch: Batch) -> None:
    """Rows of a batch that was just compared, and are or may be a child whose address is protected, lose theirs."""
    rows, protected = Row.objects.filter(batch=batch), PersonAddress.objects.filter(protected=True)
    _withhold(rows, list(protected.values_list("person_id", flat=True).distinct()))
    secret = SecretPlaces(protected.filter(person_id__in=known_to(batch.holder_id).values("person_id")))
    if secret:
        found = _withhold_there(rows.filter(WRITES_STILL), secret)
        detail = {"batch": str(batch.id), "rows": found}
        audit.record("import.compare_protected", holder=batch.holder_id, detail=detail)


def withhold_addresses(rows: Iterable[Row]) -> None:
    """Take the address, and the adults who may live there, out of what these rows keep of their file and propose. What
    was accepted stands in the record, and can still be taken back."""
    rows = list(rows)
    accepted = Settled.objects.filter(row__in=rows, accepted=True, taken_back_at=None).values_list("row", "what")
    stays = set(accepted)
    for row in rows:
        had = "addresses" in row.staged
        row.staged = {name: value for name, value in row.staged.items() if name not in ("addresses", "contacts")}
        others = [one for one in row.proposals if one[0] != PROTECTED[0] or (row.id, print_of(*one)) in stays]
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
    _let_go(list({row.id: row for row in [*about, *rows.filter(like)]}.values()))


def _withhold_there(rows: Any, secret: SecretPlaces) -> int:
    """Rows that give an address which is kept secret for somebody: how many there are."""
    if not secret:
        return 0
    given = rows.filter(staged__has_key="addresses")
    if 0 < len(secret.postcodes) <= FEW:
        at = (Q(staged__addresses__contains=[{"postcode": one}]) for one in (*secret.postcodes, ""))
        given = given.filter(reduce(or_, at))
    given = given.values_list("id", "staged__addresses")
    there = [id for id, homes in given if any(secret.hold("\n".join(one["lines"]), one["postcode"]) for one in homes)]
    _let_go(list(Row.objects.filter(id__in=there)))
    return len(there)


def _let_go(rows: Sequence[Row]) -> None:
    FilePiece.objects.filter(batch__in={row.batch_id for row in rows}).delete()
    withhold_addresses(rows)
