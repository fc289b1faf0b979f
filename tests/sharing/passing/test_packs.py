"""A file for a school that is not on Kith: a locked pack, a secret, a receipt; and what is chased."""

import io
import json
import zipfile
from contextlib import nullcontext
from datetime import date, timedelta
from types import SimpleNamespace

import pypdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kith.foundation.dates import today
from kith.foundation.days import SchoolCalendar
from kith.people.models import Person
from kith.sharing import Released, gate
from kith.sharing.models import Answer, Leaver, Notice, Pack, Went
from kith.sharing.packing import naming
from kith.sharing.passing import chasing, choosing, going, pack, rules
from kith.sharing.passing.rules import Stands
from kith.sharing.posting import POST_ROOM
from kith.tasks.models import Task
from kith.tenancy import tenancy
from tests import rooms
from tests.jobs.steps import work_off
from tests.sharing.passing.world import HEAD, LEAD, NOAHS, ZEDS
from tests.signin import client_for

TYPED = {"name": "Ms Hart", "role": "Designated safeguarding lead"}


@pytest.fixture
def sent(world):
    outcome = world.send(None)
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        made = Pack.objects.get()
    at = {"controller": world.oakmere.controller.id, "id": made.id}
    return world, outcome, reverse("pack", kwargs=at)


def fetch(client, address, secret, **more):
    return client.post(address, {"secret": secret, "do": "open", **TYPED, **more})


@pytest.mark.django_db
@pytest.mark.shows("C57", "C122", "C133")
def test_whoever_has_link_and_secret_signs_and_fetches_it(sent, client):
    world, outcome, address = sent
    assert world.stands(outcome.went) is Stands.SENT
    page = client.get(address).content.decode()
    assert "Noah" not in page + address and outcome.secret not in page
    answer = fetch(client, address, outcome.secret.lower().replace("-", " "))
    assert isinstance(answer.released, Released)
    assert answer["Content-Disposition"] == 'attachment; filename="safeguarding-file.zip"'
    whole = zipfile.ZipFile(io.BytesIO(answer.content))
    names = whole.namelist()
    assert "Noah" not in " ".join(names) and sum(one.endswith(".pdf") for one in names) == 2
    told = json.loads(whole.read("4-safeguarding-file.json"))
    text = whole.read("3-safeguarding-file.txt").decode()
    for written in (json.dumps(told), text):
        assert NOAHS in written and ZEDS not in written and "Zed" not in written
    sheets = pypdf.PdfReader(io.BytesIO(whole.read("1-safeguarding-file.pdf")))
    read = " ".join(" ".join(page.extract_text() for page in sheets.pages).split())
    assert NOAHS in read and ZEDS not in read and len(sheets.pages) == outcome.went.pages
    work_off()
    assert world.stands(outcome.went) is Stands.SIGNED
    with world.at(world.oakmere):
        said = Answer.objects.get()
        assert (said.name, said.role, said.way, said.sha256) == (*TYPED.values(), "on the page", outcome.went.sha256)
        assert b"canary" not in bytes(Pack.objects.get().sealed)
    released = [reason for action, reason in rooms.lines(world.oakmere.controller.id, "release.file")]
    assert len(released) == 2, "when it was made and when it was fetched"
    assert fetch(client, address, outcome.secret).status_code == 200, "a line may break"
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        assert fetch(client, address, outcome.secret).status_code == 422


@pytest.mark.django_db
def test_without_the_secret_it_opens_for_nobody_and_locks_itself(sent, client):
    world, outcome, address = sent
    for _ in range(pack.MOST_WRONG):
        assert fetch(client, address, "BBBB-BBBB-BBBB-BBBB").status_code == 422
    assert fetch(client, address, outcome.secret).status_code == 422
    assert world.stands(outcome.went) is Stands.REFUSED
    with world.at(world.oakmere):
        assert bytes(Pack.objects.get().sealed) == b""
    assert ("file.try", "") in rooms.lines(world.oakmere.controller.id, "file.")


@pytest.mark.django_db
def test_it_opens_for_fourteen_days_and_then_is_emptied(sent, client):
    world, outcome, address = sent
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=True):
        assert fetch(client, address, outcome.secret).status_code == 422
        with tenancy(world.oakmere.controller.id, system=POST_ROOM):
            assert pack.shut_what_ran_out() == 1 and bytes(Pack.objects.get().sealed) == b""


def night(world, days):
    """So many days after today. Returns how many are asked to see to a pack that ran out."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        with tenancy(world.oakmere.controller.id, system=POST_ROOM):
            chasing.each_night(SimpleNamespace(opened=nullcontext))
            return Task.objects.filter(kind="file_ran_out", done_at=None).count()


@pytest.mark.django_db
def test_a_pack_nobody_opened_is_told_to_its_sender_once_and_its_page_says_what_to_do(sent):
    world, outcome, _ = sent
    lead, at = client_for(world.oakmere.posts[LEAD].id), reverse("leaver", args=[outcome.went.leaver_id])
    assert night(world, 13) == 0
    assert (night(world, 15), night(world, 16)) == (1, 1)
    with world.at(world.oakmere):
        (task,) = Task.objects.filter(kind="file_ran_out")
        assert Notice.objects.filter(about=task.id, post_id=world.oakmere.posts[LEAD].id).exists()
    said = "Nobody opened it by"
    assert said not in lead.get(at).content.decode(), "the control: today it opens still"
    with time_machine.travel(timezone.now() + timedelta(days=16)):
        lead = client_for(world.oakmere.posts[LEAD].id)
        assert f'href="{at}"' in lead.get("/").content.decode()
        page = lead.get(at).content.decode()
        assert said in page and "take it back below and send it again" in page and "It opens until" not in page
        lead.post(reverse("take_file_back", args=[outcome.went.leaver_id]), {"words": "It ran out."})
        assert "What goes?" in lead.get(at).content.decode()
    assert night(world, 17) == 0, "they saw to it"


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["fetched", "sent back"])
def test_of_a_pack_that_was_answered_nobody_is_told_that_it_ran_out(sent, client, how):
    world, outcome, address = sent
    fetch(client, address, outcome.secret, **({} if how == "fetched" else {"do": "back", "words": "Not ours."}))
    assert night(world, 15) == 0


@pytest.mark.django_db
def test_the_wrong_school_sends_a_pack_back_and_the_sender_takes_one_back(sent, client):
    world, outcome, address = sent
    back = {"do": "back", "words": "He is not coming to us."}
    assert "It went back" in fetch(client, address, outcome.secret, **back).content.decode()
    assert world.stands(outcome.went) is Stands.REFUSED
    again = world.send(None, leaver=_leaver(world))
    with world.at(world.oakmere):
        going.take_back(went=again.went, words="The secret was lost.", name="The lead")
    assert world.stands(again.went) is Stands.TAKEN_BACK
    third = world.send(None, leaver=_leaver(world))
    with world.at(world.oakmere):
        with pytest.raises(going.NotSent):
            going.sign_here(went=third.went, name="Ms Hart", role="", on=timezone.localdate(), misses=())
        going.sign_here(went=third.went, name="Ms Hart", role="DSL", on=timezone.localdate(), misses=())
    assert world.stands(third.went) is Stands.SIGNED
    with world.at(world.oakmere):
        opens = Pack.objects.get(went=third.went)
    signed_for = reverse("pack", kwargs={"controller": world.oakmere.controller.id, "id": opens.id})
    assert fetch(client, signed_for, third.secret).status_code == 422, "what was signed for on paper opens no more"
    assert fetch(client, signed_for, third.secret, **back).status_code == 422
    assert bytes(opens.sealed) == b""


def _leaver(world):
    with world.at(world.oakmere):
        return Leaver.objects.get()


@pytest.mark.django_db
def test_what_is_late_is_chased_once_and_who_holds_a_file_is_asked_again(world):
    leaver = world.addressed(world.hollin)
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        days = rules.days_of(leaver.left_on, None)
        assert chasing.chase(days.due_on) == 0
        assert chasing.chase(days.due_on + timedelta(days=1)) == 1 and chasing.chase(days.late_on) == 0
        assert Task.objects.get(kind="file_late").for_role == HEAD.value
    went = world.send(world.hollin, leaver=leaver).went
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        assert not Task.objects.filter(kind="file_late", done_at=None).exists()
        assert (chasing.chase(days.due_on), chasing.chase(days.late_on)) == (1, 1)
        asked = Task.objects.filter(kind__startswith="file_no_receipt").order_by("due_on")
        assert [(one.kind, one.due_on) for one in asked] == [
            ("file_no_receipt", days.due_on), ("file_no_receipt_late", days.late_on),
        ]  # fmt: skip
    with world.at(world.oakmere):
        going.take_back(went=went, words="Wrong school.", name="The lead")
        choosing.hold(leaver=_leaver(world), why="Nobody answers.")
        assert not Went.objects.exclude(id=went.id).exists() and Person.objects.filter(id=world.noah).exists()
    with tenancy(world.oakmere.controller.id, system=POST_ROOM):
        assert chasing.chase(today()) == 0
        assert chasing.chase(today() + timedelta(days=30)) == 2 and chasing.chase(today() + timedelta(days=31)) == 0
        asked = Task.objects.filter(kind__startswith="file_held", done_at=None).order_by("due_on")
        assert [one.for_role for one in asked] == [LEAD.value, HEAD.value]
    with world.at(world.oakmere):
        choosing.hold(leaver=_leaver(world), why="Rang again: no answer.")
        assert not Task.objects.filter(kind__startswith="file_held", done_at=None).exists()


def test_days_are_school_days_as_the_law_counts_them():
    school = SchoolCalendar(((date(2026, 10, 26), date(2026, 12, 18)), (date(2027, 1, 5), date(2027, 3, 25))))
    days = rules.days_of(date(2026, 12, 11), school)
    assert (days.due_on, days.late_on, days.estimated) == (date(2026, 12, 18), date(2027, 1, 11), False)
    assert rules.days_of(date(2026, 12, 11), None).estimated
    assert rules.to_review_on(date(2017, 7, 14)) == date(2042, 7, 14)


def test_a_name_is_asked_about_and_taken_out_whole():
    names = naming.Names({"zed": {"brown"}, "will": {"grey"}}, {"marsh": {"jan"}}, frozenset({"noah"}))
    text = "Zed Brown’s brother saw Noah. Will he? Miss Marsh and Jan Marsh will."
    found = naming.find([text], names)
    assert [(one.word, one.who) for one in found] == [
        ("Zed", naming.PUPIL), ("Will", naming.PUPIL), ("Marsh", naming.STAFF),
        ("Jan", naming.STAFF),
    ]  # fmt: skip
    plain = naming.without(text, [one for one in found if one.word != "Will"], names)
    assert plain == ("[another pupil]’s brother saw Noah. Will he? [a member of staff] and [a member of staff] will.")


def test_a_pack_has_a_row_of_its_own_in_the_gate():
    assert (gate.Kind.SAME_TRUST, gate.Way.ENVELOPE) in gate.OPEN
