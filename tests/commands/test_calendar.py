"""A school's terms are told by a verb; what counts its days is then due by them."""

from kith.organisations.models import Organisation
from kith.tasks.models import SchoolDays
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

WHERE = ("--controller", "oak", "--school", "8999001")


def test_terms_are_told_and_what_is_wrong_is_said(kith) -> None:
    kith("open", "oak", "--kind", "school", "--name", "Oak Primary", "--laestab", "8999001")
    autumn = ("--term", "2/11/2026", "18/12/2026", "--term", "3/9/2026", "23/10/2026")
    told = kith("calendar", *WHERE, *autumn, "--closed", "26/11/2026")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Oak Primary is open to pupils on 71 days.")
    school = Controller.objects.get(slug="oak")
    with tenancy(school.id, system="clock"):
        kept = SchoolDays.objects.get()
        assert kept.organisation == Organisation.objects.get(laestab="8999001")
        assert kept.terms[0] == ["2026-09-03", "2026-10-23"] and kept.closed == ["2026-11-26"]
    overlapping = kith("calendar", *WHERE, *autumn, "--term", "18/12/2026", "8/1/2027")
    assert overlapping.returncode == 1 and overlapping.stderr.startswith("Two terms overlap: one ends on Fri 18 Dec")
    backwards = kith("calendar", *WHERE, "--term", "23/10/2026", "3/9/2026")
    assert backwards.returncode == 1 and "cannot end on" in backwards.stderr
    nowhere = kith("calendar", "--controller", "oak", "--school", "Elm", *autumn)
    assert (nowhere.returncode, nowhere.stderr) == (1, "Elm is no school here. There are: Oak Primary.\n")
    no_day = kith("calendar", *WHERE, "--term", "soon", "23/10/2026")
    assert no_day.returncode == 2 and "soon" in no_day.stderr
