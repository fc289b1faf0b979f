"""The only way a mail leaves: with the release that let it out, to the address its receiver signs in with today."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from kith.organisations.queries import live_post
from kith.sharing.gate import NotReleased, Released, Way
from kith.sharing.notice_rules import subject_of, words_of

__all__ = ["post"]

# Longer than this nobody waits for a mail server; the next try comes by itself.
SECONDS = 20


def post(released: Released, *, number: UUID, sent: int, urgent: bool = False) -> None:
    """Hand one notice to the mail server. Raises NotReleased for what did not pass the gate, OSError for the server.

    `number` is the notice's: told again after a fault, a mail carries the number it had, and a mail server or reader
    that has it already can know it. `urgent`: it is to be opened at once. It says nothing else.
    """
    if not isinstance(released, Released) or released.way is not Way.MESSAGE:
        raise NotReleased("A mail was about to leave without passing the gate.")
    receiver = live_post(released.to)
    if receiver is None:
        raise NotReleased("A notice goes to somebody who works here now.")
    mail = EmailMessage(
        subject=subject_of(sent, urgent=urgent),
        body=words_of(_origin(), urgent=urgent),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[receiver.user.email],
        headers={"Message-ID": f"<{number}.{sent}@{_domain()}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=SECONDS) if "smtp" in settings.EMAIL_BACKEND else None,
    )
    mail.send()


def _origin() -> str:
    """The front door as people type it."""
    return next(iter(settings.KITH_ORIGINS), settings.KITH_HERE)


def _domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ")
