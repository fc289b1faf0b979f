"""The words access is decided in: what can be done, to what sort of record, because of which tie. No Django."""

import enum


class Verb(enum.StrEnum):
    """What somebody wants to do, from knowing least to deciding."""

    STUB = "stub"  # "restricted record: contact custodian"
    FLAG = "flag"  # that it is so, yes or no
    TOTALS = "totals"  # counts, suppressed below six
    CODED = "coded"  # rows without a name
    PACK = "pack"  # what was put together for one panel
    RECEIPT = "receipt"  # one's own words, and whether they were seen
    SUMMARY = "summary"
    READ = "read"
    SUBMIT = "submit"  # start one: send a concern, make a referral
    WRITE = "write"
    AUTHORISE = "authorise"


class RecordType(enum.StrEnum):
    """A column of the access model. An area belongs to one; a protected category makes its own."""

    PERSON = "person"
    CONTACT = "contact"
    EARLY_HELP = "early_help"
    CIN = "cin"
    CP = "cp"
    CLA = "cla"
    PLACEMENT = "placement"
    PEP = "pep"
    ADOPTION = "adoption"
    LEGAL = "legal"
    SEND = "send"
    EDUCATION = "education"
    NEET = "neet"
    LICENCE = "licence"
    EY_FUNDING = "ey_funding"
    FSM = "fsm"
    LADO = "lado"
    AUDIT = "audit"
    PAYMENT = "payment"
    PORTAL = "portal"
    DELEGATED_FORM = "delegated_form"
    CONCERN = "concern"
    CONCERN_CP = "concern_cp"
    STAFF_CONCERN = "staff_concern"
    COUNCIL_STATUS = "council_status"
    SCHOOL_REPORT = "school_report"
    VAULT = "vault"


class Relation(enum.StrEnum):
    """Why somebody may see this one: a tie that starts and ends, and access with it."""

    ALLOCATED = "allocated"
    CO_WORKER = "co_worker"
    TEAM = "team"
    MANAGER_CHAIN = "manager_chain"
    CHAIR = "chair"
    EDT = "edt"
    AUTHOR = "author"
    CATEGORY = "category"
    DELEGATED = "delegated"
    CHAIR_OF_GOVERNORS = "chair_of_governors"
    INVOLVED = "involved"
    FORM = "form"
    CARER = "carer"
    SUBJECT = "subject"
    DATED_GRANT = "dated_grant"
    SAR = "sar"
    BREAK_GLASS = "break_glass"
    RESTRICTED_LIST = "restricted_list"
    SEALED_OPENING = "sealed_opening"
    # Said why it has to be seen, for a while: opens what is confidential, and nothing a role is closed to.
    REASON = "reason"


class BarKind(enum.StrEnum):
    """Why somebody may not, whatever else says they may."""

    CONFLICT = "conflict"  # own family, declared or found
    EXCLUSION = "exclusion"  # such as the perpetrator, or the one a concern is about
    NO_CONTACT = "no_contact"


class Need(enum.StrEnum):
    """What would open the door that is still closed."""

    SECOND_FACTOR = "second factor"
    AGREEMENT = "agreement"
    REASON = "reason"


CONFIDENTIAL, RESTRICTED, SEALED = 1, 2, 3
CASE = frozenset({Relation.ALLOCATED, Relation.CO_WORKER, Relation.TEAM, Relation.MANAGER_CHAIN})
