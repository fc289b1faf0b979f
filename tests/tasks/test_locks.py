"""Two verdicts on one opening, at the same time: the first stands, and who gave the second is told."""

from django.db.models import QuerySet

from kith.tasks import actions
from kith.tasks.models import Task
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)
from tests.together import one_after_the_other

from .test_reviews import open_in_an_emergency


def judged_by_two(database, school):  # noqa: F811
    """Two lead there and judge the same opening, the second while the first has not committed."""
    open_in_an_emergency(school)
    with school.as_lead():
        read = Task.objects.get()
    one, other = (lambda said=said: actions.judge(task=read, outcome=said).outcome for said in ("Right.", "Wrong."))
    found = one_after_the_other(database, school.as_lead, (one, other))
    with school.as_lead():
        return found[0], found[1], Task.objects.get().outcome


def test_of_two_verdicts_at_once_the_first_stands_and_the_second_is_told(fresh, school):  # noqa: F811
    first, second, stands = judged_by_two(fresh, school)
    assert first == stands == "Right." and isinstance(second, actions.NotYours)


def test_without_the_lock_the_second_verdict_would_overwrite_the_first(fresh, school, monkeypatch):  # noqa: F811
    """The negative control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    assert judged_by_two(fresh, school)[2] == "Wrong."
