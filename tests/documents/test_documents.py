"""Documents of records and persons: open to whoever may read all they hang on, kept as they came, or destroyed."""

import random
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from hashlib import sha256
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.access.models import Bar, Grantee, Subject
from kith.audit import keys
from kith.audit.keystore import NoKey
from kith.audit.models import Detail
from kith.cases import actions, destroying, filing
from kith.cases.actions import OwnAnswers
from kith.cases.models import Filing, Part
from kith.cases.rules import NotReady
from kith.documents import queries, sweeping, vault
from kith.documents.actions import NotDone
from kith.documents.models import Document, Version
from kith.documents.store import store
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.documents.files import PDF, ready
from tests.jobs.steps import work_off
from tests.rooms import lines

pytestmark = pytest.mark.django_db
NAME = "Quillabet Zephyrton, injuries.pdf"


@pytest.fixture(autouse=True)
def _keys(schools):
    keys.create(schools[0].controller)


def about(school, *children, role=Role.DSL, **more):
    """A document on these children's pages, brought by the lead."""
    given = {"people": list(children) or school.children[:1], "holder": school.holder, "token": uuid4()}
    with school.at_work(role):
        return filing.file(**{"ready": [ready(NAME)], **given, **more})[0].id


def on_a_concern(school, *children, category=""):
    """A concern of the teacher about these children, and a document of hers about all of them."""
    with school.as_teacher():
        record = school.send(
            *(OwnAnswers(child, "victim", {"child_words": "He hit me."}, category) for child in children)
        )
        made = filing.file(people=children, holder=school.holder, ready=[ready(NAME)], token=uuid4(), record=record)
    return record, made[0].id


def seen_by(school, role, **reader):
    with school.at_work(role):
        found = filing.documents_open_to(school.reader(role, **reader))
        return {one.id for one in found}


def closed(child, school, *, level=2):
    with tenancy(school.controller, system="importer"):
        Bar.objects.create(
            grantee_kind=Grantee.EVERYBODY, grantee_id=school.controller, subject_kind=Subject.PERSON,
            subject_id=child, level=level, since=timezone.now(),
        )  # fmt: skip


def test_what_was_brought_comes_back_and_says_what_it_is(school):
    id = about(school, kind="report", dated=date(2026, 3, 3))
    with school.as_lead():
        kept = filing.look(id, school.reader(Role.DSL))
        assert b"".join(queries.read(kept.now)) == PDF
        assert (kept.name, kept.kind, kept.dated) == (NAME, "report", date(2026, 3, 3))
        assert (kept.now.sha256, kept.now.size) == (sha256(PDF).hexdigest(), len(PDF))


@pytest.mark.shows("C20")
def test_neither_the_store_nor_a_table_says_the_name_or_a_word_of_it(school):
    id = about(school)
    with school.as_lead():
        version = Version.objects.get(document_id=id)
        kept = b"".join(store().get(school.controller, version.id))
        assert b"Catalog" not in kept and b"PDF" not in kept
        told = " ".join(map(str, [bytes(version.sealed), *Document.objects.values(), *Version.objects.values()]))
        told += " ".join(Detail.objects.values_list("facts", flat=True))
    assert "Quillabet" not in told and sha256(PDF).hexdigest() not in told


@pytest.mark.shows("C37")
def test_every_deed_is_a_line_about_the_child(school):
    id = about(school)
    with school.as_lead():
        filing.say(document_id=id, kind="report", dated=None)
        filing.bring_newer(document_id=id, ready=ready(), token=uuid4())
        filing.void(document_id=id, reason="It is another child's.")
    said = [action for action, _ in lines(school.controller, "document.")]
    assert said == ["document.add", "document.say", "document.bring_newer", "document.void"]


def test_the_same_form_sent_again_adds_nothing(school):
    token = uuid4()
    first, second = (about(school, token=token) for _ in range(2))
    assert first == second
    with school.as_lead():
        assert Document.objects.count() == Version.objects.count() == Filing.objects.count() == 1


def test_a_document_of_a_page_is_seen_by_whoever_reads_the_page(school):
    id = about(school)
    assert {role for role in school.posts if id in seen_by(school, role)} == {Role.DSL, Role.HEADTEACHER}
    assert seen_by(school, Role.DSL, second_factor=False) == set()


def test_another_school_of_the_trust_is_shown_nothing(schools):
    id = about(schools[0])
    other = schools[1]
    assert seen_by(other, Role.DSL) == set()
    with other.as_lead():
        assert filing.look(id, other.reader(Role.DSL)) is None and not Document.objects.exists()


def test_a_document_of_a_concern_is_seen_by_whoever_reads_the_part_of_every_child_it_concerns(school):
    first, second = school.children[:2]
    _, id = on_a_concern(school, first, second)
    assert id in seen_by(school, Role.DSL)
    assert id not in seen_by(school, Role.SCHOOL_STAFF) | seen_by(school, Role.GOVERNOR)
    closed(second, school)
    assert id not in seen_by(school, Role.DSL)


def test_one_that_concerns_only_the_other_child_stays_open(school):
    first, second = school.children[:2]
    record, both = on_a_concern(school, first, second)
    alone = about(school, first, record=record)
    closed(second, school)
    assert seen_by(school, Role.DSL) == {alone}
    with school.as_lead():
        reader = school.reader(Role.DSL)
        assert [one.id for one in filing.of_record(record, reader)] == [alone]
        assert [one.id for one in filing.of_person(first, reader)] == [alone]
        assert filing.look(both, reader) is None


def test_a_bar_on_one_reader_shuts_documents_too(school):
    id = about(school)
    with tenancy(school.controller, system="importer"):
        Bar.objects.create(
            grantee_kind=Grantee.POST, grantee_id=school.lead, subject_kind=Subject.PERSON, kind="conflict",
            subject_id=school.children[0], since=timezone.now(),
        )  # fmt: skip
    assert id not in seen_by(school, Role.DSL) and id in seen_by(school, Role.HEADTEACHER)


def test_without_the_question_every_document_of_the_school_would_be_seen(school, monkeypatch):
    """The negative control of the four above."""
    id = about(school)
    closed(school.children[0], school)
    assert seen_by(school, Role.GOVERNOR) == set()
    monkeypatch.setattr(filing, "_open_to", lambda reader, verb: Q(id__isnull=False))
    assert seen_by(school, Role.GOVERNOR) == {id}


def test_lists_and_single_looks_answer_alike_whatever_is_closed(school):
    """Drawn at random: any children on any document, any of them closed to any degree."""
    draw = random.Random(20260303)
    made = {about(school, *draw.sample(school.children, draw.randint(1, 3))) for _ in range(12)}
    for level in (1, 2, 3):
        closed(draw.choice(school.children), school, level=level)
        for role in school.posts:
            with school.at_work(role):
                reader = school.reader(role)
                listed = {one.id for child in school.children for one in filing.of_person(child, reader)}
                assert listed == {id for id in made if filing.look(id, reader)} == seen_by(school, role)


def test_the_teacher_who_brought_it_is_told_that_it_is_there(school):
    record, id = on_a_concern(school, school.children[0])
    with school.as_teacher():
        assert [one.id for one in filing.sent_by_me(record)] == [id]
    with school.as_lead():
        assert filing.sent_by_me(record) == []


def part_of(record, child):
    return Part.objects.get(record=record, person_id=child)


def test_a_document_follows_whom_its_part_proves_to_be_about(school):
    """As when a referral names a child nobody was sure of: the document is theirs, and open as before."""
    first, second, third = school.children
    record, id = on_a_concern(school, first, second)
    loose = about(school, first)
    with school.as_lead():
        actions.identify(part=part_of(record, first), person_id=third, reason="It was her cousin.")
        reader = school.reader(Role.DSL)
        assert filing.look(id, reader) is not None
        assert {one.person_id for one in filing.filings_of(id)} == {second, third}
        assert [one.id for one in filing.of_person(third, reader)] == [id]
        # The control: what hangs on no record is about whom it was about.
        assert [one.id for one in filing.of_person(first, reader)] == [loose]


def test_a_document_of_a_record_leaves_the_page_of_whoever_was_brought_in_by_mistake(school):
    first, second = school.children[:2]
    record, id = on_a_concern(school, first, second)
    loose = about(school, second)
    with school.as_lead():
        reader = school.reader(Role.DSL)
        assert {one.id for one in filing.of_person(second, reader)} == {id, loose}  # the control
        actions.strike(part=part_of(record, second), reason="Another family's child.")
        assert [one.id for one in filing.of_person(second, reader)] == [loose]
        assert [one.id for one in filing.of_record(record, reader)] == [id]
        assert [one.id for one in filing.of_person(first, reader)] == [id]


def test_it_concerns_somebody_of_the_record(school):
    record, _ = on_a_concern(school, school.children[0])
    with school.as_teacher(), pytest.raises(NotReady):
        filing.file(people=[school.children[1]], holder=school.holder, ready=[ready()], token=uuid4(), record=record)
    with school.as_teacher(), pytest.raises(NotReady):
        filing.file(people=[], holder=school.holder, ready=[ready()], token=uuid4(), record=record)


def test_nobody_of_another_school_can_be_named(schools):
    with schools[0].as_lead(), pytest.raises(NotReady):
        filing.file(people=schools[1].children[:1], holder=schools[0].holder, ready=[ready()], token=uuid4())


def test_newer_bytes_stand_beside_those_of_before(school):
    id = about(school)
    with school.as_lead():
        filing.bring_newer(document_id=id, ready=ready("signed.pdf", PDF + b"%signed"), token=uuid4())
        kept = filing.look(id, school.reader(Role.DSL))
        assert [(one.n, one.name) for one in kept.versions] == [(2, "signed.pdf"), (1, NAME)]
        assert b"".join(queries.read(kept.version(1))) == PDF
        assert b"".join(queries.read(kept.now)) == PDF + b"%signed"


def test_a_voided_document_says_why_and_changes_no_more(school):
    id = about(school)
    with school.as_lead():
        with pytest.raises(NotDone):
            filing.void(document_id=id, reason=" \u200b ")
        filing.void(document_id=id, reason="It is another child's.")
        for deed in (
            lambda: filing.say(document_id=id, kind="plan", dated=None),
            lambda: filing.bring_newer(document_id=id, ready=ready(), token=uuid4()),
            lambda: filing.void(document_id=id, reason="Again"),
        ):
            with pytest.raises(NotDone):
                deed()
        assert filing.look(id, school.reader(Role.DSL)).void == "It is another child's."


def test_a_destroyed_document_is_gone_from_every_copy_with_its_name(school):
    id = about(school)
    with school.as_lead():
        version = filing.look(id, school.reader(Role.DSL)).now
        old_copy = b"".join(store().get(school.controller, version.id))
        vault.erase(version.id)
        store().put(school.controller, version.id, [old_copy])
        with pytest.raises(NoKey):
            queries.read(version)
        kept = filing.look(id, school.reader(Role.DSL))
        assert kept.now.destroyed and "Quillabet" not in kept.name


def test_what_was_voided_is_destroyed_with_a_reason_and_a_line_and_nothing_else_is(school):
    id, other = about(school), about(school)
    with school.as_lead():
        filing.bring_newer(document_id=id, ready=ready("signed.pdf", PDF + b"%signed"), token=uuid4())
        with pytest.raises(NotDone, match="Void it first"):
            destroying.order(document_id=id, reason="It is another family's.")
        filing.void(document_id=id, reason="It is another child's.")
        with pytest.raises(NotDone, match="Say why"):
            destroying.order(document_id=id, reason=" \u200b ")
        reader, versions = school.reader(Role.DSL), Version.objects.filter(document_id=id)
        old = {one.id: b"".join(store().get(school.controller, one.id)) for one in versions}
        assert len(old) == 2 and not all(one.destroyed for one in filing.look(id, reader).versions)
        destroying.order(document_id=id, reason=" It is another family's. ")
    work_off()
    with school.as_lead():
        for one, content in old.items():
            assert one not in vault.stored()
            store().put(school.controller, one, [content])
        kept = filing.look(id, reader)
        assert (
            all(one.destroyed for one in kept.versions)
            and kept.void == "It is another child's."
            and "Quillabet" not in kept.name
        )
        for version in kept.versions:
            with pytest.raises(NoKey):
                queries.read(version)
        assert b"".join(queries.read(filing.look(other, reader).now)) == PDF  # the control
    said = [action for action, _ in lines(school.controller, "document.destroy")]
    assert said == ["document.destroy", "document.destroyed"]
    with school.as_lead():
        assert "It is another family's." in " ".join(map(str, Detail.objects.values_list("reason", flat=True)))


def test_the_control_of_that_with_its_key_the_old_copy_opens(school):
    id = about(school)
    with school.as_lead():
        version = filing.look(id, school.reader(Role.DSL)).now
        old_copy = b"".join(store().get(school.controller, version.id))
        store().delete(school.controller, version.id)
        store().put(school.controller, version.id, [old_copy])
        assert b"".join(queries.read(version)) == PDF


def test_a_document_that_was_cut_short_is_not_begun(school):
    id = about(school)
    with school.as_lead():
        version = filing.look(id, school.reader(Role.DSL)).now
        whole = b"".join(store().get(school.controller, version.id))
        store().delete(school.controller, version.id)
        store().put(school.controller, version.id, [whole[:-1]])
        with pytest.raises(ValueError, match="cut short"):
            queries.read(version)


def bytes_of(school) -> set[UUID]:
    with school.as_lead():
        return vault.stored()


@pytest.fixture
def forgotten(school):
    """Bytes without a row: of a form that was broken off, or of a database brought back from before they came."""
    kept = about(school)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        about(school)
        raise KeyboardInterrupt
    (one,) = bytes_of(school) - versions_of(school, kept)
    return one


def versions_of(school, id):
    with school.as_lead():
        return set(Version.objects.filter(document_id=id).values_list("id", flat=True))


@contextmanager
def two_days_later(school):
    with time_machine.travel(timezone.now() + timedelta(days=2)), tenancy(school.controller, system=sweeping.SWEEPER):
        yield


def test_not_one_document_is_destroyed_because_the_database_has_forgotten_it(school, forgotten, caplog):
    """As after it came back from a backup of before: the bytes and both keys are all that is left."""
    with two_days_later(school):
        sweeping.count_each_night(SimpleNamespace(opened=nullcontext, controller=school.controller))
    assert "1 stored documents" in caplog.text and str(forgotten) not in caplog.text
    assert len(bytes_of(school)) == 2
    with school.as_lead():
        assert b"".join(vault.read(forgotten, len(PDF))) == PDF


def test_what_is_left_over_is_destroyed_by_whoever_says_how_much_it_is(school, forgotten):
    with tenancy(school.controller, system=sweeping.SWEEPER):
        assert sweeping.left_over() == []  # It may still be on its way into its row.
    with two_days_later(school):
        assert sweeping.left_over() == [forgotten]
        with pytest.raises(sweeping.NotSo):
            sweeping.clear_away(2)
        assert sweeping.left_over() == [forgotten]
        sweeping.clear_away(1)
        assert sweeping.left_over() == []
    assert len(bytes_of(school)) == 1
    assert [action for action, _ in lines(school.controller, "document.sweep")] == ["document.sweep"]


def test_a_key_of_a_name_alone_is_left_over_too(school, forgotten):
    with school.as_lead():
        keys.erase(record=forgotten, kind=vault.KIND)
        store().delete(school.controller, forgotten)
        assert forgotten in vault.stored()


def test_a_form_sent_again_with_other_files_adds_what_it_did_not_bring(school):
    token, other = uuid4(), PDF + b"%other"
    about(school, token=token)
    with school.as_lead():
        again = {"people": school.children[:1], "holder": school.holder, "token": token}
        made = filing.file(ready=[ready("b.pdf", other), ready(NAME)], **again)
        kept = [one.now for one in queries.as_they_stand(made)]
        assert [b"".join(queries.read(one)) for one in kept] == [PDF, other]
        assert filing.file(ready=[ready("b.pdf", other)], **again) == made
        assert Filing.objects.count() == 2
    assert len(lines(school.controller, "document.add")) == 2


def test_the_same_number_for_another_child_or_in_other_hands_is_another_form(school):
    token, (first, second) = uuid4(), school.children[:2]
    made = [about(school, first, token=token), about(school, second, token=token)]
    made.append(about(school, first, token=token, role=Role.HEADTEACHER))
    assert len(set(made)) == 3


def test_newer_bytes_are_brought_once_by_one_form(school):
    id, token = about(school), uuid4()
    with school.as_lead():
        for content in (b"%signed", b"%signed", b"%stamped"):
            filing.bring_newer(document_id=id, ready=ready("signed.pdf", PDF + content), token=token)
        assert [one.n for one in filing.look(id, school.reader(Role.DSL)).versions] == [3, 2, 1]
    assert len(lines(school.controller, "document.bring_newer")) == 2
