"""The tenancy room as Django knows it."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "kith.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from kith.tenancy import checks  # noqa: F401  (registers the system checks)
