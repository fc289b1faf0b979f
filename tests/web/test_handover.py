"""Pages of the hand-over: chosen and seen before it goes, told in words on both sides, nothing by a made-up name."""

import re
from datetime import date

import pytest
from django.urls import reverse

from kith.cases import filing
from kith.cases.models import Draft, Part, Record
from kith.foundation.ids import random_id
from kith.people import actions as people
from kith.people.models import PersonAddress
from kith.sharing.models import Arrival, Sent
from kith.sharing.referral import settling
from tests.documents.files import ready
from tests.jobs.steps import work_off
from tests.rooms import lines
from tests.sharing.referral.test_what_goes import close_leo
from tests.sharing.referral.world import (
    LEAD,
    LEOS_WORDS,
    MANAGER,
    MIAS_WORDS,
    OFFICER,
    REFUGE,
    STREET,
    WORDS,
    open_world,
)
from tests.signin import client_for

pytestmark = pytest.mark.django_db
TOKEN = "6f1d7c3a-52c4-4f0e-9d1b-3a5e8c7b2d10"
SAID = {
    "danger_now": "no", "reasons.abuse": "yes", "parents_informed": "yes", "consent": "given",
    "purpose": "Please assess.", "basis": "in_need",
}  # fmt: skip


@pytest.fixture
def world(db):
    return open_world()


def lead(world):
    return client_for(world.school.posts[LEAD].id)


def council(world, role=OFFICER):
    return client_for(world.council.posts[role].id)


def parts(world):
    """The parts of the concern by whose they are."""
    with world.school.at_work(LEAD):
        rows = Part.objects.filter(record_id=world.concern, person__isnull=False)
        return {"mia" if one.person_id == world.mia else "leo": str(one.id) for one in rows}


def form_of(world, **more):
    """What a browser would send with Mia chosen."""
    own = parts(world)
    ticked = {"answer.description": "yes", f"child.{own['mia']}": "yes", f"role.{own['mia']}": "subject"}
    mia = {f"own.{own['mia']}.child_words": "yes", f"fact.{own['mia']}.address": "yes"}
    return {"to": str(world.council.controller.id), **ticked, **mia, **SAID, **more}


def address(world, name="write_referral"):
    return reverse(name, kwargs={"id": world.concern, "token": TOKEN})


def seen_in(body):
    return re.search(r'name="seen" value="([0-9a-f]+)"', body)[1]


def sent_by(world, client, **more):
    """The form, looked at and then sent."""
    given = form_of(world, **more)
    preview = client.post(address(world), given | {"do": "look"}).content.decode()
    return client.post(address(world), given | {"do": "send", "seen": seen_in(preview)}, follow=True)


def test_the_form_has_what_was_written_and_no_protected_address(world):
    body = lead(world).get(address(world)).content.decode()
    for words in (WORDS, MIAS_WORDS, LEOS_WORDS, STREET, "The address is protected"):
        assert words in body
    assert REFUGE not in body
    assert f'name="child.{parts(world)["mia"]}" value="yes" checked' in body
    assert f'name="child.{parts(world)["leo"]}" value="yes"><' in body


def test_of_a_child_who_is_not_ticked_nothing_is_ticked_and_nothing_goes(world):
    """Leo's boxes sent all the same, as a draft from before holds them; ticked, they are his (the control)."""
    client, own = lead(world), parts(world)
    fresh = client.get(address(world)).content.decode()
    assert f'name="fact.{own["mia"]}.address" value="yes" checked' in fresh
    ticked = re.findall(r'name="((?:fact|own)\.[^"]+)" value="yes" checked', fresh)
    assert ticked and not [name for name in ticked if own["leo"] in name]
    leos = {f"own.{own['leo']}.child_words": "yes", f"fact.{own['leo']}.school": "yes"}
    preview = client.post(address(world), form_of(world, **leos) | {"do": "look"}).content.decode()
    assert LEOS_WORDS not in preview
    back = client.post(address(world), form_of(world, **leos) | {"do": "change"}).content.decode()
    assert f'name="own.{own["leo"]}.child_words" value="yes">' in back
    chosen = {f"child.{own['leo']}": "yes", f"role.{own['leo']}": "sibling"}
    back = client.post(address(world), form_of(world, **leos, **chosen) | {"do": "change"}).content.decode()
    assert f'name="own.{own["leo"]}.child_words" value="yes" checked' in back


def test_that_documents_stay_is_said_before_the_words_go(world):
    client, stay = lead(world), "documents do not go"
    assert stay not in client.post(address(world), form_of(world) | {"do": "look"}).content.decode()
    with world.school.at_work(LEAD):
        record = Record.objects.get(id=world.concern)
        two = [ready("letter.pdf"), ready("plan.pdf")]
        filing.file(people=[world.mia], holder=record.holder_id, ready=two, token=random_id(), record=record)
    preview = client.post(address(world), form_of(world) | {"do": "look"}).content.decode()
    assert f"Its 2 {stay}" in preview and "letter.pdf" not in preview


@pytest.mark.shows("C57")
def test_what_will_go_is_seen_and_only_that_goes(world):
    client = lead(world)
    preview = client.post(address(world), form_of(world) | {"do": "look"}).content.decode()
    assert WORDS in preview and MIAS_WORDS in preview and STREET in preview
    assert LEOS_WORDS not in preview and "Told the lead." not in preview
    with world.school.at_work(LEAD):
        assert not Sent.objects.exists()
    page = sent_by(world, client).content.decode()
    assert "On its way" in page and "Please assess." in page
    with world.school.at_work(LEAD):
        assert Sent.objects.count() == 1 and LEOS_WORDS not in Sent.objects.get().told
        assert not Draft.objects.exists()


def test_without_having_seen_it_nothing_goes(world):
    client = lead(world)
    answer = client.post(address(world), form_of(world) | {"do": "send", "seen": "0" * 64}).content.decode()
    assert "look again, then send it" in answer
    with world.school.at_work(LEAD):
        assert not Sent.objects.exists()


def test_a_made_up_name_chooses_nothing(world):
    """Boxes of a child the lead may not read, sent all the same."""
    own = parts(world)["leo"]
    more = {f"child.{own}": "yes", f"role.{own}": "sibling", f"own.{own}.child_words": "yes"}
    close_leo(world)
    page = sent_by(world, lead(world), **more).content.decode()
    assert MIAS_WORDS in page and LEOS_WORDS not in page and "Leo" not in page


def test_a_protected_address_in_the_words_is_said_before_anything_goes(world):
    answer = lead(world).post(address(world), form_of(world, note=f"They are at {REFUGE}.") | {"do": "look"})
    assert answer.status_code == 422 and "protected address stands in what you chose" in answer.content.decode()


def test_what_was_typed_is_kept_and_found_on_the_concern(world):
    client = lead(world)
    client.post(address(world, "keep_referral"), {"note": "She is with her aunt."})
    assert "She is with her aunt." in client.get(address(world)).content.decode()
    concern = client.get(reverse("concern", kwargs={"id": world.concern})).content.decode()
    assert "Carry on with the referral you began" in concern


def test_what_was_begun_stands_on_my_day_until_it_is_thrown_away(world):
    client = lead(world)
    client.post(address(world, "keep_referral"), {"purpose": "Please see them both."})
    day = client.get(reverse("home")).content.decode()
    assert "Please see them both." in day and f'href="{address(world)}"' in day
    assert "Throw this draft away" in client.get(address(world)).content.decode()
    assert client.post(reverse("throw_away", kwargs={"token": TOKEN}), follow=True).status_code == 200
    assert "Please see them both." not in client.get(reverse("home")).content.decode()


def test_an_old_page_of_a_referral_that_went_begins_no_draft_again(world):
    client = lead(world)
    sent_by(world, client)
    late = client.post(address(world, "keep_referral"), {"purpose": "And one thing more."})
    assert late.status_code == 409 and "was sent as" in late.content.decode()
    with world.school.at_work(LEAD):
        assert not Draft.objects.exists()
    assert client.get(reverse("home")).status_code == 200


def test_a_referral_begun_in_one_place_is_nobody_elses(world):
    from kith.reference.roles import Role

    client = client_for(world.school.posts[Role.SCHOOL_STAFF].id)
    assert client.get(address(world)).status_code == 404
    assert client.get(reverse("sent_referrals")).status_code == 404


def test_each_child_of_what_was_sent_is_shown_to_whom_it_is_open(world):
    sent = world.refer()
    page = reverse("sent_referral", kwargs={"id": sent.id})
    assert LEOS_WORDS in lead(world).get(page).content.decode()
    close_leo(world)
    body = lead(world).get(page).content.decode()
    assert MIAS_WORDS in body and LEOS_WORDS not in body and "Another child is" in body


def test_what_was_sent_only_about_a_child_who_is_closed_is_not_found(world):
    """The concern opens through Mia still; of what was asked and answered about Leo nothing is shown."""
    sent = world.refer(children="leo")
    page, all_sent = reverse("sent_referral", kwargs={"id": sent.id}), reverse("sent_referrals")
    concern = reverse("concern", kwargs={"id": world.concern})
    assert WORDS in lead(world).get(page).content.decode()
    assert all(page in lead(world).get(where).content.decode() for where in (all_sent, concern))
    close_leo(world)
    assert lead(world).get(page).status_code == 404
    assert lead(world).post(reverse("recall_referral", kwargs={"id": sent.id}), {"words": "Why?"}).status_code == 404
    for where in (all_sent, concern):
        shown = lead(world).get(where)
        assert shown.status_code == 200 and page not in shown.content.decode()


def came(world, name="came", **more):
    with world.at(OFFICER):
        contact = Arrival.objects.order_by("-at").first().record_id
    return reverse(name, kwargs={"id": contact, **more})


def test_the_inbox_and_the_page_of_what_came(world):
    world.arrived()
    client = council(world)
    assert "2 children still to confirm" in client.get(reverse("came_list")).content.decode()
    body = client.get(came(world)).content.decode()
    for words in (
        WORDS,
        MIAS_WORDS,
        LEOS_WORDS,
        "We ask you to assess both children.",
        "Nobody here whom you may find",
    ):
        assert words in body
    assert lines(world.council.controller.id, "referral.view")


def test_a_child_is_confirmed_by_hand_or_looked_for(world):
    world.arrived()
    client = council(world)
    found = client.post(came(world, "settle_child", n=0), {"do": "look", "look_for": "Leo"}).content.decode()
    assert "You looked for them." in found
    refused = client.post(came(world, "settle_child", n=0), {"do": "settle", "who": "", "why-0": "Her cousin."})
    page = refused.content.decode()
    assert refused.status_code == 422 and "Choose who this child is" in page
    # What was typed stands where it was typed, and not in the form that decides.
    assert page.count("Her cousin.") == 1 and 'name="why-0" rows="2" aria-describedby="why-0-hint">Her cousin.<' in page
    done = client.post(came(world, "settle_child", n=0), {"do": "settle", "who": "new"}, follow=True).content.decode()
    assert "Somebody new here" in done and "One child still to confirm" in done
    again = client.post(came(world, "settle_child", n=1), {"do": "settle", "who": "not an id"})
    assert again.status_code == 422
    history = client.get(reverse("record_history", kwargs={"area": "contact", "id": came(world).split("/")[-2]}))
    assert history.status_code == 200


def test_a_child_who_was_named_is_no_grown_up_known_here(world):
    contact = world.arrived()
    with world.at(OFFICER):
        holder = Record.objects.get(id=contact).holder_id
        grown, child = (
            people.create_person(
                holder=holder, forename="Leo", surname="Rook", born_on=date(year, 2, 14), confirmed_new=True
            ).id
            for year in (1990, 2016)
        )
    client, form = council(world), {"do": "settle", "why-0": "The same name."}
    refused = client.post(came(world, "settle_child", n=0), form | {"who": str(grown)})
    assert refused.status_code == 422 and "They are no child any more" in refused.content.decode()
    assert client.post(came(world, "settle_child", n=0), form | {"who": str(child)}).status_code == 302


def test_sending_back_is_a_managers_and_needs_words(world):
    contact = world.arrived()
    given = {"code": "not ours", "back": "They live in Elmshire."}
    refused = council(world).post(came(world, "send_back_came"), given)
    assert refused.status_code == 422 and "a manager’s decision" in refused.content.decode()
    empty = council(world, MANAGER).post(came(world, "send_back_came"), given | {"back": " "})
    assert empty.status_code == 422
    council(world, MANAGER).post(came(world, "send_back_came"), given)
    work_off()
    with world.at(OFFICER):
        assert Record.objects.get(id=contact).stage == "void"
    body = lead(world).get(reverse("sent_referrals")).content.decode()
    assert "Sent back" in body and "It isn&#39;t theirs to deal with." in body


def test_taken_back_with_words_and_not_without(world):
    sent = world.refer()
    page = reverse("recall_referral", kwargs={"id": sent.id})
    assert lead(world).post(page, {"words": " "}).status_code == 422
    body = lead(world).post(page, {"words": "About another child."}, follow=True).content.decode()
    assert "Taken back" in body
    work_off()
    listed = council(world).get(reverse("came_list")).content.decode()
    assert "Its sender took it back before it came" in listed


def test_referred_again_the_council_sees_the_one_before(world):
    first = world.arrived()
    world.arrived()
    body = council(world).get(came(world)).content.decode()
    assert "They referred the same record before" in body and str(first) in body


def test_of_a_child_closed_to_the_officer_nothing_of_the_referral_is_shown(world):
    from kith.access import actions as access
    from kith.access.words import BarKind

    contact = world.arrived()
    with world.at(MANAGER):
        leo = settling.named_in(Arrival.objects.get(record_id=contact))[1].part.person_id
        user = world.council.posts[OFFICER].user_id
        access.bar(user_id=user, person_id=leo, kind=BarKind.CONFLICT, reason="His uncle.")
    body = council(world).get(came(world)).content.decode()
    assert MIAS_WORDS in body and LEOS_WORDS not in body and "Trask" not in body
    assert LEOS_WORDS in council(world, MANAGER).get(came(world)).content.decode()
    record = reverse("record", kwargs={"area": "contact", "id": contact})
    body = council(world).get(record).content.decode()
    assert "What was sent, whole" in body and MIAS_WORDS in body
    assert LEOS_WORDS not in body and "Trask" not in body
    assert LEOS_WORDS in council(world, MANAGER).get(record).content.decode()
    assert council(world).post(came(world, "settle_child", n=1), {"do": "settle", "who": "new"}).status_code == 404


def test_an_address_that_is_kept_secret_since_is_said_by_no_page_of_what_went(world):
    sent = world.refer()
    page = reverse("sent_referral", kwargs={"id": sent.id})
    assert STREET in lead(world).get(page).content.decode()
    with world.school.at_work(LEAD):
        home = PersonAddress.objects.get(person_id=world.mia)
        people.protect_address(address=home, based_on=home.n)
    body = lead(world).get(page).content.decode()
    assert STREET not in body and "Protected since" in body


def test_an_address_that_is_kept_secret_at_the_council_is_said_by_no_page_of_what_came(world):
    """Here and on the page of the contact. Before it is secret, both say it."""
    contact = world.arrived()
    pages = [came(world), reverse("record", kwargs={"area": "contact", "id": contact})]
    for page in pages:
        assert STREET in council(world).get(page).content.decode(), page
    with world.at(MANAGER):
        mia = settling.named_in(Arrival.objects.get(record_id=contact))[0].part.person
        people.add_address(person=mia, lines="1 Elsewhere", postcode="RG3 3CC", protected=True)
    for page in pages:
        body = council(world).get(page).content.decode()
        assert STREET not in body and "Protected since" in body, page
