"""What a file may say: nothing goes past its form that reading, showing or taking in would stumble over."""

from copy import deepcopy

import pytest

from kith.access.kinds import AREAS
from kith.access.words import RecordType
from kith.sharing.handlers import Unsuitable
from kith.sharing.packing.contents import fingerprint_of
from kith.sharing.passing.content import read

SCHOOL = {"name": "Oakmere School", "urn": "100000", "laestab": "8654001"}
FILE = {
    "child": {"forename": "Mia", "surname": "Sole", "born_on": "2017-03-14"},
    "school": SCHOOL,
    "left_on": "2026-11-20",
    "records": [
        {
            "reference": "OK-1", "title": "Concern", "happened": "2026-11-20T09:00:00+00:00",
            "written": "2026-11-20T09:30:00.125Z", "shared": [], "own": [],
            "additions": [{"at": "2026-11-21T10:00:00+00:00", "words": "Rang home."}],
            "views": [{"at": "2026-11-21", "words": "I am fine."}],
        }
    ],
    "chronology": [{"day": "2026-11-20", "line": "OK-1"}],
    "documents": [
        {"n": 1, "name": "a.pdf", "kind": "", "dated": "", "sha256": "0" * 64, "size": 9, "media_type": "text/plain"},
        {"n": 2, "name": "b.pdf", "dated": "2026-05-01", "sha256": "1" * 64, "size": 9, "media_type": "text/plain"},
    ],
    "keep": "Until the 25th birthday.",
}  # fmt: skip


def sent(place=(), value=None):
    """The body with this value in this place of its file."""
    file = deepcopy(FILE)
    *steps, last = place or ("keep",)
    at = file
    for step in steps:
        at = at[step]
    at[last] = value if place else at[last]
    sender = {"name": "Jan Marsh", "role": "Lead", "reached": ""}
    return {"file": file, "sha256": fingerprint_of(file), "pages": 1, "from": sender, "to": SCHOOL, "attached": {}}


def test_a_file_as_kith_writes_it_is_read():
    """The negative control of those that follow."""
    assert read(sent())["file"] == FILE
    assert read(sent(("by_hand",), True))["file"]["by_hand"] is True


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("documents", 0, "dated"), "May"),
        (("documents", 0, "n"), -1),
        (("records", 0, "additions", 0, "at"), ""),
        (("records", 0, "views", 0, "at"), "yesterday"),
        (("records", 0, "happened"), "1998-12-31T23:59:60Z"),
        (("records", 0, "happened"), "0001-01-01T00:00:00+14:00"),
        (("records", 0, "written"), "2026-11-20"),
        (("chronology", 0, "day"), "0000-01-01"),
        (("child", "born_on"), "9990-01-01"),
        (("left_on",), "2026-02-30"),
        (("school", "name"), "Oak\0mere"),
    ],
)
def test_what_could_not_be_read_or_kept_goes_back_to_its_sender(place, value):
    with pytest.raises(Unsuitable):
        read(sent(place, value))


def test_contents_that_changed_under_an_old_fingerprint_go_back_to_their_sender():
    """Whoever signs for the fingerprint signs for what is there. The control: with its own fingerprint it is read."""
    changed = sent(("keep",), "Until the 21st birthday.")
    assert read(changed)["file"]["keep"] == "Until the 21st birthday."
    with pytest.raises(Unsuitable):
        read({**changed, "sha256": sent()["sha256"]})


def test_no_part_of_a_childs_file_is_a_concern_about_staff():
    """What the file says is not in it: an area that kept such concerns would have to be left out of the offer."""
    columns = {one for column, stricter in AREAS.values() for one in (column, *stricter.values())}
    assert not columns & {RecordType.STAFF_CONCERN, RecordType.LADO}
