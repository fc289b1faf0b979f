"""The room of concerns about adults as Django knows it."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "kith.conduct"
    label = "conduct"
