"""What a page of trends was asked for, read from its address, and the sight of whoever asks."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest

from kith.access import rules
from kith.access.reader import Reader, require
from kith.insight import audiences, cohorts
from kith.insight.audiences import Audience
from kith.insight.counting import NARROW, labels_of
from kith.insight.questions import Question, question
from kith.insight.sight import Sight, as_read

__all__ = ["audience_of", "choices_of", "is_narrow", "narrowed_of", "question_of", "sight_of"]

NOT_YOURS = "This report is for others."


def sight_of(request: HttpRequest) -> Sight:
    """What this reader may read of the place whose files they keep. "Not found" for a post without files."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.holder_id is None:
        raise Http404
    return as_read(reader, reader.holder_id)


def question_of(name: str) -> Question:
    """Raises "not found" for one there is not."""
    try:
        return question(name)
    except KeyError:
        raise Http404 from None


def audience_of(request: HttpRequest, name: str) -> Audience:
    """The audience, if this role is among those who read its report. Raises Refused, or "not found"."""
    try:
        found = audiences.audience(name)
    except KeyError:
        raise Http404 from None
    reads = request.reader.facts.role in found.read_by  # type: ignore[attr-defined]
    require(rules.Decision(reads, NOT_YOURS, outsider=not reads))
    return found


def choices_of(reader: Reader, sight: Sight) -> dict[str, list[tuple[str, str]]]:
    """What a question may be narrowed to here: kinds this reader may read, and year groups there are."""
    own = reader.own("concern")
    whole = reader.facts.role in audiences.LEADS
    kinds = [pair for pair in labels_of("category").items() if whole or pair[0] in own]
    years = sorted({year for year in cohorts.year_groups(sight).values() if year}, key=lambda y: (len(y), y))
    return {"category": kinds, "year_group": [(year, f"Year {year}") for year in years]}


def narrowed_of(given: Mapping[str, Any], choices: Mapping[str, list[tuple[str, str]]]) -> dict[str, str]:
    """What was chosen, of what can be."""
    asked = {name: str(given.get(name, "")) for name in NARROW}
    return {name: value for name, value in asked.items() if value in dict(choices[name])}


def is_narrow(asked: Question) -> bool:
    """Whether a question can be narrowed at all: one about clocks knows no child."""
    return "person_id" in asked.source.held_by
