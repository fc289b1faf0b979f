"""Three kinds of file about one school, the first of them twice: the reviewer works them and the records are right.

Among the children are one who moved school, twins, and one whose address is protected. The files spell a name
otherwise and leave numbers out, and nobody is written down twice. Every order, without pages:
`tests/intake/test_any_order.py`.
"""

from dataclasses import replace

import pytest

from kith.intake.command import run_import
from kith.people import actions as people
from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonName
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.browser import expect
from tests.intake.mutants import upn
from tests.intake.test_any_order import DOWNLOAD
from tests.intake.xml_samples import Told, census, ctf, source
from tests.jobs.steps import a_worker
from tests.journeys.steps import is_fit_at_both_widths
from tests.journeys.test_a_class_list_on_a_page import A_JOB
from tests.web.conftest import demo_live, opened  # noqa: F401  (fixtures)

REVIEWER = "Della Voss"
OAK, ELM = "8654001", "8654002"
HOME, HIDDEN = {"street": "Mill Lane", "postcode": "BA14 8JN"}, {"street": "Canarywell Rise", "postcode": "BA14 8JR"}
# Nobody of the demo is called so.
KATE = Told("Quillow", "Kate", "2018-02-03", upn(31), began="2026-11-02", **HOME)
TOM = Told("Quillowe", "Tom", "2017-05-09", upn(32), sex="M", **HOME)
TIM = replace(TOM, forename="Tim", upn=upn(33))
PIA = Told("Quillowby", "Pia", "2016-07-01", upn(34), **HIDDEN)
CHILDREN = (KATE, TOM, TIM, PIA)


def on_download():
    """The same children; the twins without their numbers."""
    table, homes = [DOWNLOAD], ["addressesonrolltableid,pupilonrolltableid,postcode,paon,street"]
    for n, one in enumerate(CHILDREN, start=7):
        number = "" if one in (TOM, TIM) else one.upn
        table.append(f"{n},{OAK},{one.born},{one.surname},{one.forename},{number},{one.sex},{one.began},3,C")
        homes.append(f"{n},{n},{one.postcode},3,{one.street}")
    return {
        "2026_autumn_pupilonroll.csv": "\n".join([*table, ""]),
        "2026_autumn_addressesonroll.csv": "\n".join([*homes, ""]),
    }


FILES = {
    # Here Kate has no number yet and is called otherwise.
    "census": {"oak.xml": census(replace(KATE, forename="Katie", upn=""), TOM, TIM, PIA)},
    "download": on_download(),
    "transfer file": {"8654002_CTF_8654001_001.xml": ctf(*CHILDREN)},
}


def council():
    return tenancy(Controller.objects.get(slug="wexshire").id, system="importer")


def before():
    """Kate was at Elm until October. Pia is at Oak; her family has had to hide since, and somebody mistook her sex."""
    at_elm, at_home = replace(KATE, began="2022-09-05"), replace(PIA, street="Hollow Lane")
    gone = census(gone=[replace(at_elm, left="2026-10-30")], school=ELM)
    for n, text in enumerate((census(at_elm, school=ELM, term="SUM"), gone, census(at_home, term="SUM"))):
        run_import([source(text, f"before{n}.xml")], "wexshire")
    with council():
        home = PersonAddress.objects.get(person=person(PIA))
        people.protect_address(address=home, based_on=home.n)
        birth = PersonBirth.objects.get(person=person(PIA))
        people.correct(fact=birth, based_on=birth.n, sex="M")


def person(told):
    """The one person of this name and birthday: a second would be one written down twice."""
    born = PersonBirth.objects.filter(born_on=told.born).values("person")
    called = PersonName.objects.filter(surname=told.surname, forename__startswith=told.forename[:3], person__in=born)
    (found,) = called.values_list("person", flat=True).distinct()
    return found


@pytest.fixture
def page(opened, demo_db):  # noqa: F811
    before()
    return opened(REVIEWER)


def upload(page, kind):
    page.goto("/imports/")
    files = [{"name": n, "mimeType": "text/plain", "buffer": t.encode()} for n, t in FILES[kind].items()]
    page.get_by_label("Pupils in a file").set_input_files(files)
    page.get_by_role("button", name="Upload and compare").click()


def put_in(page):
    page.locator("summary", has_text="Put the accepted rows into the records").click(timeout=A_JOB)
    page.get_by_role("button", name="Yes, put them in").click()
    expect(page.locator("summary", has_text="Take it back")).to_be_visible(timeout=A_JOB)


def say_who_katie_is(page):
    page.get_by_role("link", name="Look at the close matches").click(timeout=A_JOB)
    is_fit_at_both_widths(page)
    page.get_by_role("radio", name="Same child: Kate Quillow").check()
    page.get_by_role("button", name="Save and next").click()


def accept_what_the_file_says_of_pia(page):
    """Her sex is put right by the file once the reviewer says so; there is nothing to say yes to about her address."""
    page.get_by_role("link", name="See what the file says otherwise of 1 child").click()
    expect(page.get_by_role("heading", name="Addresses that were not kept")).to_be_visible()
    assert "Canarywell" not in page.content() and "BA14 8JR" not in page.content()
    is_fit_at_both_widths(page)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="Decided, latest first")).to_be_visible()
    is_fit_at_both_widths(page)


def then_each_has_one_right_record():
    with council():
        at = {
            one.forename: [
                (e.organisation.laestab, str(e.from_on), str(e.until_on or ""))
                for e in Enrolment.objects.filter(person=person(one)).order_by("from_on")
            ]
            for one in CHILDREN
        }
        at_oak = [(OAK, "2022-09-05", "")]
        moved = [(ELM, "2022-09-05", "2026-10-30"), (OAK, "2026-11-02", "")]
        assert at == {"Kate": moved, "Tom": at_oak, "Tim": at_oak, "Pia": at_oak}
        (home,) = PersonAddress.objects.filter(person=person(PIA))
        assert people.reveal_address(address=home) == ("3\nHollow Lane", "BA14 8JR")
        return {one.forename: person(one) for one in CHILDREN}


def then_their_pages_say_so(page, persons):
    for told in CHILDREN:
        page.goto(f"/people/{persons[told.forename]}/")
        is_fit_at_both_widths(page)
        said = page.get_by_role("main")
        for words in (f"{told.forename} {told.surname}", told.upn, "School 8654001", *SAYS[told.forename]):
            expect(said).to_contain_text(words)
        assert ("BA14 8JN" in page.content()) is (told is not PIA) and "Canarywell" not in page.content()


SAYS = {
    "Kate": ("School 8654002", "until Fri 30 Oct"),
    "Tom": ("Male",),
    "Tim": ("Male",),
    "Pia": ("Female", "The address is protected", "Show the address"),
}


def test_back_to_a_form_that_named_an_error_is_the_page_of_the_form(opened):  # noqa: F811
    """A browser would send the form again, or say that it cannot."""
    for scripts in (True, False):
        page = opened(REVIEWER, java_script_enabled=scripts)
        page.goto("/imports/")
        page.get_by_role("button", name="Upload and compare").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_role("link", name="My day").last.click()
        expect(page.get_by_role("heading", name="My day")).to_be_visible()
        if scripts:
            assert page.go_back().status == 200
            expect(page.get_by_role("heading", name="Imports", exact=True)).to_be_visible()
        else:
            with pytest.raises(Exception, match="ERR_CACHE_MISS"):  # the control
                page.go_back()


@pytest.mark.shows("L131")
def test_the_reviewer_works_three_files_and_the_records_are_right(page, demo_db):
    with a_worker(demo_db):
        upload(page, "census")
        say_who_katie_is(page)
        put_in(page)
        is_fit_at_both_widths(page)
        upload(page, "census")
        expect(page.get_by_text("These files came in before")).to_be_visible()
        for kind in ("download", "transfer file"):
            upload(page, kind)
            put_in(page)
        accept_what_the_file_says_of_pia(page)
    then_their_pages_say_so(page, then_each_has_one_right_record())
