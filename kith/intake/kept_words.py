"""What a school calls that which was written about a child since an import, by the table it stands in."""

from typing import Any

__all__ = ["called"]

# By their labels, since most of these tables are of rooms above.
_WORDS = {
    "access.bar": "Who is kept from the child",
    "access.grant": "Who may see the child",
    "cases.draft": "Something begun and not sent",
    "cases.filing": "A document",
    "cases.ownview": "What the child says of it",
    "cases.part": "A concern or another record",
    "cases.standing": "A plan or another time of support",
    "chronology.entry": "A line of the story",
    "chronology.selection": "A choice of lines of the story",
    "insight.patternanswer": "An answer about a pattern",
    "intake.paper": "A scanned paper",
    "people.attendancetally": "Attendance",
    "people.behaviourtally": "Behaviour",
    "people.chasenote": "A note on where a child who left is",
    "people.destination": "The next school",
    "people.enrolment": "A place on a roll",
    "people.merge": "That another record may be the same child’s",
    "people.mergestep": "That another record may be the same child’s",
    "people.personaddress": "An address",
    "people.personbirth": "The date of birth or the sex",
    "people.personcontact": "A way to reach them",
    "people.personidentifier": "A number such as a UPN",
    "people.personname": "A name",
    "people.relationship": "Who somebody is to the child",
    "people.support": "Support at school",
    "sharing.agencychild": "A referral to another agency",
    "sharing.leaver": "The file that goes to the next school",
    "sharing.notice": "A message",
    "sharing.sent": "A referral that was sent",
    "sharing.settled": "Who a child in a referral is",
    "sharing.took": "A file that came from another school",
    "tasks.action": "Something somebody was asked to do",
    "tasks.task": "A task",
}


def called(model: Any) -> str:
    """A name; of a table nobody has a word for, what the table is called."""
    name = str(model._meta.verbose_name)
    return _WORDS.get(model._meta.label_lower, name[:1].upper() + name[1:])
