"""An agency that is not on Kith is asked about a child: the pages, the pack, what is chased, what came of it."""

import io
import json
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.chronology.models import Entry
from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.sharing.agency import chasing, pack
from kith.sharing.models import AgencyReferral, Pack
from kith.sharing.posting import POST_ROOM
from kith.tasks.models import Task
from kith.tenancy import tenancy
from tests.rooms import give_post, lines
from tests.sharing.passing.world import HEAD, LEAD, NOAHS, TEACHER, ZEDS, open_world
from tests.signin import client_for

pytestmark = pytest.mark.django_db
ASKED = {
    "kind": "camhs_or_nhs", "to_name": "Hill Road team", "to_person": "Ms Oduya", "reached": "01234 567890",
    "asks": "canary-asks: he does not sleep.", "basis": "task", "consent": "refused", "consent_why": "",
}  # fmt: skip
DAY = "%d/%m/%Y"


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def world():
    return open_world()


@pytest.fixture
def lead(world):
    return client_for(world.oakmere.posts[LEAD].id)


def begun(world, lead):
    """As the lead begins it from the concern about both boys, about one of them."""
    address = reverse("new_agency", args=[world.concerns[0]])
    typed = {**ASKED, f"child.{world.noah}": "yes", "token": str(uuid4())}
    refused = lead.post(address, typed)
    assert refused.status_code == 422 and "Say why it goes without their consent." in text_of(refused)
    assert "canary-asks" in text_of(refused), "what was typed stays"
    went = lead.post(address, typed | {"consent_why": "He may come to harm."})
    assert lead.post(address, typed | {"consent_why": "He may come to harm."}).url == went.url, "pressed twice"
    return went.url


def sent(world, lead):
    choose = begun(world, lead)
    page = text_of(lead.get(choose))
    given = dict.fromkeys(re.findall(r'<input type="checkbox" name="([^"]*)" value="yes" checked>', page), "yes")
    assert len(given) == 1, "only the record it began from is ticked"
    undecided = lead.post(choose, given)
    assert undecided.status_code == 422 and "Decide what becomes of “Zed”" in text_of(undecided)
    given |= dict.fromkeys(re.findall(r'type="radio" name="([^"]*)"', page), "take_out")
    preview = lead.post(choose, given).url
    seen = text_of(lead.get(preview))
    assert NOAHS in seen.replace("&#39;", "'") and ZEDS not in seen and "Zed" not in seen
    mark = re.search(r'name="seen" value="([0-9a-f]{64})"', seen)[1]
    made = text_of(lead.post(preview, {"seen": mark}))
    secret = re.search(r"([B-Z2-9]{4}(?:-[B-Z2-9]{4}){3})", made)[1]
    link = re.search(r"http://testserver(/packs/[^<]*)", made)[1]
    assert "Noah" not in link
    with world.at(world.oakmere):
        referral = AgencyReferral.objects.get()
    return referral, link, secret


@pytest.mark.shows("C21", "C57", "C65")
def test_it_goes_as_a_pack_without_an_account_and_is_followed_to_its_outcome(world, lead):
    referral, link, secret = sent(world, lead)
    at, say = (reverse(name, args=[referral.id]) for name in ("agency_referral", "say_agency"))
    assert "Sent. Answer due" in text_of(lead.get("/agencies/"))
    outside = Client()
    assert outside.get(link).status_code == 200 and "Noah" not in text_of(outside.get(link))
    signing = {"name": "Ms Oduya", "role": "Duty worker", "do": "open"}
    assert outside.post(link, signing | {"secret": "BBBB-BBBB-BBBB-BBBB"}).status_code == 422
    fetched = outside.post(link, signing | {"secret": secret})
    assert fetched["Content-Disposition"] == 'attachment; filename="referral.zip"'
    whole = zipfile.ZipFile(io.BytesIO(fetched.content))
    told = json.loads(whole.read("3-referral.json"))
    assert told["referral"]["asks"] == ASKED["asks"] and told["referral"]["consent_why"] == "He may come to harm."
    for written in (json.dumps(told), whole.read("2-referral.txt").decode()):
        assert NOAHS in written and ZEDS not in written and "Zed" not in written
    assert whole.read("1-referral.pdf").startswith(b"%PDF") and b"canary" not in sealed(world)
    assert "They have it" in text_of(lead.get(at)) and "Ms Oduya, Duty worker" in text_of(lead.get(at))
    assert lead.post(reverse("take_agency_back", args=[referral.id]), {"why": "Oh."}).status_code == 422
    on = f"{today():{DAY}}"
    missing = lead.post(say, {"how": "ended", "on": on, "words": "canary-kept"})
    assert missing.status_code == 422 and "canary-kept" in text_of(missing)
    lead.post(say, {"how": "ended", "on": on, "words": "They saw him.", "outcome": "helped"})
    assert "The help it gave has ended and made a difference" in text_of(lead.get("/agencies/"))
    assert "made a difference" in text_of(lead.get(reverse("concern", args=[world.concerns[0]])))
    actions = [action for action, _ in lines(world.oakmere.controller.id)]
    assert actions.count("release.file") == 2 and {"agency.begin", "agency.say", "agency.view"} <= set(actions)


@pytest.mark.shows("C65")
def test_a_name_in_ones_own_words_is_asked_about_before_they_go(world, lead, monkeypatch):
    """And the control: it goes where somebody says so."""
    monkeypatch.setitem(ASKED, "asks", "canary-asks: Zed in his class may know more.")
    choose = begun(world, lead)
    page = text_of(lead.get(choose))
    own = [one for one in re.findall(r'type="radio" name="([^"]*)"', page) if one.startswith("name.")]
    assert own and "Names in your own words" in page
    ticked = dict.fromkeys(re.findall(r'type="radio" name="(c\.[^"]*)"', page), "take_out")
    undecided = lead.post(choose, ticked)
    assert undecided.status_code == 422 and "Decide what becomes of “Zed” in your own words." in text_of(undecided)
    for said, there in (("take_out", False), ("keep", True)):
        seen = text_of(lead.get(lead.post(choose, ticked | dict.fromkeys(own, said)).url))
        assert ("Zed in his class" in seen, "[another pupil] in his class" in seen) == (there, not there)


def sealed(world):
    with world.at(world.oakmere):
        return bytes(Pack.objects.get().sealed)


# The agencies the assessments name, by the code of the list.
NAMED = ("children_s_social_care", "lado", "camhs_or_nhs", "police")


@pytest.mark.shows("C56", "C137")
@pytest.mark.parametrize("kind", NAMED)
def test_each_of_them_is_asked_on_a_basis_and_what_left_stands_in_who_has_looked(world, lead, monkeypatch, kind):
    monkeypatch.setitem(ASKED, "kind", kind)
    child = reverse("looked", args=[world.noah])
    assert "Sent out" not in text_of(lead.get(child)), "the control: nothing has left yet"
    referral, _, _ = sent(world, lead)
    page = text_of(lead.get(reverse("agency_referral", args=[referral.id])))
    assert "Ms Oduya" in page and ASKED["reached"] in page, "whom to ring there"
    said = text_of(lead.get(child))
    assert re.search(r"Sent out: referral to an agency \(locked pack\), to [^.]*Hill Road team.*?On the basis of", said)
    with tenancy(world.oakmere.controller.id, system="importer"):
        deputy = give_post(world.oakmere.controller, world.oakmere.organisation, Role.DEPUTY_DSL, "deputy@oak.example")
    told = text_of(client_for(deputy.id).get(child))
    assert "Sent out" in told and "Hill Road" not in told, "it may be of what is closed to them"


@pytest.mark.shows("C22", "C23")
def test_letters_and_calls_stand_on_it_and_who_is_named_hears_of_what_is_late(world, lead):
    referral, _, _ = sent(world, lead)
    at, say, rule = (
        reverse(name, args=args)
        for name, args in (("agency_referral", [referral.id]), ("say_agency", [referral.id]), ("agency_rule", []))
    )
    on = f"{today():{DAY}}"
    for how, words in (("call", "canary-call"), ("letter out", "canary-out"), ("letter in", "canary-in")):
        assert lead.post(say, {"how": how, "on": on, "words": words, "token": str(uuid4())}).url == at
    page = text_of(lead.get(at))
    assert all(word in page for word in ("Telephone call", "Letter to them", "Letter from them", "canary-in"))
    teacher = world.oakmere.posts[TEACHER]
    form = text_of(lead.get(rule))
    given = dict(re.findall(r'name="([^"]*)" type="text" value="([^"]*)"', form))
    assert lead.post(rule, given | {"otherwise": "soon"}).status_code == 422
    lead.post(rule, given | {"days.camhs_or_nhs": "1", "above_after": "1", f"above.{teacher.id}": "yes"})
    assert chased(world, today()) == 0, "its last day is in time"
    late = today() + timedelta(days=10)
    assert chased(world, late) == 3 and chased(world, late) == 0, "each is told once"
    not_answered = "One agency has not answered by the day"
    assert not_answered not in text_of(lead.get("/concerns/"))
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=True):
        assert not_answered in text_of(client_for(world.oakmere.posts[LEAD].id).get("/concerns/"))
    with world.at(world.oakmere):
        named = Task.objects.get(kind="agency_above")
        assert named.for_post == teacher.id and "Noah" not in named.words
        assert {one.for_role for one in Task.objects.filter(kind__in=["agency_call", "agency_late"])} == {LEAD.value}
    assert "has not answered a referral by its day" in text_of(lead.get("/"))
    lead.post(say, {"how": "answered", "on": on, "words": "They say no."})
    with world.at(world.oakmere):
        assert not Task.objects.filter(kind__startswith="agency_", done_at=None).exists()
    assert client_for(teacher.id).get(at).status_code == 404, "being told opens nothing"


def chased(world, day):
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        return chasing.chase(day)


def test_a_pack_that_ran_out_unopened_is_told_and_goes_again(world, lead):
    referral, _, _ = sent(world, lead)
    at = reverse("agency_referral", args=[referral.id])
    assert looked_for_packs(world, days=13) == 0, "the control: it still opens"
    assert looked_for_packs(world, days=15) == 1 and looked_for_packs(world, days=15) == 0, "told once"
    with world.at(world.oakmere):
        assert Task.objects.get(kind="agency_back", done_at=None).for_role == LEAD.value
    page = text_of(lead.get(at))
    assert "The pack ran out before anybody opened it" in page and "Choose what goes and send it" in page
    preview = reverse("send_agency", args=[referral.id, uuid4()])
    mark = re.search(r'name="seen" value="([0-9a-f]{64})"', text_of(lead.get(preview)))[1]
    assert "Read this out by telephone" in text_of(lead.post(preview, {"seen": mark}))
    with world.at(world.oakmere):
        assert not Task.objects.filter(kind="agency_back", done_at=None).exists()


def test_the_number_of_another_referrals_form_says_nothing(world, lead):
    begun(world, lead)
    once = {"way": "call", "told": "canary-told", "token": str(uuid4())}
    ids = [referral.id for referral in (latest(world), begun(world, lead) and latest(world))]
    first, other = (reverse("told_agency", args=[id]) for id in ids)
    assert lead.post(first, once).status_code == 302
    assert lead.post(other, once).status_code == 422
    assert lead.post(other, once | {"token": str(uuid4())}).status_code == 302, "the control: its own form says it"
    said = {"how": "call", "on": f"{today():{DAY}}", "words": "Rang."} | {"token": once["token"]}
    assert lead.post(reverse("say_agency", args=[ids[1]]), said).status_code == 422


def latest(world):
    with world.at(world.oakmere):
        return AgencyReferral.objects.latest("begun_at")


def test_a_pack_that_was_opened_does_not_run_out(world, lead):
    _, link, secret = sent(world, lead)
    Client().post(link, {"name": "Ms Oduya", "role": "Duty worker", "do": "open", "secret": secret})
    assert looked_for_packs(world, days=15) == 0


def looked_for_packs(world, days):
    with (
        time_machine.travel(timezone.now() + timedelta(days=days), tick=True),
        tenancy(world.oakmere.controller.id, system=POST_ROOM),
    ):
        return pack.tell_what_ran_out()


def test_an_answer_is_not_accepted_and_goes_up_step_by_step(world, lead):
    begun(world, lead)
    with world.at(world.oakmere):
        referral = AgencyReferral.objects.get()
    at, say, by_word = (reverse(n, args=[referral.id]) for n in ("agency_referral", "say_agency", "told_agency"))
    assert lead.post(by_word, {"way": "call", "told": ""}).status_code == 422
    once = {"way": "call", "told": "Rang the desk.", "token": str(uuid4())}
    assert lead.post(by_word, once).url == at and lead.post(by_word, once).url == at
    on = f"{today():{DAY}}"
    assert lead.post(say, {"how": "disagreed", "on": on, "words": "Too early."}).status_code == 422
    for how in ("answered", "disagreed"):
        lead.post(say, {"how": how, "on": on, "words": f"canary-{how}"})
    assert "Step 1 up: Talk with whoever answered" in text_of(lead.get(at))
    assert chased(world, today() + timedelta(days=10)) == 2
    lead.post(say, {"how": "step", "step": "1", "on": on, "words": "Talked."})
    assert "Step 2 up: Our lead talks with their manager" in text_of(lead.get(at))
    lead.post(say, {"how": "settled", "on": on, "words": "They see him."})
    page = text_of(lead.get(at))
    assert "The disagreement is settled" in page and "canary-disagreed" in page and "Step 3" not in page


def test_only_those_who_may_and_only_where_each_child_is_open(world, lead):
    begun(world, lead)
    with world.at(world.oakmere):
        at = reverse("agency_referral", args=[AgencyReferral.objects.get().id])
    assert lead.get(at).status_code == 200 and client_for(world.oakmere.posts[HEAD].id).get(at).status_code == 200
    assert client_for(world.oakmere.posts[TEACHER].id).get(at).status_code == 404
    assert client_for(world.hollin.posts[LEAD].id).get(at).status_code == 404


def test_what_was_begun_and_not_sent_is_asked_of_the_lead_and_then_told_above(world, lead):
    begun(world, lead)
    assert chased(world, today()) == 0
    assert chased(world, today() + timedelta(days=10)) == 2 and chased(world, today() + timedelta(days=10)) == 0
    with world.at(world.oakmere):
        told = {one.kind: one.for_role for one in Task.objects.filter(kind__startswith="agency_")}
    assert told == {"agency_unsent": LEAD.value, "agency_unsent_late": HEAD.value}
    assert "A referral to an agency has not gone" in text_of(lead.get("/"))
    at = reverse("say_agency", args=[latest(world).id])
    over = {"how": "ended", "on": f"{today():{DAY}}", "words": "They moved.", "outcome": "helped"}
    assert lead.post(at, over).status_code == 302
    with world.at(world.oakmere):
        assert not Task.objects.filter(kind__startswith="agency_", done_at=None).exists()
    assert chased(world, today() + timedelta(days=20)) == 0


@pytest.mark.parametrize("ended", [True, False])
def test_the_pack_of_a_referral_that_ended_opens_no_more(world, lead, ended):
    referral, link, secret = sent(world, lead)
    on = f"{today():{DAY}}"
    over = {"how": "ended" if ended else "call", "on": on, "words": "The wrong team.", "outcome": "helped"}
    assert lead.post(reverse("say_agency", args=[referral.id]), over).status_code == 302
    fetched = Client().post(link, {"name": "Ms Oduya", "role": "Duty worker", "do": "open", "secret": secret})
    assert (fetched.status_code == 200 and "Content-Disposition" in fetched) is not ended


def test_a_pack_nobody_opened_is_taken_back_after_they_answered_by_telephone(world, lead):
    referral, link, secret = sent(world, lead)
    on, at = f"{today():{DAY}}", reverse("agency_referral", args=[referral.id])
    lead.post(reverse("say_agency", args=[referral.id]), {"how": "answered", "on": on, "words": "They say no."})
    assert "Take it back" in text_of(lead.get(at))
    assert lead.post(reverse("take_agency_back", args=[referral.id]), {"why": "It is not needed."}).status_code == 302
    assert "Answered" in text_of(lead.get(at))
    fetched = Client().post(link, {"name": "Ms Oduya", "role": "Duty worker", "do": "open", "secret": secret})
    assert "Content-Disposition" not in fetched


@pytest.mark.shows("C21", "C22")
def test_what_was_asked_and_what_came_of_it_stands_in_the_chronology_of_that_child_alone(world, lead):
    begun(world, lead)
    assert "Hill Road team" not in text_of(lead.get(reverse("chronology", args=[world.noah]))), "nothing has gone"
    by_word = {"way": "call", "told": "canary-told", "token": str(uuid4())}
    lead.post(reverse("told_agency", args=[latest(world).id]), by_word)
    say, on = reverse("say_agency", args=[latest(world).id]), f"{today():{DAY}}"
    lead.post(say, {"how": "ended", "on": on, "words": "They saw him.", "outcome": "helped"})
    story = text_of(lead.get(reverse("chronology", args=[world.noah])))
    assert "Hill Road team: asked on" in story and "made a difference" in story
    assert "canary-told" not in story, "the entries stand on its own page"
    with world.at(world.oakmere):
        lines = dict(Entry.objects.filter(record=world.concerns[0]).values_list("person_id", "line"))
    assert [person for person, line in lines.items() if "Hill Road" in line] == [world.noah]


@pytest.mark.parametrize("typed", ["31/12/9999", "1/1/0001", "1/1/0000", "31/2/2026"])
def test_a_day_out_of_reach_is_answered_by_a_sentence(world, lead, typed):
    referral, _, _ = sent(world, lead)
    said = {"how": "call", "on": typed, "words": "canary-kept"}
    answer = lead.post(reverse("say_agency", args=[referral.id]), said)
    assert answer.status_code == 422 and "canary-kept" in text_of(answer) and typed in text_of(answer)
