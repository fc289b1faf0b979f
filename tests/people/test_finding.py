"""Who is only close is found after who is as typed, with the reason; and nobody who may not be found."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.people import actions, finding, homes
from kith.people.models import NameKey, Person, PersonAddress
from kith.reference.roles import Role
from tests.people.conftest import a_child

pytestmark = pytest.mark.django_db
BORN = date(2016, 5, 4)
CANARY = "ZZ99 9ZZ"


@pytest.fixture
def school(trust):
    return trust.ours


@pytest.fixture
def found(school):
    """Inside the unit of the school's lead: what is typed -> names and reasons."""
    with school.at_work(Role.DSL):
        mia = a_child(school, "Katherine", "Smyth", born_on=BORN, numbers={"upn": "P207000016049"})
        actions.add_name(person=mia, kind="former", forename="Katherine", surname="Weller")
        a_child(school, "Zoë", "O’Neill", born_on=date(2016, 4, 5))
        a_child(school, "Noah", "Smith", born_on=date(2016, 5, 5))

        def find(words="", born_on=None, among=None, **more):
            persons = Person.objects.all() if among is None else among
            hits = finding.find(persons, words=words, born_on=born_on, **more)
            return [(hit.card.name, " ".join(hit.fit.reasons)) for hit in hits]

        yield find


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("smith", [("Noah Smith", "Same name."), ("Katherine Smyth", "One letter differs from “Smyth”.")]),
        ("smithe", [("Noah Smith", "One letter differs from “Smith”."), ("Katherine Smyth", "Sounds like “Smyth”.")]),
        ("cate smyth", []),
        ("kate smyth", [("Katherine Smyth", "Kate is a form of Katherine.")]),
        (
            "catherine smith",
            [("Katherine Smyth", "Catherine is a form of Katherine. One letter differs from “Smyth”.")],
        ),
        ("smyth katherin", [("Katherine Smyth", "Begins “Katherine”.")]),
        ("smyth kaherine", [("Katherine Smyth", "One letter differs from “Katherine”.")]),
        ("waller", [("Katherine Smyth", "One letter differs from “Weller”. Former name: Katherine Weller.")]),
        (
            "smyht catherine",
            [("Katherine Smyth", "One letter differs from “Smyth”. Catherine is a form of Katherine.")],
        ),
        ("katherine welle", [("Katherine Smyth", "Former name: Katherine Weller.")]),
        ("oneal", [("Zoë O’Neill", "Sounds like “O’Neill”.")]),
        ("P207000016049", [("Katherine Smyth", "Same UPN.")]),
        ("%", []),
        ("x", []),
    ],
)
def test_by_words(found, words, expected):
    assert found(words) == expected


def test_by_a_birthday_that_is_only_near(found):
    assert found(born_on=BORN) == [
        ("Katherine Smyth", "Same date of birth."),
        ("Zoë O’Neill", "Date of birth: day and month swapped."),
        ("Noah Smith", "Date of birth: one day off."),
    ]
    assert found("smith", BORN) == [
        ("Noah Smith", "Same name. Date of birth: one day off."),
        ("Katherine Smyth", "One letter differs from “Smyth”. Same date of birth."),
    ]
    assert found("zoe", date(2016, 4, 5)) == [("Zoë O’Neill", "Same name. Same date of birth.")]


def test_whoever_is_called_so_and_born_another_day_stands_after_all_others(found):
    """A date that was misheard must not hide who is here already. The control: of another name, nobody."""
    oddly = "Same name. Born 5 April 2016, you typed 1 January 2001."
    assert found("zoe", date(2001, 1, 1)) == [("Zoë O’Neill", oddly)]
    assert found("noah smithe", date(2015, 5, 4)) == [
        ("Noah Smith", "One letter differs from “Smith”. Born 5 May 2016, you typed 4 May 2015.")
    ]
    assert found("smith", date(2016, 5, 6)) == [
        ("Noah Smith", "Same name. Date of birth: one day off."),
        ("Katherine Smyth", "One letter differs from “Smyth”. Born 4 May 2016, you typed 6 May 2016."),
    ]
    assert found("P207000016049", date(2001, 1, 1))[0][0] == "Katherine Smyth"
    assert found("smith", BORN, most=1) == [("Noah Smith", "Same name. Date of birth: one day off.")]
    assert found("xanthe", date(2001, 1, 1)) == found(born_on=date(2001, 1, 1)) == []


def test_those_born_another_day_are_few_the_likeliest_first_and_asked_for_only_where_nobody_fits(school):
    with school.at_work(Role.DSL):
        for n in range(20):
            a_child(school, "Mia", f"Sole{'abcdefghijklmnopqrst'[n]}", born_on=date(1990 + n, 2, 7))
        a_child(school, "Mia", "Solev", born_on=BORN.replace(year=2017))
        hits = finding.find(Person.objects.all(), words="mia", born_on=BORN)
        assert len(hits) == finding.MOST_OTHERWISE and hits[0].card.name == "Mia Solev"
        a_child(school, "Mia", "Solew", born_on=BORN)
        for words, times in (("mia", 0), ("maa", 1)):
            with CaptureQueriesContext(connection) as asked:
                hits = finding.find(Person.objects.all(), words=words, born_on=BORN)
            assert hits[0].card.name == "Mia Solew" and bool(times) is (len(hits) > 1)
            assert any("nametoken" in one["sql"] for one in asked.captured_queries) is bool(times)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("noah s", ["Noah Smith"]),
        ("noah sm", ["Noah Smith"]),
        ("smith n", ["Noah Smith"]),
        ("noha s", ["Noah Smith"]),
        ("katherine w", ["Katherine Smyth"]),
        ("kath sm", ["Katherine Smyth"]),
        ("noah x", []),
        ("noah n", []),
        ("s noah", []),
        ("sm", []),
    ],
)
def test_a_last_word_that_is_still_short_narrows_the_list(found, words, names):
    assert [name for name, _ in found(words)] == names


def test_who_has_the_letters_for_a_whole_name_stands_before_whose_name_they_begin(school):
    with school.at_work(Role.DSL):
        for surname in ("Lark", "Liang", "Li"):
            a_child(school, "Mia", surname)
        hits = finding.find(Person.objects.all(), words="mia li")
    assert [hit.card.name for hit in hits] == ["Mia Li", "Mia Liang"]


def test_nobody_is_found_who_may_not_be(found):
    nobody = Person.objects.filter(sort_key="nobody")
    for words, born_on in (("smithe", None), ("smith", BORN), ("", BORN), ("P207000016049", None), ("waller", None)):
        assert found(words, born_on) and found(words, born_on, among=nobody) == []
        assert found(words, born_on, among=Person.objects.none()) == []


def test_a_slip_finds_nobody_of_another_school_and_its_words_are_not_seen(trust):
    with trust.ours.at_work(Role.DSL):
        a_child(trust.ours, "Xanthe", "Quillfeather")
        assert len(finding.find(Person.objects.all(), words="Quillfether")) == 1
        assert NameKey.objects.filter(word="quillfeather").exists()
    with trust.theirs.at_work(Role.DSL):
        assert finding.find(Person.objects.all(), words="Quillfether") == []
        assert not NameKey.objects.exists()


def test_two_words_of_many_are_found_wherever_they_stand_in_a_name(school):
    with school.at_work(Role.DSL):
        a_child(school, "Mia Rose", "Jones-Smith")
        for n in range(3):
            a_child(school, "Mia", f"Smith{'abc'[n]}")
        for words in ("mia smith", "smith mia", "rose jones", "mia rose", "smith jones", "rose smith", "jones mia"):
            names = [hit.card.name for hit in finding.find(Person.objects.all(), words=words)]
            assert "Mia Rose Jones-Smith" in names, words


# Where they live


@pytest.fixture
def at_home(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, "Mia", "Sole")
        actions.add_address(person=mia, lines="4 Kiln Lane\nHarlow", postcode="CM20 1AA")

        def find(words, homes=None, most=50):
            readers = Person.objects.all() if homes is None else homes
            hits = finding.find(Person.objects.all(), words=words, at_home=readers, most=most)
            return [(hit.card.name, " ".join(hit.fit.reasons)) for hit in hits]

        yield mia, find


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("cm201aa", "Lives at CM20 1AA."),
        ("4 kiln lane CM20 1AA", "Lives at CM20 1AA."),
        ("sole cm20 1aa", "Lives at CM20 1AA. Same name."),
        ("soul cm20 1aa", "Lives at CM20 1AA. Sounds like “Sole”."),
    ],
)
def test_by_where_they_live(at_home, words, why):
    assert at_home[1](words) == [("Mia Sole", why)]


@pytest.mark.parametrize("words", ["cm20 1ab", "9 mill row cm20 1aa", "jones cm20 1aa"])
def test_by_where_they_do_not(at_home, words):
    assert at_home[1](words) == []


def test_only_by_whoever_may_read_the_address(at_home):
    _, find = at_home
    assert find("cm20 1aa") and find("cm20 1aa", homes=Person.objects.none()) == []


def test_nobody_is_found_by_an_address_that_is_kept_secret_nor_by_another_of_theirs(at_home):
    """Two canaries: the secret place, and one in plain words that would tell who shares a home with whom."""
    mia, find = at_home
    assert find("cm20 1aa")  # the control
    secret = actions.add_address(person=mia, protected=True, lines="1 Canarywell Lane", postcode=CANARY)
    assert find(CANARY) == find("cm20 1aa") == find("canarywell") == []
    actions.withdraw(fact=secret, based_on=1, reason="Another Mia.")
    assert find("cm20 1aa")
    actions.protect_address(address=PersonAddress.objects.get(), based_on=1)
    assert find("cm20 1aa") == [] and homes.living_at(Person.objects.all(), "cm20 1aa") == {}


def test_a_former_address_says_so(at_home):
    _, find = at_home
    actions.end(fact=PersonAddress.objects.get(), on=date(2026, 1, 5), based_on=1)
    assert find("cm20 1aa") == [("Mia Sole", "Former address CM20 1AA.")]


def test_a_reader_who_is_tied_to_a_few_finds_those_and_no_other(school):
    with school.at_work(Role.DSL):
        mia = a_child(school, "Mia", "Smyth")
        a_child(school, "Mia", "Smith")
        reader = Reader.build(school.posts[Role.DSL].id, second_factor=True)
        mine = visible_to(Person.objects.filter(id=mia.id), reader, "person.list")
        assert [hit.card.name for hit in finding.find(mine, words="mia smeth")] == ["Mia Smyth"]
