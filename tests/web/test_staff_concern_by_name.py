"""A concern about a colleague who is written down by a name that several bear, or that nobody bears yet."""

import pytest

from kith.conduct.models import StaffConcern
from tests.web.casework import HEAD, LEAD, PASTORAL, Casework
from tests.web.test_staff_concern_answers import waits_with
from tests.web.test_staff_concern_of_a_head import the_page, who_reads
from tests.web.test_staff_concerns import ADMIN, GOVERNOR, OFFICE, also, call, the_one, write

pytestmark = pytest.mark.django_db
SAM = "Sam Reed"


@pytest.fixture
def work() -> Casework:
    made = Casework(*OFFICE, ann="bullying")
    made.client(ADMIN).post("/staff/chair/", {"to": made.post_id(GOVERNOR)})
    return made


def called_sam(work, *roles):
    for role in roles:
        call(work, role, SAM)


@pytest.mark.parametrize("other", [LEAD, PASTORAL])
def test_where_the_head_is_one_of_two_of_that_name_it_is_asked_whom_they_mean(work, other):
    """And the control: a name that only one of them bears is theirs, whichever posts they hold."""
    called_sam(work, other, HEAD)
    answer = write(work, about=None, name=" sam REED ")
    assert answer.status_code == 422 and f"Is it about {SAM}, who is head here?" in the_page(answer)
    with work.open():
        assert not StaffConcern.objects.exists()
    call(work, HEAD, "Joan Tilley")
    also(work, other, GOVERNOR)
    assert write(work, about=None, name=SAM).status_code == 302
    assert the_one(work).about_user == work.school.posts[other].user_id and who_reads(work) == {HEAD}


@pytest.mark.parametrize(
    ("said", "reads", "about"), [("yes", GOVERNOR, HEAD), ("no", HEAD, PASTORAL), ("", GOVERNOR, None)]
)
def test_of_two_of_one_name_it_is_who_was_meant_and_unanswered_it_goes_to_who_chairs(work, said, reads, about):
    called_sam(work, PASTORAL, HEAD)
    assert write(work, about=None, name=SAM, asked="yes", is_head=said).status_code == 302
    assert who_reads(work) == {reads} and set(waits_with(work, "conduct")) == {work.post_id(reads)}
    assert the_one(work).about_user == (work.school.posts[about].user_id if about else None)


def test_of_two_of_one_name_who_are_no_head_it_is_taken_for_neither(work):
    called_sam(work, LEAD, PASTORAL)
    assert write(work, about=None, name=SAM).status_code == 302
    assert the_one(work).about_user is None and who_reads(work) == {HEAD}
