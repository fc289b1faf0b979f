"""What a browser kept without a connection is posted: where no writer will come for it, whoever is there is told."""

from base64 import b64encode

import pytest
from django.utils import timezone

from kith import audit
from kith.accounts.models import User
from kith.cases.models import Draft
from kith.cases.unsent import Sealed
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.cases.test_unsent import as_a_browser_would
from tests.rooms import School, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
TEACHER, LEAD = Role.SCHOOL_STAFF, Role.DSL
WORDS = "He was crying in the corridor."


@pytest.fixture
def school() -> School:
    return open_school("oakmere", TEACHER, LEAD)


def sealed_by(school: School, email: str, **more: str) -> Sealed:
    """Typed on the empty form just now, with this address on it."""
    with school.at_work(TEACHER):
        said = {"email": email, "given": {"description": WORDS, **more}}
        return as_a_browser_would(school.controller.id, *audit.keys.for_browsers(), said, timezone.now())


def come_in(school: School, role: Role, one: Sealed) -> tuple[int, str]:
    said = {name: b64encode(getattr(one, name)).decode() for name in ("shown", "nonce", "words")}
    ids = {"controller": str(one.controller), "pair": str(one.pair), "token": str(one.token), "at": str(one.at)}
    answer = client_for(school.posts[role].id).post("/concerns/unsent/", said | ids)
    page = answer.content.decode()
    assert WORDS not in page
    return answer.status_code, page


def address(school: School, role: Role) -> str:
    return User.objects.get(id=school.posts[role].user_id).email


def test_an_address_that_nobody_has_is_said_to_whoever_signs_in(school):
    """And the control: what waits for a colleague is told to nobody else."""
    status, page = come_in(school, TEACHER, sealed_by(school, "techer@oakmere.example"))
    assert status == 409 and "an e-mail address that nobody here signs in with" in page
    status, page = come_in(school, TEACHER, sealed_by(school, address(school, LEAD)))
    assert status == 409 and "without a connection" not in page
    status, page = come_in(school, LEAD, sealed_by(school, f" {address(school, LEAD).upper()}"))
    assert status == 201 and "is a draft of yours again" in page


def test_what_was_locked_on_the_form_of_another_place_is_said_to_be(school):
    other = open_school("hollin", TEACHER)
    status, page = come_in(school, TEACHER, sealed_by(other, address(school, TEACHER)))
    assert status == 409 and "on a form of another school or office" in page


def test_what_it_says_of_its_page_is_bounded(school):
    one = sealed_by(school, address(school, TEACHER), **{"draft.edit": "9" * 400, "draft.seen": "x" * 100_000})
    assert come_in(school, TEACHER, one)[0] == 201
    with tenancy(school.controller.id, system="importer"):
        assert Draft.objects.get().answers["description"] == WORDS
