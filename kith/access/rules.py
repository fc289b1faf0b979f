"""May this reader do this to that? One pure function, and the reason in a sentence.

The order is that of the access model and the first refusal wins: account, agreements, bars, seal, holder,
role and relation, lock, purpose. What no row allows is refused. Worked example: a social worker who is not
allocated asks to read a child protection plan: the account is open, nothing bars her, the level is 0, her
service holds the file; her role reads such plans only with a tie to the case, so the answer is no, and since
her role may know nothing else of it, she is an outsider to it and the page is "not found".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from kith.access.table import Permit, permits
from kith.access.words import CONFIDENTIAL, RESTRICTED, SEALED, BarKind, Need, RecordType, Relation, Verb
from kith.reference.roles import Role

# A password alone is enough to report, and to see that the report arrived.
REPORTING = frozenset({Verb.SUBMIT, Verb.RECEIPT})
CONTENT = frozenset({Verb.SUMMARY, Verb.READ, Verb.WRITE, Verb.AUTHORISE})
CHANGING = frozenset({Verb.SUBMIT, Verb.WRITE, Verb.AUTHORISE})
# They decide about children they do not know, so they learn that there is something and whom to ask.
TOLD_OF_RESTRICTED = frozenset({Role.MASH_OFFICER, Role.MASH_MANAGER, Role.EDT_WORKER})
OPENERS = {
    RESTRICTED: frozenset({Relation.RESTRICTED_LIST, Relation.BREAK_GLASS}),
    SEALED: frozenset({Relation.SEALED_OPENING}),
}


@dataclass(frozen=True)
class ReaderFacts:
    """Who asks, in the post they have chosen."""

    role: Role
    holders: frozenset[UUID]
    account_open: bool
    post_live: bool
    second_factor: bool
    agreement: bool
    # For a partner: the sorts of record that agreements in force today are about.
    agreed_types: frozenset[RecordType] = frozenset()


@dataclass(frozen=True)
class SubjectFacts:
    """What is asked about: its sort, who holds it, how closed it is, and what ties or bars this reader."""

    record_type: RecordType
    holders: frozenset[UUID]
    level: int = 0
    ties: frozenset[Relation] = frozenset()
    bars: frozenset[BarKind] = frozenset()
    locked: bool = False


@dataclass(frozen=True)
class Decision:
    """The answer, why, and what would change it. An *outsider* may not even learn that it exists."""

    allowed: bool
    reason: str
    level: int = 0
    needs: Need | None = None
    outsider: bool = False
    subjects: tuple[UUID, ...] = ()


Check = Callable[[ReaderFacts, Verb, SubjectFacts], Decision | None]


def decide(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision:
    """The first refusal in the order of the access model, or leave to go on."""
    for check in CHECKS:
        if (refusal := check(reader, verb, subject)) is not None:
            return _worth_a_code(refusal, lambda: decide(_with_a_code(reader), verb, subject))
    return Decision(True, f"A {reader.role.words} may: {verb}.", subject.level)


def _worth_a_code(refusal: Decision, with_one: Callable[[], Decision]) -> Decision:
    """A second factor is asked for only where it helps: what stays shut with one is refused for what shuts it.

    Whoever was led to set up a code for a page no code opens would learn that it is there.
    """
    if refusal.needs is not Need.SECOND_FACTOR:
        return refusal
    then = with_one()
    return refusal if then.allowed or then.needs else then


def _with_a_code(reader: ReaderFacts) -> ReaderFacts:
    """The same reader, after a second factor."""
    return replace(reader, second_factor=True)


def _account(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    if not reader.account_open:
        return Decision(False, "This account is closed.")
    if not reader.post_live:
        return Decision(False, "This post has ended.")
    if not reader.second_factor and verb not in REPORTING:
        return Decision(False, "This needs a second factor.", needs=Need.SECOND_FACTOR)
    return None


def _agreements(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    if not reader.agreement:
        return Decision(False, "The end-user agreement has not been accepted this year.", needs=Need.AGREEMENT)
    if reader.role is Role.PARTNER_USER and subject.record_type not in reader.agreed_types:
        return Decision(False, "No sharing agreement with this partner is in force for this.")
    return None


def _bars(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    return _closed("There is a bar between this reader and this record.", subject) if subject.bars else None


def _seal(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    """What is restricted or sealed opens to those named for it, and to nobody by role or caseload."""
    if subject.level < RESTRICTED or subject.ties & OPENERS[subject.level]:
        return None
    if not (_is_told(reader, subject) and subject.holders & reader.holders):
        return _closed("This record is closed to all but the people named for it.", subject)
    if verb is Verb.STUB:
        return Decision(True, "Restricted record: ask whoever keeps its list.", subject.level)
    return Decision(False, "Restricted record: ask whoever keeps its list.", subject.level)


def _is_told(reader: ReaderFacts, subject: SubjectFacts) -> bool:
    told = subject.level == RESTRICTED and reader.role in TOLD_OF_RESTRICTED
    return told and bool(granted(reader.role, subject.record_type, subject.ties))


def _boundary(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    if subject.holders & reader.holders:
        return None
    return _closed("Another organisation holds this.", subject)


def _role(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    verbs = granted(reader.role, subject.record_type, subject.ties)
    if verb in verbs:
        return None
    reason = f"A {reader.role.words} may not: {verb}."
    return Decision(False, reason, subject.level) if verbs else _closed(reason, subject)


def _lock(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    if subject.locked and verb in CHANGING:
        return Decision(False, "This record is locked.", subject.level)
    return None


def _purpose(reader: ReaderFacts, verb: Verb, subject: SubjectFacts) -> Decision | None:
    """Confidential records ask those without a tie to the case why they look."""
    if subject.level != CONFIDENTIAL or subject.ties or not asks_why(verb):
        return None
    return Decision(False, "Say why you need to see this.", subject.level, needs=Need.REASON)


CHECKS: tuple[Check, ...] = (_account, _agreements, _bars, _seal, _boundary, _role, _lock, _purpose)


def answers_for(reader: ReaderFacts, roles: frozenset[Role]) -> Decision:
    """Whether this post may do what only these roles do for everybody at once: account and agreement, then the role."""
    about_nobody = SubjectFacts(RecordType.PERSON, reader.holders)
    for check in (_account, _agreements):
        if (refusal := check(reader, Verb.WRITE, about_nobody)) is not None:
            return _worth_a_code(refusal, lambda: answers_for(_with_a_code(reader), roles))
    if reader.role not in roles:
        return _closed(f"A {reader.role.words} does not answer for this.", about_nobody)
    return Decision(True, f"A {reader.role.words} answers for this.")


def asks_why(verb: Verb) -> bool:
    """Whether this would have to be answered for what is confidential. A reason that was given is a tie."""
    return verb in CONTENT


def refused_everything(reader: ReaderFacts, verb: Verb, *kinds: RecordType) -> bool:
    """Whether account or agreements refuse this for all records of these sorts (of any): then a list is empty."""
    subjects = (SubjectFacts(kind, reader.holders) for kind in kinds or RecordType)
    return all(any(check(reader, verb, one) for check in (_account, _agreements)) for one in subjects)


def about(decision: Decision, subjects: tuple[UUID, ...]) -> Decision:
    """The decision with whom it was about, for the ledger line of a refusal."""
    return replace(decision, subjects=subjects)


def _closed(reason: str, subject: SubjectFacts) -> Decision:
    return Decision(False, reason, subject.level, outsider=True)


@cache
def granted(role: Role, record_type: RecordType, ties: frozenset[Relation]) -> frozenset[Verb]:
    """All that role and ties together allow on a record nothing else closes."""
    return frozenset(verb for permit in permits(role, record_type) if _applies(permit, ties) for verb in permit.verbs)


def _applies(permit: Permit, ties: frozenset[Relation]) -> bool:
    return not permit.because or bool(permit.because & ties)


def ties_that_allow(role: Role, record_type: RecordType, verb: Verb) -> frozenset[Relation] | None:
    """Which ties let this role do this; None where the role alone is enough. Empty: nothing does.

    Lists ask this once and put it into their query, so that a list and a page answer alike.
    """
    allowing = [permit for permit in permits(role, record_type) if verb in permit.verbs]
    if any(not permit.because for permit in allowing):
        return None
    return frozenset(tie for permit in allowing for tie in permit.because)


def may_break_glass(role: Role) -> bool:
    """Whether the table gives this role anything for breaking the glass."""
    return any(Relation.BREAK_GLASS in permit.because for kind in RecordType for permit in permits(role, kind))
