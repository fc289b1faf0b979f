"""When something is due, who is told, who reviews. Pure: facts in, dates and roles out.

How a date stands and is said: `by_day`; where the law counts hours: `hours`.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from kith.foundation import days
from kith.foundation.dates import in_words, london
from kith.foundation.days import Period, SchoolCalendar, Unit
from kith.reference.roles import Role
from kith.vocabulary import Area, Clock, evaluate

Facts = Mapping[str, Any]

# Who judges an emergency opening, first choice first: somebody who leads where it was done, and never who did it.
REVIEWERS = {
    "school": (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL),
    "service": (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DCS),
}
# The review of an emergency opening, and the same where nobody gave it in time: whoever answers first answers both.
REVIEWS = REVIEW, REVIEW_LATE = "review_of_opening", "review_late"
NO_REVIEW_FOR = Period(3, Unit.WORKING_DAYS)
# What a colleague was asked to do; the same told to whoever asked once it is late, and to the head once it stays so;
# and that it is done, for whoever asked, until they have read how.
ACTIONS = ACTION, ACTION_LATE, ACTION_STILL_LATE, ACTION_DONE = (
    "action", "action_late", "action_still_late", "action_done",
)  # fmt: skip
# That it has ended undone, for both: with the work it was asked for, which is no news to mail; or as it closed to
# whoever was asked.
ENDED = ACTION_ENDED, ACTION_SHUT = "action_ended", "action_shut"
READ_WITHIN = Period(1, Unit.WORKING_DAYS)
# It waits for nobody: it stands there to be seen.
SEEN_WITHIN = Period(10, Unit.WORKING_DAYS)
STILL_LATE_AFTER = Period(2, Unit.WORKING_DAYS)
# Open work that nobody has, and of which no clock reminds anybody.
UNOWNED = "unowned"
UNOWNED_FOR = Period(1, Unit.WORKING_DAYS)
# A concern about an adult who works there, for whoever answers for it.
CONDUCT = "conduct"
# One that may meet the harm threshold, until the designated officer of the council has been told.
OFFICER = "conduct_officer"
# Theirs alone: nobody else reads that it waits.
ALONE = (CONDUCT, OFFICER)
# What somebody wished to be reminded of.
REMINDER = "reminder"
ACTION_WORDS = "Something you were asked to do"
ENDED_WORDS = "What you were asked to do need not be done any more"
ENDED_FOR_ASKER = "What you asked of a colleague has ended"
CHASING = {
    ACTION_LATE: "Something you asked for is late",
    ACTION_STILL_LATE: "Something that was asked for is still not done",
    ACTION_DONE: "Something you asked for was done",
    UNOWNED: "Nobody has taken this on",
    CONDUCT: "Something was sent to you alone",
    OFFICER: "The designated officer of the council is to be told",
}
ENDED_LAW = "Nobody waits for it. If something of it was begun, speak to whoever leads safeguarding"
# The rule a kind of task follows, as lists of work say it.
LAWS = {
    "review_of_opening": "Access rules: somebody who leads there reviews it within one working day",
    "review_late": "Access rules: a review nobody gave within three working days goes to somebody above",
    "referral_arrived": "Working together: a social worker decides within one working day of a referral",
    "referral_recalled": "The referrer wrote why they ask for it back",
    "referral_answer": "Three working days, the councils’ own standard: if no answer comes, ring the council",
    "file_prepare": "Keeping children safe in education, Part two: the file goes within five school days",
    "file_late": "Keeping children safe in education, Part two: the file goes within five school days",
    "file_held": "A child whose school nobody knows may be missing education: the council’s officer for it is told",
    "file_held_long": "Five school days after the first reminder, somebody above is asked",
    "file_no_receipt": "Keeping children safe in education, Part two: the next school confirms that it has come",
    "file_no_receipt_late": "Five school days after the first call, somebody above is asked",
    "file_came": "Keeping children safe in education, Part two: key staff know of what the last school knew",
    "file_stays_open": "Closed, nobody here would see what still has to be done for the child",
    "file_kept_back": "Keeping children safe in education, Part two: the next school needs the whole file",
    "file_kept_silent": "Four weeks after it went the copy closes, and what they keep stays behind unsaid",
    "file_ran_out": "Keeping children safe in education, Part two: the next school confirms that it has come",
    "file_answered": "Their answer stands on the page of the file",
    "referral_answered": "The answer stands on the page of the referral",
    "agency_call": "Ring them, and write down what was said",
    "agency_late": "The school’s own rule says how long this agency may take: ring them, or go a step up",
    "agency_above": "The school’s own rule names who hears of a late answer",
    "agency_back": "Read why it came back, and send it again or tell it another way",
    "agency_unsent": "What was begun goes within a working day: until it does, nobody helps the child",
    "agency_unsent_late": "Two working days after it was begun or came back, it is told above",
    "agency_step": "The school’s own steps where an answer is not accepted",
    "agency_step_late": "The school’s own steps where an answer is not accepted",
    REMINDER: "Its words stand on its own page",
    ACTION: "Say that it is done, and how, on its own page",
    ACTION_LATE: "The day it was due has passed: speak to whoever was asked, or take it back",
    ACTION_STILL_LATE: "Two working days after its day, what was not done is told to the head",
    ACTION_DONE: "Read how it was done: what comes next may follow from it",
    ACTION_ENDED: ENDED_LAW,
    ACTION_SHUT: ENDED_LAW,
    CONDUCT: "Look at it within one working day, and say what is done about it",
    OFFICER: "Keeping children safe in education, Part four: within one working day of an allegation that may meet the "
    "harm threshold",
    UNOWNED: "Open work has somebody’s name on it within one working day, or is told to whoever may take it",
}


@dataclass(frozen=True)
class Started:
    """A clock that has begun to run.

    `counts_from` is the day of the event, `started_at` when it began here. `estimated`: the school's calendar is
    not known that far, so working days stand for school days; the true day is never earlier.
    """

    clock: str
    started_at: datetime
    counts_from: date
    due_on: date
    due_at: datetime | None = None
    estimated: bool = False


def started(
    area: Area, stage: str, at: datetime, facts: Sequence[Facts] = (), school: SchoolCalendar | None = None
) -> list[Started]:
    """The clocks that entering this stage sets going, by the area as the controller works it. The day is London's.

    `facts` are what guards may look at, for each person: a clock with a condition runs if it holds for one of them.
    """
    return [
        began(clock, at, counts_from(clock, at, facts), school)
        for clock in area.clocks
        if stage in clock.starts_on and clock.is_in_force(london(at).date()) and _applies(clock, facts)
    ]


def began(clock: Clock, at: datetime, day: date, school: SchoolCalendar | None = None, paused: int = 0) -> Started:
    """When a clock that counts from this day is due; one that counts hours, from the moment, as if never held."""
    if clock.period.unit is Unit.HOURS:
        end = days.due_moment(at, clock.period.length)
        return Started(clock.name, at, day, london(end).date(), end)
    due, estimated = _due(clock.period, day, school, paused)
    return Started(clock.name, at, day, due, estimated=estimated)


def counts_from(clock: Clock, at: datetime, facts: Sequence[Facts]) -> date:
    """The day of the event: the answer the clock names, or the day it was written down."""
    told = next((f.get(clock.counts_from) for f in facts), None) if clock.counts_from else None
    return _day_of(told) or london(at).date()


def _day_of(told: Any) -> date | None:
    try:
        return date.fromisoformat(str(told)[:10])
    except ValueError:
        return None


def rings(clock: Clock, counts_from: date, due_on: date) -> list[tuple[int, date]]:
    """When somebody is told, by how much of the time is gone: [(75, a day), (100, the last day)]."""
    whole = (due_on - counts_from).days
    return [(percent, counts_from + timedelta(days=math.ceil(whole * percent / 100))) for percent in clock.alerts]


def paused_on(area: Area, stage: str) -> frozenset[str]:
    """The clocks whose days are not counted while a record stands at this stage."""
    return frozenset(clock.name for clock in area.clocks if stage in clock.pauses_on)


def _due(period: Period, day: date, school: SchoolCalendar | None, paused: int) -> tuple[date, bool]:
    if period.unit is not Unit.SCHOOL_DAYS:
        return days.due(day, period, paused=paused), False
    try:
        return days.due(day, period, school=school, paused=paused), False
    except ValueError:
        return days.due(day, replace(period, unit=Unit.WORKING_DAYS), paused=paused), True


def is_answered(clock: Clock, facts: Sequence[Facts]) -> bool:
    """Whether the answers a clock waits for are there, for everybody."""
    if met_on(clock, facts) is not None:
        return True
    return clock.stops_when is not None and bool(facts) and all(evaluate(clock.stops_when, one) for one in facts)


def met_on(clock: Clock, facts: Sequence[Facts]) -> date | None:
    """The day on which it was met: the last of those it names, once each of them is there for everybody."""
    days = [_day_of(one.get(name)) for name in clock.met_on for one in facts]
    return max((day for day in days if day), default=None) if all(days) else None


def goes_on(area: Area, clock: Clock, stage: str, stopped_by: str) -> bool:
    """Whether a clock that answers had stopped runs again now that they are gone: not where a stage has ended it."""
    return bool(clock.met_on) and not stopped_by and clock.name not in stopped(area, stage)


def _applies(clock: Clock, facts: Sequence[Facts]) -> bool:
    return clock.only_when is None or any(evaluate(clock.only_when, one) for one in facts)


def stopped(area: Area, stage: str) -> list[str]:
    """The clocks that entering this stage stops; a stage that ends the work stops all of them."""
    ends = area.stage(stage).closes
    return [clock.name for clock in area.clocks if ends or stage in clock.stops_on]


def reviewer(kind: str, present: Collection[Role]) -> Role:
    """Which role reviews, of those somebody other than the opener holds there: in a school its head. Where nobody
    fits the first choice waits for it, so that the task is somebody's once the post is filled."""
    choices = REVIEWERS.get(kind, REVIEWERS["service"])
    return next((role for role in choices if role in present), choices[0])


def reviewer_above(kind: str, present: Collection[Role], before: str) -> Role | None:
    """Who is asked once the first has not answered: of those who are there the next choice after them, if one is."""
    choices = [role.value for role in REVIEWERS.get(kind, REVIEWERS["service"])]
    after = choices[choices.index(before) + 1 :] if before in choices else choices
    return next((Role(role) for role in after if role in present), None)


def comes_of_itself(kind: str) -> bool:
    """Whether nobody stands beside them to say so: a clock rang, an opening waits for its review, something was asked
    for or is late, a file has to go. Then somebody is told of it."""
    return kind in (*REVIEWS, *ACTIONS, ACTION_SHUT, UNOWNED, CONDUCT, OFFICER, REMINDER) or kind.startswith(
        ("clock_", "file_", "agency_")
    )


def is_told(kind: str) -> bool:
    """Whether it is done with once they have heard of it: a clock, which goes on, or what need not be done any more."""
    return kind.startswith("clock_") or kind in ENDED


def problem_of_terms(terms: Sequence[tuple[date, date]]) -> str:
    """What is wrong with the terms of a school, in a sentence; nothing if they can be kept. In the order of days."""
    for first, last in terms:
        if last < first:
            return f"A term that begins on {in_words(first)} cannot end on {in_words(last)}."
    for (_, last), (first, _) in pairwise(terms):
        if first <= last:
            return f"Two terms overlap: one ends on {in_words(last)}, the next begins on {in_words(first)}."
    return ""
