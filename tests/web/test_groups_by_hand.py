"""The register of groups over HTTP: on the page of one child, by a list, and for whom it is."""

import pytest
from django.urls import reverse

from kith.insight.models import GroupPlace
from kith.reference.roles import Role
from tests.insight.test_register import pupil
from tests.rooms import open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
FORM = {"kind": "young_carer", "from_on": "1/9/2026", "source": "Her mother", "why": "Cares for her brother at night"}


@pytest.fixture
def school(db):
    return open_school("oakmere", Role.DSL, Role.PASTORAL_LEAD, Role.SCHOOL_STAFF)


def of(school, role):
    return client_for(school.posts[role].id)


@pytest.mark.shows("C42")
def test_the_lead_puts_a_child_in_a_group_ends_it_and_others_read_nothing_of_it(school):
    mia = pupil(school, "Mia")
    lead, page = of(school, Role.DSL), reverse("child_groups", args=[mia.id])
    wrong = lead.post(reverse("write_group", args=[mia.id]), FORM | {"why": "", "from_on": "soon"})
    assert wrong.status_code == 422 and "Her mother" in wrong.content.decode()
    assert lead.post(reverse("write_group", args=[mia.id]), FORM).status_code == 302
    told = lead.get(page).content.decode()
    assert "Young carer" in told and FORM["why"] in told and "From Tue 1 Sep" in told
    pastoral = of(school, Role.PASTORAL_LEAD)
    assert FORM["why"] not in pastoral.get(page).content.decode()
    assert pastoral.post(reverse("write_group", args=[mia.id]), FORM).status_code in (403, 404)
    assert of(school, Role.SCHOOL_STAFF).get(page).status_code in (403, 404)
    with school.at_work(Role.DSL):
        place = GroupPlace.objects.get()
    change = reverse("change_group", args=[mia.id, place.id])
    early = lead.post(change, {"do": "end", "based_on": "1", f"{place.id}.on": "1/8/2026"})
    assert early.status_code == 422
    assert lead.post(change, {"do": "end", "based_on": "1", f"{place.id}.on": "2/9/2026"}).status_code == 302
    again = lead.post(change, {"do": "end", "based_on": "1", f"{place.id}.on": "3/9/2026"})
    assert again.status_code == 422 and "Somebody has changed this" in again.content.decode()
    assert "Ends on Wed 2 Sep" in lead.get(page).content.decode()


def test_many_are_put_in_by_a_list_or_none_where_a_line_is_not_clear(school):
    pupil(school, "Mia"), pupil(school, "Noor")
    lead, page = of(school, Role.DSL), reverse("put_in_group")
    own = FORM | {"kind": "own", "own": "Breakfast club"}
    unclear = lead.post(page, own | {"children": "Mia Quill\nNobody Known"})
    assert unclear.status_code == 422 and "Nobody Known" in unclear.content.decode()
    with school.at_work(Role.DSL):
        assert not GroupPlace.objects.exists()
    assert lead.post(page, own | {"children": "Mia Quill\nQuill, Noor"}).status_code == 302
    told = lead.get(reverse("groups")).content.decode()
    assert "Breakfast club" in told and "2 children" in told
    with school.at_work(Role.DSL):
        assert GroupPlace.objects.filter(own="Breakfast club").count() == 2
