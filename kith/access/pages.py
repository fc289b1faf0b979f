"""The reference page of roles and what they may see, written from the table. Nobody edits the page by hand."""

from collections.abc import Iterable

from kith.access.table import DUTIES, SYSTEM_POSTS, Permit, permits
from kith.access.words import CASE, RecordType, Relation, Verb
from kith.reference.codes import code_set
from kith.reference.roles import Role

__all__ = ["reference_page"]

SIDES = {"council": "The council", "school": "Schools", "partner": "Partners and families", "platform": "The platform"}
# What the fuller verb says already.
SAID_BY = {Verb.SUMMARY: Verb.READ, Verb.FLAG: Verb.SUMMARY}
SAYS = {
    Verb.STUB: "told that it is restricted",
    Verb.FLAG: "yes or no",
    Verb.TOTALS: "totals",
    Verb.CODED: "coded rows",
    Verb.PACK: "the pack",
    Verb.RECEIPT: "receipt",
    Verb.SUMMARY: "summary",
    Verb.READ: "read",
    Verb.SUBMIT: "start one",
    Verb.WRITE: "write",
    Verb.AUTHORISE: "authorise",
}
WHY = {CASE: "the case is theirs, their team’s or below them"}
TYPES = {
    RecordType.CIN: "child in need and assessment",
    RecordType.CP: "child protection",
    RecordType.CLA: "looked after",
    RecordType.PEP: "personal education plan",
    RecordType.SEND: "SEND",
    RecordType.NEET: "education, training, work after 16",
    RecordType.FSM: "free school meals",
    RecordType.LADO: "allegations against adults",
    RecordType.AUDIT: "who has looked",
    RecordType.CONCERN_CP: "concern of child protection",
    RecordType.STAFF_CONCERN: "concern about staff",
}

DUTIES_SAID = {
    "import.run": "Load pupils from files, look through what was loaded, take it back",
    "person.allocate": "Give a child’s work to somebody and end that, for the children they may find",
    "person.close": "Keep somebody from a person, close them or one record further, end each, for those they may find",
    "person.merge": "Say that two records are one person’s, and agree when a colleague says so; take it apart again",
    "notices.chase": "See to what somebody there was told of four times and has not opened",
    "organisations.keep": "Bring in the register of establishments, which says what the schools are called",
    "leavers.chase": "Ask after children who left for nobody knows where, and say where they are",
    "transfer.send": "Make a transfer file for the next school of children who leave",
    "file.pass": "Prepare and send the safeguarding file of a child who leaves, and sign for that of one who comes",
    "agreements.keep": "Put sharing agreements with partners into force and end them, and hear before one ends",
    "report.trust": "Be told of each school of the trust by itself, in totals",
    "alerts.keep": "Say whom the school tells when a concern of a kind comes, who is on call, and its hours",
    "agency.refer": "Ask an agency that is not on Kith for help with a child, and follow its answer",
    "document.share": "Show one document to a colleague or a team for a time",
    "document.destroy": "Destroy a voided document in every copy, with its name, for a reason that stays",
    "kinds.give": "Say which kinds of concern a team reads, within what the roles in it may read at all",
    "training.keep": "Write down the training of staff, and see whose is due",
    "posts.keep": "Give and end posts, close accounts, end sessions, publish the end-user agreement",
}


def reference_page() -> str:
    """The page as Markdown."""
    roles = code_set("role")
    sections = [
        "# Roles and what they may see",
        "<!-- Written from the table by `bin/kith access page`; change the table instead. -->",
        "What a post may see follows from its role, from what ties it to the person or record, and from what bars it. "
        "What is not named here is closed. A page that may not be known of answers “not found”.",
    ]
    for side, title in SIDES.items():
        mine = [role for role in Role if roles[role].more["side"] == side]
        sections += [f"## {title}", *(_role(role, roles[role].more["duty"]) for role in mine)]
    sections += ["## What is done for everybody at once", _table(("What", "By"), _duties())]
    sections += ["## Posts that are no person", _table(("Post", "What it does", "Files of"), _system_posts())]
    return "\n\n".join(sections) + "\n"


def _role(role: Role, duty: str) -> str:
    rows = [(TYPES.get(kind, kind.replace("_", " ")), _cell(role, kind)) for kind in RecordType if permits(role, kind)]
    opened = _table(("What", "How"), rows) if rows else "Opens no record about a person."
    return f"### {role.words}\n\n{duty}.\n\n{opened}"


def _cell(role: Role, kind: RecordType) -> str:
    return "; ".join(_permit(permit) for permit in permits(role, kind))


def _permit(permit: Permit) -> str:
    verbs = [SAYS[verb] for verb in Verb if verb in permit.verbs and SAID_BY.get(verb) not in permit.verbs]
    return ", ".join(verbs) + (f", if {_why(permit.because)}" if permit.because else "")


def _why(because: frozenset[Relation]) -> str:
    return WHY.get(because) or " or ".join(_tie(tie) for tie in sorted(because))


def _tie(tie: Relation) -> str:
    return {
        Relation.CHAIR: "they chair or review it now",
        Relation.EDT: "the offices are closed",
        Relation.AUTHOR: "it is their own",
        Relation.CATEGORY: "it is of their own categories",
        Relation.DELEGATED: "it was delegated or granted to them",
        Relation.CHAIR_OF_GOVERNORS: "they chair the governors and it is about the head",
        Relation.INVOLVED: "they are involved under an agreement",
        Relation.FORM: "it was sent to them to fill in",
        Relation.CARER: "the child lives with them now",
        Relation.SUBJECT: "it is about their own child",
        Relation.DATED_GRANT: "it was opened to them for a time",
        Relation.SAR: "the request for it is theirs to answer",
        Relation.BREAK_GLASS: "they opened it in an emergency, with a reason, for an hour",
        Relation.REASON: "they have said why, for an hour",
    }[tie]


def _duties() -> Iterable[tuple[str, ...]]:
    return (
        (DUTIES_SAID[duty], ", ".join(role.words for role in Role if role in roles)) for duty, roles in DUTIES.items()
    )


def _system_posts() -> Iterable[tuple[str, ...]]:
    return ((name, post.purpose, post.over) for name, post in SYSTEM_POSTS.items())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
