"""The sharing room as Django knows it."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "kith.sharing"
    label = "sharing"

    def ready(self) -> None:
        from kith.chronology.reactions import say_beside
        from kith.sharing.agency.beside import asked_beside as agencies_beside
        from kith.sharing.agency.beside import line_beside as asked_of_agencies
        from kith.sharing.packing.worked import ask_beside
        from kith.sharing.referral.beside import asked_beside as referrals_beside
        from kith.sharing.referral.told import line_beside

        say_beside(line_beside)
        say_beside(asked_of_agencies)
        ask_beside(agencies_beside)
        ask_beside(referrals_beside)
