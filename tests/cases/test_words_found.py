"""Records are found by their words: by whoever may read the part in which they stand, and by nobody else."""

import pytest
from django.db import ProgrammingError, connection, transaction

from kith.access import actions as access
from kith.access.words import BarKind
from kith.cases import actions, words_found
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part, Wording
from kith.cases.wording import catch_up
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tenancy import NoTenant, tenancy
from kith.tenancy.unit import current

pytestmark = pytest.mark.django_db
FROM_THE_NEWEST = ", ".join(["'ffffffff-ffff-ffff-ffff-ffffffffffff'"] * 2)


@pytest.fixture
def two_kinds(school):
    """A record about two children: bullying for one, child protection for the other."""
    first, second, _ = school.children
    with school.as_teacher():
        record = school.send(
            OwnAnswers(first, "victim", {"child_words": "He hit me with a lunchbox."}),
            OwnAnswers(second, "alleged", {"child_words": "My dad does it with a belt."}),
        )
    with school.as_lead():
        for part in Part.objects.filter(record=record, person__isnull=False):
            category = "bullying" if part.person_id == first else "child_protection"
            actions.correct(part=part, answers=part.answers, based_on=1, reason="Decided.", category=category)
    return record


def found(school, role, words, **how):
    """The snippets of what this role finds."""
    with school.at_work(role):
        hits = words_found.found(words, school.reader(role, **how), most=50).hits
        return [hit.snippet.replace("\x02", "[").replace("\x03", "]") for hit in hits]


def test_a_record_is_found_by_what_was_typed_in_any_form_of_the_word(school, two_kinds):
    (snippet,) = found(school, Role.DSL, "fight hall")
    assert "pupils were [fighting] behind the [hall]." in snippet
    assert found(school, Role.DSL, '"behind the hall"') and not found(school, Role.DSL, '"hall fighting"')
    assert not found(school, Role.DSL, "fight -hall") and not found(school, Role.DSL, "kitchen")


def test_what_the_writer_says_and_what_the_children_say_are_one_record(school, two_kinds):
    assert found(school, Role.DSL, "fighting lunchbox belt")
    assert not found(school, Role.DSL, "fighting -lunchbox") and not found(school, Role.DSL, 'fighting -"with a belt"')
    assert found(school, Role.DSL, "kitchen OR lunchbox")


def test_of_words_together_only_those_that_may_be_read_count(school, two_kinds):
    assert found(school, Role.PASTORAL_LEAD, "fighting lunchbox")
    assert not found(school, Role.PASTORAL_LEAD, "fighting belt")
    assert found(school, Role.PASTORAL_LEAD, "fighting -belt"), "what is closed leaves nothing out, or it would be told"


@pytest.mark.parametrize("typed", ["the", "-fighting", "-", '-"behind the hall"', "OR", "…"])
def test_words_that_stand_in_every_text_or_in_none_are_nothing_to_find(school, two_kinds, typed):
    with school.as_lead(), pytest.raises(words_found.NothingToFind):
        words_found.found(typed, school.reader(Role.DSL), most=50)


def test_a_colleague_finds_the_child_of_their_category_and_nothing_said_by_the_other(school, two_kinds):
    assert "[lunchbox]" in found(school, Role.PASTORAL_LEAD, "lunchbox")[0]
    assert found(school, Role.PASTORAL_LEAD, "belt") == []
    assert "[belt]" in found(school, Role.DSL, "belt")[0]
    assert "belt" not in found(school, Role.PASTORAL_LEAD, "lunchbox")[0]


def test_of_a_record_that_is_found_only_the_children_this_reader_may_read_are_told(school, two_kinds):
    with school.at_work(Role.PASTORAL_LEAD):
        (hit,) = words_found.found("fighting", school.reader(Role.PASTORAL_LEAD), most=50).hits
        assert hit.persons == (school.children[0],)


def test_whoever_only_logs_finds_nothing(school, two_kinds):
    assert found(school, Role.SCHOOL_STAFF, "fighting") == []


def test_a_bar_on_a_child_closes_the_words_about_them(school, two_kinds):
    with school.as_lead():
        user = Post.objects.get(id=school.posts[Role.PASTORAL_LEAD]).user_id
        access.bar(user_id=user, person_id=school.children[0], kind=next(iter(BarKind)), reason="Their own family.")
    assert found(school, Role.PASTORAL_LEAD, "fighting") == []


def test_what_was_corrected_is_found_as_it_stands_now(school, two_kinds):
    with school.as_lead():
        shared = Part.objects.get(record=two_kinds, person=None)
        answers = {**shared.answers, "description": "Two pupils were wrestling."}
        actions.correct(part=shared, answers=answers, based_on=shared.n, reason="Seen again.")
    assert found(school, Role.DSL, "wrestling") and not found(school, Role.DSL, "fighting")


def test_what_the_writer_adds_is_found_too(school, two_kinds):
    with school.as_teacher():
        actions.add_words(token=uuid7(), record=two_kinds, words="It was about a bicycle.")
    assert "[bicycle]" in found(school, Role.DSL, "bicycle")[0]


def test_what_a_child_says_about_it_is_that_childs(school, two_kinds):
    with school.as_lead():
        actions.say_own_view(
            token=uuid7(), record=two_kinds, person_id=school.children[1], words="I was frightened of grandad.",
            said_by="child", said_on=today(),
        )  # fmt: skip
    assert found(school, Role.DSL, "grandad") and not found(school, Role.PASTORAL_LEAD, "grandad")


def test_a_search_goes_further_back_where_little_may_be_read(school, two_kinds, monkeypatch):
    monkeypatch.setattr(words_found, "AT_ONCE", 1)
    assert len(found(school, Role.PASTORAL_LEAD, "hit OR belt OR fighting")) == 1


def test_that_older_records_were_not_looked_through_is_told(school, two_kinds, monkeypatch):
    for name, most in (("AT_ONCE", 1), ("FURTHEST", 2)):
        monkeypatch.setattr(words_found, name, most)
    with school.at_work(Role.PASTORAL_LEAD):
        reader = school.reader(Role.PASTORAL_LEAD)
        assert words_found.found("hit OR belt OR fighting", reader, most=50).cut
        assert not words_found.found("lunchbox", reader, most=50).cut


def test_whoever_was_brought_in_by_mistake_is_named_by_no_search(school, two_kinds):
    with school.as_lead():
        (part,) = Part.objects.filter(record=two_kinds, person=school.children[0])
        actions.strike(part=part, reason="Was not there.", token=uuid7())
        (hit,) = words_found.found("fighting", school.reader(Role.DSL), most=50).hits
        assert hit.persons == (school.children[1],)
    assert found(school, Role.DSL, "lunchbox") == []


def test_why_a_step_was_taken_is_found(school, two_kinds):
    with school.as_lead():
        actions.move_stage(token=uuid7(), record=two_kinds, to="triaged", rationale="Their mothers were telephoned.")
    assert "[telephoned]" in found(school, Role.DSL, "telephone")[0]


def test_another_holder_is_given_no_ids(school, two_kinds):
    """The function itself has tenant and holders inside: asked as another holder it knows nothing."""
    asked = f"SELECT count(*) FROM search.parts('fighting', {FROM_THE_NEWEST}, 10)"
    with school.at_work(Role.DSL), connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT set_config('app.holders', '{}', true)")
        cursor.execute(asked)
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('app.holders', %s, true)", ["{" + str(school.holder) + "}"])
        cursor.execute("SELECT set_config('app.controller', gen_random_uuid()::text, true)")
        cursor.execute(asked)
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('app.controller', %s, true)", [str(current().controller_id)])


def test_no_tenant_no_search(school, two_kinds):
    with pytest.raises(NoTenant), connection.cursor() as cursor:
        cursor.execute(f"SELECT part FROM search.parts('fighting', {FROM_THE_NEWEST}, 10)")


def test_the_words_stand_only_where_the_parts_do(school, two_kinds):
    with school.as_lead():
        assert set(Wording.objects.values_list("part_id", flat=True)) == set(Part.objects.values_list("id", flat=True))


def test_records_from_before_words_were_kept_are_caught_up_with(school, two_kinds):
    with school.as_teacher():
        actions.add_words(token=uuid7(), record=two_kinds, words="It was about a bicycle.")
    with school.as_lead():
        Wording.objects.all().delete()
    assert not found(school, Role.DSL, "bicycle")
    with tenancy(school.controller, system="matcher"):
        assert (catch_up(), catch_up()) == (1, 0)
    assert found(school, Role.DSL, "bicycle") and found(school, Role.DSL, "belt")


def test_nobody_who_signs_in_becomes_the_owner_of_the_functions(school):
    """The control of the open policy: the role it is for cannot be taken."""
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE kith_search")
