"""The kinds of concern and what comes of one, as this controller words and offers them."""

from dataclasses import replace
from uuid import UUID

from kith.cases.declarations import answers_ever, for_new
from kith.vocabulary import Field
from kith.vocabulary.adjusting import OWN_CODES
from kith.vocabulary.saying import label_of
from kith.web.answers import choices_of

__all__ = ["by_kind", "category_words", "kinds_offered", "offered", "outcome_words"]

Choices = tuple[tuple[str, str], ...]


def category_words(code: str) -> str:
    """What a kind is called here today."""
    return label_of(for_new("concern").field("category"), code)


def outcome_words(code: str) -> str:
    """What came of it, as it is said here."""
    return answers_ever("concern", for_new("concern").field("outcome")).get(code, code)


def kinds_offered(holder: UUID | None = None) -> Choices:
    """Codes and words of the kinds that may be chosen here, or in these files."""
    return choices_of(for_new("concern", holder=holder).field("category"))


def offered(name: str, stands: str, holder: UUID) -> Field:
    """A question of the decision with what may be chosen of a concern in these files; what stands stays, also where it
    is offered no more."""
    field = for_new("concern", holder=holder).field(name)
    if stands and not dict(field.more_codes).get(stands, "-"):
        field = replace(field, more_codes=(*field.more_codes, (stands, label_of(field, stands))))
    return field


def by_kind(choices: Choices, chosen: str, stands: str, holder: UUID) -> tuple[tuple[str, Choices], ...]:
    """What is said more exactly, under the kind it is of: the chosen kind first, and of a kind that is not offered only
    what stands."""
    kinds = dict(kinds_offered(holder))
    groups: dict[str, list[tuple[str, str]]] = {chosen: []}
    for code, words in choices:
        if _kind_of(code) in kinds or code == stands:
            groups.setdefault(_kind_of(code), []).append((code, words))
    return tuple((kinds.get(kind) or category_words(kind), tuple(those)) for kind, those in groups.items() if those)


def _kind_of(code: str) -> str:
    return code.removeprefix(OWN_CODES).split(".")[0]
