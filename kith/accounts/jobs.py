"""The jobs of this room, where the queue looks for them."""

from uuid import UUID

from kith import audit
from kith.accounts.models import Issuer
from kith.jobs import Work, job

__all__ = ["SECRET", "erase_secret"]

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
