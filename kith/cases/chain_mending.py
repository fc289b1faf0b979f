"""Putting a chain right: what a link was, the day it began, its end; and taking back one that never was.

Nothing is overwritten: what was believed stays as a version, with who put it right, when and why.
"""

from datetime import date

from kith.cases import events, rules
from kith.cases.chain_links import as_read, check_end, declared, line_about, links_of
from kith.cases.models import Record, Standing
from kith.cases.once import once
from kith.foundation.dates import in_words
from kith.tenancy import announce, history


@once(Standing)
def correct(*, standing: Standing, based_on: int, reason: str, code: str = "", on: date | None = None) -> Standing:
    """Put right what it was, or the day it began; the link before it then ends on that day. Nothing is overwritten."""
    rules.check_words(reason)
    standing = as_read(standing, based_on)
    chain = declared(standing.record, standing.person_id, standing.kind, code or standing.code, on)
    before = links_of(standing.person_id, standing.kind).filter(seq__lt=standing.seq).last()
    day = on or standing.from_on
    if standing.until_on is not None and day > standing.until_on:
        raise rules.NotReady({"from_on": f"{chain.title}: it ended on {in_words(standing.until_on)}."})
    if before is not None and day < before.from_on:
        raise rules.NotReady({"from_on": f"The one before it began on {in_words(before.from_on)}."})
    if before is not None and standing.opens and day < before.until_on:
        raise rules.NotReady({"from_on": f"The one before it ended on {in_words(before.until_on)}."})
    if before is not None and not standing.opens and day != before.until_on:
        history.write(Standing, id=before.id, based_on=before.n, values={"until_on": day})
    values = {"code": code or standing.code, "from_on": day}
    # The version names its line: that is where the page that shows what was believed before finds the reason.
    why = line_about(standing, "correct", reason)
    put_right: Standing = history.write(Standing, id=standing.id, based_on=based_on, values=values, line=why)
    announce(events.StandingDecided(standing.record_id, standing.person_id))
    return put_right


@once(Standing)
def correct_end(*, standing: Standing, based_on: int, reason: str, on: date | None, because: str = "") -> Standing:
    """Put right when and why it ended; without a day: it did not end after all. What follows a link ends it by its own
    beginning, so only a link that nothing follows at once has an end of its own. Raises NotReady."""
    rules.check_words(reason)
    standing = as_read(standing, based_on)
    chain = declared(standing.record, standing.person_id, standing.kind)
    if standing.until_on is None or standing.ended_because in chain.goes_on:
        raise rules.NotReady({"until_on": "It did not end. Put right the day on which the next one began."})
    following = links_of(standing.person_id, standing.kind).filter(seq__gt=standing.seq).first()
    if on is not None:
        check_end(chain, standing, on, because)
    if following is not None and (on is None or on > following.from_on):
        raise rules.NotReady(
            {"until_on": f"It began again on {in_words(following.from_on)}. Choose that day or earlier."}
        )
    values = {"until_on": on, "ended_because": because if on else ""}
    why = line_about(standing, "correct", reason)
    put_right: Standing = history.write(Standing, id=standing.id, based_on=based_on, values=values, line=why)
    announce(events.StandingDecided(standing.record_id, standing.person_id))
    return put_right


@once(Record)
def take_back(*, standing: Standing, based_on: int, reason: str) -> Record:
    """A link that never was goes; the one before it stands until the day this one was said to end. Its versions stay.

    Raises NotReady for the first of a time while others follow it: they would begin out of nothing.
    """
    rules.check_words(reason)
    standing = as_read(standing, based_on)
    links = links_of(standing.person_id, standing.kind)
    before, following = links.filter(seq__lt=standing.seq).last(), links.filter(seq__gt=standing.seq).first()
    if standing.opens and following is not None and not following.opens:
        raise rules.NotReady({"words": "Others follow it. Put right what it was, or take those back first."})
    history.withdraw(Standing, id=standing.id, based_on=based_on, line=line_about(standing, "take_back", reason))
    if not standing.opens:
        ends = {"until_on": standing.until_on, "ended_because": standing.ended_because}
        history.write(Standing, id=before.id, based_on=before.n, values=ends)
    announce(events.StandingDecided(standing.record_id, standing.person_id))
    return standing.record
