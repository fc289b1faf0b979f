"""Declare once, derive the rest: a word of the vocabulary that nothing derives anything from is no word.

A word is looked for behind the names by which its kind goes in the product (`clock.period`, not any `.period`), as many
words are common ones. The declarations themselves, the page that prints them and the folder that freezes them read
every word and derive nothing: they do not count.
"""

import dataclasses
import re
from pathlib import Path

import pytest

from kith.vocabulary import Area
from kith.vocabulary.changes import Carry, Chain, Upcast
from kith.vocabulary.words import Clock, Field, Keep, Move, Part, See, Share, Stage

CALLED = {
    Area: "area",
    Part: "part section",
    Field: "field f",
    Stage: "stage",
    Move: "move",
    Clock: "clock",
    Keep: "keep",
    See: "see",
    Share: "share",
    Carry: "carry",
    Chain: "chain",
    Upcast: "cast",
}
# Read under a name that says less of what it is: where, and how it stands there.
READ_AS = {
    (Area, "version"): ("cases/writing.py", "declared.version"),
    (Area, "in_force"): ("areas/__init__.py", "one.in_force"),
    (Area, "sees"): ("access/kinds.py", "declared.sees"),
    (Area, "receipt"): ("cases/receipts.py", "area_named(record.area).receipt"),
    (Area, "column"): ("access/kinds.py", "RecordType(one.column)"),
    (Area, "stricter"): ("access/kinds.py", "one.stricter"),
    (Area, "carries"): ("web/record/beginning.py", "one.carries"),
    (Area, "relied_on"): ("web/templates/adjust/area.html", "area.relied_on"),
    (Field, "special"): ("vocabulary/words.py", "set(self.special)"),
    (Field, "spine"): ("vocabulary/area.py", "one.spine"),
    (Field, "rows"): ("vocabulary/answers.py", "one.rows"),
    (Field, "hint"): ("vocabulary/words.py", "(self.hint, limit)"),
    (Field, "most"): ("vocabulary/answers.py", "one.most"),
    (Field, "not_before"): ("vocabulary/answers.py", "one.not_before"),
    (Stage, "void"): ("chronology/reactions.py", "declared.stage(record.stage).void"),
    (Clock, "law"): ("tasks/said.py", "_declared(clock, one.record).law"),
    (Clock, "statutory"): ("vocabulary/words.py", "if self.statutory and self.adjustable:"),
    (Clock, "adjustable"): ("vocabulary/adjusting.py", "c.adjustable"),
    (Clock, "in_force"): ("vocabulary/words.py", "self.in_force <= on"),
    (Clock, "until"): ("vocabulary/words.py", "on <= self.until"),
    (Carry, "answers"): ("vocabulary/changes.py", "(c.answers for c in carries"),
    (Chain, "law"): ("web/templates/standing/chain.html", "seen.chain.law"),
    (Chain, "stands_on"): ("web/standing/beside.py", "one.stands_on"),
}
# On the reference page of an area and nowhere else: until when, or why. docs/plan.md, item 12, has the same list.
ONLY_PRINTED = {
    (Area, "purpose"): "what a new colleague reads first; nothing follows from it",
    (Area, "law"): "what the area rests on; what follows from law is cited by its clocks and chains",
    (Area, "shares"): "until what leaves is chosen by it: a referral is offered whatever was answered",
    (Share, "to"): "until then",
    (Share, "parts"): "until then",
    (Share, "basis"): "until then",
    (Keep, "rule"): "until something deletes or hands on what was kept long enough",
    (Keep, "then"): "until then",
    (Keep, "passes_to"): "until then",
    (See, "second_factor"): "until an area may ask for less: everybody is asked, whatever it says",
}
PRINTS = {"areas/pages.py", "areas/releases.py", "vocabulary/thawing.py"}
KITH = Path("kith")
DECLARATIONS = {path.relative_to(KITH).as_posix() for path in KITH.glob("areas/*.py") if "AREA = " in path.read_text()}
TEXTS = {path.relative_to(KITH).as_posix(): path.read_text(encoding="utf-8") for path in KITH.rglob("*.py")}
READERS = "\n".join(text for path, text in TEXTS.items() if path not in PRINTS | DECLARATIONS)
WORDS = [(kind, field.name) for kind in CALLED for field in dataclasses.fields(kind)]


def is_read(kind, word):
    where, how = READ_AS.get((kind, word), ("", None))
    if how:
        return how in (KITH / where).read_text(encoding="utf-8")
    names = CALLED[kind].replace(" ", "|")
    return re.search(rf"\b(?:{names})\.{word}\b(?!\()", READERS) is not None


@pytest.mark.parametrize("kind", CALLED, ids=lambda kind: kind.__name__)
def test_every_word_of_a_declaration_is_read(kind):
    mine = [word for of, word in WORDS if of is kind and (kind, word) not in ONLY_PRINTED]
    assert [word for word in mine if not is_read(kind, word)] == []


def test_what_is_only_printed_is_printed_and_is_there_no_longer_once_it_is_read():
    printed = TEXTS["areas/pages.py"]
    assert {one for one in ONLY_PRINTED if one not in WORDS or is_read(*one)} == set()
    assert [word for _, word in ONLY_PRINTED if f".{word}" not in printed] == []


def test_a_word_nobody_reads_is_found():
    """The control; the last one stands in the product, behind names of other things."""
    assert not is_read(Area, "delegated_to")
    assert not is_read(Keep, "rule") and ".rule" in READERS
    assert {"concern.py", "looked_after.py"} <= {Path(path).name for path in DECLARATIONS}
