"""The cases room as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kith.cases"
    label = "cases"

    def ready(self) -> None:
        from kith.cases.reporting import all_view_sql
        from kith.cases.words_found import search_sql
        from kith.tenancy.settle import add_searches, add_views

        add_views(all_view_sql)
        add_searches(search_sql)
