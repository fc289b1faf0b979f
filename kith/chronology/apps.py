"""The chronology room as Django knows it."""

from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    name = "kith.chronology"
    label = "chronology"
