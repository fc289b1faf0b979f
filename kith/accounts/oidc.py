"""OpenID Connect, the code flow: where to send somebody, and what the issuer says of them when they come back.

State ties the answer to the session, the nonce ties the token to the question, and the verifier (PKCE) ties the code to
whoever asked. The token's signature, issuer, audience and times are checked by joserfc.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kith.accounts.fetching import NotReached, fetch, is_allowed

__all__ = ["Asked", "NotBelieved", "NotReached", "Said", "begin", "discover", "forget", "said_of"]

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY = 60
# How long a description is kept, and how long it is that there was none.
KEPT_SECONDS, AGAIN_SECONDS = 5 * 60, 30
JUNK = (JoseError, ValueError, TypeError, KeyError, AttributeError)


class NotBelieved(Exception):
    """What the issuer said is not taken, and why, in a sentence."""


@dataclass(frozen=True)
class Asked:
    """What the session keeps until somebody comes back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Said:
    """Who it was, to the issuer, and how it knew."""

    subject: str
    words: frozenset[str]


def discover(issuer: str) -> dict[str, Any]:
    """The issuer's own description, as it was a few minutes ago. Raises NotReached; NotBelieved where it is another's.

    What came of it is kept, good or not: however often somebody who is nobody begins a sign-in, an issuer is asked so
    often and no more.
    """
    kept = cache.get(_name_of(issuer))
    if kept is None:
        kept = _described(issuer)
        cache.set(_name_of(issuer), kept, KEPT_SECONDS if isinstance(kept, dict) else AGAIN_SECONDS)
    if isinstance(kept, Exception):
        raise kept
    return kept  # type: ignore[no-any-return]


def forget(issuer: str) -> None:
    """It is asked anew: whoever sets it wants to know what is there now."""
    cache.delete(_name_of(issuer))


def _name_of(issuer: str) -> str:
    return f"issuer-{hashlib.sha256(issuer.encode()).hexdigest()}"


def _described(issuer: str) -> dict[str, Any] | NotReached | NotBelieved:
    try:
        return _description(issuer)
    except (NotReached, NotBelieved) as no:
        return type(no)(str(no))


def _description(issuer: str) -> dict[str, Any]:
    found = fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise NotBelieved("What is at this address says it is another issuer.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(name), str) or not is_allowed(found[name]):
            raise NotBelieved("Its description names no address that could be asked.")
    return found


def begin(*, issuer: str, client_id: str, back: str) -> tuple[str, Asked]:
    """Where somebody goes to show who they are, and what to remember. Raises NotReached, NotBelieved."""
    found = discover(issuer)
    asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "scope": "openid",
        "client_id": client_id,
        "redirect_uri": back,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in found["authorization_endpoint"] else "?"
    return f"{found['authorization_endpoint']}{joint}{urlencode(query)}", asked


def said_of(*, issuer: str, client_id: str, secret: str, back: str, asked: Asked, code: str) -> Said:
    """Change the code for what the issuer says. Raises NotReached, NotBelieved."""
    found = discover(issuer)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": asked.verifier}
    told = fetch(found["token_endpoint"], {**form, "client_id": client_id, "client_secret": secret})
    keys = fetch(found["jwks_uri"])
    try:
        claims = jwt.decode(told["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        _check(claims, issuer, client_id, asked.nonce)
        return Said(claims["sub"], _words(claims))
    except JUNK as no:
        raise NotBelieved("What it said of you was not meant for this sign-in.") from no


def _check(claims: dict[str, Any], issuer: str, client_id: str, nonce: str) -> None:
    """Raises for a token of another issuer, for another client, of another question, too old or of nobody."""
    jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    ).validate(claims)
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise ValueError("no subject")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", client_id if not several else None) != client_id:
        raise ValueError("for another client")


def _words(claims: dict[str, Any]) -> frozenset[str]:
    """How the issuer says it knew: its class of sign-in, and the means."""
    amr = claims.get("amr")
    means = [one for one in amr if isinstance(one, str)] if isinstance(amr, list) else []
    return frozenset([*means, *([claims["acr"]] if isinstance(claims.get("acr"), str) else [])])
