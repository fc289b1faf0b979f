"""Somebody a record names and nobody here knew: written down as described, until it is said who that is.

They stand as a new, provisional person, so that who may read follows from the persons of a record as ever. Whoever
decides says that they are somebody we know, or that nobody here is.
"""

from collections.abc import Iterable
from uuid import UUID

from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.cases.correcting import identify
from kith.cases.models import Part, PartVersion
from kith.cases.rules import NotAllowed
from kith.people import actions as people
from kith.people import arrivals
from kith.people.carrying import naming
from kith.people.models import Enrolment, Person
from kith.tenancy.follows import Follows, columns

__all__ = ["NAMED", "say_who", "unsettled", "write_down"]

# The answer in which a writer names whom they did not find.
NAMED = "named"


def write_down(name: str, *, token: UUID, reader: Reader) -> UUID:
    """The person who is called that in a form of this number: made once, however often it is sent."""
    forenames, _, surname = name[:100].strip().rpartition(" ")
    told = arrivals.Told(
        forename=forenames or surname, surname=surname if forenames else "", source="Named in a concern"
    )
    person = arrivals.write_down(token=token, told=told, reader=reader, confirmed_new=True)
    made: UUID = person.id
    return made


def unsettled(parts: Iterable[Part]) -> set[UUID]:
    """Of these parts those about somebody of whom nobody has said who that is."""
    asked = {part.id: part.person_id for part in parts if part.answers.get(NAMED) and not part.struck}
    if not asked:
        return set()
    waiting = Person.objects.filter(id__in=asked.values(), status=Person.Status.PROVISIONAL)
    return {id for id in asked if asked[id] in set(waiting.values_list("id", flat=True))}


def say_who(*, part: Part, person_id: UUID | None, files: UUID, reason: str, reader: Reader) -> UUID:
    """This part is about somebody we know, or (without `person_id`) about the one who was made of the writer's words.
    May be said again, otherwise. `files`: whose files know the one who was made.

    Raises rules.NotReady and NotAllowed.
    """
    stands = Part.objects.select_for_update(of=("self",)).select_related("record").get(id=part.id)
    first = Person(id=PartVersion.objects.get(of_id=part.id, n=1).person_id)
    who: UUID = person_id or first.id
    if who == first.id:
        people.make_known(person=first, holder=files, because="named in a record")
        people.confirm(person=first)
    elif not visible_to(Person.objects.filter(id=who), reader, "person.list").exists():
        raise NotAllowed("Choose somebody you can find here.")
    identify(part=stands, person_id=who, reason=reason)
    if who != first.id and stands.person_id == first.id and not _named_elsewhere(first.id, stands.record_id):
        people.forget_known(person=first, holder=files, because="known here already")
    return who


def _named_elsewhere(person: UUID, record: UUID) -> bool:
    """Whether another record names them or they are on a roll: forgotten, nobody could see any longer what it says.
    What hangs on them in this record follows to who they prove to be."""
    of_records = (column for column in columns() if column.how is Follows.MOVES and hasattr(column.model, "record"))
    return Enrolment.objects.filter(person_id=person).exists() or any(
        naming(column, person).exclude(record_id=record).exists() for column in of_records
    )
