"""How a referral to an agency stands, and when it is late."""

from datetime import date, timedelta

import pytest

from kith.sharing.agency.rules import Entry, How, Policy, Stands, days_of, next_step, stands, unsent

SENT = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("hows", "stand"),
    [
        ([], Stands.TO_SEND),
        ([How.SENT], Stands.SENT),
        ([How.TOLD, How.CALL], Stands.SENT),
        ([How.SENT, How.FETCHED], Stands.ACKNOWLEDGED),
        ([How.SENT, How.ANSWERED, How.FETCHED], Stands.ANSWERED),
        ([How.SENT, How.LOCKED], Stands.SENT_BACK),
        ([How.SENT, How.TAKEN_BACK], Stands.TO_SEND),
        ([How.SENT, How.ANSWERED, How.DISAGREED, How.STEP], Stands.DISAGREED),
        ([How.SENT, How.ANSWERED, How.DISAGREED, How.SETTLED], Stands.ANSWERED),
        ([How.SENT, How.ENDED, How.LETTER_IN], Stands.ENDED),
    ],
)
def test_how_it_stands_follows_from_what_was_said(hows, stand):
    assert stands(hows) is stand


def test_its_days_are_the_schools_own():
    assert days_of(SENT, "camhs_or_nhs", Policy()).answer_by == date(2026, 3, 16)
    mine = days_of(SENT, "camhs_or_nhs", Policy(answer={"camhs_or_nhs": 1}, acknowledge=2, above_after=1))
    assert (mine.acknowledge_by, mine.answer_by, mine.above_on) == (
        date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 4),
    )  # fmt: skip


def test_a_disagreement_goes_up_step_by_step():
    said = [Entry(How.SENT, SENT), Entry(How.ANSWERED, SENT)]
    assert next_step(said, Policy()) is None
    said.append(Entry(How.DISAGREED, SENT + timedelta(days=1)))
    n, step, by = next_step(said, Policy())
    assert (n, step.words, by) == (1, "Talk with whoever answered", date(2026, 3, 4))
    said.append(Entry(How.STEP, date(2026, 3, 4), 1))
    assert next_step(said, Policy())[0] == 2
    said += [Entry(How.STEP, date(2026, 3, 4), n) for n in (2, 3, 4)]
    assert next_step(said, Policy()) is None, "the last has been taken"


FRIDAY = date(2026, 3, 6)
NEXT = (date(2026, 3, 9), date(2026, 3, 10))


@pytest.mark.parametrize(
    ("entries", "by"),
    [
        ([], (date(2026, 3, 3), date(2026, 3, 4))),
        ([Entry(How.CALL, FRIDAY)], (date(2026, 3, 3), date(2026, 3, 4))),
        ([Entry(How.SENT, SENT), Entry(How.TAKEN_BACK, FRIDAY)], NEXT),
        ([Entry(How.SENT, SENT), Entry(How.SENT_BACK, FRIDAY)], NEXT),
        ([Entry(How.SENT, FRIDAY)], None),
        ([Entry(How.SENT, SENT), Entry(How.ENDED, FRIDAY)], None),
    ],
)
def test_what_has_not_gone_is_asked_for_and_told_above(entries, by):
    assert unsent(SENT, entries) == by


@pytest.mark.parametrize(("before", "stand"), [(How.FETCHED, Stands.TO_SEND), (How.ANSWERED, Stands.ANSWERED)])
def test_a_pack_taken_back_takes_no_answer_away(before, stand):
    assert stands([How.SENT, before, How.TAKEN_BACK]) is stand
