"""The four classes of table. Tenant tables say so themselves; the others stand here with a reason.

*platform*: no row is about a child; ids, e-mail addresses and hashes only. *reference*: nothing
personal at all. *two-sided*: the envelope tables two controllers can read and
neither can change. A table in none of the
classes is closed to the application, and a system check says so.
"""

from collections.abc import Container
from typing import NamedTuple

PLATFORM: dict[str, str] = {
    "tenancy_controller": "the list of tenants: slug, kind, name",
    "django_migrations": "which migrations have run",
    "django_content_type": "Django's register of models",
    "django_session": "sessions: a signed-in user's id and the post they chose",
    "accounts_user": "who signs in: e-mail address, name, times; never about a child",
    "accounts_reach": "which posts a user may choose: ids; never evidence of a right",
    "accounts_issuer": "where a controller's people may prove who they are: an address, a client id, a sealed secret",
    "accounts_identity": "which subject of an issuer is which user: ids",
    "accounts_event": "what happened at the door: user id or a salted hash, kind, time, address",
    "accounts_agreementversion": "the wordings of the end-user agreement",
    "accounts_agreementaccepted": "who agreed to which wording, and when",
    "mfa_authenticator": "second factors of users: sealed secrets",
    "account_emailaddress": "allauth's own; Kith does not use it",
    "account_emailconfirmation": "allauth's own; Kith does not use it",
    "axes_accessattempt": "failed sign-ins for the lock-out: hash of what was typed, network address",
    "axes_accessattemptexpiration": "when a lock-out ends",
    "axes_accesslog": "the lock-out library's own; switched off",
    "axes_accessfailurelog": "the lock-out library's own; switched off",
    "audit_exchangekey": "public halves of controllers' keys: what others need to write to them; readable by all",
    "exchange_school": "schools whose controller takes envelopes: names and numbers of schools; readable by all",
    "auth_permission": "Django's own permissions; Kith does not use them",
    "auth_group": "Django's own groups; Kith does not use them",
    "auth_group_permissions": "Django's own; Kith does not use them",
}

REFERENCE: dict[str, str] = {}

TWO_SIDED: dict[str, str] = {
    "exchange_envelope": "what one controller sends another: sealed, so that only its two parties' ids can be read",
    "exchange_event": "what became of an envelope: received, accepted, refused, decided, recalled, noticed",
}

# Platform tables the application may add to and read, never change: what happened stays.
ADDED_ONLY: tuple[str, ...] = ("accounts_event", "accounts_agreementversion", "accounts_agreementaccepted")

# Platform tables everybody reads, and to which a controller adds what is its own, by the column that says whose it is.
PUBLISHED: dict[str, str] = {"audit_exchangekey": "controller_id", "exchange_school": "controller_id"}

# Tenant tables without a holder: every post of a controller, in whichever of its schools, could be shown them. What
# names a child here does so by id alone, and row security still decides whether that id leads to anybody.
WITHOUT_HOLDER: dict[str, str] = {
    "tenancy_holder": "whose files there are: names of organisations",
    "organisations_organisation": "names and numbers of organisations",
    "organisations_team": "names of teams",
    "organisations_post": "who works where, in which role",
    "organisations_training": "which training staff have had and until when it counts: about no child",
    "organisations_lookedat": "which parts of setting a place up were looked at",
    "access_grant": "who may see something: a tie must be found before it is known who holds what it leads to. Why"
    " somebody looks stands here too, in words, and pages ask for it by the post that said it",
    "access_bar": "who may not: a bar binds in every school, so every post must find it; a kind, a level and ids",
    "access_agreement": "what was agreed with partners: about no child",
    "audit_number": "the ledger's numbers: one chain for all of a controller's lines",
    "audit_head": "the ledger's signed heads: hashes",
    "audit_disposal": "under which decision the words of a line were disposed of",
    "cases_posted": "which forms have arrived already: a random token and ids",
    "intake_feed": "where the pupils of a school come from each day: an address and a sealed token, about no child",
    "intake_feedrun": "how a feed fared: names of files, numbers and sentences without anybody's name",
    "tasks_schooldays": "terms and closed days of an organisation",
    "sharing_noticewish": "when a post wishes to be told by e-mail: hours of a day",
    "sharing_calendarkey": "the secret address of a post's calendar, as a fingerprint",
    "sharing_notice": "which post is to be told by e-mail that something waits: a word and ids",
}


class Unmanaged(NamedTuple):
    """What the application may do with a library's table, and why it is no tenant's."""

    rights: str
    why: str


# Tables a library makes by migrations of its own. They are of the platform: ids only, and never about a child.
UNMANAGED: dict[str, Unmanaged] = {
    "procrastinate_jobs": Unmanaged(
        "SELECT, INSERT, UPDATE, DELETE", "the queue: name of a job, ids of controller, post and what it is about"
    ),
    "procrastinate_events": Unmanaged("SELECT, INSERT", "when a job was queued, begun and ended"),
    "procrastinate_workers": Unmanaged("SELECT, INSERT, UPDATE, DELETE", "which worker lives: a number and a time"),
    # The library's trigger lets go of a job here before the job is removed.
    "procrastinate_periodic_defers": Unmanaged(
        "SELECT, INSERT, UPDATE, DELETE", "when a job by the clock was last queued"
    ),
}


CLASSES: dict[str, tuple[Container[str], ...]] = {
    "platform": (PLATFORM, UNMANAGED),
    "reference": (REFERENCE,),
    "two-sided": (TWO_SIDED,),
}


def class_of(table: str) -> str | None:
    """The declared class of a table that is not a tenant's, or None."""
    return next((name for name, lists in CLASSES.items() if any(table in one for one in lists)), None)
