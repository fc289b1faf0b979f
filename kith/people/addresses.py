"""Where somebody lives, and hiding it.

A protected address is sealed in the key store before it is written. What was written in plain words before somebody
had to hide is sealed with it, version by version: it was true then and must not be read now. Nothing but the
deliberate, logged step of `reveal_address` opens it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from kith import audit
from kith.audit import keys
from kith.foundation.ids import uuid7
from kith.people import rules
from kith.people.events import AddressProtected
from kith.people.models import Person, PersonAddress, PersonAddressVersion
from kith.people.same_address import at_same_address
from kith.tenancy import announce, history

__all__ = [
    "add_address",
    "in_plain_words",
    "protect_address",
    "protect_household",
    "reveal_address",
    "sealed",
]


def add_address(
    *, person: Person, lines: str, postcode: str = "", protected: bool = False, household: bool = False, **more: Any
) -> PersonAddress:
    """An address. A protected one is sealed before it is written: its plain columns stay empty. With `household` it is
    hidden for everybody who is recorded there."""
    line = audit.record("person.address", subjects=[person.id], detail={"protected": protected})
    id, postcode = uuid7(), rules.read_postcode(postcode)
    words = sealed(id, lines, postcode) if protected else {"lines": lines, "postcode": postcode}
    values = {"id": id, "person_id": person.id, **more, **words}
    address: PersonAddress = history.write(PersonAddress, values=values, line=line)
    if protected:
        announce(AddressProtected(person.id))
    if protected and household:
        for other in at_same_address(PersonAddress(id=id, lines=lines, postcode=postcode)).hidden_with_it():
            protect_address(address=other, based_on=other.n)
    return address


def protect_address(*, address: PersonAddress, based_on: int) -> PersonAddress:
    """Hide an address from now on, in every version of it. Raises history.Conflict."""
    line = audit.record("person.protect_address", subjects=[address.person_id], detail={"address": str(address.id)})
    if address.protected:
        return address
    values = sealed(address.id, address.lines, address.postcode)
    kept: PersonAddress = history.write(PersonAddress, id=address.id, based_on=based_on, values=values, line=line)
    for version in PersonAddressVersion.objects.filter(of_id=address.id, protected=False):
        words = sealed(address.id, version.lines, version.postcode)
        PersonAddressVersion.objects.filter(id=version.id).update(**words)
    announce(AddressProtected(address.person_id))
    return kept


def protect_household(
    *, address: PersonAddress, based_on: int, asked: Collection[UUID] = (), chosen: Collection[UUID] = ()
) -> list[PersonAddress]:
    """Hide an address for everybody who lives there. Of persons who only may, and whom somebody was `asked` about, it
    is hidden for whom they chose."""
    others = at_same_address(address).hidden_with_it(asked, chosen)
    here = protect_address(address=address, based_on=based_on)
    return [here, *(protect_address(address=other, based_on=other.n) for other in others)]


def reveal_address(*, address: PersonAddress) -> tuple[str, str]:
    """The lines and postcode of a protected address: a deliberate step, and a line of its own."""
    audit.record("person.reveal_address", subjects=[address.person_id], detail={"address": str(address.id)})
    return in_plain_words(address)


def in_plain_words(address: PersonAddress) -> tuple[str, str]:
    """The lines and postcode as they were written. Only for the two verbs that leave a line: reveal and correct."""
    if not address.protected:
        return address.lines, address.postcode
    lines, _, postcode = keys.unseal(record=address.id, kind="address", data=address.sealed).rpartition("\n")
    return lines, postcode


def sealed(id: UUID, lines: str, postcode: str) -> dict[str, Any]:
    """What the columns of a protected address hold: nothing in plain words."""
    seal = keys.seal(record=id, kind="address", value=f"{lines}\n{postcode}")
    return {"protected": True, "sealed": seal, "lines": "", "postcode": ""}
