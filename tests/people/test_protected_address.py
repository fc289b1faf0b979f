"""A protected address stands nowhere in plain words, and opens by one deliberate, logged step.

The canary is a place name nobody else lives at. The whole database is searched for it, every column of every table,
as the owner would read it: what is not there cannot be listed, found, printed or exported.
"""

from datetime import date

import psycopg
import pytest
from django.utils import timezone

from kith.audit.sealed import SealBroken
from kith.people import actions, queries, same_address
from kith.people.houses import Place
from kith.people.models import Person, PersonAddress, PersonAddressVersion
from kith.reference.roles import Role
from kith.tenancy import history
from tests.people.conftest import a_child, open_trust
from tests.people.exact import search
from tests.rooms import lines

CANARY = "Canarywell"
WHERE = {"lines": f"4 {CANARY} Lane\nHarlow", "postcode": "ZZ99 9ZZ"}


@pytest.fixture
def school(fresh):
    return open_trust().ours


def tables_that_say(fresh, text: str) -> set[str]:
    """Every table of the database in which some column holds the text, bytes included."""
    with fresh.connect("kith_owner") as connection:
        names = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        return {name for (name,) in names if _says(connection, name, text)}


def _says(connection: psycopg.Connection, table: str, text: str) -> bool:
    forms = [text, text.lower(), text.encode().hex()]
    found = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM {table} t WHERE t::text ILIKE ANY (%s))", [[f"%{form}%" for form in forms]]
    ).fetchone()
    return bool(found and found[0])


def test_it_is_nowhere_in_the_database(fresh, school):
    with school.at_work(Role.DSL):
        actions.add_address(person=a_child(school), protected=True, **WHERE)
    assert tables_that_say(fresh, CANARY) == set()
    assert tables_that_say(fresh, WHERE["postcode"]) == set()


def test_the_search_finds_an_address_that_is_not_protected(fresh, school):
    """The negative control."""
    with school.at_work(Role.DSL):
        actions.add_address(person=a_child(school), **WHERE)
    assert tables_that_say(fresh, CANARY) == {"public.people_personaddress", "public.people_personaddressversion"}


def test_what_was_written_plain_before_they_had_to_hide_is_sealed_too(fresh, school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        address = actions.add_address(person=mia, **WHERE)
        address = actions.correct(fact=address, based_on=1, lines=f"5 {CANARY} Lane")
        before = timezone.now()
        actions.protect_address(address=address, based_on=2)
        then = history.as_known(PersonAddress, on=date.today(), moment=before, person_id=mia.id)
        assert [(a.protected, a.lines, a.postcode) for a in then] == [(True, "", "")]
        assert PersonAddressVersion.objects.filter(of_id=address.id).count() == 3
        assert actions.reveal_address(address=PersonAddress.objects.get()) == (f"5 {CANARY} Lane", "ZZ99 9ZZ")
    assert tables_that_say(fresh, CANARY) == set()


def test_it_hides_the_whole_household(fresh, school):
    with school.at_work(Role.DSL):
        mia, noah, far = a_child(school), a_child(school, "Noah"), a_child(school, "Ada", "Lark")
        address = actions.add_address(person=mia, **WHERE)
        actions.add_address(person=noah, lines=WHERE["lines"].upper(), postcode="zz99 9zz")
        actions.add_address(person=far, lines="1 Elsewhere", postcode="ZZ99 9ZZ")
        hidden = actions.protect_household(address=address, based_on=1)
        assert {a.person_id for a in hidden} == {mia.id, noah.id}
        assert not PersonAddress.objects.get(person=far).protected
    assert tables_that_say(fresh, CANARY) == set()


def at_home(school, lines, postcode, *, and_at):
    """Whether the address of a sister at the second place is hidden with that of whoever hides at the first."""
    with school.at_work(Role.DSL):
        mia, noah = a_child(school), a_child(school, "Noah")
        address = actions.add_address(person=mia, lines=lines, postcode=postcode)
        actions.add_address(person=noah, lines=and_at[0], postcode=and_at[1])
        actions.protect_household(address=address, based_on=1)
        return PersonAddress.objects.get(person=noah).protected


@pytest.mark.parametrize(
    "other",
    [
        ("77, Hidden Cl., Sekretville", "BS9 7QQ"),
        ("Seventy-seven Hidden Close", "BS9 7QQ"),
        ("Flat A\n77 Hidden Close", "BS9 7QQ"),
        ("77A Hidden Close", ""),
        ("", "BS9 7QQ"),
    ],
)
def test_it_hides_the_same_house_however_it_is_written(school, other):
    assert at_home(school, "77A Hidden Close", "BS9 7QQ", and_at=other)


@pytest.mark.parametrize(
    "other", [("79 Hidden Close", "BS9 7QQ"), ("77A Hidden Close", "BS9 7QR"), ("77A Mill Lane", ""), ("", "")]
)
def test_it_hides_no_other_house(school, other):
    """The control."""
    assert not at_home(school, "77A Hidden Close", "BS9 7QQ", and_at=other)


def test_what_says_no_place_hides_nobody(school):
    """The control of the other side: of somebody only the town is known."""
    assert not at_home(school, "", "", and_at=("77A Hidden Close", "BS9 7QQ"))


STREET = (("One", "1 Kiln Lane", "BS9 7QQ"), ("Two", "2 Kiln Lane", "BS9 7QQ"), ("Ash", "Ash Cottage", "BS9 7QQ"))


def hidden_with(school, lines, postcode, others=STREET):
    """Whose addresses are hidden, beside the one of whoever hides."""
    with school.at_work(Role.DSL):
        for name, *where in others:
            actions.add_address(person=a_child(school, name), lines=where[0], postcode=where[1])
        address = actions.add_address(person=a_child(school), lines=lines, postcode=postcode)
        actions.protect_household(address=address, based_on=1)
        hidden = PersonAddress.objects.filter(protected=True).exclude(id=address.id)
        return {queries.cards([one.person_id])[one.person_id].name.split()[0] for one in hidden}


@pytest.mark.parametrize("lines", ["", "BS9 7QQ", "bs97qq"])
def test_a_postcode_alone_hides_none_of_the_street(school, lines):
    assert hidden_with(school, lines, "BS9 7QQ") == set()


def test_a_postcode_alone_that_is_added_as_a_secret_hides_none_of_the_street(school):
    with school.at_work(Role.DSL):
        actions.add_address(person=a_child(school, "Noah"), lines="1 Kiln Lane", postcode="BS9 7QQ")
        actions.add_address(person=a_child(school), lines="", postcode="BS9 7QQ", protected=True, household=True)
        assert PersonAddress.objects.filter(protected=True).count() == 1


def test_a_house_of_the_street_hides_that_one_alone(school):
    """The control."""
    assert hidden_with(school, "1 Kiln Lane", "BS9 7QQ") == {"One", "Ash"}


def test_a_postcode_within_the_lines_is_no_number_of_a_house(school):
    there = (("Noah", "1 Kiln Lane\nBS9 7QQ", "BS9 7QQ"), ("Ada", "2 Kiln Lane\nBS9 7QQ", "BS9 7QQ"))
    assert hidden_with(school, "1 Kiln Lane\nBS9 7QQ", "BS9 7QQ", there) == {"Noah"}


@pytest.mark.parametrize(
    "lines, other",
    [
        ("77A Hidden Close", "Flat 3\n77 HIDDEN Cl."),
        ("O’Neill’s, Mill Lane", "ONEILLS"),
        ("Zoes", "Zoë's"),
        ("Haven House\n4 Mill Lane", "haven house"),
        ("77 Hidden Close", "Flat 2, No.77 Hidden Close"),
    ],
)
@pytest.mark.parametrize("postcode", ["", "BS9 7QQ"])
def test_without_a_postcode_it_is_found_by_its_number_or_its_first_line_however_they_are_written(
    school, lines, other, postcode
):
    assert hidden_with(school, lines, postcode, (("Noah", other, ""),)) == {"Noah"}


def test_without_a_postcode_only_what_is_like_it_is_read(school):
    with school.at_work(Role.DSL):
        for name, lines in (("Noah", "78 Hidden Close"), ("Ada", "77 Mill Lane"), ("Tom", "77 Hidden Close")):
            actions.add_address(person=a_child(school, name), lines=lines)
        here = PersonAddress(lines="77 Hidden Close")
        near = PersonAddress.objects.filter(same_address._near(Place.of(here.lines, "")))
        assert [one.lines for one in near] == ["77 Hidden Close"]


def test_who_only_may_live_there_is_hidden_as_somebody_chose(school):
    with school.at_work(Role.DSL):
        mia, noah, ada, tom = (a_child(school, name) for name in ("Mia", "Noah", "Ada", "Tom"))
        for person in (noah, ada, tom):
            actions.add_address(person=person, lines="", postcode="BS9 7QQ")
        address = actions.add_address(person=mia, lines="4 Mill Row", postcode="BS9 7QQ")
        hidden = actions.protect_household(address=address, based_on=1, asked=[noah.id, ada.id], chosen=[ada.id])
        assert {one.person_id for one in hidden} == {mia.id, ada.id, tom.id}


def test_a_correction_of_a_protected_address_is_sealed(fresh, school):
    with school.at_work(Role.DSL):
        address = actions.add_address(person=a_child(school), protected=True, lines="1 Old Road")
        better = actions.correct(fact=address, based_on=1, **WHERE)
        assert actions.reveal_address(address=better) == (WHERE["lines"], WHERE["postcode"])
    assert tables_that_say(fresh, CANARY) == set()


def test_what_a_correction_leaves_unsaid_stays(school):
    with school.at_work(Role.DSL):
        address = actions.add_address(person=a_child(school), protected=True, **WHERE)
        better = actions.correct(fact=address, based_on=1, postcode="CM20 1AB")
        assert actions.reveal_address(address=better) == (WHERE["lines"], "CM20 1AB")
        better = actions.correct(fact=better, based_on=2, lines="9 Mill Row")
        assert actions.reveal_address(address=better) == ("9 Mill Row", "CM20 1AB")


def test_a_correction_neither_hides_an_address_nor_brings_it_to_light(school):
    with school.at_work(Role.DSL):
        address = actions.add_address(person=a_child(school), protected=True, **WHERE)
        with pytest.raises(AssertionError, match="protect_address"):
            actions.correct(fact=address, based_on=1, protected=False)


def test_opening_it_is_a_line_of_its_own(school):
    with school.at_work(Role.DSL):
        address = actions.add_address(person=a_child(school), protected=True, **WHERE)
        queries.facts(Person.objects.get())
        search(Person.objects.all(), words="Sole")
    told = lines(school.controller.id, "person.")
    assert "person.reveal_address" not in [action for action, _ in told]
    with school.at_work(Role.DSL):
        actions.reveal_address(address=PersonAddress.objects.get(id=address.id))
    assert lines(school.controller.id, "person.")[len(told) :] == [("person.reveal_address", "")]


def test_no_list_page_or_search_of_ours_says_it(school):
    with school.at_work(Role.DSL):
        mia = a_child(school)
        actions.add_address(person=mia, protected=True, **WHERE)
        facts = queries.facts(mia)
        said = repr([facts, queries.cards([mia.id]), [vars(a) for a in facts.addresses]])
        assert CANARY not in said and "ZZ99" not in said
        for words in (CANARY, "ZZ99 9ZZ", "ZZ999ZZ"):
            assert search(Person.objects.all(), words=words) == []


def test_a_seal_moved_to_another_address_does_not_open(school):
    with school.at_work(Role.DSL):
        hers = actions.add_address(person=a_child(school), protected=True, **WHERE)
        his = actions.add_address(person=a_child(school, "Noah"), protected=True, lines="9 Mill Row")
        his.sealed = hers.sealed
        with pytest.raises(SealBroken):
            actions.reveal_address(address=his)


def test_the_database_refuses_plain_words_beside_the_mark(fresh, school):
    with school.at_work(Role.DSL):
        address = actions.add_address(person=a_child(school), protected=True, **WHERE)
    with fresh.connect("kith_owner") as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE people_personaddress SET lines = '4 Mill Row' WHERE id = %s", [address.id])
