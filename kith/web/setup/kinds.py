"""The kinds of concern: other words for one, one that is offered no more, and what says more exactly what it is.

What is kept stays the kind of the list, so counts, returns and rights go by it whatever it is called.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.areas import area
from kith.cases import declarations, rules
from kith.foundation.names import normalise
from kith.reference.codes import code_set
from kith.vocabulary import Field
from kith.vocabulary.adjusting import MOST_WORDS, OWN_CODES
from kith.web.adjust.views import check_adjusts
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Missing, Problems

AREA, LONGEST_CODE = "concern", 40
NO_WORD = "Say each of these with a letter or a number."
ALIKE = (
    f"Two of these begin with the same {LONGEST_CODE} letters, or differ in a sign alone, and would be counted as one. "
    "Say one of them in other words."
)
TOO_LONG = f"Shorten this: each has at most {MOST_WORDS} characters."


@dataclass(frozen=True)
class Kind:
    """A kind as the page asks for it: its words, whether it is offered, and what stands under it."""

    code: str
    default: str
    words: str
    offered: bool
    always: bool
    under: tuple[tuple[str, str, bool], ...]
    own: str


@page(policy="at_work")
def kinds(request: HttpRequest) -> HttpResponse:
    """All kinds with what stands under each. What is saved holds for what is written from today on."""
    check_adjusts(request)
    if request.method != "POST":
        return _shown(request)
    try:
        _save(request.POST)
    except Missing as not_yet:
        return _shown(request, not_yet.problems)
    except rules.NotReady as not_yet:
        return _shown(request, {"reason": " ".join(not_yet.problems.values())})
    return redirect("kinds")


def _save(typed: Mapping[str, Any]) -> None:
    """Only what is otherwise than it stood, with one reason for all of it."""
    wishes = _wishes(typed)
    stands = {what: _stands(what) for what in wishes}
    changed = {what: value for what, value in wishes.items() if value != stands[what]}
    if not changed:
        raise Missing({"reason": "Nothing was changed."})
    for what, value in changed.items():
        declarations.adjust(area=AREA, what=what, value=value, reason=str(typed.get("reason", "")))


def _wishes(typed: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """What was typed, as the values that are kept."""
    words: list[list[str]] = []
    under: list[list[str]] = []
    own: list[list[str]] = []
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
    wrong = {f"words.{code}": TOO_LONG for code, said in words if len(said) > MOST_WORDS}
    if wrong := wrong | _wrong(own):
        raise Missing(wrong)
    return {"category.words": words, "subcategory.words": under, "subcategory.codes": own}


def _wrong(own: list[list[str]]) -> dict[str, str]:
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


def _lines(kind: str, text: str) -> list[list[str]]:
    """On the bus, under bullying: own_bullying.on_the_bus."""
    told = dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip())
    return [[f"{OWN_CODES}{kind}.{_code(words)}", words] for words in told]


def _code(words: str) -> str:
    return "_".join(normalise(words).lower().split())[:LONGEST_CODE]


def _stands(what: str) -> list[list[str]]:
    name, _, aspect = what.partition(".")
    added = aspect == "codes"
    pairs = _field(name).more_codes
    return [[code, words] for code, words in pairs if code.startswith(OWN_CODES) is added]


def _field(name: str) -> Field:
    return declarations.for_new(AREA).field(name)


def _shown(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    context = {
        "kinds": [_kind(code.code, request.POST if errors else None) for code in code_set("concern_category")],
        "reason": request.POST.get("reason", ""),
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "setup/kinds.html", status=422 if errors else 200, **context)


def _kind(code: str, typed: Mapping[str, Any] | None) -> Kind:
    default = code_set("concern_category").label(code)
    said, exactly = dict(_field("category").more_codes), dict(_field("subcategory").more_codes)
    below = [one for one in code_set("concern_subcategory") if one.more["parent"] == code]
    mine = [words for own, words in exactly.items() if own.startswith(f"{OWN_CODES}{code}.")]
    if typed is not None:
        under = tuple((one.code, one.label, bool(typed.get(f"offered.{one.code}"))) for one in below)
        words, offers = str(typed.get(f"words.{code}", "")), bool(typed.get(f"offered.{code}"))
        own = str(typed.get(f"own.{code}", ""))
    else:
        under = tuple((one.code, one.label, exactly.get(one.code, "-") != "") for one in below)
        words, offers, own = said.get(code) or default, said.get(code, "-") != "", "\n".join(mine)
    return Kind(code, default, words, offers, code in area(AREA).stricter, under, own)
