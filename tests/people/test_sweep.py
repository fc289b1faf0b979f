"""At night the words of names are swept: what nobody is called any more goes, what is missing comes."""

from procrastinate.contrib.django import app

from kith.people import actions, finding
from kith.people.models import NameKey, Person, PersonName
from kith.people.words import sweep
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.people.conftest import a_child
from tests.rooms import open_school


def test_at_night_words_nobody_is_called_any_more_are_forgotten(fresh):
    school = open_school("alder", Role.DSL)
    with school.at_work(Role.DSL):
        mia = a_child(school, "Mia", "Quillfeather")
        a_child(school, "Noah", "Sole")
    with tenancy(school.controller.id, system="importer"):
        actions.correct(fact=PersonName.objects.get(person=mia), based_on=1, surname="Sole")
        assert NameKey.objects.filter(word="quillfeather").exists()
        before = NameKey.objects.filter(word__in=["mia", "noah", "sole"]).count()
        assert sweep(school.holder.id)
        assert not NameKey.objects.filter(word="quillfeather").exists()
        assert NameKey.objects.filter(word__in=["mia", "noah", "sole"]).count() == before


def test_at_night_what_is_missing_is_learned(fresh):
    school = open_school("alder", Role.DSL)
    with school.at_work(Role.DSL):
        a_child(school, "Mia", "Quillfeather")
    with tenancy(school.controller.id, system="importer"):
        NameKey.objects.all().delete()
        assert finding.find(Person.objects.all(), words="quilfeather") == []
        sweep(school.holder.id)
        assert len(finding.find(Person.objects.all(), words="quilfeather")) == 1


def test_the_clock_sweeps_each_holder(fresh):
    school = open_school("alder", Role.DSL)
    with school.at_work(Role.DSL):
        a_child(school, "Mia", "Quillfeather")
    with tenancy(school.controller.id, system="importer"):
        actions.correct(fact=PersonName.objects.get(), based_on=1, surname="Sole")
    app.tasks["words.sweep"](context=None, timestamp=0)
    with school.at_work(Role.DSL):
        words = NameKey.objects.values_list("word", flat=True)
        assert "quillfeather" not in words and "sole" in words


def test_nothing_is_swept_while_somebody_writes(fresh):
    """Of what a writer holds back the sweep knows nothing, and would forget words that were just met."""
    school = open_school("alder", Role.DSL)
    with school.at_work(Role.DSL):
        a_child(school, "Mia", "Quillfeather")
        with fresh.connect("kith_owner") as other:
            lock = f"SELECT pg_try_advisory_xact_lock(hashtextextended('words {school.holder.id}', 0))"
            assert other.execute(lock).fetchone() == (False,)
    with fresh.connect("kith_owner") as other:
        assert other.execute(lock).fetchone() == (True,)
