"""A drawer of paper files, scanned: brought with an index, matched, looked at, filed, reported, taken back whole."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kith.access import actions as access
from kith.access.models import Bar, Grantee, Subject
from kith.access.words import BarKind
from kith.documents.models import Document
from kith.foundation.upn import check_letter
from kith.intake import papers
from kith.intake.models import Paper, PaperLoad
from kith.organisations.models import Post
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.documents.files import PDF, mail
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
UPN = check_letter("801200001001") + "801200001001"
HEAD = "File,Title,Date,Type,UPN,Forename,Surname,Date of birth\n"
INDEX = HEAD + "\n".join((
    "1.pdf,Health care plan 2024,3/5/2024,Health plan,,Mia,Sole,3/5/2017",
    f"2.pdf,Minutes of the conference,4/6/2024,Minutes of a meeting,{UPN},,,",
    "3.pdf,A letter,31/31/2024,letter,,Mya,Sole,3/5/2017",
    "4.pdf,Nobody here,,report,,Zebedee,Quill,1/1/2012",
    "5.pdf,The scan is missing,,letter,,Mia,Sole,3/5/2017",
))  # fmt: skip
SCANS = ("1.pdf", "2.pdf", "3.pdf", "4.pdf", "not in the index.pdf")


class World:
    """A school with two children, and its lead."""

    def __init__(self):
        self.school = open_school("alder", Role.DSL, Role.HEADTEACHER, Role.SCHOOL_STAFF)
        with tenancy(self.school.controller.id, system="importer"):
            new = {"holder": self.school.holder.id, "confirmed_new": True}
            mia = people.create_person(forename="Mia", surname="Sole", born_on=date(2017, 5, 3), **new)
            noah = people.create_person(
                forename="Noah", surname="Pryce", born_on=date(2015, 1, 2), numbers={"upn": UPN}, **new
            )
        self.mia, self.noah = mia.id, noah.id
        self.lead = client_for(self.school.posts[Role.DSL].id)

    def bring(self, index=INDEX, scans=SCANS):
        files = [SimpleUploadedFile(name, PDF + name.encode()) for name in scans]
        index = SimpleUploadedFile("index.csv", index.encode())
        return self.lead.post(reverse("papers"), {"index": index, "files": files})

    def papers(self):
        with tenancy(self.school.controller.id, system="importer"):
            return list(Paper.objects.order_by("n"))

    def documents(self, child):
        return self.lead.get(reverse("person_documents", args=[child])).content.decode()


@pytest.fixture
def world():
    return World()


@pytest.mark.shows("C13", "C93")
def test_a_drawer_is_brought_looked_at_filed_and_taken_back(world):
    address = world.bring().url
    page = world.lead.get(address).content.decode()
    found = world.papers()
    assert [one.outcome for one in found] == ["matched", "matched", "review", "nobody", "nobody", "nobody"]
    assert (
        "Has this UPN." in page
        and "names a file that did not come with it. It is 5.pdf." in page
        and "has no line for this file" in page
    )
    assert "1 waits for you to say whose it is. 2 are certain. 3 were not placed." in page
    assert "Its date was left out" in page and "Health care plan 2024" not in world.documents(world.mia)
    with tenancy(world.school.controller.id, system="importer"):
        (set_aside, *_) = Document.objects.filter(filings=None)
    assert world.lead.get(f"/documents/{set_aside.id}/").status_code == 404, "nobody opens what hangs on nobody"
    world.lead.post(address + "file/", {f"whose.{found[1].id}": ""})
    assert "Health care plan 2024.pdf" in world.documents(world.mia)
    assert "Health plan" in world.documents(world.mia), "as a kind of document of its own"
    assert "Minutes of the conference" not in world.documents(world.noah), "chosen for nobody yet"
    world.lead.post(address + "file/", {f"whose.{found[2].id}": str(world.noah)})
    assert "A letter" not in world.documents(world.noah), "only who was proposed"
    world.lead.post(address + "file/", {f"whose.{found[2].id}": str(world.mia)})
    assert "A letter" in world.documents(world.mia) and "Minutes of the conference" in world.documents(world.noah)
    report = world.lead.post(address + "report/")
    rows = list(csv.reader(io.StringIO(report.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Line 5", "Line 6", "In no line"] and "Zebedee" in rows[1][1]
    head = client_for(world.school.posts[Role.HEADTEACHER].id)
    assert head.post(address + "report/").status_code == 422, "it goes back to whoever brought them"
    assert world.lead.post(address + "undo/", {"why": " "}).status_code == 422
    assert world.lead.post(address + "undo/", {"why": "The wrong drawer"}).status_code == 302
    after = world.documents(world.mia)
    assert after.count("<del>") == 2 and "The wrong drawer" in world.lead.get(address).content.decode()
    assert {one.about for one in world.papers()} == {""}
    assert world.lead.post(address + "file/", {}).status_code == 422
    told = [action for action, _ in lines(world.school.controller.id)]
    assert told.count("papers.bring") == told.count("papers.undo") == 1 and told.count("document.add") == 3


def reasons(world, scans, index=INDEX):
    world.bring(index, scans)
    return {one.about: one.reasons for one in world.papers() if one.document_id is None}


def test_two_files_of_one_name_from_two_folders_are_not_taken_one_for_the_other(world):
    said = reasons(world, ("1.pdf", "2.pdf", "2.pdf", "stray.pdf", "stray.pdf"))
    told = [reason for one in said.values() for reason in one]
    assert [reason for reason in told if reason.startswith(papers.SAME_NAME)] == [f"{papers.SAME_NAME} It is 2.pdf."]
    with tenancy(world.school.controller.id, system="importer"):
        assert Document.objects.count() == 1, "1.pdf, which came once: the control"
        assert Paper.objects.filter(reasons__contains=[papers.UNLISTED]).count() == 2, "each stray one is spoken of"


def test_a_mail_with_attachments_says_why_no_line_can_be_about_it(world):
    index = HEAD + "letter.eml,A mail,,letter,,Mia,Sole,3/5/2017\nplain.eml,Another,,letter,,Mia,Sole,3/5/2017\n"
    files = [
        SimpleUploadedFile("letter.eml", mail(("plan.pdf", PDF))),
        SimpleUploadedFile("plain.eml", mail()),
    ]
    world.lead.post(reverse("papers"), {"index": SimpleUploadedFile("index.csv", index.encode()), "files": files})
    first, second = world.papers()
    assert first.document_id is None and first.reasons[0] == papers.SEVERAL
    assert second.document_id is not None


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ("", "empty"),
        ("Title,UPN\nA,B\n", "no column that names the files"),
        ("File,Title\n1.pdf,A\n", "no column that says whose"),
    ],
)
def test_what_is_no_index_is_said_and_nothing_is_kept(world, index, said):
    answer = world.bring(index)
    assert answer.status_code == 422 and said in answer.content.decode()
    with tenancy(world.school.controller.id, system="importer"):
        assert not Document.objects.exists()


def test_a_child_who_is_closed_reads_as_nobody(world):
    with tenancy(world.school.controller.id, system="importer"):
        Bar.objects.create(
            grantee_kind=Grantee.EVERYBODY, grantee_id=world.school.controller.id, level=2,
            subject_kind=Subject.PERSON, subject_id=world.mia, since=timezone.now(),
        )  # fmt: skip
    page = world.lead.get(world.bring().url).content.decode()
    assert [one.outcome for one in world.papers()][:3] == ["nobody", "matched", "nobody"]
    assert str(world.mia) not in page


def keep_head_from(world, child):
    user = Post.objects.values_list("user_id", flat=True)
    with tenancy(world.school.controller.id, system="importer"):
        head = user.get(id=world.school.posts[Role.HEADTEACHER].id)
        access.bar(user_id=head, person_id=child, kind=BarKind.CONFLICT, reason="His own child.")


@pytest.mark.parametrize("kept", [True, False])
def test_whoever_is_kept_from_a_child_is_shown_no_paper_of_theirs(world, kept):
    """Neither what is certain, nor what is asked, nor what is filed, nor a line whose file did not come."""
    address = world.bring().url
    if kept:
        keep_head_from(world, world.mia)
    head = client_for(world.school.posts[Role.HEADTEACHER].id)
    shown = lambda: head.get(address).content.decode()  # noqa: E731
    said = ("Health care plan 2024", "A letter", "Mia Sole", "Sole")
    assert [one in shown() for one in said] == [not kept] * 4
    assert "Zebedee" in shown() and ('Not placed <span class="k-count">2<' in shown()) is kept
    (letter,) = [one for one in world.papers() if one.line == 4]
    head.post(address + "file/", {f"whose.{letter.id}": str(world.mia)})
    with tenancy(world.school.controller.id, system="importer"):
        filed = set(Paper.objects.exclude(filed_at=None).values_list("line", flat=True))
    assert filed == ({3} if kept else {2, 3, 4})
    world.lead.post(address + "file/", {f"whose.{letter.id}": str(world.mia)})
    assert [one in shown() for one in said] == [not kept] * 4
    (plan,) = [one.document_id for one in world.papers() if one.line == 2]
    assert head.get(f"/documents/{plan}/").status_code == (404 if kept else 200)


@pytest.mark.parametrize("kept", [True, False])
def test_nor_do_they_take_it_back_or_have_it_in_their_report(world, kept):
    address = world.bring().url
    with tenancy(world.school.controller.id, system="importer"):
        PaperLoad.objects.update(by=world.school.posts[Role.HEADTEACHER].id)
    if kept:
        keep_head_from(world, world.mia)
    head = client_for(world.school.posts[Role.HEADTEACHER].id)
    report = head.post(address + "report/").content.decode("utf-8-sig")
    assert ("Line 6" in report) is not kept and "Zebedee" in report
    world.lead.post(address + "file/", {})
    answer = head.post(address + "undo/", {"why": "The wrong drawer"})
    assert answer.status_code == (422 if kept else 302)
    assert "Some of these papers are not open to you" in answer.content.decode() or not kept
    assert ("<del>" in world.documents(world.mia)) is not kept
    if kept:
        assert world.lead.post(address + "undo/", {"why": "The wrong drawer"}).status_code == 302


def test_a_file_that_two_lines_name_is_not_guessed(world):
    world.bring(HEAD + "1.pdf,A,,,,Mia,Sole,3/5/2017\n1.pdf,B,,,,Noah,Pryce,2/1/2015\n", ["1.pdf"])
    assert all(one.document_id is None and "more than once" in one.reasons[0] for one in world.papers())
    assert client_for(world.school.posts[Role.SCHOOL_STAFF].id).get(reverse("papers")).status_code == 404


def test_a_day_to_come_and_a_type_nobody_knows_are_said_beside_their_line(world):
    """And the control: of a line that is in order nothing is said."""
    index = HEAD + "1.pdf,A plan,3/5/2124,Wobble,,Mia,Sole,3/5/2017\n2.pdf,A letter,3/5/2024,letter,,Mia,Sole,3/5/2017"
    page = world.lead.get(world.bring(index, ("1.pdf", "2.pdf")).url).content.decode()
    assert page.count("“3/5/2124” is still to come") == page.count("“Wobble” is none that is known here") == 1
    assert page.count("was left out") == 2


def test_the_same_file_is_said_to_be_there_before_it_is_filed_again(world):
    """And the control: of other bytes it is not."""
    index = HEAD + "1.pdf,A plan,3/5/2024,letter,,Mia,Sole,3/5/2017"
    address = world.bring(index, ("1.pdf",)).url
    assert "very same file" not in world.lead.get(address).content.decode()
    world.lead.post(address + "file/", {})
    again = world.lead.get(world.bring(index, ("1.pdf",)).url).content.decode()
    assert again.count("The very same file is kept of this child already.") == 1
    other = world.lead.get(world.bring(index.replace("1.pdf", "9.pdf"), ("9.pdf",)).url).content.decode()
    assert "very same file" not in other


def test_the_same_file_twice_in_one_load_is_said(world):
    index = HEAD + "\n".join(f"{n}.pdf,A plan,,letter,,Mia,Sole,3/5/2017" for n in (1, 2))
    files = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in (1, 2)]
    sent = {"index": SimpleUploadedFile("index.csv", index.encode()), "files": files}
    page = world.lead.get(world.lead.post(reverse("papers"), sent).url).content.decode()
    assert page.count("stands in this load more than once") == 2


def test_a_number_that_two_records_hold_is_for_a_person_to_say(world):
    with tenancy(world.school.controller.id, system="importer"):
        new = {"holder": world.school.holder.id, "confirmed_new": True, "numbers": {"upn": UPN}}
        other = people.create_person(forename="Noel", surname="Price", born_on=date(2015, 1, 2), **new).id
    page = world.lead.get(world.bring(INDEX.replace("2.pdf,Minutes of the conference", "2.pdf,Notes")).url)
    (paper,) = [one for one in world.papers() if one.n == 1]
    assert paper.outcome == "review" and set(paper.candidates) == {world.noah, other}
    assert "More than one record has this UPN." in page.content.decode()
