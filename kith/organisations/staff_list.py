"""Many colleagues at once from a list: read, shown line by line before anything is done, given, and taken back.

A line is a name, an address and what they do, in the words of the roles or those schools use for them. An
administrator's post is given by itself, never from a list.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from kith.accounts.models import User
from kith.organisations import staff
from kith.organisations.models import Post
from kith.organisations.staff import NotYours
from kith.reference.roles import Role

__all__ = ["MOST", "Line", "give_all", "lines_of", "read"]

# More than works in a large school; a longer list is two.
MOST = 300
LONGEST_NAME = 200
APART = ",;\t"
NAMES, ADDRESSES, DOES = {"name", "full name"}, {"e-mail", "email", "e-mail address", "email address"}, {"role", "post"}
# What people write for a role, beside its own words.
SAID = {
    "teacher": Role.SCHOOL_STAFF, "teaching assistant": Role.SCHOOL_STAFF, "ta": Role.SCHOOL_STAFF,
    "staff": Role.SCHOOL_STAFF, "lunchtime supervisor": Role.SCHOOL_STAFF, "caretaker": Role.SCHOOL_STAFF,
    "office": Role.SCHOOL_ADMIN, "administrator": Role.SCHOOL_ADMIN, "dsl": Role.DSL, "safeguarding lead": Role.DSL,
    "deputy dsl": Role.DEPUTY_DSL, "ddsl": Role.DEPUTY_DSL, "deputy safeguarding lead": Role.DEPUTY_DSL,
    "head": Role.HEADTEACHER, "head teacher": Role.HEADTEACHER, "principal": Role.HEADTEACHER,
    "pastoral": Role.PASTORAL_LEAD, "attendance": Role.ATTENDANCE_LEAD, "slt": Role.SLT,
}  # fmt: skip
# Between two roles of one person.
BETWEEN = re.compile(r"\s+and\s+|\s*[&+/]\s*", re.IGNORECASE)
BY_ITSELF = frozenset({Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN})
NO_ROLE = "Say what they do in the words of a role, such as School staff or Designated safeguarding lead."
ADMINISTRATOR = "An administrator’s post is given by itself, under People and posts."
CLOSED = "This account is closed. Open it again first, on its own page."
TWICE = "This address stands in the list twice with the same role."


@dataclass(frozen=True)
class Line:
    """A line of the list: what it asks for, what keeps it from being done, or that it is so already."""

    number: int
    name: str
    email: str
    said: str
    role: Role | None = None
    problems: tuple[str, ...] = ()
    has_account: bool = False
    stands: bool = False
    # The account is made for an earlier line of the same person.
    again: bool = False


def read(text: str) -> list[Line]:
    """The lines as typed or as a spreadsheet saves them; the first may say which column is which. Pure."""
    rows = [(n, row) for n, row in enumerate(csv.reader(text.splitlines(), delimiter=_apart(text)), 1) if any(row)]
    if not rows:
        return []
    order, begins = _order([one.strip().casefold() for one in rows[0][1]])
    return [one for number, row in rows[begins:] for one in _lines(number, [*map(str.strip, row), "", "", ""], order)]


def _apart(text: str) -> str:
    """What stands between the columns: whichever there is most of."""
    return max(APART, key=text.count)


def _order(first: list[str]) -> tuple[tuple[int, int, int], int]:
    """Which column is name, address and role; and how many lines say so."""
    places = [next((n for n, one in enumerate(first) if one in said), None) for said in (NAMES, ADDRESSES, DOES)]
    name, address, does = places
    return ((0, 1, 2), 0) if None in places else ((name or 0, address or 0, does or 0), 1)


def _lines(number: int, row: list[str], order: tuple[int, int, int]) -> list[Line]:
    """A line as it was typed, or one for each post where what they do takes two: "Head and DSL"."""
    name, email, said = (row[place] if place < len(row) else "" for place in order)
    told = [_role(one) for one in BETWEEN.split(said)]
    roles = told if len(told) > 1 and all(told) else [_role(said)]
    return [Line(number, name[:LONGEST_NAME], email.lower(), said, role) for role in roles]


def _role(said: str) -> Role | None:
    told = said.strip().casefold()
    return next((role for role in Role if told in (role.value, role.words.casefold())), None) or SAID.get(told)


def lines_of(*, by: Post, organisation_id: UUID | None, text: str) -> list[Line]:
    """What would be done for each line at this place. Raises NotYours for a list that cannot be looked at at all."""
    found = read(text)
    if not staff.places(by).filter(id=organisation_id).exists():
        raise NotYours("Choose a place from the list.", "place")
    if not found:
        raise NotYours("Type the list, or choose its file: a line for each person.", "lines")
    if len(found) > MOST:
        raise NotYours(f"The list has {len(found)} lines. Up to {MOST} go at once.", "lines")
    known = {user.email: user for user in User.objects.filter(email__in=[one.email for one in found])}
    held = set(
        Post.objects.filter(staff.lasting(), organisation_id=organisation_id, user__in=known.values()).values_list(
            "user_id", "role"
        )
    )
    seen = Counter((one.email, one.role) for one in found)
    looked = [_looked_at(one, by, known.get(one.email), held, seen[one.email, one.role] > 1) for one in found]
    return [replace(one, again=one.email in {before.email for before in looked[:n]}) for n, one in enumerate(looked)]


def _looked_at(one: Line, by: Post, user: User | None, held: set[tuple[UUID, str]], twice: bool) -> Line:
    problems = list(staff.wrong_about(by=by, email=one.email, name=one.name, user=user).values())
    if one.role in BY_ITSELF:
        problems.append(ADMINISTRATOR)
    elif one.role not in staff.roles():
        problems.append(NO_ROLE)
    if user is not None and not user.is_active:
        problems.append(CLOSED)
    if twice:
        problems.append(TWICE)
    stands = user is not None and one.role is not None and (user.id, one.role.value) in held
    return replace(one, problems=tuple(problems), has_account=user is not None, stands=stands)


def give_all(*, by: Post, organisation_id: UUID, lines: Iterable[Line]) -> list[tuple[Post, bool]]:
    """A post from now on for each line that has none yet, and whether its account was made with it. Raises NotYours
    where one of them cannot be given."""
    given = []
    for one in lines:
        if one.stands:
            continue
        if one.problems or one.role is None:
            raise NotYours(f"Line {one.number}: {' '.join(one.problems) or NO_ROLE}", "lines")
        what = {"email": one.email, "name": one.name, "organisation_id": organisation_id, "role": one.role.value}
        given.append(staff.give(by=by, **what, from_on=None, last_on=None))  # type: ignore[arg-type]
    return given
