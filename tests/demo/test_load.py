"""The demo, built by the rooms' own actions, and what it holds."""

from datetime import date

from kith.access.models import Grant
from kith.audit.models import Leaf
from kith.cases.models import Part, Record, Standing
from kith.demo.load import load
from kith.demo.places import TENANTS
from kith.people import actions as people
from kith.people import queries
from kith.people.models import Known, Person, PersonAddress, PersonIdentifier, PersonName, Relationship
from kith.sharing.agency.rules import Stands
from kith.sharing.agency.saying import ABOVE, LATE, STEP, entries_of, stand_of
from kith.sharing.models import AgencyReferral, Arrival, Settled
from kith.sharing.referral.told import sent_about, stories
from kith.sharing.rules import State
from kith.tasks.models import Task
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

TODAY = date(2026, 11, 25)


def inside(slug: str):
    return tenancy(Controller.objects.get(slug=slug).id, system="importer")


def clash_of_a_number_given_twice() -> bool:
    """A second child who is given the number of a first is found."""
    first = PersonIdentifier.objects.filter(kind="upn").order_by("id").first()
    second = Person.objects.exclude(id=first.person_id).order_by("id").first()
    people.add_identifier(person=second, kind="upn", value=first.value, source="A slip")
    return queries.clashes(second) == {first.person_id: [first.value]}


def test_the_demo_builds_and_holds_what_it_promises(fresh) -> None:
    load(today=TODAY, say=lambda words: None, children=90)
    assert set(Controller.objects.values_list("slug", flat=True)) == {tenant.slug for tenant in TENANTS}
    with inside("alder-vale"):
        assert PersonName.objects.filter(forename="Mia", surname="Sole").count() == 1
        assert PersonName.objects.filter(forename="Ella", surname="Green").count() == 2
        assert Relationship.objects.filter(type="mother").exists()
        upns = PersonIdentifier.objects.filter(kind="upn")
        assert upns.exists() and not upns.filter(trusted=False).exists()
        assert clash_of_a_number_given_twice()
        assert {r.stage for r in Record.objects.all()} > {"triaged", "active", "closed"}
        assert Part.objects.exclude(outcome="").exists()
        assert Person.objects.count() == Known.objects.values("person").distinct().count()
        assert Leaf.objects.filter(action="concern.submit").exists()
        stands = {stand_of(entries) for entries in entries_of(AgencyReferral.objects.all()).values()}
        assert stands == {Stands.ACKNOWLEDGED, Stands.DISAGREED}
        assert AgencyReferral.objects.filter(answer_by__lt=TODAY).count() == 1
        asked = set(Task.objects.filter(kind__startswith="agency_").values_list("kind", flat=True))
        assert asked == {LATE, ABOVE, STEP}
    with inside("wexshire"):
        found = {(r.area, r.stage) for r in Record.objects.all()}
        assert {area for area, _ in found} == {"contact", "early_help", "exclusion", "looked_after"}
        assert {("contact", "closed"), ("looked_after", "current"), ("early_help", "assessment")} <= found
        placements = Standing.objects.filter(kind="placement").order_by("seq")
        assert [one.code for one in placements] == ["T4", "U6", "U4"]
        assert placements[0].from_on == placements[0].until_on
        begun = Part.objects.filter(record__area__in=("early_help", "exclusion", "looked_after"), person__isnull=False)
        given = {(tie.grantee_id, tie.subject_id): tie.since for tie in Grant.objects.filter(relation="allocated")}
        written = [(one.record.written_by, one.person_id, one.record.written_at) for one in begun]
        assert written and all(given[post, person] < at for post, person, at in written)
    with inside("larkfield"):
        hidden = PersonAddress.objects.filter(protected=True)
        assert hidden.count() == 3
        assert {address.lines for address in hidden} == {""}
    with inside("wexshire"):
        assert Person.objects.exists()
        came = Arrival.objects.select_related("record").order_by("at")
        assert [one.record.stage for one in came] == ["referred", "received"]
        assert Settled.objects.count() == 1
    with inside("alder-vale"):
        stands = [one.standing.state for one in stories(sent_about(Record.objects.values("id")))]
        assert stands == [State.RECEIVED, State.DECIDED]
