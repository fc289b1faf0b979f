"""The documents room as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kith.documents"
    label = "documents"
