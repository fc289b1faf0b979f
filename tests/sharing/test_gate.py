"""The release gate: what `ALLOWED` names passes and leaves a line, everything else stays."""

import itertools

import pytest

from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from kith.sharing import Kind, NotReleased, Way, release
from tests.rooms import lines, open_school

pytestmark = pytest.mark.django_db
WHY = {"purpose": "to mend the rows", "basis": "the school's own file"}


@pytest.fixture
def school():
    return open_school("alder", Role.DSL, Role.SCHOOL_ADMIN)


def test_an_error_file_goes_back_to_whoever_sent_the_file_in(school):
    me = school.posts[Role.SCHOOL_ADMIN].id
    with school.at_work(Role.SCHOOL_ADMIN):
        released = release(what="error file", way=Way.FILE, kind=Kind.BACK_TO_SENDER, sender=me, **WHY)
    assert released.line
    assert lines(school.controller.id, "release.") == [("release.file", "to mend the rows")]


def test_an_error_file_goes_to_nobody_else(school):
    somebody_else = school.posts[Role.DSL].id
    with school.at_work(Role.SCHOOL_ADMIN), pytest.raises(NotReleased, match="sent it in"):
        release(what="error file", way=Way.FILE, kind=Kind.BACK_TO_SENDER, sender=somebody_else, **WHY)
    assert lines(school.controller.id, "release.") == []


@pytest.mark.parametrize("way", [Way.PRINT, Way.SHOW, Way.DOWNLOAD])
def test_what_goes_to_the_own_screen_says_whom_it_is_about(school, way):
    with school.at_work(Role.DSL), pytest.raises(NotReleased, match="whom"):
        release(what="concern", way=way, kind=Kind.OWN_SCREEN, **WHY)


# Written out: a further way out has to be written here too.
ALLOWED = {
    (Kind.BACK_TO_SENDER, Way.FILE),
    (Kind.OWN_SCREEN, Way.PRINT),
    (Kind.OWN_SCREEN, Way.SHOW),
    (Kind.OWN_SCREEN, Way.DOWNLOAD),
    (Kind.CONTROLLER, Way.ENVELOPE),
    (Kind.OTHER_PARTY, Way.ENVELOPE),
    (Kind.COLLEAGUE, Way.MESSAGE),
    (Kind.NEXT_SCHOOL, Way.FILE),
    (Kind.AGENCY, Way.FILE),
    (Kind.SAME_TRUST, Way.ENVELOPE),
    (Kind.AUDIENCE, Way.FILE),
    (Kind.AUDIENCE, Way.PRINT),
    (Kind.OWN_CALENDAR, Way.FILE),
    (Kind.OWN_CALENDAR, Way.PRINT),
    (Kind.COURT, Way.FILE),
    (Kind.NEXT_KEEPER, Way.FILE),
}


@pytest.mark.parametrize(("kind", "way"), sorted(set(itertools.product(Kind, Way)) - ALLOWED))
def test_every_other_kind_is_refused(school, kind, way):
    me = school.posts[Role.DSL].id
    with school.at_work(Role.DSL), pytest.raises(NotReleased, match="yet"):
        release(what="concern", way=way, kind=kind, sender=me, subjects=[uuid7()], **WHY)


@pytest.mark.parametrize("missing", ["purpose", "basis"])
def test_a_release_says_what_for_and_on_what_basis(school, missing):
    with school.at_work(Role.DSL), pytest.raises(NotReleased, match="basis"):
        release(what="concern", way=Way.PRINT, kind=Kind.OWN_SCREEN, subjects=[uuid7()], **{**WHY, missing: "  "})
