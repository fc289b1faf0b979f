"""The matrix of roles and record types, as one table in the letters of the access model. No Django.

R read (and so summary and flag), S summary (and so flag), F flag, W write, A authorise, M make one and send it,
K receipt of one's own, P pack, C coded rows, T totals. `RW:case` holds with that tie only; `S+R:glass` is a
summary, and all of it with that tie. A type a role does not name is closed to it; so is all to a role not named.
"""

import enum
from dataclasses import dataclass
from functools import cache

from kith.access.words import CASE, RecordType, Relation, Verb
from kith.reference.roles import Role


@dataclass(frozen=True)
class Permit:
    """Verbs, and the ties of which one is needed; none needed where there are none."""

    verbs: frozenset[Verb]
    because: frozenset[Relation] = frozenset()


LETTERS: dict[str, frozenset[Verb]] = {
    "R": frozenset({Verb.READ, Verb.SUMMARY, Verb.FLAG}),
    "S": frozenset({Verb.SUMMARY, Verb.FLAG}),
    "F": frozenset({Verb.FLAG}),
    "W": frozenset({Verb.WRITE}),
    "A": frozenset({Verb.AUTHORISE}),
    "M": frozenset({Verb.SUBMIT}),
    "K": frozenset({Verb.RECEIPT}),
    "P": frozenset({Verb.PACK}),
    "C": frozenset({Verb.CODED}),
    "T": frozenset({Verb.TOTALS}),
}
TIES: dict[str, frozenset[Relation]] = {
    "case": CASE,
    "glass": frozenset({Relation.BREAK_GLASS}),
    **{relation.value: frozenset({relation}) for relation in Relation},
}

# Columns that the access model writes as one.
CARE = "cla placement pep"
SCHOOLING = "education neet licence"

TABLE: dict[str, dict[str, str]] = {
    "mash_officer": {
        "person contact": "RW", "early_help cin": "R", "cp": "SM+R:glass", CARE: "S+R:glass", "send": "S",
        SCHOOLING: "R",
    },
    "mash_manager": {
        "person": "RW", "contact": "RWA", "early_help cin": "R", "cp": "SMA+R:glass", CARE: "S+R:glass", "send": "S",
        SCHOOLING: "R",
    },
    "social_worker": {
        "person": "RW", "contact early_help": "R", f"cin cp {CARE}": "RW:case+R:glass", "adoption legal": "R:case",
        "send": "S", SCHOOLING: "R",
    },
    "team_manager": {
        "person": "RW", "contact early_help": "R", f"cin cp {CARE}": "RWA:case+R:glass",
        "adoption legal audit": "R:case", "send": "S", SCHOOLING: "R",
    },
    "service_manager head_of_service dcs": {
        "person contact early_help": "R", f"cin cp {CARE} legal": "RA", "adoption": "R:case",
        f"send {SCHOOLING} audit": "R", "lado": "S",
    },
    "edt_worker": {
        "person contact": "RW:edt+R:glass", "early_help cin cp cla pep": "S:edt+R:glass",
        "placement": "R:edt+R:glass", SCHOOLING: "S:edt",
    },
    "eh_worker lead_practitioner": {
        "person early_help": "RW:case", "contact": "R:author", "cin": "F", SCHOOLING: "R:case",
    },
    "cp_chair": {
        "person": "R", "contact early_help cin": "R:chair+R:glass", f"send {SCHOOLING}": "R:chair",
        f"cp {CARE}": "RW:chair+R:glass",
    },
    "iro": {
        "person": "R", "contact early_help cin": "R:chair+R:glass", f"send {SCHOOLING} adoption": "R:chair",
        f"cp {CARE}": "RW:chair+R:glass",
    },
    "placements_officer": {"person": "R", "cin": "S", "placement": "RW"},
    "fostering_sw": {"person": "R", "placement": "R:case", "lado": "S:case"},
    "adoption_sw adoption_admin": {"person": "R", f"cp {CARE}": "R:case", "adoption": "RW"},
    "panel_member": {"person cla placement pep adoption send": "P:dated_grant"},
    "personal_adviser": {f"person {CARE}": "RW:case", "send": "S", SCHOOLING: "R"},
    "la_solicitor": {
        f"person contact cin cp {CARE} adoption send {SCHOOLING} lado": "R:case", "legal": "RW",
    },
    "send_officer ep": {"person": "R", "cla": "F", "send": "RW", SCHOOLING: "R"},
    "ewo inclusion_officer cme_officer ehe_adviser admissions_officer": {
        "person": "R", "contact": "M", "early_help": "S", "cin cp cla send": "F", "education": "RW:case",
    },
    "virtual_school_head virtual_school_adviser": {
        "person": "R", "cin cp": "F", "pep": "RW", "placement": "S", "send": "R:case", SCHOOLING: "RW",
    },
    "ey_funding_officer": {"person": "S", "ey_funding": "RW"},
    "fsm_officer": {"person": "S", "fsm": "RW"},
    "youth_pa": {"person": "R", "contact": "M", "early_help": "S", "cin cla send": "F", "neet": "RW"},
    "employment_officer": {"person": "R", "contact": "M", "licence": "RW"},
    "lado": {"person contact": "R", f"cin cp {CARE}": "R:case+R:glass", "lado": "RW"},
    "returns_officer": {f"person contact early_help cin cp {CARE} send {SCHOOLING} ey_funding": "C"},
    "ig_officer dpo": {
        "person": "S+R:sar", f"contact early_help cin cp {CARE}": "R:sar",
        f"send {SCHOOLING} ey_funding fsm lado": "R:sar", "audit": "R",
    },
    "qa_auditor": {
        f"person contact early_help cin cp {CARE} send {SCHOOLING} ey_funding fsm": "R:dated_grant", "audit": "R",
    },
    "finance_officer": {"payment ey_funding": "R"},
    "school_staff slt school_nurse": {
        "person": "F", "concern": "M+K:author", "concern_cp": "K:author", "staff_concern": "M",
    },
    "school_admin": {"person": "F", "concern": "M+K:author", "concern_cp": "K:author"},
    "pastoral_lead senco attendance_lead": {
        "person": "S", "concern": "M+K:author+R:category", "concern_cp": "K:author",
        "school_report vault": "R:category",
    },
    "designated_teacher": {
        "person": "S", "concern": "M+K:author+R:category", "concern_cp": "K:author",
        "council_status vault": "R:category", "school_report": "T",
    },
    "dsl deputy_dsl": {
        "person": "RW", "concern": "RWM", "concern_cp": "RW", "staff_concern": "R:delegated",
        "council_status audit": "R", "school_report vault": "RW",
    },
    "headteacher": {
        "person": "RW", "concern": "RWM", "concern_cp": "R", "staff_concern": "RW", "council_status audit": "R",
        "school_report vault": "RW",
    },
    "governor": {"school_report": "T", "staff_concern": "RW:chair_of_governors"},
    "safeguarding_governor": {"school_report": "T"},
    "trust_dsl": {"person concern staff_concern": "R:delegated", "school_report": "T"},
    "partner_user": {"contact": "M+R:author", "early_help": "R:involved", "cp": "R:author+S:involved"},
    "delegated_contributor": {"delegated_form": "RW:form", "person": "F:form"},
    "foster_carer": {"placement": "R:carer", "portal": "RW:carer"},
    "parent_carer": {"send fsm education licence": "R:subject", "early_help": "S:subject"},
    "provider_user": {"ey_funding": "RW:author"},
    "auditor_external": {
        f"person contact early_help cin cp {CARE} send education": "R:dated_grant",
    },
}  # fmt: skip


def permits(role: Role, record_type: RecordType) -> tuple[Permit, ...]:
    """What the table says of a role and a type: nothing, or permits of which each stands for itself."""
    return _cells().get((role, record_type), ())


def is_named(role: Role) -> bool:
    """Whether the table says anything of a role: a record it may open by whatever tie, or a duty of its own."""
    return any(permits(role, kind) for kind in RecordType) or any(role in roles for roles in DUTIES.values())


@cache
def _cells() -> dict[tuple[Role, RecordType], tuple[Permit, ...]]:
    return {
        (Role(role), RecordType(kind)): _parse(letters)
        for roles, row in TABLE.items()
        for role in roles.split()
        for kinds, letters in row.items()
        for kind in kinds.split()
    }


def _parse(letters: str) -> tuple[Permit, ...]:
    """Permits, each holding by itself, from letters such as RW:case+R:glass."""
    pieces = [piece.partition(":") for piece in letters.split("+")]
    return tuple(
        Permit(frozenset(v for letter in verbs for v in LETTERS[letter]), TIES[tie] if tie else frozenset())
        for verbs, _, tie in pieces
    )


CUSTODIANS = frozenset({Role.DSL, Role.HEADTEACHER, Role.HEAD_OF_SERVICE, Role.DCS})
# What is done for a whole holder or controller at once, and is no way to any record: beside whatever column it needs,
# only these roles may do it (docs/decisions/0018).
DUTIES: dict[str, frozenset[Role]] = {
    # They answer for the file of every child the holder keeps, and may write in each.
    "import.run": frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.MASH_MANAGER}),
    # They keep the index of a council, the schools its children go to among them, and so bring the register of schools.
    "organisations.keep": frozenset({Role.MASH_MANAGER}),
    # They answer for what their school sends out about children who leave it. A council sends no transfer file.
    "transfer.send": frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER}),
    # They answer for a child who left until it is known where the child learns; who leads on attendance finds it out.
    "leavers.chase": frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.ATTENDANCE_LEAD}),
    # They answer for the safeguarding file of a child who leaves, and sign for that of one who comes.
    "file.pass": frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER}),
    # They answer for who hears of a concern, and when.
    "alerts.keep": frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER}),
    # They answer for what their school asks of other agencies about a child, and for how long those may take.
    "agency.refer": frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER}),
    # They lead the work that begins with a child being given to somebody; of whom they may give, their own table says.
    "person.allocate": frozenset({Role.MASH_MANAGER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE}),
    # They lead where a document is kept, and may show it alone to a colleague for a time.
    "document.share": frozenset({
        Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.MASH_MANAGER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER,
    }),
    # They are the custodians of a file: they keep somebody from it, and close it further than it is.
    "person.close": CUSTODIANS,
    # And they alone destroy what should never have been in it, once somebody who works on the file has voided it.
    "document.destroy": CUSTODIANS,
    # They answer for whether a record is of one person: one of them proposes a merge, another agrees.
    "person.merge": frozenset({
        Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.MASH_MANAGER, Role.TEAM_MANAGER,
    }),
    # They lead a place, and see to it that what its people are told of is read.
    "notices.chase": frozenset({
        Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.MASH_MANAGER, Role.TEAM_MANAGER,
        Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DCS,
    }),
    # They keep what was signed with partners; it opens nothing to themselves.
    "agreements.keep": frozenset({Role.IG_OFFICER, Role.DPO}),
    # They are told of each school of the trust by itself, in totals, and keep the files of none.
    "report.trust": frozenset({Role.TRUST_DSL}),
    # They answer for the concerns of a school, and say which kinds a team reads beside the lead.
    "kinds.give": frozenset({Role.DSL, Role.HEADTEACHER}),
    # They see to it that everybody who works with children is trained: whoever leads, and whoever keeps the posts.
    "training.keep": frozenset({
        Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN,
    }),
    # They give posts, and open no record by it.
    "posts.keep": frozenset({Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN}),
}  # fmt: skip


class Over(enum.StrEnum):
    """Whose files a system post works on."""

    EVERY_HOLDER = "every holder of the controller"
    NOBODY = "no holder"


@dataclass(frozen=True)
class SystemPost:
    """A doer that is no person: what it is for, over whose files, and what it may do there.

    The guard of the database holds it to its verbs: reading where it may read, changing where it may submit or write.
    What is written to the ledger needs none of them.
    """

    purpose: str
    over: Over
    verbs: frozenset[Verb]


_CHANGES = frozenset({Verb.READ, Verb.SUBMIT, Verb.WRITE})
_READS = frozenset({Verb.READ})

# A system post that is not here holds nothing.
# Who, at an office that keeps no files of its own, answers for those of the whole controller and asks the ledger about
# them: row security shows them the lines of every holder. What they may open is decided as for everybody.
OVER_ALL_FILES = frozenset({Role.IG_OFFICER})
SYSTEM_POSTS: dict[str, SystemPost] = {
    "importer": SystemPost("Brings rows from files and envelopes in", Over.EVERY_HOLDER, _CHANGES),
    "matcher": SystemPost("Finds and joins rows about one person across holders", Over.EVERY_HOLDER, _CHANGES),
    "clock": SystemPost("Says what has fallen due", Over.EVERY_HOLDER, _READS),
    "bell": SystemPost("Puts on lists what is about to run out", Over.EVERY_HOLDER, _READS | {Verb.SUBMIT}),
    "retention": SystemPost("Carries out disposals that were agreed", Over.EVERY_HOLDER, _CHANGES),
    "sweeper": SystemPost(
        "Finds stored bytes that no document speaks of, and clears them away when told to", Over.EVERY_HOLDER, _READS
    ),
    "demo": SystemPost("Makes invented places, posts and children to look at", Over.EVERY_HOLDER, _CHANGES),
    "operator": SystemPost("Opens places and gives people their posts, from the machine", Over.NOBODY, _CHANGES),
    "sealer": SystemPost("Numbers ledger lines and signs their tree", Over.NOBODY, frozenset()),
    "sign-in": SystemPost("Writes down what happened at the door", Over.NOBODY, frozenset()),
}
