"""The cases room as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kith.cases"
    label = "cases"

    def ready(self) -> None:
        from kith.cases.reporting import all_view_sql
        from kith.tenancy.settle import add_views

        add_views(all_view_sql)
