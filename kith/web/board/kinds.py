"""The kinds of concern and what comes of one, as this controller words and offers them."""

from dataclasses import replace

from kith.cases.declarations import answers_ever, for_new
from kith.vocabulary import Field
from kith.vocabulary.adjusting import OWN_CODES
from kith.vocabulary.saying import label_of
from kith.web.answers import choices_of

__all__ = ["category_words", "kinds_offered", "offered", "outcome_words"]


def category_words(code: str) -> str:
    """What a kind is called here today."""
    return label_of(for_new("concern").field("category"), code)


def outcome_words(code: str) -> str:
    """What came of it, as it is said here."""
    return answers_ever("concern", for_new("concern").field("outcome")).get(code, code)


def kinds_offered() -> tuple[tuple[str, str], ...]:
    """Codes and words of the kinds that may be chosen here."""
    return choices_of(for_new("concern").field("category"))


def offered(name: str, stands: str) -> Field:
    """A question of the decision with what may be chosen here; what stands stays, also where it is offered no more."""
    field = for_new("concern").field(name)
    if stands and not dict(field.more_codes).get(stands, "-"):
        field = replace(field, more_codes=(*field.more_codes, (stands, label_of(field, stands))))
    return _in_full(field) if name == "subcategory" else field


def _in_full(field: Field) -> Field:
    """Bullying: Online. What is said more exactly, with the kind it is of; of a kind that is not offered, nothing."""
    kinds = dict(kinds_offered())
    told = []
    for code, words in choices_of(field):
        kind = kinds.get(code.removeprefix(OWN_CODES).split(".")[0])
        told.append((code, f"{kind}: {words}" if kind else ""))
    return replace(field, more_codes=(*field.more_codes, *told))
