"""All combinations of role, type, tie, condition and verb put to the rules; what differs from the expected answers."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

from kith.access import rules as real_rules
from kith.access.words import BarKind, RecordType, Relation, Verb
from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from tests.access.expected import CONTENT, expected

HERE, ELSEWHERE = uuid7(), uuid7()
TIES = ["-", *(r.value for r in Relation)]
PEOPLE = {"account_open": True, "post_live": True, "second_factor": True, "agreement": True}
PEOPLE |= {"agreed_types": frozenset(RecordType)}
# Condition -> what it changes of the reader, of the subject, and the tie that comes with it.
CONDITIONS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("account closed", {"account_open": False}, {}, ""),
    ("post ended", {"post_live": False}, {}, ""),
    ("no second factor", {"second_factor": False}, {}, ""),
    ("agreement out of date", {"agreement": False}, {}, ""),
    ("partner agreement out of date", {"agreed_types": frozenset()}, {}, ""),
    *[("barred", {}, {"bars": frozenset({kind})}, "") for kind in BarKind],
    ("other holder", {}, {"holders": frozenset({ELSEWHERE})}, ""),
    ("level 1", {}, {"level": 1}, ""),
    ("level 1 with reason", {}, {"level": 1}, "reason"),
    ("level 2", {}, {"level": 2}, ""),
    ("level 2", {}, {"level": 2}, "restricted_list"),
    ("level 3", {}, {"level": 3}, ""),
    ("level 3", {}, {"level": 3}, "sealed_opening"),
    ("locked", {}, {"locked": True}, ""),
]
Difference = tuple[str, ...]


def facts(rules: ModuleType, role: Role, record_type: RecordType, tie: str) -> tuple[Any, Any]:
    """A reader and a subject with nothing in the way but what role, type and tie say."""
    ties = frozenset() if tie == "-" else frozenset({Relation(tie)})
    reader = rules.ReaderFacts(role, frozenset({HERE}), **PEOPLE)
    return reader, rules.SubjectFacts(record_type, frozenset({HERE}), ties=ties)


def plain_differences(rules: ModuleType = real_rules) -> Iterator[Difference]:
    """Every role, type, tie and verb, nothing in the way."""
    for role in Role:
        for record_type in RecordType:
            for tie in TIES:
                reader, subject = facts(rules, role, record_type, tie)
                wanted = expected().verbs(role, record_type, tie)
                for verb in Verb:
                    if rules.decide(reader, verb, subject).allowed != (verb in wanted):
                        yield (role, record_type, tie, verb)


def conditional_differences(rules: ModuleType = real_rules, every: bool = True) -> Iterator[Difference]:
    """Every role and type the rows open at all, and one they do not, under every condition with every tie they name.

    Not `every`: one type for each row of answers a role has, which is enough to find a changed rule.
    """
    for role, record_type in _worth_trying(every):
        named = {t for r, k, t in expected().plain if (r, k) == (role, record_type)}
        for tie in sorted({"-", "team"} | named):
            for condition in CONDITIONS:
                yield from _under(rules, role, record_type, tie, condition)


@cache
def _worth_trying(every: bool) -> list[tuple[Role, RecordType]]:
    """Roles and types of which at least one tie opens something; beside them a type closed to the role."""
    opened = [(Role(r), RecordType(k)) for (r, k, _), verbs in expected().plain.items() if verbs]
    once = {
        pair: _shape(*pair) for pair in [*opened, (Role.SYSTEM_ADMIN, RecordType.CIN), (Role.CHILD, RecordType.CIN)]
    }
    return list(once) if every else list({shape: pair for pair, shape in once.items()}.values())


def _shape(role: Role, record_type: RecordType) -> tuple[object, ...]:
    """Pairs of one shape are answered alike under every condition."""
    answers = tuple(expected().verbs(role, record_type, tie) for tie in TIES)
    return (*answers, role in (Role.MASH_OFFICER, Role.MASH_MANAGER, Role.EDT_WORKER, Role.PARTNER_USER))


def _under(rules: ModuleType, role: Role, record_type: RecordType, tie: str, condition: Any) -> Iterator[Difference]:
    name, of_reader, of_subject, opener = condition
    reader, subject = facts(rules, role, record_type, tie)
    if opener:
        subject = replace(subject, ties=subject.ties | {Relation(opener)})
    wanted, needs = expected().under(name, role, record_type, tie, opener)
    lost = set(expected().verbs(role, record_type, tie)) - wanted
    reader, subject = replace(reader, **of_reader), replace(subject, **of_subject)
    for verb in Verb:
        decision = rules.decide(reader, verb, subject)
        if decision.allowed != (verb in wanted) or (needs and verb in lost and decision.needs != needs):
            yield (role, record_type, tie, name, opener, verb, str(decision.needs))


# Who asks for what, and how the refusal must look: may they learn that it is there, and what would open it?
ABOUT_PLANS = frozenset({RecordType.CP})
MANNERS: list[tuple[Role, RecordType, Verb, dict[str, Any], dict[str, Any], tuple[bool, bool, str | None]]] = [
    (Role.DSL, RecordType.CONCERN, Verb.READ, {}, {}, (True, False, None)),
    (Role.DSL, RecordType.CONCERN, Verb.READ, {"account_open": False}, {}, (False, False, None)),
    (Role.DSL, RecordType.CONCERN, Verb.READ, {"post_live": False}, {}, (False, False, None)),
    (Role.DSL, RecordType.CONCERN, Verb.READ, {"second_factor": False}, {}, (False, False, "second factor")),
    (Role.DSL, RecordType.CONCERN, Verb.READ, {"agreement": False}, {}, (False, False, "agreement")),
    # A second factor is asked for where one helps; what is shut with one looks as it does with one.
    (
        Role.DSL,
        RecordType.CONCERN,
        Verb.READ,
        {"second_factor": False, "agreement": False},
        {},
        (False, False, "second factor"),
    ),
    (Role.SCHOOL_STAFF, RecordType.CONCERN, Verb.READ, {"second_factor": False}, {}, (False, False, None)),
    (Role.SCHOOL_STAFF, RecordType.CONTACT, Verb.READ, {"second_factor": False}, {}, (False, True, None)),
    (Role.PARTNER_USER, RecordType.CONTACT, Verb.SUBMIT, {"agreed_types": frozenset()}, {}, (False, False, None)),
    (Role.PARTNER_USER, RecordType.CONTACT, Verb.SUBMIT, {"agreed_types": ABOUT_PLANS}, {}, (False, False, None)),
    (Role.PARTNER_USER, RecordType.CONTACT, Verb.SUBMIT, {}, {}, (True, False, None)),
    (Role.DCS, RecordType.CIN, Verb.READ, {}, {"bars": frozenset({BarKind.CONFLICT})}, (False, True, None)),
    (Role.DCS, RecordType.CIN, Verb.READ, {}, {"level": 2}, (False, True, None)),
    (Role.MASH_OFFICER, RecordType.CIN, Verb.READ, {}, {"level": 2}, (False, False, None)),
    (Role.MASH_OFFICER, RecordType.CIN, Verb.STUB, {}, {"level": 2}, (True, False, None)),
    (Role.MASH_OFFICER, RecordType.LEGAL, Verb.STUB, {}, {"level": 2}, (False, True, None)),
    (Role.MASH_OFFICER, RecordType.CIN, Verb.STUB, {}, {"level": 3}, (False, True, None)),
    (Role.DCS, RecordType.CIN, Verb.STUB, {}, {"level": 2}, (False, True, None)),
    (
        Role.MASH_OFFICER,
        RecordType.CIN,
        Verb.STUB,
        {},
        {"level": 2, "holders": frozenset({ELSEWHERE})},
        (False, True, None),
    ),
    (Role.DCS, RecordType.CIN, Verb.READ, {}, {"holders": frozenset({ELSEWHERE})}, (False, True, None)),
    (Role.MASH_OFFICER, RecordType.CP, Verb.READ, {}, {}, (False, False, None)),
    (Role.SOCIAL_WORKER, RecordType.CP, Verb.READ, {}, {}, (False, True, None)),
    (Role.DSL, RecordType.CONCERN, Verb.WRITE, {}, {"locked": True}, (False, False, None)),
    (Role.MASH_OFFICER, RecordType.CONTACT, Verb.READ, {}, {"level": 1}, (False, False, "reason")),
]


def manner(rules: ModuleType = real_rules) -> Iterator[Difference]:
    """How each refusal looks, how lists ask the same, and who may break the glass."""
    for role, record_type, verb, of_reader, of_subject, wanted in MANNERS:
        reader, subject = facts(rules, role, record_type, "-")
        reader, subject = replace(reader, **of_reader), replace(subject, **of_subject)
        decision = rules.decide(reader, verb, subject)
        found = (decision.allowed, decision.outsider, decision.needs)
        if found != wanted or not decision.reason or decision.level not in (0, subject.level):
            yield (role, record_type, verb, str(found))
        whatever = bool(rules.refused_everything(reader, verb, record_type))
        if whatever != (set(of_reader) & set(PEOPLE) != set()):
            yield (role, "refused everything", verb)
        if rules.asks_why(verb) != (verb in CONTENT):
            yield (role, "asks why", verb)
    bare = {name: value for name, value in PEOPLE.items() if name != "agreed_types"}
    partner = rules.ReaderFacts(Role.PARTNER_USER, frozenset({HERE}), **bare)
    if rules.decide(partner, Verb.SUBMIT, rules.SubjectFacts(RecordType.CONTACT, frozenset({HERE}))).allowed:
        yield (Role.PARTNER_USER, "no agreement unless somebody says so")
    for agreed in (frozenset(), ABOUT_PLANS):
        of_plans = rules.ReaderFacts(Role.PARTNER_USER, frozenset({HERE}), **{**PEOPLE, "agreed_types": agreed})
        if rules.refused_everything(of_plans, Verb.READ) != (not agreed):
            yield (Role.PARTNER_USER, "of any sort")
    yield from _lists(rules)
    yield from _duties(rules)


# Condition of the reader -> whether somebody whose duty it is may do it, what is asked for, and whether somebody whose
# duty it is not may not even learn of it.
DUTY: list[tuple[dict[str, Any], bool, str | None, bool]] = [
    ({}, True, None, True),
    ({"account_open": False}, False, None, False),
    ({"post_live": False}, False, None, False),
    ({"second_factor": False}, False, "second factor", True),
    ({"agreement": False}, False, "agreement", False),
]


def _duties(rules: ModuleType) -> Iterator[Difference]:
    """What only some roles do for everybody at once."""
    for of_reader, allowed, needs, outsider in DUTY:
        reader = replace(facts(rules, Role.SYSTEM_ADMIN, RecordType.PERSON, "-")[0], **of_reader)
        mine, others = (rules.answers_for(reader, frozenset({role})) for role in (Role.SYSTEM_ADMIN, Role.DSL))
        if (mine.allowed, mine.needs, mine.outsider) != (allowed, needs, False):
            yield ("duty", str(of_reader))
        if others.allowed or others.outsider != outsider or (outsider and others.needs):
            yield ("no duty", str(of_reader))


def _lists(rules: ModuleType) -> Iterator[Difference]:
    for role, record_type in _worth_trying(False):
        for verb in Verb:
            ties = [tie for tie in TIES if verb in expected().verbs(role, record_type, tie)]
            wanted = None if "-" in ties else {Relation(tie) for tie in ties}
            if rules.ties_that_allow(role, record_type, verb) != wanted:
                yield (role, record_type, verb, "list")
        breaks = any(tie == "break_glass" for r, _, tie in expected().plain if r == role)
        if rules.may_break_glass(role) != breaks:
            yield (role, "break glass")
