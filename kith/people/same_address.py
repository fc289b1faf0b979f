"""Who else is recorded at an address, for certain or perhaps: a brother's page must not say where his sister is."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kith.people.houses import Place
from kith.people.models import PersonAddress

__all__ = ["Beside", "at_same_address"]

# What stands in other letters than it is compared in is not found by its words, so it is looked at as well.
_WRITTEN_OTHERWISE = Q(lines__regex=r"[^\x01-\x7f]|[[:alnum:]]['`.][[:alnum:]]")


@dataclass(frozen=True)
class Beside:
    """The plain addresses of others which say the same house, and those which only may be it."""

    same: list[PersonAddress]
    may_be: list[PersonAddress]
    # What says none takes nobody with it of itself.
    says_house: bool

    def hidden_with_it(self, asked: Collection[UUID] = (), chosen: Collection[UUID] = ()) -> list[PersonAddress]:
        """Those to hide with it. Of the persons somebody was asked about, who only may live there, whom they chose."""
        perhaps = [one for one in self.may_be if one.person_id not in asked] if self.says_house else []
        return [*self.same, *perhaps, *(one for one in self.may_be if one.person_id in {*asked} & {*chosen})]


def at_same_address(address: PersonAddress) -> Beside:
    """Those of now or once, as far as row security shows them."""
    here = Place.of(address.lines, address.postcode)
    if address.protected or not (here.postcode or here.says_house):
        return Beside([], [], says_house=False)
    there = PersonAddress.objects.filter(_near(here), protected=False).exclude(id=address.id).order_by("id")
    places = [(one, Place.of(one.lines, one.postcode)) for one in there]
    found = [(one, here.is_same(place)) for one, place in places if here.may_be(place)]
    return Beside([one for one, same in found if same], [one for one, same in found if not same], here.says_house)


def _near(here: Place) -> Q:
    """What may be it: of its postcode, or of none with one of its numbers and the word after it, or its first line."""
    if not here.says_house:
        return Q(postcode=here.postcode)
    near = _WRITTEN_OTHERWISE | Q(*(Q(lines__icontains=word) for word in here.first.split()))
    for number, after in here.houses:
        near |= Q(lines__regex=rf"(^|\D){number}(\D|$)", lines__icontains=after)
    return Q(postcode=here.postcode) | (Q(postcode="") & near) if here.postcode else near
