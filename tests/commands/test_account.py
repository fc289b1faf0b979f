"""What an operator does to one account."""

from django.urls import resolve

from kith.accounts import actions, queries, second_factor
from tests.access.test_leaving import ONLY, World
from tests.signin import can_sign_in


def test_an_account_is_closed_woken_and_opened_by_a_link(kith) -> None:
    ines = can_sign_in(actions.create_user(email="ines@alder.example", display_name="Ines Okafor"))

    def tell(what: str) -> str:
        ran = kith("account", what, "Ines@alder.example")
        assert ran.returncode == 0, ran.stderr
        ines.refresh_from_db()
        return str(ran.stdout)

    epochs = [ines.session_epoch]
    tell("close")
    assert not ines.is_active
    tell("wake")
    assert ines.is_active and queries.password_due(ines)
    tell("end-sessions")
    epochs.append(ines.session_epoch)
    tell("new-phone")
    assert not second_factor.is_set_up(ines)
    epochs.append(ines.session_epoch)
    assert epochs == sorted(set(epochs))
    found = resolve("/" + tell("link").strip().split("/", 3)[3])
    assert (found.url_name, found.kwargs["account"]) == ("new_password", ines.pk)


def test_an_address_without_an_account_is_said(kith) -> None:
    ran = kith("account", "close", "nobody@alder.example")
    assert (ran.returncode, ran.stderr) == (1, "There is no account with this address.\n")


def test_whoever_alone_may_open_a_restricted_record_is_not_closed(kith) -> None:
    world = World(both=False)
    ran = kith("account", "close", world.head.user.email)
    assert (ran.returncode, ran.stdout) == (1, "") and ONLY in ran.stderr
    assert kith("account", "close", world.lead.user.email).returncode == 0
