"""What a session knows of its way through the door.

*Half open*: the password was right, the code is still to come; nobody is signed in yet, and the session holds an id
and a time only. *Open*: signed in. *Locked*: signed in, but nothing was done for too long; the password opens it again.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from kith.accounts import actions, queries, rules, second_factor
from kith.accounts.models import User

HALF_OPEN, SEEN, IDLE, SINCE, DUE, LOCKED = "half_open", "seen", "idle", "since", "due", "locked"
FACTOR = "factor"
# When somebody last showed that it is them, with the most they have.
PROOF = "proof"
# The controller whose issuer opened the session: it opens the posts of no other, and changes no way in
# but a first app of whoever has posts nowhere else.
BY = "by"
# A form that was sent when the session had ended (`signed_out`).
KEPT = "kept"
HALF_OPEN_SECONDS = 10 * 60
LONGEST_SECONDS = 12 * 60 * 60
# The time of the last page is not written with every page: it is at most this much behind.
FRESH_SECONDS = 20
BACKEND = "kith.accounts.backend.AccountBackend"


def now() -> float:
    return timezone.now().timestamp()


def address_of(request: HttpRequest) -> str:
    """The network address a request came from. What a forwarding header says is not believed here."""
    return str(request.META.get("REMOTE_ADDR") or "")


def safe_next(request: HttpRequest, given: Any = None) -> str:
    """Where to go afterwards: a page of ours, or the first page."""
    wanted = given or request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and not urlsplit(wanted).netloc
    return wanted if ours and wanted.startswith("/") else "/"


def with_next(name: str, after: str) -> str:
    """A page of the door that knows where to go afterwards."""
    return f"{reverse(name)}?{urlencode({'next': after})}"


def begin_anew(request: HttpRequest) -> None:
    """A session with a new key and nothing in it but the form that waits, which says itself whose it is."""
    waits = request.session.get(KEPT)
    request.session.flush()
    if waits:
        request.session[KEPT] = waits


def open_half(request: HttpRequest, user: User) -> None:
    """The password was right. What the session held before goes, its key too."""
    begin_anew(request)
    request.session[HALF_OPEN] = {"user": str(user.pk), "hash": user.get_session_auth_hash(), "at": now()}


def half_open_user(request: HttpRequest) -> User | None:
    """Who has given the right password in this session a short while ago and nothing more."""
    half = request.session.get(HALF_OPEN)
    if not half or now() - half["at"] > HALF_OPEN_SECONDS:
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == half["hash"] else None


def without_factor(request: HttpRequest) -> User | None:
    """Whose second factor is still to come: half open, or open since before the post that asks for one."""
    if half := half_open_user(request):
        return half
    user: Any = request.user
    return user if user.is_authenticated and not second_factor_given(request) else None


def reaches_past_its_issuer(request: HttpRequest, user: User) -> bool:
    """Whether an issuer opened this session and the account has posts that are not its controller's.

    A factor set up in it would count there too, and whoever keeps the issuer could have set it up.
    """
    by = request.session.get(BY)
    return by is not None and any(str(one.controller_id) != by for one in queries.reaches(user))


def factor_given(request: HttpRequest, user: User) -> None:
    """The second factor was right: the session opens, or an open one becomes one with a factor. The key is new."""
    if HALF_OPEN in request.session:
        open_fully(request, user, factor=True)
        return
    actions.signed_in(user=user, address=address_of(request))
    request.session.cycle_key()
    request.session[FACTOR] = True
    request.session[PROOF] = now()
    refresh(request, user)


def open_fully(request: HttpRequest, user: User, *, factor: bool) -> None:
    """All steps are done, a second factor among them or not. The ledgers are written first; the key is new."""
    actions.signed_in(user=user, address=address_of(request))
    request.session.pop(HALF_OPEN, None)
    login(request, user, backend=BACKEND)
    request.session[SINCE] = now()
    request.session[FACTOR] = factor
    request.session[PROOF] = now()
    refresh(request, user)


def proved(request: HttpRequest, *, factor: bool) -> None:
    """They have shown again that it is them. The key is new; forms in open tabs stay good."""
    request.session.cycle_key()
    request.session[FACTOR] = factor
    request.session[PROOF] = now()


def is_proved(request: HttpRequest) -> bool:
    """Whether they showed that it is them, with the most they have, as lately as their controllers ask."""
    user: Any = request.user
    lately = now() - request.session.get(PROOF, 0) < queries.policy_of(user).proof_minutes * 60
    return lately and (second_factor_given(request) or not second_factor.is_set_up(user))


def may_add_factor(request: HttpRequest) -> User | None:
    """Who may add a way in now: whoever has none and gave the password, or showed a moment ago that it is them.

    Nobody whose session an issuer opened: what is added would open posts that are not its controller's.
    """
    if BY in request.session:
        return None
    if half := half_open_user(request):
        return None if second_factor.is_set_up(half) else half
    user: Any = request.user
    return user if user.is_authenticated and is_proved(request) else None


def second_factor_given(request: HttpRequest) -> bool:
    """Whether this session was opened with a code; what reads about children is refused without one."""
    return bool(request.session.get(FACTOR))


def is_asked_for_more(request: HttpRequest) -> bool:
    """Whether somebody at work with a password alone came upon a page that asks for a code: they may go back."""
    return request.user.is_authenticated and not second_factor_given(request)


def refresh(request: HttpRequest, user: User) -> None:
    """Somebody is at work: note the time, how long a pause may be, and what must be done before the next page."""
    request.session[SEEN] = now()
    request.session[IDLE] = queries.policy_of(user).idle_minutes * 60
    request.session[DUE] = due(user)


def due(user: User) -> str | None:
    """The page that comes before any other: a new password, or the agreement."""
    if queries.password_due(user):
        return "change_password"
    return "agreement" if queries.agreement_due(user) else None


def is_over(request: HttpRequest) -> bool:
    """Whether the longest time of a session has passed, however busy it was."""
    return now() - request.session.get(SINCE, 0) >= LONGEST_SECONDS


def is_locked(request: HttpRequest) -> bool:
    """Whether the pause was longer than the controller allows; once locked it stays so until the password."""
    session = request.session
    if not session.get(LOCKED) and _is_too_long(request, now() - session.get(SEEN, 0)):
        session[LOCKED] = True
    return bool(session.get(LOCKED))


def _is_too_long(request: HttpRequest, pause: float) -> bool:
    """By what held at the last page or by what holds now, whichever is shorter: it may be set meanwhile."""
    if pause >= request.session.get(IDLE, 0):
        return True
    user: Any = request.user
    return pause >= rules.IDLE_LEAST * 60 and pause >= queries.policy_of(user).idle_minutes * 60


def unlock(request: HttpRequest, user: User) -> None:
    """The password or a passkey was right again. Forms in open tabs stay good: only the key of the session is new."""
    request.session.cycle_key()
    request.session.pop(LOCKED, None)
    refresh(request, user)
