"""Documents on pages: added by the handful, looked into alone, never named in an address, a title or a log."""

import logging
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kith.access.models import Bar, Grantee, Subject
from kith.audit import keys
from kith.audit.models import Leaf
from kith.cases.actions import OwnAnswers, submit
from kith.documents import vault
from kith.documents.models import Document, Version
from kith.foundation.ids import uuid7
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.access.conftest import child_of
from tests.cases.conftest import SHARED
from tests.documents.clamd_stand_in import BAD, StandIn
from tests.documents.files import PDF, WHERE, mail, picture
from tests.jobs.steps import work_off
from tests.rooms import School, lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
CANARY = "Quillabet Zephyrton"


class World:
    """A school where a teacher wrote about two children, of whom one has a name that stands nowhere else."""

    def __init__(self) -> None:
        self.school: School = open_school("alder", Role.DSL, Role.SCHOOL_STAFF, Role.HEADTEACHER)
        self.there = open_school("birch", Role.DSL, controller=self.school.controller)
        self.first, self.second = child_of(self.school), child_of(self.school)
        with tenancy(self.school.controller.id, system="importer"):
            forename, surname = CANARY.split()
            known = Person.objects.get(id=self.second)
            people.add_name(person=known, kind="legal", forename=forename, surname=surname)
        with self.school.at_work(Role.SCHOOL_STAFF):
            made = submit(
                token=uuid7(), area="concern", shared=SHARED, holder=self.school.holder.id, occurred_at=timezone.now(),
                own=[OwnAnswers(child, "victim", {"child_words": "He hit me."}) for child in (self.first, self.second)],
            )  # fmt: skip
        self.concern, self.page = made.id, f"/people/{self.first}/documents/"

    def at_work(self, role: Role = Role.DSL, school: School | None = None) -> Client:
        return client_for((school or self.school).posts[role].id)

    def kept(self) -> list[UUID]:
        with tenancy(self.school.controller.id, system="importer"):
            return list(Document.objects.order_by("at", "n").values_list("id", flat=True))

    def close(self, child: UUID) -> None:
        with tenancy(self.school.controller.id, system="importer"):
            Bar.objects.create(
                grantee_kind=Grantee.EVERYBODY, grantee_id=self.school.controller.id, level=2,
                subject_kind=Subject.PERSON, subject_id=child, since=timezone.now(),
            )  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


def sent(client: Client, address: str, *files: tuple[str, bytes], **more: Any) -> Any:
    uploads = [SimpleUploadedFile(name, content, "application/x-whatever") for name, content in files]
    return client.post(address, {"files": uploads, "token": str(uuid7()), **more})


def one(world: World, name: str = "letter.pdf", content: bytes = PDF) -> tuple[Client, UUID]:
    client = world.at_work()
    assert sent(client, world.page, (name, content)).status_code == 302
    return client, world.kept()[-1]


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.shows("C72")
def test_many_files_are_added_at_once_and_each_is_said_what_it_is(world: World) -> None:
    client = world.at_work()
    assert sent(client, world.page, ("a.pdf", PDF), ("b.txt", b"Words"), ("c.jpg", picture())).url == world.page
    page = client.get(world.page).content.decode()
    assert all(name in page for name in ("a.pdf", "b.txt", "c.jpg"))
    first, second, _ = world.kept()
    asked = set(re.findall(r'name="kind\.([0-9a-f-]+)"', page))
    assert asked == {str(first), str(second)}  # a picture says itself that it is one
    answers = {
        f"kind.{first}": "letter",
        f"dated.{first}": "3/3/2026",
        f"kind.{second}": "other",
        f"dated.{second}": "",
    }
    assert client.post(world.page, {"do": "say", **answers}).status_code == 302
    page = client.get(world.page).content.decode()
    assert "Letter, Tue 3 Mar" in page and "What are they?" not in page


def test_nobody_says_on_a_list_what_somebody_else_brought(world: World) -> None:
    """On the list of a person stand documents of records too, of which some are only to be read here."""
    lead, id = one(world)
    answers = {"do": "say", f"kind.{id}": "plan", f"dated.{id}": ""}
    world.at_work(Role.HEADTEACHER).post(world.page, answers)
    assert "Not said yet" in lead.get(world.page).content.decode()
    lead.post(world.page, answers)  # the control
    assert "Not said yet" not in lead.get(world.page).content.decode()


def test_what_is_refused_is_said_in_a_sentence_and_the_rest_is_kept(world: World) -> None:
    answer = sent(world.at_work(), world.page, ("good.pdf", PDF), ("run.exe", b"MZ"), ("plan.pdf", picture()))
    page = answer.content.decode()
    assert answer.status_code == 422 and "1 added, 2 not" in page
    assert "“run.exe” was not added." in page and "“plan.pdf” was not added." in page
    assert len(world.kept()) == 1


def test_a_date_nobody_can_read_loses_no_file(world: World) -> None:
    answer = sent(world.at_work(), world.page, ("good.pdf", PDF), dated="some day in spring")
    assert answer.status_code == 422 and "is not a date" in answer.content.decode()
    assert "The files are kept." in answer.content.decode() and len(world.kept()) == 1


def test_the_same_form_sent_twice_adds_once(world: World) -> None:
    client, token = world.at_work(), str(uuid7())
    for _ in range(2):
        sent(client, world.page, ("a.pdf", PDF), token=token)
    assert len(world.kept()) == 1


@pytest.mark.shows("C37")
def test_malware_is_refused_and_nothing_is_taken_in_while_the_scanner_is_down(
    world: World, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = StandIn(tmp_path)
    monkeypatch.setenv("KITH_CLAMD", scanner.address)
    answer = sent(world.at_work(), world.page, ("good.pdf", PDF), ("bad.pdf", PDF + BAD))
    assert "Malware was found in it" in answer.content.decode() and len(world.kept()) == 1
    scanner.close()
    answer = sent(world.at_work(), world.page, ("good.pdf", PDF))
    assert "the scanner does not answer" in answer.content.decode() and len(world.kept()) == 1


def test_more_than_a_page_takes_is_not_read_at_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.at_work()
    monkeypatch.setattr("kith.web.typed.LARGEST", 10_000)
    assert sent(client, world.page, ("large.pdf", PDF + bytes(20_000))).status_code == 413
    assert world.kept() == [] and sent(client, world.page, ("small.pdf", PDF)).status_code == 302


def test_an_email_comes_apart_and_stands_together(world: World) -> None:
    client, _ = one(world, "Re Mia.eml", mail(("plan.pdf", PDF), ("photo.jpg", picture())))
    page = client.get(world.page).content.decode()
    page = page[page.index("Kept here") :]
    assert page.count("Came with the e-mail above") == 2 and "E-mail, Tue 3 Mar" in page
    assert page.index("Re Mia.txt") < page.index("plan.pdf") < page.index("photo.jpg")


def test_a_picture_is_shown_without_where_it_was_taken(world: World) -> None:
    client, id = one(world, "photo.jpg", picture())
    assert f"/documents/{id}/1/shown/" in client.get(f"/documents/{id}/").content.decode()
    shown = client.get(f"/documents/{id}/1/shown/")
    assert shown["Content-Type"] == "image/jpeg" and WHERE.encode() not in whole(shown)


def test_what_is_shown_can_run_nothing(world: World) -> None:
    client, id = one(world, "page.txt", b"Words <script>alert(1)</script>")
    shown = client.get(f"/documents/{id}/1/shown/")
    assert shown["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert shown["X-Content-Type-Options"] == "nosniff" and shown["Content-Type"] == "text/plain; charset=utf-8"
    assert shown["Cache-Control"] == "no-store" and shown["Referrer-Policy"] == "no-referrer"
    assert shown["Content-Disposition"] == "inline"


@pytest.mark.shows("C33")
def test_a_copy_is_taken_with_a_purpose_and_leaves_through_the_gate(world: World) -> None:
    client, id = one(world, f"{CANARY}.pdf")
    refused = client.post(f"/documents/{id}/1/copy/", {"purpose": " \u200b"})
    assert refused.status_code == 422 and "Say what the copy is for." in refused.content.decode()
    copy = client.post(f"/documents/{id}/1/copy/", {"purpose": "The conference on Monday"})
    assert whole(copy) == PDF and copy["Content-Disposition"] == f'attachment; filename="{CANARY}.pdf"'
    assert lines(world.school.controller.id, "release.") == [("release.download", "The conference on Monday")]


def test_the_line_is_there_before_the_first_byte(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line, no answer: where none can be written the document stays."""
    client, id = one(world)
    client.raise_request_exception = False
    came: list[str] = []

    def read(version: Any) -> Iterator[bytes]:
        came.extend(action for action, _ in lines(world.school.controller.id, "release."))
        yield PDF

    with monkeypatch.context() as patched:
        patched.setattr("kith.web.documents.one.queries.read", read)
        assert whole(client.get(f"/documents/{id}/1/shown/")) == PDF
    assert came == ["release.show"]

    def fails(*args: Any, **more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("kith.sharing.gate.audit.record", fails)
    answer = client.get(f"/documents/{id}/1/shown/")
    assert answer.status_code == 500 and not answer.streaming


def test_nothing_is_asked_of_the_database_while_bytes_leave(world: World, django_assert_num_queries: Any) -> None:
    client, id = one(world)
    shown = client.get(f"/documents/{id}/1/shown/")
    with django_assert_num_queries(0):
        assert whole(shown) == PDF


def test_the_lead_of_another_school_finds_nothing(world: World) -> None:
    _, id = one(world)
    stranger = world.at_work(school=world.there)
    for address in (
        world.page,
        f"/documents/{id}/",
        f"/documents/{id}/1/shown/",
        f"/concerns/{world.concern}/documents/",
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/documents/{id}/1/copy/", {"purpose": "x"}).status_code == 404


def test_a_teacher_adds_to_what_they_sent_and_opens_nothing(world: World) -> None:
    teacher, address = world.at_work(Role.SCHOOL_STAFF), f"/concerns/sent/{world.concern}/documents/"
    people = {"people": [str(world.first), str(world.second)]}
    assert sent(teacher, address, ("one.pdf", PDF), ("two.jpg", picture()), **people).status_code == 302
    page = teacher.get(address).content.decode()
    assert "one.pdf" in page and "two.jpg" in page and "/documents/01" not in page
    for id in world.kept():
        for where in (f"/documents/{id}/", f"/documents/{id}/1/shown/"):
            assert teacher.get(where).status_code == 404
    assert "one.pdf" in world.at_work().get(f"/concerns/{world.concern}/documents/").content.decode()


def test_a_document_of_two_children_is_closed_where_one_of_them_is(world: World) -> None:
    """Canary: the child whose record is restricted is in nothing this lead is answered, and in no header."""
    lead, address = world.at_work(), f"/concerns/{world.concern}/documents/"
    both = {"people": [str(world.first), str(world.second)]}
    sent(lead, address, (f"{CANARY}.pdf", PDF), **both)
    sent(lead, address, ("plan.pdf", PDF), people=[str(world.first)])
    document = world.kept()[0]
    seen = lead.get(address).content.decode()
    assert CANARY in seen  # the control: it is there to be found
    world.close(world.second)
    where = [address, world.page, f"/concerns/{world.concern}/", f"/documents/{document}/",
             f"/documents/{document}/1/shown/", f"/people/{world.first}/"]  # fmt: skip
    for one_ in where:
        answer = lead.get(one_)
        told = answer.content.decode() + str(answer.headers)
        assert not any(word in told for word in CANARY.split()), one_
    assert "plan.pdf" in lead.get(address).content.decode()


def test_a_name_of_a_file_is_in_no_title_address_log_or_ledger(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client, id = one(world, f"{CANARY}.pdf")
    sent(client, world.page, (f"{CANARY}.exe", b"MZ"))
    pages = [client.get(address).content.decode() for address in (world.page, f"/documents/{id}/")]
    client.get(f"/documents/{id}/1/shown/")
    for page in pages:
        assert CANARY in page  # the control: only the page itself says it
        found = re.findall(r"<title>(.*?)</title>|(?:href|src|action)=\"(.*?)\"", page, re.DOTALL)
        assert "Quillabet" not in " ".join(part for pair in found for part in pair)
    assert "Quillabet" not in caplog.text
    with tenancy(world.school.controller.id, system="importer"):
        from kith.audit.models import Detail

        assert not [one_ for one_ in Detail.objects.values_list("facts", flat=True) if "Quillabet" in one_]
        assert not [one_ for one_ in Version.objects.values() if "Quillabet" in str(one_)]


def test_what_was_voided_opens_no_more(world: World) -> None:
    client, id = one(world)
    assert client.post(f"/documents/{id}/void/", {"why": ""}).status_code == 422
    assert client.post(f"/documents/{id}/void/", {"why": "It is about another child."}).status_code == 302
    assert "It is about another child." in client.get(f"/documents/{id}/").content.decode()
    assert client.get(f"/documents/{id}/1/shown/").status_code == 404
    assert client.post(f"/documents/{id}/1/copy/", {"purpose": "x"}).status_code == 404


def test_a_custodian_destroys_what_was_voided_and_nobody_else_does(world: World) -> None:
    client, id = one(world)
    address, destroy = f"/documents/{id}/", f"/documents/{id}/destroy/"
    assert "Destroy it" not in client.get(address).content.decode()
    assert client.post(destroy, {"why": "It is another family's."}).status_code == 422
    client.post(f"{address}void/", {"why": "It is about another child."})
    assert "Destroy it" in client.get(address).content.decode()
    assert client.post(destroy, {"why": " "}).status_code == 422
    teacher = world.at_work(Role.SCHOOL_STAFF)
    assert teacher.post(destroy, {"why": "It is another family's."}).status_code in (403, 404)
    elsewhere = world.at_work(Role.DSL, world.there)
    assert elsewhere.post(destroy, {"why": "It is another family's."}).status_code == 404
    with tenancy(world.school.controller.id, system="importer"):
        version = Version.objects.get(document_id=id).id
        assert version in vault.stored()  # the control
    assert client.post(destroy, {"why": "It is another family's."}).status_code == 302
    page = client.get(address).content.decode()
    assert "It is being destroyed" in page and "Destroy it" not in page
    work_off()
    page = client.get(address).content.decode()
    assert "It was destroyed with its name" in page and "letter.pdf" not in page and "Destroy it" not in page
    assert "It is about another child." in page
    with tenancy(world.school.controller.id, system="importer"):
        assert version not in vault.stored()


def test_a_deputy_voids_and_does_not_destroy(world: World) -> None:
    deputy = open_school("cedar", Role.DEPUTY_DSL)
    child = child_of(deputy)
    client = client_for(deputy.posts[Role.DEPUTY_DSL].id)
    sent(client, f"/people/{child}/documents/", ("letter.pdf", PDF))
    with tenancy(deputy.controller.id, system="importer"):
        id = Document.objects.get().id
    assert client.post(f"/documents/{id}/void/", {"why": "It is about another child."}).status_code == 302
    assert "Destroy it" not in client.get(f"/documents/{id}/").content.decode()
    assert client.post(f"/documents/{id}/destroy/", {"why": "It is another family's."}).status_code == 404


def test_what_was_destroyed_says_so_and_opens_no_more(world: World) -> None:
    client, id = one(world)
    address, shown = f"/documents/{id}/", f"/documents/{id}/1/shown/"
    assert client.get(shown).status_code == 200  # the control
    with tenancy(world.school.controller.id, system="importer"):
        version = Version.objects.get(document_id=id).id
        keys.erase(record=version, kind=vault.KIND)
    assert client.get(shown).status_code == 404  # also where it was only begun
    assert client.post(f"{address}1/copy/", {"purpose": "x"}).status_code == 404
    with tenancy(world.school.controller.id, system="importer"):
        vault.erase(version)
    page = client.get(address).content.decode()
    assert "It was destroyed with its name" in page and "letter.pdf" not in page and "Take a copy" not in page
    assert client.get(shown).status_code == 404


def test_a_list_is_a_line_about_every_child_its_documents_concern(world: World) -> None:
    lead = world.at_work()
    both = {"people": [str(world.first), str(world.second)]}
    sent(lead, f"/concerns/{world.concern}/documents/", ("plan.pdf", PDF), **both)
    lead.get(world.page)
    with tenancy(world.school.controller.id, system="clock"):
        look = Leaf.objects.filter(action="document.list").order_by("time", "id").last()
        assert set(look.subjects) == {world.first, world.second}


def test_a_form_sent_again_with_another_file_loses_none(world: World) -> None:
    client, token = world.at_work(), str(uuid7())
    for name, content in (("a.pdf", PDF), ("b.txt", b"Words"), ("b.txt", b"Words")):
        assert sent(client, world.page, (name, content), token=token).status_code == 302
    assert len(world.kept()) == 2
    assert sent(world.at_work(Role.HEADTEACHER), world.page, ("a.pdf", PDF), token=token).status_code == 302


def test_a_long_list_comes_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.web.documents.place.SHOWN", 2)
    client = world.at_work()
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        sent(client, world.page, (name, PDF + name.encode()))
    first, second = (client.get(f"{world.page}{page}").content.decode() for page in ("", "?page=2"))
    assert "c.pdf" in first and "b.pdf" in first and "a.pdf" not in first and f"{world.page}?page=2" in first
    assert "a.pdf" in second and "b.pdf" not in second and "Older documents" not in second
    assert f'href="{world.page}">Newer documents' in second
    oldest = world.kept()[0]
    answers = {"do": "say", f"kind.{oldest}": "letter", f"dated.{oldest}": ""}
    assert client.post(f"{world.page}?page=2", answers).url == f"{world.page}?page=2"
    assert "Letter" in client.get(f"{world.page}?page=2").content.decode()
    assert client.get(f"{world.page}?page=²").status_code == 200


def test_a_newer_version_sent_twice_is_one(world: World) -> None:
    client, id = one(world)
    (token,) = re.findall(r'name="token" value="([^"]+)"', client.get(f"/documents/{id}/").content.decode())
    for _ in range(2):
        newer = {"file": SimpleUploadedFile("signed.pdf", PDF + b"%signed"), "token": token}
        assert client.post(f"/documents/{id}/newer/", newer).status_code == 302
    assert client.get(f"/documents/{id}/2/shown/").status_code == 200
    assert client.get(f"/documents/{id}/3/shown/").status_code == 404


@pytest.mark.shows("C37")
def test_a_newer_version_stands_before_the_older_one(world: World) -> None:
    client, id = one(world)
    newer = {"file": SimpleUploadedFile("signed.pdf", PDF + b"%signed")}
    assert client.post(f"/documents/{id}/newer/", newer).status_code == 302
    assert whole(client.get(f"/documents/{id}/1/shown/")) == PDF
    assert whole(client.get(f"/documents/{id}/2/shown/")) == PDF + b"%signed"
    wrong = client.post(f"/documents/{id}/newer/", {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert wrong.status_code == 422 and "was not added" in wrong.content.decode()


def test_what_was_altered_in_the_store_is_not_shown(world: World) -> None:
    from kith.documents.store import store

    client, id = one(world)
    client.raise_request_exception = False
    with tenancy(world.school.controller.id, system="importer"):
        version = Version.objects.get(document_id=id)
    kept, where = store(), (world.school.controller.id, version.id)
    bytes_ = b"".join(kept.get(*where))
    kept.delete(*where)
    kept.put(*where, [bytes_[:-1] + bytes([bytes_[-1] ^ 1])])
    with pytest.raises(ValueError, match="not what was stored"):
        whole(client.get(f"/documents/{id}/1/shown/"))


def test_administrators_are_told_whether_files_are_looked_through(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = open_school("cedar", Role.SYSTEM_ADMIN)
    client = client_for(school.posts[Role.SYSTEM_ADMIN].id)
    monkeypatch.delenv("KITH_CLAMD", raising=False)
    assert "No scanner is named" in client.get("/staff/settings/").content.decode()
    scanner = StandIn(tmp_path)
    monkeypatch.setenv("KITH_CLAMD", scanner.address)
    assert "looked through for malware, and the scanner answers" in client.get("/staff/settings/").content.decode()
    scanner.close()
    assert "does not answer: no document can be added" in client.get("/staff/settings/").content.decode()
