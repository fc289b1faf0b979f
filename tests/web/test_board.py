"""The board: every open concern stands in exactly one column, with its age and whose it is; nothing falls between."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kith.areas import area
from kith.cases.models import Part, Record
from kith.organisations.models import Post
from kith.reference.codes import code_set
from kith.tenancy import history
from kith.web.board import gather
from kith.web.signin import session
from tests.web.casework import HEAD, LEAD, PASTORAL, Casework

OPEN = [stage.name for stage in area("concern").stages if not stage.closes]
KINDS = ["", *(code.code for code in code_set("concern_category"))]


def columns(page: str) -> dict[str, list[str]]:
    """Column -> the references in it, as they stand there."""
    found = {}
    for section in re.findall(r'<section class="k-span[^>]*>.*?</section>', page, re.S):
        title = re.search(r"<h2[^>]*><span>(.*?)</span>", section).group(1)
        found[title] = re.findall(r'<span class="k-meta">(T-[0-9a-f]+),', section)
    return found


def test_every_open_stage_stands_in_exactly_one_column():
    assert sorted(stage for _, stages in gather.GROUPS for stage in stages) == sorted(OPEN)


@pytest.mark.django_db
@pytest.mark.shows("C66", "C67")
def test_every_open_concern_stands_in_one_column_for_somebody_who_can_act_on_it():
    work = Casework(LEAD, HEAD, PASTORAL, ann="bullying")
    with work.open():
        made = {work.concern.reference: "triaged"}
        made |= {work.write({"ann": kind}, stage).reference: stage for stage in OPEN for kind in KINDS}
        at = dict(Record.objects.values_list("reference", "id"))
    shown = columns(work.page(LEAD, "/concerns/"))
    standing = [reference for title, rows in shown.items() if not title.startswith("Closed") for reference in rows]
    assert sorted(standing) == sorted(made)
    for title, stages in gather.GROUPS:
        assert {made[reference] for reference in shown[title]} == set(stages)
    client = work.client(LEAD)
    for stage in OPEN:
        one = next(reference for reference, stood in made.items() if stood == stage)
        assert "What will you do?" in client.get(f"/concerns/{at[one]}/").content.decode()


@pytest.mark.django_db
def test_a_column_that_is_left_out_is_found(monkeypatch):
    """The control: without monitoring, what is monitored stands nowhere."""
    monkeypatch.setattr(gather, "GROUPS", gather.GROUPS[:-1])
    with pytest.raises(AssertionError):
        test_every_open_stage_stands_in_exactly_one_column()


@pytest.mark.django_db
def test_what_nobody_has_stands_first_also_where_who_had_it_has_left():
    work = Casework(LEAD, HEAD, ann="home", stage="active")
    with work.open():
        mine, gone = work.write({"ann": "home"}, "active"), work.write({"ann": "home"}, "active")
        Record.objects.filter(id__in=[work.concern.id, mine.id]).update(owner_post=work.post_id(LEAD))
        Record.objects.filter(id=gone.id).update(owner_post=work.post_id(HEAD))
        Record.objects.filter(id=gone.id).update(written_at=timezone.now() - timedelta(days=5))
        Post.objects.filter(id=work.post_id(HEAD)).update(until=timezone.now())
    page = work.page(LEAD, "/concerns/")
    assert columns(page)["Action"][0] == gone.reference
    assert "One concern has nobody’s name on it" in page and "for 5 days" in page
    assert columns(work.page(LEAD, "/concerns/?owner=nobody"))["Action"] == [gone.reference]
    assert gone.reference not in work.page(LEAD, "/concerns/?owner=mine")


@pytest.mark.django_db
def test_it_is_narrowed_by_kind_and_by_child_as_far_as_somebody_may_read():
    work = Casework(LEAD, PASTORAL, ann="child_protection", ben="bullying")
    kind, child = "/concerns/?kind=child_protection", f"/concerns/?child={work.children['ann']}"
    for address in (kind, child):
        assert work.concern.reference in work.page(LEAD, address)
        page = work.page(PASTORAL, address)
        assert work.concern.reference not in page and "Ann Sole" not in page
    assert work.concern.reference in work.page(PASTORAL, "/concerns/?kind=bullying")
    assert work.client(LEAD).get("/concerns/?owner=x&child=y&kind=z").status_code == 200


@pytest.mark.django_db
def test_what_has_ended_stands_below_and_is_found_by_its_child():
    work = Casework(LEAD, ann="home", stage="closed")
    with work.open():
        Record.objects.filter(id=work.concern.id).update(closed_at=timezone.now())
    shown = columns(work.page(LEAD, f"/concerns/?child={work.children['ann']}"))
    assert shown["Closed, the newest first"] == [work.concern.reference]


@pytest.mark.django_db
@pytest.mark.shows("C59", "C60")
def test_who_opens_child_protection_shows_again_that_it_is_them():
    """And the control: another kind opens without it."""
    work = Casework(LEAD, HEAD, ann="child_protection")
    with work.open():
        other = work.write({"ann": "home"})
    client = work.client(LEAD)
    kept = client.session
    kept[session.PROOF] = session.now() - 24 * 3600
    kept.save()
    answer = client.get(work.address)
    assert answer.status_code == 302 and "prove" in answer.url
    assert client.get(f"/concerns/{other.id}/").status_code == 200
    assert "to whom they are closed" in work.page(LEAD)


def rows_of(page):
    """The cards, as they stand."""
    return re.findall(r'<a href="/concerns/[^"]+/">.*?</a>', page, re.S)


@pytest.mark.django_db
def test_a_card_says_what_the_writer_named_and_saw_and_child_protection_stands_before_what_is_older():
    """And the control: what somebody has decided says the decision alone."""
    work = Casework(LEAD, ann="", ben="")
    with work.open():
        older = work.write({"ann": ""}, "submitted")
        newer, decided = work.write({"ben": ""}, "submitted"), work.write({"ben": "bullying"}, "submitted")
        for record in (newer, decided):
            shared = Part.objects.get(record=record, person=None)
            said = shared.answers | {"category_suggested": "child_protection"}
            history.write(Part, id=shared.id, based_on=shared.n, values={"answers": said})
        seen = work.part(newer, "ben")
        history.write(Part, id=seen.id, based_on=seen.n, values={"answers": seen.answers | {"mark_seen": True}})
    cards = rows_of(work.page(LEAD, "/concerns/"))
    at = {one: next(n for n, card in enumerate(cards) if one.reference in card) for one in (older, newer, decided)}
    assert at[newer] < at[older]
    assert "Its writer suggests: Child protection. A mark was seen" in cards[at[newer]]
    assert "suggests" not in cards[at[decided]] + cards[at[older]] and "mark" not in cards[at[older]]


@pytest.mark.django_db
@pytest.mark.parametrize("kind, first", [("child_protection", True), ("attendance", False)])
def test_what_was_decided_to_be_child_protection_stands_before_what_is_older(kind, first):
    """The control: of another kind the older one stands first."""
    work = Casework(LEAD, ann="", ben="")
    with work.open():
        older, newer = work.write({"ann": "attendance"}, "triaged"), work.write({"ben": kind}, "triaged")
    page = work.page(LEAD, "/concerns/")
    assert (page.index(newer.reference) < page.index(older.reference)) is first


@pytest.mark.django_db
@pytest.mark.parametrize("danger", [True, False])
def test_a_card_says_still_that_danger_was_said_once_somebody_has_taken_it_up(danger):
    work = Casework(LEAD, ann="bullying")
    with work.open():
        shared = Part.objects.get(record=work.concern, person=None)
        history.write(
            Part, id=shared.id, based_on=shared.n, values={"answers": shared.answers | {"danger_now": danger}}
        )
    assert ("A child was in danger" in work.page(LEAD, "/concerns/")) is danger
