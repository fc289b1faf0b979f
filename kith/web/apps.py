"""The pages as Django knows them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kith.web"
    label = "web"

    def ready(self) -> None:
        """No start with a page that does not say who it is for."""
        from kith.web.policy import require_everywhere

        require_everywhere()
