"""The roles a post can have, by the words the field uses for them.

A role alone opens little: what a reader may see follows from role, place, relationship and level
(`kith.access`). `str(role)` is how a role is stored and declared; `role.words` is how it is shown.
"""

import enum

__all__ = ["OF_NO_CHILD", "Role"]

_SPELT_OUT = {
    "mash": "front door", "edt": "emergency duty", "dcs": "director of children’s services", "cp": "child protection",
    "iro": "independent reviewing officer", "lado": "LADO", "qa": "quality assurance", "eh": "early help",
    "sw": "social worker", "adm": "agency decision maker", "la": "council", "send": "SEND",
    "ep": "educational psychologist", "ewo": "education welfare officer", "cme": "missing education",
    "ehe": "home education", "fsm": "free school meals", "gov": "governor", "emtas": "EMTAS", "ey": "early years",
    "pa": "personal adviser", "dsl": "designated safeguarding lead", "senco": "SENCO",
    "slt": "senior leadership team", "ig": "information governance", "dpo": "data protection officer",
    "siro": "senior information risk owner", "iao": "information asset owner",
}  # fmt: skip


class Role(enum.StrEnum):
    """Every role there is; a role is never deleted, since old ledger lines say it."""

    @staticmethod
    def _generate_next_value_(name: str, *_: object) -> str:
        return name.lower()

    # Front door and social care
    MASH_OFFICER = enum.auto()
    MASH_MANAGER = enum.auto()
    EDT_WORKER = enum.auto()
    SOCIAL_WORKER = enum.auto()
    SENIOR_PRACTITIONER = enum.auto()
    TEAM_MANAGER = enum.auto()
    SERVICE_MANAGER = enum.auto()
    HEAD_OF_SERVICE = enum.auto()
    DCS = enum.auto()
    # Safeguarding and quality, apart from the line of management
    CP_CHAIR = enum.auto()
    IRO = enum.auto()
    CP_ADMIN = enum.auto()
    LADO = enum.auto()
    QA_AUDITOR = enum.auto()
    # Early help
    EH_WORKER = enum.auto()
    FAMILY_SUPPORT_WORKER = enum.auto()
    LEAD_PRACTITIONER = enum.auto()
    EH_MANAGER = enum.auto()
    FAMILY_HUB_WORKER = enum.auto()
    # Care, legal and money
    FOSTERING_SW = enum.auto()
    ADOPTION_SW = enum.auto()
    ADOPTION_ADMIN = enum.auto()
    PLACEMENTS_OFFICER = enum.auto()
    PANEL_ADMIN = enum.auto()
    PANEL_MEMBER = enum.auto()
    ADM = enum.auto()
    PERSONAL_ADVISER = enum.auto()
    FOSTER_CARER = enum.auto()
    LA_SOLICITOR = enum.auto()
    COURT_OFFICER = enum.auto()
    FINANCE_OFFICER = enum.auto()
    # SEND and education
    SEND_OFFICER = enum.auto()
    SEND_MANAGER = enum.auto()
    EP = enum.auto()
    SENSORY_TEACHER = enum.auto()
    SEND_PANEL_MEMBER = enum.auto()
    EWO = enum.auto()
    INCLUSION_OFFICER = enum.auto()
    CME_OFFICER = enum.auto()
    EHE_ADVISER = enum.auto()
    ADMISSIONS_OFFICER = enum.auto()
    FSM_OFFICER = enum.auto()
    VIRTUAL_SCHOOL_HEAD = enum.auto()
    VIRTUAL_SCHOOL_ADVISER = enum.auto()
    EMPLOYMENT_OFFICER = enum.auto()
    GOV_SERVICES_OFFICER = enum.auto()
    SCHOOL_IMPROVEMENT_OFFICER = enum.auto()
    BEHAVIOUR_SUPPORT_WORKER = enum.auto()
    EMTAS_TEACHER = enum.auto()
    EY_FUNDING_OFFICER = enum.auto()
    EY_ADVISER = enum.auto()
    PROVIDER_USER = enum.auto()
    YOUTH_PA = enum.auto()
    YOUTH_JUSTICE_WORKER = enum.auto()
    # Partners
    PARTNER_USER = enum.auto()
    DELEGATED_CONTRIBUTOR = enum.auto()
    # Schools
    SCHOOL_STAFF = enum.auto()
    DSL = enum.auto()
    DEPUTY_DSL = enum.auto()
    HEADTEACHER = enum.auto()
    SENCO = enum.auto()
    PASTORAL_LEAD = enum.auto()
    ATTENDANCE_LEAD = enum.auto()
    DESIGNATED_TEACHER = enum.auto()
    SCHOOL_NURSE = enum.auto()
    SLT = enum.auto()
    GOVERNOR = enum.auto()
    SAFEGUARDING_GOVERNOR = enum.auto()
    SCHOOL_ADMIN = enum.auto()
    TRUST_DSL = enum.auto()
    EXTERNAL_KEY_AGENCY = enum.auto()
    # Control
    SYSTEM_ADMIN = enum.auto()
    LOCAL_ADMIN = enum.auto()
    DATA_QUALITY_OFFICER = enum.auto()
    IG_OFFICER = enum.auto()
    DPO = enum.auto()
    CALDICOTT_GUARDIAN = enum.auto()
    SIRO = enum.auto()
    IAO = enum.auto()
    RECORDS_MANAGER = enum.auto()
    AUDITOR_EXTERNAL = enum.auto()
    RETURNS_OFFICER = enum.auto()
    # The subject's side
    CHILD = enum.auto()
    PARENT_CARER = enum.auto()
    CARE_LEAVER = enum.auto()
    REPRESENTATIVE = enum.auto()

    @property
    def words(self) -> str:
        """The role in words, such as "Deputy designated safeguarding lead"."""
        said = " ".join(_SPELT_OUT.get(word, word) for word in self.value.split("_"))
        return said[0].upper() + said[1:]


# Who leads or keeps a place without hearing of any child in it.
OF_NO_CHILD = frozenset({Role.GOVERNOR, Role.SAFEGUARDING_GOVERNOR, Role.LOCAL_ADMIN, Role.SYSTEM_ADMIN})
