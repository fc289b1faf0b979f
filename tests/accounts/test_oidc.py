"""What an issuer says is believed only if it was said by it, to us, now, and in answer to this question."""

import base64
import hmac
import http.server
import threading
import time

import pytest
from django.core.cache import cache
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from kith.accounts import fetching, oidc, public

ISSUER, CLIENT = "https://login.wexshire.example", "kith"
KEY = RSAKey.generate_key(2048, {"kid": "1"})
FOUND = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}
ASKED = oidc.Asked("state", "nonce", "verifier")


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()
    yield
    cache.clear()


def token(key=KEY, header=None, **claims):
    now = int(time.time())
    usual = {"iss": ISSUER, "aud": CLIENT, "sub": "4711", "nonce": "nonce", "iat": now, "exp": now + 300}
    told = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    header = header or {"alg": "RS256", "kid": "1"}
    return jwt.encode(header, told, key, algorithms=[header["alg"]])


def by_the_public_key():
    """Signed with what everybody knows, as if it were a secret between two."""
    _, payload, _ = token().split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"1"}').rstrip(b"=").decode()
    mark = hmac.digest(KEY.as_pem(private=False), f"{header}.{payload}".encode(), "sha256")
    return f"{header}.{payload}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


@pytest.fixture
def answers(monkeypatch):
    """What is at each address; what was sent there."""
    sent = {}
    there = {
        f"{ISSUER}/.well-known/openid-configuration": FOUND,
        f"{ISSUER}/keys": {"keys": [KEY.as_dict(private=False)]},
        f"{ISSUER}/token": {"id_token": token()},
    }

    def fetch(url, form=None):
        sent[url] = form
        return there[url]

    monkeypatch.setattr(oidc, "fetch", fetch)
    there["sent"] = sent
    return there


def said():
    return oidc.said_of(issuer=ISSUER, client_id=CLIENT, secret="hush", back="https://k/back", asked=ASKED, code="c")


def test_a_token_for_us_now_says_who_it_was_and_how_it_knew(answers):
    answers[f"{ISSUER}/token"] = {"id_token": token(amr=["pwd", "mfa"], acr="high", email="boss@wexshire.example")}
    assert said() == oidc.Said("4711", frozenset({"pwd", "mfa", "high"}))
    form = answers["sent"][f"{ISSUER}/token"]
    assert form["code_verifier"] == "verifier" and form["client_secret"] == "hush"


def test_the_question_carries_state_nonce_and_challenge(answers):
    url, asked = oidc.begin(issuer=ISSUER, client_id=CLIENT, back="https://k/back")
    assert f"state={asked.state}" in url and f"nonce={asked.nonce}" in url and "code_challenge_method=S256" in url
    assert asked.verifier not in url and "email" not in url
    assert oidc.begin(issuer=ISSUER, client_id=CLIENT, back="https://k/back")[1] != asked


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": [CLIENT, "another"]}, {"aud": None},
        {"azp": "another"}, {"iss": "https://evil.example"}, {"iss": None}, {"sub": None}, {"sub": ""}, {"sub": 7},
        {"sub": "x" * 300}, {"exp": 1}, {"exp": None}, {"iat": int(time.time()) + 3600}, {"iat": None},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_whatever_does_not_fit_is_not_believed(answers, wrong):
    answers[f"{ISSUER}/token"] = {"id_token": token(**wrong)}
    with pytest.raises(oidc.NotBelieved):
        said()


def test_a_token_of_another_key_or_of_none_is_not_believed(answers):
    other = RSAKey.generate_key(2048, {"kid": "1"})
    secret = OctKey.import_key("hush" * 16, {"kid": "1"})
    hs = {"alg": "HS256", "kid": "1"}
    for forged in (token(other), by_the_public_key(), token(secret, hs), "e30.e30.", "", 4, None):
        answers[f"{ISSUER}/token"] = {"id_token": forged}
        with pytest.raises(oidc.NotBelieved):
            said()
    answers[f"{ISSUER}/token"] = {"id_token": token()}
    assert said().subject == "4711"  # the negative control


@pytest.mark.parametrize(
    "wrong",
    [{"issuer": "https://other.example"}, {"token_endpoint": "http://a.example/t"}, {"jwks_uri": None},
     {"authorization_endpoint": "javascript:alert(1)"}],
    ids=str,
)  # fmt: skip
def test_a_description_of_another_or_without_encryption_is_not_taken(answers, wrong):
    answers[f"{ISSUER}/.well-known/openid-configuration"] = {**FOUND, **wrong}
    with pytest.raises(oidc.NotBelieved):
        oidc.discover(ISSUER)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://login.example", True), ("http://localhost:81/x", True), ("http://127.0.0.1:81", True),
        ("http://login.example", False), ("http://localhost.evil.example", False), ("file:///etc/passwd", False),
        ("ftp://login.example", False), ("https://", False), ("https://a@login.example", False), ("", False),
        ("https://[", False), ("http://10.0.0.1", False),
    ],
)  # fmt: skip
def test_what_may_be_asked(url, allowed):
    assert fetching.is_allowed(url) is allowed


def test_where_kith_is_served_encrypted_nothing_is_asked_without(settings):
    settings.SERVED_BY_HTTPS = True
    assert not fetching.is_allowed("http://localhost:81/x")


class Odd(http.server.BaseHTTPRequestHandler):
    """A server that answers as the address says."""

    def do_GET(self):
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/good")
            self.end_headers()
            return
        self.send_response(500 if self.path == "/broken" else 200)
        self.end_headers()
        if self.path == "/slow":
            for _ in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        body = {"/long": b'"' + b"x" * 300_000 + b'"', "/list": b"[]", "/no": b"<html>", "/deep": b"[" * 100_000}
        self.wfile.write(body.get(self.path, b'{"a": 1}'))

    def log_message(self, *args):
        pass


@pytest.fixture
def odd(monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 1)
    server = http.server.ThreadingHTTPServer(("localhost", 0), Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("path", ["/moved", "/broken", "/slow", "/long", "/list", "/no", "/deep"])
def test_what_is_slow_long_moved_or_junk_is_a_sentence(odd, path):
    with pytest.raises(fetching.NotReached) as no:
        fetching.fetch(odd + path)
    assert str(no.value) == fetching.NOTHING


def test_what_is_there_is_read(odd):
    assert fetching.fetch(f"{odd}/good") == {"a": 1}
    with pytest.raises(fetching.NotReached):
        fetching.fetch("http://localhost:1/")


@pytest.mark.parametrize("at", [
    "10.0.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
    "2002:a00:1::", "64:ff9b::a00:1", "ff02::1",
])  # fmt: skip
def test_an_address_inside_is_not_public(at):
    assert not public.is_public(at)


@pytest.mark.parametrize("at", ["93.184.216.34", "2a00:1450:4009::1", "::ffff:93.184.216.34"])
def test_one_of_the_open_network_is(at):
    """The negative control."""
    assert public.is_public(at)


@pytest.mark.parametrize(
    ("means", "connected"),
    [(["10.0.0.1"], []), (["127.0.0.1"], []), (["93.184.216.34", "10.0.0.1"], []), ([], []),
     (["93.184.216.34"], [("93.184.216.34", 443)])],
)  # fmt: skip
def test_a_name_is_asked_only_where_all_it_means_is_public_and_at_the_address_that_was_looked_at(
    monkeypatch, means, connected
):
    tried, asked = [], []

    def look_up(*args, **kwargs):
        asked.append(args)
        return [(2, 1, 6, "", (one, 443)) for one in means]

    def connect(there, *args, **kwargs):
        tried.append(there)
        raise OSError

    monkeypatch.setattr(public.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(public.socket, "create_connection", connect)
    with pytest.raises(fetching.NotReached) as no:
        fetching.fetch("https://login.wexshire.example/x")
    assert tried == connected and len(asked) == 1
    assert str(no.value) == fetching.NOTHING


def test_without_encryption_only_this_machine_is_asked_whatever_localhost_means(monkeypatch, odd):
    assert fetching.fetch(f"{odd}/good") == {"a": 1}
    monkeypatch.setattr(public.socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("10.0.0.1", 80))])
    monkeypatch.setattr(public.socket, "create_connection", lambda *a, **k: pytest.fail("it was asked"))
    with pytest.raises(fetching.NotReached):
        fetching.fetch(f"{odd}/good")


def test_a_description_is_asked_for_once_in_some_minutes_whether_there_is_one_or_not(monkeypatch):
    asked = []

    def fetch(url, form=None):
        asked.append(url)
        if "wexshire" in url:
            return FOUND
        raise fetching.NotReached(fetching.NOTHING)

    monkeypatch.setattr(oidc, "fetch", fetch)
    for _ in range(3):
        assert oidc.discover(ISSUER) == FOUND
        with pytest.raises(oidc.NotReached):
            oidc.discover("https://gone.example")
    assert len(asked) == 2
    oidc.forget(ISSUER)  # the negative control: whoever sets it has it asked anew
    oidc.discover(ISSUER)
    assert len(asked) == 3
