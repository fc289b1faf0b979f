"""Whatever is granted, barred, closed, merged and taken apart: nobody sees a fact or record they could not see before.

A world of one council (an index and two files) is drawn; what each reader may read is asked of the lists and of the
decision, before and after, on the day itself and two days on, when some of what was granted has begun or ended. Three
mutants, a restriction that is lost, ties that all move and ties of tomorrow taken for today's, have to be found.
"""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kith.access import joined
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.queries import parts_visible_to, visible_to
from kith.access.reader import Reader
from kith.access.words import BarKind
from kith.cases.models import Part, Record
from kith.foundation.ids import uuid7
from kith.organisations import actions as organisations
from kith.people import carrying, joining
from kith.people.fields import AboutPerson
from kith.people.merge_rules import Stage
from kith.people.models import Known, Merge, Person, PersonContact, PersonName
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from kith.tenancy.follows import Follows
from kith.tenancy.models import Holder
from kith.tenancy.settle import tenant_models
from tests.promises.page_world import record_of
from tests.rooms import School, give_post

pytestmark = pytest.mark.django_db
ROLES = (
    Role.DSL, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.EH_WORKER, Role.MASH_OFFICER, Role.CP_CHAIR,
    Role.PERSONAL_ADVISER, Role.SENCO, Role.HEAD_OF_SERVICE, Role.EDT_WORKER,
)  # fmt: skip
TIES = ("allocated", "team", "chair", "involved", "reason", "restricted_list", "sealed_opening", "break_glass", "sar")
AREAS = ("contact", "early_help", "looked_after", "exclusion")
FACTS = [model for model in tenant_models() if issubclass(model, AboutPerson) and hasattr(model, "n")]
FACTS = [model for model in FACTS if not hasattr(model, "versions_of")]


@pytest.fixture
def council(db):
    """One controller whose posts all hold its index, and a file of a service of its own."""
    controller = organisations.open_controller(slug="elm", kind="council", name="Elm Council")
    with tenancy(controller.id, system="importer"):
        index = organisations.add_holder(slug="index", name="Elm")
        Holder.objects.filter(id=index.id).update(is_index=True)
        service = organisations.add_holder(slug="service", name="Elm early help")
        here = organisations.add_organisation(kind="service", name="Elm", files_of=index)
        there = organisations.add_organisation(kind="service", name="Elm early help", files_of=service)
    posts = {role: give_post(controller, here, role, f"{role}@elm.example") for role in ROLES}
    posts |= {(role, 2): give_post(controller, there, role, f"{role}2@elm.example") for role in ROLES[:4]}
    return School(controller, index, here, posts), School(controller, service, there, posts)


def seen_by(council, post, kinds):
    """Every row about a person this reader may read: facts by their kind and id, parts and records by theirs."""
    found = set()
    with tenancy(council[0].controller.id, post=post.id):
        reader = Reader.build(post.id, second_factor=True)
        for model in kinds:
            # A fact the one who stays has already is withdrawn; what it said stands in theirs.
            rows = visible_to(model.objects.all(), reader, person="person_id")
            found |= {(model.__name__, id) for id in rows.values_list("id", flat=True)}
        parts = parts_visible_to(Part.objects.all(), reader)
        found |= {("part", id) for id in parts.values_list("id", flat=True)}
        found |= {("record", id) for id in parts.values_list("record_id", flat=True)}
    return found


def everybody_sees(council):
    """By post and day: what is read today, and what will be when what begins or ends tomorrow has."""
    found = {}
    with tenancy(council[0].controller.id, system="matcher"):
        kinds = [model for model in FACTS if model.objects.exists()]
    today = timezone.now
    for days in (0, 2):
        with pytest.MonkeyPatch.context() as clock:
            clock.setattr(timezone, "now", lambda days=days: today() + timedelta(days=days))
            found |= {(post.id, days): seen_by(council, post, kinds) for post in council[0].posts.values()}
    return found


def a_person(council, draw, ties=True):
    id = uuid7()
    known = [council[0].holder] + ([council[1].holder] if draw.random() < 0.4 else [])
    with tenancy(council[0].controller.id, system="importer"):
        now = timezone.now()
        Known.objects.bulk_create(Known(person_id=id, holder=one, since=now, because="drawn") for one in known)
        Person.objects.create(id=id)
        history.write(PersonName, values={"person_id": id, "forename": "Mia", "surname": draw.choice("ABC")})
        history.write(PersonContact, values={"person_id": id, "method": "mobile", "value": str(draw.random())})
    if not ties:
        return id
    with tenancy(council[0].controller.id, system="importer"):
        for _ in range(draw.randrange(3)):
            record_of(draw.choice(council), draw.choice(AREAS), id)
        for _ in range(draw.randrange(5)):
            _tie(council, draw, id)
        _closings(council, draw, id)
    return id


def _tie(council, draw, id):
    post = draw.choice(list(council[0].posts.values()))
    kind, grantee = draw.choice([
        (Grantee.POST, post.id), (Grantee.POST, post.id), (Grantee.USER, post.user_id),
        (Grantee.ORGANISATION, post.organisation_id),
    ])  # fmt: skip
    now = timezone.now()
    since = now + timedelta(days=draw.choice((-1, -1, -1, 1)))
    until = draw.choice((None, None, None, now + timedelta(days=1.5)))
    what = {"subject_kind": Subject.PERSON, "subject_id": id, "since": since, "until": until}
    Grant.objects.create(grantee_kind=kind, grantee_id=grantee, relation=draw.choice(TIES), **what)


def _closings(council, draw, id):
    since = {"subject_kind": Subject.PERSON, "subject_id": id, "since": timezone.now()}
    if draw.random() < 0.4:
        user = draw.choice(list(council[0].posts.values())).user_id
        Bar.objects.create(grantee_kind=Grantee.USER, grantee_id=user, kind=BarKind.CONFLICT, **since)
    if draw.random() < 0.5:
        level = draw.choice((1, 1, 2, 2, 3))
        everybody = {"grantee_kind": Grantee.EVERYBODY, "grantee_id": council[0].controller.id}
        Bar.objects.create(level=level, **everybody, **since)
        if level == 2:
            post = council[0].posts[Role.HEAD_OF_SERVICE]
            mine = {"grantee_kind": Grantee.POST, "grantee_id": post.id, "relation": "restricted_list"}
            Grant.objects.create(**mine, **since)


def joined_by_hand(council, one, other):
    """Agreed without the pages: what the matcher then does is what is asked about."""
    said = {"stage": Stage.AGREED, "why": "Drawn.", "by": uuid7(), "at": timezone.now()}
    with tenancy(council[0].controller.id, system="matcher"):
        merge = Merge.objects.create(survivor_id=one, merged_id=other, file_of=council[0].holder.id, **said)
        joining.join(merge.id)
        return Merge.objects.get(id=merge.id)


def parted(council, merge):
    with tenancy(council[0].controller.id, system="matcher"):
        Merge.objects.filter(id=merge.id).update(stage=Stage.UNDO_AGREED, undo_why="Drawn.")
        joining.part(merge.id)
        return Merge.objects.get(id=merge.id)


def wider(before, after, among):
    """Who sees what they could not see before, of what there was before."""
    return {who: (after[who] & among) - before[who] for who in after if (after[who] & among) - before[who]}


def trial(council, seed):
    """One drawn family, merged and taken apart. Gives what anybody saw too much, and whether it was done."""
    draw = random.Random(seed)
    one, other = a_person(council, draw), a_person(council, draw)
    before = everybody_sees(council)
    there = everything(council)
    merge = joined_by_hand(council, one, other)
    during = everybody_sees(council)
    found = wider(before, during, there)
    if merge.stage != Stage.DONE:
        return found, False
    if draw.random() < 0.6:
        _since(council, draw, one)
    before_parting = everybody_sees(council)
    now = everything(council)
    listed = listed_since(council, merge)
    assert parted(council, merge).stage == Stage.UNDONE
    after = everybody_sees(council)
    # What there was is as open as before the merge at most; what came since as open as it was. Who was put on the list
    # of the two as one was shown both by whoever keeps it: that is all it may open.
    had = {who: saw | (before_parting[who] if who[0] in listed else set()) for who, saw in before.items()}
    found |= wider(had, after, there) | wider(before_parting, after, now - there)
    if listed:
        taken_off(council, merge)
        found |= wider(before, everybody_sees(council), there)
    return found, True


def listed_since(council, merge):
    """The posts that were put on the list of the one who stays after the two were made one."""
    with tenancy(council[0].controller.id, system="matcher"):
        listed = Grant.objects.filter(relation="restricted_list", subject_id=merge.survivor_id)
        return set(listed.filter(since__gt=merge.done_at).values_list("grantee_id", flat=True))


def taken_off(council, merge):
    """What was put on either list since the two were made one is taken off again."""
    with tenancy(council[0].controller.id, system="matcher"):
        listed = Grant.objects.filter(relation="restricted_list", subject_id__in=merge.both, since__gt=merge.done_at)
        listed.update(until=timezone.now() - timedelta(seconds=1))


def everything(council):
    with tenancy(council[0].controller.id, system="matcher"):
        facts = {(model.__name__, id) for model in FACTS for id in model.objects.values_list("id", flat=True)}
        parts = {("part", id) for id in Part.objects.exclude(person=None).values_list("id", flat=True)}
        return facts | parts | {("record", id) for id in Record.objects.values_list("id", flat=True)}


def _since(council, draw, one):
    with tenancy(council[0].controller.id, system="importer"):
        record_of(draw.choice(council), draw.choice(AREAS), one)
        if draw.random() < 0.5:
            _closings(council, draw, one)


def trials(council, seeds):
    done, found = 0, []
    for seed in seeds:
        with transaction.atomic():
            wrong, was_done = trial(council, seed)
            transaction.set_rollback(True)
        done += was_done
        found += [(seed, who, sorted(map(str, what))) for who, what in wrong.items()]
    return found, done


def anything_found(council):
    """Whether some drawn family shows it: looked for until one does."""
    return any(trials(council, [seed])[0] for seed in range(40))


def test_nobody_sees_more_for_two_records_being_one_or_two_again(council, is_full):
    found, done = trials(council, range(300 if is_full else 8))
    assert found == []
    assert done > 2, "the drawn families were hardly ever merged: nothing was proved"


def test_a_restriction_that_is_lost_is_found(council, monkeypatch):
    """The mutant of the threat list: bars and levels of the merged one stay behind."""
    usual = carrying.TO_CARRY
    monkeypatch.setattr(carrying, "TO_CARRY", tuple(how for how in usual if how is not Follows.CLOSES))
    assert anything_found(council)


def test_ties_that_all_move_are_found(council, monkeypatch):
    """The other one: whoever was tied to either is tied to all of it."""
    monkeypatch.setattr(joined, "ends", lambda two, types: [])
    assert anything_found(council)


def closed_to_whom_it_is_not_told(council):
    """Two confidential records: an officer is tied to the one now, their whole place to the other from tomorrow."""
    draw = random.Random(0)
    one, other = (a_person(council, draw, ties=False) for _ in range(2))
    officer = council[0].posts[Role.MASH_OFFICER]
    tomorrow = timezone.now() + timedelta(days=1)
    with tenancy(council[0].controller.id, system="importer"):
        for id in (one, other):
            what = {"subject_kind": Subject.PERSON, "subject_id": id, "since": timezone.now()}
            everybody = {"grantee_kind": Grantee.EVERYBODY, "grantee_id": council[0].controller.id}
            Bar.objects.create(level=1, **everybody, **what)
        mine = {"subject_kind": Subject.PERSON, "subject_id": one, "since": timezone.now(), "relation": "allocated"}
        Grant.objects.create(grantee_kind=Grantee.POST, grantee_id=officer.id, **mine)
        place = {"subject_kind": Subject.PERSON, "subject_id": other, "since": tomorrow, "relation": "restricted_list"}
        Grant.objects.create(grantee_kind=Grantee.ORGANISATION, grantee_id=officer.organisation_id, **place)
    return one, other


def shown_by_merging(council):
    one, other = closed_to_whom_it_is_not_told(council)
    before, there = everybody_sees(council), everything(council)
    joined_by_hand(council, one, other)
    return wider(before, everybody_sees(council), there)


def test_what_begins_tomorrow_is_not_taken_for_what_opens_today(council):
    assert shown_by_merging(council) == {}


def test_ties_of_tomorrow_taken_for_todays_are_found(council, monkeypatch):
    """The third mutant: the officer sees the other one today, and everybody of the place the first one tomorrow."""
    monkeypatch.setattr(joined, "_moments", lambda now, standing: [now])
    monkeypatch.setattr(joined, "_holds", lambda tie, moment: True)
    officer = council[0].posts[Role.MASH_OFFICER]
    assert (officer.id, 0) in shown_by_merging(council)


def test_a_file_that_knows_only_one_of_two_keeps_them_apart(council):
    """Where no index knows both, whoever keeps that file would see the other as well."""
    with tenancy(council[0].controller.id, system="importer"):
        Holder.objects.update(is_index=False)
    draw = random.Random(4)
    one, other = a_person(council, draw), a_person(council, draw)
    with tenancy(council[0].controller.id, system="importer"):
        Known.objects.filter(person_id=other).exclude(holder=council[1].holder).delete()
        if not Known.objects.filter(person_id=other).exists():
            now = timezone.now()
            Known.objects.create(person_id=other, holder=council[1].holder, since=now, because="drawn")
    merge = joined_by_hand(council, one, other)
    assert (merge.stage, merge.answer) == (Stage.REFUSED, joining.ONLY_ONE)
