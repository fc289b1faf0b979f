"""An operator says where people may prove who they are elsewhere; the secret is typed in and never printed."""

import json

import pytest

from kith.accounts import outside
from kith.accounts.models import Issuer
from kith.reference.roles import Role
from tests.outside import provider
from tests.rooms import open_school


@pytest.fixture
def alder(kith, tmp_path, monkeypatch):
    """Its keys stand where the command looks for them."""
    monkeypatch.setenv("KITH_KEYS", str(tmp_path / "keys"))
    return open_school("alder", Role.DSL)


def test_it_is_set_shown_and_done_without(kith, alder):
    with provider() as there:
        ran = kith("issuer", "alder", "--at", there.address, "--client-id", "kith", "--secret", input="hush\n")
        assert ran.returncode == 0, ran.stderr
        assert json.loads(ran.stdout) == {"issuer": there.address, "client_id": "kith", "factor_words": []}
        assert "hush" not in ran.stdout + ran.stderr
        ran = kith("issuer", "alder", "--factor-words", "mfa")
        assert json.loads(ran.stdout)["factor_words"] == ["mfa"]
    assert outside.secret_of(Issuer.objects.get()) == "hush"
    assert json.loads(kith("issuer", "alder", "--forget").stdout) == {}
    assert not Issuer.objects.exists()


def test_what_may_not_be_is_a_sentence(kith, alder):
    ran = kith("issuer", "alder", "--at", "http://login.example", "--client-id", "kith")
    assert ran.returncode == 1 and "It begins with https." in ran.stderr and "Nothing was changed." in ran.stderr
    assert kith("issuer", "nowhere").returncode == 1
