"""The tree of kinds as it is typed and kept: what is said for all schools, and of one what is otherwise there.

What is said for all schools of a trust holds in each; what one of them says otherwise holds there alone. Of that only
what is otherwise is kept: where the trust words another kind anew, it does so there too.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kith.areas import area
from kith.cases import declarations
from kith.foundation.names import normalise
from kith.reference.codes import code_set
from kith.vocabulary import Field
from kith.vocabulary.adjusting import MOST_WORDS, OWN_CODES
from kith.web.presenters import Missing

__all__ = ["AREA", "Pairs", "differs", "field_of", "stands", "wishes"]

Pairs = list[list[str]]
AREA, LONGEST_CODE = "concern", 40
NO_WORD = "Say each of these with a letter or a number."
ALIKE = (
    f"Two of these begin with the same {LONGEST_CODE} letters, or differ in a sign alone, and would be counted as one. "
    "Say one of them in other words."
)
SAME_NAME = "Another kind is called so. Call this one otherwise."
TOO_LONG = f"Shorten this: each has at most {MOST_WORDS} characters."


def wishes(typed: Mapping[str, Any]) -> dict[str, Pairs]:
    """What was typed, as the values that are kept."""
    words: Pairs = []
    under: Pairs = []
    own: Pairs = []
    for kind in code_set("concern_category"):
        said = str(typed.get(f"words.{kind.code}", "")).strip() or kind.label
        if kind.code not in area(AREA).stricter and not typed.get(f"offered.{kind.code}"):
            words.append([kind.code, ""])
        elif said != kind.label:
            words.append([kind.code, said])
        own += _lines(kind.code, str(typed.get(f"own.{kind.code}", "")))
    for code in code_set("concern_subcategory"):
        if not typed.get(f"offered.{code.code}"):
            under.append([code.code, ""])
    wrong = {f"words.{code}": TOO_LONG for code, said in words if len(said) > MOST_WORDS} | _called_alike(words)
    if wrong := wrong | _wrong(own):
        raise Missing(wrong)
    return {"category.words": words, "subcategory.words": under, "subcategory.codes": own}


def _called_alike(words: Pairs) -> dict[str, str]:
    """Kinds that are offered and called by the name of another: who reads one may not read the other."""
    said = {code.code: code.label for code in code_set("concern_category")} | dict(words)
    times = Counter(normalise(name) for name in said.values() if name)
    return {f"words.{code}": SAME_NAME for code, name in words if name and times[normalise(name)] > 1}


def _wrong(own: Pairs) -> dict[str, str]:
    """What keeps a school's own from being kept: the question of its kind -> sentence."""
    times = Counter(code for code, _ in own)
    found = {}
    for code, words in own:
        kind, _, last = code.removeprefix(OWN_CODES).partition(".")
        if len(words) > MOST_WORDS:
            found[f"own.{kind}"] = TOO_LONG
        elif not last:
            found[f"own.{kind}"] = NO_WORD
        elif times[code] > 1:
            found[f"own.{kind}"] = ALIKE
    return found


def _lines(kind: str, text: str) -> Pairs:
    """On the bus, under bullying: own_bullying.on_the_bus."""
    told = dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip())
    return [[f"{OWN_CODES}{kind}.{_code(words)}", words] for words in told]


def _code(words: str) -> str:
    return "_".join(normalise(words).lower().split())[:LONGEST_CODE]


def stands(what: str, holder: UUID | None) -> Pairs:
    return differs(what, _pairs(what, holder), holder)


def _pairs(what: str, holder: UUID | None) -> Pairs:
    """What is made different in a list, for all files or as it holds in one."""
    name, _, aspect = what.partition(".")
    added = aspect == "codes"
    return [[code, words] for code, words in field_of(name, holder).more_codes if code.startswith(OWN_CODES) is added]


def differs(what: str, pairs: Pairs, holder: UUID | None) -> Pairs:
    """Of one school, what is otherwise there than in all of them: also what is called again as the list calls it."""
    if holder is None:
        return pairs
    theirs, mine = dict(_pairs(what, None)), dict(pairs)
    name, _, aspect = what.partition(".")
    listed = code_set(f"concern_{name}")
    again = {code: listed.label(code) for code in theirs if code not in mine} if aspect == "words" else {}
    return [[code, words] for code, words in {**mine, **again}.items() if theirs.get(code) != words]


def field_of(name: str, holder: UUID | None) -> Field:
    declared = declarations.for_new(AREA, holder=holder) if holder else declarations.for_all(AREA)
    return declared.field(name)
