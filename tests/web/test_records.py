"""Pages of the areas: a contact from the form to the decision, and who is shown whose part."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access import actions as access
from kith.access.models import Bar
from kith.access.queries import parts_visible_to
from kith.access.words import BarKind, Verb
from kith.areas import all_areas
from kith.cases.actions import OwnAnswers
from kith.cases.models import OwnView, Part
from kith.organisations.models import Post
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.web.policy import all_pages
from tests.cases.council import SERVICES, WORKERS, open_council, take, write
from tests.signin import client_for

pytestmark = pytest.mark.django_db
OFFICER, MANAGER = Role.MASH_OFFICER, Role.MASH_MANAGER
WORDS = {
    "day": "2/11/2026", "clock": "9:00", "danger_now": "no", "channel": "phone", "source": "2A", "reasons.abuse": "yes",
    "narrative": "A bruise was seen.", "parents_informed": "yes", "consent": "given",
    "children_told.0.forename": "Zed", "children_told.0.surname": "Other",
}  # fmt: skip


@pytest.fixture
def front(db):
    return named(open_council()["front"])


def named(service):
    """The service, with a name for each child."""
    with service.at_work(service_role(service)):
        for n, child in enumerate(service.children):
            person = Person.objects.get(id=child)
            people.add_name(person=person, kind="legal", forename=f"Child{n}", surname="Canary")
    return service


def service_role(service):
    return next(role for role in service.posts if role in (OFFICER, Role.EH_WORKER, Role.EWO, Role.SOCIAL_WORKER))


def client_of(service, role):
    return client_for(service.posts[role])


def at(name, record=None, **more):
    """The address of a page of contacts."""
    ids = {"id": record.id} if record else {}
    return reverse(name, kwargs={"area": record.area if record else "contact", **ids, **more})


def begun(client, *children):
    """A form, with these children chosen in it by hand."""
    address = client.get(at("new_record")).url
    posted = {}
    for n, child in enumerate(children):
        answer = client.post(address, {**posted, "do": f"add.{child}"})
        assert answer.status_code == 302
        posted |= {f"own.{n}.person": str(child), f"own.{n}.role": "subject"}
    return address, posted


def test_a_contact_is_kept_as_a_draft_sent_once_and_opened(front):
    client = client_of(front, OFFICER)
    address, posted = begun(client, *front.children[:2])
    assert client.post(address + "keep/", posted | WORDS).content.startswith(b"Saved")
    page = client.get(address).content.decode()
    assert "A bruise was seen." in page and "Child1 Canary" in page
    first, second = (client.post(address, posted | WORDS) for _ in range(2))
    assert first.status_code == 302 and first.url == second.url
    page = client.get(first.url).content.decode()
    assert "A bruise was seen." in page and "A manager decides" in page and "Zed, Other" in page
    listed = client.get(at("work_list")).content.decode()
    assert "Child0 Canary, Child1 Canary" in listed and "Received: 1" in listed
    assert "Child0 Canary" not in client.get(at("work_stage", stage="closed")).content.decode()


def test_a_third_contact_within_a_year_says_so_and_what_came_of_the_others(front):
    with front.at_work(OFFICER):
        first, second, third = (front.send("contact") for _ in range(3))
        write(first, front.children[0], columns={"outcome": "referral"})
    client = client_of(front, OFFICER)
    page = client.get(at("record", third)).content.decode()
    assert "The third or a later one about" in page and "within a year" in page
    earlier = page.split(f">{first.reference}</a>")[1][:120]
    assert "Referral accepted" in earlier
    assert "The third or a later one" not in client.get(at("record", second)).content.decode()


def test_a_second_tab_loses_no_words_and_a_draft_is_found_again(front):
    client = client_of(front, OFFICER)
    address, posted = begun(client, front.children[0])
    client.post(address, posted | WORDS)
    kept = client.post(address, posted | WORDS | {"narrative": "Her brother too."})
    assert kept.url != address and "/write/" in kept.url
    page = client.get(kept.url).content.decode()
    assert "Her brother too." in page and "was sent already" in page
    assert kept.url in client.get(at("work_list")).content.decode()


def test_what_is_missing_is_said_and_nothing_is_lost(front):
    client = client_of(front, OFFICER)
    address, posted = begun(client, front.children[0])
    answer = client.post(address, posted | WORDS | {"consent": "", "day": "31/2/2026"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Two answers need another look" in page and "A bruise was seen." in page
    again = client.post(address, posted | WORDS | {"do": "row.children_told"}, follow=True).content.decode()
    assert 'name="children_told.1.forename"' in again and 'value="Zed"' in again


def test_a_contact_is_decided_by_a_second_person(front):
    with front.at_work(OFFICER):
        record = take(front.send("contact"), "screening")
    officer, manager = client_of(front, OFFICER), client_of(front, MANAGER)
    assert "What does all of this come to" in officer.get(at("record", record)).content.decode()
    refused = officer.post(at("move_record", record), {"to": "decision_pending"})
    words = refused.content.decode()
    assert refused.status_code == 422 and "“Ask for a decision” can’t be done yet. First answer" in words
    with front.at_work(OFFICER):
        shared, own = (Part.objects.get(record=record, person_id=p) for p in (None, front.children[0]))
    assert "What was known before?" in officer.get(at("correct_record", record, part=shared.id)).content.decode()
    given = WORDS | {"n": "1", "summary": "Not explained.", "priority": "amber", "reason": "Asked the school."}
    assert officer.post(at("correct_record", record, part=shared.id), given).status_code == 302
    said = {"n": "1", "role": "subject", "outcome": "referral", "reason": "So it looks."}
    assert officer.post(at("correct_record", record, part=own.id), said).status_code == 302
    assert officer.post(at("move_record", record), {"to": "decision_pending"}).status_code == 302
    assert officer.post(at("move_record", record), {"to": "referred", "why": "Mine."}).status_code == 422
    unsaid = manager.post(at("move_record", record), {"to": "referred"})
    assert unsaid.status_code == 422 and "Say why" in unsaid.content.decode()
    assert manager.post(at("move_record", record), {"to": "referred", "why": "Injury."}).status_code == 302
    page = manager.get(at("record", record)).content.decode()
    assert "Injury." in page and "Referred" in page
    history = manager.get(at("record_history", record)).content.decode()
    assert "Asked the school." in history and "Not explained." in history


def test_an_author_can_not_approve_on_the_page(front):
    """The control of the second person."""
    with front.at_work(MANAGER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        take(record, "screening")
    manager = client_of(front, MANAGER)
    with front.at_work(OFFICER):
        write(record, summary="Seen.", priority="amber")
        write(record, front.children[0], columns={"outcome": "nfa"})
        take(record, "decision_pending")
    assert "You wrote part of this, so somebody else takes it" in manager.get(at("record", record)).content.decode()
    answer = manager.post(at("move_record", record), {"to": "closed", "why": "Nothing."})
    assert answer.status_code == 422 and "wrote none of this" in answer.content.decode()


def test_two_who_change_one_answer_see_both_texts_and_the_other_answers_stay(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        part = Part.objects.get(record=record, person_id=None)
        write(record, narrative="Two bruises.", risk_to_worker="A dog.")
    client, address = client_of(front, OFFICER), at("correct_record", record, part=part.id)
    mine = {k: v for k, v in WORDS.items() if not k.startswith("children")} | {"n": "1", "narrative": "A burn."}
    answer = client.post(address, mine | {"reason": "Heard again."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Two bruises." in page and "A burn." in page and "A dog." in page
    assert client.post(address, mine | {"n": "2", "risk_to_worker": "A dog.", "reason": "Both."}).status_code == 302
    with front.at_work(OFFICER):
        now = Part.objects.get(id=part.id).answers
    assert (now["narrative"], now["risk_to_worker"]) == ("A burn.", "A dog.")


def test_words_are_added_a_view_kept_records_joined_and_taken_once(front):
    with front.at_work(OFFICER):
        record, other = front.send("contact"), front.send("contact")
    client, child = client_of(front, OFFICER), front.children[0]
    token = "0190a7c4-0000-7000-8000-00000000000"
    for _ in range(2):
        client.post(at("add_to_record", record), {"words": "She rang again.", "token": token + "1"})
        view = {"view": "I was scared.", "person": child, "said_by": "child", "token": token + "2"}
        client.post(at("say_view", record), view)
        joined = {"other": other.reference, "kind": "led_to", "token": token + "3"}
        client.post(at("join_record", record), joined)
    client.post(at("take_record", record))
    page = client.get(at("record", record)).content.decode()
    assert page.count("She rang again.") == 1 and page.count("I was scared.") == 1 and "has it" in page
    assert f"/work/contact/{other.id}/" in page
    empty = client.post(at("join_record", record), {"other": "No such", "kind": "led_to"})
    assert empty.status_code == 422 and "No such" in empty.content.decode()


def test_nothing_is_printed_without_a_purpose(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    client = client_of(front, OFFICER)
    assert client.post(at("print_record", record), {}).status_code == 422
    assert "ready for paper" in client.post(at("print_record", record), {"purpose": "Meeting"}).content.decode()


def test_list_form_and_record_of_every_area_open(db):
    """Each area by somebody who works in it, from its declaration alone."""
    council = open_council()
    for area, (place, role) in WORKERS.items():
        service = council[place]
        with service.at_work(role):
            record = service.send(area)
            service.tie(role, record)
        client = client_of(service, role)
        assert record.reference in client.get(reverse("work_list", kwargs={"area": area})).content.decode(), area
        form = client.get(reverse("new_record", kwargs={"area": area}), follow=True)
        assert form.status_code == 200 and "Who is it about?" in form.content.decode(), area
        page = client.get(at("record", record)).content.decode()
        links = re.findall(rf'"(/work/[^"]*{record.id}/(?:correct/[^"]*|history)/)"', page)
        assert len(links) >= 2, area
        assert {client.get(link).status_code for link in links} == {200}, area


PAGES = ("record", "record_history")


def shown_to(service, role, record):
    """All that this role is shown of a record, however it asks."""
    client = client_of(service, role)
    said = [client.get(at(name, record)).content.decode() for name in PAGES]
    said.append(client.post(at("print_record", record), {"purpose": "Meeting"}).content.decode())
    said.append(client.get(reverse("work_list", kwargs={"area": record.area})).content.decode())
    return "".join(said)


def leaked(service, role, record):
    """Whose words were shown to a role that the access room gives no part of theirs."""
    with service.at_work(role):
        seen = set(
            parts_visible_to(Part.objects.filter(record=record), service.reader(role)).values_list(
                "person_id", flat=True
            )
        )
    said = shown_to(service, role, record)
    return {n for n, child in enumerate(service.children) if f"words-of-{n}." in said and child not in seen}, seen


def with_canaries(service, area, count):
    """A record about so many siblings, each with words nobody else has."""
    role = service_role(service)
    own = [OwnAnswers(child, "sibling", {"child_words": f"words-of-{n}."}) for n, child in enumerate(service.children)]
    with service.at_work(role):
        record = service.send(area, *own[:count])
        for n in range(count):
            OwnView.objects.create(
                record=record, holder_id=record.holder_id, person_id=service.children[n], words=f"words-of-{n}.",
                said_by="child", said_on=record.written_at.date(), at=record.written_at,
            )  # fmt: skip
    return record


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(barred=st.sets(st.integers(0, 2)), role=st.sampled_from(SERVICES["front"]))
def test_a_sibling_who_is_not_theirs_is_never_shown(front, barred, role):
    record = with_canaries(front, "contact", 3)
    shut(front, role, barred)
    found, seen = leaked(front, role, record)
    assert found == set()
    assert not seen & {front.children[n] for n in barred}
    assert all(f"words-of-{n}." in shown_to(front, role, record) for n in {0, 1, 2} - barred)


def test_a_page_that_shows_every_part_is_seen(front, monkeypatch):
    """The negative control."""
    record = with_canaries(front, "contact", 3)
    shut(front, Role.SERVICE_MANAGER, {1})
    every = lambda ids, reader, verb=Verb.READ: list(  # noqa: E731
        Part.objects.filter(record_id__in=ids, person__isnull=False).order_by("id")
    )
    monkeypatch.setattr("kith.cases.queries.own_parts", every)
    assert leaked(front, Role.SERVICE_MANAGER, record)[0] == {1}


def shut(service, role, which):
    """These children are closed to whoever has this post, and no other is."""
    with service.at_work(role):
        me = Post.objects.get(id=service.posts[role]).user_id
        Bar.objects.filter(grantee_id=me).update(until=timezone.now())
        for n in which:
            access.bar(user_id=me, person_id=service.children[n], kind=next(iter(BarKind)), reason="Family")


def test_every_area_has_every_page():
    names = [name for name, _ in all_pages()]
    assert names.count("record") == names.count("record_history") == len(all_areas()) - 1
