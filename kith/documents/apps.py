"""The documents room as Django knows it."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from kith.documents.scanner import ScannerDown, scanner


class DocumentsConfig(AppConfig):
    name = "kith.documents"
    label = "documents"

    def ready(self) -> None:
        """Nothing starts whose scanner is named so that no document could ever be taken in."""
        try:
            if named := scanner():
                named.place()
        except ScannerDown as no:
            raise ImproperlyConfigured(str(no)) from None
