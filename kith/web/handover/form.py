"""The form of a referral: strings as posted, made into what the sharing room takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.areas import area
from kith.sharing.referral.choosing import Answer, Offer, Offered
from kith.sharing.referral.making import Choice, ChosenChild
from kith.web import keeping
from kith.web.answers import answers_of, id_of

__all__ = ["ABOUT", "FIELDS", "begun", "choice_of", "kept_of"]

CONTACT = area("contact")
# What a contact asks of whoever makes it, asked here in the same words.
ASKED = ("danger_now", "reasons", "parents_informed", "why_not_informed", "consent", "why_without")
FIELDS = tuple(CONTACT.field(name) for name in ASKED)
# The record a draft is about.
ABOUT = "about"


def kept_of(post: Mapping[str, Any]) -> dict[str, str]:
    """What was posted, without what belongs to the page and the mark of what was looked at."""
    return {name: value for name, value in keeping.kept_of(post).items() if name != "seen"}


def begun(offer: Offer, councils: list[Any]) -> dict[str, str]:
    """A form nobody has touched: whoever it happened to, and what a council needs to know. The rest is for choosing."""
    given = {f"answer.{one.name}": "yes" for one in offer.answers if one.usual}
    for child in offer.children:
        given[f"role.{child.part}"] = child.role
        if child.role == "subject":
            names = Names(child.part)
            given |= {names.fact(fact.name): "yes" for fact in child.facts}
            given |= {names.own(answer.name): "yes" for answer in child.answers if answer.usual}
            given[names.chosen] = "yes"
    if len(councils) == 1:
        given["to"] = str(councils[0].id)
    return given


@dataclass(frozen=True)
class Names:
    """What the boxes about one child are called."""

    part: UUID

    @property
    def chosen(self) -> str:
        return f"child.{self.part}"

    @property
    def role(self) -> str:
        return f"role.{self.part}"

    def fact(self, name: str) -> str:
        return f"fact.{self.part}.{name}"

    def own(self, name: str) -> str:
        return f"own.{self.part}.{name}"


def choice_of(offer: Offer, given: Mapping[str, str]) -> Choice:
    """What was chosen, of what was offered: a name that was not offered is no choice."""
    said = answers_of(FIELDS, given)
    return Choice(
        to=id_of(given.get("to", "")),
        children=tuple(_child(one, given) for one in offer.children if given.get(Names(one.part).chosen)),
        answers=_ticked(offer.answers, given),
        reasons=tuple(said.get("reasons", ())),
        purpose=given.get("purpose", "").strip(),
        basis=given.get("basis", ""),
        consent=said.get("consent", ""),
        parents_informed=said.get("parents_informed"),
        danger_now=said.get("danger_now"),
        why_not_informed=said.get("why_not_informed", ""),
        why_without=said.get("why_without", ""),
        note=given.get("note", "").strip(),
    )


def _ticked(answers: tuple[Answer, ...], given: Mapping[str, str]) -> frozenset[str]:
    return frozenset(one.name for one in answers if given.get(f"answer.{one.name}"))


def _child(one: Offered, given: Mapping[str, str]) -> ChosenChild:
    names = Names(one.part)
    return ChosenChild(
        part=one.part,
        role=given.get(names.role, ""),
        facts=frozenset(fact.name for fact in one.facts if given.get(names.fact(fact.name))),
        answers=frozenset(answer.name for answer in one.answers if given.get(names.own(answer.name))),
    )
