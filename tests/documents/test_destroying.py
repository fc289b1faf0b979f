"""A document that is destroyed is ordered first and done beside it: what stops half way is known, and carried on."""

from contextlib import contextmanager
from uuid import uuid4

import pytest

from kith.audit import keys
from kith.cases import destroying, filing
from kith.documents import vault
from kith.documents.models import Version
from kith.documents.store import FolderStore
from kith.jobs import Work
from kith.jobs.queue import JobFailed
from kith.reference.roles import Role
from tests.documents.files import PDF, ready
from tests.jobs.steps import work_off
from tests.rooms import lines

pytestmark = pytest.mark.django_db
WHY = "It is another family's."


@pytest.fixture(autouse=True)
def _keys(schools):
    keys.create(schools[0].controller)


@pytest.fixture
def voided(school):
    return a_voided(school)


def a_voided(school):
    """A document of two versions about a child, which should not have been added."""
    with school.as_lead():
        made = filing.file(people=school.children[:1], holder=school.holder, ready=[ready()], token=uuid4())[0]
        filing.bring_newer(document_id=made.id, ready=ready("signed.pdf", PDF + b"%signed"), token=uuid4())
        filing.void(document_id=made.id, reason="It is another child's.")
    return made.id


def order(school, id):
    with school.as_lead():
        destroying.order(document_id=id, reason=WHY)


def a_night(school):
    destroying.carry_on_each_night(Work(school.controller, None, destroying.DESTROYER))


def left_of(school, id):
    """Which of its versions have a key or bytes somewhere."""
    with school.as_lead():
        return vault.stored() & set(Version.objects.filter(document_id=id).values_list("id", flat=True))


def said(school):
    return lines(school.controller, "document.destroy")


ORDERED, DONE = ("document.destroy", WHY), ("document.destroyed", "")


@contextmanager
def fails_after(steps):
    """Of the six steps (two keys and the bytes, of two versions) so many are made."""
    left = [steps]

    def only_some(real):
        def step(*args, **more):
            left[0] -= 1
            if left[0] < 0:
                raise OSError("the disk is gone")
            return real(*args, **more)

        return step

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "erase", only_some(keys.erase))
        patched.setattr(FolderStore, "delete", only_some(FolderStore.delete))
        yield


@pytest.fixture(params=range(6))
def stopped(request, school, voided):
    """Ordered, and begun as far as that step."""
    with fails_after(request.param):
        order(school, voided)
        with pytest.raises(JobFailed):
            work_off()
    return voided


def test_what_stopped_half_way_is_known_in_the_ledger_and_on_its_row(school, stopped):
    assert said(school) == [ORDERED] and left_of(school, stopped)
    with school.as_lead():
        kept = filing.look(stopped, school.reader(Role.DSL))
    assert kept.ordered_at and not kept.done_at


def test_what_stopped_half_way_is_destroyed_when_it_is_ordered_again(school, stopped):
    order(school, stopped)
    work_off()
    assert said(school) == [ORDERED, DONE] and not left_of(school, stopped)


def test_what_stopped_half_way_is_carried_on_in_the_night(school, stopped):
    a_night(school)
    assert said(school) == [ORDERED, DONE] and not left_of(school, stopped)
    with school.as_lead():
        assert filing.look(stopped, school.reader(Role.DSL)).done_at
    a_night(school)
    assert said(school) == [ORDERED, DONE]


def test_one_that_fails_every_night_keeps_none_of_the_others(school, voided, caplog, monkeypatch):
    other = a_voided(school)
    order(school, voided)
    order(school, other)
    real, broken = vault.erase, left_of(school, voided)

    def erase(version):
        if version in broken:
            raise OSError("the disk is gone")
        real(version)

    monkeypatch.setattr(vault, "erase", erase)
    a_night(school)
    assert left_of(school, voided) == broken and not left_of(school, other)
    assert "still not destroyed: OSError" in caplog.text and str(voided) not in caplog.text


def test_ordering_alone_destroys_nothing_and_nobody_but_the_order_does(school, voided):
    """The controls: without an order the night leaves what is only voided; with one, nothing is gone before the job."""
    a_night(school)
    assert len(left_of(school, voided)) == 2 and said(school) == []
    order(school, voided)
    assert len(left_of(school, voided)) == 2 and said(school) == [ORDERED]


def test_ordered_twice_it_is_destroyed_once_and_for_the_reason_given_first(school, voided):
    order(school, voided)
    with school.as_lead():
        destroying.order(document_id=voided, reason="Again.")
    assert work_off() == 2
    assert said(school) == [ORDERED, DONE]
