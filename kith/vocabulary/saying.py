"""The names in a condition said in an area's own words, for a refusal and for the reference page."""

from collections.abc import Callable

from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.vocabulary.area import Area
from kith.vocabulary.conditions import Value
from kith.vocabulary.words import Field

__all__ = ["RULES", "label_of", "words_of"]

# What a controller sets of which guards may speak: the question, and what to do where it stands in the way.
RULES = {
    "two_close_protection": (
        "Do two people agree before child protection is closed?",
        "Two people agree to that here: ask a second one first, as a step of its own.",
    ),
}


def words_of(area: Area) -> Callable[[str, Value | None], str]:
    """How `as_english` names a thing and its values: “Did you see a mark?”, the clock “…”, “Bullying”."""

    def say(name: str, value: Value | None) -> str:
        place, _, rest = name.rpartition(".")
        match place:
            case "clock":
                return f"the clock “{area.clock(rest).title}”" if value is None else str(value)
            case "standing":
                chain = next(c for c in area.chains if c.name == rest)
                return chain.title if value is None else f"“{code_set(chain.code_set).label(str(value))}”"
            case "doer":
                return _doer(rest, value)
            case "rule":
                return f"“{RULES[rest][0]}”" if value is None else "yes" if value else "no"
            case "ever":
                return _ever(area.field("category"), rest, value)
            case "outcomes":
                return _of_anybody(area.field("outcome"), rest, value)
            case _:
                return _answer(area.field(rest), value)

    return say


def label_of(field: Field, code: str) -> str:
    """A code in words, also one that the controller has added."""
    return dict(field.more_codes).get(code) or code_set(field.code_set).label(code)


def _answer(field: Field, value: Value | None) -> str:
    if value is None:
        return f"“{field.question}”"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{label_of(field, str(value))}”" if field.code_set else str(value)


def _of_anybody(field: Field, code: str, value: Value | None) -> str:
    """Whether that is what is to happen for any of the persons of a record."""
    if value is None:
        return f"“{label_of(field, code)}”"
    return "chosen for any of them" if value else "chosen for none of them"


def _ever(field: Field, code: str, value: Value | None) -> str:
    """Whether that is or was the kind of it for any of the persons of a record."""
    if value is None:
        return f"“{label_of(field, code)}”"
    return f"the kind for {'any' if value else 'none'} of them, now or before"


def _doer(what: str, value: Value | None) -> str:
    if value is None:
        return "who takes the step" if what == "author" else "the role of who takes the step"
    if isinstance(value, bool):
        return "somebody who wrote it" if value else "somebody who wrote none of it"
    return Role(str(value)).words
