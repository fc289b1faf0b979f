"""The tasks room as Django knows it."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "kith.tasks"
    label = "tasks"

    def ready(self) -> None:
        from kith.cases.guarding import stand_beside
        from kith.tasks.running import facts

        stand_beside("clock", facts)
