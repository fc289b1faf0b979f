"""A referral in words: the very same for whoever sends it, before and after, and for whoever gets it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kith.foundation.dates import moment_in_words
from kith.reference.codes import code_set
from kith.vocabulary.worded import Said
from kith.web.handover.form import CONTACT

PROTECTED = "Protected since. It is not shown here."
__all__ = ["ChildSaid", "ReferralSaid", "referral_said"]


@dataclass(frozen=True)
class ChildSaid:
    """One child as the referral names them."""

    n: int
    name: str
    role: str
    facts: tuple[tuple[str, str], ...]
    answers: tuple[Said, ...]


@dataclass(frozen=True)
class ReferralSaid:
    """All a referral says, in the order it is read."""

    sender: str
    reached: str
    about: str
    purpose: str
    basis: str
    answers: tuple[Said, ...]
    more: tuple[Said, ...]
    children: tuple[ChildSaid, ...]
    # How many children it names whose part this reader may not read.
    others: int


def referral_said(
    body: Mapping[str, Any], only: Collection[int] | None = None, protected: Collection[int] = ()
) -> ReferralSaid:
    """`only`: the places of the children this reader may read; all where it is left out. `protected`: the places of
    those whose address is kept secret since: what went stays sealed, and no page says it."""
    sender = body["from"]
    children = [one for one in enumerate(body["children"]) if only is None or one[0] in only]
    return ReferralSaid(
        sender=", ".join(one for one in (sender["name"], sender.get("role", ""), sender["organisation"]) if one),
        reached=sender.get("reached", ""),
        about=f"{body['reference']}, {moment_in_words(datetime.fromisoformat(body['happened']))}",
        purpose=body["purpose"],
        basis=body["basis"],
        answers=tuple(_shared(body)),
        more=tuple(_answer(one) for one in body["answers"]),
        children=tuple(_child(n, one, n in protected) for n, one in children),
        others=len(body["children"]) - len(children),
    )


def _shared(body: Mapping[str, Any]) -> list[Said]:
    told = [_said("danger_now", _yes(body["danger_now"]))]
    told.append(_said("reasons", ", ".join(code_set("contact_reason").label(one) for one in body["reasons"])))
    told.append(_said("narrative", body["narrative"]))
    if body.get("note") and body["note"] != body["narrative"]:
        told.append(Said("What else they need to know", body["note"]))
    told += [_said(name, body[name]) for name in ("action_taken",) if body.get(name)]
    told.append(_said("parents_informed", _yes(body["parents_informed"])))
    told += [_said(name, body[name]) for name in ("why_not_informed",) if body.get(name)]
    told.append(_said("consent", code_set("consent").label(body["consent"])))
    told += [_said(name, body[name]) for name in ("why_without",) if body.get(name)]
    return told


def _said(name: str, words: str) -> Said:
    return Said(CONTACT.field(name).question, words)


def _yes(answer: bool) -> str:
    return "Yes" if answer else "No"


def _answer(one: Mapping[str, Any]) -> Said:
    return Said(one["question"], one["words"], bool(one.get("childs_words")), tuple(one.get("rows", ())))


def _child(n: int, child: dict[str, Any], is_protected: bool) -> ChildSaid:
    words = [Said(CONTACT.field("child_words").question, child["child_words"], True)] if "child_words" in child else []
    return ChildSaid(
        n=n,
        name=f"{child['forename']} {child['surname']}",
        role=code_set("contact_role").label(child["role"]),
        facts=tuple(_facts(child | {"address": PROTECTED, "postcode": ""} if is_protected else child)),
        answers=(*words, *(_answer(one) for one in child["answers"])),
    )


def _facts(child: Mapping[str, Any]) -> list[tuple[str, str]]:
    born = date.fromisoformat(child["born_on"]) if child.get("born_on") else None
    home = ", ".join(one for one in (child.get("address", ""), child.get("postcode", "")) if one)
    told = [
        ("Date of birth", f"{born:%-d %B %Y}" if born else ""),
        ("Sex", child.get("sex", "")),
        ("UPN", child.get("upn", "")),
        ("NHS number", child.get("nhs", "")),
        ("Address", home),
        ("School", child.get("school", "")),
        ("Adults", "; ".join(child.get("carers", ()))),
    ]
    return [(title, words) for title, words in told if words]
