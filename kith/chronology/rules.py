"""How a line of a chronology is worded. Pure: facts of one record and one part in, words out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kith.foundation.beginning import beginning_of
from kith.reference.codes import code_set
from kith.vocabulary import Area, Chain

UNDECIDED = "not yet categorised"
# So much of what happened stands below a line; the record has the rest.
MOST_TOLD = 240


@dataclass(frozen=True)
class Facts:
    """What a line may say: of the record, and of this person's own part."""

    reference: str
    stage: str
    role: str
    category: str
    outcome: str
    place: str
    # The answer to the question of this name, where the area asks one of all it is about.
    kind: str = ""
    # The same of who keeps the principal record.
    principal: str = ""


def line_of(area: Area, facts: Facts) -> str:
    """The area's line, with codes in words: "OK-1174: Bullying (saw or heard it), Triaged".

    What is not known yet leaves no gap: "OK-1174: contact, Received".
    """
    line = area.line.format(
        reference=facts.reference,
        stage=area.stage(facts.stage).title,
        role=_within(code_set(area.roles_of_persons).label(facts.role)),
        category=_label(area, "category", facts.category) or UNDECIDED,
        outcome=_label(area, "outcome", facts.outcome),
        place=facts.place,
        kind=_label(area, "kind", facts.kind),
        principal=_label(area, "principal", facts.principal),
    )
    return ", ".join(piece for piece in line.split(", ") if piece.strip())


def told_of(area: Area, shared: Mapping[str, Any]) -> str:
    """What happened, in the first words of whoever wrote it: what both stand under, and nobody's own part."""
    return beginning_of(str(shared.get(area.tells, "")), MOST_TOLD) if area.tells else ""


def childs_words_of(area: Area, own: Mapping[str, Any]) -> str:
    """What they said, in the first of their own words, from the answers of their own part."""
    said = [str(own[one.name]) for one in area.fields if one.own and one.childs_words and own.get(one.name)]
    return beginning_of(" ".join(said), MOST_TOLD)


def line_of_standing(chain: Chain, reference: str, code: str, until_on: date | None, because: str) -> str:
    """A link in words: "CS-12: Legal status, Interim care order". If it ended, when; if nothing followed, why:
    "CS-12: Placement, Residential school, until 3 March 2026: Returned home: planned"."""
    said = f"{reference}: {chain.title}, {code_set(chain.code_set).label(code)}"
    if until_on is None:
        return said
    why = "" if because in chain.goes_on else f": {code_set(chain.ended_because).label(because)}"
    return f"{said}, until {until_on.day} {until_on:%B %Y}{why}"


def category_in_words(area: Area, code: str) -> str:
    """The category of a line as its area calls it."""
    return _label(area, "category", code)


def _within(words: str) -> str:
    """As it stands within a sentence: "The child it happened to" is "the child it happened to"."""
    return words[:1].lower() + words[1:]


def _label(area: Area, field: str, code: str) -> str:
    known = next((f.code_set for f in area.fields if f.name == field), "")
    return code_set(known).label(code) if known and code else code
