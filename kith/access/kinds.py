"""Which column of the access model an area, a category or a named action belongs to. No Django."""

from functools import cache

from kith.access.words import RecordType, Verb
from kith.areas import all_areas, area
from kith.reference.codes import code_set
from kith.reference.roles import Role

# Area -> its column, and the categories that have a stricter one: each area says so itself.
AREAS: dict[str, tuple[RecordType, dict[str, RecordType]]] = {
    one.name: (RecordType(one.column), {code: RecordType(column) for code, column in one.stricter.items()})
    for one in all_areas()
}

# What pages ask for, in the words the ledger uses.
ACTIONS: dict[str, tuple[RecordType, Verb]] = {
    "person.find": (RecordType.PERSON, Verb.FLAG),
    "person.list": (RecordType.PERSON, Verb.SUMMARY),
    "person.view": (RecordType.PERSON, Verb.READ),
    "person.edit": (RecordType.PERSON, Verb.WRITE),
    "concern.submit": (RecordType.CONCERN, Verb.SUBMIT),
    "concern.receipt": (RecordType.CONCERN, Verb.RECEIPT),
    "concern.read": (RecordType.CONCERN, Verb.READ),
    "concern.work": (RecordType.CONCERN, Verb.WRITE),
    # Reading one and answering for it; who sends one may log a concern about a child.
    "staff_concern.read": (RecordType.STAFF_CONCERN, Verb.READ),
    "staff_concern.work": (RecordType.STAFF_CONCERN, Verb.WRITE),
    "ledger.view": (RecordType.AUDIT, Verb.READ),
    "import.run": (RecordType.PERSON, Verb.WRITE),
    "report.read": (RecordType.SCHOOL_REPORT, Verb.READ),
    "report.write": (RecordType.SCHOOL_REPORT, Verb.WRITE),
    "report.totals": (RecordType.SCHOOL_REPORT, Verb.TOTALS),
    # Reading and working on the records of each other area, by its column; and sending one without reading any.
    **{f"{name}.read": (column, Verb.READ) for name, (column, _) in AREAS.items() if name != "concern"},
    **{f"{name}.work": (column, Verb.WRITE) for name, (column, _) in AREAS.items() if name != "concern"},
    **{f"{name}.submit": (column, Verb.SUBMIT) for name, (column, _) in AREAS.items() if name != "concern"},
}
# Actions about all children of the holder at once: the role alone must open them.
AT_LARGE = frozenset({"import.run"})


@cache
def givable_kinds() -> tuple[str, ...]:
    """The kinds of concern that may be given to a team: all that have no stricter rule of their own."""
    _, stricter = AREAS["concern"]
    return tuple(one.code for one in code_set(area("concern").field("category").code_set) if one.code not in stricter)


@cache
def own_categories(role: Role, area_name: str = "concern") -> frozenset[str]:
    """The categories of an area that are this role's own: those whose audience the declaration gives it."""
    declared = area(area_name)
    audiences = {word for see in declared.sees if role in see.roles for word in see.categories}
    if not audiences:
        return frozenset()
    codes = code_set(declared.field("category").code_set)
    return frozenset(code.code for code in codes if audiences & set(code.more["audience"].split()))
