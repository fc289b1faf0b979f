"""The sharing room as Django knows it."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "kith.sharing"
    label = "sharing"

    def ready(self) -> None:
        from kith.chronology.reactions import say_beside
        from kith.sharing.referral.told import line_beside

        say_beside(line_beside)
