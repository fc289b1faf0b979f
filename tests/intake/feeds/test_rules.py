"""When a feed is due, how much at once is asked about first, and that every profile we ship can be used."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.intake.feeds.limits import asks_first
from kith.intake.feeds.paths import several, value_at
from kith.intake.feeds.profiles import OWN, BadProfile, profile, profiles
from kith.intake.feeds.schedule import is_due
from kith.intake.feeds.standing import is_late
from kith.intake.models import Feed, FeedRun

# A Monday in November: seven in the morning in London.
SEVEN = datetime(2026, 11, 23, 7, tzinfo=UTC)
ASKED = Feed(way="asked", set_at=SEVEN - timedelta(days=1))


def run(state, *, ago, tries=0):
    began = SEVEN - timedelta(minutes=ago)
    return FeedRun(state=state, began_at=began, ended_at=began, tries=tries)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (run("done", ago=24 * 60), True),
        (run("done", ago=90), True),
        (run("done", ago=30), False),
        (run("refused", ago=30), False),
        (run("stopped", ago=30), True),
        (run("going", ago=30), True),
        (run("going", ago=29, tries=1), False),
        (run("going", ago=60, tries=2), True),
    ],
)
def test_a_system_is_asked_once_a_day_after_six(last, due):
    assert is_due(ASKED, last, SEVEN) is due
    assert not is_due(ASKED, last, SEVEN - timedelta(hours=2))
    assert is_due(Feed(way="files"), last, SEVEN)


def test_a_feed_is_late_after_two_days_but_not_one_that_was_set_now():
    assert not is_late(ASKED, None, SEVEN)
    assert is_late(ASKED, None, SEVEN + timedelta(days=2))
    assert not is_late(ASKED, run("done", ago=0), SEVEN + timedelta(days=2))
    assert not is_late(Feed(way="files", set_at=SEVEN, stopped_at=SEVEN), None, SEVEN + timedelta(days=9))


@pytest.mark.parametrize(("count", "among", "asks"), [(5, 40, False), (6, 40, True), (90, 900, False), (91, 900, True)])
def test_a_tenth_of_the_school_is_asked_about_first(count, among, asks):
    assert asks_first(count, among) is asks
    # Of the first feed everybody is new.
    assert not asks_first(count, 0)


def test_every_profile_that_comes_with_kith_can_be_used(tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_FEEDS", str(tmp_path))
    assert {*profiles()} == {path.stem for path in OWN.glob("*.toml")}
    assert all(profile(name).of("pupils")[0].key for name in profiles())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "title = 1",
        "not toml",
        'title = "x"\nway = "files"\n[[table]]\nof = "pupils"\n[table.columns]\nshoes = "Size"',
    ],
)
def test_a_profile_that_cannot_be_used_says_so_and_hides_no_other(text, tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_FEEDS", str(tmp_path))
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mine.toml").write_text(text)
    with pytest.raises(BadProfile):
        profile("mine")
    assert "xporter" in profiles()


def test_a_path_goes_through_lists_that_fit_and_never_guesses():
    said = {"a": {"b": [{"t": "X", "n": 1}, {"t": "Y", "n": 2}]}, "c": [{"d": 3}]}
    assert (value_at(said, "a.b[t=Y].n"), value_at(said, "c.d")) == (2, 3)
    assert [value_at(said, path) for path in ("a.b.n", "a.b[t=Z].n", "x.y", "a.b[t=Y].n.z")] == [None] * 4
    assert several(said, "a.b") == said["a"]["b"] and several(said, "a") == several(None, "a.b") == []
