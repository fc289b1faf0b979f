"""The jobs of this room, where the queue looks for them."""

from uuid import UUID

from kith import audit
from kith.accounts.models import Issuer
from kith.accounts.sessions import SessionStore
from kith.jobs import Work, job, nightly

__all__ = ["SECRET", "clear_sessions", "erase_secret"]

# The kind under which the secret of an issuer is sealed, each under the id of its row.
SECRET = "client_secret"


@job("accounts.erase_secret", system="sign-in")
def erase_secret(work: Work, issuer: UUID) -> None:
    """The secret of an issuer that is set no more becomes unreadable everywhere.

    Queued with the row's end and done after it: keys are kept apart from the database, so an erased key of a row that
    stayed, because its unit was taken back, would let nobody in.
    """
    with work.opened():
        if not Issuer.objects.filter(id=issuer).exists():
            audit.keys.erase(record=issuer, kind=SECRET)


@nightly("accounts.clear_sessions", system="sign-in", at="10 3 * * *")
def clear_sessions(work: Work) -> None:
    """What is over goes, and with it a form that was sent by somebody signed out and never taken up again."""
    SessionStore.clear_expired()
