"""The ledger as whoever asks "who has looked" reads it: who, when, and what they did, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from kith.areas import all_areas
from kith.foundation.dates import london, moment_in_words

__all__ = ["Look", "looks", "words_of"]

SAID = {
    "person.view": "Opened the person page",
    "person.view_history": "Looked at what was said before",
    "person.view_then": "Looked at how it was on an earlier day",
    "person.search": "Saw the name in a search",
    "words.search": "Saw the name in a search of records",
    "action.view": "Read what somebody was asked to do",
    "agency.list": "Saw the name among referrals to agencies",
    "agency.view": "Read a referral to an agency",
    "calendar.open": "A calendar was read",
    "feed.list": "Looked at the daily feeds",
    "feed.view": "Looked at how a daily feed fared",
    "file.list": "Saw the name among safeguarding files",
    "file.view": "Opened a safeguarding file",
    "group.view": "Saw the name in a group of children",
    "kinds.list": "Looked at the kinds of concern",
    "papers.view": "Saw the name among scanned papers",
    "place.list": "Looked at the schools",
    "place.view": "Looked at a school",
    "reminder.list": "Read reminders in the planner",
    "reminder.view": "Read a reminder",
    "staff_concern.list": "Looked at concerns about adults",
    "staff_concern.receipt": "Read what they wrote about an adult",
    "staff_concern.view": "Read a concern about an adult",
    "training.list": "Looked at the training of staff",
    "trend.view": "Saw the name among the rows of a number",
    "person.list": "Saw the name in a list",
    "person.reveal_address": "Opened the protected address",
    "pupil.search": "Saw the name while choosing a pupil for a form",
    "import.view": "Compared with a row of a file",
    "ledger.view": "Looked at who has looked",
    "opening.view": "Read why the record was opened in an emergency",
    "record.view": "Read a record",
    "record.search": "Saw the name, and some words, in a search in records",
    "record.list": "Saw the name, and what happened, in a list of work",
    "release.print": "Printed",
    "release.show": "Looked into a document",
    "release.file": "Sent out",
    "release.envelope": "Sent out through Kith",
    "release.download": "Kept a copy of a document",
    "document.view": "Opened the page of a document",
    "document.list": "Saw the names of documents",
    "document.receipt": "Saw which documents they had sent",
    "merge.list": "Saw the name among records that may be of one person",
    "merge.view": "Compared with another record of what may be the same person",
    "closing.view": "Looked at who is kept from the record",
    "allocation.view": "Looked at who works with them",
    "account.list": "Looked at the list of accounts",
    "account.view": "Opened an account",
    "chronology.view": "Read the chronology",
    "day.list": "Saw the name in what is due",
    "referral.list": "Saw the name in a list of referrals",
    "referral.view": "Read a referral",
    "trend.list": "Saw the name behind a number",
    "group.list": "Saw the name in a group of children",
    "group.show": "Looked at which groups they are in",
    "pattern.list": "Saw the name in a possible pattern",
    "report.view": "Saw the name in a sample for inspectors",
    "standing.view": "Read a status and how it was before",
}
# What left Kith: said with what it was, to whom and on what basis.
SENT = {"release.file", "release.envelope"}
# What is done with a record of an area, whichever area it is. The area says its own name.
OF_AN_AREA = {
    "view": "Read: {area}",
    "show": "Read: {area}",
    "list": "Saw the name in a list: {area}",
    "receipt": "Read what they had sent: {area}",
    "print": "Printed: {area}",
}
UNTOLD = "Looked, in a way that has no words any more"


@dataclass(frozen=True)
class Look:
    """A row: looks of one kind by one person on one day, one after the other, are told together."""

    when: str
    who: str
    what: str


def looks(told: Iterable[Any], *, whole: bool = True) -> tuple[Look, ...]:
    """Latest first, as the ledger answers. To whom something was sent, and on what basis, it says to those who answer
    for the file or for sharing: to anybody else that may tell of a record that is closed to them."""
    lines = [one if whole else replace(one, facts={}) if one.action in SENT else one for one in told]
    return tuple(_together(list(some)) for _, some in groupby(lines, key=_alike))


def words_of(action: str, facts: Any = None) -> str:
    """What somebody did. An area's own name stands with it: "Read: Concern"."""
    noun, _, verb = action.partition(".")
    titles = {one.name: one.title for one in all_areas()}
    if action in SENT:
        return SAID[action] + _sent(facts or {})
    if action in SAID:
        area = titles.get(str((facts or {}).get("area", "")), "")
        return f"{SAID[action]}: {area}" if area else SAID[action]
    if noun in titles and verb in OF_AN_AREA:
        return OF_AN_AREA[verb].format(area=titles[noun])
    return UNTOLD


def _sent(facts: Any) -> str:
    """What left, to whom, on what basis: what was disclosed stands here for whoever answers for the file."""
    to = facts.get("recipient") or facts.get("kind", "")
    said = (facts.get("what", ""), f"to {to}" if to else "")
    basis = f". On the basis of {facts['basis']}" if facts.get("basis") else ""
    return "".join(f"{', ' if n else ': '}{one}" for n, one in enumerate(filter(None, said))) + basis


def _alike(one: Any) -> tuple[str, ...]:
    return (f"{london(one.time):%Y%m%d}", _who(one), _what(one))


def _together(some: list[Any]) -> Look:
    last, first = some[0], some[-1]
    times = f", {len(some)} times from {london(first.time):%H:%M}" if len(some) > 1 else ""
    return Look(moment_in_words(last.time), _who(last), _what(last) + times)


def _who(one: Any) -> str:
    named = (one.doer_name or "Words disposed of", one.doer_post, one.doer_organisation)
    return ", ".join(part for part in named if part)


def _what(one: Any) -> str:
    return words_of(one.action, one.facts) + (f". {one.reason}" if one.reason else "")
