"""Finding somebody by where they live or lived: a postcode, with words of the address or of a name beside it.

Only among those whose address the reader may read. Whoever has an address that is kept secret is found by none of
theirs: what is written of them in plain words must not lead anybody to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from kith.foundation.names import normalise
from kith.foundation.postcode import NotAPostcode, Postcode
from kith.people import why
from kith.people.models import Person, PersonAddress
from kith.people.queries import kept_secret
from kith.people.why import Fit

__all__ = ["Home", "living_at", "postcode_in"]

MOST = 200


@dataclass(frozen=True)
class Home:
    """An address somebody was found by, and the words that were typed beside its postcode."""

    address: PersonAddress
    beside: tuple[str, ...]

    def fit(self, names: Sequence[why.Name]) -> Fit | None:
        """Each word beside the postcode must be of the address or of a name."""
        here = set(normalise(self.address.lines).split())
        named = why.by_words([word for word in self.beside if word not in here], names)
        ended = "Former address" if self.address.until_on else "Lives at"
        return named and Fit(named.cost, named.is_close, (f"{ended} {self.address.postcode}.", *named.reasons))


def postcode_in(words: str) -> tuple[str, tuple[str, ...]] | None:
    """The postcode somebody typed, at the end or alone, and the words before it."""
    parts = words.split()
    for count in (2, 1):
        try:
            code = Postcode.parse("".join(parts[-count:]))
        except NotAPostcode:
            continue
        return str(code), tuple(normalise(" ".join(parts[:-count])).split())
    return None


def living_at(persons: QuerySet[Person], words: str) -> dict[UUID, Home]:
    """Who of these persons lives or lived at the postcode that was typed."""
    found = postcode_in(words)
    if found is None:
        return {}
    code, beside = found
    there = PersonAddress.objects.filter(postcode=code, protected=False, person_id__in=persons.values("id"))
    here = {address.person_id: address for address in there.order_by("-until_on", "id")[:MOST]}
    hidden = kept_secret(here)
    return {id: Home(address, beside) for id, address in here.items() if id not in hidden}
