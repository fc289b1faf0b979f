"""The pages of a safeguarding file: prepared, seen, sent, signed for; what was typed stays, a closed copy is closed."""

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest
from django.urls import reverse

from kith.access import actions as access
from kith.access.words import BarKind
from kith.cases import filing
from kith.cases.models import Record
from kith.foundation.dates import today
from kith.people import actions as people
from kith.people import chasing as missing
from kith.people.models import Enrolment, Person
from kith.sharing.models import Came, Leaver, Pack, Took
from kith.sharing.passing import going
from kith.web.passing import lists
from tests.documents.files import ready
from tests.jobs.steps import work_off
from tests.rooms import lines
from tests.sharing.passing.world import LEAD, NOAHS, TEACHER, ZEDS, open_world
from tests.signin import client_for

pytestmark = pytest.mark.django_db


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def ticked(page):
    """What a browser would send of the form that chooses."""
    boxes = re.findall(r'<input type="checkbox" name="([^"]*)" value="yes" checked>', page)
    return dict.fromkeys(boxes, "yes")


def names(page):
    return dict.fromkeys(re.findall(r'type="radio" name="(name\.[^"]*)"', page), "take_out")


def test_from_the_list_to_the_receipt():
    world = open_world()
    leaver = world.leaver()
    lead, next_lead = (client_for(school.posts[LEAD].id) for school in (world.oakmere, world.hollin))
    assert client_for(world.oakmere.posts[TEACHER].id).get("/files/").status_code == 404
    assert "Prepare the safeguarding file" in text_of(lead.get("/"))
    assert "Noah Pryce" in text_of(lead.get("/files/"))
    at = {name: reverse(name, args=[leaver.id]) for name in ("leaver", "address_file", "choose_file", "sent_receipt")}
    page = text_of(lead.get(at["leaver"]))
    hollin = re.search(r'<option value="([^"]*)">Hollin School', page)[1]
    wrong = lead.post(at["address_file"], {"to": hollin})
    assert wrong.status_code == 422 and "Write who leads safeguarding there." in text_of(wrong)
    lead.post(at["address_file"], {"to": hollin, "to_lead": "Ms Lowe"})
    given = ticked(page)
    undecided = lead.post(at["choose_file"], given)
    assert undecided.status_code == 422 and "Decide what becomes of “Zed”" in text_of(undecided)
    looked = lead.post(at["choose_file"], given | names(page))
    seen = text_of(lead.get(looked.url))
    assert NOAHS in seen.replace("&#39;", "'") and ZEDS not in seen and "[another pupil] says he fell" in seen
    mark = re.search(r'name="seen" value="([0-9a-f]{64})"', seen)[1]
    changed = lead.post(looked.url, {"seen": "0" * 64})
    assert "What was written has changed" in text_of(changed)
    assert lead.post(looked.url, {"seen": mark}).url == at["leaver"]
    assert lead.post(reverse("send_file", args=[leaver.id, uuid4()]), {"seen": mark}).url == at["leaver"]
    work_off()
    assert "Sent, nobody has signed yet" in text_of(lead.get(at["leaver"]))
    came = came_to(world, next_lead, mark)
    assert "Nobody" not in text_of(next_lead.get(came))
    work_off()
    after = text_of(lead.get(at["leaver"]))
    assert "Signed for" in after and "the fingerprint is the same" in after and "Your own copy is closed" in after
    assert "Noah" not in after and "bruise" not in after and mark in after
    assert lead.get(reverse("person", args=[world.noah])).status_code == 404
    pdf = lead.post(at["sent_receipt"])
    assert pdf["Content-Disposition"] == 'attachment; filename="receipt.pdf"' and pdf.content.startswith(b"%PDF")
    assert mark in pypdf.PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    told = [action for action, _ in lines(world.oakmere.controller.id)]
    assert told.count("file.view") >= 6 and "release.download" in told


def came_to(world, client, mark):
    """Opened, compared and signed for by the lead of the next school; history on the page of the child."""
    assert "A safeguarding file has come" in text_of(client.get("/"))
    assert "Noah" not in text_of(client.get("/files/")), "nobody's name before it was opened"
    with world.at(world.hollin):
        came = Came.objects.get()
    address = reverse("file_came", args=[came.id])
    first = text_of(client.get(address))
    assert "Noah Pryce" in first and mark not in first and "bruise" not in first
    assert client.post(reverse("claim_file", args=[came.id])).url == address
    page = text_of(client.get(address))
    assert mark in page and "Noah Pryce" in page and "Somebody new here" in page
    take = reverse("take_file", args=[came.id])
    typed = {"who": "", "name": "Bea Lowe", "role": "Lead", "misses": ""}
    wrong = client.post(take, typed)
    assert wrong.status_code == 422 and 'value="Bea Lowe"' in wrong.content.decode()
    assert client.post(take, {"do": "look", "look_for": "Noah"} | typed).status_code == 200
    assert client.post(take, typed | {"who": "new"}).url == address
    assert client.post(take, typed | {"who": "new"}).url == address, "pressed twice"
    with world.at(world.hollin):
        person = Took.objects.get().person_id
    for page in ("person", "chronology"):
        told = text_of(client.get(reverse(page, args=[person])))
        assert f'<a href="{address}">read it</a>' in told and "Nothing was written here yet" in told
    taken = text_of(client.get(address))
    assert "The receipt has gone back." in taken and "Keep it until" in taken
    assert client.post(reverse("came_receipt", args=[came.id])).content.startswith(b"%PDF")
    return address


def test_a_school_that_is_not_on_kith_gets_a_link_and_a_secret_that_stands_once():
    world = open_world()
    leaver, lead = world.leaver(), client_for(world.oakmere.posts[LEAD].id)
    at = {name: reverse(name, args=[leaver.id]) for name in ("leaver", "address_file", "choose_file")}
    held = {"to": "unknown", "held_why": "Nobody answers."}
    lead.post(at["address_file"], held)
    assert "Held: next school not known" in text_of(lead.get("/files/"))
    lead.post(at["address_file"], {"to": "elsewhere", "to_name": "Elsewhere Primary", "to_lead": "Ms Hart"})
    page = text_of(lead.get(at["leaver"]))
    looked = lead.post(at["choose_file"], ticked(page) | names(page))
    mark = re.search(r'name="seen" value="([0-9a-f]{64})"', text_of(lead.get(looked.url)))[1]
    made = text_of(lead.post(looked.url, {"seen": mark}))
    secret = re.search(r"([B-Z2-9]{4}(?:-[B-Z2-9]{4}){3})", made)[1]
    link = re.search(r"http://testserver(/packs/[^<]*)", made)[1]
    assert secret not in text_of(lead.get(at["leaver"])) + link and "Noah" not in link
    assert lead.post(looked.url, {"seen": mark}).url == at["leaver"], "a second click leads past the secret"
    assert "If you did not note the secret, take it back and send it again." in text_of(lead.get(at["leaver"]))
    refused = lead.post(reverse("file_signed", args=[leaver.id]), {"name": "Ms Hart", "role": "Lead", "on": "soon"})
    assert refused.status_code == 422 and 'value="Ms Hart"' in refused.content.decode()
    assert lead.post(reverse("take_file_back", args=[leaver.id]), {"words": "Lost the secret."}).url == at["leaver"]
    assert "Taken back by" in text_of(lead.get(at["leaver"]))
    with world.at(world.oakmere):
        assert Leaver.objects.get().to_name == "Elsewhere Primary"


def test_a_file_is_begun_on_the_childs_page_as_soon_as_a_last_day_is_known():
    world = open_world()
    lead, child = client_for(world.oakmere.posts[LEAD].id), reverse("person", args=[world.noah])
    assert "Prepare the file" in text_of(lead.get(child))
    begin = reverse("begin_file", args=[world.noah])
    first = lead.post(begin).url
    assert lead.post(begin).url == first, "pressed twice it is one file"
    with world.at(world.oakmere):
        assert Leaver.objects.get().person_id == world.noah
    assert "What goes?" in text_of(lead.get(first)) and "Due by" in text_of(lead.get("/files/"))
    after = text_of(lead.get(child))
    assert "Prepare the file" not in after and first in after and "To prepare" in after


def test_a_pupil_who_leaves_is_one_step_from_the_childs_page():
    world = open_world()
    lead, child = client_for(world.oakmere.posts[LEAD].id), reverse("person", args=[world.zed])
    begin = reverse("begin_file", args=[world.zed])
    assert "Leaves for another school" in text_of(lead.get(child))
    for typed in ("", "soon", "01/01/1990"):
        wrong = lead.post(begin, {"last_day": typed})
        assert wrong.status_code == 422 and "Last day here" in text_of(wrong)
    with world.at(world.oakmere):
        assert Enrolment.objects.get(person_id=world.zed).until_on is None and not Leaver.objects.exists()
    first = lead.post(begin, {"last_day": today().strftime("%d/%m/%Y")}).url
    with world.at(world.oakmere):
        leaver = Leaver.objects.get()
        assert Enrolment.objects.get(person_id=world.zed).until_on == leaver.left_on == today()
    assert first == reverse("leaver", args=[leaver.id])
    assert lead.post(begin, {"last_day": today().strftime("%d/%m/%Y")}).url == first, "pressed twice it is one file"
    assert "Leaves for another school" not in text_of(lead.get(child)), "the control: they have left"
    assert "Leaves for another school" in text_of(lead.get(reverse("files")))


def test_nobody_begins_the_file_of_who_stays_or_is_of_another_school():
    """The negative control of the one before."""
    world = open_world()
    lead = client_for(world.oakmere.posts[LEAD].id)
    assert "Prepare the file" not in text_of(lead.get(reverse("person", args=[world.zed])))
    lead.post(reverse("begin_file", args=[world.zed]))
    assert client_for(world.hollin.posts[LEAD].id).post(reverse("begin_file", args=[world.noah])).status_code == 404
    assert client_for(world.oakmere.posts[TEACHER].id).post(reverse("begin_file", args=[world.noah])).status_code == 404
    with world.at(world.oakmere):
        assert not Leaver.objects.exists()


def test_what_is_ticked_is_kept_as_it_is_ticked_and_by_either_button():
    world = open_world()
    leaver, lead = world.leaver(), client_for(world.oakmere.posts[LEAD].id)
    at = {name: reverse(name, args=[leaver.id]) for name in ("leaver", "address_file", "choose_file", "keep_file")}
    page = lead.get(at["leaver"]).content.decode()
    on_this_page = dict(re.findall(r'name="(draft\.\w+)" value="([^"]*)"', page))
    one, *_ = ticked(page)
    elsewhere = {"ticked": "yes", "to": "elsewhere", "to_name": "Elsewhere Primary", "to_lead": "", one: "yes"}
    assert len(ticked(page)) > 1, "the control: more is ticked until something is chosen"
    assert "Saved" in text_of(lead.post(at["keep_file"], on_this_page | elsewhere))
    again = lead.get(at["leaver"]).content.decode()
    assert set(ticked(again)) == {one} and 'value="Elsewhere Primary"' in again
    refused = lead.post(at["address_file"], on_this_page | elsewhere)
    assert refused.status_code == 422 and set(ticked(refused.content.decode())) == {one}
    assert lead.post(at["address_file"], on_this_page | elsewhere | {"to_lead": "Ms Hart"}).status_code == 302
    assert set(ticked(lead.get(at["leaver"]).content.decode())) == {one}
    assert lead.post(at["choose_file"], elsewhere | {"to_lead": "Ms Low"} | names(page)).status_code == 302
    assert 'value="Ms Low"' in text_of(lead.get(at["leaver"])), "what stands above goes with the other button too"


def prepared(world, lead, leaver, given):
    """The page that shows what will go, with this ticked and every name taken out."""
    at = {name: reverse(name, args=[leaver.id]) for name in ("leaver", "choose_file")}
    to = {"to": "elsewhere", "to_name": "Elsewhere Primary", "to_lead": "Ms Hart"}
    page = lead.get(at["leaver"]).content.decode()
    return text_of(lead.get(lead.post(at["choose_file"], to | given(ticked(page)) | names(page)).url))


def test_what_stays_behind_is_said_before_the_file_goes():
    world = open_world()
    with world.at(world.oakmere):
        filing.file(people=[world.noah], holder=world.oakmere.holder.id, ready=[ready("Letter.pdf")], token=uuid4())
        references = [Record.objects.get(id=one).reference for one in world.concerns]
    leaver, lead = world.leaver(), client_for(world.oakmere.posts[LEAD].id)
    without_one = prepared(world, lead, leaver, lambda boxes: boxes | {f"record.{world.concerns[1]}": ""})
    stays = without_one.split("This stays here")[1].split("</section>")[0]
    assert "1 record" in stays and references[1] in stays and references[0] not in stays
    assert "1 document" in stays and "Letter.pdf" in stays
    whole = prepared(world, lead, leaver, lambda boxes: boxes | dict.fromkeys(documents_on(lead, leaver), "yes"))
    assert "This stays here" not in whole, "the control: all of it goes"


def documents_on(lead, leaver):
    return re.findall(
        r'name="((?:document|record)\.[^"]*)"', lead.get(reverse("leaver", args=[leaver.id])).content.decode()
    )


def test_the_file_of_an_earlier_school_is_ticked_and_read_on_every_page():
    world = open_world()
    world.send(world.hollin)
    work_off()
    at_hollin = world.sign(world.hollin).person_id
    went = world.onward(at_hollin, world.hollin, world.larkfield)
    lead, next_lead = (client_for(school.posts[LEAD].id) for school in (world.hollin, world.larkfield))
    assert "The file of <bdi>Oakmere School" in text_of(lead.get(reverse("leaver", args=[went.leaver_id])))
    work_off()
    came = world.came(world.larkfield)
    next_lead.post(reverse("claim_file", args=[came.id]))
    came = text_of(next_lead.get(reverse("file_came", args=[came.id])))
    assert "The file of Oakmere School, which came" in came and NOAHS in came.replace("&#39;", "'")
    with world.at(world.hollin):
        going.take_back(went=went, words="Wrong school.", name="The lead")
    page = text_of(lead.get(reverse("leaver", args=[went.leaver_id])))
    assert re.search(r'name="earlier\.[^"]*" value="yes" checked', page) and "From earlier schools" in page


def test_the_next_school_says_ours_before_it_reads_and_the_sender_sees_who_opened_it():
    world = open_world()
    went = world.send(world.larkfield).went
    work_off()
    came = world.came(world.larkfield)
    lead, next_lead = (client_for(school.posts[LEAD].id) for school in (world.oakmere, world.larkfield))
    at = {name: reverse(name, args=[came.id]) for name in ("file_came", "take_file", "claim_file", "send_file_back")}
    page = text_of(next_lead.get(at["file_came"]))
    assert "Noah Pryce, born" in page and "bruise" not in page and "It isn’t ours" in page
    next_lead.post(at["take_file"], {"who": "new", "name": "Bea Lowe", "role": "Lead"})
    with world.at(world.larkfield):
        assert not Took.objects.exists(), "nobody signs for what they have not opened"
    sent = reverse("leaver", args=[went.leaver_id])
    assert "Opened on" not in text_of(lead.get(sent)), "the control: nobody has"
    for _ in range(2):
        assert next_lead.post(at["claim_file"]).url == at["file_came"]
    work_off()
    assert "bruise" in text_of(next_lead.get(at["file_came"]))
    told, name = text_of(lead.get(sent)), world.larkfield.posts[LEAD].user.display_name
    assert "Opened on" in told and name in told and "who said that the child is theirs" in told
    back = {"code": "not enough", "back": "Page 2 is of another child."}
    assert next_lead.post(at["send_file_back"], back).status_code == 302, "what was opened may still go back"
    work_off()
    assert "Sent back" in text_of(lead.get(reverse("files")))


def test_a_school_that_is_known_already_stands_in_the_form():
    world = open_world()
    leaver, lead = world.leaver(), client_for(world.oakmere.posts[LEAD].id)
    at = reverse("leaver", args=[leaver.id])
    assert "Elsewhere Primary" not in text_of(lead.get(at)), "the control: nobody has said it"
    with world.at(world.oakmere):
        missing.settle(person_id=world.noah, kind="school", name="Elsewhere Primary")
    assert 'value="Elsewhere Primary"' in text_of(lead.get(at))


def test_a_file_on_the_wrong_child_is_taken_out_and_in_again_on_its_page():
    world = open_world()
    world.send(world.hollin)
    work_off()
    lead = client_for(world.hollin.posts[LEAD].id)
    wrong = world.sign(world.hollin).person_id
    came = world.came(world.hollin)
    at = {name: reverse(name, args=[came.id]) for name in ("file_came", "take_file", "take_file_out")}
    child = reverse("person", args=[wrong])
    assert at["file_came"] in text_of(lead.get(child)), "the control: it stands in that record"
    refused = lead.post(at["take_file_out"], {"why": ""})
    assert refused.status_code == 422 and "Say why it is not this child" in text_of(refused)
    assert lead.post(at["take_file_out"], {"why": "Another Noah."}).url == at["file_came"]
    assert at["file_came"] not in text_of(lead.get(child))
    page = text_of(lead.get(at["file_came"]))
    assert "Another Noah." in page and "It was signed for by Bea Lowe" in page and "Sign and take it in" not in page
    assert "Waits for you" in text_of(lead.get(reverse("files")))
    assert lead.post(at["take_file"], {"who": ""}).status_code == 422
    assert lead.post(at["take_file"], {"who": "new"}).url == at["file_came"]
    again = text_of(lead.get(at["file_came"]))
    assert "Bea Lowe" in again and "It isn’t this child’s file" in again
    with world.at(world.hollin):
        assert Took.objects.latest("at").person_id != wrong


def test_a_lead_who_is_kept_from_the_child_opens_no_file_that_came():
    world = open_world()
    world.send(world.hollin)
    work_off()
    post, lead = world.hollin.posts[LEAD], client_for(world.hollin.posts[LEAD].id)
    came = reverse("file_came", args=[world.came(world.hollin).id])
    assert lead.get(came).status_code == 200 and came in text_of(lead.get(reverse("files"))), "the control"
    with world.at(world.hollin):
        own = people.create_person(
            holder=world.hollin.holder.id, forename="Noah", surname="Pryce", born_on=date(2017, 7, 14),
            confirmed_new=True,
        )  # fmt: skip
        access.bar(user_id=post.user_id, person_id=own.id, kind=BarKind.CONFLICT, reason="Own son.")
    assert lead.get(came).status_code == 404 and came not in text_of(lead.get(reverse("files")))


def test_a_pack_that_was_opened_and_lost_is_sent_again_with_a_new_secret():
    world = open_world()
    outcome = world.send(None, leaver=world.addressed(None))
    with world.at(world.oakmere):
        pack = Pack.objects.get()
    door = reverse("pack", kwargs={"controller": world.oakmere.controller.id, "id": pack.id})
    signed = {"secret": outcome.secret, "do": "open", "name": "Ms Hart", "role": "Lead"}
    lead = client_for(world.oakmere.posts[LEAD].id)
    at = {name: reverse(name, args=[outcome.went.leaver_id]) for name in ("leaver", "ask_file_again")}
    assert lead.post(at["ask_file_again"], {"again": "Lost."}).status_code == 422, "the control: nobody has signed"
    assert lead.post(door, signed).status_code == 200
    assert "They ask for it again" in text_of(lead.get(at["leaver"]))
    assert lead.post(at["ask_file_again"], {"again": ""}).status_code == 422
    rest = lead.post(at["ask_file_again"], {"again": "Ms Hart rang: their computer died."}).url
    assert "What goes?" in text_of(lead.get(rest))
    with world.at(world.oakmere):
        leaver = Leaver.objects.get()
    again = world.send(None, leaver=leaver)
    assert again.secret and again.secret != outcome.secret
    work_off()
    assert "They ask for it again" not in text_of(lead.get(at["leaver"])), "nobody has signed for the new one yet"


def test_of_a_closed_copy_nobody_sends_a_lost_pack_again_who_may_not_open_it():
    world = open_world()
    outcome = world.send(None, leaver=world.addressed(None))
    with world.at(world.oakmere):
        going.sign_here(went=outcome.went, name="Ms Hart", role="DSL", on=today(), misses=())
    work_off()
    lead = client_for(world.oakmere.posts[LEAD].id)
    at = {name: reverse(name, args=[outcome.went.leaver_id]) for name in ("leaver", "ask_file_again")}
    assert "They ask for it again" not in text_of(lead.get(at["leaver"]))
    assert lead.post(at["ask_file_again"], {"again": "Lost."}).status_code == 404


@pytest.mark.parametrize("how", ["sent back", "taken back"])
def test_who_opened_a_file_is_said_also_once_it_has_come_back_and_gone_again(how):
    world = open_world()
    went = world.send(world.larkfield).went
    work_off()
    came, sent = world.came(world.larkfield), reverse("leaver", args=[went.leaver_id])
    lead, there = (client_for(school.posts[LEAD].id) for school in (world.oakmere, world.larkfield))
    there.post(reverse("claim_file", args=[came.id]))
    if how == "sent back":
        back = {"code": "not enough", "back": "It was another Noah."}
        assert there.post(reverse("send_file_back", args=[came.id]), back).status_code == 302
    work_off()
    if how == "taken back":
        assert lead.post(reverse("take_file_back", args=[went.leaver_id]), {"words": "Wrong."}).status_code == 302
    name = world.larkfield.posts[LEAD].user.display_name
    said = f"by {name}, {world.larkfield.posts[LEAD].title}, who said that the child is theirs"
    page = text_of(lead.get(sent))
    assert "What goes?" in page and page.count(said) == 1, "while it is prepared anew"
    with world.at(world.oakmere):
        leaver = Leaver.objects.get(id=went.leaver_id)
    world.send(world.larkfield, leaver=leaver)
    page = text_of(lead.get(sent))
    assert "No receipt yet" in page and page.count(said) == 1, "of the first sending, and not of the second"


def leavers(world, many):
    """So many more who left, each a day before the one before."""
    with world.at(world.oakmere):
        for n in range(many):
            one = people.create_person(
                holder=world.oakmere.holder.id, forename=f"N{n}", surname="Lee", confirmed_new=True
            )
            last = today() - timedelta(days=10 + n)
            Leaver.objects.create(
                person_id=one.id, holder_id=world.oakmere.holder.id, organisation=world.oakmere.organisation,
                left_on=last, due_on=last,
            )  # fmt: skip


def test_a_long_list_of_files_says_how_many_more_there_are_and_leads_to_them(monkeypatch):
    world = open_world()
    world.leaver()
    leavers(world, 5)
    lead = client_for(world.oakmere.posts[LEAD].id)
    monkeypatch.setattr(lists, "MOST", 3)
    seen, address = [], "/files/"
    for more in ("3 older files", None):
        page = text_of(lead.get(address))
        seen += re.findall(r"<bdi>(Noah Pryce|N\d Lee)</bdi>", page)
        assert (more in page and "3 of 6" in page) if more else "older file" not in page
        address = "/files/" + (re.search(r'href="(\?out=[^"#]*)', page) or [""] * 2)[1]
    assert seen == ["Noah Pryce", "N0 Lee", "N1 Lee", "N2 Lee", "N3 Lee", "N4 Lee"]
    assert lead.get("/files/?out=99999999999&in=x").status_code == 200
    monkeypatch.setattr(lists, "MOST", 200)
    assert "older file" not in text_of(lead.get("/files/")), "the control"


def test_a_file_somebody_is_kept_from_by_name_is_not_counted_among_the_older_ones(monkeypatch):
    world = open_world()
    world.leaver()
    leavers(world, 2)
    with world.at(world.oakmere):
        last = Leaver.objects.order_by("left_on").first()
        access.bar(
            user_id=world.oakmere.posts[LEAD].user_id, person_id=last.person_id, kind=BarKind.CONFLICT, reason="Family."
        )
    monkeypatch.setattr(lists, "MOST", 2)
    assert "older file" not in text_of(client_for(world.oakmere.posts[LEAD].id).get("/files/"))


def test_the_page_of_a_child_who_was_taken_in_by_a_file_says_what_came_and_leads_to_it():
    """They have no line of their own here yet: without it, the page looks as if nothing were known."""
    world = open_world()
    with world.at(world.oakmere):
        people.add_address(person=Person.objects.get(id=world.noah), lines="1 Low Road", from_on=today(), source="form")
    world.send(world.hollin, facts=frozenset({"address"}))
    work_off()
    took = world.sign(world.hollin)
    lead = client_for(world.hollin.posts[LEAD].id)
    file = f'href="{reverse("file_came", args=[took.came_id])}"'
    for name in ("person", "chronology"):
        page = text_of(lead.get(reverse(name, args=[took.person_id])))
        panel = re.search("A safeguarding file came from.*?</(p|li)>", page)[0]
        assert "2 lines of chronology and 2 records" in panel and file in panel
        assert "bruise" not in page, "its words are read on its own page, which is written down"
    page = text_of(lead.get(reverse("person", args=[took.person_id])))
    family = re.search('id="around".*?</section>', page)[0]
    assert "Who the child lives with stands in" in family and file in family and "Low Road" not in page


def test_the_page_of_a_child_of_whom_no_file_came_says_nothing_of_one():
    """The control, and that it is for those who may read such files."""
    world = open_world()
    world.send(world.hollin)
    work_off()
    world.sign(world.hollin)
    page = text_of(client_for(world.oakmere.posts[LEAD].id).get(reverse("person", args=[world.zed])))
    assert "Nobody has been recorded yet." in page and "file that came" not in page and "file came" not in page
