"""The ledger room as Django knows it."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from kith.audit import keys
from kith.audit.wrapping import service_named


class AuditConfig(AppConfig):
    name = "kith.audit"
    label = "audit"

    def ready(self) -> None:
        """Nothing starts whose key service is none: what it cannot seal it would lose."""
        try:
            if named := keys.key_service():
                service_named(named)
        except ValueError as no:
            raise ImproperlyConfigured(str(no)) from None
